"""The measures of the networks: each worked out by hand on a small network, and what holds on any network.

A network is written as its ties: ``a-b:2 b-c`` ties a to b by two shared tasks and b to c by one; ``d`` stands alone.
"""

import csv
import io
import math
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.graph.answers import as_csv
from xietong.graph.dataset import Dataset
from xietong.graph.network import (
    COORDINATION,
    METHODS,
    TWO_MODE,
    Measurement,
    Network,
    coordination_network,
    headings,
    measure_quads,
    measured,
    measures,
    table,
    task_network,
)
from xietong.graph.terms import Names, term
from xietong.graph.vocabulary import descriptions, knowledge
from xietong.reading import read

ROOT = Path(__file__).parents[2]
NOTICE = """肇庆市人民政府办公室关于印发2016年重点工作的通知

肇府办〔2016〕1号

一、稳增长
（一）推进交通建设。建成大桥。（市交通运输局、市财政局、各县（市、区）政府）
（二）发展教育。新建学校。（市教育局、市财政局）
（三）保护文物。修缮古城墙。（市文化局）
"""

STAR = "h-a h-b h-c h-d"
PATH = "a-b b-c c-d"
BARBELL = "a-b a-c b-c c-d d-e d-f e-f"  # two triangles and a bridge
TRIANGLE = "a-b:2 a-c b-c"
BURT = "A-B A-F A-G A-E E-G F-G B-G B-D D-G G-C"  # Burt 1992, as Borgatti 1997 (Connections 20:35-38) works it out
TWO_CITIES = "a-b b-c x-y:9 z"


def coordination(written: str) -> Network:
    """Return the coordination network that is written so."""
    network: Network = nx.Graph()
    for word in written.split():
        ends, _, weight = word.partition(":")
        one, _, other = ends.partition("-")
        network.add_node(one, label=one)
        if other:
            network.add_node(other, label=other)
            network.add_edge(one, other, weight=int(weight or 1))
    return network


def two_mode(written: str) -> Network:
    """Return the two-mode network whose ties ``a-1`` join an agency to a task."""
    network: Network = nx.Graph()
    for agency, task in (word.split("-") for word in written.split()):
        network.add_node(agency, bipartite=0, label=agency)
        network.add_node(task, bipartite=1)
        network.add_edge(agency, task)
    return network


def values(network: Network, measure: str) -> dict[str, float]:
    """Return agency -> value of one measure."""
    return {each.agency: each.value for each in measured(network, {measure: METHODS[measure]})}


def every(names: str, value: float) -> dict[str, float]:
    """Return the same value for each name."""
    return dict.fromkeys(names, value)


# ---------------------------------------------------------------- by hand

