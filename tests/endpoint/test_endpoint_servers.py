"""The same questions to Oxigraph's server, to Virtuoso 7 and to the embedded store: the answers are the same."""

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pyoxigraph as ox
import pytest

from xietong.errors import EndpointError
from xietong.graph.asking import ask
from xietong.graph.dataset import Dataset
from xietong.graph.loading import Loaded, Target, count, load, size
from xietong.graph.queries import SavedQuery, saved_queries
from xietong.graph.terms import BASE
from xietong.resources import data_folder

FOLDER = data_folder("queries")
QUERIES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.rq"))
NUMBERS = ("integer", "decimal", "double", "float", "nonNegativeInteger")


def value(node: object) -> object:
    """Return what a term says, not how a server writes it.

    Virtuoso keeps points in single precision, so the words of a coordinate compare by a ten-thousandth of a degree. It
    writes 12.50 as 12.5 and a sum as whatever number it counted with, so numbers compare by value. It has no
    booleans: what it computes as one comes as 1 or 0. Of text computed from text with a language, servers keep the
    language or do not, so languages are left out.
    """
    if isinstance(node, ox.Literal):
        kind = node.datatype.value.rsplit("#", 1)[-1]
        if kind == "boolean":
            return Decimal(node.value == "true")
        if re.fullmatch(r"-?[0-9]+\.[0-9]+", node.value) and kind == "string":
            return f"{float(node.value):.4f}"
        return Decimal(node.value) if kind in NUMBERS else node.value
    return str(node)


def says(answer: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean) -> object:
    """Return a yes or no, a set of triples, or a bag of rows: SPARQL gives no order to rows of equal rank."""
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if isinstance(answer, ox.QueryTriples):
        return {str(triple) for triple in answer}
    columns = [variable.value for variable in answer.variables]
    return columns, Counter(tuple(value(row[column]) for column in columns) for row in answer)


@pytest.mark.parametrize("name", QUERIES)
def test_oxigraph_gives_the_same_answer_to_every_query(name: str, oxigraph: Target, dataset: Dataset) -> None:
    sparql = (FOLDER / name).read_text(encoding="utf-8")
    assert says(oxigraph.endpoint.query(sparql)) == says(dataset.query(sparql))


@pytest.mark.parametrize("name", QUERIES)
def test_virtuoso_gives_the_same_answer_to_every_query(name: str, virtuoso: Target, dataset: Dataset) -> None:
    sparql = (FOLDER / name).read_text(encoding="utf-8")
    assert says(virtuoso.endpoint.query(sparql)) == says(dataset.query(sparql))


@pytest.mark.parametrize(
    "query", [query for query in saved_queries().values() if query.parameters], ids=lambda it: it.name
)
def test_a_question_about_one_thing_is_answered_the_same(query: SavedQuery, server: Target, dataset: Dataset) -> None:
    examples = {parameter.name: parameter.example for parameter in query.parameters}
    sparql = ask(dataset, query.name, examples).sparql
    assert says(server.endpoint.query(sparql)) == says(dataset.query(sparql))


def test_what_a_person_calls_a_thing_is_looked_up_on_the_server(server: Target, dataset: Dataset) -> None:
    there, here = (ask(asked, "agency-tasks", {"body": "市财政局"}) for asked in (server.endpoint, dataset))
    assert Counter(there.result.rows) == Counter(here.result.rows)
    assert here.result.rows


def test_some_facts_are_stated_twice_so_that_the_comparison_would_find_sums_that_count_them_twice(
    dataset: Dataset,
) -> None:
    assert len(dataset.store) > len(dataset.triples())


@pytest.mark.parametrize(
    "sparql",
    [
        "ASK { ?notice a xt:Notice }",
        "ASK { ?notice a xt:Nothing }",
        "SELECT DISTINCT ?open { ?duty xt:openEnded ?open }",
        "SELECT ?year ?date { ?notice a xt:Notice ; xt:planYear ?year . OPTIONAL { ?notice dcterms:issued ?date } }",
        "SELECT ?figure ?size { ?figure qudt:numericValue ?size }",
        "SELECT ?body { ?body rdfs:label '肇庆市财政局'@zh }",
        "SELECT ?name { agency:肇庆市财政局 rdfs:label ?name }",
        "SELECT ?name { ?body a xt:Agency ; rdfs:label ?name FILTER(CONTAINS(STR(?name), '财政')) }",
        "CONSTRUCT { ?task a ?kind } WHERE { ?task a xt:Task , ?kind }",
        "CONSTRUCT { ?task a ?kind } WHERE { ?task a xt:Nothing , ?kind }",
    ],
)
def test_terms_of_all_kinds_come_back_as_they_went(sparql: str, server: Target, dataset: Dataset) -> None:
    assert says(server.endpoint.query(sparql)) == says(dataset.query(sparql))


def test_booleans_come_back_in_the_words_of_the_graph(server: Target) -> None:
    rows = server.endpoint.query("SELECT DISTINCT ?open { ?duty xt:openEnded ?open }")
    assert isinstance(rows, ox.QuerySolutions)
    assert {str(row["open"]) for row in rows} == {str(ox.Literal(truth)) for truth in (True, False)}


