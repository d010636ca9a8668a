"""The page of coordination in a real browser: offline, complete, legible, and deaf to what names try to say."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from xietong.faces.views import coordination_page
from xietong.graph.dataset import Dataset
from xietong.graph.vocabulary import knowledge
from xietong.model import Notice
from xietong.reading import read, read_file

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")  # Debian's; None is Playwright's own
LAPTOP = {"width": 1366, "height": 768}
WAIT = 10_000  # milliseconds, at most
LEGIBLE = 9  # pixels of a character on the screen


@dataclass
class Opened:
    """A page in the browser, with what it said and asked for."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def ask(self, script: str, argument: object = None) -> Any:
        """Return what a script in the page returns."""
        return self.page.evaluate(script, argument)

    def click(self, at: dict[str, float]) -> None:
        """Click a point of the drawing; wait until the drawing has heard of it."""
        box = self.page.locator("#mynetwork").bounding_box()
        assert box is not None
        self.ask("() => { window.heard = false; network.once('click', () => { window.heard = true; }); }")
        self.page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
        self.page.wait_for_function("window.heard", timeout=WAIT)

    @property
    def facts(self) -> list[str]:
        """The lines of the panel of facts; none if it is closed."""
        panel = self.page.locator("#facts")
        return panel.inner_text().splitlines() if panel.is_visible() else []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return headless Chromium: Debian's, else Playwright's own."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