BY_HAND = [
    ("degree", STAR, {"h": 4} | every("abcd", 1)),
    ("degree", TWO_CITIES, every("acxy", 1) | {"b": 2, "z": 0}),
    ("strength", "a-b:3 a-c:2 d", {"a": 5, "b": 3, "c": 2, "d": 0}),
    # betweenness: pairs for which it lies on the way, of the pairs of the others in its component
    ("betweenness", STAR, {"h": 1} | every("abcd", 0)),
    ("betweenness", PATH, every("ad", 0) | every("bc", 2 / 3)),  # b: a-c, a-d of a-c, a-d, c-d
    ("betweenness", BARBELL, every("abef", 0) | every("cd", 6 / 10)),  # c: {a, b} to {d, e, f}
    ("betweenness", "a-b b-c c-d d-a", every("abcd", 1 / 6)),  # half of one pair (two ways) of three
    ("betweenness", "a-b:9 b-c:9 a-c", every("abc", 0)),  # a weak tie is a tie
    ("betweenness", TWO_CITIES, {"b": 1} | every("acxyz", 0)),  # of its own component
    # eigenvector: x = Ax/λ, the greatest 1
    ("eigenvector", STAR, {"h": 1} | every("abcd", 1 / 2)),  # λ² = 4, leaf = hub/λ
    ("eigenvector", PATH, every("bc", 1) | every("ad", 2 / (1 + math.sqrt(5)))),  # λ = λ⁻¹ + 1
    ("eigenvector", BARBELL, every("cd", 1) | every("abef", 1 / math.sqrt(2))),  # λy = y + x, λx = 2y + x: (λ-1)² = 2
    ("eigenvector", TRIANGLE, every("ab", 1) | {"c": 2 / (1 + math.sqrt(3))}),  # λx = 2x + y, λy = 2x: λ² - 2λ - 2 = 0
    ("eigenvector", TWO_CITIES, every("bxy", 1) | every("ac", 1 / math.sqrt(2)) | {"z": 0}),  # each by itself
    # effective size: unweighted n - 2t/n for n partners with t ties among them
    ("effective-size", STAR, {"h": 4} | every("abcd", 1)),
    ("effective-size", BARBELL, every("abef", 2 - 2 * 1 / 2) | every("cd", 3 - 2 * 1 / 3)),
    ("effective-size", BURT, {"G": 14 / 3, "A": 2.5, "B": 5 / 3, "C": 1, "D": 1, "E": 1, "F": 1}),
    # of a, p(b) = 2/3 and p(c) = 1/3: b is redundant by p(c)·m(b,c) = 1/3·1/2, c by p(b)·m(c,b) = 2/3·1
    ("effective-size", TRIANGLE, every("ab", 5 / 6 + 1 / 3) | {"c": 1 / 2 + 1 / 2}),
    ("effective-size", "a-b:5 z", every("ab", 1)),  # z has no partners and no value
    # constraint: Σ (p(i,j) + Σ p(i,q)p(q,j))²
    ("constraint", STAR, {"h": 4 * (1 / 4) ** 2} | every("abcd", 1)),
    ("constraint", PATH, every("ad", 1) | every("bc", 2 * (1 / 2) ** 2)),
    # c: a and b by (1/3 + 1/3·1/2)² each, d by (1/3)²; a: b by (1/2 + 1/2·1/2)², c by (1/2 + 1/2·1/3)²
    ("constraint", BARBELL, every("cd", 2 / 4 + 1 / 9) | every("abef", 4 / 9 + 9 / 16)),
    # a: b by (2/3 + 1/3·1/2)², c by (1/3 + 2/3·1/3)²; c: a and b by (1/2 + 1/2·2/3)² each
    ("constraint", TRIANGLE, every("ab", 25 / 36 + 25 / 81) | {"c": 2 * 25 / 36}),
    ("constraint", "a-b:5 z", every("ab", 1)),
    # core: Σ deg - k(k-1)/2 is greatest
    ("core", STAR, {"h": 1} | every("abcd", 0)),  # 4 against 8 - 10
    ("core", PATH, every("bc", 1) | every("ad", 0)),  # 4 - 1 against 6 - 6
    ("core", BARBELL, every("cd", 1) | every("abef", 0)),  # 6 - 1 against 14 - 15
    ("core", "a-b a-c a-d b-c b-d c-d", every("abcd", 1)),  # 12 - 6: a clique is all core
    ("core", "a-b b-c c-d d-e e-a", every("abcde", 0)),  # 10 - 10: a ring has none
    ("core", "a-b a-c b-c a-x b-y c-z", every("abc", 1) | every("xyz", 0)),  # the ideal pattern: 9 - 3
    ("core", "h-a h-b h-c a-b c-x", {"h": 1} | every("abcx", 0)),  # 3 and 9 - 6 are equal: the smaller
    ("core", TWO_CITIES, every("bxy", 1) | every("acz", 0)),  # 2 - 0 against 4 - 3; 2 - 1; nothing
    ("community", BARBELL, every("abc", 1) | every("def", 2)),
    ("community", STAR, every("habcd", 1)),
    ("community", TWO_CITIES, every("abc", 1) | every("xy", 2) | {"z": 3}),
    ("community", "a-b:9 b-c c-d:9", every("ab", 1) | every("cd", 2)),  # by weight: the path is cut where it is weak
    ("bridges", STAR, {"h": 4} | every("abcd", 1)),
    ("bridges", BARBELL, every("cd", 1) | every("abef", 0)),
    ("articulation", PATH, every("bc", 1) | every("ad", 0)),
    ("articulation", BARBELL, every("cd", 1) | every("abef", 0)),
    ("articulation", "a-b a-c b-c", every("abc", 0)),
    ("component", TWO_CITIES, every("abc", 1) | every("xy", 2) | {"z": 3}),
]
CHAIN = "a-1 b-1 b-2 c-2 c-3"  # a path of six: a 1 b 2 c 3
BY_HAND_IN_TWO_MODES = [
    ("task-degree", CHAIN, {"a": 1, "b": 2, "c": 2}),
    ("task-betweenness", CHAIN, {"a": 0, "b": 1, "c": 0}),  # the one pair of others: a and c
    ("task-betweenness", "a-1 b-1 c-1", every("abc", 0)),
    ("task-betweenness", "a-1 a-2", {"a": 0}),
    # a ring of four agencies in which a and b share two tasks: from b to d lead 1, 2 over a, and 4 over c
    ("task-betweenness", "a-1 b-1 a-2 b-2 b-3 c-3 c-4 d-4 d-5 a-5", {"a": 2 / 9, "b": 2 / 9, "c": 1 / 9, "d": 1 / 9}),
    # the principal vector of a path of six is sin(kπ/7); agencies stand at 1, 3, 5
    (
        "task-eigenvector",
        CHAIN,
        {name: math.sin(k * math.pi / 7) / math.sin(3 * math.pi / 7) for name, k in (("a", 1), ("b", 3), ("c", 5))},
    ),
    ("task-eigenvector", "a-1 b-1 x-2 x-3", every("ab", 1) | {"x": 0}),
]


