/* The graph behind the page: things, facts and lines by number, and what is near what. */
const things = data.things;
const facts = data.facts.map(([one, relation, other, words, begin, end, at]) => ({one, relation, other, words, begin, end, at}));
const lines = drawn.edges;
const numberOf = new Map(things.map((thing, number) => [thing.id, number]));
const onPage = new Set(drawn.nodes.map(node => node.id));
const isBody = number => data.kinds[things[number].kind].body;
const isTask = number => things[number].kind === "task";

const factsOf = things.map(() => []);
for (const fact of facts) {
  factsOf[fact.one].push(fact);
  if (fact.other !== fact.one) factsOf[fact.other].push(fact);
}
const linesOf = things.map(() => []);
lines.forEach((line, at) => {
  linesOf[line.from].push(at);
  linesOf[line.to].push(at);
});
const otherEnd = (line, number) => (line.from === number ? line.to : line.from);

/* Return the numbers of the tasks of a thing: those that a fact ties to it; of a task, itself. */
function tasksOf(number) {
  if (isTask(number)) return [number];
  const found = new Set();
  for (const {one, other} of factsOf[number]) {
    const end = one === number ? other : one;
    if (isTask(end)) found.add(end);
  }
  return [...found].sort((a, b) => a - b);
}

/* Return number -> how many of the tasks a thing has a part in; only those that pass. */
function throughTasks(tasks, passes) {
  const found = new Map();
  for (const task of tasks) {
    const there = new Set();
    for (const {one, other} of factsOf[task]) there.add(one === task ? other : one);
    for (const number of there) if (passes(number)) found.set(number, (found.get(number) || 0) + 1);
  }
  return new Map([...found].sort(([a, n], [b, m]) => m - n || a - b));
}

/* Return the number of the goal above a thing, and that of its notice; undefined if it is in none. */
function above(number, kind) {
  for (let at = number, steps = 0; at !== undefined && steps < 9; at = numberOf.get(things[at].whole), steps += 1) {
    if (things[at].kind === kind) return at;
  }
}
const goalOf = number => above(number, "goal");

/* How many tasks of a line are in the chosen goal; all if none is chosen. */
function weightOf(line) {
  if (state.goal === null || !line.tasks.length) return line.weight;
  return line.tasks.filter(task => goalOf(task) === state.goal).length;
}