def opened(browser: Browser, folder: Path, html: str) -> Opened:
    """Open a page from a file, without any network, and wait until it is drawn."""
    file = folder / "coordination.html"
    file.write_text(html, encoding="utf-8")
    context = browser.new_context(offline=True, viewport={"width": LAPTOP["width"], "height": LAPTOP["height"]})
    result = Opened(context.new_page(), file.as_uri())
    result.page.on("console", lambda said: result.complaints.append(f"{said.type}: {said.text}"))
    result.page.on("pageerror", lambda error: result.complaints.append(str(error)))
    result.page.on("dialog", lambda dialog: result.complaints.append(dialog.message))
    result.page.on("request", lambda request: result.requests.append(request.url))
    result.page.goto(result.address, timeout=WAIT)
    result.ask("() => { network.once('afterDrawing', () => { window.drawn = true; }); network.redraw(); }")
    result.page.wait_for_function("window.drawn", timeout=WAIT)
    return result


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Return the graph of the first notice."""
    return Dataset.of_notices([read_file(ROOT / "sources" / "zhaoqing-2016.txt", knowledge())])


@pytest.fixture(scope="module")
def html(dataset: Dataset) -> str:
    """Return its page in Chinese."""
    return coordination_page(dataset, "zh")


@pytest.fixture
def first(browser: Browser, tmp_path: Path, html: str) -> Iterator[Opened]:
    """Return that page, opened."""
    result = opened(browser, tmp_path, html)
    yield result
    result.page.context.close()


# ---------------------------------------------------------------- the file


def test_two_builds_are_the_same_bytes(dataset: Dataset, html: str) -> None:
    assert coordination_page(dataset, "zh") == html


def test_no_address_in_the_file_leads_elsewhere(html: str) -> None:
    assert re.findall(r"""(?:src|href|action|data)\s*=\s*["']?\s*(?:https?:|//)[^"'>\s]*""", html) == []
    assert re.findall(r"""url\(\s*(?!["']?data:|["']?\s*\))[^)]{0,80}""", html) == []
    assert "@import" not in html
    assert "<link" not in html
    assert re.findall(r"<script[^>]+src", html) == []


def test_the_page_speaks_the_language_asked_for(dataset: Dataset, html: str) -> None:
    english = coordination_page(dataset, "en")
    assert '<html lang="zh">' in html
    assert "<h1>部门协同</h1>" in html
    assert '<html lang="en">' in english
    assert "<h1>Agency coordination</h1>" in english
    assert "肇庆市发展改革局" in json.loads('"' + "".join(re.findall(r"\\u[0-9a-f]{4}", english)) + '"') or (
        "肇庆市发展改革局" in english
    ), "names stay as the notice writes them"


# ---------------------------------------------------------------- what is drawn


def test_it_opens_without_a_complaint_and_asks_for_nothing_else(first: Opened) -> None:
    assert first.complaints == []
    assert first.requests == [first.address]


def test_nodes_and_edges_are_those_of_the_graph(first: Opened, dataset: Dataset) -> None:
    labels = {
        row["body"]: row["label"]
        for row in dataset.rows("SELECT DISTINCT ?body ?label WHERE { ?c xt:between ?body . ?body rdfs:label ?label }")
    }
    (pairs,) = dataset.rows("SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?c a xt:Coordination }")
    drawn = first.ask("nodes.get().map(node => node.label).sort()")
    assert drawn == sorted(labels.values())
    assert first.ask("edges.length") == int(pairs["n"])
    assert first.ask("[Object.keys(network.body.nodes).length, Object.keys(network.body.edges).length]") == [
        len(labels),
        int(pairs["n"]),
    ]


def test_labels_are_chinese(first: Opened) -> None:
    labels = first.ask("nodes.get().map(node => node.label)")
    assert all(re.search("[\u4e00-\u9fff]", label) for label in labels)


def test_the_drawing_is_not_blank(first: Opened) -> None:
    colours = first.ask(
        """() => {
          const canvas = document.querySelector("#mynetwork canvas");
          const pixels = new Uint32Array(
            canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
          return new Set(pixels).size;
        }"""
    )
    assert colours > 50


def test_every_label_is_drawn_in_real_glyphs(first: Opened) -> None:
    """Ink where each label stands; and two characters that look different, so the font knows them."""
    without_ink = first.ask(
        """() => {
          const canvas = document.querySelector("#mynetwork canvas"), context = canvas.getContext("2d");
          const ratio = canvas.width / canvas.clientWidth, bare = [];
          for (const {id, label} of nodes.get()) {
            const {left, top, width, height} = network.body.nodes[id].labelModule.size;
            const from = network.canvasToDOM({x: left, y: top});
            const to = network.canvasToDOM({x: left + width, y: top + height});
            const data = context.getImageData(from.x * ratio, from.y * ratio,
              Math.max(1, (to.x - from.x) * ratio), Math.max(1, (to.y - from.y) * ratio)).data;
            let ink = 0;
            for (let at = 0; at < data.length; at += 4)
              if (data[at + 3] > 200 && data[at] < 110 && data[at + 1] < 110 && data[at + 2] < 120) ink += 1;
            if (ink < label.length * 3) bare.push(label);
          }
          return bare;
        }"""
    )
    assert without_ink == []
    pictures = first.ask(
        """() => ["肇", "庆", "政"].map(char => {
          const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
          context.font = "20px arial"; context.fillText(char, 2, 24);
          return canvas.toDataURL();
        })"""
    )
    assert len(set(pictures)) == 3


def test_labels_are_large_enough_to_read_on_a_laptop(first: Opened) -> None:
    assert first.ask("network.getScale() * 14") >= LEGIBLE


def test_everything_drawn_is_on_the_screen(first: Opened) -> None:
    outside = first.ask(
        """() => {
          const {clientWidth, clientHeight} = document.querySelector("#mynetwork canvas");
          return nodes.get().filter(({id}) => {
            const box = network.getBoundingBox(id);
            const from = network.canvasToDOM({x: box.left, y: box.top});
            const to = network.canvasToDOM({x: box.right, y: box.bottom});
            return from.x < -2 || from.y < -2 || to.x > clientWidth + 2 || to.y > clientHeight + 2;
          }).map(node => node.label);
        }"""
    )
    assert outside == []


OVERLAPS = """() => {
  const boxes = nodes.get().map(({id, label}) => {
    const {left, top, width, height} = network.body.nodes[id].labelModule.size;
    return {label, left, top, right: left + width, bottom: top + height};
  });
  const dots = nodes.get().map(({id, label}) => {
    const {x, y} = network.getPositions([id])[id], size = network.body.nodes[id].shape.radius;
    return {label, left: x - size, right: x + size, top: y - size, bottom: y + size};
  });
  const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  const found = [];
  boxes.forEach((one, at) => {
    boxes.slice(at + 1).forEach(other => { if (meet(one, other)) found.push([one.label, other.label]); });
    dots.forEach((dot, of) => { if (of !== at && meet(one, dot)) found.push([one.label, "dot of " + dot.label]); });
  });
  return found;
}"""


def test_no_label_lies_on_another_label_or_dot(first: Opened) -> None:
    assert first.ask(OVERLAPS) == []


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "gold").glob("*.txt")), ids=lambda path: path.stem)
def test_the_page_of_any_notice_is_legible_and_quiet(browser: Browser, tmp_path: Path, path: Path) -> None:
    graph = Dataset.of_notices([read_file(path, knowledge())])
    result = opened(browser, tmp_path, coordination_page(graph, "zh"))
    assert result.complaints == []
    assert result.ask("nodes.length") == len(graph.rows("SELECT DISTINCT ?x WHERE { ?x xt:coordinatesWith ?y }"))
    assert result.ask(OVERLAPS) == []
    result.page.context.close()