@pytest.mark.parametrize(("measure", "written", "expected"), BY_HAND)
def test_measure_is_what_a_hand_works_out(measure: str, written: str, expected: Mapping[str, float]) -> None:
    assert values(coordination(written), measure) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("measure", "written", "expected"), BY_HAND_IN_TWO_MODES)
def test_measure_of_two_modes_is_what_a_hand_works_out(
    measure: str, written: str, expected: Mapping[str, float]
) -> None:
    assert values(two_mode(written), measure) == pytest.approx(expected, abs=1e-6)


def test_every_measure_is_worked_out_by_hand() -> None:
    assert {measure for measure, _, _ in BY_HAND} == set(COORDINATION)
    assert {measure for measure, _, _ in BY_HAND_IN_TWO_MODES} == set(TWO_MODE)


def test_published_example_of_constraint() -> None:
    """The figures that UCINET gives for Burt's network, as networkx publishes them with its own tests."""
    found = values(coordination(BURT), "constraint")
    assert {name: round(found[name], 3) for name in "GAC"} == {"G": 0.400, "A": 0.595, "C": 1.0}


def test_published_example_with_weights() -> None:
    weighted = coordination("A-B:2 A-F:3 A-G:5 A-E:2 E-G:8 F-G:3 B-G:4 B-D:1 D-G:3 G-C:10")
    size, constraint = values(weighted, "effective-size"), values(weighted, "constraint")
    assert {name: size[name] for name in "GAC"} == pytest.approx({"G": 5.47, "A": 2.47, "C": 1.0}, abs=0.01)
    assert {name: round(constraint[name], 3) for name in "GAC"} == {"G": 0.299, "A": 0.795, "C": 1.0}


# ---------------------------------------------------------------- on any network

