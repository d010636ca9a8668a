/* The same lines as a table, for those who read rather than look; and as CSV. */
const table = document.getElementById("table");

/* Return the shown lines, the strongest first, as rows. */
function rows() {
  return [...shown.lines]
    .map(at => ({at, line: lines[at], weight: weightOf(lines[at])}))
    .sort((a, b) => b.weight - a.weight || a.at - b.at)
    .map(({line, weight}) => ({line, weight, tasks: line.tasks.filter(task => state.goal === null || goalOf(task) === state.goal)}));
}

function renderTable() {
  table.hidden = !state.table;
  table.replaceChildren();
  if (state.table) table.append(tableOf(rows()));
}

function tableOf(found) {
  const head = ["end", "relation", "other", "weight", "tasks"].map(key => element("th", {scope: "col"}, say(key)));
  const body = element("tbody");
  for (const {line, weight, tasks} of found) {
    const numbers = element("td");
    tasks.forEach((task, at) => numbers.append(at ? " " : "", link(task, String(things[task].number))));
    body.append(element("tr", {}, element("td", {}, link(line.from)), element("td", {}, say(data.relations[line.relation].words)),
      element("td", {}, link(line.to)), element("td", {class: "n"}, String(weight)), numbers));
  }
  const caption = element("caption", {}, [say(data.title), say(data.question), say("shown", shown.nodes.size, shown.lines.size)].join(" · "));
  return element("table", {}, caption, element("thead", {}, element("tr", {}, ...head)), body);
}

/* Return the shown lines as CSV (RFC 4180), with the IRIs of both ends. */
function asCsv() {
  const iri = number => (/^[a-z][a-z0-9+.-]*:/i.test(things[number].id) ? things[number].id : data.base + things[number].id);
  const cell = value => (/[",\r\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
  const head = ["end", "relation", "other", "weight", "tasks"].map(key => say(key)).concat("IRI 1", "IRI 2");
  const body = rows().map(({line, weight, tasks}) => [
    things[line.from].name, say(data.relations[line.relation].words), things[line.to].name, weight,
    tasks.map(task => things[task].number).join(" "), iri(line.from), iri(line.to),
  ]);
  return "\ufeff" + [head, ...body].map(row => row.map(cell).join(",") + "\r\n").join("");
}