def test_the_legend_counts_the_kinds_of_bodies(first: Opened) -> None:
    shown = first.page.locator("header li").all_inner_texts()
    counts = [int(re.findall(r"\((\d+)\)", line)[0]) for line in shown]
    assert sum(counts) == first.ask("nodes.length")
    assert any(line.startswith("市级机构") for line in shown)
    assert any(line.startswith("县级机构") for line in shown)


def test_bodies_of_the_centre_are_shown_as_such(browser: Browser, tmp_path: Path) -> None:
    graph = Dataset.of_notices([read_file(ROOT / "tests" / "gold" / "ministry-2024.txt", knowledge())])
    result = opened(browser, tmp_path, coordination_page(graph, "zh"))
    assert any(line.startswith("中央机构") for line in result.page.locator("header li").all_inner_texts())
    result.page.context.close()


# ---------------------------------------------------------------- what it answers

NODE_POINT = "id => network.canvasToDOM(network.getPositions([id])[id])"
EDGE_POINT = """() => {
  for (const {id, from, to} of edges.get()) {
    const ends = network.getPositions([from, to]), one = ends[from], other = ends[to];
    for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
      const at = network.canvasToDOM(
        {x: one.x + share * (other.x - one.x), y: one.y + share * (other.y - one.y)});
      if (network.getNodeAt(at) === undefined && network.getEdgeAt(at) === id) return {id, from, to, at};
    }
  }
}"""


def test_a_click_on_a_body_shows_its_partners_and_escape_closes(first: Opened, dataset: Dataset) -> None:
    body = "https://w3id.org/xietong/agency/肇庆市旅游局"
    partners = dataset.rows(
        f"SELECT ?label ?weight WHERE {{ ?c xt:between <{body}> , ?other ; xt:weight ?weight ."
        f" ?other rdfs:label ?label FILTER(?other != <{body}>) }}"
    )
    id_ = first.ask("label => nodes.get().find(node => node.label === label).id", "肇庆市旅游局")
    first.click(first.ask(NODE_POINT, id_))
    heading, *lines = [line for line in first.facts if line]
    assert heading == "肇庆市旅游局"
    assert f"协同部门 {len(partners)}" in lines[0]
    assert sorted(lines[1:]) == sorted(f"{row['label']} · {row['weight']}" for row in partners)
    weights = [int(line.rsplit(" ", 1)[1]) for line in lines[1:]]
    assert weights == sorted(weights, reverse=True)
    first.page.keyboard.press("Escape")
    assert first.facts == []
    assert first.complaints == []


