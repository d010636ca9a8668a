"""Names that try to be more than names, and graphs with next to nothing in them."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from playwright.sync_api import Browser

from tests.browsing import opened
from xietong.faces.export import gexf, graphml, network
from xietong.faces.panel import told
from xietong.faces.views import lines_of, views
from xietong.graph.counting import count
from xietong.graph.dataset import Dataset
from xietong.graph.vocabulary import knowledge
from xietong.model import Facts, Notice
from xietong.pipeline import network_pages
from xietong.reading import read

NOTICE = """肇庆市人民政府关于印发2016年重点工作的通知

肇府〔2016〕1号

一、稳增长
（一）推进交通建设。建成阅江大桥，新增公交车10辆。（市交通运输局、市财政局）
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
    "__proto__",
    "=HYPERLINK(1)局",
    "javascript:window.hit=6",
    "\x01\x0b局",
]


def notice_with(names: list[str], title: str, project: str = "阅江大桥") -> Notice:
    """Return a notice whose one task has this title, bodies of these names, and names a project."""
    notice = read("hostile.txt", NOTICE, knowledge())
    (task,) = notice.tasks
    duties = tuple(
        replace(task.duties[0], as_written=name, body=replace(task.duties[0].body, name=name, key=name, label=name))
        for name in names
    )
    things = tuple(replace(thing, name=project) for thing in task.facts.things)
    facts = replace(task.facts, things=things)
    return replace(notice, tasks=(replace(task, title=title, duties=duties, facts=facts),))


def written(graph: Dataset, folder: Path) -> Path:
    """Write all pages of a graph into a folder."""
    for name, content in network_pages(graph, count(graph), "zh").items():
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_hostile_names_are_words_and_nothing_else(name: str, browser: Browser, tmp_path: Path) -> None:
    graph = Dataset.of_notices([notice_with([name, "肇庆市财政局"], name, name)])
    folder = written(graph, tmp_path)
    for view in ("coordination", "projects", "agency"):
        with opened(browser, folder / f"{view}.html") as sheet:
            here = sheet.ask(
                "name => things.findIndex(thing => thing.name === name && onPage.has(numberOf.get(thing.id)))", name
            )
            assert here >= 0
            sheet.ask("number => step({node: number, table: true})", here)
            assert sheet.ask("panel.querySelector('h2').textContent").removeprefix("1 ") == name
            sheet.page.locator("#search").fill(name)
            sheet.ask("() => { openList(); saveAs.toString(); }")
            assert sheet.ask("foundList.textContent.length") > 0
            strange = (
                "document.querySelectorAll('main script, main img, main iframe, #found script, #found img').length"
            )
            assert sheet.ask(strange) == 0
            assert name in sheet.ask("asCsv().replaceAll('\"\"', '\"')")
            drawing = ET.fromstring(sheet.ask("asSvg()"))  # noqa: S314 - our own
            assert drawing.find(".//{http://www.w3.org/2000/svg}script") is None
            sheet.ask("step({lang: 'en'})")
            assert sheet.ask("window.hit") is None
            assert sheet.complaints == []
            assert sheet.requests == [sheet.address]


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_the_index_holds_hostile_titles_as_words(name: str, browser: Browser, tmp_path: Path) -> None:
    notice = notice_with(["肇庆市财政局"], name)
    assert notice.header.title is not None
    named = replace(notice, header=replace(notice.header, title=replace(notice.header.title, value=name)))
    with opened(browser, written(Dataset.of_notices([named]), tmp_path) / "index.html") as sheet:
        assert sheet.ask("document.querySelector('.notices').textContent") == name
        assert sheet.ask("window.hit") is None
        assert sheet.complaints == []


@pytest.mark.parametrize("form", [gexf, graphml], ids=["gexf", "graphml"])
@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_exports_hold_hostile_names_as_words(name: str, form: object, tmp_path: Path) -> None:
    graph = Dataset.of_notices([notice_with([name, "肇庆市财政局"], name)])
    lines, said = lines_of(graph, told(graph), views()["coordination"])
    file = tmp_path / "network"
    file.write_bytes((gexf if form is gexf else graphml)(network(lines, said, graph.names)))
    back = nx.read_gexf(file) if form is gexf else nx.read_graphml(file)
    cleaned = "".join("\ufffd" if char < " " else char for char in name)
    assert sorted(data["label"] for _, data in back.nodes(data=True)) == sorted([cleaned, "肇庆市财政局"])


@pytest.mark.parametrize("bodies", [[], ["肇庆市财政局"], ["肇庆市财政局", "肇庆市教育局"]], ids=["none", "one", "two"])
def test_small_graphs_have_their_pages_too(bodies: list[str], browser: Browser, tmp_path: Path) -> None:
    folder = written(Dataset.of_notices([notice_with(bodies, "推进交通建设")]), tmp_path)
    dots = {"coordination": len(bodies) if len(bodies) > 1 else 0, "tasks": 2 + len(bodies), "goal-tree": 4}
    for name in views():
        with opened(browser, folder / f"{name}.html") as sheet:
            assert sheet.complaints == []
            if name in dots:
                assert sheet.ask("shown.nodes.size") == dots[name]
            empty = sheet.ask("onPage.size") == 0
            assert ("没有可画的内容" in sheet.page.locator("#note").inner_text()) == empty
            for change in ("{table: true}", "{lang: 'en'}", "{least: 2}"):
                sheet.ask(f"step({change})")
            sheet.page.keyboard.press("Escape")
            assert sheet.complaints == []


def test_a_task_without_any_facts_has_its_place(browser: Browser, tmp_path: Path) -> None:
    notice = notice_with([], "无事")
    bare = replace(notice, tasks=(replace(notice.tasks[0], facts=Facts()),), goals=())
    with opened(browser, written(Dataset.of_notices([bare]), tmp_path) / "goal-tree.html") as sheet:
        assert sheet.complaints == []
