/* What the reader has chosen. It stands in the address, so that a link opens the same sight; Escape undoes a step. */
const EMPTY = {lang: "", node: null, line: null, goal: null, agency: null, least: 1, off: [], table: false, free: false, moved: {}};
const state = {...EMPTY, lang: document.documentElement.lang};
const past = [];
let eye = null; // centre and scale, once the reader has moved them

/* Return the goal that the page opens with: the first, where a drawing of everything could not be read. */
function opening() {
  if (data.choose !== "goal" || !data.choices.length) return null;
  const clear = !isNarrow() && heightScale(data.sights[""], box.clientHeight) >= OVERVIEW;
  return clear ? null : numberOf.get(data.choices[0]);
}

/* Return the goal whose drawing holds a thing: the chosen one if it does, or what the page opens with, or the first. */
function goalWith(number) {
  const holds = id => number in (data.sights[id]?.points ?? {});
  if (data.choose !== "goal" || state.goal === null || !onPage.has(number) || holds(things[state.goal].id)) return state.goal;
  return opening() === null ? null : numberOf.get(data.choices.find(holds)) ?? null;
}

/* Change the state; the step can be undone. What is asked for is drawn, if it is on the page at all. */
function step(change) {
  const before = {...state};
  Object.assign(state, change);
  if (change.node !== undefined && change.node !== null) state.goal = goalWith(change.node);
  if (JSON.stringify(before) === JSON.stringify(state)) return;
  past.push(before);
  render();
}

function undo() {
  const before = past.pop();
  if (!before) return false;
  if (state.free && !before.free) eye = null; // back to where things stand without springs
  Object.assign(state, before);
  render();
  return true;
}

/* Return the state as the part of an address after #. */
function address(change = {}) {
  const {lang, node, line, goal, agency, least, off, table, free, moved} = {...state, ...change};
  const parts = new URLSearchParams();
  if (agency !== null) parts.set("agency", things[agency].id.replace(/^agency\//, ""));
  if (node !== null) parts.set("node", things[node].id);
  if (line !== null) parts.set("line", [lines[line].from, lines[line].to].map(end => things[end].id).join(" "));
  if (goal !== null || opening() !== null) parts.set("goal", goal === null ? "" : things[goal].id);
  if (least > 1) parts.set("least", least);
  if (off.length) parts.set("off", off.join(" "));
  if (table) parts.set("table", "1");
  if (free) parts.set("free", "1");
  if (Object.keys(moved).length) parts.set("moved", Object.entries(moved).map(([number, at]) => [number, ...at].join(",")).join(" "));
  if (lang !== data.language) parts.set("lang", lang);
  if (eye) parts.set("eye", [eye.x, eye.y, eye.scale].join(","));
  return "#" + parts.toString();
}

/* Read the state from the address; what names nothing on this page is passed over. */
function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const thing = name => numberOf.get(parts.get(name)) ?? null;
  Object.assign(state, EMPTY, {lang: ["zh", "en"].includes(parts.get("lang")) ? parts.get("lang") : data.language});
  state.node = thing("node");
  state.goal = data.choose === "agency" ? null : parts.has("goal") ? thing("goal") : opening();
  if (!parts.has("goal") && state.node !== null) state.goal = goalWith(state.node);
  if (data.choose === "agency") {
    const name = parts.get("agency") ?? "";
    const found = numberOf.get("agency/" + name) ?? best(name, number => things[number].id in data.sights);
    state.agency = found !== undefined && things[found].id in data.sights ? found : numberOf.get(data.choices[0]) ?? null;
  }
  const ends = (parts.get("line") ?? "").split(" ").map(id => numberOf.get(id));
  const line = lines.findIndex(({from, to}) => ends.length === 2 && ends.includes(from) && ends.includes(to));
  if (line >= 0) state.line = line;
  state.least = Math.min(Math.max(1, Math.floor(Number(parts.get("least")) || 1)), heaviest);
  state.off = (parts.get("off") ?? "").split(" ").filter(key => key in data.kinds || key in data.relations);
  state.table = parts.get("table") === "1";
  state.free = parts.get("free") === "1";
  for (const each of (parts.get("moved") ?? "").split(" ").filter(Boolean)) {
    const [number, x, y] = each.split(",").map(Number);
    if (things[number] && Number.isFinite(x) && Number.isFinite(y)) state.moved = {...state.moved, [number]: [x, y]};
  }
  const [x, y, scale] = (parts.get("eye") ?? "").split(",").map(Number);
  eye = parts.has("eye") && [x, y, scale].every(Number.isFinite) && scale > 0 ? {x, y, scale} : null;
}

/* A frame whose page was handed to it as text (a notebook does so) has no address to write into. */
function writeAddress() {
  if (location.protocol !== "about:") history.replaceState(null, "", address());
}
