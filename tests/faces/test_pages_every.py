"""What a reader may do on every page, whatever it draws: the pages are opened once, each test begins afresh."""

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsing import PHONE, Opened, opened
from tests.faces.sights import AFRESH, CUT, DRAWN, OUTSIDE, OVERLAPS
from xietong.faces.views import views
from xietong.graph.dataset import Dataset

NAMES = list(views())
COLUMNS = [name for name, view in views().items() if view.look.layout == "columns"]
GOALS = [name for name, view in views().items() if view.look.choose == "goal"]
BOARD = """() => {
  const near = ({x, y}) => [Math.round(x), Math.round(y)];
  const points = Object.entries(network.getPositions([...shown.nodes])).map(([number, at]) => [number, near(at)]);
  const eye = near(network.getViewPosition());
  return [JSON.stringify(state), network.getScale().toFixed(4), eye, Object.fromEntries(points)];
}"""
SETTLED = """() => new Promise(done => {
  const check = () => network.physics.stabilized ? done(true) : setTimeout(check, 50);
  setTimeout(check, 50);
})"""


@pytest.fixture(scope="module")
def laptops(browser: Browser, pages: Path) -> Iterator[dict[str, Opened]]:
    """Return all pages of the first notice on a laptop."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(opened(browser, pages / f"{name}.html")) for name in NAMES}


@pytest.fixture(scope="module")
def phones(browser: Browser, pages: Path) -> Iterator[dict[str, Opened]]:
    """Return all pages of the first notice on a phone."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(opened(browser, pages / f"{name}.html", PHONE)) for name in NAMES}


def afresh(sheet: Opened) -> Opened:
    """Return a page as it opens."""
    sheet.page.locator("#search").fill("")
    sheet.ask(AFRESH)
    sheet.ask(DRAWN)
    return sheet


@pytest.fixture(params=NAMES)
def sheet(request: pytest.FixtureRequest, laptops: dict[str, Opened]) -> Iterator[Opened]:
    """Return each page on a laptop; nothing that a test does there makes it complain."""
    yield afresh(laptops[request.param])
    assert laptops[request.param].complaints == []


@pytest.fixture(params=NAMES)
def phone(request: pytest.FixtureRequest, phones: dict[str, Opened]) -> Iterator[Opened]:
    """Return each page on a phone."""
    yield afresh(phones[request.param])
    assert phones[request.param].complaints == []


# ---------------------------------------------------------------- search, filters, undoing


def test_a_body_is_found_by_its_short_name(sheet: Opened) -> None:
    sheet.page.locator("#search").fill("发改局")
    assert "肇庆市发展改革局" in sheet.page.locator("#found li").first.inner_text()
    sheet.page.keyboard.press("Enter")
    assert sheet.page.locator("#panel h2").inner_text() == "肇庆市发展改革局"
    assert sheet.page.locator("#panel q mark").first.inner_text() in {"市发展改革局", "发展改革局"}


def test_the_legend_hides_each_kind_and_escape_shows_it_again(sheet: Opened) -> None:
    before = sheet.ask("[shown.nodes.size, shown.lines.size]")
    kinds = sheet.ask("usedKinds().filter(kind => [...shown.nodes].some(each => things[each].kind === kind))")
    assert len(kinds) >= 4
    for kind in kinds:
        button = sheet.page.locator(f'#legend [data-key="{kind}"]')
        count = int(button.locator(".n").inner_text())
        button.click()
        assert sheet.ask("kind => [...shown.nodes].some(each => things[each].kind === kind)", kind) is False
        assert sheet.ask("[nodes.length, edges.length]") == sheet.ask("[shown.nodes.size, shown.lines.size]")
        assert sheet.ask("shown.nodes.size") == before[0] - count
        sheet.page.keyboard.press("Escape")
        assert sheet.ask("[shown.nodes.size, shown.lines.size]") == before


def test_escape_leads_back_to_the_first_sight(sheet: Opened) -> None:
    first = sheet.ask(BOARD)
    changes = ["{node: [...shown.nodes][3]}", "{table: true}", "{off: usedKinds().slice(0, 1)}", "{lang: 'en'}"]
    for change in changes:
        sheet.ask(f"step({change})")
    assert sheet.ask(BOARD) != first
    for _ in changes:
        sheet.page.keyboard.press("Escape")
    assert sheet.ask(BOARD) == first
    assert sheet.page.locator("#undo").is_disabled()