def test_a_query_longer_than_an_address_may_be_is_answered(server: Target, dataset: Dataset) -> None:
    words = " ".join(f'"部门{number}"' for number in range(1400))
    where = f"VALUES ?wanted {{ {words} '肇庆市财政局' }} ?body rdfs:label ?name FILTER(STR(?name) = ?wanted)"
    sparql = f"SELECT ?name {{ {where} }}"
    assert len(sparql.encode()) > 15_000
    assert says(server.endpoint.query(sparql)) == says(dataset.query(sparql))


def test_what_the_server_says_of_a_broken_query_is_passed_on(server: Target) -> None:
    with pytest.raises(EndpointError, match=r"(?i)HTTP 400.*(expected|syntax error)"):
        server.endpoint.query("SELECT * { ?s ?p }")


# ---------------------------------------------------------------- loading


def graphs(dataset: Dataset, target: Target) -> dict[str | None, int]:
    """Return how many triples each graph of a dataset should have on a server."""
    named: Counter[str | None] = Counter(
        quad.graph_name.value for quad in dataset.store if isinstance(quad.graph_name, ox.NamedNode)
    )
    return {target.endpoint.default_graph: len(dataset.triples()), **named}


def there(dataset: Dataset, target: Target) -> dict[str | None, int]:
    """Return how many triples each of these graphs has."""
    return {graph: count(target.endpoint, graph) for graph in graphs(dataset, target)}


def test_every_graph_arrives_whole(server: Target, dataset: Dataset) -> None:
    assert there(dataset, server) == graphs(dataset, server)


def test_sparql_update_brings_the_same_where_there_is_no_graph_store(empty: Target, small: Dataset) -> None:
    done: list[int] = []
    assert load(small, replace(empty, store=None), progress=done.append) == Loaded(sent=size(small), kept=0)
    assert sum(done) == size(small)
    assert there(small, empty) == graphs(small, empty)


def test_virtuoso_takes_sparql_update_from_who_logs_in(administrator: Target, small: Dataset) -> None:
    endpoint = replace(administrator.endpoint, default_graph=f"{small.names.base}graph/merged", names=small.names)
    target = Target(endpoint, update=f"{endpoint.url}-auth")
    load(small, target)
    assert there(small, target) == graphs(small, target)
    sparql = (FOLDER / "agency-tasks.rq").read_text(encoding="utf-8")
    assert says(endpoint.query(sparql)) == says(small.query(sparql))


class UnpluggedError(Exception):
    """Somebody pulled the plug."""


@pytest.mark.parametrize("by_update", [True, False])
def test_a_load_that_was_interrupted_goes_on_where_it_stopped(
    empty: Target, small: Dataset, *, by_update: bool
) -> None:
    target = replace(empty, store=None) if by_update else empty
    done: list[int] = []

    def pulled(triples: int) -> None:
        done.append(triples)
        if sum(done) > len(small.triples()) + 1000:  # the merge is there, and a part of what follows
            raise UnpluggedError

    with pytest.raises(UnpluggedError):
        load(small, target, progress=pulled)
    assert there(small, target) != graphs(small, target)
    loaded = load(small, target, resume=True)
    assert loaded.kept >= len(small.triples())
    assert 0 < loaded.sent == size(small) - loaded.kept
    assert there(small, target) == graphs(small, target)
    assert load(small, target, resume=True) == Loaded(sent=0, kept=size(small))


def test_a_second_load_replaces_the_first(empty: Target, small: Dataset) -> None:
    for _ in range(2):
        assert load(small, empty).sent == size(small)
    assert there(small, empty) == graphs(small, empty)


def test_who_guesses_the_password_is_told_so_and_the_password_is_not_shown(stranger: Target, small: Dataset) -> None:
    with pytest.raises(EndpointError, match="HTTP 401") as caught:
        load(small, stranger)
    assert stranger.endpoint.login is not None
    assert stranger.endpoint.login.password not in f"{caught.value.words} {stranger!r}"


def test_virtuoso_has_no_default_graph_and_the_sentence_says_what_to_do(administrator: Target, small: Dataset) -> None:
    target = replace(administrator, endpoint=replace(administrator.endpoint, default_graph=None))
    with pytest.raises(EndpointError, match="--default-graph"):
        load(small, target)


def test_a_server_that_shows_the_sum_of_its_graphs_is_found_out_and_can_be_asked_all_the_same(
    summing: Target, dataset: Dataset
) -> None:
    with pytest.raises(EndpointError, match="sum of all graphs"):
        load(dataset, summing)
    target = replace(summing, endpoint=replace(summing.endpoint, default_graph=f"{BASE}graph/merged"))
    load(dataset, target)
    sparql = (FOLDER / "agency-tasks.rq").read_text(encoding="utf-8")
    assert says(target.endpoint.query(sparql)) == says(dataset.query(sparql))
