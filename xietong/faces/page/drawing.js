/* The drawing: what is shown of the graph and where. vis-network moves it and tells what is hit. */
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
