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
    keepInSight(next);
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

/* Move the window so that a thing is in it, with its neighbours if they fit, beside or above the panel. */
function keepInSight(number) {
  const below = panel.offsetWidth > box.clientWidth / 2;
  const free = {width: box.clientWidth - (below ? 0 : panel.offsetWidth), height: box.clientHeight - (below ? panel.offsetHeight : 0)};
  const scale = network.getScale();
  const around = numbers => {
    const points = numbers.map(each => network.canvasToDOM(centre(each)));
    const aside = data.layout === "columns" ? [10, 14 * FONT] : [60, 60];
    return {left: Math.min(...points.map(({x}) => x)) - aside[0], right: Math.max(...points.map(({x}) => x)) + aside[1],
      top: Math.min(...points.map(({y}) => y)) - 20, bottom: Math.max(...points.map(({y}) => y)) + 30};
  };
  let area = around([...near(number).nodes].filter(each => shown.nodes.has(each)));
  if (area.right - area.left > free.width || area.bottom - area.top > free.height) area = around([number]);
  const right = area.left < 0 ? area.left : Math.max(0, area.right - free.width);
  const down = area.top < 0 ? area.top : Math.max(0, area.bottom - free.height);
  if (!right && !down) return;
  const {x, y} = network.getViewPosition();
  network.moveTo({position: {x: x + right / scale, y: y + down / scale}, animation: false});
  moved();
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
