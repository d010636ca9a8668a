"""The pages of the saved questions: charts of what can be compared, numbers and codes as people write them, forms."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from xietong.faces.codes import words_of
from xietong.faces.site.answers import MOST_BARS, MOST_ROWS, answer_page, bars, plain, table_of
from xietong.faces.site.frame import Here
from xietong.faces.site.known import Known, known
from xietong.graph.asking import Answer, ask
from xietong.graph.dataset import Dataset
from xietong.graph.queries import Result, saved_queries
from xietong.words import Language

# question, what is asked of -> the columns of its chart
CHARTS: dict[str, tuple[str, str] | None] = {
    "agencies-by-tasks": ("agency", "tasks"),
    "bridging-projects": ("thing", "agencies"),
    "figures-by-agency": ("agency", "targets"),
    "figures-by-unit": ("base", "figures"),
    "first-named": ("agency", "first"),
    "goals": ("goal", "tasks"),
    "investment-by-agency": ("agency", "largest"),
    "open-lists": ("task", "bodies"),
    "partners": ("agency", "partners"),
    "partners-of-agency": ("partner", "shared"),
    "places-by-agencies": ("place", "agencies"),
    "programmes": ("programme", "agencies"),
    "roles-of-agencies": ("agency", "tasks"),
    "tasks-by-bodies": ("task", "bodies"),
    "tasks-of-place": ("task", "agencies"),
    "vertical-coordination": ("local", "shared"),
    "zone-coordination": ("agency", "shared"),
}
ORDINALS = {"number", "order", "position", "begin", "end"}  # they name a place and measure nothing


@pytest.fixture(scope="module")
def site(graph: Path) -> Known:
    """Return what the site knows of the first notice."""
    dataset = Dataset.open(graph)
    return known(dataset, dataset.store)


def page(site: Known, answer: Answer, given: Mapping[str, str], language: Language = "zh") -> Any:
    """Return the page of an answer as lxml has it."""
    here = Here(f"queries/{answer.query.name}/index.html", language, live=True)
    table = table_of(site, answer.query, answer.result, here)
    return html.fromstring(answer_page(site, answer, given, table, here))


def asked(site: Known, name: str, given: Mapping[str, str]) -> Answer:
    """Return the answer to a question, with what it must be told of."""
    needed = {each.name: each.example for each in saved_queries()[name].parameters if each.required}
    return ask(site.asked, name, needed | dict(given))


# ---------------------------------------------------------------- charts


@pytest.mark.parametrize("name", saved_queries())
def test_a_chart_shows_what_can_be_compared(name: str, site: Known) -> None:
    query, answer = saved_queries()[name], asked(site, name, {})
    assert query.chart == CHARTS.get(name)
    if query.chart is None:
        assert not page(site, answer, {}).xpath("//figure")
        return
    assert query.chart[1] not in ORDINALS
    at = answer.result.columns.index(query.chart[1])
    assert all(isinstance(row[at], int | float) for row in answer.result.rows)


@pytest.mark.parametrize(
    ("name", "given", "most", "heading"),
    [
        ("agencies-by-tasks", {}, ("肇庆市发展改革局", "21"), "部门 · 任务数"),
        ("goals", {}, ("全力以赴稳增长,确保实现“十三五”发展良好开局", "6"), "目标 · 任务数"),
        ("partners-of-agency", {"body": "市旅游局"}, ("肇庆市科技局", "2"), "协同部门 · 共同任务数"),
        ("figures-by-unit", {}, ("元", "20"), "基本单位 · 指标数"),
    ],
)
def test_a_bar_has_its_name_and_its_number(
    name: str, given: Mapping[str, str], most: tuple[str, str], heading: str, site: Known
) -> None:
    seen = page(site, asked(site, name, given), given)
    shown = [tuple(span.text_content() for span in bar.xpath("span")) for bar in seen.xpath("//figure//li")]
    lengths = [float(rect.get("width")) for rect in seen.xpath("//figure//rect")]
    assert seen.xpath("string(//figcaption)") == heading
    assert most in shown
    assert 2 <= len(shown) <= MOST_BARS
    assert max(lengths) == 100
    assert [length / 100 for length in lengths] == pytest.approx(
        [
            float(number.replace(",", "")) / max(float(other.replace(",", "")) for _, other in shown)
            for _, number in shown
        ],
        abs=0.001,
    )


def test_where_a_name_stands_twice_there_is_no_chart(site: Known) -> None:
    """Partners of all bodies: each stands beside many others."""
    answer = ask(site.asked, "partners-of-agency")
    assert not bars(answer.query, table_of(site, answer.query, answer.result, Here("index.html", "zh")))


# ---------------------------------------------------------------- numbers and codes


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (46720000000.0, "46,720,000,000"),
        (1e10, "10,000,000,000"),
        (1e22, "10,000,000,000,000,000,000,000"),
        (6.30, "6.3"),
        (0.5, "0.5"),
        (0.00001, "0.00001"),
        (-1200.0, "-1,200"),
        (0.0, "0"),
        (100, "100"),
        (8000000000, "8,000,000,000"),
    ],
)
def test_a_number_is_written_out(value: float, words: str) -> None:
    assert plain(value) == words


@pytest.mark.parametrize(
    ("kind", "code", "zh", "en"),
    [
        ("concept:unit", "yuan", "元", "yuan renminbi"),
        ("concept:role", "responsible", "负责", "responsible"),
        ("concept:project-kind", "bridge", "桥梁", "bridge"),
        ("concept:commitment", "unstated", "未写明", "unstated"),
        ("action", "cite", "引用", "cites it"),
        ("level", "province", "省级", "the province"),
        ("kind", "agency", "部门", "body"),
        ("kind", "figure", "指标数字", "figure"),
        ("concept:unit", "no unit", "no unit", "no unit"),
        ("concept:unit", "", "", ""),
    ],
)
def test_a_code_is_told_in_words(kind: str, code: str, zh: str, en: str) -> None:
    words = words_of(kind, code)
    assert (words.zh, words.en.lower()) == (zh, en)


@pytest.mark.parametrize("name", saved_queries())
def test_no_code_stands_on_a_chinese_page(name: str, site: Known) -> None:
    answer = asked(site, name, dict.fromkeys(defaults(name), ""))
    table = table_of(site, answer.query, answer.result, Here("index.html", "zh"))
    columns = list(zip(*table.rows, strict=True))
    for column, cells in zip(table.result.columns, columns, strict=False):
        words = {cell.words for cell in cells if cell.words and not cell.number}
        if column not in ("iri", "item", "property"):
            assert not {each for each in words if re.fullmatch("[a-z][a-z-]*", each)}, column


def defaults(name: str) -> list[str]:
    """Return the parameters of a question that have a default."""
    return [each.name for each in saved_queries()[name].parameters if each.default is not None]


# ---------------------------------------------------------------- forms and long answers


@pytest.mark.parametrize(
    ("given", "chosen", "units"),
    [({}, "元", 1), ({"measure": "个"}, "个", 1), ({"measure": "item"}, "个", 1), ({"measure": ""}, "", None)],
)
def test_a_choice_shows_what_the_answer_is_for(
    given: Mapping[str, str], chosen: str, units: int | None, site: Known
) -> None:
    answer = ask(site.asked, "largest-figures", given)
    seen = page(site, answer, given)
    assert seen.xpath("//select[@name='measure']/option[@selected]/@value") == [chosen]
    found = {row[0] for row in answer.result.rows}
    assert len(found) == units or (units is None and len(found) > 5)


@pytest.mark.parametrize(("given", "shown", "least"), [({}, "3", 3), ({"least": "4"}, "4", 4), ({"least": ""}, "", 2)])
def test_a_field_shows_its_default(given: Mapping[str, str], shown: str, least: int, site: Known) -> None:
    answer = ask(site.asked, "cliques-of-three", given)
    assert page(site, answer, given).xpath("//input[@name='least']/@value") == [shown]
    assert min(int(str(row[3])) for row in answer.result.rows) == least


def test_what_must_be_given_is_marked(site: Known) -> None:
    seen = page(site, asked(site, "path-between-agencies", {}), {"one": "市旅游局"})
    assert seen.xpath("//input[@required]/@name") == ["one"]


@pytest.mark.parametrize(("name", "language"), [("coordination-gaps", "zh"), ("describe", "en")])
def test_a_long_answer_shows_its_beginning_and_leads_to_all_of_it(name: str, language: Language, site: Known) -> None:
    answer = ask(site.asked, name)
    seen = page(site, answer, {}, language)
    assert len(answer.result.rows) > MOST_ROWS
    assert len(seen.xpath("//tbody/tr")) == MOST_ROWS <= 500
    assert seen.xpath("//caption/a/@href") == [f"../../queries/{name}/answer.csv"]


def test_a_chart_goes_by_the_header_alone(site: Known) -> None:
    """The first number of an open list is that of the task: it was drawn as a quantity once."""
    query = saved_queries()["open-lists"]
    result = Result(("number", "task", "bodies", "item"), ((40, "甲", 2, None), (41, "乙", 1, None)))
    shown = bars(query, table_of(site, query, result, Here("index.html", "zh")))
    assert [(bar.name, bar.length, bar.number) for bar in shown] == [("甲", 100, "2"), ("乙", 50, "1")]
