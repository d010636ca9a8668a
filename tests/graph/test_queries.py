"""The saved questions: each says what it asks in two languages, runs anywhere, and answers what people would count.

What the answers should be is counted in test_competency.py.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from xietong.errors import QueryError
from xietong.graph.answers import as_csv, as_json, headings
from xietong.graph.asking import ask
from xietong.graph.dataset import Dataset
from xietong.graph.queries import (
    Result,
    Row,
    SavedQuery,
    load_query,
    run,
    saved_queries,
    saved_query,
)
from xietong.graph.vocabulary import knowledge
from xietong.reading import read
from xietong.resources import data_folder

QUESTIONS = saved_queries()
VIEWS = {f"views/{path.stem}": load_query(path) for path in sorted((data_folder("queries") / "views").glob("*.rq"))}
ALL = QUESTIONS | VIEWS

every_query = pytest.mark.parametrize("query", ALL.values(), ids=ALL)


# ---------------------------------------------------------------- the files


def test_there_are_the_ten_first_questions() -> None:
    assert set(QUESTIONS) >= {
        "agencies-by-tasks",
        "agency-tasks",
        "coordination-pairs",
        "evidence",
        "open-lists",
        "partners",
        "sole-responsibility",
        "tasks-by-bodies",
        "tasks-without-bodies",
        "vertical-coordination",
    }


@every_query
def test_the_header_is_complete_in_both_languages(query: SavedQuery) -> None:
    for words in (query.summary, query.description, *query.columns.values()):
        assert words.zh.strip()
        assert words.en.strip()
        assert any("\u4e00" <= char <= "\u9fff" for char in words.zh)
        assert not any("\u3400" <= char <= "\u9fff" for char in words.en.replace("等", "").replace("各县区政府", ""))
    assert query.tags


@every_query
def test_the_columns_of_the_header_are_those_of_the_answer(query: SavedQuery, first: Dataset) -> None:
    assert tuple(query.columns) == run(query, first).columns


@every_query
def test_a_query_is_plain_sparql_with_prefixes_of_its_own(query: SavedQuery) -> None:
    """So that it can be pasted into any tool."""
    assert prepareQuery(query.sparql)
    header = [line for line in query.sparql.splitlines() if line.startswith("#")]
    assert all(line.startswith("#+") for line in header)


def answer_of_rdflib(
    query: SavedQuery, graph: rdflib.Graph, values: Mapping[str, ox.NamedNode | ox.Literal] | None = None
) -> list[tuple[str | None, ...]]:
    """Return what rdflib answers, as lexical forms; ``values`` are bound in its own way (initBindings)."""
    terms = {
        name: rdflib.URIRef(value.value)
        if isinstance(value, ox.NamedNode)
        else rdflib.Literal(value.value, datatype=rdflib.URIRef(value.datatype.value))
        for name, value in (values or {}).items()
    }
    rows = graph.query(query.sparql, initBindings=terms)
    return [tuple(None if value is None else str(value) for value in row) for row in rows if isinstance(row, tuple)]


def answer_of_oxigraph(query: SavedQuery, dataset: Dataset) -> list[tuple[str | None, ...]]:
    """Return what our store answers, as lexical forms."""
    return [tuple(row.get(column) for column in query.columns) for row in dataset.rows(query.sparql)]


@pytest.fixture(scope="module")
def plain(first: Dataset) -> rdflib.Graph:
    """Return the first notice's graph in rdflib."""
    return first.as_rdflib()


@every_query
@pytest.mark.timeout(20)
def test_rdflib_gives_the_same_answer(query: SavedQuery, first: Dataset, plain: rdflib.Graph) -> None:
    """And within the time that a person waits; with its parameters bound to their examples, where it has any."""
    if query.name not in QUESTIONS:
        assert answer_of_rdflib(query, plain) == answer_of_oxigraph(query, first)
        return
    answer = ask(first, query.name, {parameter.name: parameter.example for parameter in query.parameters})
    ours = replace(query, sparql=answer.sparql)
    assert answer_of_rdflib(query, plain, answer.values) == answer_of_oxigraph(ours, first)


