"""The network of agencies in figures: who is central, who stands between others, who belongs together.

Two networks. In the coordination network two agencies are tied by the tasks that they share; in the two-mode network
agencies are tied to tasks. A group (各县(市、区)政府) is one node like any other, as the notices write it; ties of the
group are no ties of its members.

Choices, each as the literature behind the measure has it (``ontology/vocabulary/measures.ttl`` cites it):

- Every connected component is measured by itself. Two cities that share no body are two networks, and the notices of
  one do not change the figures of the other.
- Degree, betweenness, core and bridges ask whether there is a tie. The number of shared tasks is the strength of a tie
  and no length, and to take its inverse for one would be an assumption of ours.
- Strength, eigenvector, effective size, constraint and communities ask where the most is shared: they are weighted.
- Of the two-mode network there are the measures that need no tie between agencies: degree, betweenness, eigenvector.

The same graph gives the same figures, whatever the order of its statements: nodes and ties are sorted and numbered
before anything is computed, what is random has a seed, and values are rounded.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from types import ModuleType
from typing import TypeAlias

import networkx as nx
import numpy as np
import pyoxigraph as ox

from xietong.graph.dataset import Dataset
from xietong.graph.queries import Result
from xietong.graph.terms import DERIVED, VOCABULARY, Names, term
from xietong.graph.vocabulary import descriptions
from xietong.words import Words

Network: TypeAlias = "nx.Graph[str]"
Numbered: TypeAlias = "nx.Graph[int]"  # the same, its nodes numbered in the order of their IRIs
Values: TypeAlias = dict[int, float]
Measure: TypeAlias = Callable[[list[Numbered]], Values]  # of the components of a network

ANALYSIS = "analysis"  # the graph of what is measured
SEED = 7
PLACES = 6  # digits behind the point: more than any reading of them needs, fewer than machines differ in

TASKS = """SELECT ?agency ?task (MIN(STR(?name)) AS ?label) WHERE {
  ?task xt:responsibleAgency ?agency FILTER(isIRI(?task) && isIRI(?agency)) OPTIONAL { ?agency rdfs:label ?name }
} GROUP BY ?agency ?task ORDER BY ?agency ?task"""
SHARED = """SELECT ?one ?other (COUNT(DISTINCT ?task) AS ?weight) WHERE {
  ?coordination xt:between ?one , ?other ; xt:sharedTask ?task FILTER(STR(?one) < STR(?other))
  ?task xt:responsibleAgency ?one , ?other FILTER(isIRI(?task) && isIRI(?one) && isIRI(?other))
} GROUP BY ?one ?other ORDER BY ?one ?other"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What one measure says of one agency."""

    agency: str  # IRI
    label: str
    measure: str  # id in the SKOS scheme of measures
    value: float  # a whole number where the measure counts or numbers something


# ---------------------------------------------------------------- the networks


def task_network(dataset: Dataset) -> Network:
    """Return the two-mode network: agencies (``bipartite`` 0, ``label``), tied to the tasks (1) they answer for."""
    network: Network = nx.Graph()
    for row in dataset.rows(TASKS):
        network.add_node(row["agency"], bipartite=0, label=row.get("label", row["agency"]))
        network.add_node(row["task"], bipartite=1)
        network.add_edge(row["agency"], row["task"])
    return network


def coordination_network(dataset: Dataset) -> Network:
    """Return agencies (``label``, number of ``tasks``), tied where they share tasks (``weight``: how many).

    An agency that answers for its tasks alone is there too, without a tie.
    """
    network: Network = nx.Graph()
    for agency, tasks in groupby(dataset.rows(TASKS), key=lambda row: row["agency"]):
        rows = list(tasks)
        network.add_node(agency, label=rows[0].get("label", agency), tasks=len(rows))
    for row in dataset.rows(SHARED):
        network.add_edge(row["one"], row["other"], weight=int(row["weight"]))
    return network