LETTERS = "abcdefgh"
some_ties = st.dictionaries(
    st.sampled_from(list(combinations(LETTERS, 2))), st.integers(min_value=1, max_value=6), max_size=20
)
NAMED_ONLY = {"community", "component"}  # their numbers are names, and equal ones are told apart by name


def network_of(ties: dict[tuple[str, str], int], rename: Callable[[str], str] = str) -> Network:
    """Return the network of eight agencies with these ties, in the order in which they come."""
    return coordination(
        " ".join([f"{rename(one)}-{rename(other)}:{n}" for (one, other), n in ties.items()] + [*map(rename, LETTERS)])
    )


@settings(deadline=None)
@given(some_ties)
def test_every_agency_has_every_measure_and_all_are_numbers(ties: dict[tuple[str, str], int]) -> None:
    network = network_of(ties)
    alone = {name for name in LETTERS if not any(name in pair for pair in ties)}
    for measure in COORDINATION:
        found = values(network, measure)
        undefined = alone if measure in ("effective-size", "constraint") else set()
        assert set(found) == set(LETTERS) - undefined
        assert all(math.isfinite(value) and value >= 0 for value in found.values())


@settings(deadline=None)
@given(some_ties, st.randoms(use_true_random=False))
def test_the_order_of_statements_changes_nothing(ties: dict[tuple[str, str], int], chance: random.Random) -> None:
    mixed = [(pair if chance.random() < 0.5 else pair[::-1], weight) for pair, weight in ties.items()]
    chance.shuffle(mixed)
    assert measured(network_of(dict(mixed)), COORDINATION) == measured(network_of(ties), COORDINATION)


@settings(deadline=None)
@given(some_ties, st.permutations(LETTERS))
def test_names_decide_nothing(ties: dict[tuple[str, str], int], other: list[str]) -> None:
    renamed = dict(zip(LETTERS, other, strict=True))
    for measure in COORDINATION.keys() - NAMED_ONLY:
        here = {renamed[name]: value for name, value in values(network_of(ties), measure).items()}
        there = values(network_of(ties, renamed.__getitem__), measure)
        assert there == pytest.approx(here, abs=1e-5), measure


@settings(deadline=None)
@given(some_ties)
def test_the_notices_of_another_city_change_nothing(ties: dict[tuple[str, str], int]) -> None:
    alone = network_of(ties)
    both = nx.union(alone, coordination("y1-y2:7 y2-y3:8 y1-y3:9 y3-y4:5"))
    for measure in COORDINATION.keys() - NAMED_ONLY:
        found = values(both, measure)
        assert {name: value for name, value in found.items() if name in LETTERS} == values(alone, measure), measure


@settings(deadline=None)
@given(some_ties)
def test_structural_holes_are_those_of_networkx(ties: dict[tuple[str, str], int]) -> None:
    """The library computes the same from node to node, too slowly for a city."""
    network = network_of(ties)
    tied = [name for name in network if network[name]]
    for measure, theirs in (("effective-size", nx.effective_size), ("constraint", nx.constraint)):
        assert values(network, measure) == pytest.approx(theirs(network, tied, weight="weight"), abs=1e-5)


@settings(deadline=None)
@given(some_ties)
def test_eigenvector_is_one(ties: dict[tuple[str, str], int]) -> None:
    network = network_of(ties)
    found = values(network, "eigenvector")
    for part in nx.connected_components(network):
        times = {name: sum(tie["weight"] * found[to] for to, tie in network[name].items()) for name in part}
        eigenvalue = times[max(part, key=lambda name: found[name])]
        assert times == pytest.approx({name: eigenvalue * found[name] for name in part}, abs=1e-4)


def wrong_ties(network: Network, core: set[str]) -> int:
    """Return how many pairs are against the ideal pattern: not tied in the core, tied in the periphery."""
    return sum(
        (one in core and other in core and not network.has_edge(one, other))
        or (one not in core and other not in core and network.has_edge(one, other))
        for one, other in combinations(network, 2)
    )


