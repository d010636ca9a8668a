/* The drawing: vis-network moves and hits; what is shown, the veil over all but the neighbours, and labels are ours. */
const heaviest = Math.max(1, ...lines.map(line => (line.relation === "xt:coordinatesWith" ? line.weight : 1)));
const COARSE = lines.length > 3000; // lines rest while the drawing moves
const FONT = 12;
const FAMILY = getComputedStyle(document.body).fontFamily;
const box = document.getElementById("mynetwork");

const whole = data.sights[""];
const turned = whole && {...whole, points: Object.fromEntries(Object.entries(whole.points).map(([number, [x, y]]) => [number, [y, x]])),
  room: [whole.room[1], whole.room[0], whole.room[3], whole.room[2]]};
readAddress();
let shown = visible();
const nodes = new vis.DataSet(drawn.nodes.map(node => ({...node, ...standing(node.id)})));
const edges = new vis.DataSet(lines.map((line, id) => ({...line, ...drawnAs(id), id, dashes: line.dashes ? [5, 4] : false})));
const network = new vis.Network(box, {nodes, edges}, {...drawn.options, interaction: {...drawn.options.interaction, hideEdgesOnDrag: COARSE, hideEdgesOnZoom: COARSE}});

let pointed = null; // the thing under the pointer or the keyboard's cursor
let labels = []; // what was written at the last drawing: {number, text, left, top, right, bottom}

function lineWidth(weight) {
  return Math.round(10 * Math.min(7, 0.7 + 0.9 * Math.sqrt(Math.max(0, weight - 1)) + 0.25 * weight)) / 10;
}

/* Return the drawing that the choice asks for: points by number, and the room that they take. */
function sight() {
  const chosen = data.choose === "agency" ? state.agency : state.goal;
  const id = chosen === null ? "" : things[chosen].id;
  if (isTurned()) return turned;
  return data.sights[id] ?? data.sights[""] ?? {points: {}, room: [0, 0, 1, 1], letters: 20, silent: [], start: 0};
}

/* In a window that is higher than wide, a drawing by springs stands on its side. */
function isTurned() {
  return data.layout === "springs" && box.clientHeight > box.clientWidth;
}

/* Return what choices leave: numbers of things and of lines. */
function visible(choices = state) {
  const {points} = sight();
  const off = new Set(choices.off);
  const standing = number => number in points && !off.has(things[number].kind);
  const own = data.choose !== "agency" ? () => true
    : line => !(isBody(line.from) || isBody(line.to)) || line.from === state.agency || line.to === state.agency;
  const kept = new Set();
  lines.forEach((line, at) => {
    const weight = weightOf(line);
    const strong = line.relation !== "xt:coordinatesWith" || weight >= choices.least;
    const inGoal = state.goal === null || weight > 0 && (line.tasks.length > 0 || line.from === state.goal || line.to === state.goal);
    if (standing(line.from) && standing(line.to) && !off.has(line.relation) && strong && inGoal && own(line)) kept.add(at);
  });
  const tied = new Set([...kept].flatMap(at => [lines[at].from, lines[at].to]));
  const filtered = choices.least > 1 || state.goal !== null || choices.off.some(key => key in data.relations);
  const left = [...onPage].filter(number => standing(number) && (!filtered || tied.has(number)));
  return {nodes: new Set(left), lines: kept};
}

/* How vis-network is to have a thing and a line. */
function standing(number) {
  const put = state.moved[number];
  const [x, y] = (put && isTurned() ? [put[1], put[0]] : put) ?? sight().points[number] ?? [0, 0];
  return {hidden: !shown.nodes.has(number), x, y};
}

function drawnAs(at) {
  return {hidden: !shown.lines.has(at), width: lineWidth(weightOf(lines[at]))};
}

/* Bring what is drawn up to the state; only what changes is touched. */
function update(set, ids, wanted) {
  const changes = [];
  for (const id of ids) {
    const now = wanted(id), there = set.get(id);
    if (Object.keys(now).some(key => now[key] !== there[key])) changes.push({id, ...now});
  }
  if (changes.length) set.update(changes);
}

function renderDrawing() {
  shown = visible();
  update(nodes, onPage, standing);
  update(edges, lines.keys(), drawnAs);
  const note = !onPage.size ? say("nothing") : !shown.nodes.size ? say("nothingLeft") : say("shown", shown.nodes.size, shown.lines.size);
  document.getElementById("note").textContent = data.leftOut ? note + " · " + say("leftOut", data.leftOut) : note;
  box.setAttribute("aria-label", [say("drawing"), say(data.title), note].join(" · "));
  network.redraw();
}

