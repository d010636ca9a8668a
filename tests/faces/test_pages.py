"""The network pages in a real browser: offline, complete, legible at the first sight."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browsing import LAPTOP, PHONE, Opened, opened
from tests.faces.sights import CUT, DRAWN, NAMELESS, OUTSIDE, OVERLAPS
from xietong.faces.panel import Told, told
from xietong.faces.sheet import page
from xietong.faces.views import picture, views
from xietong.graph.counting import count
from xietong.graph.dataset import Dataset
from xietong.graph.vocabulary import knowledge
from xietong.pipeline import network_pages
from xietong.reading import read_file

ROOT = Path(__file__).parents[2]
NAMES = list(views())
LARGEST = 1_500_000  # bytes

# what stands on each page, counted in the graph without the view's own query
COUNTS = {
    "coordination": (
        "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x xt:coordinatesWith ?y }",
        "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a xt:Coordination }",
    ),
    "tasks": (
        (
            "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { { ?x a xt:Task } UNION { ?t xt:responsibleAgency ?x }"
            " UNION { ?x a xt:Goal ; dcterms:hasPart ?t . ?t a xt:Task } }"
        ),
        (
            "SELECT (COUNT(*) AS ?n) WHERE { { SELECT DISTINCT ?t ?x { ?t xt:responsibleAgency ?x } }"
            " UNION { SELECT DISTINCT ?t ?x { ?x a xt:Goal ; dcterms:hasPart ?t . ?t a xt:Task } } }"
        ),
    ),
    "projects": (
        (
            "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { { ?x a xt:Project . ?t xt:concernsProject ?x . ?t a xt:Task }"
            " UNION { ?x a xt:Project ; (xt:locatedIn|dcterms:isPartOf|^dcterms:isPartOf) ?y }"
            " UNION { ?x xt:concernsProject ?y . ?x a xt:Task } UNION { ?p a xt:Project ; xt:locatedIn ?x }"
            " UNION { ?t xt:concernsProject ?y ; xt:responsibleAgency ?x } }"
        ),
        (
            "SELECT (COUNT(*) AS ?n) WHERE { { SELECT DISTINCT ?t ?x { ?t a xt:Task ; xt:concernsProject ?x } }"
            " UNION { SELECT DISTINCT ?t ?x { ?t xt:concernsProject ?p ; xt:responsibleAgency ?x } }"
            " UNION { SELECT DISTINCT ?t ?x { ?t a xt:Project ; xt:locatedIn ?x } }"
            " UNION { SELECT DISTINCT ?t ?x { ?t a xt:Project ; dcterms:isPartOf ?x } } }"
        ),
    ),
    "goal-tree": (
        (
            "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { { ?x a xt:Notice } UNION { ?x a xt:Goal } UNION { ?x a xt:Task }"
            " UNION { ?t a xt:Task ; xt:hasQuantity ?x } }"
        ),
        (
            "SELECT (COUNT(*) AS ?n) WHERE { { ?t a xt:Task ; xt:hasQuantity ?x } UNION { ?x a xt:Goal } UNION"
            " { ?x a xt:Task } }"
        ),
    ),
}
COLOURS = """() => {
  const canvas = document.querySelector("#mynetwork canvas");
  return new Set(new Uint32Array(
    canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size;
}"""


@pytest.fixture(scope="module")
def sheets(browser: Browser, pages: Path) -> Iterator[dict[str, Opened]]:
    """Return all pages of the first notice as they open on a laptop; the tests of this file change nothing."""
    with ExitStack() as stack:
        found = {name: stack.enter_context(opened(browser, pages / f"{name}.html")) for name in NAMES}
        for sheet in found.values():
            sheet.ask(DRAWN)
        yield found


# ---------------------------------------------------------------- the files


def test_two_builds_are_the_same_bytes(dataset: Dataset, pages: Path) -> None:
    again = network_pages(dataset, count(dataset), "zh")
    assert [name for name, content in again.items() if (pages / name).read_bytes() != content] == []


@pytest.mark.parametrize("name", [*NAMES, "index"])
def test_a_page_is_one_file_that_needs_no_other(name: str, pages: Path) -> None:
    html = (pages / f"{name}.html").read_text(encoding="utf-8")
    assert len(html.encode()) < LARGEST
    assert re.findall(r"""(?:src|action|data)\s*=\s*["']?\s*(?:https?:|//)[^"'>\s]*""", html) == []
    assert re.findall(r"""url\(\s*(?!["']?data:|["']?\s*\))[^)]{0,80}""", html) == []
    assert "@import" not in html
    assert "<link" not in html
    assert re.findall(r"<script[^>]+src", html) == []
    assert len(re.findall("<h1", html)) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_without_a_complaint_and_asks_for_nothing(name: str, sheets: dict[str, Opened]) -> None:
    assert sheets[name].complaints == []
    assert sheets[name].requests == [sheets[name].address]


# ---------------------------------------------------------------- what is drawn


def number(dataset: Dataset, query: str) -> int:
    """Return what a query counts."""
    return int(dataset.rows(query)[0]["n"])


@pytest.mark.parametrize("name", COUNTS)
def test_dots_and_lines_are_those_of_the_graph(name: str, sheets: dict[str, Opened], dataset: Dataset) -> None:
    wanted = [number(dataset, query) for query in COUNTS[name]]
    assert sheets[name].ask("[shown.nodes.size, shown.lines.size]") == wanted
    visible = "[nodes.get().filter(node => !node.hidden).length, edges.get().filter(edge => !edge.hidden).length]"
    assert sheets[name].ask(visible) == wanted


def test_places_stand_with_their_tasks_bodies_and_figures(sheets: dict[str, Opened], dataset: Dataset) -> None:
    kinds = sheets["places"].ask(
        "() => { const n = {}; for (const each of shown.nodes) { const k = things[each].kind;"
        " n[k] = (n[k] || 0) + 1; } return n; }"
    )
    assert kinds["place"] == number(
        dataset, "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?t a xt:Task ; xt:concernsPlace ?p }"
    )
    assert kinds["task"] == number(
        dataset, "SELECT (COUNT(DISTINCT ?t) AS ?n) WHERE { ?t a xt:Task ; xt:concernsPlace ?p }"
    )
    assert kinds["figure"] == number(
        dataset, "SELECT (COUNT(DISTINCT ?q) AS ?n) WHERE { ?t xt:hasQuantity ?q . ?q xt:about ?p . ?p a xt:Place }"
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_drawing_is_not_blank(name: str, sheets: dict[str, Opened]) -> None:
    assert sheets[name].ask(COLOURS) > 50


# ---------------------------------------------------------------- the first sight


@pytest.mark.parametrize("name", NAMES)
def test_no_label_lies_on_another_or_on_a_shape_and_none_is_cut(name: str, sheets: dict[str, Opened]) -> None:
    assert sheets[name].ask(OVERLAPS) == []
    assert sheets[name].ask(CUT) == []
    assert sheets[name].ask(OUTSIDE) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_thing_is_named_at_first_sight_in_readable_size(name: str, sheets: dict[str, Opened]) -> None:
    speaking = sheets[name].ask("[...shown.nodes].filter(each => !sight().silent.includes(each)).length")
    assert sheets[name].ask("labels.length") == speaking
    assert sheets[name].ask("Math.min(...labels.map(({text}) => text.length)) > 0")
    assert sheets[name].ask("FONT") >= 12


@pytest.mark.parametrize("name", NAMES)
def test_no_halo_eats_the_letters_of_another_label(name: str, sheets: dict[str, Opened]) -> None:
    """All halos are drawn before all letters."""
    order = sheets[name].ask(
        """() => {
          const canvas = document.querySelector("#mynetwork canvas").getContext("2d"), order = [];
          for (const each of ["strokeText", "fillText"]) canvas[each] = () => order.push(each[0]);
          paintLabels(canvas, null);
          delete canvas.strokeText;
          delete canvas.fillText;
          return order.join("");
        }"""
    )
    assert re.fullmatch("s+f+", order)
    assert len(order) == 2 * sheets[name].ask("labels.length")


@pytest.mark.parametrize("name", NAMES)
def test_the_note_stands_below_the_drawing(name: str, sheets: dict[str, Opened]) -> None:
    note, drawing = (sheets[name].page.locator(each).bounding_box() for each in ("#note", "canvas"))
    assert note is not None
    assert drawing is not None
    assert note["y"] >= drawing["y"] + drawing["height"]
    assert note["y"] + note["height"] <= LAPTOP[1]


def test_the_note_says_who_has_tasks_and_no_partner(sheets: dict[str, Opened], dataset: Dataset) -> None:
    alone = number(
        dataset,
        "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE"
        " { ?t xt:responsibleAgency ?x FILTER NOT EXISTS { ?x xt:coordinatesWith ?y } }",
    )
    assert alone == 3
    note = sheets["coordination"].page.locator("#note").inner_text()
    assert note.endswith("另有 3 个部门没有与他人共同的任务，未画出")
    others = [sheets[name].page.locator("#note").inner_text() for name in NAMES if name != "coordination"]
    assert not any("未画出" in each for each in others)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_dark_and_small_windows_have_no_overlap_either(
    name: str, size: tuple[int, int], browser: Browser, pages: Path
) -> None:
    with opened(browser, pages / f"{name}.html", size, dark=True) as sheet:
        sheet.ask(DRAWN)
        assert sheet.ask(OVERLAPS) == []
        assert sheet.ask(CUT) == []
        assert sheet.ask("labels.length") >= 12
        # springs have less room than labels ask on a phone; columns give each its own
        share = 0.25 if size == PHONE and views()[name].look.layout == "springs" else 0
        assert len(sheet.ask(NAMELESS)) <= share * sheet.ask("shown.nodes.size")
        assert sheet.complaints == []


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "gold").glob("*.txt")), ids=lambda path: path.stem)
def test_the_pages_of_any_notice_are_legible_and_quiet(path: Path, browser: Browser, tmp_path: Path) -> None:
    graph = Dataset.of_notices([read_file(path, knowledge())])
    said = told(graph)
    for name in ("coordination", "tasks", "agency"):
        file = tmp_path / f"{name}.html"
        file.write_text(page(picture(graph, said, views()[name]), graph.names, "zh"), encoding="utf-8")
        with opened(browser, file) as sheet:
            sheet.ask(DRAWN)
            assert sheet.complaints == []
            assert sheet.ask(OVERLAPS) == []
            assert sheet.ask(CUT) == []
            assert sheet.ask("shown.nodes.size") > 0


def test_every_label_is_drawn_in_real_glyphs(sheets: dict[str, Opened]) -> None:
    pictures = sheets["coordination"].ask(
        """() => ["肇", "庆", "政"].map(char => {
          const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
          context.font = `20px ${FAMILY}`; context.fillText(char, 2, 24);
          return canvas.toDataURL();
        })"""
    )
    assert len(set(pictures)) == 3


# ---------------------------------------------------------------- one agency, fifty notices, nothing


@pytest.mark.parametrize("name", ["肇庆市旅游局", "肇庆市发展改革局", "端州区人民政府"])
def test_the_world_of_an_agency_is_its_own(name: str, browser: Browser, pages: Path, dataset: Dataset) -> None:
    with opened(browser, pages / "agency.html", at=f"#agency={name}") as sheet:
        assert sheet.ask("things[state.agency].name") == name
        kinds = sheet.ask("[...shown.nodes].map(each => [things[each].name, things[each].kind, isBody(each)])")
    who = f"?me rdfs:label '{name}'@zh ."
    partners = {row["l"] for row in dataset.rows(f"SELECT ?l {{ {who} ?me xt:coordinatesWith ?o . ?o rdfs:label ?l }}")}
    tasks = {row["l"] for row in dataset.rows(f"SELECT ?l {{ {who} ?t xt:responsibleAgency ?me ; rdfs:label ?l }}")}
    projects = {
        row["l"]
        for row in dataset.rows(
            f"SELECT ?l {{ {who} ?t xt:responsibleAgency ?me ; xt:concernsProject ?p . ?p rdfs:label ?l }}"
        )
    }
    assert {thing for thing, _, body in kinds if body} == partners | {name}
    assert {thing for thing, kind, _ in kinds if kind == "task"} == tasks
    assert {thing for thing, kind, _ in kinds if kind == "project"} == projects


@pytest.mark.parametrize("asked", ["肇庆市旅游局", "市旅游局", "旅游局", "肇庆旅游局"])
def test_an_agency_in_the_address_may_go_by_any_of_its_names(asked: str, browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "agency.html", at=f"#agency={asked}") as sheet:
        assert sheet.ask("things[state.agency].name") == "肇庆市旅游局"


def left_out_of(told_: Told, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the picture of coordination as a page that bears few lines shows it."""
    monkeypatch.setattr("xietong.faces.views.MOST_LINES", 40)
    return picture(dataset, told_, views()["coordination"])


def test_what_is_left_out_is_said(
    browser: Browser, tmp_path: Path, dataset: Dataset, said: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = left_out_of(said, dataset, monkeypatch)
    (tmp_path / "some.html").write_text(page(some, dataset.names, "zh"), encoding="utf-8")
    with opened(browser, tmp_path / "some.html") as sheet:
        note = sheet.page.locator("#note").inner_text()
    assert f"另有 {some.left_out} 条未画" in note
    assert "xietong export" in note


# ---------------------------------------------------------------- the gallery


def test_the_index_leads_to_every_page_with_a_picture_and_its_question(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "index.html") as sheet:
        cards = sheet.page.locator(".cards a")
        assert cards.count() == len(NAMES)
        for at, (name, view) in enumerate(views().items()):
            assert (pages / str(cards.nth(at).get_attribute("href"))).name == f"{name}.html"
            assert view.query.summary.zh in cards.nth(at).inner_text()
            assert view.query.description.zh in cards.nth(at).inner_text()
            assert cards.nth(at).locator("svg circle").count() > 20
            drawn = cards.nth(at).locator("svg").evaluate("svg => [svg.getBBox().width, svg.getBBox().height]")
            assert drawn[0] > 200
            assert drawn[1] > 120, "columns fill their picture"
        sheet.page.locator("#language").click()
        assert views()["goal-tree"].query.summary.en in sheet.page.locator(".cards").inner_text()
        assert not re.search("[\u4e00-\u9fff]", sheet.page.locator(".cards").inner_text())
        assert sheet.complaints == []