def _numbered(network: Network) -> tuple[list[str], Numbered]:
    """Return the names of the nodes, sorted, and the network with each node as its number in them."""
    names = sorted(network)
    number = {name: position for position, name in enumerate(names)}
    plain: Numbered = nx.Graph()
    plain.add_nodes_from((number[name], {"bipartite": network.nodes[name].get("bipartite", 0)}) for name in names)
    ties = ((number[one], number[other], weight) for one, other, weight in network.edges.data("weight", 1))
    plain.add_weighted_edges_from(sorted((min(one, other), max(one, other), weight) for one, other, weight in ties))
    return names, plain


# ---------------------------------------------------------------- the measures


def _components(network: Numbered) -> list[Numbered]:
    """Return the connected components, the largest first."""
    return [nx.Graph(network.subgraph(nodes)) for nodes in _by_size(nx.connected_components(network))]


def _by_size(groups: Iterable[Iterable[int]]) -> list[list[int]]:
    """Return groups in a stable order: the larger first, then by their first node."""
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))


def _numbers(groups: Iterable[Iterable[int]]) -> Values:
    """Return node -> the number of its group, from 1."""
    return {node: number for number, group in enumerate(_by_size(groups), start=1) for node in group}


def _each(measure: Callable[[Numbered], Values]) -> Measure:
    """Return a measure that takes each component by itself."""
    return lambda parts: {node: value for part in parts for node, value in measure(part).items()}


def _agencies(network: Numbered) -> list[int]:
    return [node for node in sorted(network) if network.nodes[node]["bipartite"] == 0]


def _component(parts: list[Numbered]) -> Values:
    return _numbers(parts)


def _degree(part: Numbered) -> Values:
    return dict(part.degree())


def _strength(part: Numbered) -> Values:
    return dict(part.degree(weight="weight"))


def _task_betweenness(part: Numbered) -> Values:
    """Return how much of the ways between two other agencies lead over each; every shared task is a way of its own."""
    agencies = _agencies(part)
    paths = nx.betweenness_centrality_subset(part, sources=agencies, targets=agencies)
    pairs = math.comb(len(agencies) - 1, 2)
    return {node: paths[node] / pairs if pairs else 0.0 for node in agencies}


def _eigenvector(part: Numbered) -> Values:
    nodes = sorted(part)
    return _principal(nodes, nx.to_numpy_array(part, nodes))


def _task_eigenvector(part: Numbered) -> Values:
    """Return the agencies' part of the vector, that of the tasks they share and have: B·Bᵀ."""
    agencies = _agencies(part)
    ties = nx.to_numpy_array(part, [*agencies, *sorted(set(part) - set(agencies))])[: len(agencies), len(agencies) :]
    return _principal(agencies, ties @ ties.T)


