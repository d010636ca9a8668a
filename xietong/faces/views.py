"""A saved query and its look -> a picture: things, the lines between them, and where they stand.

A view is a file in ``queries/views/``: a SELECT with the columns ``one``, ``relation``, ``other`` and ``task`` (the
task through which the two are tied, a row each), and in its ``#+`` header the look:

``order``    place among the views;
``layout``   ``springs``, or ``columns`` from left to right as ``columns`` lists them, each a style of
             :class:`xietong.faces.layout.Column` with the kinds that stand in it (``body`` is a body of any kind);
``choose``   ``goal`` or ``agency``: what a reader picks on the page, each with a drawing of its own;
``first``    kinds whose columns a narrow window begins with, and which get more room in any;
``brief``    kinds whose label is their number;
``every``    kinds that the picture would show all of: the page says how many have tasks and yet no line.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from xietong.errors import QueryError
from xietong.faces.kinds import BODIES
from xietong.faces.layout import SMALL, Box, Column, Sight, columns, springs
from xietong.faces.panel import Thing, Told, in_order, prefixed, short_id
from xietong.faces.parts import Line, ends_of, goal_of, index_of, part_of
from xietong.graph.asked import Asked
from xietong.graph.queries import SavedQuery, load_query
from xietong.graph.terms import Names
from xietong.resources import data_folder
from xietong.words import Words

MOST_THINGS, MOST_LINES = 2_500, 20_000  # what a browser bears
RADII = {"notice": 9.0, "goal": 8.0, "figure": 4.5, "milestone": 4.5, "place": 7.0}


@dataclass(frozen=True, slots=True)
class Look:
    """How a view is drawn (see the head of this module)."""

    order: int = 99
    layout: str = "springs"
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    choose: str | None = None
    first: tuple[str, ...] = ()
    brief: tuple[str, ...] = ()
    every: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A saved query with its look."""

    query: SavedQuery
    look: Look

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.query.name


@dataclass(frozen=True, slots=True)
class Picture:
    """What a page draws of a graph.

    ``sights`` holds a drawing of everything under "", if there is one, and one for each goal or agency that a reader
    may choose under its id. ``left_out`` counts the lines that were too many for a picture of everything, ``alone``
    the things that the look would show and that no line reaches.
    """

    view: View
    told: Told
    lines: tuple[Line, ...]
    sights: dict[str, Sight]
    boxes: dict[str, Box]
    left_out: int = 0
    alone: int = 0


def views() -> dict[str, View]:
    """Return the views by name, in the order of the gallery."""
    paths = (data_folder("queries") / "views").glob("*.rq")
    found = sorted(map(load_view, paths), key=lambda view: (view.look.order, view.name))
    return {view.name: view for view in found}


def view_named(name: str) -> View:
    """Return the view of a name. Raises QueryError, naming what there is."""
    there = views()
    if name not in there:
        known = " ".join(there)
        raise QueryError(
            f"没有名为 {name[:60]} 的网络图；可用的有：{known}。",
            f"There is no view {name[:60]}; there are: {known}.",
        )
    return there[name]


def load_view(path: Path) -> View:
    """Read a view. Raises QueryError if its header is incomplete or its look is none."""
    query = load_query(path)
    try:
        said = dict(query.look)
        stacks = [next(iter(column.items())) for column in said.pop("columns", ())]
        look = Look(
            **said | {name: tuple(said.get(name, ())) for name in ("first", "brief", "every")},
            columns=tuple((str(style), tuple(map(str, kinds))) for style, kinds in stacks),
        )
    except (TypeError, AttributeError, ValueError, StopIteration) as error:
        raise QueryError(
            f"{path.name}：look 有误（{error}）。", f"{path.name}: its look is wrong ({error})."
        ) from error
    return View(query, look)


def pictures(asked: Asked, told: Told) -> list["Picture"]:
    """Return the pictures of all views, in the order of the gallery. Raises what the graph raises."""
    return [picture(asked, told, view) for view in views().values()]


def own_view(path: Path) -> View:
    """Read a reader's own query, with a header like that of a saved view or without one.

    Raises QueryError if the file cannot be read.
    """
    try:
        sparql = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "UTF-8"
        raise QueryError(f"无法读取查询文件 {path}：{reason}。", f"Cannot read the query {path}: {reason}.") from error
    if sparql.lstrip().startswith("#+"):
        return load_view(path)
    words = Words(path.stem, path.stem)
    about = Words("自定查询的结果", "what a query of one's own finds")
    return View(SavedQuery(path.stem, words, about, ("view",), {}, sparql), Look())