@settings(deadline=None)
@given(some_ties)
def test_no_core_by_degree_has_fewer_wrong_ties(ties: dict[tuple[str, str], int]) -> None:
    network = network_of(ties)
    found = values(network, "core")
    for nodes in nx.connected_components(network):
        part = network.subgraph(nodes)
        cores = [{name for name in part if part.degree(name) >= least} for least in range(len(part) + 1)]
        core = {name for name in part if found[name] == 1}
        assert wrong_ties(part, core) == min(wrong_ties(part, each) for each in cores)
        if max(Counter(dict(part.degree()).values()).values()) <= 2:  # where equals are few, no split at all has fewer
            splits = (set(each) for size in range(len(part) + 1) for each in combinations(part, size))
            assert wrong_ties(part, core) == min(wrong_ties(part, each) for each in splits)


some_tasks = st.lists(st.sets(st.sampled_from(LETTERS), min_size=1, max_size=5), min_size=1, max_size=7)


@settings(deadline=None)
@given(some_tasks)
def test_measures_of_two_modes_are_numbers_that_hang_on_no_order(tasks: list[set[str]]) -> None:
    ties = [f"{agency}-{number}" for number, agencies in enumerate(tasks) for agency in sorted(agencies)]
    found = measured(two_mode(" ".join(ties)), TWO_MODE)
    assert Counter(each.agency for each in found) == dict.fromkeys(set().union(*tasks), len(TWO_MODE))
    assert all(math.isfinite(each.value) and each.value >= 0 for each in found)
    assert measured(two_mode(" ".join(reversed(ties))), TWO_MODE) == found


@settings(deadline=None)
@given(some_tasks)
def test_betweenness_over_tasks_differs_only_where_more_than_one_is_shared(tasks: list[set[str]]) -> None:
    shared = Counter(pair for agencies in tasks for pair in combinations(sorted(agencies), 2))
    once = [agencies for agencies in tasks if all(shared[pair] == 1 for pair in combinations(sorted(agencies), 2))]
    modes = two_mode(" ".join(f"{agency}-{number}" for number, each in enumerate(once) for agency in each))
    ties = [f"{one}-{other}" for each in once for one, other in combinations(sorted(each), 2)]
    network = coordination(" ".join([*ties, *set().union(*once)]))
    assert values(modes, "task-betweenness") == pytest.approx(values(network, "betweenness"), abs=1e-5)


def test_nothing_gives_nothing() -> None:
    assert measures(Dataset()) == []
    assert table([]).rows == ()


def test_three_hundred_agencies_take_no_more_than_seconds() -> None:
    chance = random.Random(0)  # noqa: S311
    tasks = [
        chance.sample(range(300), chance.randint(1, 8)) for _ in range(400)
    ]  # 4.5 bodies; the first notice has 4.7
    network = two_mode(" ".join(f"a{agency}-t{task}" for task, agencies in enumerate(tasks) for agency in agencies))
    agencies = sorted({f"a{agency}" for each in tasks for agency in each})
    pairs = Counter(pair for each in tasks for pair in combinations(sorted(each), 2))
    ties = coordination(" ".join([*(f"a{one}-a{other}:{n}" for (one, other), n in pairs.items()), *agencies]))
    start = time.process_time()
    found = [*measured(ties, COORDINATION), *measured(network, TWO_MODE)]
    assert Counter(each.measure for each in found)["task-betweenness"] == len(agencies) > 290
    assert time.process_time() - start < 10  # one second on a quiet machine; from node to node it would take a minute


# ---------------------------------------------------------------- of notices


@pytest.fixture(scope="module")
def small() -> Dataset:
    """Return the graph of three tasks: three bodies, two, one."""
    return Dataset.of_notices([read("small.txt", NOTICE, knowledge())])


@pytest.fixture(scope="module")
def named(small: Dataset) -> Callable[[str], dict[str, float]]:
    """Return a measure of the small notice by the agencies' labels."""
    found = measures(small)
    return lambda measure: {each.label: each.value for each in found if each.measure == measure}


