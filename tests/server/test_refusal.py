"""Queries that would reach out of the graph: refused by what they mean, not by the letters that they hold."""

import socket
import threading
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.errors import QueryError
from xietong.server.refusal import LONGEST, refuse

TRAP = "<http://127.0.0.1:{port}/x>"
REACHING = [
    "SELECT * { SERVICE " + TRAP + " { ?s ?p ?o } }",
    "select * { service " + TRAP + " { ?s ?p ?o } }",
    "SELECT * { SeRvIcE SILENT " + TRAP + " { ?s ?p ?o } }",
    "SELECT * {SERVICE" + TRAP + "{?s ?p ?o}}",
    "SELECT * { SERVICE# comment\n" + TRAP + " { ?s ?p ?o } }",
    r"SELECT * { \u0053ERVICE " + TRAP + " { ?s ?p ?o } }",
    r"SELECT * { \U00000053\u0045RVICE " + TRAP + " { ?s ?p ?o } }",
    "PREFIX x: <http://127.0.0.1:{port}/> SELECT * {{ SERVICE x:y {{ ?s ?p ?o }} }}".replace("{{", "{").replace(
        "}}", "}"
    ),
    "BASE <http://127.0.0.1:{port}/> SELECT * { SERVICE <x> { ?s ?p ?o } }",
    "SELECT * { VALUES ?e { " + TRAP + " } SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { BIND(" + TRAP + " AS ?e) SERVICE SILENT ?e { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE " + TRAP + " { ?s ?p ?o } } } }",
    "SELECT * { ?a ?b ?c OPTIONAL { SERVICE " + TRAP + " { ?s ?p ?o } } }",
    "SELECT * { ?a ?b ?c MINUS { SERVICE " + TRAP + " { ?s ?p ?o } } }",
    "SELECT * { { ?a ?b ?c } UNION { SERVICE " + TRAP + " { ?s ?p ?o } } }",
    "SELECT * { GRAPH ?g { SERVICE " + TRAP + " { ?s ?p ?o } } }",
    "SELECT * { ?a ?b ?c FILTER EXISTS { SERVICE " + TRAP + " { ?s ?p ?o } } }",
    "SELECT * { ?a ?b ?c FILTER(!EXISTS { SERVICE " + TRAP + " { ?s ?p ?o } }) }",
    "ASK { SERVICE " + TRAP + " { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE " + TRAP + " { ?s ?p ?o } }",
    "DESCRIBE ?s WHERE { SERVICE " + TRAP + " { ?s ?p ?o } }",
    'SELECT * { BIND("#" AS ?x) SERVICE ' + TRAP + " { ?s ?p ?o } }",
    "SELECT * { BIND(<urn:x#> AS ?x) SERVICE " + TRAP + " { ?s ?p ?o } }",
    "SELECT * { BIND('''it's \"#''' AS ?x) SERVICE " + TRAP + " { ?s ?p ?o } }",
    'SELECT * { BIND("\\"" AS ?x) SERVICE ' + TRAP + ' { ?s ?p "x" } }',
    "SELECT * { ?a ?b ?c FILTER(?a<?b)SERVICE" + TRAP + "{?s ?p ?o} FILTER(?c>?d) }",
    "SELECT * { ?a ?b ?c FILTER(?a<?c&&?c>?b) SERVICE " + TRAP + " { ?s ?p ?o } }",
    "SELECT ?service { SERVICE " + TRAP + " { ?service ?p ?o } }",
    "# SERVICE\nSELECT * { SERVICE " + TRAP + " { ?s ?p ?o } }",
]
QUIET = [  # they fetch nothing in Oxigraph, whatever they name
    "SELECT * FROM " + TRAP + " { ?s ?p ?o }",
    "SELECT * FROM NAMED " + TRAP + " { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { GRAPH " + TRAP + " { ?s ?p ?o } }",
    "DESCRIBE " + TRAP,
    "LOAD " + TRAP,
]
FINE = [
    "SELECT * { ?s ?p 'SERVICE' }",
    'SELECT * { ?s ?p "SERVICE <http://x> { ?s ?p ?o }" }',
    "SELECT * { ?s ?p '''SERVICE\n<http://x> { }''' }",
    "SELECT * { ?s <http://x/SERVICE> ?o }",
    "SELECT ?service { ?service ?p ?o }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://x> { ?s ?p ?o }",
    "PREFIX service: <http://x/> SELECT * { ?s service:SERVICE ?o }",
    "PREFIX x: <http://x/> SELECT * { ?s x:service ?o . ?o x:customerService ?p }",
    "SELECT * { ?s ?p '行政服务中心' FILTER(CONTAINS(STR(?s), 'Service')) }",
]


class Trap:
    """A server on this machine that counts who comes."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.came = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.came += 1
            connection.close()


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    found = Trap()
    yield found
    found.socket.close()


@pytest.mark.parametrize("query", REACHING)
def test_a_query_that_asks_another_server_is_refused_and_reaches_nobody(
    http: httpx.Client, trap: Trap, query: str
) -> None:
    query = query.replace("{port}", str(trap.port))
    with pytest.raises(QueryError):
        refuse(query)
    reply = http.post("/sparql", data={"query": query})
    assert reply.status_code == 400
    assert "SERVICE" in reply.text or "service" in reply.text
    assert trap.came == 0


@pytest.mark.parametrize("query", QUIET)
def test_a_query_that_names_an_address_reaches_nobody(http: httpx.Client, trap: Trap, query: str) -> None:
    query = query.replace("{port}", str(trap.port))
    http.post("/sparql", data={"query": query})
    http.get(
        "/sparql",
        params={"query": "SELECT * { ?s ?p ?o } LIMIT 1", "default-graph-uri": f"http://127.0.0.1:{trap.port}/g"},
    )
    assert trap.came == 0


def test_the_trap_hears_who_comes(trap: Trap) -> None:
    """Else the tests above would prove nothing."""
    before = trap.came
    with socket.create_connection(("127.0.0.1", trap.port)) as one:
        one.recv(1)
    assert trap.came == before + 1
    trap.came = before


@pytest.mark.parametrize("query", FINE)
def test_the_letters_alone_are_no_reason(http: httpx.Client, query: str) -> None:
    refuse(query)
    assert http.post("/sparql", data={"query": query}).status_code == 200


@pytest.mark.parametrize(
    "query", ["ASK {} #" + "x" * LONGEST, "SELECT * { ?service ?p ?o " + "{" * 20_000, "service (" * 5_000, "service"]
)
def test_what_nobody_can_check_is_refused_at_once(query: str) -> None:
    with pytest.raises(QueryError):
        refuse(query)


PIECES = st.sampled_from(
    ["SERVICE", "service", r"\u0053ERVICE", "SILENT", "<urn:x>", "?v", "x:y", "_:b", "'", '"', "'''", '"""', "#", "\n",
     "\\", "{", "}", "(", ")", "<", ">", "&&", "a", ".", ";", "FILTER", "OPTIONAL", "BIND", "AS", "1", " "]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=14))
def test_nothing_that_oxigraph_takes_for_service_passes(pieces: list[str]) -> None:
    """A query that passes holds no SERVICE for Oxigraph's own parser: it answers from an empty store without a try."""
    import pyoxigraph as ox  # noqa: PLC0415

    query = "PREFIX x: <urn:x:> SELECT * { " + " ".join(pieces) + " }"
    try:
        refuse(query)
    except QueryError:
        return
    try:
        list(ox.Store().query(query))  # type: ignore[arg-type]
    except (SyntaxError, ValueError):
        return
    except OSError as error:  # what it says of a server that cannot be asked
        raise AssertionError(query) from error
