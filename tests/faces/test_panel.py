"""What panels tell: every statement of the graph with its words, and the words at their place in the notice."""

from collections import Counter
from unicodedata import normalize

import pytest

from xietong.faces.panel import Told, iri_of, prefixed, short_id, told
from xietong.graph.dataset import Dataset
from xietong.graph.terms import Names
from xietong.graph.vocabulary import knowledge
from xietong.model import Notice
from xietong.reading import read

TEXT = """肇庆市人民政府关于印发2016年重点工作的通知

肇府〔2016〕1号

一、稳增长
（一）推进交通建设。年底前建成阅江大桥，新增公交车10辆，再新增公交车10辆。
开展暖企行动。（市交通运输局牵头，端州区、高要区政府配合）
二、惠民生
（二）改善教育。落实《教育规划（2015—2020年）》，建成阅江大桥小学。（市教育局）
"""


@pytest.fixture(scope="module")
def notice() -> Notice:
    """Return an invented notice of two tasks."""
    return read("invented.txt", TEXT, knowledge())


@pytest.fixture(scope="module")
def dataset(notice: Notice) -> Dataset:
    """Return its graph."""
    return Dataset.of_notices([notice])


@pytest.fixture(scope="module")
def said(dataset: Dataset) -> Told:
    """Return what panels tell of it."""
    return told(dataset)


def test_every_kind_of_thing_is_told_once(said: Told) -> None:
    kinds = Counter(thing.kind for thing in said.things.values())
    assert (kinds["notice"], kinds["goal"], kinds["task"], kinds["figure"]) == (1, 2, 2, 2)
    names = {thing.name for thing in said.things.values()}
    assert {"肇庆市交通运输局", "端州区人民政府", "阅江大桥", "暖企行动", "推进交通建设", "惠民生"} <= names


def test_words_stand_in_the_source_where_the_fact_says(said: Told, notice: Notice) -> None:
    quoted = [fact.quoted for fact in said.facts if fact.quoted]
    assert len(quoted) >= 8
    for each in quoted:
        assert "".join(notice.text.source[each.begin : each.end].split()) == each.words


def test_words_are_found_again_in_the_text_of_the_task(said: Told) -> None:
    for fact in said.facts:
        if fact.quoted and said.things[fact.one].text:
            there = said.things[fact.one].text[fact.quoted.at : fact.quoted.at + len(fact.quoted.words)]
            assert normalize("NFKC", there) == normalize("NFKC", fact.quoted.words), "brackets are clean there"


def test_the_same_words_said_twice_have_two_places(said: Told) -> None:
    figures = [fact.quoted for fact in said.facts if fact.relation == "xt:hasQuantity" and fact.quoted]
    assert len({each.at for each in figures}) == len({each.begin for each in figures}) == 2


def test_roles_are_told_apart(said: Told) -> None:
    roles = {(fact.relation, said.things[fact.other].name) for fact in said.facts if fact.relation.startswith("role:")}
    assert ("role:lead", "肇庆市交通运输局") in roles
    assert ("role:support", "端州区人民政府") in roles
    assert ("role:responsible", "肇庆市教育局") in roles


def test_a_name_counts_where_its_own_task_says_it(said: Told) -> None:
    """阅江大桥小学 of the second task is no mention of the bridge of the first."""
    bridge = next(thing.id for thing in said.things.values() if thing.name == "阅江大桥")
    named = [fact for fact in said.facts if (fact.relation, fact.other) == ("xt:concernsProject", bridge)]
    tasks = [said.things[fact.one].number for fact in named]
    assert tasks == [1]


def test_parts_lead_up_to_the_notice(said: Told) -> None:
    task = next(thing for thing in said.things.values() if thing.name == "改善教育")
    goal = said.things[str(task.whole)]
    assert goal.name == "惠民生"
    assert said.things[str(goal.whole)].kind == "notice"


def test_a_figure_tells_its_value_in_words(said: Told) -> None:
    figure = next(thing for thing in said.things.values() if thing.kind == "figure")
    values = {label.en: value for label, value in figure.said}
    assert values["value"] == "= 10 辆"
    assert values["due"] == "2016-12-31" or "due" not in values


def test_another_base_changes_no_id(notice: Notice, said: Told) -> None:
    """Links that are kept stay good when a publisher builds the graph under a domain of her own."""
    moved = told(Dataset.of_notices([notice], Names("https://data.example.cn/id/")))
    assert moved.things.keys() == said.things.keys()
    assert moved.facts == said.facts


@pytest.mark.parametrize(
    "iri", ["https://w3id.org/xietong/agency/肇庆市财政局", "http://example.org/a#b", "urn:uuid:1", '"文字"']
)
def test_an_iri_is_found_again_from_its_id(iri: str) -> None:
    assert iri_of(short_id(iri, Names()), Names()) == iri


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://w3id.org/xietong/ontology#about", "xt:about"),
        ("https://w3id.org/xietong/vocabulary/role/lead", "role:lead"),
        ("http://example.org/own", "http://example.org/own"),
    ],
)
def test_relations_go_by_prefixed_names(iri: str, name: str) -> None:
    assert prefixed(iri) == name
