/* The drawing: what is shown of the graph and where. vis-network moves it and tells what is hit. */
const heaviest = Math.max(1, ...lines.map(line => (line.relation === "xt:coordinatesWith" ? line.weight : 1)));
const FONT = 12;
const SPRINGS = {solver: "forceAtlas2Based", forceAtlas2Based: {gravitationalConstant: -60, centralGravity: 0.02, springLength: 70, avoidOverlap: 0.4}, minVelocity: 1.5};
const FAMILY = getComputedStyle(document.body).fontFamily;
const box = document.getElementById("mynetwork");

const whole = data.sights[""];
const turned = whole && {...whole, points: Object.fromEntries(Object.entries(whole.points).map(([number, [x, y]]) => [number, [y, x]])),
  room: [whole.room[1], whole.room[0], whole.room[3], whole.room[2]]};
readAddress();
let shown = visible();
const COARSE = shown.lines.size > 3000; // lines rest while the drawing moves
const dots = new Map(drawn.nodes.map(node => [node.id, node]));
const nodes = new vis.DataSet([...shown.nodes].map(number => ({...dots.get(number), ...standing(number)}))); // what is shown
const edges = new vis.DataSet([...shown.lines].map(drawnAs));
const network = new vis.Network(box, {nodes, edges}, {...drawn.options, interaction: {...drawn.options.interaction, hideEdgesOnDrag: COARSE, hideEdgesOnZoom: COARSE}});

let pointed = null; // the thing under the pointer or the keyboard's cursor
let changing = false; // vis-network draws whatever it has as soon as a thing is gone
let labels = []; // what was written at the last drawing: {number, text, left, top, right, bottom}

function lineWidth(weight) {
  return Math.round(10 * Math.min(7, 0.7 + 0.9 * Math.sqrt(Math.max(0, weight - 1)) + 0.25 * weight)) / 10;
}

/* Return the drawing that the choice asks for: points by number, and the room that they take. */
function sight() {
  const chosen = data.choose === "agency" ? state.agency : state.goal;
  const id = chosen === null ? "" : things[chosen].id;
  if (isTurned()) return turned;
  return data.sights[id] ?? data.sights[""] ?? {points: {}, room: [0, 0, 1, 1], letters: 20, silent: [], strips: [], leftOut: 0};
}

/* Whether things stand in columns now. */
const inColumns = () => data.layout === "columns" && !state.free;

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
  const drawnAlone = state.goal !== null && things[state.goal].id in data.sights; // then nothing else stands there
  lines.forEach((line, at) => {
    if (!(line.from in points && line.to in points)) return;
    const weight = weightOf(line);
    const strong = line.relation !== "xt:coordinatesWith" || weight >= choices.least;
    const inGoal = state.goal === null || (line.tasks.length ? weight > 0 : drawnAlone || line.from === state.goal || line.to === state.goal);
    if (standing(line.from) && standing(line.to) && !off.has(line.relation) && strong && inGoal && own(line)) kept.add(at);
  });
  const tied = new Set([...kept].flatMap(at => [lines[at].from, lines[at].to]));
  const filtered = choices.least > 1 || state.goal !== null || choices.off.some(key => key in data.relations);
  const left = [...onPage].filter(number => standing(number) && (!filtered || tied.has(number)));
  return {nodes: new Set(left), lines: kept};
}

/* How vis-network is to have a thing and a line. A thing that springs pull stands where they pull it. */
function standing(number) {
  if (state.free) return {};
  const [x, y] = stands(state.moved[number] ?? sight().points[number] ?? [0, 0], number in state.moved);
  return {x, y};
}

/* Return where a point of the drawing stands in this window; a thing that the reader put there is turned with it. */
function stands(point, put) {
  if (data.layout === "columns") return lensed(point);
  return put && isTurned() ? [point[1], point[0]] : point;
}

/* The inverse: return the point of the drawing that stands here. */
function drawnAt(point) {
  if (data.layout === "columns") return unlensed(point);
  return isTurned() ? [point[1], point[0]] : point;
}

