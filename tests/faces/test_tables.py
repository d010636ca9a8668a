"""The tables of a graph: every key joins, every cell is of its type, every thing of the graph has its row."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rdflib.plugins.sparql import prepareQuery

from xietong.faces.tables import METADATA, table, table_queries, tables
from xietong.graph.dataset import Dataset
from xietong.graph.queries import SavedQuery
from xietong.graph.terms import BASE, Names
from xietong.graph.vocabulary import knowledge
from xietong.model import Notice, ThingKind
from xietong.reading import read, read_file

FIRST = Path(__file__).parents[2] / "sources" / "zhaoqing-2016.txt"
ELSEWHERE = "https://data.example.cn/id/"
PLAN = """肇庆市人民政府关于印发2016年重点工作的通知

肇府〔2016〕1号

一、稳增长
地区生产总值增长8%左右。
（一）交通
1.推进交通建设。建成阅江大桥，6月底前完成四会至广宁公路改造，新增公交车10—20辆，引进超10亿元项目5个。（市交通运输局牵头，市财政局、市教育局配合）
2.发展教育。在高要区力争新建学校不少于3所。（各县（市、区）政府、市教育局等负责）
二、保民生
（一）提高认识。切实加强领导，确保投资比2015年增长10%。（市民政局）
"""
LOOSE = """肇庆市人民政府办公室关于印发2017年重点工作的通知

肇府办〔2017〕2号