def test_a_group_is_an_agency_like_others(named: Callable[[str], dict[str, float]]) -> None:
    group = "肇庆市各县(市、区)人民政府"
    assert named("degree") == {group: 2, "肇庆市交通运输局": 2, "肇庆市财政局": 3, "肇庆市教育局": 1, "肇庆市文化局": 0}
    assert named("task-degree")["肇庆市财政局"] == 2
    assert named("articulation") == every_label(named, {"肇庆市财政局": 1})
    assert named("bridges") == every_label(named, {"肇庆市财政局": 1, "肇庆市教育局": 1})


def every_label(named: Callable[[str], dict[str, float]], others: dict[str, float]) -> dict[str, float]:
    """Return 0 for every agency but the given."""
    return dict.fromkeys(named("degree"), 0) | others


def test_network_of_the_first_notice_is_that_of_its_annotation(first: Dataset, annotation: dict[str, Any]) -> None:
    bodies = [sorted({body["name"] for body in task["responsible"]}) for task in annotation["tasks"]]
    pairs = Counter(pair for names in bodies for pair in combinations(names, 2))
    network = coordination_network(first)
    assert network.number_of_nodes() == len({name for names in bodies for name in names})
    assert network.number_of_edges() == len(pairs)
    assert Counter(network.edges[ends]["weight"] for ends in network.edges) == Counter(pairs.values())
    tasks = Counter(name for names in bodies for name in names)
    assert Counter(network.nodes[name]["tasks"] for name in network) == Counter(tasks.values())
    modes = task_network(first)
    sides = Counter(modes.nodes[name]["bipartite"] for name in modes)
    assert sides == {0: network.number_of_nodes(), 1: sum(1 for names in bodies if names)}
    assert modes.number_of_edges() == sum(map(len, bodies))


def test_a_graph_that_others_wrote_may_say_anything() -> None:
    dataset = Dataset()
    dataset.merged.update(
        'INSERT DATA { <urn:t> xt:responsibleAgency "a word" , [] , <urn:a> , <urn:b> . [] xt:responsibleAgency <urn:c>'
        ' . <urn:x> xt:between <urn:a> , <urn:b> , <urn:d> , 7 ; xt:sharedTask <urn:t> , 9 ; xt:weight "many" }',
        prefixes=dataset.names.prefixes(),
    )
    network = coordination_network(dataset)
    assert {name: network.nodes[name]["label"] for name in network} == {"urn:a": "urn:a", "urn:b": "urn:b"}
    assert network["urn:a"] == {"urn:b": {"weight": 1}}


# ---------------------------------------------------------------- as a graph


def test_measurements_are_asked_for_in_sparql(small: Dataset, named: Callable[[str], dict[str, float]]) -> None:
    dataset = with_measures(small)
    rows = dataset.rows(
        """SELECT ?label ?value ?name ?method WHERE {
             GRAPH graph:analysis { ?measurement xt:measure ?measure ; xt:measuredAgency ?agency ;
               qudt:numericValue ?value . ?measure skos:notation "constraint" ; skos:prefLabel ?name ; xt:method ?method
               FILTER(LANG(?name) = "en") }
             ?agency rdfs:label ?label } ORDER BY ?value"""
    )
    assert {row["label"]: float(row["value"]) for row in rows} == named("constraint")
    assert rows[0]["label"] == "肇庆市财政局"  # it alone spans the two tasks
    assert {(row["name"], row["method"]) for row in rows} == {("constraint", str(METHODS["constraint"]))}


def with_measures(dataset: Dataset) -> Dataset:
    """Return a new dataset with what stands in another and its measures."""
    both = Dataset(dataset.names)
    both._add([*dataset.store, *measure_quads(measures(dataset), dataset.names)])
    return both


