"""The table of named projects, and what holds its words together with the vocabulary."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from xietong.graph.vocabulary import knowledge
from xietong.reading.agency import Home
from xietong.reading.boundary import sentences
from xietong.reading.clean import clean
from xietong.reading.found import Found
from xietong.reading.head import WORDS
from xietong.reading.project import projects
from xietong.resources import data_folder
from xietong.text import Span

ROWS = yaml.safe_load((Path(__file__).parent / "project.yaml").read_text(encoding="utf-8"))
NOTATION = NamedNode("http://www.w3.org/2004/02/skos/core#notation")


def found(sentence: str, home: str) -> list[Found]:
    place = next(place for place in knowledge().places.values() if place.name == home)
    text = clean("table.txt", sentence)
    every = projects(sentences(text, [Span(0, len(text.clean))]), Home(place), knowledge())
    return list({each.name: each for each in reversed(every)}.values())[::-1]  # each at its first mention


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_projects(row: dict[str, Any]) -> None:
    got = found(row["text"], row.get("home", "芜湖市"))
    assert [each.name for each in got] == [each["name"] for each in row["means"]]
    for wanted, each in zip(row["means"], got, strict=True):
        place = knowledge().places[each.place].name if each.place else None
        known = {"name": each.name, "part_of": each.part_of, "sort": each.sort, "place": place}
        assert {key: known[key] for key in wanted} == wanted


def test_a_name_stands_where_it_says() -> None:
    sentence = "推进裕溪河、漳河水环境综合整治工程，建成“十里江湾”风光带。"
    text = clean("table.txt", sentence)
    assert [text.clean[each.span.start : each.span.end] for each in found(sentence, "芜湖市")] == [
        "裕溪河",
        "漳河水环境综合整治工程",
        "“十里江湾”风光带",
    ]


def test_kinds_are_concepts_of_the_vocabulary() -> None:
    store = Store()
    store.load(path=str(data_folder("ontology") / "vocabulary" / "project-kinds.ttl"), format=RdfFormat.TURTLE)
    objects = [quad.object for quad in store.quads_for_pattern(None, NOTATION, None)]
    notations = {each.value for each in objects if isinstance(each, Literal)}
    used = {kind for group in ("strong", "weak", "works", "phased", "told_by") for kind in WORDS[group]}
    assert used <= notations


@pytest.mark.parametrize("noise", ["(", "“", "、", "7", "产业园、", "高速和", "推进", "长河、", "一期", "等项目"])
def test_time_is_linear(noise: str) -> None:
    assert len({each.name for each in found(noise * 20000, "芜湖市")}) <= 1
