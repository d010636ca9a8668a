/* The panel: what the graph says of a thing or a line in words, each statement with its sentence. */
const panel = document.getElementById("panel");
const MANY = 12; // of a list that opens at once

function renderPanel() {
  const open = state.node !== null || state.line !== null;
  panel.hidden = !open;
  panel.replaceChildren();
  if (!open) return;
  const close = element("button", {type: "button", class: "close", "aria-label": say("close")}, "×");
  close.addEventListener("click", () => step({node: null, line: null}));
  panel.append(close, ...(state.node !== null ? aboutThing(state.node) : aboutLine(state.line)));
  panel.scrollTop = 0;
}

/* Return a link to a thing on this page. */
function link(number, text = fullName(number)) {
  const made = element("a", {href: address({node: number, line: null})}, text);
  made.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    step({node: number, line: null});
    panel.focus();
  });
  return made;
}

const fullName = number => (isTask(number) ? `${things[number].number} ` : "") + things[number].name;

function sign(kind) {
  const {shape, colour: fill} = data.kinds[kind];
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "-8 -8 16 16");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", outline(shape, 0, 0, shape === "star" ? 5.8 : 6.5));
  path.setAttribute("fill", fill);
  drawing.append(path);
  return drawing;
}

/* Return where the sentence around a stretch of a text begins and ends, at most so many characters around it. */
function sentence(text, from, to, most = 60) {
  const ends = char => "。；;\n".includes(char);
  let first = from, last = to;
  while (first > 0 && !ends(text[first - 1]) && from - first < most) first -= 1;
  while (last < text.length && !ends(text[last - 1]) && last - to < most) last += 1;
  return {first, last, cutBefore: first > 0 && !ends(text[first - 1]), cutAfter: last < text.length && !ends(text[last - 1])};
}

/* Return a sentence with the words of facts marked in it; facts stand in the order of the text. */
function marked(found) {
  const text = things[found[0].one].text, made = element("q", {lang: "zh"});
  if (found[0].at < 0 || !text) {
    made.append(...found.flatMap(({words}, at) => [at ? " … " : "", element("mark", {}, words)]));
    return made;
  }
  const last = found.at(-1);
  const around = sentence(text, found[0].at, last.at + last.words.length);
  let from = around.first;
  made.append(around.cutBefore ? "…" : "");
  for (const {at: at, words} of found) {
    if (at < from) continue;
    made.append(text.slice(from, at), element("mark", {}, words));
    from = at + words.length;
  }
  made.append(text.slice(from, around.last) + (around.cutAfter ? "…" : ""));
  return made;
}

const place = ({begin, end}) => element("small", {lang: state.lang}, `(${say("characters", `${begin}–${end}`)})`);

/* Return the sentence of a fact, its words marked, and their place in the notice. */
function quotation(fact) {
  const made = marked([fact]);
  made.append(" ", place(fact));
  return made;
}

/* Return the sentences of facts of one task, each once with the words of all its facts marked. */
function sentences(found) {
  const close = []; // facts that follow each other in one sentence
  for (const fact of found.filter(({words}) => words).sort((a, b) => a.at - b.at)) {
    const before = close.at(-1)?.at(-1);
    const between = before ? things[fact.one].text.slice(before.at + before.words.length, fact.at) : "";
    if (before && before.at >= 0 && fact.at >= 0 && !/[。；;\n]/.test(between) && between.length < 60) close.at(-1).push(fact);
    else close.push([fact]);
  }
  return close.map(marked);
}

/* Return the bodies of a task, each with the place of its name, and below them the words that name them. */
function bodiesOfTask(group) {
  const list = [...group].map(([end, [fact]]) => element("li", {}, link(end), " ", fact.words ? place(fact) : ""));
  return [element("ul", {class: "names"}, ...list), ...sentences([...group.values()].flat())];
}

function heading(words, count) {
  return element("h3", {}, words, " ", element("small", {}, count > 1 ? `(${count})` : ""));
}

/* Return links to things; a long list opens on request. */
function names(found, note = () => "") {
  const list = element("ul", {class: "names"});
  for (const number of found) list.append(element("li", {}, link(number), note(number) ? element("small", {}, " " + note(number)) : ""));
  if (found.length <= MANY) return list;
  return element("details", {open: found.length <= 2 * MANY}, element("summary", {}, say("all")), list);
}