def lines_of(asked: Asked, told: Told, view: View) -> tuple[list[Line], Told]:
    """Return the lines of a view, and ``told`` with the things that only its query knows.

    Several rows with the same ends are one line. Raises QueryError if the query gives neither triples nor two ends.
    """
    labels: dict[str, str] = {}
    weights: dict[tuple[str, str, str], float] = {}
    tasks: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for row in _rows(asked, view.query):
        one, other = _id(row.one, asked.names), _id(row.other, asked.names)
        if row.relation == LABEL:
            labels[one] = row.other.value
        elif one != other:
            key = one, prefixed(row.relation), other
            weights[key] = max(weights.get(key, 0), row.weight)
            tasks[key] |= {_id(row.task, asked.names): None} if row.task is not None else {}
    named = [id_ for one, _, other in weights for id_ in (one, other)] + [
        id_ for each in tasks.values() for id_ in each
    ]
    unknown = sorted(set(named) - told.things.keys())
    things = told.things | {id_: Thing(id=id_, kind="thing", name=labels.get(id_) or _end(id_)) for id_ in unknown}
    lines = []
    for key, weight in weights.items():
        through = sorted(tasks[key], key=lambda id_: in_order(things[id_]))
        lines.append(Line(*key, weight or max(1, len(through)), tuple(through)))
    lines.sort(key=lambda line: (in_order(things[line.one]), in_order(things[line.other])))
    return lines, Told(things, told.facts)


def picture(asked: Asked, told: Told, view: View) -> Picture:
    """Draw a view of a graph; ``told`` is what the graph says of its things. Raises what :func:`lines_of` raises."""
    lines, told = lines_of(asked, told, view)
    # where a reader chooses an agency, nothing is drawn but its own part, whatever the size of the graph
    kept, left_out = (lines, 0) if view.look.choose == "agency" else _strongest(lines)
    drawn = ends_of(kept)
    tasks: dict[str, set[str]] = defaultdict(set)
    for fact in told.facts:
        if fact.relation.startswith("role:"):
            tasks[fact.other].add(fact.one)
    boxes = {id_: _box(told.things[id_], len(tasks[id_]), view.look) for id_ in drawn}
    tied, every = set(ends_of(lines)), _kinds(view.look.every)
    alone = sum(id_ not in tied and told.things[id_].kind in every for id_ in tasks if id_ in told.things)
    found = Picture(view, told, tuple(kept), {}, boxes, left_out, alone)
    return replace(found, sights=sights_of(found))


def _box(thing: Thing, tasks: int, look: Look) -> Box:
    """Return the room of a thing: the area of a body's dot grows with its tasks; a task is named after its number."""
    radius = 4 + 2.2 * math.sqrt(tasks) if thing.kind in BODIES else RADII.get(thing.kind, 6.0)
    number = str(thing.number) if thing.kind == "task" and thing.number is not None else ""
    label = number if number and thing.kind in look.brief else f"{number} {thing.name}".strip()
    return Box(min(SMALL, radius) if look.layout == "columns" else round(radius, 1), label)


# ---------------------------------------------------------------- lines

Term = ox.NamedNode | ox.BlankNode | ox.Literal
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


@dataclass(frozen=True, slots=True)
class _Row:
    """One answer: two ends and what ties them."""

    one: Term
    other: Term
    relation: str = ""
    task: Term | None = None
    weight: float = 0


def _rows(asked: Asked, query: SavedQuery) -> Iterator[_Row]:
    """Run a query of a view; a SELECT gives its ends in ``one`` and ``other``, or else in its first two columns.

    Of a CONSTRUCT, triples with a literal are no tie; ``rdfs:label`` names its subject.
    """
    answer = asked.query(query.sparql)
    if isinstance(answer, ox.QueryTriples):
        for one, predicate, other in ((each.subject, each.predicate.value, each.object) for each in answer):
            tie = isinstance(other, ox.NamedNode | ox.BlankNode) or predicate == LABEL
            if tie and not isinstance(one, ox.Triple) and not isinstance(other, ox.Triple):
                yield _Row(one, other, predicate)
        return
    columns = [] if isinstance(answer, ox.QueryBoolean) else [variable.value for variable in answer.variables]
    if isinstance(answer, ox.QueryBoolean) or len(columns) < 2:
        raise QueryError(
            f"{query.name} 不能画成网络：需要 CONSTRUCT，或至少两列的 SELECT。",
            f"{query.name} cannot be drawn: it takes a CONSTRUCT, or a SELECT with two columns at least.",
        )
    ends = ("one", "other") if {"one", "other"} <= set(columns) else columns[:2]
    for row in answer:
        value: dict[str, Any] = {column: row[column] for column in columns}
        one, other, relation = value[ends[0]], value[ends[1]], value.get("relation")
        if one is not None and other is not None:
            weight = _number(value.get("weight"), query)
            yield _Row(one, other, relation.value if relation else "", value.get("task"), weight)


