"""What a reader does with a page: search, choose, filter, undo, pass on, read as a table, save, with keys alone."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser

from tests.browsing import PHONE, Opened, opened
from tests.faces.sights import DRAWN
from xietong.faces.views import views
from xietong.graph.dataset import Dataset
from xietong.graph.vocabulary import knowledge
from xietong.reading import read_file

ROOT = Path(__file__).parents[2]
POINT = "name => network.canvasToDOM(centre(things.findIndex(thing => thing.name === name)))"
LINE_POINT = """() => {
  for (const id of shown.lines) {
    const one = centre(lines[id].from), other = centre(lines[id].to);
    for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
      const {x, y} = network.canvasToDOM({x: one.x + share * (other.x - one.x), y: one.y + share * (other.y - one.y)});
      const around = [-1, 0, 1].flatMap(dx => [-1, 0, 1].map(dy => ({x: Math.round(x) + dx, y: Math.round(y) + dy})));
      const alone = around.every(at => network.getNodeAt(at) === undefined && network.getEdgeAt(at) === id);
      if (alone) return {id, ...around[4]};
    }
  }
}"""
STATE = "JSON.stringify(state)"


@pytest.fixture
def coordination(browser: Browser, pages: Path) -> Iterator[Opened]:
    """Return the page of coordination, just opened."""
    with opened(browser, pages / "coordination.html") as sheet:
        sheet.ask(DRAWN)
        yield sheet
        assert sheet.complaints == []
        assert len(sheet.requests) <= 1


@pytest.fixture
def projects(browser: Browser, pages: Path) -> Iterator[Opened]:
    """Return the page of projects, just opened."""
    with opened(browser, pages / "projects.html") as sheet:
        sheet.ask(DRAWN)
        yield sheet
        assert sheet.complaints == []


def click(sheet: Opened, at: dict[str, float]) -> None:
    """Click a point of the drawing; wait until the drawing has heard of it."""
    box = sheet.page.locator("#mynetwork").bounding_box()
    assert box is not None
    sheet.ask("() => { window.heard = false; network.once('click', () => { window.heard = true; }); }")
    sheet.page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
    sheet.page.wait_for_function("window.heard")


def links(sheet: Opened, heading: str) -> list[str]:
    """Return the links of the panel below a heading."""
    found: list[str] = sheet.ask(
        """heading => {
          const above = [...panel.querySelectorAll("h3")].find(each => each.textContent.startsWith(heading));
          const found = [];
          for (let at = above?.nextElementSibling; at && at.tagName !== "H3"; at = at.nextElementSibling)
            found.push(...[...at.querySelectorAll("a")].map(each => each.textContent));
          return found;
        }""",
        heading,
    )
    return found


def names(dataset: Dataset, pattern: str) -> set[str]:
    """Return the labels ?l of a pattern."""
    return {row["l"] for row in dataset.rows(f"SELECT DISTINCT ?l WHERE {{ {pattern} }}")}


# ---------------------------------------------------------------- search


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("发改局", "肇庆市发展改革局"),
        ("肇庆市发展改革局", "肇庆市发展改革局"),
        ("市旅游局", "肇庆市旅游局"),
        ("旅游", "肇庆市旅游局"),
        ("人行", "中国人民银行肇庆市中心支行"),
        ("高要区政府", "高要区人民政府"),
        (" 旅 游 局 ", "肇庆市旅游局"),
    ],
)
def test_a_body_is_found_by_any_of_its_names(words: str, name: str, coordination: Opened) -> None:
    coordination.page.locator("#search").fill(words)
    assert name in coordination.page.locator("#found li").first.inner_text()
    coordination.page.keyboard.press("Enter")
    assert coordination.page.locator("#panel h2").inner_text() == name
    assert coordination.page.locator("#found").is_hidden()


def test_a_bridge_is_found_and_shows_who_answers_for_it(projects: Opened, dataset: Dataset) -> None:
    projects.page.locator("#search").fill("阅江大桥")
    projects.page.keyboard.press("Enter")
    bodies = names(
        dataset,
        "?p rdfs:label '阅江大桥'@zh . ?t xt:concernsProject ?p ; xt:responsibleAgency ?a . ?a rdfs:label ?l",
    )
    assert set(links(projects, "责任部门")) == bodies
    assert len(bodies) == 10
    sentence = projects.page.locator("#panel q").first
    assert sentence.locator("mark").inner_text() == "阅江大桥"
    begin, end = map(int, re.findall(r"第 (\d+)–(\d+) 字", sentence.inner_text())[0])
    source = read_file(ROOT / "sources" / "zhaoqing-2016.txt", knowledge()).text.source
    assert source[begin:end] == "阅江大桥"
    standing = set(projects.ask("[...focus().nodes].map(each => things[each].name)"))
    assert bodies <= standing
    assert "打好交通建设大会战" in standing
    assert "西江四桥" not in standing, "another project of no common task"


def test_the_list_of_names_is_walked_with_arrows_and_closed_with_escape(coordination: Opened) -> None:
    search = coordination.page.locator("#search")
    search.fill("区人民政府")
    first = search.get_attribute("aria-activedescendant")
    search.press("ArrowDown")
    second = search.get_attribute("aria-activedescendant")
    assert first != second
    assert search.get_attribute("aria-expanded") == "true"
    chosen = coordination.page.locator(f"#{second}").inner_text()
    search.press("Enter")
    assert coordination.page.locator("#panel h2").inner_text() in chosen
    search.fill("区")
    search.press("Escape")
    assert coordination.page.locator("#found").is_hidden()
    assert coordination.page.locator("#panel").is_visible(), "Escape closed the list and undid nothing"


def test_nothing_found_says_so_in_both_languages(coordination: Opened) -> None:
    coordination.page.locator("#search").fill("没有这个部门xyz")
    assert coordination.page.locator("#found").inner_text() == "没有找到"
    coordination.page.keyboard.press("Enter")
    assert coordination.page.locator("#panel").is_hidden()
    coordination.page.locator("#search").press("Escape")
    coordination.page.locator("#language").click()
    coordination.page.locator("#search").fill("nobody")
    assert coordination.page.locator("#found").inner_text() == "nothing found"


# ---------------------------------------------------------------- a click


def test_a_click_on_a_body_tells_its_tasks_with_their_words_and_its_partners(
    coordination: Opened, dataset: Dataset
) -> None:
    click(coordination, coordination.ask(POINT, "肇庆市旅游局"))
    assert coordination.page.locator("#panel h2").inner_text() == "肇庆市旅游局"
    who = "?me rdfs:label '肇庆市旅游局'@zh ."
    tasks = names(
        dataset,
        f"{who} ?t xt:responsibleAgency ?me ; rdfs:label ?n ; xt:number ?i BIND(CONCAT(STR(?i),' ',STR(?n)) AS ?l)",
    )
    assert set(links(coordination, "负责的任务")) == tasks
    assert set(links(coordination, "协同部门")) == names(dataset, f"{who} ?me xt:coordinatesWith ?o . ?o rdfs:label ?l")
    marks = coordination.page.locator("#panel q mark").all_inner_texts()
    assert marks[: len(tasks)] == ["市旅游局"] * len(tasks)
    projects = names(dataset, f"{who} ?t xt:responsibleAgency ?me ; xt:concernsProject ?p . ?p rdfs:label ?l")
    assert set(links(coordination, "任务中的项目")) == projects


def test_a_click_on_a_line_tells_the_shared_tasks_with_both_names_marked(
    coordination: Opened, dataset: Dataset
) -> None:
    at = coordination.ask(LINE_POINT)
    click(coordination, at)
    ends = coordination.ask("id => [lines[id].from, lines[id].to].map(each => things[each].name)", at["id"])
    assert coordination.page.locator("#panel h2").inner_text() == " — ".join(ends)
    tasks = dataset.rows(
        f"SELECT ?i ?l WHERE {{ ?c xt:between ?a , ?b ; xt:sharedTask ?t . ?a rdfs:label '{ends[0]}'@zh ."
        f" ?b rdfs:label '{ends[1]}'@zh . ?t xt:number ?i ; rdfs:label ?l }} ORDER BY ?i"
    )
    assert coordination.page.locator("#panel li > a").all_inner_texts() == [f"{row['i']} {row['l']}" for row in tasks]
    assert coordination.page.locator("#panel .kind").inner_text() == f"共同任务 {len(tasks)}"
    for at_task in range(len(tasks)):
        assert coordination.page.locator("#panel li").nth(at_task).locator("mark").count() == 2


def test_every_name_in_the_panel_leads_to_its_thing(coordination: Opened) -> None:
    coordination.ask("step({node: best('旅游局')})")
    for text in ("10 积极发展旅游产业", "肇庆市星湖管理局"):
        coordination.page.locator("#panel a", has_text=text).first.click()
        assert coordination.page.locator("#panel h2").inner_text() == text
        assert coordination.ask("document.activeElement.id") == "panel"


def test_a_click_beside_everything_closes_the_panel(coordination: Opened) -> None:
    click(coordination, coordination.ask(POINT, "肇庆市旅游局"))
    assert coordination.panel
    free = coordination.ask(
        """() => {
          for (let x = 5; x < box.clientWidth * 0.6; x += 7) for (let y = 5; y < box.clientHeight; y += 7)
            if (network.getNodeAt({x, y}) === undefined && network.getEdgeAt({x, y}) === undefined) return {x, y};
        }"""
    )
    click(coordination, free)
    assert coordination.panel == ""


def test_pointing_shows_neighbours_only(coordination: Opened, dataset: Dataset) -> None:
    box = coordination.page.locator("#mynetwork").bounding_box()
    assert box is not None
    at = coordination.ask(POINT, "肇庆市创文办")
    coordination.page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    coordination.page.wait_for_function("pointed !== null")
    near = set(coordination.ask("[...focus().nodes].map(each => things[each].name)"))
    partners = names(dataset, "?me rdfs:label '肇庆市创文办'@zh ; xt:coordinatesWith ?o . ?o rdfs:label ?l")
    assert near == partners | {"肇庆市创文办"}
    coordination.ask(DRAWN)
    assert set(coordination.ask("labels.map(({number}) => things[number].name)")) <= near
    coordination.page.mouse.move(box["x"] + 3, box["y"] + 3)
    coordination.page.wait_for_function("pointed === null")
    assert coordination.ask("focus()") is None


# ---------------------------------------------------------------- filters and undoing


def test_the_slider_leaves_pairs_that_share_as_many_tasks(coordination: Opened, dataset: Dataset) -> None:
    for least in (2, 5, 14):
        coordination.page.locator("#choose-least input").fill(str(least))
        (wanted,) = dataset.rows(f"SELECT (COUNT(*) AS ?n) {{ ?c xt:weight ?w FILTER(?w >= {least}) }}")
        assert coordination.ask("shown.lines.size") == int(wanted["n"])
        (bodies,) = dataset.rows(
            f"SELECT (COUNT(DISTINCT ?a) AS ?n) {{ ?c xt:weight ?w ; xt:between ?a FILTER(?w >= {least}) }}"
        )
        assert coordination.ask("shown.nodes.size") == int(bodies["n"])


def test_the_legend_hides_a_kind_and_shows_it_again(coordination: Opened) -> None:
    before = coordination.ask("[shown.nodes.size, shown.lines.size]")
    county = coordination.page.locator('#legend [data-key="county"]')
    count = int(county.locator(".n").inner_text())
    county.click()
    assert coordination.ask("shown.nodes.size") == before[0] - count
    assert coordination.ask("[...shown.nodes].filter(each => things[each].kind === 'county').length") == 0
    assert county.get_attribute("aria-pressed") == "false"
    county.click()
    assert coordination.ask("[shown.nodes.size, shown.lines.size]") == before


def test_the_legend_hides_a_relation(projects: Opened) -> None:
    projects.page.locator('#legend [data-key="xt:locatedIn"]').click()
    assert projects.ask("[...shown.lines].filter(at => lines[at].relation === 'xt:locatedIn').length") == 0
    assert projects.ask("[...shown.nodes].filter(each => things[each].kind === 'place').length") == 0


def test_a_goal_leaves_what_its_tasks_tie(coordination: Opened, dataset: Dataset) -> None:
    coordination.page.locator("#choose-goal select").select_option(index=3)
    goal = coordination.ask("things[state.goal].name")
    (wanted,) = dataset.rows(
        f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ ?c xt:sharedTask ?t . ?g dcterms:hasPart ?t ; rdfs:label '{goal}'@zh }}"
    )
    assert coordination.ask("shown.lines.size") == int(wanted["n"])


@pytest.mark.parametrize("name", ["tasks", "goal-tree"])
def test_a_goal_has_a_drawing_of_its_own_with_every_label(name: str, browser: Browser, pages: Path) -> None:
    with opened(browser, pages / f"{name}.html") as sheet:
        sheet.page.locator("#choose-goal select").select_option(index=1)
        sheet.ask(DRAWN)
        assert sheet.ask("[...shown.nodes].filter(each => things[each].kind === 'goal').length") == 1
        assert sheet.ask("[...shown.nodes].filter(each => isTask(each)).length") == 6
        assert sheet.ask("labels.length") == sheet.ask("shown.nodes.size")


def test_escape_undoes_step_by_step_to_the_first_sight(coordination: Opened) -> None:
    seen = [coordination.ask(STATE)]
    for change in (
        "{least: 2}",
        "{off: ['county']}",
        "{node: 60}",
        "{table: true}",
        "{lang: 'en'}",
        "{goal: goals[1]}",
    ):
        coordination.ask(f"step({change})")
        seen.append(coordination.ask(STATE))
    assert len(set(seen)) == len(seen)
    for before in reversed(seen[:-1]):
        coordination.page.keyboard.press("Escape")
        assert coordination.ask(STATE) == before
    assert coordination.ask("[shown.nodes.size, shown.lines.size]") == [59, 480]
    assert coordination.page.locator("#undo").is_disabled()
    coordination.page.keyboard.press("Escape")
    assert coordination.ask(STATE) == seen[0]


def test_the_button_undoes_too(coordination: Opened) -> None:
    coordination.page.locator("#choose-least input").fill("3")
    coordination.page.locator("#undo").click()
    assert coordination.ask("[state.least, shown.lines.size]") == [1, 480]


def test_a_thing_that_was_moved_stays_there_and_comes_back_by_escape(coordination: Opened) -> None:
    box = coordination.page.locator("#mynetwork").bounding_box()
    assert box is not None
    at = coordination.ask(POINT, "肇庆市代建局")
    before = coordination.ask("network.getPositions()")
    coordination.page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    coordination.page.mouse.down()
    coordination.page.mouse.move(box["x"] + at["x"] + 90, box["y"] + at["y"] - 60, steps=5)
    coordination.page.mouse.up()
    coordination.page.wait_for_function("Object.keys(state.moved).length === 1")
    assert coordination.ask("network.getPositions()") != before
    coordination.page.keyboard.press("Escape")
    assert coordination.ask("network.getPositions()") == before


# ---------------------------------------------------------------- the address

SIGHT = "[JSON.stringify(state), [...shown.nodes], [...shown.lines], network.getScale(), network.getViewPosition()]"


@pytest.mark.parametrize(
    "change",
    [
        "{node: best('旅游局')}",
        "{line: 7, least: 2}",
        "{goal: goals[2], off: ['county', 'other']}",
        "{table: true, lang: 'en'}",
        "{moved: {60: [10, 20]}}",
    ],
)
def test_a_link_opens_the_same_sight(change: str, coordination: Opened, browser: Browser, pages: Path) -> None:
    coordination.ask(f"step({change})")
    coordination.ask("() => { network.moveTo({scale: 1.2, animation: false}); moved(); }")
    fragment = coordination.ask("location.hash")
    with opened(browser, pages / "coordination.html", at=fragment) as again:
        one, other = coordination.ask(SIGHT), again.ask(SIGHT)
        assert one[:3] == other[:3]
        assert one[3] == pytest.approx(other[3], abs=0.002)
        assert one[4]["x"] == pytest.approx(other[4]["x"], abs=1.5)
        assert one[4]["y"] == pytest.approx(other[4]["y"], abs=1.5)


@pytest.mark.parametrize(
    "fragment",
    [
        "node=agency/nobody&line=a b&goal=x",
        "least=NaN&eye=NaN,1,2",
        "least=-5&eye=0,0,-1",
        "least=1e999",
        "eye=1e308,1e308,1e-300",
        "moved=1,2;3,,,;x,y,z 5,Infinity,2",
        "off=zzz <script>alert(1)</script>",
        "lang=xx&table=maybe",
        "%E0%A4%A",
        "node=" + "长" * 10_000,
        "__proto__=1&node=__proto__&off=__proto__ constructor",
    ],
)
def test_nonsense_in_the_address_does_no_harm(fragment: str, browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "coordination.html", at="#" + fragment) as sheet:
        sheet.ask(DRAWN)
        assert sheet.complaints == []
        assert sheet.ask("shown.nodes.size") > 0
        assert sheet.page.locator("#panel").is_hidden()


def test_a_changed_address_changes_the_sight(coordination: Opened) -> None:
    coordination.ask("() => { location.hash = '#least=5'; }")
    coordination.page.wait_for_function("state.least === 5")
    assert coordination.page.locator("#choose-least output").inner_text() == "5"


# ---------------------------------------------------------------- one agency


def test_an_agency_is_chosen_in_the_list_and_by_search(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "agency.html") as sheet:
        sheet.page.locator("#choose-agency select").select_option(label="肇庆市旅游局")
        assert sheet.ask("things[state.agency].name") == "肇庆市旅游局"
        assert "agency=" in sheet.ask("location.hash")
        sheet.page.locator("#search").fill("教育局")
        sheet.page.keyboard.press("Enter")
        assert sheet.ask("things[state.agency].name") == "肇庆市教育局"
        assert sheet.page.locator("#panel h2").inner_text() == "肇庆市教育局"
        sheet.page.keyboard.press("Escape")
        assert sheet.ask("things[state.agency].name") == "肇庆市旅游局"


# ---------------------------------------------------------------- table and files


def test_the_table_is_the_drawing_in_words(coordination: Opened) -> None:
    coordination.ask("step({least: 4})")
    coordination.page.locator("#as-table").click()
    cells = coordination.ask(
        "[...document.querySelectorAll('#table tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))"
    )
    wanted = coordination.ask(
        "[...shown.lines].map(at => [things[lines[at].from].name, things[lines[at].to].name, String(lines[at].weight)])"
    )
    assert sorted([row[0], row[2], row[3]] for row in cells) == sorted(wanted)
    assert all(len(row[4].split()) == int(row[3]) for row in cells)
    weights = [int(row[3]) for row in cells]
    assert weights == sorted(weights, reverse=True)
    coordination.page.locator("#table tbody a").first.click()
    assert coordination.page.locator("#panel h2").inner_text() == cells[0][0]


def test_printing_shows_the_table(coordination: Opened) -> None:
    coordination.page.emulate_media(media="print")
    coordination.ask("window.dispatchEvent(new Event('beforeprint'))")
    assert coordination.page.locator("#table").is_visible()
    assert coordination.page.locator("#table tbody tr").count() == 480
    assert coordination.page.locator("#search").is_hidden()


def saved(sheet: Opened, form: str) -> tuple[str, bytes]:
    """Press the button that saves the sight in a form; return the name of the file and its bytes."""
    sheet.page.locator("#save summary").click()
    with sheet.page.expect_download() as download:
        sheet.page.locator(f"#save-{form}").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_the_data_is_saved_as_csv(coordination: Opened, dataset: Dataset) -> None:
    coordination.ask("step({least: 3})")
    name, content = saved(coordination, "csv")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert name == "xietong-coordination.csv"
    assert len(rows) == coordination.ask("shown.lines.size")
    pair = rows[0]
    (found,) = dataset.rows(f"SELECT ?w {{ ?c xt:between <{pair['IRI 1']}> , <{pair['IRI 2']}> ; xt:weight ?w }}")
    assert found["w"] == pair["任务数"]
    assert len(pair["任务"].split()) == int(pair["任务数"])


def test_the_sight_is_saved_as_svg_and_png(coordination: Opened) -> None:
    name, content = saved(coordination, "svg")
    drawing = ET.fromstring(content)  # noqa: S314 - our own
    space = "{http://www.w3.org/2000/svg}"
    assert name == "xietong-coordination.svg"
    assert drawing.findtext(f"{space}title") == "部门协同"
    inner = drawing.find(f"{space}svg")
    assert inner is not None
    assert len(inner.findall(f"{space}line")) == 480
    assert len(inner.findall(f"{space}path")) == 59
    assert {each.text for each in inner.findall(f"{space}text")} == set(
        coordination.ask("labels.map(each => each.text)")
    )
    name, content = saved(coordination, "png")
    assert name == "xietong-coordination.png"
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20]) == 2 * coordination.ask("box.clientWidth")


# ---------------------------------------------------------------- keys alone, both languages, all windows


def test_keys_alone_suffice(coordination: Opened) -> None:
    page, focused = coordination.page, "document.activeElement.id"
    page.keyboard.press("Tab")
    assert coordination.ask(focused) == "skip"
    reached = set()
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.add(coordination.ask(focused))
        if coordination.ask(focused) == "mynetwork":
            break
    assert {"whole", "as-table", "springs", "language", "search", "mynetwork"} <= reached
    page.keyboard.press("ArrowRight")
    first = coordination.ask("things[pointed].name")
    assert page.locator("#spoken").inner_text() == first
    page.keyboard.press("ArrowDown")
    second = coordination.ask("things[pointed].name")
    assert first != second
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == second
    assert coordination.ask(focused) == "panel"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    link = coordination.ask("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == link
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert coordination.panel == ""
    page.locator("#mynetwork").focus()
    scale = coordination.ask("network.getScale()")
    page.keyboard.press("+")
    assert coordination.ask("network.getScale()") > scale
    page.keyboard.press("0")
    assert coordination.ask("network.getScale()") == pytest.approx(scale)


def test_the_skip_link_leads_to_the_table(coordination: Opened) -> None:
    coordination.page.keyboard.press("Tab")
    coordination.page.keyboard.press("Enter")
    assert coordination.page.locator("#table tbody tr").count() == 480
    assert coordination.ask("document.activeElement.id") == "table"


@pytest.mark.parametrize("name", views())
def test_every_control_has_a_name_and_the_page_one_language(name: str, browser: Browser, pages: Path) -> None:
    with opened(browser, pages / f"{name}.html") as sheet:
        for language in ("zh", "en"):
            unnamed = sheet.ask(
                """() => [...document.querySelectorAll("button, input, select, summary, [role=application]")]
                  .filter(each => each.checkVisibility() && !(each.getAttribute("aria-label") || each.textContent.trim()
                    || each.labels?.[0]?.textContent.trim())).map(each => each.outerHTML)"""
            )
            assert unnamed == []
            own = sheet.ask(
                """() => [...document.querySelectorAll("h1, #question, .buttons, #legend, #note, .tools label")]
                  .filter(each => each.checkVisibility()).map(each => {
                    const copy = each.cloneNode(true);
                    copy.querySelectorAll("#language, kbd, option").forEach(part => part.remove());
                    return copy.textContent;
                  }).join(" ")"""
            )
            if language == "zh":
                assert re.findall("[A-Za-z]+", re.sub("PNG|SVG|CSV", "", own)) == []
                sheet.page.locator("#language").click()
            else:
                assert re.findall("[\u4e00-\u9fff]+", own) == []
        assert sheet.ask("document.documentElement.lang") == "en"


def test_the_panel_speaks_the_readers_language(coordination: Opened) -> None:
    coordination.ask("step({node: best('旅游局')})")
    headings = coordination.page.locator("#panel h3, #panel .kind, #panel dt")
    assert not re.findall("[A-Za-z]{2,}", " ".join(headings.all_inner_texts()))
    coordination.page.locator("#language").click()
    own = " ".join(coordination.page.locator("#panel h3, #panel dt").all_inner_texts())
    assert re.findall("[\u4e00-\u9fff]+", own) == []


CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const light = colours => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
      .map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = each => {
    const found = [];
    for (let at = each; at; at = at.parentElement) found.unshift(getComputedStyle(at).backgroundColor);
    return ["white", ...found];
  };
  const low = [];
  for (const each of document.querySelectorAll("body *")) {
    const own = [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    const apart = each.closest(":disabled, .unseen, noscript, script, .skip, option");
    if (!own || apart || !each.checkVisibility()) continue;
    const ground = behind(each), [a, b] = [light(ground), light([...ground, getComputedStyle(each).color])];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push([each.textContent.slice(0, 20), ratio]);
  }
  return low;
}"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(browser: Browser, pages: Path, *, dark: bool) -> None:
    with opened(browser, pages / "projects.html", dark=dark, at="#node=project/441200/阅江大桥") as sheet:
        assert sheet.ask(CONTRAST) == []


def test_a_phone_reaches_every_control_and_the_panel_leaves_the_drawing_in_sight(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "coordination.html", PHONE) as sheet:
        for each in sheet.page.locator("header :is(button, summary, input, select)").all():
            if each.is_visible():
                each.scroll_into_view_if_needed()
                box = each.bounding_box()
                assert box is not None
                assert box["x"] >= -1
                assert box["x"] + min(box["width"], 60) <= PHONE[0]
        sheet.ask("step({node: best('安全监管局')})")
        sheet.ask(DRAWN)
        place = sheet.ask("network.canvasToDOM(centre(state.node)).y")
        assert place < sheet.ask("box.clientHeight - panel.offsetHeight")
        assert sheet.ask("document.documentElement.scrollWidth") <= PHONE[0]