@every_query
def test_the_answer_is_in_one_order_whatever_the_order_of_loading(query: SavedQuery, first: Dataset) -> None:
    other = Dataset()
    for each in (other.store, other.merged):
        each.extend(sorted(first.merged if each is other.merged else first.store, key=str, reverse=True))
    assert run(query, other) == run(query, first)


@every_query
def test_every_question_has_an_answer_in_an_empty_graph(query: SavedQuery) -> None:
    assert run(query, Dataset()).rows == ()


def answer(name: str, dataset: Dataset) -> list[dict[str, Any]]:
    """Return the rows of a saved query as dictionaries."""
    result = run(saved_query(name), dataset)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


# ---------------------------------------------------------------- notices of other shapes

HEAD = "肇庆市人民政府办公室关于印发{year}年重点工作的通知\n\n肇府办〔{year}〕1号\n\n"
ROADS = "（一）推进交通建设。建成大桥。（市交通运输局、市财政局、端州区政府等）\n"
SCHOOLS = "（二）发展教育。新建学校。（市教育局牵头，市财政局、市教育局配合）\n"
ORDER = "（三）提高认识。切实加强领导。\n"


def notices(*bodies: str) -> Dataset:
    """Return the graph of notices of one city, each of the next year."""
    return Dataset.of_notices(
        [
            read(f"{year}.txt", HEAD.format(year=year) + body, knowledge())
            for year, body in enumerate(bodies, start=2016)
        ]
    )


def doubled(result: Result) -> list[Row]:
    """Return the rows that stand more than once."""
    return [row for row, count in Counter(result.rows).items() if count > 1]


def test_two_notices_that_name_the_same_bodies_do_not_double_the_answers() -> None:
    body = "一、稳增长\n" + ROADS
    two = notices(body, body)
    assert len(answer("agency-tasks", two)) == 6
    assert len(answer("evidence", two)) == 6
    assert {row["bodies"] for row in answer("tasks-by-bodies", two)} == {3}
    assert {row["partners"]: row["depth"] for row in answer("partners", two)} == {2: 4}
    assert {row["numbers"] for row in answer("coordination-pairs", two)} == {"1 1"}
    assert {row["numbers"] for row in answer("vertical-coordination", two)} == {"1 1"}
    assert {(row["tasks"], row["goals"], row["partners"]) for row in answer("agencies-by-tasks", two)} == {(2, 2, 2)}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_row_of_two_notices_is_doubled_but_for_tasks_of_one_name(name: str) -> None:
    two = notices(
        "一、稳增长\n" + ROADS + ORDER, "一、保增长\n" + ROADS.replace("交通", "铁路") + ORDER.replace("认", "见")
    )
    assert doubled(run(QUESTIONS[name], two)) == []


def test_the_answers_over_two_notices_are_those_of_rdflib() -> None:
    two = notices("一、稳增长\n" + ROADS + SCHOOLS, "一、保增长\n" + ROADS + ORDER)
    plain = two.as_rdflib()
    differ = [
        name
        for name, query in ALL.items()
        if sorted(map(repr, answer_of_rdflib(query, plain))) != sorted(map(repr, answer_of_oxigraph(query, two)))
    ]
    assert differ == []


def test_a_body_named_twice_in_a_task_is_one_body() -> None:
    """市教育局 leads and supports the same task: two responsibilities, one body."""
    one = notices("一、稳增长\n" + SCHOOLS)
    (row,) = answer("tasks-by-bodies", one)
    assert row["bodies"] == 2
    assert row["names"] == "肇庆市教育局、肇庆市财政局"
    assert len(answer("agency-tasks", one)) == 3


def test_tasks_without_bodies_are_found_where_no_goal_gathers_them() -> None:
    one = notices("一、推进交通建设。建成大桥。（市交通运输局）\n二、提高认识。切实加强领导。\n")
    assert [(row["number"], row["task"]) for row in answer("tasks-without-bodies", one)] == [(2, "提高认识")]


def test_a_notice_without_goals_answers_all_else() -> None:
    one = notices("一、推进交通建设。建成大桥。（市交通运输局、市财政局）\n二、提高认识。切实加强领导。\n")
    assert [tuple(row.values()) for row in answer("agencies-by-tasks", one)] == [
        ("肇庆市交通运输局", 1, 0, 1),
        ("肇庆市财政局", 1, 0, 1),
    ]
    assert len(answer("agency-tasks", one)) == len(answer("evidence", one)) == 2


