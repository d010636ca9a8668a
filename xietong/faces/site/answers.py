"""The pages of the saved questions: all of them, and one with its form and its answer, as a table and as bars."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

import pyoxigraph as ox

from xietong.faces.codes import words_of
from xietong.faces.kinds import BODIES
from xietong.faces.site.frame import Here, render
from xietong.faces.site.known import Known
from xietong.faces.site.thing import value_of
from xietong.faces.wording import label_of
from xietong.graph.answers import headings
from xietong.graph.asking import Question
from xietong.graph.queries import Parameter, Result, SavedQuery, saved_queries
from xietong.graph.vocabulary import concepts_of
from xietong.words import Words

TAGS = {
    "who-with-whom": Words("谁与谁协同", "who with whom"),
    "load": Words("任务与分工", "load and breadth"),
    "projects": Words("项目", "projects"),
    "places": Words("地方", "places"),
    "targets": Words("指标与时限", "targets"),
    "documents": Words("文件、行动与组织", "documents, programmes, organisations"),
    "evidence": Words("出处", "evidence"),
}
MOST_ROWS = 300  # on a page; files have all
MOST_BARS = 25
MOST_OFFERED = 300  # names to choose from


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of an answer as it is shown: words, a link, whether it is a number."""

    words: str
    href: str | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """An answer as it is shown: the plain values, and the cells of the first rows in the same order."""

    result: Result
    rows: list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Sorting:
    """The column by which a reader wants an answer ordered, and whether from large to small."""

    column: str
    down: bool


def questions_page(here: Here) -> str:
    """Return the page of all saved questions, group by group."""
    found = sorted(saved_queries().values(), key=lambda query: (list(TAGS).index(query.tags[0]), query.name))
    groups = [(TAGS[tag], list(queries)) for tag, queries in groupby(found, key=lambda query: query.tags[0])]
    return render("questions.html", here, groups=groups)


def answer_page(
    known: Known, question: Question, given: Mapping[str, str], table: Table, here: Here, sorting: Sorting | None = None
) -> str:
    """Return the page of a saved question with its answer; ``given`` are the reader's words for its parameters."""
    query = question.query
    return render(
        "answer.html",
        here,
        query=query,
        given=given,
        notes=question.notes,
        sparql=question.sparql,
        fields=[(each, list(offered(known, each)), _entered(question, each, given)) for each in query.parameters],
        headings=list(zip(table.result.columns, headings(query, table.result, here.language), strict=True)),
        rows=table.rows,
        count=len(table.result.rows),
        chart=bars(query, table),
        sorting=sorting,
    )


def table_of(known: Known, query: SavedQuery, result: Result, here: Here, sorting: Sorting | None = None) -> Table:
    """Return an answer as cells, in the order that a reader wants.

    Names of things lead to their pages; codes are told in words.
    """
    rows = list(result.rows)
    if sorting and sorting.column in result.columns:
        at = result.columns.index(sorting.column)
        there = [row for row in rows if row[at] is not None]
        there.sort(key=lambda row: _sortable(row[at]), reverse=sorting.down)
        rows = there + [row for row in rows if row[at] is None]
    result = Result(result.columns, tuple(rows))
    kinds = [query.codes.get(column) for column in result.columns]
    return Table(
        result,
        [
            [
                Cell(words_of(kind, value).in_language(here.language))
                if kind and isinstance(value, str)
                else _cell(known, value, here)
                for kind, value in zip(kinds, row, strict=True)
            ]
            for row in rows[:MOST_ROWS]
        ],
    )


def plain(value: float) -> str:
    """Return a number as a person writes it, without exponent.

    >>> plain(46720000000.0), plain(6.30), plain(21)
    ('46,720,000,000', '6.3', '21')
    """
    words = f"{Decimal(str(value)):,f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def _sortable(value: str | float | bool | None) -> tuple[bool, float, str]:  # noqa: FBT001
    return (isinstance(value, str), 0, value) if isinstance(value, str) else (False, float(value or 0), "")


def _cell(known: Known, value: str | float | bool | None, here: Here) -> Cell:  # noqa: FBT001
    if value is None:
        return Cell("")
    if isinstance(value, bool):
        return Cell(
            Words("是", "yes").in_language(here.language) if value else Words("否", "no").in_language(here.language)
        )
    if isinstance(value, int | float):
        return Cell(plain(value), number=True)
    prefix, colon, local = value.partition(":")
    space = known.names.prefixes().get(prefix) if colon else None
    if space is not None:
        words, href, _ = value_of(known, ox.NamedNode(space + local), here)
        return Cell(words, href)
    id_ = known.by_name.get(value)
    return Cell(value, here.thing(id_) if id_ else None)


# ---------------------------------------------------------------- forms


def _entered(question: Question, parameter: Parameter, given: Mapping[str, str]) -> str:
    """Return what stands in the field of a parameter: the reader's words, else those that the answer is for.

    A choice of a vocabulary is called by its label, whatever the reader called it.
    """
    value = question.values.get(parameter.name)
    if parameter.type.startswith("concept:") and value is not None and (label := label_of(value.value)):
        return label.zh
    return given.get(parameter.name, parameter.default or "")


def offered(known: Known, parameter: Parameter) -> Iterator[Words]:
    """Yield what a person may choose for a parameter: names of things, or the words of a vocabulary.

    What is asked is the Chinese form; that of a thing's name is the only one.
    """
    if parameter.type.startswith("concept:"):
        iris = dict.fromkeys(concepts_of(parameter.type.removeprefix("concept:")).values())
        yield from (label for iri in iris if (label := label_of(iri)))
        return
    kinds = {
        kind
        for each in parameter.type.split("|")
        for kind in (BODIES if each == "agency" else (*BODIES, "project", "place") if each == "thing" else (each,))
    }
    names = {thing.name for thing in known.told.things.values() if thing.kind in kinds}
    yield from (Words(name, name) for name in sorted(names)[:MOST_OFFERED])


# ---------------------------------------------------------------- bars


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: the name before it, its length of a hundred, the number behind it."""

    name: str
    length: float
    number: str


def bars(query: SavedQuery, table: Table) -> list[Bar]:
    """Return an answer as bars, in its order, if its question has a chart: the columns that its header names.

    There are none where a name stands twice (the answer is for many bodies), or nothing is to be compared.
    """
    if query.chart is None:
        return []
    name, number = (table.result.columns.index(column) for column in query.chart)
    found = [(cells[name].words, row[number]) for cells, row in zip(table.rows, table.result.rows, strict=False)]
    values = [value for _, value in found if isinstance(value, int | float)]
    most = max(values, default=0)
    if len(values) < 2 or len(values) < len(found) or len({words for words, _ in found}) < len(found) or most <= 0:
        return []
    return [
        Bar(words, round(100 * max(value, 0) / most, 1), plain(value))
        for (words, _), value in zip(found[:MOST_BARS], values, strict=False)
    ]
