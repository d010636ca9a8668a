/* The pointer, the keyboard, and where the reader looks. */

/* Point at a thing (null: at nothing) without choosing it. */
function point(number) {
  if (number === pointed) return;
  pointed = number;
  box.style.cursor = number === null ? "" : "pointer";
  network.redraw();
}

function pointerAt(event) {
  const {left, top} = box.getBoundingClientRect();
  return {x: event.clientX - left, y: event.clientY - top};
}

/* Return the nearest thing in a direction: near, and little aside. */
function towards(number, dx, dy) {
  const from = centre(number);
  let found = null, least = Infinity;
  for (const other of shown.nodes) {
    const to = centre(other), along = (to.x - from.x) * dx + (to.y - from.y) * dy, aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
    const cost = along + 2.5 * aside;
    if (other !== number && along > 0.5 && cost < least) [found, least] = [other, cost];
  }
  return found;
}

function onKey(event) {
  const directions = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
  const cursor = pointed ?? (shown.nodes.has(state.node) ? state.node : null);
  if (event.key in directions) {
    const next = cursor === null ? byWeight.find(number => shown.nodes.has(number)) : towards(cursor, ...directions[event.key]) ?? cursor;
    if (next === undefined) return;
    point(next);
    document.getElementById("spoken").textContent = things[next].name;
    keepInSight([next], false);
  } else if (event.key === "Enter" && cursor !== null) {
    step({node: cursor, line: null});
    document.getElementById("panel").focus();
  } else if (event.key === "+" || event.key === "=" || event.key === "-") {
    network.moveTo({scale: network.getScale() * (event.key === "-" ? 0.8 : 1.25), animation: false});
    moved();
  } else if (event.key === "0") {
    showAll();
  } else return;
  event.preventDefault();
}

/* Move the window so that things are in it, beside or above the panel, with their neighbours if they fit. A drawing by
 * springs is drawn smaller so that they do; it may come ``closer``, up to twice its size. */
function keepInSight(numbers, closer) {
  const free = freeRoom(), neighbours = [...new Set(numbers.flatMap(number => [...near(number).nodes]))].filter(each => shown.nodes.has(each));
  let area = around(neighbours);
  if (!inColumns()) {
    const [besides, above] = area.margins, scale = network.getScale();
    const wide = Math.max(1, area.right - area.left - besides), high = Math.max(1, area.bottom - area.top - above);
    const fills = Math.min((free.width - besides) / wide, (free.height - above) / high) * scale;
    network.moveTo({scale: Math.max(0.1, Math.min(fills, closer ? Math.max(scale, 2) : scale)), animation: false});
    area = around(neighbours);
  }
  if (area.right - area.left > free.width + 1 || area.bottom - area.top > free.height + 1) area = around(numbers);
  const right = area.left < 0 ? area.left : Math.max(0, area.right - free.width);
  const down = area.top < 0 ? area.top : Math.max(0, area.bottom - free.height);
  if (!right && !down) return;
  const {x, y} = network.getViewPosition(), scale = network.getScale();
  lookAt(x + right / scale, y + down / scale, scale);
  if (eye) moved();
}

/* Return the room that things take in the window with their labels, and how much of it is for labels alone. */
function around(numbers) {
  const points = numbers.map(each => network.canvasToDOM(centre(each)));
  const [before, after] = inColumns() ? [10, 0] : [60, 60], [over, below] = inColumns() ? [8, 8] : [20, 30];
  const ends = inColumns() ? numbers.map(labelEnd) : points.map(({x}) => x);
  return {left: Math.min(...points.map(({x}) => x)) - before, right: Math.max(...ends) + after,
    top: Math.min(...points.map(({y}) => y)) - over, bottom: Math.max(...points.map(({y}) => y)) + below, margins: [before + after, over + below]};
}

/* Remember where the reader looks. */
function moved() {
  const {x, y} = network.getViewPosition();
  eye = {x: Math.round(x), y: Math.round(y), scale: Number(network.getScale().toFixed(3))};
  writeAddress();
}

function showAll() {
  eye = null;
  fit();
  writeAddress();
}
