"""What a graph says of its things, each statement with the words behind it and their place in the notice."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from xietong.faces.kinds import BODIES
from xietong.faces.wording import LABELS, QUANTITY_KINDS, SIGNS, label_of
from xietong.graph.asked import Asked, Row, rows
from xietong.graph.dump import by_number
from xietong.graph.facts import COMPARATORS
from xietong.graph.terms import VOCABULARIES, Names, term
from xietong.model import QuantityKind
from xietong.resources import data_folder
from xietong.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What a panel can be opened for: a body, a task, a project, a figure …

    ``id`` is the IRI, without the base of the graph's own things. ``whole`` is the id of what a part of a notice
    belongs to, ``begin`` the source offset at which it begins. ``said`` are labelled values of its own; ``text`` is
    that of a task.
    """

    id: str
    kind: str
    name: str
    names: tuple[str, ...] = ()
    number: int | None = None
    whole: str | None = None
    begin: int = 0
    said: tuple[tuple[Words, Words | str], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a notice: source offsets, and where they stand in the text of the task (-1: not in one)."""

    words: str
    begin: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement: ids of two things, the prefixed name of what ties them, and the words that state it, if any do."""

    one: str
    relation: str
    other: str
    quoted: Quoted | None = None


@dataclass(slots=True)
class Told:
    """All that pages show of a graph: things by id and facts, both in the order of the text."""

    things: dict[str, Thing] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parts:
    """The goals and tasks of the notices by where they begin, so that words find the part in which they stand."""

    begins: dict[str, list[int]]
    ids: dict[str, list[str]]
    title: dict[str, tuple[str, int]]  # part -> its text and where its title begins in the source

    def at(self, notice: str, begin: int) -> str:
        """Return the id of the part that holds an offset: the last that begins there or before, else the notice."""
        found = bisect_right(self.begins.get(notice, []), begin)
        return self.ids[notice][found - 1] if found else notice


PARTS = ("notice", "goal", "task", "figure", "milestone")
NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}  # ，and （ as clean text has them
THINGS = {"thing", "one", "other", "whole", "about", "source"}  # columns that hold things of the graph


@cache
def _sparql(name: str) -> str:
    return (data_folder("queries") / "panel" / f"{name}.rq").read_text(encoding="utf-8")


def short_id(iri: str, names: Names) -> str:
    """Return an IRI without the base of the graph's own things: agency/肇庆市财政局; another one whole."""
    return iri.removeprefix(names.base)


def iri_of(id_: str, names: Names) -> str:
    """Return the IRI of an id: the inverse of :func:`short_id`. The id of a literal is none and stays as it is."""
    return id_ if id_.startswith('"') or ":" in id_.partition("/")[0] else names.base + id_


def told(asked: Asked) -> Told:
    """Ask a graph for everything that pages show. Raises what the graph raises when it cannot answer."""
    said = Told()

    def answers(name: str) -> Iterator[Row]:
        for row in rows(asked, _sparql(name)):
            yield row | {column: short_id(row[column], asked.names) for column in THINGS & row.keys()}

    parts = _parts(said, answers("parts"))
    for row in answers("bodies"):
        kind = row["kind"] if row["kind"] in BODIES else "other"
        place = ((LABELS["place"], row["place"]),) if "place" in row else ()
        _add(said, Thing(id=row["thing"], kind=kind, name=row["name"], said=place))
    for kind in ("project", "place"):
        for row in answers(f"{kind}s"):
            sort = label_of(row.get("sort"))
            _add(said, Thing(id=row["thing"], kind=kind, name=row["name"], said=_labelled(kind=sort)))
    for row in answers("roles"):
        said.facts.append(Fact(row["one"], prefixed(row["relation"]), row["other"], _quoted(row, parts)))
    _figures(said, answers("figures"), parts)
    _milestones(said, answers("milestones"), parts)
    _named(said, answers("names"), answers("mentions"), parts)
    said.facts += [Fact(row["one"], prefixed(row["relation"]), row["other"]) for row in answers("ties")]
    said.facts += [
        Fact(thing.id, "dcterms:isPartOf", thing.whole) for thing in said.things.values() if thing.whole in said.things
    ]
    _other_names(said, answers("other-names"))
    return _as_in_text(said)


def in_order(thing: Thing) -> tuple[str, int, tuple[tuple[str, int], ...]]:
    """Return a sort key: parts of a notice as they follow each other in it, all else by id, 9 before 10."""
    notice = "/".join(thing.id.split("/")[:2]) if thing.kind in PARTS else ""
    return notice, thing.begin, by_number(thing.id)


def _as_in_text(said: Told) -> Told:
    """Return what is told in the order of the text: queries sort numbers as text, task/10 before task/9."""
    things = {thing.id: thing for thing in sorted(said.things.values(), key=in_order)}
    rank = {id_: at for at, id_ in enumerate(things)}
    return Told(things, sorted(said.facts, key=lambda fact: rank.get(fact.one, len(rank))))


def _add(said: Told, thing: Thing) -> None:
    """Add a thing that is not yet there."""
    said.things.setdefault(thing.id, thing)


