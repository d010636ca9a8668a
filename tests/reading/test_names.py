"""The tables of named places, organisations and programmes."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from xietong.graph.vocabulary import knowledge
from xietong.model import Thing, ThingKind
from xietong.reading.agency import Home
from xietong.reading.clean import clean
from xietong.reading.things import things
from xietong.resources import data_folder
from xietong.text import Span

HERE = Path(__file__).parent


def rows(name: str) -> pytest.MarkDecorator:
    """Mark a test with the rows of a table."""
    table = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return pytest.mark.parametrize("row", [_marked(row) for row in table])


def _marked(row: dict[str, Any]) -> Any:
    limit = [pytest.mark.xfail(reason=row["limit"])] if "limit" in row else []
    return pytest.param(row, id=row["why"], marks=limit)


def read(row: dict[str, Any], kind: ThingKind) -> list[Thing]:
    """Read a sentence as the body of a task; return the things of a kind, in the order of the text."""
    place = next(place for place in knowledge().places.values() if place.name == row.get("home", "芜湖市"))
    text = clean("table.txt", row["text"])
    found = things(text, [Span(0, len(text.clean))], Home(place), knowledge())
    return sorted((thing for thing in found if thing.kind is kind), key=lambda thing: thing.quote.start)


@rows("place")
def test_places(row: dict[str, Any]) -> None:
    found = read(row, ThingKind.PLACE)
    assert [thing.name for thing in found] == [each["name"] for each in row["means"]]
    names = {code: place.name for code, place in knowledge().places.items()}
    for wanted, thing in zip(row["means"], found, strict=True):
        known = {
            "name": thing.name,
            "code": thing.place,
            "sort": thing.sort,
            "within": names.get(thing.within or ""),
            "stands_for": [names[code] for code in thing.members],
        }
        assert {key: known[key] for key in wanted} == wanted


@rows("organisation")
def test_organisations(row: dict[str, Any]) -> None:
    assert [thing.name for thing in read(row, ThingKind.ORGANISATION)] == row["means"]


@rows("programme")
def test_programmes(row: dict[str, Any]) -> None:
    assert [thing.name for thing in read(row, ThingKind.PROGRAMME)] == row["means"]


def test_kinds_of_places_are_concepts_of_the_vocabulary() -> None:
    store = Store()
    store.load(path=str(data_folder("ontology") / "vocabulary" / "place-kinds.ttl"), format=RdfFormat.TURTLE)
    notation = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
    notations = {
        quad.object.value for quad in store.quads_for_pattern(None, notation, None) if isinstance(quad.object, Literal)
    }
    table = yaml.safe_load((HERE / "place.yaml").read_text(encoding="utf-8"))
    used = {thing.sort for row in table for thing in read(row, ThingKind.PLACE)}
    assert used == notations


@pytest.mark.parametrize("noise", ["高新区", "镇、", "“", "与南京", "和", "大学、", "行动", "省", "江、", "县的"])
def test_time_is_linear(noise: str) -> None:
    assert len(read({"text": noise * 20000}, ThingKind.PLACE)) < 3
