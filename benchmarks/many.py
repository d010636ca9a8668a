"""A graph of many notices, made from the first one with a fixed seed: the same on every machine.

Each notice is a draw of tasks from the first notice, moved to another city and year: its bodies and projects get
the city's name, so that notices of one city share their bodies and those of different cities do not.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from xietong.graph.dataset import Dataset
from xietong.graph.vocabulary import knowledge
from xietong.model import Body, Facts, Goal, Notice, Place, Quantity, Stated, Task, Thing
from xietong.pipeline import default_sources
from xietong.reading import read_file
from xietong.text import Quote

SEED = 2016
TASKS = 6  # in a notice; about two thousand quads with their evidence
YEARS = range(2011, 2026)


def many(count: int) -> Dataset:
    """Return the graph of so many notices."""
    return Dataset.of_notices(notices(count))


def notices(count: int) -> Iterator[Notice]:
    """Yield so many notices, one a city and year."""
    draw = random.Random(SEED)  # noqa: S311 - no secret
    first = read_file(default_sources()[0], knowledge())
    places = knowledge().places.values()
    cities = [place for place in places if place.level == "prefecture" and place.name.endswith("市") and place.shorts]
    for number in range(count):
        city, year = cities[number % len(cities)], YEARS[number // len(cities)]
        yield _moved(first, city, year, draw)


def _moved(first: Notice, city: Place, year: int, draw: random.Random) -> Notice:
    """Return some tasks of the first notice as a notice of a city."""
    chosen = sorted(draw.sample(range(len(first.tasks)), TASKS))
    tasks = tuple(_task(first.tasks[at], number, city) for number, at in enumerate(chosen, start=1))
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


def _task(task: Task, number: int, city: Place) -> Task:
    """Return a task as one of another city."""
    duties = tuple(replace(duty, body=_body(duty.body, city)) for duty in task.duties)
    things = tuple(_thing(thing, city) for thing in task.facts.things)
    renamed = dict(zip((thing.name for thing in task.facts.things), (thing.name for thing in things), strict=True))
    quantities = tuple(_figure(figure, renamed) for figure in task.facts.quantities)
    return replace(task, number=number, duties=duties, facts=Facts(quantities=quantities, things=things))


def _figure(figure: Quantity, renamed: dict[str, str]) -> Quantity:
    return replace(figure, about=renamed.get(figure.about or ""))


def _thing(thing: Thing, city: Place) -> Thing:
    moved = replace(thing, name=thing.name.replace("肇庆", city.shorts[0]), within=None, members=())
    return replace(moved, place=city.code if thing.place and thing.kind.value == "projects" else thing.place)


def _body(body: Body, city: Place) -> Body:
    def moved(name: str) -> str:
        return name.replace("肇庆市", city.name).replace("肇庆", city.shorts[0])

    official = moved(body.official) if body.official else None
    place = city.code if body.place else None
    return replace(
        body, name=moved(body.name), key=moved(body.key), label=moved(body.label), official=official, place=place
    )