def test_measured_graph_is_right_and_its_measures_stay_the_same(first: Dataset) -> None:
    dataset = with_measures(first)
    assert dataset.validate() == []
    assert measures(dataset) == measures(first)


def test_every_measurement_stands_once_in_a_graph_of_its_own(first: Dataset) -> None:
    found = measures(first)
    quads = measure_quads(found, first.names)
    assert len(quads) == len(set(quads))
    assert {quad.graph_name for quad in quads} == {first.names.thing("graph", "analysis")}
    assert not [quad for quad in quads if isinstance(quad.subject, ox.BlankNode)]
    assert len({quad.subject for quad in quads if quad.predicate == term("xt:measure")}) == len(found)
    methods = [(quad.subject, quad.object) for quad in quads if quad.predicate == term("xt:method")]
    assert len(methods) == len(dict(methods)) == len(METHODS)
    for _, method in methods:
        assert isinstance(method, ox.Literal)
        assert re.match(r"(networkx|numpy) \d+\.\d+\S*: ", method.value)


def test_counts_are_whole_and_shares_have_six_places() -> None:
    found = [
        Measurement(agency="urn:x/agency/甲", label="甲", measure="degree", value=3),
        Measurement(agency="urn:x/agency/甲", label="甲", measure="betweenness", value=0.5),
    ]
    quads = measure_quads(found, Names("https://data.example.cn/id/"))
    decimal = ' "^^<http://www.w3.org/2001/XMLSchema#decimal>'.strip()
    written = {str(quad.subject): str(quad.object) for quad in quads if quad.predicate == term("qudt:numericValue")}
    assert written == {
        "<https://data.example.cn/id/measurement/甲~degree>": f'"3{decimal}',
        "<https://data.example.cn/id/measurement/甲~betweenness>": f'"0.500000{decimal}',
    }


def test_bytes_do_not_hang_on_the_order_of_hashes() -> None:
    code = (
        "import hashlib, pathlib\n"
        "from xietong.graph.dataset import Dataset\n"
        "from xietong.graph.network import measure_quads, measures\n"
        "from xietong.graph.vocabulary import knowledge\n"
        "from xietong.reading import read_file\n"
        "dataset = Dataset.of_notices([read_file(pathlib.Path('sources/zhaoqing-2016.txt'), knowledge())])\n"
        "said = '\\n'.join(map(str, measure_quads(measures(dataset), dataset.names)))\n"
        "print(hashlib.sha256(said.encode()).hexdigest())\n"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1
    assert re.fullmatch("[0-9a-f]{64}\n", seen.pop())


# ---------------------------------------------------------------- as a table, and what the vocabulary says


def test_table_has_a_row_an_agency_and_the_most_connected_first(small: Dataset) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(table(measures(small))))))
    assert [row["label"] for row in rows] == [
        "肇庆市财政局",
        "肇庆市交通运输局",
        "肇庆市各县(市、区)人民政府",
        "肇庆市教育局",
        "肇庆市文化局",
    ]
    assert list(rows[0]) == ["agency", "label", *METHODS]
    assert rows[0]["degree"] == "3"
    assert rows[-1]["constraint"] == ""


def test_vocabulary_has_the_measures_with_their_names_and_their_literature() -> None:
    assert list(headings()) == list(METHODS)
    for measure in METHODS:
        said = descriptions([f"https://w3id.org/xietong/vocabulary/measure/{measure}"])
        cited = [t.object for t in said if t.predicate == term("dcterms:bibliographicCitation")]
        assert len(cited) == 1
        assert isinstance(cited[0], ox.Literal)
        assert re.search(r"\((19|20)\d\d\): ", cited[0].value)


def test_vocabulary_has_no_other_measures() -> None:
    path = ROOT / "ontology" / "vocabulary" / "measures.ttl"
    notations = [
        quad.object.value
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if quad.predicate == term("skos:notation") and isinstance(quad.object, ox.Literal)
    ]
    assert sorted(notations) == sorted(METHODS)