def _principal(nodes: list[int], matrix: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> Values:
    """Return the principal eigenvector of a component, its greatest value 1; an agency alone has 0.

    A component's is unique and of one sign (Perron and Frobenius). It is taken whole and not by powers, which need not
    settle within a given number of steps.
    """
    if len(nodes) < 2:
        return dict.fromkeys(nodes, 0.0)
    vector = np.abs(np.linalg.eigh(matrix).eigenvectors[:, -1])
    return dict(zip(nodes, (vector / vector.max()).tolist(), strict=True))


def _effective_size(part: Numbered) -> Values:
    """Return Σj (1 − Σq p(i,q)·m(j,q)) over the partners j of i: m is a tie's share of the strongest tie of j."""
    nodes = sorted(part)
    if len(nodes) < 2:
        return {}  # without partners there are none to be redundant
    ties = nx.to_numpy_array(part, nodes)
    shares, marginal = ties / ties.sum(axis=1)[:, None], ties / ties.max(axis=1)[:, None]
    redundant = np.where(ties > 0, shares @ marginal.T, 0).sum(axis=1)
    return dict(zip(nodes, ((ties > 0).sum(axis=1) - redundant).tolist(), strict=True))


def _constraint(part: Numbered) -> Values:
    """Return Σj (p(i,j) + Σq p(i,q)·p(q,j))² over the partners j of i: p is a tie's share of all ties of i."""
    nodes = sorted(part)
    if len(nodes) < 2:
        return {}
    ties = nx.to_numpy_array(part, nodes)
    shares = ties / ties.sum(axis=1)[:, None]
    return dict(zip(nodes, np.where(ties > 0, (shares + shares @ shares) ** 2, 0).sum(axis=1).tolist(), strict=True))


def _core(part: Numbered) -> Values:
    """Return 1 for the core and 0 for the periphery: the split by degree that is nearest to the ideal pattern.

    In the ideal pattern of Borgatti and Everett all in the core are tied, none in the periphery, and of ties between
    the two nothing is said. Ties that the core lacks or the periphery has are errors. With m ties and a core of k they
    are m − Σ deg(core) + k(k−1)/2, so the best core of a given size is that of the highest degrees (Lip 2011).
    Agencies of equal degree stay together, so that no name decides; of two cores equally good the smaller is taken,
    and it may be empty.
    """
    degrees = dict(part.degree())
    best, core = 0.0, len(part)
    total = size = 0
    for degree, alike in groupby(sorted(degrees.values(), reverse=True)):
        added = len(list(alike))
        total, size = total + degree * added, size + added
        if (gain := total - size * (size - 1) / 2) > best:
            best, core = gain, degree
    return {node: int(best > 0 and degree >= core) for node, degree in degrees.items()}


def _community(parts: list[Numbered]) -> Values:
    return _numbers(
        group for part in parts for group in nx.community.louvain_communities(part, weight="weight", seed=SEED)
    )


def _bridges(part: Numbered) -> Values:
    ends = Counter(end for bridge in nx.bridges(part) for end in bridge)  # type: ignore[attr-defined]  # stubs err
    return {node: ends[node] for node in part}


def _articulation(part: Numbered) -> Values:
    points = set(nx.articulation_points(part))
    return {node: int(node in points) for node in part}


@dataclass(frozen=True, slots=True)
class Method:
    """How a measure is computed: by which function, with what of which library."""

    values: Measure
    library: ModuleType
    call: str

    def __str__(self) -> str:
        return f"{self.library.__name__} {self.library.__version__}: {self.call}"


COORDINATION = {
    "degree": Method(_each(_degree), nx, "Graph.degree"),
    "strength": Method(_each(_strength), nx, "Graph.degree, weight=shared tasks"),
    "betweenness": Method(
        _each(nx.betweenness_centrality), nx, "betweenness_centrality of each component, unweighted, normalized"
    ),
    "eigenvector": Method(
        _each(_eigenvector), np, "linalg.eigh of each component, weight=shared tasks, greatest value 1"
    ),
    "effective-size": Method(_each(_effective_size), np, "Burt's formula, weight=shared tasks"),
    "constraint": Method(_each(_constraint), np, "Burt's formula, weight=shared tasks"),
    "core": Method(_each(_core), nx, "Graph.degree of each component, cut where the errors are fewest"),
    "community": Method(
        _community,
        nx,
        f"community.louvain_communities of each component, weight=shared tasks, resolution=1, seed={SEED}",
    ),
    "bridges": Method(_each(_bridges), nx, "bridges"),
    "articulation": Method(_each(_articulation), nx, "articulation_points"),
    "component": Method(_component, nx, "connected_components"),
}
TWO_MODE = {
    "task-degree": Method(_each(_degree), nx, "Graph.degree"),
    "task-betweenness": Method(
        _each(_task_betweenness),
        nx,
        "betweenness_centrality_subset of the agencies of each component, as a share of all pairs of others",
    ),
    "task-eigenvector": Method(_each(_task_eigenvector), np, "linalg.eigh of B·Bᵀ of each component, greatest value 1"),
}
METHODS = COORDINATION | TWO_MODE


def measures(dataset: Dataset) -> list[Measurement]:
    """Return every measure of every agency that answers for a task, by measure, then by IRI."""
    return [*measured(coordination_network(dataset), COORDINATION), *measured(task_network(dataset), TWO_MODE)]


def measured(network: Network, methods: dict[str, Method]) -> list[Measurement]:
    """Return the measures of a network's agencies; one without partners has no effective size and no constraint."""
    names, plain = _numbered(network)
    parts = _components(plain)
    found = []
    for measure, method in methods.items():
        values = method.values(parts)
        for node in _agencies(plain):
            if node in values:
                label = network.nodes[names[node]].get("label", names[node])
                value = round(values[node], PLACES) + 0  # no -0.0
                found.append(Measurement(agency=names[node], label=label, measure=measure, value=value))
    return found


# ---------------------------------------------------------------- as a graph, as a table


def measure_quads(measurements: list[Measurement], names: Names) -> list[ox.Quad]:
    """Return measurements as quads in ``graph/analysis``, with the measures that they are of and their methods."""
    graph = names.thing("graph", ANALYSIS)
    facts: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (graph, "rdf:type", term("prov:Entity")),
        (graph, "prov:wasDerivedFrom", names.thing("graph", DERIVED)),
    ]
    used = dict.fromkeys(each.measure for each in measurements)
    facts += [(_concept(measure), "xt:method", ox.Literal(str(METHODS[measure]))) for measure in used]
    for each in measurements:
        # the agency's name is a segment of an IRI already, in which ~ does not occur
        iri = ox.NamedNode(f"{names.base}measurement/{each.agency.rsplit('/', 1)[-1]}~{each.measure}")
        facts += [
            (iri, "rdf:type", term("xt:Measurement")),
            (iri, "xt:measuredAgency", ox.NamedNode(each.agency)),
            (iri, "xt:measure", _concept(each.measure)),
            (iri, "qudt:numericValue", _decimal(each.value)),
        ]
    said = [ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in _described(used)]
    return [*said, *(ox.Quad(subject, term(name), value, graph) for subject, name, value in facts)]


