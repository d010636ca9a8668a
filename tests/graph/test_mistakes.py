"""Mistakes in a query: where they are, and what was perhaps meant."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.errors import QueryError
from xietong.graph.dataset import Dataset
from xietong.graph.mistakes import check_terms, terms
from xietong.graph.queries import saved_queries
from xietong.graph.terms import Names
from xietong.resources import data_folder

PREFIXES = Names().prefixes()


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        (
            "SELECT ?a WHERE {\n  ?t xt:responsibleAgncy ?a }",
            "Line 2, column 6 of the query: the ontology has no xt:responsibleAgncy; did you mean xt:responsibleAgency",
        ),
        (
            "PREFIX o: <https://w3id.org/xietong/ontology#>\nSELECT * { ?t a o:Tusk }",
            "Line 2, column 17 of the query: the ontology has no o:Tusk; did you mean o:Task?",
        ),
        (
            "SELECT * { ?t <https://w3id.org/xietong/ontology#nmber> 1 }",
            "the ontology has no <https://w3id.org/xietong/ontology#nmber>; did you mean number?",
        ),
        ("SELECT * { ?t xt:zzzzzzzzzzzz 1 }", "Line 1, column 15 of the query: the ontology has no xt:zzzzzzzzzzzz."),
    ],
)
def test_an_unknown_term_is_shown_with_its_place_and_what_is_near(sparql: str, said: str) -> None:
    with pytest.raises(QueryError, match=re.escape(said)):
        check_terms(sparql, PREFIXES)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { ?t a xt:Task }",
        "# xt:Tusk\nSELECT * { ?t a xt:Task }",
        "SELECT * { ?t rdfs:label \"xt:Tusk\" , 'xt:Tusk' , '''xt:Tusk''' }",
        "SELECT * { ?t skos:preferedLabel ?x }",  # terms of others are not ours to judge
        "PREFIX xt: <https://example.org/> SELECT * { ?t a xt:Tusk }",
    ],
)
def test_what_is_no_mistake_is_none(sparql: str) -> None:
    check_terms(sparql, PREFIXES)


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ("SELECT ?x WHERE {\n  ?x a xt:Task ", "Line 2, column"),
        ("SELECT ?x WHERE {\n  ?x dct:title ?y }", "Line 2, column 6 of the query: the prefix dct: is not declared"),
        ("SELEC ?x { ?x ?y ?z }", "at “SELEC ?x { ?x ?y ?z }”: here could be SELECT ASK CONSTRUCT DESCRIBE; mend it"),
        ("SELECT ?a {", "at “SELECT ?a {”: here could be } { ( . ?; mend it"),
        ("SELECT (COUNT(?x) AS ?n { ?x a ?y }", "here could be ); mend it"),
        ("SELECT * { ?s ?p }", "at “SELECT * { ?s ?p }”: something is missing here, or cannot be read; mend it"),
        ("SELECT * { ?s ?p ?o } ORDER ?s", "here could be BY; mend it"),
        ("SELECT ?a ?b { ?a ?p ?b } GROUP BY ?a", "SELECT has a variable that is neither in GROUP BY nor counted"),
        ("SELECT * { ?s <a b> ?o }", "this is no valid IRI; mend it"),
    ],
)
def test_a_query_that_does_not_parse_is_shown_with_line_and_column(sparql: str, said: str) -> None:
    with pytest.raises(QueryError, match=re.escape(said)):
        Dataset().query(sparql)


@pytest.mark.parametrize(
    "sparql",
    ["SELECT ?a {", "SELECT * { ?s ?p ?o } LIMIT x", "SELECT ?a { ?a ?b ?c FILTER(?a > ) }", "SELECT * { ?s ?p"],
)
def test_no_message_shows_the_insides_of_the_parser(sparql: str) -> None:
    with pytest.raises(QueryError) as caught:
        Dataset().query(sparql)
    for words in caught.value.words:
        assert not re.search(r"\.\.=|\[|\\u|LATERAL|isLITERAL", words)
    assert not re.search("could|read|mend", caught.value.words.zh)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { SERVICE <urn:x> { ?s ?p ?o } }",
        "SELECT * { SERVICE ?where { ?s ?p ?o } }",
        "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_what_goes_wrong_while_rows_are_taken_is_one_sentence(sparql: str) -> None:
    with pytest.raises(QueryError, match=r"The query was not answered: .* check the address"):
        Dataset().rows(sparql)


def test_the_project_s_own_queries_use_only_terms_that_exist() -> None:
    derived = (data_folder("queries") / "derive").glob("*.rq")
    views = (data_folder("queries") / "views").glob("*.rq")
    for sparql in (
        *(query.sparql for query in saved_queries().values()),
        *(path.read_text(encoding="utf-8") for path in (*derived, *views)),
    ):
        check_terms(sparql, PREFIXES)


def test_the_terms_are_those_of_the_ontology() -> None:
    assert {"Task", "responsibleAgency", "standsFor"} <= terms()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80) | st.text(alphabet="xt:<>#\"'{}?a \n", max_size=60))
def test_any_text_is_a_query_or_one_sentence(sparql: str) -> None:
    try:
        check_terms(sparql, PREFIXES)
        Dataset().query(sparql)
        said = ""
    except QueryError as error:
        said = error.words.en
    assert "Traceback" not in said
