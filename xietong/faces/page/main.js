/* The page put together: controls follow the state, the state follows the controls. */
const byId = id => document.getElementById(id);
const usedKinds = () => Object.keys(data.kinds).filter(kind => drawn.nodes.some(node => things[node.id].kind === kind));
const usedRelations = () => Object.keys(data.relations).filter(relation => lines.some(line => line.relation === relation));

/* A button of the legend; it shows or hides all that its keys mean. */
function legendButton(keys, picture, words, count) {
  const off = keys.every(key => state.off.includes(key));
  const button = element("button", {type: "button", "aria-pressed": String(!off), "data-key": keys[0]},
    picture, words, " ", element("span", {class: "n"}, String(count)));
  button.addEventListener("click", () => {
    step({off: off ? state.off.filter(each => !keys.includes(each)) : [...new Set([...state.off, ...keys])].sort()});
    byId("legend").querySelector(`[data-key="${CSS.escape(keys[0])}"]`).focus();
  });
  return element("li", {}, button);
}

function stroke(dashed) {
  const drawing = sign("task");
  const path = drawing.firstChild;
  path.setAttribute("d", "M-7,0H7");
  path.setAttribute("stroke", "#8793a0");
  path.setAttribute("stroke-width", "2.6");
  if (dashed) path.setAttribute("stroke-dasharray", "4 3");
  return drawing;
}

function renderLegend() {
  const all = visible({off: [], least: 1}), counts = {};
  const count = key => { counts[key] = (counts[key] || 0) + 1; };
  for (const number of all.nodes) count(things[number].kind);
  for (const at of all.lines) count(lines[at].relation);
  const kinds = usedKinds().filter(kind => counts[kind]);
  const relations = new Map(); // by their words: a task names projects, places and more
  for (const relation of usedRelations().filter(key => counts[key])) {
    const words = say(data.relations[relation].words);
    relations.set(words, [...(relations.get(words) ?? []), relation]);
  }
  const strokes = relations.size < 2 ? [] : [...relations].map(([words, keys]) =>
    legendButton(keys, stroke(data.relations[keys[0]].dashed), words, keys.reduce((sum, key) => sum + counts[key], 0)));
  byId("legend").replaceChildren(...kinds.map(kind => legendButton([kind], sign(kind), say(data.kinds[kind].many), counts[kind])), ...strokes);
}

/* Fill a select with choices, grouped by notice where there are several. */
function fill(select, numbers, empty) {
  const options = empty ? [element("option", {value: ""}, say("all"))] : [];
  const byNotice = new Map();
  for (const number of numbers) {
    const notice = data.choose === "agency" ? undefined : above(number, "notice");
    if (!byNotice.has(notice)) byNotice.set(notice, []);
    byNotice.get(notice).push(element("option", {value: String(number)}, things[number].name));
  }
  for (const [notice, each] of byNotice) {
    if (notice === undefined || byNotice.size === 1) options.push(...each);
    else options.push(element("optgroup", {label: things[notice].name}, ...each));
  }
  select.replaceChildren(...options);
}

function renderControls() {
  document.documentElement.lang = state.lang;
  document.title = `${say(data.title)} · Xietong 协同`;
  document.querySelector("h1").textContent = say(data.title);
  byId("question").textContent = say(data.question);
  for (const each of document.querySelectorAll("[data-say]")) each.textContent = say(each.dataset.say);
  for (const each of document.querySelectorAll("[data-say-label]")) each.setAttribute("aria-label", say(each.dataset.sayLabel));
  for (const each of document.querySelectorAll("[data-say-placeholder]")) each.setAttribute("placeholder", say(each.dataset.sayPlaceholder));
  byId("language").textContent = say("language");
  byId("language").setAttribute("lang", state.lang === "zh" ? "en" : "zh");
  byId("undo").disabled = !past.length;
  byId("as-table").setAttribute("aria-pressed", String(state.table));
  const [goal, agency, least] = ["choose-goal", "choose-agency", "choose-least"].map(byId);
  goal.hidden = !goals.length || data.choose === "agency";
  fill(goal.querySelector("select"), goals, true);
  goal.querySelector("select").value = state.goal ?? "";
  agency.hidden = data.choose !== "agency";
  fill(agency.querySelector("select"), data.choose === "agency" ? data.choices.map(id => numberOf.get(id)) : [], false);
  agency.querySelector("select").value = state.agency ?? "";
  least.hidden = heaviest < 2 || data.choose === "agency";
  Object.assign(least.querySelector("input"), {max: heaviest, value: state.least});
  least.querySelector("output").textContent = state.least;
}