def _decimal(value: float) -> ox.Literal:
    """Return a number as xsd:decimal: whole ones without a point, others with all their places."""
    lexical = str(value) if isinstance(value, int) else f"{value:.{PLACES}f}"
    return ox.Literal(lexical, datatype=term("xsd:decimal"))


def _concept(measure: str) -> ox.NamedNode:
    return ox.NamedNode(f"{VOCABULARY}measure/{measure}")


def _described(used: Iterable[str]) -> list[ox.Triple]:
    """Return what the vocabulary says of measures."""
    return descriptions(_concept(measure).value for measure in used)


def table(measurements: list[Measurement]) -> Result:
    """Return one row an agency: its IRI, its label, a column for each measure; the most connected first."""
    rows: dict[tuple[str, str], dict[str, float]] = {}
    for each in measurements:
        rows.setdefault((each.agency, each.label), {})[each.measure] = each.value
    ordered = sorted(rows.items(), key=lambda row: (-row[1].get("degree", 0), -row[1].get("strength", 0), row[0]))
    return Result(("agency", "label", *METHODS), tuple((*who, *map(values.get, METHODS)) for who, values in ordered))


def headings() -> dict[str, Words]:
    """Return measure -> its name in both languages, as the vocabulary has it."""
    found: dict[str, dict[str, str]] = {}
    for triple in _described(METHODS):
        if triple.predicate == term("skos:prefLabel") and isinstance(triple.object, ox.Literal):
            names = found.setdefault(str(triple.subject).strip("<>").rsplit("/", 1)[1], {})
            names[triple.object.language or ""] = triple.object.value
    return {measure: Words(found[measure]["zh"], found[measure]["en"]) for measure in METHODS}