def _number(value: Term | None, query: SavedQuery) -> float:
    """Return a weight, 0 for none."""
    try:
        weight = float(value.value) if value is not None else 0.0
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight):
        raise QueryError(
            f"{query.name}：weight 一列应为数字，而不是“{str(value)[:40]}”。",
            f"{query.name}: the column weight holds numbers, not “{str(value)[:40]}”.",
        )
    return weight


def _id(value: Term, names: Names) -> str:
    """Return the id of a term: see :class:`Thing`; that of a literal is in quotation marks."""
    return short_id(value.value, names) if isinstance(value, ox.NamedNode) else f'"{value.value}"'


def _end(id_: str) -> str:
    """Return what to call a thing of which only its id is known."""
    return id_.strip('"') if id_.startswith('"') else unquote(re.split(r"[/#]", id_.rstrip("/#"))[-1])


def _strongest(lines: list[Line]) -> tuple[list[Line], int]:
    """Return the lines that a browser bears, the heaviest first to stay, and how many were left out."""
    things: set[str] = set()
    kept: set[int] = set()
    for at in sorted(range(len(lines)), key=lambda at: (-lines[at].weight, at)):
        ends = {lines[at].one, lines[at].other}
        if len(kept) < MOST_LINES and len(things | ends) <= MOST_THINGS:
            kept.add(at)
            things |= ends
    return [line for at, line in enumerate(lines) if at in kept], len(lines) - len(kept)


# ---------------------------------------------------------------- drawings


def sights_of(found: Picture) -> dict[str, Sight]:
    """Return the drawing of everything, and one for each thing that a reader may choose."""
    look = found.view.look
    if look.layout == "springs":
        return {"": replace(springs(found.boxes, _ties(found.lines)), left_out=found.left_out)}
    sights: dict[str, Sight] = {}
    if look.choose != "agency":
        sights[""] = replace(_columns(found, list(found.boxes), found.lines), left_out=found.left_out)
    index = index_of(found.lines)
    for id_ in choices(found):
        kept, left_out = _strongest(part_of(found.told.things, index, id_))
        sights[id_] = replace(_columns(found, ends_of(kept), kept, chosen=id_), left_out=found.left_out + left_out)
    return sights


def choices(found: Picture) -> list[str]:
    """Return the ids that a reader may choose from: goals with tasks in their order, or bodies, the busiest first."""
    things, choose = found.told.things, found.view.look.choose
    if choose == "goal":
        goals = {goal_of(things, id_) for id_ in found.boxes if things[id_].kind == "task"}
        return sorted(filter(None, goals), key=lambda id_: in_order(things[id_]))
    if choose != "agency":
        return []
    tasks: Counter[str] = Counter()
    for line in found.lines:
        kinds = {things[line.one].kind: line.one, things[line.other].kind: line.other}
        if "task" in kinds:
            tasks.update(id_ for kind, id_ in kinds.items() if kind in BODIES)
    return sorted(tasks, key=lambda id_: (-tasks[id_], in_order(things[id_])))


def chosen_part(found: Picture, chosen: str) -> tuple[list[str], list[Line]]:
    """Return the things and lines of the drawing of a chosen goal or body: see :func:`part_of`."""
    lines = part_of(found.told.things, index_of(found.lines), chosen)
    return ends_of(lines), lines


def _kinds(names: Iterable[str]) -> set[str]:
    """Return kinds of things; ``body`` is a body of any kind."""
    return {each for name in names for each in (BODIES if name == "body" else (name,))}


def _columns(found: Picture, ids: list[str], lines: Sequence[Line], chosen: str | None = None) -> Sight:
    """Return a drawing in columns of some of the things; the chosen one stands by itself."""
    things = found.told.things
    weights = {end: line.weight for line in lines if chosen in (line.one, line.other) for end in (line.one, line.other)}
    stacks = []
    for style, kinds in found.view.look.columns:
        wanted = _kinds(kinds)
        if found.view.look.choose == "agency":
            here = [id_ for id_ in ids if id_ != chosen and things[id_].kind in wanted]
            here += [chosen] if chosen and "chosen" in kinds else []
        else:
            here = [id_ for id_ in ids if things[id_].kind in wanted]
            # one goal has room for its figures one below the other
            style = "stack" if style == "beads" and chosen else style  # noqa: PLW2901
        here.sort(key=lambda id_: (-weights.get(id_, 0) if chosen else 0, in_order(things[id_])))
        stacks.append(Column(style, here, first=bool(set(kinds) & set(found.view.look.first))))
    return columns({id_: found.boxes[id_] for id_ in ids}, stacks, _ties(lines))


def _ties(lines: Iterable[Line]) -> list[tuple[str, str, float]]:
    """Return lines as a layout takes them."""
    return [(line.one, line.other, line.weight) for line in lines]