def _labelled(**values: Words | str | None) -> tuple[tuple[Words, Words | str], ...]:
    """Return values with the words for what they are; what is not known has none."""
    return tuple((LABELS[name], value) for name, value in values.items() if value)


@cache
def prefixed(iri: str) -> str:
    """Return the prefixed name of a relation, a role or a comparator; an IRI of no vocabulary stays whole."""
    fitting = ((prefix, space) for prefix, space in VOCABULARIES.items() if iri.startswith(space))
    return next((f"{prefix}:{iri.removeprefix(space)}" for prefix, space in fitting), iri)


def _parts(said: Told, found: Iterable[Row]) -> Parts:
    """Add notices, goals and tasks."""
    parts = Parts(defaultdict(list), defaultdict(list), {})
    begins: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in found:
        number = int(row["number"]) if "number" in row else None
        labels = _labelled(number=row.get("official"), issued=row.get("issued"))
        _add(
            said,
            Thing(
                id=row["thing"],
                kind=row["kind"],
                name=row["name"],
                number=number,
                whole=row.get("whole"),
                begin=int(row.get("begin", 0)),
                said=labels,
                text=row.get("text", ""),
            ),
        )
        if "begin" in row:
            begins[_notice_of(row["thing"])].append((int(row["begin"]), row["thing"]))
            parts.title[row["thing"]] = row.get("text", ""), int(row["begin"])
    for notice, each in begins.items():
        each.sort()
        parts.begins[notice] = [begin for begin, _ in each]
        parts.ids[notice] = [part for _, part in each]
    return parts


def _notice_of(part: str) -> str:
    """Return the id of the notice of a goal or task: theirs lie below its own (…/task/25)."""
    return part.rsplit("/", 2)[0]


def _quoted(row: Row, parts: Parts) -> Quoted:
    """Return the words of a row, found again in the text of the task that holds them.

    The text is clean, the offsets are the source's: of equal words those count that stand nearest to where they
    would be if nothing had been cleaned away.
    """
    words, begin, end = "".join(row["quote"].split()), int(row["begin"]), int(row["end"])
    text, title = parts.title.get(row["one"], ("", 0))
    there = [match.start() for match in re.finditer(re.escape(words.translate(NARROW)), text.translate(NARROW))]
    return Quoted(words, begin, end, min(there, key=lambda at: abs(at - (begin - title)), default=-1))


def _figures(said: Told, found: Iterable[Row], parts: Parts) -> None:
    """Add figures, what each is about, and the parts that state them."""
    for row in found:
        quoted = _quoted(row, parts)
        comparator = prefixed(row["comparator"])
        sign = next((SIGNS[key] for key, name in COMPARATORS.items() if name == comparator), "")
        value = "–".join(f"{Decimal(row[name]):,f}" for name in ("value", "most") if name in row)
        scale = row["class"] == term("xt:ScaleFigure").value
        labels = _labelled(
            indicator=row.get("indicator"),
            value=f"{sign} {value} {row.get('unit', '')}".strip(),
            sort=QUANTITY_KINDS[QuantityKind.SCALE if scale else QuantityKind.TARGET],
            commitment=label_of(row.get("commitment")),
            due=row.get("due"),
            base=row.get("baseline"),
        )
        _add(said, Thing(id=row["other"], kind="figure", name=quoted.words, begin=quoted.begin, said=labels))
        said.facts.append(Fact(row["one"], "xt:hasQuantity", row["other"], quoted))
        if "about" in row:
            said.facts.append(Fact(row["other"], "xt:about", row["about"]))


def _milestones(said: Told, found: Iterable[Row], parts: Parts) -> None:
    """Add deadlines, what each is about, and the parts that state them."""
    for row in found:
        quoted = _quoted(row, parts)
        labels = _labelled(due=row["due"])
        _add(said, Thing(id=row["other"], kind="milestone", name=quoted.words, begin=quoted.begin, said=labels))
        said.facts.append(Fact(row["one"], "xt:hasMilestone", row["other"], quoted))
        if "about" in row:
            said.facts.append(Fact(row["other"], "xt:about", row["about"]))


def _named(said: Told, names: Iterable[Row], mentions: Iterable[Row], parts: Parts) -> None:
    """Add what the parts name, once for every place where they do."""
    places: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in mentions:
        notice = row["source"].removesuffix("/text")
        places[parts.at(notice, int(row["begin"])), row["thing"]].append(row)
    for row in names:
        _add(said, Thing(id=row["other"], kind=row["kind"], name=row["name"]))
        stated = [_quoted(row | mention, parts) for mention in places[row["one"], row["other"]]]
        tie = Fact(row["one"], prefixed(row["relation"]), row["other"])
        said.facts += [replace(tie, quoted=each) for each in stated] or [tie]


def _other_names(said: Told, found: Iterable[Row]) -> None:
    """Give things the other names that they are known by."""
    others: dict[str, list[str]] = defaultdict(list)
    for row in found:
        others[row["thing"]].append(row["name"])
    for id_, names in others.items():
        if (thing := said.things.get(id_)) is not None:
            said.things[id_] = replace(thing, names=tuple(name for name in names if name != thing.name))
