"""A graph of many notices, made from the first one with a fixed seed: the same on every machine.

Each notice is a draw of tasks from the first notice, moved to another city and year: its bodies, projects and places
get the names of the city, its counties and its province, so that notices of one city share their bodies and those of
different cities do not.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from xietong.graph.dataset import Dataset
from xietong.graph.vocabulary import knowledge
from xietong.model import Body, Facts, Goal, Milestone, Notice, Place, Quantity, Stated, Task, Thing
from xietong.pipeline import default_sources
from xietong.reading import read_file
from xietong.text import Quote

SEED = 2016
TASKS = 6  # in a notice; about two thousand quads with their evidence
YEARS = range(2011, 2026)
Fact = TypeVar("Fact", Quantity, Milestone)


@dataclass(frozen=True, slots=True)
class Move:
    """The way from one city to another: what is said of the one's divisions -> of the other's; code -> code."""

    words: dict[str, str]
    codes: dict[str, str]

    def said(self, words: str) -> str:
        """Return a name with the divisions of the other city in it.

        >>> Move({"肇庆市": "合肥市", "高要区": "蜀山区"}, {}).said("肇庆市高要区人民政府")
        '合肥市蜀山区人民政府'
        """
        return re.sub("|".join(sorted(self.words, key=len, reverse=True)), lambda match: self.words[match[0]], words)

    def code(self, code: str | None) -> str | None:
        """Return the code of the other city's division; that of any other place stays."""
        return self.codes.get(code or "", code)


def many(count: int) -> Dataset:
    """Return the graph of so many notices."""
    return Dataset.of_notices(notices(count))


def notices(count: int) -> Iterator[Notice]:
    """Yield so many notices, one a city and year."""
    draw = random.Random(SEED)  # noqa: S311 - no secret
    first = read_file(default_sources()[0], knowledge())
    there = cities()
    for number in range(count):
        yield _moved(first, there[number % len(there)], YEARS[number // len(there)], draw)


def cities() -> list[Place]:
    """Return the cities that are gone through, in their order."""
    places = knowledge().places.values()
    return [place for place in places if place.level == "prefecture" and place.name.endswith("市") and place.shorts]


def move(home: str | None, city: Place) -> Move:
    """Return the way from the city of a code to another; its counties and its province go along."""
    places = knowledge().places
    old = places[home or ""]
    counties = _counties(city) or [city]  # 东莞市 has none
    ways = [(old, city), (places[old.parent or ""], places[city.parent or ""])]
    ways += [(county, counties[at % len(counties)]) for at, county in enumerate(_counties(old))]
    words = {one.name: other.name for one, other in ways}
    words |= {one.shorts[0]: (other.shorts or (other.name,))[0] for one, other in ways if one.shorts}
    return Move(words, {one.code: other.code for one, other in ways})


def _counties(city: Place) -> list[Place]:
    places = knowledge().places.values()
    return [place for place in places if place.parent == city.code and not place.abolished]


def _moved(first: Notice, city: Place, year: int, draw: random.Random) -> Notice:
    """Return some tasks of the first notice as a notice of a city."""
    way = move(first.header.place, city)
    chosen = sorted(draw.sample(range(len(first.tasks)), TASKS))
    tasks = tuple(_task(first.tasks[at], number, way) for number, at in enumerate(chosen, start=1))
    here = Quote(0, 1, first.text.source[:1])
    stated = Stated(value=f"{city.shorts[0]}府办〔{year}〕{draw.randint(1, 99)}号", quote=here)
    goals = tuple(
        Goal(
            number=number,
            written=f"{number}、",
            title=first.goals[number % len(first.goals)].title,
            title_quote=here,
            goals=(),
            tasks=tuple(task.number for task in tasks[2 * number - 2 : 2 * number]),
            facts=Facts(),
        )
        for number in range(1, TASKS // 2 + 1)
    )
    header = replace(first.header, number=stated, place=city.code, issued=(date(year, 6, 1), here), addressees=())
    return replace(first, header=replace(header, plan_year=year), goals=goals, tasks=tasks)


def _task(task: Task, number: int, way: Move) -> Task:
    """Return a task as one of another city."""
    duties = tuple(replace(duty, body=_body(duty.body, way)) for duty in task.duties)
    facts = Facts(
        things=tuple(_thing(thing, way) for thing in task.facts.things),
        quantities=tuple(_about(figure, way) for figure in task.facts.quantities),
        milestones=tuple(_about(milestone, way) for milestone in task.facts.milestones),
    )
    return replace(task, number=number, duties=duties, facts=facts)


def _about(fact: Fact, way: Move) -> Fact:
    return replace(fact, about=way.said(fact.about) if fact.about else None)


def _thing(thing: Thing, way: Move) -> Thing:
    key, part_of = (way.said(each) if each else None for each in (thing.key, thing.part_of))
    name, place = way.said(thing.name), way.code(thing.place)
    return replace(thing, name=name, key=key, part_of=part_of, place=place, within=None, members=())


def _body(body: Body, way: Move) -> Body:
    return replace(
        body,
        name=way.said(body.name),
        key=way.said(body.key),
        label=way.said(body.label),
        official=way.said(body.official) if body.official else None,
        place=way.code(body.place),
    )