@pytest.mark.parametrize("name", GOALS)
def test_every_goal_has_a_drawing_of_its_own(name: str, laptops: dict[str, Opened], dataset: Dataset) -> None:
    sheet = afresh(laptops[name])
    rows = dataset.rows(
        "SELECT ?g (COUNT(?t) AS ?n) { ?g a xt:Goal ; rdfs:label ?g_ ; dcterms:hasPart ?t } GROUP BY ?g"
    )
    assert len(rows) == 10
    for at in range(1, sheet.page.locator("#choose-goal option").count()):
        sheet.page.locator("#choose-goal select").select_option(index=at)
        sheet.ask(DRAWN)
        assert sheet.ask(OVERLAPS) == []
        assert sheet.ask(CUT) == []
        assert sheet.ask(OUTSIDE) == []
        assert sheet.ask("labels.length") == sheet.ask("shown.nodes.size")
        assert sheet.ask("[...shown.nodes].filter(isTask).every(task => goalOf(task) === state.goal)")
        assert "只画出所选目标" in sheet.page.locator("#note").inner_text()
    sheet.ask("step({goal: null})")
    assert "只画出所选目标" not in sheet.page.locator("#note").inner_text()


def test_a_project_of_a_goal_keeps_its_place(laptops: dict[str, Opened]) -> None:
    sheet = afresh(laptops["projects"])
    sheet.ask("step({goal: goalOf([...shown.nodes].find(each => things[each].number === 25 && isTask(each)))})")
    ties = sheet.ask("[...shown.lines].map(at => [things[lines[at].from].name, lines[at].relation])")
    assert ["阅江大桥", "xt:locatedIn"] in ties or any(relation == "xt:locatedIn" for _, relation in ties)


# ---------------------------------------------------------------- the panel


def test_the_panel_leaves_what_was_clicked_and_its_neighbours_in_sight(sheet: Opened) -> None:
    """Of the things with most neighbours, and of those that stand where the panel opens."""
    first = sheet.ask(BOARD)
    asked = sheet.ask(
        """() => {
          const right = [...shown.nodes].sort((a, b) => centre(b).x - centre(a).x).slice(0, 4);
          return [...byWeight.filter(each => shown.nodes.has(each)).slice(0, 4), ...right];
        }"""
    )
    for number in asked:
        sheet.ask("number => step({node: number, line: null})", number)
        hidden = sheet.ask(
            """number => [...near(number).nodes].filter(each => shown.nodes.has(each)).filter(each => {
              const {x, y} = network.canvasToDOM(centre(each));
              return x < 0 || y < 0 || x > box.clientWidth - panel.offsetWidth || y > box.clientHeight;
            }).map(each => things[each].name)""",
            number,
        )
        assert hidden == []
        sheet.ask(DRAWN)
        free = sheet.ask("box.clientWidth - panel.offsetWidth")
        assert sheet.ask("labels.find(({number}) => number === state.node).right") <= free
    sheet.page.locator("#panel .close").click()
    assert sheet.ask(BOARD)[1:] == first[1:], "closed, the first sight is there again"


def test_tasks_stand_in_the_order_of_their_numbers(sheet: Opened) -> None:
    sheet.ask("step({node: best('肇庆市发展改革局')})")
    numbers = sheet.ask(
        """() => [...panel.querySelectorAll("h3")].find(each => each.textContent.startsWith("负责的任务"))
          .nextElementSibling.querySelectorAll("li > a").values()
          .map(each => Number(each.textContent.split(" ")[0])).toArray()"""
    )
    assert len(numbers) == 21
    assert numbers == sorted(numbers)


# ---------------------------------------------------------------- table and file


def test_the_table_is_what_is_drawn_the_strongest_first_then_by_task(sheet: Opened) -> None:
    sheet.page.locator("#as-table").click()
    cells = sheet.ask(
        "[...document.querySelectorAll('#table tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))"
    )
    wanted = sheet.ask(
        "[...shown.lines].map(at => [fullName(lines[at].from), fullName(lines[at].to), String(weightOf(lines[at]))])"
    )
    assert sorted([row[0], row[2], row[3]] for row in cells) == sorted(wanted)
    weights = [float(row[3]) for row in cells]
    assert weights == sorted(weights, reverse=True)
    single = [int(row[4]) for row in cells if row[0].split()[0].isdigit() and row[3] == "1" and row[4]]
    assert single == sorted(single)
    rows = list(csv.DictReader(io.StringIO(sheet.ask("asCsv()").removeprefix("\ufeff"), newline="")))
    assert len(rows) == len(cells)
    assert all(row["IRI 1"].startswith("https://") and row["IRI 2"].startswith("https://") for row in rows)