def test_a_click_on_a_line_shows_the_shared_tasks_and_escape_closes(first: Opened, dataset: Dataset) -> None:
    found = first.ask(EDGE_POINT)
    first.click(found["at"])
    names = first.ask("ids => ids.map(id => nodes.get(id).label)", [found["from"], found["to"]])
    tasks = dataset.rows(
        "SELECT ?number ?title WHERE { ?c xt:between ?one , ?other ; xt:sharedTask ?task ."
        f" ?one rdfs:label '{names[0]}'@zh . ?other rdfs:label '{names[1]}'@zh ."
        " ?task xt:number ?number ; rdfs:label ?title } ORDER BY ?number"
    )
    heading, summary, *lines = [line for line in first.facts if line]
    assert heading == " — ".join(names)
    assert summary == f"共同任务 {len(tasks)}"
    assert lines == [f"{row['number']} {row['title']}" for row in tasks]
    first.page.keyboard.press("Escape")
    assert first.facts == []
    assert first.complaints == []


def test_a_click_beside_everything_closes_the_facts(first: Opened) -> None:
    first.click(first.ask(NODE_POINT, first.ask("nodes.getIds()[0]")))
    assert first.facts
    free = first.ask(
        """() => {
          const {clientWidth, clientHeight} = document.querySelector("#mynetwork canvas");
          for (let x = 5; x < clientWidth; x += 7) for (let y = 5; y < clientHeight; y += 7)
            if (document.elementFromPoint(x, y + document.querySelector("header").offsetHeight)?.tagName === "CANVAS"
                && network.getNodeAt({x, y}) === undefined && network.getEdgeAt({x, y}) === undefined) return {x, y};
        }"""
    )
    first.click(free)
    assert first.facts == []


# ---------------------------------------------------------------- what names try to say

NOTICE = """肇庆市人民政府关于印发2016年重点工作的通知

肇府〔2016〕1号

一、稳增长
（一）推进交通建设。建成大桥。（市交通运输局、市财政局）
"""
HOSTILE = [
    "<script>window.hit=1</script>局",
    "</script><script>window.hit=2</script>局",
    "<img src=x onerror=window.hit=3>局",
    "\"'`;window.hit=4//局",
    "{{ 7 * 7 }}{% raw %}局",
    "&lt;b&gt;&amp;局",
    "<!--<script>局",
    "\u2028\u2029局",
    "${window.hit=5}局",
    "\\u003cscript\\u003e\\n局",
    "]]>局",
]


def notice_with(names: list[str], title: str) -> Notice:
    """Return a notice whose one task has bodies of these names."""
    notice = read("hostile.txt", NOTICE, knowledge())
    (task,) = notice.tasks
    duties = tuple(
        replace(task.duties[0], as_written=name, body=replace(task.duties[0].body, name=name, key=name, label=name))
        for name in names
    )
    return replace(notice, tasks=(replace(task, title=title, duties=duties),))


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_hostile_names_are_words_and_nothing_else(browser: Browser, tmp_path: Path, name: str) -> None:
    graph = Dataset.of_notices([notice_with([name, "肇庆市财政局"], name)])
    result = opened(browser, tmp_path, coordination_page(graph, "zh"))
    assert sorted(result.ask("nodes.get().map(node => node.label)")) == sorted([name, "肇庆市财政局"])
    id_ = result.ask("label => nodes.get().find(node => node.label === label).id", name)
    result.click(result.ask(NODE_POINT, id_))
    shown = result.ask("document.querySelector('#facts h2').textContent")
    assert shown == name
    assert result.ask("document.querySelectorAll('#facts :not(h2, p, ol, li)').length") == 0
    result.page.keyboard.press("Escape")
    result.click(result.ask(EDGE_POINT)["at"])
    assert result.ask("document.querySelector('#facts li').textContent") == f"1 {name}"
    assert result.ask("window.hit") is None
    assert result.complaints == []
    assert result.requests == [result.address]
    result.page.context.close()


@pytest.mark.parametrize("bodies", [[], ["肇庆市财政局"], ["肇庆市财政局", "肇庆市教育局"]], ids=["none", "one", "two"])
def test_a_small_graph_has_a_page_too(browser: Browser, tmp_path: Path, bodies: list[str]) -> None:
    graph = Dataset.of_notices([notice_with(bodies, "推进交通建设")])
    result = opened(browser, tmp_path, coordination_page(graph, "zh"))
    assert result.ask("nodes.length") == (len(bodies) if len(bodies) > 1 else 0)
    assert result.complaints == []
    result.page.context.close()