function drawnAs(at) {
  const line = lines[at];
  return {...line, id: at, width: lineWidth(weightOf(line)), dashes: line.dashes ? [5, 4] : false};
}

/* Bring what is drawn up to what is shown; only what changes is touched. */
function update(set, ids, wanted, whole) {
  const changes = [];
  for (const id of ids) {
    const there = set.get(id), now = wanted(id);
    if (!there) changes.push(whole(id));
    else if (Object.keys(now).some(key => now[key] !== there[key])) changes.push({id, ...now});
  }
  if (changes.length) set.update(changes);
}

function drop(set, ids) {
  const gone = set.getIds().filter(id => !ids.has(id));
  if (gone.length) set.remove(gone);
}

function placeDots() {
  update(nodes, shown.nodes, standing, number => ({...dots.get(number), ...standing(number)}));
}

function renderDrawing() {
  shown = visible();
  changing = true;
  drop(edges, shown.lines); // a line never stands without its ends
  drop(nodes, shown.nodes);
  placeDots();
  update(edges, shown.lines, at => ({width: lineWidth(weightOf(lines[at]))}), drawnAs);
  changing = false;
  const {leftOut} = sight();
  const note = !onPage.size ? say("nothing") : !shown.nodes.size ? say("nothingLeft") : say("shown", shown.nodes.size, shown.lines.size);
  const more = [leftOut && say("leftOut", leftOut), data.alone && say("alone", data.alone), state.goal !== null && things[state.goal].id in data.sights && say("goalOnly"), hasMore() && say("more")].filter(Boolean);
  document.getElementById("note").textContent = [note, ...more].join(" · ");
  box.setAttribute("aria-label", [say("drawing"), say(data.title), note].join(" · "));
  network.redraw();
}

/* Whether columns or rows stand beyond the window at first sight. */
function hasMore() {
  if (!inColumns()) return false;
  return isNarrow() && sight().strips.some(([, , , first]) => !first) || heightScale(sight(), box.clientHeight) < READABLE;
}

/* Return what of the window the panel leaves free: its width and its height. */
function freeRoom() {
  const {clientWidth: width, clientHeight: height} = box;
  if (panel.hidden) return {width, height};
  return panel.offsetWidth > width / 2 ? {width, height: height - panel.offsetHeight} : {width: width - panel.offsetWidth, height};
}

/* Bring the whole drawing into the window, with a margin. */
function fit() {
  if (inColumns()) return fitColumns();
  const [left, top, right, bottom] = state.free ? roomNow() : sight().room;
  const scale = Math.min((box.clientWidth - 36) / (right - left), (box.clientHeight - 24) / (bottom - top), 1.25);
  lookAt((left + right) / 2, (top + bottom) / 2, Math.max(scale, state.free ? 0.1 : 0.3));
}

/* Columns share what the panel leaves free; rows that could not be read begin at the top. */
function fitColumns() {
  const {width} = freeRoom(), height = box.clientHeight, {room: [, top, , bottom]} = sight();
  const {scale, taller} = rowsIn(sight(), height);
  stretch = taller;
  const first = arrange(sight(), (width - 2 * MARGIN) / scale);
  placeDots();
  const [left, right] = [first[0]?.left ?? 0, first.length ? first.at(-1).left + first.at(-1).width : 0];
  const wide = (right - left) * scale, high = (bottom - top) * stretch * scale;
  const aside = wide < width - 2 * MARGIN ? (width - wide) / 2 : MARGIN;
  const above = high <= height ? (height - high) / 2 : ABOVE;
  lookAt(left + (box.clientWidth / 2 - aside) / scale, top * stretch + (height / 2 - above) / scale, scale);
}

function lookAt(x, y, scale) {
  network.moveTo({position: {x, y}, scale, animation: false});
}

/* Return the room that things take where springs have pulled them, with their labels. */
function roomNow() {
  const points = Object.values(network.getPositions([...shown.nodes]));
  const [x, y] = [points.map(point => point.x), points.map(point => point.y)];
  return points.length ? [Math.min(...x) - 60, Math.min(...y) - 20, Math.max(...x) + 60, Math.max(...y) + 30] : [0, 0, 1, 1];
}
