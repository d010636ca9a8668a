/* Finding a thing by its name, another name, or a short form (发改局 for 肇庆市发展改革局). */
const plain = text => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
let written = null; // things with their names as they are compared, made at the first search

/* Return how well a query fits a name, the less the better: the same, its beginning, a part, its characters in order. */
function fitness(query, name) {
  if (name === query) return 0;
  const at = name.indexOf(query);
  if (at >= 0) return (at ? 2000 : 1000) + name.length - query.length;
  let from = -1, start = -1;
  for (const char of query) {
    from = name.indexOf(char, from + 1);
    if (from < 0) return Infinity;
    if (start < 0) start = from;
  }
  return query.length > 1 ? 3000 + 10 * (from - start) + name.length - query.length : Infinity;
}

/* Return the numbers of things that a query may mean, the best first, with the name that fits. */
function matches(text, passes = () => true) {
  const query = plain(text);
  if (!query) return [];
  written ??= things.map(({name, names: others, number, kind}) =>
    [name, ...others, ...(kind === "task" ? [String(number)] : [])].map(each => [each, plain(each)]));
  const found = [];
  written.forEach((each, number) => {
    if (!passes(number)) return;
    let least = [Infinity, ""];
    for (const [name, compared] of each) {
      const cost = fitness(query, compared);
      if (cost < least[0]) least = [cost, name];
    }
    const absent = onPage.has(number) ? 0 : 500;
    if (least[0] < Infinity) found.push({number, name: least[1], cost: least[0] + absent});
  });
  return found.sort((a, b) => a.cost - b.cost || factsOf[b.number].length - factsOf[a.number].length || a.number - b.number);
}

function best(text, passes) {
  return matches(text, passes)[0]?.number;
}

const searchBox = document.getElementById("search");
const foundList = document.getElementById("found");
let chosenOption = -1;

function closeList() {
  foundList.hidden = true;
  searchBox.setAttribute("aria-expanded", "false");
  searchBox.removeAttribute("aria-activedescendant");
  chosenOption = -1;
}

function openList() {
  const found = matches(searchBox.value).slice(0, 12);
  if (!plain(searchBox.value)) return closeList();
  foundList.replaceChildren(...found.map(({number, name}, at) => {
    const also = name === things[number].name || isTask(number) ? say(data.kinds[things[number].kind].one) : `${name} · ${say(data.kinds[things[number].kind].one)}`;
    const option = element("li", {role: "option", id: `found-${at}`, "aria-selected": "false", "data-number": String(number)},
      element("span", {class: "dot"}, sign(things[number].kind)), fullName(number), " ", element("small", {}, also));
    option.addEventListener("mousedown", event => { event.preventDefault(); choose(number); });
    return option;
  }));
  if (!found.length) foundList.append(element("li", {role: "option", "aria-disabled": "true"}, say("nothingFound")));
  foundList.hidden = false;
  searchBox.setAttribute("aria-expanded", "true");
  choosing(found.length ? 0 : -1);
}

function choosing(at) {
  chosenOption = at;
  [...foundList.children].forEach((option, each) => option.setAttribute("aria-selected", String(each === at)));
  if (at >= 0) {
    searchBox.setAttribute("aria-activedescendant", `found-${at}`);
    foundList.children[at].scrollIntoView({block: "nearest"});
  }
}

/* Choose what was found: on the page of one agency a body becomes the one shown. */
function choose(number) {
  closeList();
  searchBox.value = "";
  const isChoice = data.choose === "agency" && things[number].id in data.sights;
  step(isChoice ? {agency: number, node: number, line: null} : {node: number, line: null});
}

searchBox.addEventListener("input", openList);
searchBox.addEventListener("blur", closeList);
searchBox.addEventListener("keydown", event => {
  const count = foundList.querySelectorAll("[data-number]").length;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (foundList.hidden) openList();
    else if (count) choosing((chosenOption + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
  } else if (event.key === "Enter" && chosenOption >= 0 && !foundList.hidden) {
    choose(Number(foundList.children[chosenOption].dataset.number));
    panel.focus();
  } else if (event.key === "Escape" && (!foundList.hidden || searchBox.value)) {
    closeList();
    searchBox.value = "";
  } else return;
  event.preventDefault();
  event.stopPropagation();
});