# ---------------------------------------------------------------- keys, free layout, moved things, links


def test_arrows_walk_and_enter_opens_the_panel(sheet: Opened) -> None:
    sheet.page.locator("#mynetwork").focus()
    seen = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        sheet.page.keyboard.press(key)
        seen.append(sheet.ask("things[pointed].name"))
        assert sheet.page.locator("#spoken").inner_text() == seen[-1]
    assert len(set(seen)) >= 2
    name = sheet.ask("fullName(pointed)")
    sheet.page.keyboard.press("Enter")
    assert sheet.page.locator("#panel h2").inner_text() == name
    assert sheet.ask("document.activeElement.id") == "panel"


def test_the_free_layout_stays_in_the_window_and_is_undone(sheet: Opened) -> None:
    first = sheet.ask(BOARD)
    sheet.page.locator("#springs").click()
    assert sheet.page.locator("#springs").get_attribute("aria-pressed") == "true"
    assert sheet.ask(SETTLED)
    sheet.ask(DRAWN)
    assert sheet.ask(OUTSIDE) == []
    assert sheet.ask(OVERLAPS) == []
    spread = sheet.ask(
        """() => {
          const points = [...shown.nodes].map(each => network.canvasToDOM(centre(each)));
          const length = axis => {
            const all = points.map(each => each[axis]);
            return Math.max(...all) - Math.min(...all);
          };
          return Math.max(length("x") / box.clientWidth, length("y") / box.clientHeight);
        }"""
    )
    assert spread > 0.6, "it fills the window in one direction at least"
    assert sheet.page.locator("#undo").is_enabled()
    sheet.page.keyboard.press("Escape")
    assert sheet.page.locator("#springs").get_attribute("aria-pressed") == "false"
    assert sheet.ask(BOARD) == first


@pytest.mark.parametrize("name", ["coordination", "tasks"])
def test_what_springs_have_pulled_stays_there_without_them(name: str, laptops: dict[str, Opened]) -> None:
    sheet = afresh(laptops[name])
    sheet.page.locator("#springs").click()
    sheet.ask(SETTLED)
    pulled = sheet.ask(BOARD)
    sheet.page.locator("#springs").click()
    frozen = sheet.ask(BOARD)
    assert frozen[1:3] == pulled[1:3]
    for number, (x, y) in pulled[3].items():
        assert frozen[3][number] == [pytest.approx(x, abs=2), pytest.approx(y, abs=2)]
    sheet.ask(DRAWN)
    assert sheet.ask(OUTSIDE) == []
    assert sheet.ask("labels.length") > 0.5 * sheet.ask("shown.nodes.size")


@pytest.mark.parametrize("name", COLUMNS)
def test_a_moved_thing_keeps_its_place_among_the_columns_when_the_panel_opens(
    name: str, laptops: dict[str, Opened]
) -> None:
    sheet = afresh(laptops[name])
    first = sheet.ask(BOARD)
    there = sheet.ask("centre(byWeight[0]).x")
    sheet.ask("step({moved: {[byWeight[0]]: drawnAt([centre(byWeight[0]).x, centre(byWeight[0]).y - 3])}})")
    assert sheet.ask("centre(byWeight[0]).x") == pytest.approx(there, abs=0.5)
    sheet.ask("step({node: byWeight[0]})")
    room = sheet.ask("[network.canvasToDOM(centre(byWeight[0])).x, box.clientWidth - panel.offsetWidth]")
    assert 0 < room[0] < room[1]
    sheet.page.keyboard.press("Escape")
    sheet.page.keyboard.press("Escape")
    assert sheet.ask(BOARD) == first


@pytest.mark.parametrize("name", COLUMNS)
def test_a_link_opens_the_same_columns(name: str, laptops: dict[str, Opened], browser: Browser, pages: Path) -> None:
    sheet = afresh(laptops[name])
    sheet.ask("step({node: [...shown.nodes].find(isTask)})")
    sheet.ask("() => { network.moveTo({scale: 1.2, animation: false}); moved(); }")
    with opened(browser, pages / f"{name}.html", at=sheet.ask("location.hash")) as again:
        one, other = sheet.ask(BOARD), again.ask(BOARD)
    assert one[0] == other[0]
    assert float(one[1]) == pytest.approx(float(other[1]), abs=0.002)
    assert one[3] == other[3]