/* Bring the whole drawing into the window, with a margin; where its columns could not be read then, their beginning. */
function fit() {
  const {room: [left, top, right, bottom], start} = sight();
  const [width, height] = [box.clientWidth - 36, box.clientHeight - 44];
  let scale = Math.min(width / (right - left), height / (bottom - top), 1.25);
  let [x, y] = [(left + right) / 2, (top + bottom) / 2];
  if (data.layout === "columns" && scale < 0.6) {
    const narrow = width < 660;
    scale = Math.min(1, Math.max(0.6, narrow ? height / (bottom - top) : width / (right - left)));
    if (scale * (bottom - top) > height) y = top + height / 2 / scale;
    if (scale * (right - left) > width) x = start + width / 2 / scale;
  }
  network.moveTo({position: {x, y}, scale: Math.max(scale, 0.3), animation: false});
}

/* ------------------------------------------------------------ what is near */

/* Return what to show of a thing: it, its neighbours, and through a task what is of another sort than it. */
function near(number) {
  const found = {nodes: new Set([number]), lines: new Set()};
  if (!onPage.has(number)) { // what has no dot here stands out by those of its tasks
    const tasks = new Set(tasksOf(number));
    for (const task of tasks) for (const {one, other} of factsOf[task]) found.nodes.add(one).add(other);
    for (const at of shown.lines) if (lines[at].tasks.some(task => tasks.has(task))) found.lines.add(at);
    return found;
  }
  for (const at of linesOf[number]) {
    if (!shown.lines.has(at)) continue;
    const next = otherEnd(lines[at], number);
    found.lines.add(at);
    found.nodes.add(next);
    if (!isTask(next) || isTask(number) || things[number].kind === "goal") continue;
    for (const further of linesOf[next]) {
      const end = otherEnd(lines[further], next);
      if (shown.lines.has(further) && isBody(end) !== isBody(number) && things[end].kind !== things[number].kind) {
        found.lines.add(further);
        found.nodes.add(end);
      }
    }
  }
  return found;
}

/* Return what stands out now, or null if nothing does. */
function focus() {
  if (pointed !== null && shown.nodes.has(pointed)) return near(pointed);
  if (state.node !== null) return near(state.node);
  if (state.line !== null && shown.lines.has(state.line)) return {nodes: new Set([lines[state.line].from, lines[state.line].to]), lines: new Set([state.line])};
  return null;
}

/* ------------------------------------------------------------ painting */

