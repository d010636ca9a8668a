"""Pages of large graphs: fifty notices, and as many dots and lines as a page is meant to bear."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks.many import many
from benchmarks.pages import BODIES, LINES, large
from tests.browsing import PHONE, Opened, opened
from tests.faces.sights import AFRESH, CUT, DRAWN, NAMELESS, OVERLAPS
from xietong.faces.panel import told
from xietong.faces.sheet import page
from xietong.faces.views import picture, views
from xietong.graph.dataset import Dataset
from xietong.graph.terms import Names

NAMES = list(views())
GOALS = [name for name, view in views().items() if view.look.choose == "goal"]


@pytest.fixture(scope="module")
def fifty() -> Dataset:
    """Return the graph of fifty invented notices."""
    return many(50)


@pytest.fixture(scope="module")
def folder(fifty: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of its pages."""
    found, said = tmp_path_factory.mktemp("fifty"), told(fifty)
    for name, view in views().items():
        html = page(picture(fifty, said, view), fifty.names, "zh")
        (found / f"{name}.html").write_text(html, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def sheets(browser: Browser, folder: Path) -> Iterator[dict[str, Opened]]:
    """Return its pages on a laptop."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(opened(browser, folder / f"{name}.html")) for name in NAMES}


@pytest.fixture(params=NAMES)
def sheet(request: pytest.FixtureRequest, sheets: dict[str, Opened]) -> Iterator[Opened]:
    """Return each page as it opens."""
    found = sheets[request.param]
    found.ask(AFRESH)
    found.ask(DRAWN)
    yield found
    assert found.complaints == []


def test_fifty_notices_open_quietly_with_no_label_upon_another_or_cut(sheet: Opened) -> None:
    assert sheet.ask(OVERLAPS) == []
    assert sheet.ask(CUT) == []
    assert sheet.ask("labels.length") > 7
    if sheet.ask("data.layout") == "columns":
        assert sheet.ask(NAMELESS) == []


def test_everything_is_there_when_asked(sheet: Opened) -> None:
    if sheet.ask("data.choose") == "goal":
        assert "只画出所选目标" in sheet.page.locator("#note").inner_text()
        sheet.ask("step({goal: null})")
        sheet.ask(DRAWN)
        assert "拖动可见其余部分" in sheet.page.locator("#note").inner_text()
    assert sheet.ask("shown.nodes.size") > 100
    assert sheet.ask(OVERLAPS) == []
    assert sheet.ask(CUT) == []


def test_every_body_with_a_task_has_its_page(sheets: dict[str, Opened], fifty: Dataset) -> None:
    sheet = sheets["agency"]
    sheet.ask(AFRESH)
    (wanted,) = fifty.rows("SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?t xt:responsibleAgency ?x }")
    assert sheet.page.locator("#choose-agency option").count() == int(wanted["n"]) > 1_000
    assert "未画" not in sheet.page.locator("#note").inner_text()
    for at in (0, 500, 1_000):
        sheet.page.locator("#choose-agency select").select_option(index=at)
        sheet.ask(DRAWN)
        me = sheet.ask("things[state.agency].id")
        (tasks,) = fifty.rows(
            f"SELECT (COUNT(DISTINCT ?t) AS ?n) {{ ?t xt:responsibleAgency <{fifty.names.base}{me}> }}"
        )
        assert sheet.ask("[...shown.nodes].filter(isTask).length") == int(tasks["n"])
        assert sheet.ask("labels.some(({number}) => number === state.agency)")
        assert sheet.ask(NAMELESS) == []
        assert "未画" not in sheet.page.locator("#note").inner_text()


def test_search_filter_panel_and_undoing_work_there_too(sheet: Opened) -> None:
    first = sheet.ask("[JSON.stringify(state), shown.nodes.size, shown.lines.size]")
    sheet.page.locator("#search").fill("发展改革局")
    sheet.page.keyboard.press("Enter")
    assert sheet.page.locator("#panel h2").inner_text().endswith("发展改革局")
    numbers = sheet.ask(
        "[...new Set(factsOf[state.node].filter(({relation}) => relation.startsWith('role:')).map(({one}) => one))]"
    )
    notices = sheet.ask(
        "numbers => numbers.map(each => [things[each].id.split('/').slice(0, 2).join('/'), things[each].number])",
        numbers,
    )
    assert notices == sorted(notices)
    sheet.page.locator("#legend button").first.click()
    sheet.page.locator("#as-table").click()
    assert sheet.page.locator("#table tbody tr").count() == sheet.ask("shown.lines.size")
    for _ in range(3):
        sheet.page.keyboard.press("Escape")
    assert sheet.ask("[JSON.stringify(state), shown.nodes.size, shown.lines.size]") == first


def test_who_is_asked_for_comes_near_with_the_names_of_all_partners(sheets: dict[str, Opened]) -> None:
    sheet = sheets["coordination"]
    sheet.ask(AFRESH)
    sheet.ask("step({node: [...shown.nodes].find(each => linesOf[each].length === 9)})")
    sheet.ask(DRAWN)
    assert sheet.ask("labels.length") == 10
    assert sheet.ask(CUT) == []


@pytest.mark.parametrize("name", ["tasks", "agency"])
def test_a_phone_reads_fifty_notices(name: str, browser: Browser, folder: Path) -> None:
    with opened(browser, folder / f"{name}.html", PHONE) as sheet:
        sheet.ask(DRAWN)
        assert sheet.ask(OVERLAPS) == []
        assert sheet.ask(NAMELESS) == []
        assert sheet.complaints == []


def test_a_page_bears_two_thousand_bodies_and_twenty_thousand_lines(browser: Browser, tmp_path: Path) -> None:
    """How fast is measured by ``benchmarks/pages.py``; here it opens at all, is filtered, and is undone."""
    file = tmp_path / "large.html"
    file.write_text(page(large(), Names(), "zh"), encoding="utf-8")
    with opened(browser, file) as sheet:
        sheet.ask(DRAWN)
        counts = "[shown.nodes.size, shown.lines.size, nodes.length, edges.length]"
        assert sheet.ask(counts) == [BODIES, LINES, BODIES, LINES]
        assert sheet.ask(OVERLAPS) == []
        sheet.ask("step({least: 3})")
        some = sheet.ask(counts)
        assert 0 < some[1] == some[3] < LINES
        sheet.ask("step({node: byWeight[0]})")
        assert sheet.page.locator("#panel h2").inner_text()
        sheet.page.keyboard.press("Escape")
        sheet.page.keyboard.press("Escape")
        assert sheet.ask(counts) == [BODIES, LINES, BODIES, LINES]
        assert sheet.complaints == []
