/* What stands out: a thing or a line, and what is near it. */

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
