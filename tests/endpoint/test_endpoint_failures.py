"""What a person reads when a server does not answer as it should: one sentence, with what the server said."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from xietong.errors import EndpointError, QueryError
from xietong.graph.endpoint import Endpoint
from xietong.graph.transport import LONGEST_SAID, Login

RESULTS = "application/sparql-results+json"
EMPTY = b'{"head": {"vars": ["s"]}, "results": {"bindings": []}}'
ROW = '{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": %s}]}}'
SELECT = "SELECT ?s { ?s ?p ?o }"
PAGE = b"<!DOCTYPE html><html><head><title>Bad Gateway &amp; more</title><style>p { }</style></head><p>nginx</p></html>"

# path -> status, headers, body
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/empty": (200, {"Content-Type": RESULTS}, EMPTY),
    "/syntax": (400, {"Content-Type": "text/plain"}, "第 1 行有误：<urn:x>\nSPARQL query:".encode()),
    "/page-500": (500, {"Content-Type": "text/html"}, PAGE),
    "/page-200": (200, {"Content-Type": "text/html"}, PAGE),
    "/silent-500": (500, {}, b""),
    "/long-500": (500, {"Content-Type": "text/plain"}, b"x" * 5000),
    "/colours-500": (500, {"Content-Type": "text/plain"}, b"\x1b[2J\x1b]0;title\x07 red"),
    "/truncated": (200, {"Content-Type": RESULTS}, EMPTY[:40]),
    "/array": (200, {"Content-Type": RESULTS}, b"[1]"),
    "/number": (200, {"Content-Type": RESULTS}, b"1"),
    "/deep": (200, {"Content-Type": RESULTS}, b"[" * 100_000),
    "/no-utf-8": (200, {"Content-Type": RESULTS}, b"\xff\xfe\xfa"),
    "/no-results": (200, {"Content-Type": RESULTS}, b'{"error": "busy"}'),
    "/yes": (200, {"Content-Type": RESULTS}, b'{"head": {}, "boolean": true}'),
    "/no-iri": (200, {"Content-Type": RESULTS}, (ROW % '{"type": "uri", "value": "no iri"}').encode()),
    "/no-term": (200, {"Content-Type": RESULTS}, (ROW % '{"datatype": ["a"], "value": {}}').encode()),
    "/moved": (301, {"Location": "http://elsewhere.example/sparql"}, b""),
    "/found": (302, {"Location": "/empty"}, b""),
    "/temporary": (307, {"Location": "/empty"}, b""),
    "/login": (401, {"WWW-Authenticate": 'Basic realm="x"', "Content-Type": "text/plain"}, b"who are you"),
    "/odd-login": (401, {"WWW-Authenticate": "Digest nonsense"}, b""),
    "/missing": (404, {"Content-Type": "text/plain"}, b"no such service"),
    "/cut": (200, {"Content-Type": RESULTS, "X-SPARQL-MaxRows": "10000"}, EMPTY),
    "/short": (200, {"Content-Type": RESULTS, "Content-Length": "1000"}, EMPTY),
}


class Fake(BaseHTTPRequestHandler):
    """Answers as the table says, and keeps what it was asked."""

    asked: list[tuple[str, str, dict[str, str], dict[str, list[str]]]]

    def do_POST(self) -> None:
        """Answer a query."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append((self.command, self.path, dict(self.headers), parse_qs(body)))
        if self.path == "/sleep":
            time.sleep(3)
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(30):
                self.wfile.write(b" ")
                time.sleep(0.1)
        elif self.path == "/noise":
            self.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")
        elif self.path != "/hang-up":
            self.answer()

    def do_HEAD(self) -> None:
        """Say how to log in."""
        self.answer()

    def do_GET(self) -> None:
        """Keep that somebody came by GET."""
        self.asked.append((self.command, self.path, dict(self.headers), {}))
        self.answer()

    def answer(self) -> None:
        """Send what the table says."""
        status, headers, body = ANSWERS[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


class Quiet(ThreadingHTTPServer):
    """A server that does not complain of clients that left."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Return the address of the fake server."""
    with Quiet(("127.0.0.1", 0), Fake) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(autouse=True)
def asked() -> list[tuple[str, str, dict[str, str], dict[str, list[str]]]]:
    """Return what the server is asked in a test: method, path, headers, parameters."""
    Fake.asked = []
    return Fake.asked


# ---------------------------------------------------------------- requests

TRICKY = [
    "# CONSTRUCT { ?s ?p ?o } WHERE\nSELECT ?s { ?s ?p ?o }",
    "PREFIX ask: <urn:CONSTRUCT#>\nSELECT ?s { ?s ask:describe 'INSERT' } # ASK",
    "BASE <urn:INSERT/>\n#+ summary: DELETE\nselect ?s { ?s ?p <CONSTRUCT> }",
    "#\nPREFIX insert: <urn:x#>#DELETE\nSELECT ?s { ?s ?p '''it's # \"ASK\"''' }",
    "PREFIX : <urn:describe/>SELECT ?s { ?s a :ASK }",
]


@pytest.mark.parametrize("sparql", TRICKY)
def test_a_select_is_sent_as_one_whatever_its_comments_and_iris_say(
    sparql: str, address: str, asked: list[tuple[str, str, dict[str, str], dict[str, list[str]]]]
) -> None:
    assert isinstance(Endpoint(f"{address}/empty").query(sparql), ox.QuerySolutions)
    [(method, path, headers, parameters)] = asked
    assert (method, path, headers["Accept"]) == ("POST", "/empty", RESULTS)
    assert parameters == {"query": [sparql]}


def test_prefixes_of_the_graph_are_added_where_the_query_uses_them_without_declaring_them(
    address: str, asked: list[tuple[str, str, dict[str, str], dict[str, list[str]]]]
) -> None:
    sparql = (
        "# PREFIX xt: <no>\nPREFIX # mine\norg: <urn:mine#>\nSELECT ?s { ?s a xt:Task ; org:x 'skos:no' ; ?dcterms ?o }"
    )
    Endpoint(f"{address}/empty").query(sparql)
    assert asked[0][3]["query"] == ["PREFIX xt: <https://w3id.org/xietong/ontology#>\n" + sparql]


def test_a_query_of_20_kb_arrives_whole(
    address: str, asked: list[tuple[str, str, dict[str, str], dict[str, list[str]]]]
) -> None:
    sparql = SELECT + "#" + "长" * 7000
    Endpoint(f"{address}/empty").query(sparql)
    assert asked[0][3]["query"] == [sparql]


def test_the_default_graph_goes_with_the_query(
    address: str, asked: list[tuple[str, str, dict[str, str], dict[str, list[str]]]]
) -> None:
    Endpoint(f"{address}/empty", default_graph="urn:图").query(SELECT)
    assert asked[0][3]["default-graph-uri"] == ["urn:图"]


@pytest.mark.parametrize(
    "sparql", ["", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "# SELECT", "'SELECT'", "LOAD <urn:x>"]
)
def test_what_is_no_query_is_not_sent(
    sparql: str, address: str, asked: list[tuple[str, str, dict[str, str], dict[str, list[str]]]]
) -> None:
    with pytest.raises(QueryError, match="no SPARQL query"):
        Endpoint(f"{address}/empty").query(sparql)
    assert asked == []


def test_half_a_character_is_no_text_of_a_query(address: str) -> None:
    with pytest.raises(QueryError, match="Unicode"):
        Endpoint(f"{address}/empty").query("SELECT ?s { ?s ?p '\ud800' }")


# ---------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/syntax", r"refused the request \(HTTP 400: 第 1 行有误：<urn:x>\)"),
        ("/page-500", r"\(HTTP 500: Bad Gateway & more\)"),
        ("/page-200", r"did not answer in SPARQL's formats \(Bad Gateway & more\)"),
        ("/silent-500", r"\(HTTP 500: Internal Server Error\)"),
        ("/colours-500", r"\(HTTP 500: \[2J \]0;title red\)"),
        ("/truncated", "did not answer in SPARQL's formats"),
        ("/array", "did not answer in SPARQL's formats"),
        ("/number", "did not answer in SPARQL's formats"),
        ("/deep", "did not answer in SPARQL's formats"),
        ("/no-utf-8", "did not answer in SPARQL's formats"),
        ("/no-results", "did not answer in SPARQL's formats .*busy"),
        ("/yes", "did not answer in SPARQL's formats"),
        ("/no-iri", "did not answer in SPARQL's formats"),
        ("/no-term", "did not answer in SPARQL's formats"),
        ("/moved", "has moved to http://elsewhere.example/sparql; use that address"),
        ("/found", "has moved to /empty"),
        ("/temporary", "has moved to /empty"),
        ("/login", r"does not admit you \(HTTP 401: who are you\)"),
        ("/missing", r"\(HTTP 404: no such service\)"),
        ("/cut", r"a part of the answer only \(X-SPARQL-MaxRows: 10000\)"),
        ("/short", "failed .*check the address"),
        ("/noise", "failed .*check the address"),
        ("/hang-up", "failed .*check the address"),
        ("/sleep", "did not answer within 0.5 seconds"),
        ("/drip", "did not answer within 0.5 seconds"),
    ],
)
def test_a_failure_is_one_sentence_with_what_the_server_said(path: str, sentence: str, address: str) -> None:
    began = time.monotonic()
    with pytest.raises(EndpointError, match=sentence) as caught:
        Endpoint(address + path, timeout=0.5).query(SELECT)
    assert time.monotonic() - began < 2
    for words in caught.value.words:
        assert address + path in words
        assert words.isprintable()
        assert len(words) < len(address) + 200 + LONGEST_SAID


