"""The pages of the saved questions: all of them, and one with its form and its answer, as a table and as bars."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox
from markupsafe import Markup

from xietong.faces.kinds import BODIES
from xietong.faces.site.frame import Here, render
from xietong.faces.site.known import Known
from xietong.faces.site.thing import value_of
from xietong.faces.wording import label_of
from xietong.graph.answers import headings
from xietong.graph.asking import Question
from xietong.graph.queries import Parameter, Result, saved_queries
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
MOST_ROWS = 2000  # on a page; files have all
MOST_BARS = 25
MOST_OFFERED = 300  # names to choose from
BAR, NAME_WIDTH, BAR_WIDTH, LONGEST_NAME = 20, 190, 380, 14


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
        fields=[(each, list(offered(known, each))) for each in query.parameters],
        headings=list(zip(table.result.columns, headings(query, table.result, here.language), strict=True)),
        rows=table.rows,
        count=len(table.result.rows),
        chart=bars(table),
        sorting=sorting,
    )


def table_of(known: Known, result: Result, here: Here, sorting: Sorting | None = None) -> Table:
    """Return an answer as cells, in the order that a reader wants; names of things lead to their pages."""
    rows = list(result.rows)
    if sorting and sorting.column in result.columns:
        at = result.columns.index(sorting.column)
        there = [row for row in rows if row[at] is not None]
        there.sort(key=lambda row: _sortable(row[at]), reverse=sorting.down)
        rows = there + [row for row in rows if row[at] is None]
    result = Result(result.columns, tuple(rows))
    return Table(result, [[_cell(known, value, here) for value in row] for row in rows[:MOST_ROWS]])


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
        return Cell(f"{value:,.10g}" if isinstance(value, float) else f"{value:,}", number=True)
    prefix, colon, local = value.partition(":")
    space = known.names.prefixes().get(prefix) if colon else None
    if space is not None:
        words, href, _ = value_of(known, ox.NamedNode(space + local), here)
        return Cell(words, href)
    id_ = known.by_name.get(value)
    return Cell(value, here.thing(id_) if id_ else None)


# ---------------------------------------------------------------- forms


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


def bars(table: Table) -> Markup | None:
    """Return an answer as bars if it gives a number for each name: the first number for the first words, each once."""
    kinds = [_column(row[at] for row in table.result.rows) for at in range(len(table.result.columns))]
    if "words" not in kinds or "number" not in kinds:
        return None
    words, number = kinds.index("words"), kinds.index("number")
    found = [(str(row[words]), float(row[number] or 0)) for row in table.result.rows]
    most = max(value for _, value in found)
    if len(found) < 2 or len({name for name, _ in found}) < len(found) or min(v for _, v in found) < 0 or most == 0:
        return None
    found = found[:MOST_BARS]
    lines = [
        Markup(
            '<text x="{}" y="{}" text-anchor="end">{}</text><rect x="{}" y="{}" width="{:.1f}" height="{}"/>'
        ).format(
            NAME_WIDTH - 8,
            at * BAR + 14,
            name if len(name) <= 14 else name[:13] + "…",
            NAME_WIDTH,
            at * BAR + 3,
            BAR_WIDTH * value / most,
            BAR - 6,
        )
        + Markup('<text class="v" x="{:.1f}" y="{}">{}</text>').format(
            NAME_WIDTH + BAR_WIDTH * value / most + 6, at * BAR + 14, f"{value:,.6g}"
        )
        for at, (name, value) in enumerate(found)
    ]
    return Markup('<svg class="chart" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>').format(
        NAME_WIDTH + BAR_WIDTH + 90, len(found) * BAR + 4, Markup("").join(lines)
    )


def _bar(top: int, name: str, value: float, width: float) -> Markup:
    """Return one bar with its name before and its number behind."""
    short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
    return (
        Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(NAME_WIDTH - 8, top + 14, short)
        + Markup('<rect x="{}" y="{}" width="{:.1f}" height="{}"/>').format(NAME_WIDTH, top + 3, width, BAR - 6)
        + Markup('<text class="v" x="{:.1f}" y="{}">{:,.6g}</text>').format(NAME_WIDTH + width + 6, top + 14, value)
    )


def _column(values: Iterable[str | float | bool | None]) -> str:
    """Return what a column holds: words, a number, or neither throughout."""
    found = list(values)
    if found and all(isinstance(value, str) for value in found):
        return "words"
    if found and all(isinstance(value, int | float) and not isinstance(value, bool) for value in found):
        return "number"
    return ""