一、推进交通建设。在端州区建成阅江大桥。（市交通运输局、市财政局）
二、提高认识。切实加强领导。
"""
HOSTILE = [
    "<script>alert(1)</script>局",
    "\"quoted\", 'and' `more`\\局",
    "]]>&amp;&lt;局",
    "=HYPERLINK(1)局",
    "+1-1@局",
    "line\nend\ttab局",
    "\x00\x01\x0b\x1f局",
    "\u2028\ufeff\u202e局",
    "> } DROP ALL # 局",
    "..",
]


def hostile_notice(name: str) -> Notice:
    """Return a notice whose title, task, body and project, in 端州区, all bear one name."""
    notice = read("hostile.txt", LOOSE, knowledge())
    task = notice.tasks[0]
    duty = task.duties[0]
    duties = (replace(duty, as_written=name, body=replace(duty.body, name=name, key=name, label=name)), task.duties[1])
    (project,) = (thing for thing in task.facts.things if thing.kind is ThingKind.PROJECT)
    facts = replace(task.facts, things=(replace(project, name=name, place="441202"),))
    assert notice.header.title is not None
    header = replace(notice.header, title=replace(notice.header.title, value=name), number=None)
    return replace(notice, header=header, tasks=(replace(task, title=name, duties=duties, facts=facts),))


@cache
def graph_of(name: str) -> Dataset:
    """Return a graph by its name; nobody changes it."""
    made: dict[str, Callable[[], Dataset]] = {
        "first": lambda: Dataset.of_notices([read_file(FIRST, knowledge())]),
        "elsewhere": lambda: Dataset.of_notices([read_file(FIRST, knowledge())], Names(ELSEWHERE)),
        "invented": lambda: Dataset.of_notices([read(f"{x[:4]}.txt", x, knowledge()) for x in (PLAN, LOOSE)]),
        "hostile": lambda: Dataset.of_notices([hostile_notice(each) for each in HOSTILE]),
    }
    return made[name]()


GRAPHS = ["first", "elsewhere", "invented", "hostile"]
every_graph = pytest.mark.parametrize("graph", GRAPHS)
every_query = pytest.mark.parametrize("query", table_queries().values(), ids=table_queries())


@cache
def files_of(graph: str) -> dict[str, bytes]:
    """Return the tables of a graph."""
    return tables(graph_of(graph))


@cache
def cells_of(graph: str) -> dict[str, list[dict[str, str]]]:
    """Return the rows of every CSV as a reader finds them."""
    return {
        name: list(csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True))
        for name, content in files_of(graph).items()
        if name != METADATA
    }


def described(graph: str) -> list[dict[str, Any]]:
    """Return what the metadata say of each table."""
    said: list[dict[str, Any]] = json.loads(files_of(graph)[METADATA])["tables"]
    return said


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


# ---------------------------------------------------------------- the queries


@every_query
def test_the_header_is_complete_in_both_languages(query: SavedQuery) -> None:
    for words in (query.summary, query.description, *query.columns.values()):
        assert re.search("[\u4e00-\u9fff]", words.zh)
        assert words.en.strip()
        assert not re.search("[\u3400-\u9fff]", words.en)
    assert query.tags == ("table",)


@every_query
def test_the_columns_of_the_header_are_those_of_the_answer(query: SavedQuery) -> None:
    answer = graph_of("first").query(query.sparql)
    assert [variable.value for variable in answer.variables] == list(query.columns)  # type: ignore[union-attr]


@every_query
def test_a_query_is_plain_sparql_that_rdflib_answers_alike(query: SavedQuery) -> None:
    graph = graph_of("invented")
    theirs = graph.as_rdflib().query(prepareQuery(query.sparql))
    told = [tuple(None if value is None else str(value) for value in row) for row in theirs if isinstance(row, tuple)]
    assert told == [tuple(row.get(column) for column in query.columns) for row in table(graph, query.name)]


# ---------------------------------------------------------------- keys


@every_graph
def test_every_primary_key_names_one_row(graph: str) -> None:
    for about in described(graph):
        key = listed(about["tableSchema"]["primaryKey"])
        rows = [tuple(row[column] for column in key) for row in cells_of(graph)[about["url"]]]
        assert all(all(row) for row in rows)
        assert len(rows) == len(set(rows)), about["url"]


@every_graph
def test_every_foreign_key_joins(graph: str) -> None:
    joined = 0
    for about in described(graph):
        for key in about["tableSchema"]["foreignKeys"]:
            there = {row[key["reference"]["columnReference"]] for row in cells_of(graph)[key["reference"]["resource"]]}
            here = {row[key["columnReference"]] for row in cells_of(graph)[about["url"]]} - {""}
            assert here <= there, (about["url"], key, here - there)
            joined += bool(here)
    assert joined >= 15


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("responsibilities", ["agency", "mention", "role", "task"]),
        ("figures", ["base_unit", "change", "commitment", "comparator", "goal", "mention", "notice", "task", "unit"]),
        ("coordination", ["one", "other"]),
        ("places", ["kind", "within"]),
        ("notices", ["jurisdiction"]),
        ("task-projects", ["project", "task"]),
        ("goals", ["mention", "notice", "parent"]),
        ("mentions", ["notice"]),
        ("concepts", []),
    ],
)
def test_columns_that_hold_rows_of_other_tables_are_foreign_keys(name: str, columns: list[str]) -> None:
    (about,) = (each for each in described("first") if each["url"] == f"{name}.csv")
    assert sorted(key["columnReference"] for key in about["tableSchema"]["foreignKeys"]) == columns


# ---------------------------------------------------------------- cells

TYPES: dict[str, Callable[[str], object]] = {
    "anyURI": lambda cell: re.fullmatch(r"[a-z]+:[^\s<>\"{}|\\^`]+", cell),
    "boolean": {"true": "yes", "false": "no"}.get,
    "date": date.fromisoformat,
    "decimal": lambda cell: Decimal(cell).is_finite(),
    "gYear": lambda cell: re.fullmatch("[0-9]{4}", cell),
    "integer": lambda cell: str(int(cell)) == cell,
    "string": len,
}


@every_graph
def test_the_metadata_describe_every_file_and_every_cell_is_of_its_type(graph: str) -> None:
    assert {about["url"] for about in described(graph)} == set(cells_of(graph))
    for about in described(graph):
        columns = about["tableSchema"]["columns"]
        header = files_of(graph)[about["url"]].decode().partition("\r\n")[0]
        assert header == ",".join(column["name"] for column in columns)
        for column in columns:
            assert set(column["titles"]) == {"und", "zh", "en"}
            assert column["titles"]["und"] == column["name"]
            for row in cells_of(graph)[about["url"]]:
                if cell := row[column["name"]]:
                    assert TYPES[column["datatype"]](cell), (about["url"], column["name"], cell)


COUNTS = {
    "agencies": "{ ?x a xt:Agency } UNION { ?x a xt:AgencyGroup }",
    "coordination": "?x a xt:Coordination",
    "figures": "?x a xt:Quantity",
    "goals": "?x a xt:Goal",
    "mentions": "?x a nif:OffsetBasedString",
    "milestones": "?x a xt:Milestone",
    "notices": "?x a xt:Notice",
    "places": "?x a xt:Place",
    "projects": "?x a xt:Project",
    "responsibilities": "?x a xt:Responsibility",
    "tasks": "?x a xt:Task",
}


@every_graph
@pytest.mark.parametrize("name", COUNTS)
def test_every_thing_of_the_graph_has_its_row(graph: str, name: str) -> None:
    found = graph_of(graph).rows(f"SELECT DISTINCT ?x WHERE {{ {COUNTS[name]} }}")
    key = next(iter(table_queries()[name].columns))
    assert sorted(row[key] for row in cells_of(graph)[f"{name}.csv"]) == sorted(row["x"] for row in found)


@pytest.mark.parametrize(
    ("graph", "name", "count"),
    [("first", "tasks", 47), ("first", "goals", 10), ("first", "agencies", 66), ("invented", "notices", 2)],
)
def test_there_are_as_many_as_a_person_counts(graph: str, name: str, count: int) -> None:
    assert len(cells_of(graph)[f"{name}.csv"]) == count


FIGURE = f"{BASE}notice/肇府-2016-1/task/1/quantity/1"


@pytest.mark.parametrize(
    ("name", "key", "column", "cell"),
    [
        ("figures", FIGURE, "value", "10"),
        ("figures", FIGURE, "maximum", "20"),
        ("figures", FIGURE, "unit_text", "辆"),
        ("figures", FIGURE, "task", f"{BASE}notice/肇府-2016-1/task/1"),
        ("figures", FIGURE, "goal", ""),
        ("figures", FIGURE, "target", "true"),
        ("figures", FIGURE, "words", "新增公交车10—20辆"),
        ("figures", f"{BASE}notice/肇府-2016-1/task/1/quantity/2", "target", "false"),
        ("figures", f"{BASE}notice/肇府-2016-1/goal/1/quantity/1", "goal", f"{BASE}notice/肇府-2016-1/goal/1"),
        ("figures", f"{BASE}notice/肇府-2016-1/goal/1/quantity/1", "task", ""),
        ("goals", f"{BASE}notice/肇府-2016-1/goal/1.1", "parent", f"{BASE}notice/肇府-2016-1/goal/1"),
        ("milestones", f"{BASE}notice/肇府-2016-1/task/1/milestone/1", "due", "2016-06-30"),
        ("tasks", f"{BASE}notice/肇府-2016-1/task/1", "goal", f"{BASE}notice/肇府-2016-1/goal/1.1"),
        ("tasks", f"{BASE}notice/肇府-2016-1/task/2", "open", "true"),
        ("tasks", f"{BASE}notice/肇府办-2017-2/task/1", "goal", ""),
        ("agencies", f"{BASE}agency/肇庆市各县(市、区)人民政府", "collective", "true"),
        ("agencies", f"{BASE}agency/肇庆市财政局", "collective", "false"),
        (
            "responsibilities",
            f"{BASE}notice/肇府-2016-1/task/1/responsibility/1",
            "role",
            f"{BASE}vocabulary/role/lead",
        ),
        ("places", f"{BASE}place/441204", "longitude", "112.458"),
        ("concepts", f"{BASE}vocabulary/role/lead", "name", "牵头"),
        ("notices", f"{BASE}notice/肇府-2016-1", "plan_year", "2016"),
    ],
)
def test_what_the_cells_say(name: str, key: str, column: str, cell: str) -> None:
    first = next(iter(table_queries()[name].columns))
    assert [row[column] for row in cells_of("invented")[f"{name}.csv"] if row[first] == key] == [cell]


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_hostile_names_read_back_as_they_are(name: str) -> None:
    cells = cells_of("hostile")
    assert name in {row["name"] for row in cells["agencies.csv"]}
    assert name in {row["title"] for row in cells["notices.csv"]}
    assert name in {row["stated_as"] for row in cells["responsibilities.csv"]}
    assert name in {row["name"] for row in cells["projects.csv"]}


def test_things_lie_below_the_base_of_the_graph() -> None:
    keys = {row["task"] for row in cells_of("elsewhere")["responsibilities.csv"]}
    assert keys
    assert all(key.startswith(f"{ELSEWHERE}notice/") for key in keys)
    assert all(row["notice"].startswith(ELSEWHERE) for row in cells_of("elsewhere")["mentions.csv"])


# ---------------------------------------------------------------- bytes


@every_graph
def test_a_graph_opened_from_a_file_gives_the_same_bytes(graph: str, tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    path.write_bytes(graph_of(graph).nquads())
    assert tables(Dataset.open(path)) == files_of(graph)


def test_an_empty_graph_has_tables_without_rows() -> None:
    files = tables(Dataset())
    assert {name: content.count(b"\r\n") for name, content in files.items() if name != METADATA} == dict.fromkeys(
        cells_of("first"), 1
    )