def test_of_a_long_answer_200_characters_are_shown(address: str) -> None:
    with pytest.raises(EndpointError, match=r": x{200}\)"):
        Endpoint(f"{address}/long-500").query(SELECT)


def test_a_server_that_is_not_there_is_named(unused: str) -> None:
    with pytest.raises(EndpointError, match=f"{unused}/query failed .*refused"):
        Endpoint(f"{unused}/query").query(SELECT)


@pytest.fixture
def unused() -> str:
    """Return an address where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.mark.parametrize("path", ["/moved", "/found", "/temporary"])
def test_a_redirect_is_not_followed_for_it_would_lose_the_query_and_show_the_password(
    path: str, address: str, asked: list[tuple[str, str, dict[str, str], dict[str, list[str]]]]
) -> None:
    with pytest.raises(EndpointError):
        Endpoint(address + path, login=Login("a", "b")).query(SELECT)
    assert [(method, asked_path) for method, asked_path, *_ in asked] == [("POST", path)]


@pytest.mark.parametrize(("path", "user"), [("/login", "a"), ("/odd-login", "a"), ("/login", "中文")])
def test_a_login_that_is_not_taken_does_not_show_the_password(path: str, user: str, address: str) -> None:
    endpoint = Endpoint(address + path, login=Login(user, "s3cret-词"))
    with pytest.raises(EndpointError) as caught:
        endpoint.query(SELECT)
    assert "s3cret" not in f"{caught.value.words} {endpoint!r}"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://host/x",
        "localhost:7878/query",
        "http://",
        "http://host:port/",
        "http://host/a b",
        "http://host/查询",
        "http://[::1/query",
        "http://host/#part",
        "http://host/\r\nX: y",
        "http://user:s3cret@host/query",
        "",
    ],
)
def test_what_is_no_address_of_an_endpoint_is_refused_at_once(url: str) -> None:
    with pytest.raises(EndpointError) as caught:
        Endpoint(url)
    assert all("http" in words or "--user" in words for words in caught.value.words)
    assert "s3cret" not in str(caught.value.words)


def test_what_is_no_iri_of_a_graph_is_refused_at_once() -> None:
    with pytest.raises(EndpointError, match="--default-graph"):
        Endpoint("http://localhost:7878/query", default_graph="no iri> }")


def test_numbers_and_words_of_an_answer_are_terms_of_the_graph(address: str) -> None:
    term = {"type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "1"}
    ANSWERS["/boolean"] = (200, {"Content-Type": RESULTS}, (ROW % json.dumps(term)).encode())
    rows = Endpoint(f"{address}/boolean").query(SELECT)
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["s"] for row in rows] == [ox.Literal(True)]  # noqa: FBT003