def test_a_notice_without_a_number_goes_by_its_title() -> None:
    source = "肇庆市人民政府办公室关于印发2016年重点工作的通知\n\n一、稳增长\n" + ROADS
    one = Dataset.of_notices([read("no-number.txt", source, knowledge())])
    assert {row["notice"] for row in answer("agency-tasks", one)} == {
        "肇庆市人民政府办公室关于印发2016年重点工作的通知"
    }


# ---------------------------------------------------------------- as text


def lexical(value: str | float | bool | None) -> str:  # noqa: FBT001
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@every_query
def test_csv_reads_back(query: SavedQuery, first: Dataset) -> None:
    result = run(query, first)
    head, *rows = csv.reader(io.StringIO(as_csv(result), newline=""))
    assert tuple(head) == result.columns
    assert [tuple(row) for row in rows] == [tuple(map(lexical, row)) for row in result.rows]


@every_query
def test_json_reads_back(query: SavedQuery, first: Dataset) -> None:
    result = run(query, first)
    assert json.loads(as_json(result)) == [dict(zip(result.columns, row, strict=True)) for row in result.rows]


HOSTILE = Result(("a", "b"), (('say "hi", 肇庆', None), ("line\nbreak\r\nand\ttab", True), ("=1+1", 1.5), ("", 0)))


def test_hostile_cells_read_back() -> None:
    head, *rows = csv.reader(io.StringIO(as_csv(HOSTILE), newline=""))
    assert (tuple(head), [tuple(row) for row in rows]) == (
        HOSTILE.columns,
        [tuple(map(lexical, row)) for row in HOSTILE.rows],
    )
    assert json.loads(as_json(HOSTILE))[1] == {"a": "line\nbreak\r\nand\ttab", "b": True}


def test_an_empty_answer_is_still_a_table() -> None:
    empty = Result(("a", "b"), ())
    assert as_csv(empty) == "a,b\r\n"
    assert json.loads(as_json(empty)) == []


def test_headings_are_words() -> None:
    query = saved_query("partners")
    result = run(query, Dataset())
    assert list(headings(query, result, "zh")) == ["部门", "协同部门数", "共同任务总数", "最多共同任务"]
    assert list(headings(query, result, "en"))[:2] == ["body", "partners"]


# ---------------------------------------------------------------- what is no saved query


@pytest.mark.parametrize("name", ["nosuch", "", "../derive/20-coordination", "views/coordination", "evidence.rq", "人"])
def test_an_unknown_question_names_those_that_there_are(name: str) -> None:
    with pytest.raises(QueryError) as caught:
        saved_query(name)
    for sentence in caught.value.words:
        assert all(known in sentence for known in QUESTIONS)


def broken_headers() -> Iterator[tuple[str, str]]:
    """Yield ways in which a header can be incomplete."""
    words = "{zh: 甲, en: a}"
    whole = f"#+ summary: {words}\n#+ description: {words}\n#+ tags: [x]\n#+ columns:\n#+   s: {words}\n"
    for line in ("summary", "description", "tags"):
        yield f"no {line}", "".join(each for each in whole.splitlines(keepends=True) if line not in each)
    yield "no columns", whole.partition("#+ columns")[0]
    yield "no English", whole.replace(", en: a}\n#+ tags", "}\n#+ tags")
    yield "no header", ""
    yield "no YAML", "#+ summary: [\n"
    yield "a list", "#+ - a\n"


@pytest.mark.parametrize(("why", "header"), list(broken_headers()), ids=[why for why, _ in broken_headers()])
def test_an_incomplete_header_is_refused_by_name(tmp_path: Path, why: str, header: str) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(header + "SELECT ?s WHERE { ?s ?p ?o }", encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        load_query(path)
    assert all("mine.rq" in sentence for sentence in caught.value.words), why
    assert all("\n" not in sentence for sentence in caught.value.words)


def test_what_is_no_select_is_refused() -> None:
    with pytest.raises(QueryError):
        run(load_query(data_folder("queries") / "derive" / "20-coordination.rq"), Dataset())
