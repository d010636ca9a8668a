/* What the page itself says, in both languages. Words of the graph come with the data, as [zh, en]. */
const WORDS = {
  agency: ["部门", "Agency"],
  alsoCalled: ["又称", "also"],
  all: ["全部", "all"],
  alone: ["另有 {} 个部门没有与他人共同的任务，未画出", "{} more bodies share no task with another and are not drawn"],
  asTable: ["表格", "Table"],
  bodiesInCharge: ["责任部门", "bodies in charge"],
  characters: ["第 {} 字", "characters {}"],
  close: ["关闭", "Close"],
  drawing: ["网络图", "network drawing"],
  end: ["一端", "One end"],
  goal: ["目标", "Goal"],
  goalOnly: ["只画出所选目标；选“全部”可见整张图", "only the chosen goal is drawn; choose “all” to see everything"],
  inTasks: ["任务中的", "in its tasks: "],
  keys: [
    "方向键移动，回车打开说明，加减号缩放，0 显示全图，Esc 撤销。",
    "Arrow keys move, Enter opens the facts, plus and minus zoom, 0 shows all, Escape undoes.",
  ],
  language: ["English", "中文"],
  least: ["共同任务不少于", "Shared tasks at least"],
  leftOut: [
    "线条过多：只画出最强的部分，另有 {} 条未画；完整网络请用 xietong export 导出。",
    "Too many lines: the strongest are drawn, {} are left out; xietong export writes them all.",
  ],
  legend: ["图例，可筛选", "Legend; filters"],
  more: ["拖动可见其余部分", "drag to see the rest"],
  nothing: ["没有可画的内容。", "There is nothing to draw."],
  nothingFound: ["没有找到", "nothing found"],
  nothingLeft: ["筛选后没有内容；按 Esc 撤销。", "The filters leave nothing; Escape undoes."],
  noWords: ["由图谱推断，无原文", "inferred by the graph, not stated in words"],
  other: ["另一端", "Other end"],
  partnersWithTasks: ["协同部门与共同任务数", "partners, and how many tasks they share"],
  relation: ["关系", "Relation"],
  save: ["导出", "Save"],
  search: ["搜索名称或简称", "Search a name"],
  shown: ["{} 个点，{} 条线", "{} dots, {} lines"],
  skip: ["跳到表格", "Skip to the table"],
  springs: ["自由布局", "Springs"],
  taskText: ["任务原文", "text of the task"],
  tasks: ["任务", "Tasks"],
  undo: ["撤销", "Undo"],
  weight: ["任务数", "Tasks shared"],
  whole: ["全图", "Fit"],
};

/* Return words in the reader's language: a key of WORDS or a pair, with {} filled in order. */
function say(words, ...values) {
  const pair = Array.isArray(words) ? words : WORDS[words];
  let at = 0;
  return pair[state.lang === "zh" ? 0 : 1].replace(/\{\}/g, () => values[at++]);
}

/* Return an element with text and children; text is never markup. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in made && typeof value !== "string") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/* Return a value of the graph, which is text or a pair of words. */
const told = value => (Array.isArray(value) ? say(value) : value);