# ---------------------------------------------------------------- a phone


def test_a_phone_has_every_control_in_its_window(phone: Opened) -> None:
    phone.page.locator("#filters").click()
    boxes = [
        each.bounding_box()
        for each in phone.page.locator("header :is(button, summary, input, select)").all()
        if each.is_visible()
    ]
    assert len(boxes) > 10
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE[0] for box in boxes)
    assert phone.ask("document.documentElement.scrollWidth") <= PHONE[0]
    phone.page.locator("#filters").click()
    assert phone.page.locator("#legend").is_hidden()


def test_a_phone_opens_with_a_part_that_it_can_show(phone: Opened) -> None:
    """Agencies, tasks, projects or figures with their names: not the half of a drawing that is too wide."""
    named = phone.ask(
        "labels.map(({number}) => isTask(number) ? 'task' : isBody(number) ? 'body' : things[number].kind)"
    )
    view = phone.ask("data.view")
    wanted = {
        "coordination": {"body"},
        "tasks": {"task", "body"},
        "projects": {"task", "project"},
        "places": {"task", "body", "place"},
        "goal-tree": {"task", "figure"},
        "agency": {"task", "body"},
    }
    assert wanted[view] <= set(named)
    assert phone.ask("labels.filter(({text}) => text.endsWith('…') && text.length < 5).map(({text}) => text)") == []
    if phone.ask("data.layout") == "columns":
        assert "拖动可见其余部分" in phone.page.locator("#note").inner_text()


@pytest.mark.parametrize("name", GOALS)
def test_a_phone_shows_everything_when_asked_and_its_link_keeps_that(
    name: str, phones: dict[str, Opened], browser: Browser, pages: Path
) -> None:
    phone = afresh(phones[name])
    assert phone.ask("state.goal !== null")
    phone.page.locator("#choose-goal select").select_option("")
    assert phone.ask("state.goal") is None
    everything = phone.ask("shown.nodes.size")
    with opened(browser, pages / f"{name}.html", PHONE, at=phone.ask("location.hash")) as again:
        assert again.ask("[state.goal, shown.nodes.size]") == [None, everything]


def test_what_is_asked_for_is_drawn_though_the_page_opens_with_another_goal(
    phones: dict[str, Opened], laptops: dict[str, Opened], browser: Browser, pages: Path
) -> None:
    there = "[things[state.node].name, shown.nodes.has(state.node), state.goal === null]"
    bridge = ["阅江大桥", True, False]
    phone = afresh(phones["projects"])
    assert not phone.ask("shown.nodes.has(best('阅江大桥'))")
    phone.page.locator("#search").fill("阅江大桥")
    phone.page.keyboard.press("Enter")
    assert phone.ask(there) == bridge
    with opened(browser, pages / "projects.html", PHONE, at="#node=project/441200/阅江大桥") as again:
        assert again.ask(there) == bridge
    laptop = afresh(laptops["projects"])
    laptop.ask("step({goal: numberOf.get(data.choices[0])})")
    laptop.ask("step({node: best('阅江大桥')})")
    assert laptop.ask(there) == ["阅江大桥", True, True], "where everything can be read, everything is drawn"
    laptop.page.keyboard.press("Escape")
    assert laptop.ask("things[state.goal].id === data.choices[0]")


def test_a_window_that_changes_is_filled_again(phones: dict[str, Opened]) -> None:
    phone = afresh(phones["agency"])
    for _ in range(2):
        phone.page.locator("#filters").click()
        phone.ask(DRAWN)
        size = phone.ask("[network.canvas.frame.canvas.clientHeight, box.clientHeight]")
        assert size[0] == pytest.approx(size[1], abs=1)
        low = phone.ask("Math.max(...[...shown.nodes].map(each => network.canvasToDOM(centre(each)).y))")
        assert 0.85 * size[1] < low
        assert phone.ask(OVERLAPS) == []


def test_an_agency_of_two_folds_stands_unfolded_on_a_phone(phones: dict[str, Opened]) -> None:
    phone = afresh(phones["agency"])
    places = phone.ask(
        "[...shown.nodes].filter(each => isBody(each) && each !== state.agency).map(centre).map(({x, y}) => [x, y])"
    )
    assert len(places) == 48
    assert len({round(x) for x, _ in places}) == 1
    rows = sorted(y for _, y in places)
    assert min(low - high for high, low in pairwise(rows)) >= 12