/* The goals of the tasks on this page. */
const goals = [...new Set(lines.flatMap(line => line.tasks.map(goalOf)))].filter(goal => goal !== undefined).sort((a, b) => a - b);

let rendered = null; // the drawing of the last time, and the things that the panel was about
let before;

/* Return the things that the panel is about, as far as they are shown. */
function askedFor() {
  const ends = state.line === null ? [] : [lines[state.line].from, lines[state.line].to];
  return (state.node === null ? ends : [state.node]).filter(number => shown.nodes.has(number));
}

function render() {
  const chosen = sight();
  renderControls();
  renderLegend();
  renderPanel();
  renderDrawing();
  renderSprings();
  renderTable();
  network.setSize("100%", "100%");
  if (chosen !== rendered) {
    if (rendered) eye = null;
    rendered = chosen;
    fit();
    if (eye) lookAt(eye.x, eye.y, eye.scale);
  } else if (!eye) fit();
  const asked = askedFor(), another = before !== undefined && String(asked) !== before;
  if (asked.length && (!eye || another)) keepInSight(asked, !eye); // an eye in the address stays where it looks
  before = String(asked);
  writeAddress();
  network.redraw();
}

byId("undo").addEventListener("click", undo);
byId("whole").addEventListener("click", showAll);
byId("as-table").addEventListener("click", () => step({table: !state.table}));
byId("skip").addEventListener("click", event => {
  event.preventDefault();
  step({table: true});
  table.focus();
});
byId("language").addEventListener("click", () => step({lang: state.lang === "zh" ? "en" : "zh"}));
for (const form of ["png", "svg", "csv"]) byId(`save-${form}`).addEventListener("click", () => {
  byId("save").open = false;
  saveAs(form);
});
byId("choose-goal").querySelector("select").addEventListener("change", event => step({goal: event.target.value === "" ? null : Number(event.target.value), line: null}));
byId("choose-agency").querySelector("select").addEventListener("change", event => step({agency: Number(event.target.value), node: null, line: null}));
byId("choose-least").querySelector("input").addEventListener("input", event => step({least: Number(event.target.value)}));
/* On a phone the legend opens on request; else it always stands there. */
byId("filters").addEventListener("click", event => {
  const open = event.currentTarget.getAttribute("aria-expanded") === "true";
  event.currentTarget.setAttribute("aria-expanded", String(!open));
  render();
});
byId("springs").addEventListener("click", () => {
  const put = state.free ? placesNow([...shown.nodes]) : {};
  if (Object.keys(put).length) moved(); // what springs have pulled stays, and so does the view of it
  step({free: !state.free, moved: {...state.moved, ...put}});
});

/* Let springs pull, or put everything back to where it stands without them. */
function renderSprings() {
  byId("springs").setAttribute("aria-pressed", String(state.free));
  if (network.physics.physicsEnabled === state.free) return;
  network.setOptions({physics: {...SPRINGS, enabled: state.free}});
  if (state.free) {
    eye = null;
    network.stabilize(150);
  }
  else nodes.update([...shown.nodes].map(id => ({id, ...standing(id)})));
}

/* Return where things are put now, as points of the drawing; many would not fit into an address. */
function placesNow(numbers) {
  if (numbers.length > 300) return {};
  const put = network.getPositions(numbers);
  return Object.fromEntries(numbers.map(number => [number, drawnAt([put[number].x, put[number].y]).map(Math.round)]));
}

network.on("click", ({nodes: [node], edges: [edge]}) => {
  if (node !== undefined) step({node, line: null});
  else if (edge !== undefined) step({node: null, line: edge});
  else step({node: null, line: null});
});
network.on("dragEnd", ({nodes: moving}) => {
  if (!moving.length) moved();
  else if (!state.free) step({moved: {...state.moved, ...placesNow(moving)}});
});
for (const event of ["stabilizationIterationsDone", "stabilized"]) network.on(event, () => { if (state.free && !eye) fit(); });
network.on("zoom", () => { clearTimeout(moved.later); moved.later = setTimeout(moved, 200); });
box.addEventListener("mousemove", event => point(network.getNodeAt(pointerAt(event)) ?? null));
box.addEventListener("mouseleave", () => point(null));
box.addEventListener("blur", () => point(null));
box.addEventListener("keydown", onKey);
document.addEventListener("keydown", event => {
  if (event.key === "Escape" && !event.defaultPrevented) {
    byId("save").open = false;
    undo();
  }
});
window.addEventListener("hashchange", () => { readAddress(); rendered = null; render(); });
window.addEventListener("resize", render);
window.addEventListener("beforeprint", () => table.replaceChildren(tableOf(rows())));
window.addEventListener("afterprint", renderTable);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => network.redraw());

render();