function aboutThing(number) {
  const thing = things[number], parts = [];
  parts.push(element("h2", {lang: "zh"}, element("span", {class: "dot"}, sign(thing.kind)), fullName(number)));
  const also = thing.names.length ? ` · ${say("alsoCalled")} ${thing.names.join("、")}` : "";
  parts.push(element("p", {class: "kind"}, say(data.kinds[thing.kind].one) + also));
  if (thing.said.length) {
    const rows = thing.said.map(([label, value]) => element("div", {}, element("dt", {}, say(label)), element("dd", {}, told(value))));
    parts.push(element("dl", {}, ...rows));
  }
  parts.push(...groups(number));
  const tasks = tasksOf(number);
  if (!isTask(number) && tasks.length) parts.push(...throughTasksOf(number, tasks));
  if (thing.text) parts.push(heading(say("taskText"), 1), element("p", {class: "whole", lang: "zh"}, thing.text));
  return parts;
}

/* Return the facts of a thing by relation and side, a thing once with all its sentences. */
function groups(number) {
  const found = new Map();
  for (const relation of Object.keys(data.relations)) for (const side of ["forward", "inverse"]) found.set(relation + " " + side, new Map());
  for (const fact of factsOf[number]) {
    const side = fact.one === number ? "forward" : "inverse";
    const group = found.get(fact.relation + " " + side), end = side === "forward" ? fact.other : fact.one;
    group.set(end, [...(group.get(end) ?? []), fact]);
  }
  const parts = [];
  for (const [key, group] of found) {
    if (!group.size) continue;
    const [relation, side] = key.split(" ");
    parts.push(heading(say(data.relations[relation][side]), group.size));
    const stated = [...group].some(([, each]) => each.some(fact => fact.words));
    if (!stated) parts.push(names([...group.keys()]));
    else if (isTask(number) && relation.startsWith("role:")) parts.push(...bodiesOfTask(group));
    else parts.push(element("ul", {}, ...[...group].map(([end, each]) => element("li", {}, link(end), ...each.filter(fact => fact.words).map(quotation)))));
  }
  return parts;
}

/* Return what a thing meets through its tasks: partners or the bodies in charge, and of a body what its tasks name. */
function throughTasksOf(number, tasks) {
  const parts = [];
  const bodies = throughTasks(tasks, end => isBody(end) && end !== number);
  if (bodies.size) {
    parts.push(heading(say(isBody(number) ? "partnersWithTasks" : "bodiesInCharge"), bodies.size));
    parts.push(names([...bodies.keys()], end => (isBody(number) ? String(bodies.get(end)) : "")));
  }
  if (!isBody(number)) return parts;
  for (const kind of Object.keys(data.kinds)) {
    if (data.kinds[kind].body || ["task", "goal", "notice"].includes(kind)) continue;
    const named = throughTasks(tasks, end => things[end].kind === kind);
    if (named.size) parts.push(heading(say("inTasks") + say(data.kinds[kind].many), named.size), names([...named.keys()]));
  }
  return parts;
}

/* Return a line in words: how its ends are tied, and through which tasks, with the sentences of both. */
function aboutLine(at) {
  const line = lines[at], {from, to, relation} = line;
  const parts = [element("h2", {lang: "zh"}, link(from), " — ", link(to))];
  const tasks = line.tasks.filter(task => state.goal === null || goalOf(task) === state.goal);
  const count = relation === "xt:coordinatesWith" ? ` ${tasks.length}` : "";
  parts.push(element("p", {class: "kind"}, say(data.relations[relation].words) + count));
  const between = (one, other) => factsOf[one].filter(fact => fact.words && (fact.one === one && fact.other === other || fact.one === other && fact.other === one));
  const direct = between(from, to);
  if (direct.length) parts.push(...direct.map(quotation));
  else if (!tasks.length) parts.push(element("p", {class: "kind"}, say("noWords")));
  const list = element("ul");
  for (const task of tasks) {
    if (task === from || task === to) continue;
    const found = [...between(task, from), ...between(task, to)];
    list.append(element("li", {}, link(task), " ", ...found.map(place), ...sentences(found)));
  }
  if (list.children.length) parts.push(list);
  return parts;
}