/* Return the outline of a shape as the text of an SVG path, as vis-network draws it. */
function outline(shape, x, y, r) {
  const polygon = (corners, turn, inner) => {
    const points = [];
    for (let at = 0; at < corners; at += 1) {
      const length = inner && at % 2 === 0 ? r * 1.3 : inner ? r * 0.5 : r;
      const angle = turn + (2 * Math.PI * at) / corners;
      points.push(`${(x + length * Math.sin(angle)).toFixed(2)},${(y - length * Math.cos(angle)).toFixed(2)}`);
    }
    return "M" + points.join("L") + "Z";
  };
  if (shape === "square") return `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`;
  if (shape === "diamond") return polygon(4, 0);
  if (shape === "triangle") return polygon(3, 0);
  if (shape === "triangleDown") return polygon(3, Math.PI);
  if (shape === "hexagon") return polygon(6, Math.PI / 2);
  if (shape === "star") return polygon(10, 0, true);
  return `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
}

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const pixelRatio = context => context.canvas.width / Math.max(1, box.clientWidth);
const centre = number => network.body.nodes[number];

/* Draw the veil, and above it what stands out. */
function paintFocus(context, stands) {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 0.86;
  context.fillStyle = colour("--paper");
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
  context.save();
  context.strokeStyle = colour("--accent");
  context.globalAlpha = stands.lines.size > 60 ? 0.4 : 0.7;
  for (const at of stands.lines) {
    const {from, to, dashes} = lines[at], one = centre(from), other = centre(to);
    context.lineWidth = Math.max(1.2, edges.get(at).width);
    context.setLineDash(dashes ? [5, 4] : []);
    context.beginPath();
    context.moveTo(one.x, one.y);
    context.lineTo(other.x, other.y);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  for (const number of stands.nodes) {
    if (!shown.nodes.has(number)) continue;
    const {x, y} = centre(number), {shape, size, color} = nodes.get(number);
    const path = new Path2D(outline(shape, x, y, size));
    context.fillStyle = color;
    context.fill(path);
    if (number === pointed || number === state.node) {
      context.strokeStyle = colour("--ink");
      context.lineWidth = 2.5;
      context.stroke(path);
    }
  }
  context.restore();
}

/* The order in which things get their labels: goals and bodies with many lines first. */
const byWeight = drawn.nodes.map(node => node.id).sort((a, b) => rank(b) - rank(a) || a - b);
function rank(number) {
  return (["notice", "goal"].includes(things[number].kind) ? 1e6 : 0) + (isBody(number) ? 1e3 : 0) + linesOf[number].length;
}

/* Return the labels that fit on the screen, none upon another or upon a shape; what stands out comes first. */
function placeLabels(context, stands) {
  const scale = network.getScale(), cells = new Map(), found = [], {letters} = sight(), silent = new Set(sight().silent);
  const [width, height] = [box.clientWidth, box.clientHeight];
  const reach = area => {
    const keys = [];
    for (let column = Math.floor(area.left / 80); column <= Math.floor(area.right / 80); column += 1)
      for (let row = Math.floor(area.top / 24); row <= Math.floor(area.bottom / 24); row += 1) keys.push(column * 1e5 + row);
    return keys;
  };
  const meets = (area, number) => reach(area).some(key => (cells.get(key) ?? []).some(taken => taken.number !== number
    && area.left < taken.right && taken.left < area.right && area.top < taken.bottom && taken.top < area.bottom));
  const take = area => reach(area).forEach(key => cells.has(key) ? cells.get(key).push(area) : cells.set(key, [area]));
  const places = new Map();
  for (const number of shown.nodes) {
    if (stands && !stands.nodes.has(number)) continue;
    const {x, y} = network.canvasToDOM(centre(number)), r = things[number].radius * scale;
    if (x < -400 || y < -40 || x > width + 400 || y > height + 40) continue;
    places.set(number, {x, y, r});
    take({number, left: x - r, right: x + r, top: y - r, bottom: y + r});
  }
  context.font = `${FONT}px ${FAMILY}`;
  const first = number => (number === pointed || number === state.node || number === state.agency ? 1 : 0);
  const order = stands ? byWeight.slice().sort((a, b) => first(b) - first(a)) : byWeight;
  for (const number of order) {
    const place = places.get(number), {label} = things[number];
    if (!place || !label) continue;
    if (silent.has(number) && !(stands && stands.nodes.size < 60)) continue;
    const {x, y, r} = place;
    const text = shortened(label, data.layout === "columns" ? Math.min(letters, Math.max(5, Math.floor((width - x - r - 6) / FONT))) : letters);
    const wide = (labelWidths[text] ??= context.measureText(text).width);
    const beside = {number, left: x + r + 4, right: x + r + 4 + wide, top: y - FONT / 2, bottom: y + FONT / 2};
    const below = {number, left: x - wide / 2, right: x + wide / 2, top: y + r + 3, bottom: y + r + 3 + FONT};
    const over = {number, left: x - wide / 2, right: x + wide / 2, top: y - r - 3 - FONT, bottom: y - r - 3};
    const before = {number, left: x - r - 4 - wide, right: x - r - 4, top: y - FONT / 2, bottom: y + FONT / 2};
    const tried = data.layout === "columns" ? [beside] : [below, over, beside, before];
    const inWindow = area => area.left >= 0 && area.top >= 0 && area.right <= width && area.bottom <= height;
    const free = tried.find(area => !meets(area, number) && (inWindow(area) || x < 0 || y < 0 || x > width || y > height)) ?? (stands && first(number) ? tried[0] : undefined);
    if (!free) continue;
    take(free);
    found.push({...free, text: text});
  }
  return found;
}
const labelWidths = {};
const shortened = (words, letters) => (words.length <= letters ? words : words.slice(0, letters - 1) + "…");

function paintLabels(context, stands) {
  labels = placeLabels(context, stands);
  const ratio = pixelRatio(context);
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = `${FONT}px ${FAMILY}`;
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colour("--paper");
  context.fillStyle = colour("--ink");
  for (const {text, left, top, bottom} of labels) {
    context.strokeText(text, left, (top + bottom) / 2);
    context.fillText(text, left, (top + bottom) / 2);
  }
  context.restore();
}

network.on("afterDrawing", context => {
  const stands = focus();
  if (stands) paintFocus(context, stands);
  paintLabels(context, stands);
});

/* ------------------------------------------------------------ the hand */

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
