"""The query operation of the SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013), clause by clause."""

import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import GET, JSON, POST, SPARQLWrapper

from xietong.graph.dataset import Dataset

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
XT = "https://w3id.org/xietong/ontology#"
BASE = "https://w3id.org/xietong/"
COUNT = f"SELECT (COUNT(*) AS ?n) {{ ?task a <{XT}Task> }}"
RESULTS = "application/sparql-results+json"


def numbers(reply: httpx.Response) -> list[str]:
    assert reply.status_code == 200, reply.text
    return [row["n"]["value"] for row in reply.json()["results"]["bindings"]]


def ways(client: httpx.Client, query: str, **more: list[str]) -> list[httpx.Response]:
    """Ask a query in the three ways of the protocol."""
    head = {"Accept": RESULTS}
    return [
        client.get("/sparql", params={"query": query, **more}, headers=head),
        client.post("/sparql", data={"query": query, **more}, headers=head),
        client.post("/sparql", params=more, content=query.encode(), headers=head | {"Content-Type": DIRECT}),
    ]


def test_query_via_get_via_encoded_post_and_via_direct_post(http: httpx.Client) -> None:
    """2.1.1, 2.1.2, 2.1.3."""
    assert [numbers(reply) for reply in ways(http, COUNT)] == [["47"]] * 3


def test_a_charset_beside_the_media_type_is_no_other_type(http: httpx.Client) -> None:
    """2.1.3: the query is unencoded UTF-8."""
    query = 'SELECT (COUNT(*) AS ?n) { ?x <http://www.w3.org/2000/01/rdf-schema#label> "阅江大桥"@zh }'
    head = {"Accept": RESULTS, "Content-Type": f"{DIRECT}; charset=UTF-8"}
    assert numbers(http.post("/sparql", content=query.encode(), headers=head)) == ["1"]


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_the_dataset_of_the_request(http: httpx.Client, name: str) -> None:
    """2.1.4: the graphs that a request names are the data set, whichever way it takes."""
    inside = f"?task a <{XT}Task>" if name == "default-graph-uri" else f"GRAPH ?g {{ ?task a <{XT}Task> }}"
    query = f"SELECT (COUNT(*) AS ?n) {{ {inside} }}"
    notice, derived = f"{BASE}graph/肇府办-2016-9", f"{BASE}graph/derived"
    assert [numbers(reply) for reply in ways(http, query, **{name: [notice]})] == [["47"]] * 3
    assert [numbers(reply) for reply in ways(http, query, **{name: [derived]})] == [["0"]] * 3
    assert [numbers(reply) for reply in ways(http, query, **{name: [derived, notice]})] == [["47"]] * 3


def test_the_dataset_of_the_request_wins_over_that_of_the_query(http: httpx.Client) -> None:
    """2.1.4: if both name graphs, those of the request are taken."""
    query = f"SELECT (COUNT(*) AS ?n) FROM <{BASE}graph/derived> {{ ?task a <{XT}Task> }}"
    assert [numbers(reply) for reply in ways(http, query)] == [["0"]] * 3
    notice = [f"{BASE}graph/肇府办-2016-9"]
    assert [numbers(reply) for reply in ways(http, query, **{"default-graph-uri": notice})] == [["47"]] * 3


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.2, application/sparql-results+xml", "application/sparql-results+xml"),
    ],
)
@pytest.mark.parametrize("query", [COUNT, f"ASK {{ ?task a <{XT}Task> }}"])
def test_tables_come_in_the_form_that_is_preferred(
    http: httpx.Client, query: str, accept: str, media_type: str
) -> None:
    """2.1.5, 2.1.6: content negotiation of SELECT and ASK."""
    for method in ("GET", "POST"):
        reply = http.request(
            method,
            "/sparql",
            **{"params" if method == "GET" else "data": {"query": query}},  # type: ignore[arg-type]
            headers={"Accept": accept},
        )
        assert reply.status_code == 200
        assert reply.headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize("accept", ["text/turtle", "application/n-triples", "application/rdf+xml"])
@pytest.mark.parametrize(
    "query", [f"CONSTRUCT WHERE {{ ?task a <{XT}Task> }}", f"DESCRIBE <{BASE}agency/肇庆市财政局>"]
)
def test_triples_come_in_the_form_that_is_preferred(http: httpx.Client, query: str, accept: str) -> None:
    """2.1.5, 2.1.6: content negotiation of CONSTRUCT and DESCRIBE."""
    reply = http.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert reply.headers["content-type"].partition(";")[0] == accept
    assert list(ox.parse(reply.content, format=ox.RdfFormat.from_media_type(accept)))


def test_the_default_graph_is_the_merge_of_all_graphs(http: httpx.Client, graph: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert numbers(http.get("/sparql", params={"query": query}, headers={"Accept": RESULTS})) == [
        str(len(Dataset.open(graph).triples()))
    ]


@pytest.mark.parametrize(
    ("why", "method", "sent", "status"),
    [
        ("2.1.7: a query that does not parse", "GET", {"params": {"query": "SELECT * {"}}, 400),
        ("2.1.7: the same by POST", "POST", {"data": {"query": "SELECT * {"}}, 400),
        ("2.1: one query, not two", "GET", {"params": {"query": ["ASK {}", "ASK {}"]}}, 400),
        ("2.1.2: one query, not two", "POST", {"data": {"query": ["ASK {}", "ASK {}"]}}, 400),
        (
            "2.1.3: one query, not two",
            "POST",
            {"params": {"query": "ASK {}"}, "content": b"ASK {}", "headers": {"Content-Type": DIRECT}},
            400,
        ),
        ("2.1.2: no query", "POST", {"data": {"default-graph-uri": "urn:x"}}, 400),
        ("2.1: no query", "GET", {"params": {"named-graph-uri": "urn:x"}}, 400),
        (
            "2.1.3: no UTF-8",
            "POST",
            {"content": b"ASK {} # \xff", "headers": {"Content-Type": DIRECT}},
            400,
        ),
        ("no UTF-8 in the address", "GET", {"url": "/sparql?query=%FF%FE"}, 400),
        ("2.1.2: a body of no type", "POST", {"content": b"query=ASK{}"}, 415),
        (
            "2.1.3: a body of another type",
            "POST",
            {"content": b"ASK {}", "headers": {"Content-Type": "text/plain"}},
            415,
        ),
        ("2.2: no updates", "POST", {"data": {"update": "DELETE WHERE { ?s ?p ?o }"}}, 400),
        ("2.2: no updates", "GET", {"params": {"update": "DELETE WHERE { ?s ?p ?o }"}}, 400),
        (
            "2.2: no updates",
            "POST",
            {"content": b"CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}},
            415,
        ),
        ("2.2: an update is no query", "POST", {"data": {"query": "INSERT DATA { <urn:a> <urn:b> <urn:c> }"}}, 400),
        ("Graph Store Protocol: nothing is put", "PUT", {"content": b"<urn:a> <urn:b> <urn:c> ."}, 405),
        ("Graph Store Protocol: nothing is deleted", "DELETE", {}, 405),
        ("Graph Store Protocol: nothing is patched", "PATCH", {}, 405),
        ("Oxigraph's own addresses are not ours", "POST", {"url": "/update", "content": b"CLEAR ALL"}, 405),
        ("Oxigraph's own addresses are not ours", "PUT", {"url": "/store?default", "content": b""}, 405),
        ("a body of two megabytes", "POST", {"data": {"query": "ASK {} #" + "x" * 2_000_000}}, 413),
        ("a query of half a megabyte", "POST", {"data": {"query": "ASK {} #" + "x" * 500_000}}, 400),
        ("ten thousand brackets", "POST", {"data": {"query": "SELECT * " + "{" * 10_000 + "}" * 10_000}}, 400),
        ("twenty thousand signs", "POST", {"data": {"query": "ASK { FILTER(" + "!" * 20_000 + "true) }"}}, 400),
        ("a sum of ten thousand", "POST", {"data": {"query": "ASK { FILTER(" + "1+" * 10_000 + "1) }"}}, 400),
    ],
)
def test_what_is_no_query_is_refused_in_two_languages(
    http: httpx.Client, why: str, method: str, sent: dict[str, object], status: int
) -> None:
    before = numbers(http.get("/sparql", params={"query": COUNT}, headers={"Accept": RESULTS}))
    reply = http.request(method, **({"url": "/sparql"} | sent))  # type: ignore[arg-type]
    assert reply.status_code == status, why
    assert reply.text.strip()
    assert "Traceback" not in reply.text
    assert status != 405 or "GET" in reply.headers["allow"]
    assert numbers(http.get("/sparql", params={"query": COUNT}, headers={"Accept": RESULTS})) == before


def test_head_tells_what_get_would_send(http: httpx.Client) -> None:
    got = http.get("/sparql", params={"query": COUNT}, headers={"Accept": RESULTS})
    head = http.head("/sparql", params={"query": COUNT}, headers={"Accept": RESULTS})
    assert head.content == b""
    for name in ("content-type", "content-length", "etag"):
        assert head.headers[name] == got.headers[name]


def test_an_answer_that_the_client_has_is_not_sent_again(http: httpx.Client) -> None:
    asked = {"params": {"query": COUNT}}
    tag = http.get("/sparql", **asked, headers={"Accept": RESULTS}).headers["etag"]  # type: ignore[arg-type]
    again = http.get("/sparql", **asked, headers={"Accept": RESULTS, "If-None-Match": tag})  # type: ignore[arg-type]
    assert (again.status_code, again.content) == (304, b"")
    other = http.get("/sparql", **asked, headers={"Accept": "text/csv", "If-None-Match": tag})  # type: ignore[arg-type]
    assert other.status_code == 200


def test_pages_of_others_may_ask(http: httpx.Client) -> None:
    assert http.get("/sparql", params={"query": "ASK {}"}).headers["access-control-allow-origin"] == "*"
    reply = http.options("/sparql", headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"})
    assert reply.status_code == 204
    assert "POST" in reply.headers["access-control-allow-methods"]


@pytest.mark.parametrize("accept", [None, "text/turtle", "application/rdf+xml"])
def test_without_a_query_the_service_describes_itself(http: httpx.Client, accept: str | None) -> None:
    """SPARQL 1.1 Service Description, 2."""
    reply = http.get("/sparql", headers={"Accept": accept} if accept else {"Accept": "*/*"})
    form = ox.RdfFormat.from_media_type(reply.headers["content-type"].partition(";")[0])
    said = list(ox.parse(reply.content, format=form, base_iri="https://here.example/sparql"))
    endpoints = [str(quad.object) for quad in said if quad.predicate.value.endswith("service-description#endpoint")]
    assert endpoints == ["<https://here.example/sparql>"], "the address that was asked, not that of the server behind"
    assert b"127.0.0.1" not in reply.content
    features = {quad.object.value for quad in said if quad.predicate.value.endswith("service-description#feature")}
    assert features
    assert not [each for each in features if each.endswith("BasicFederatedQuery")], "SERVICE is refused"


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        ("SELECT ?a {", "查询第 1 行第 12 列有误，在“SELECT ?a {”处：此处可以是 } {", "here could be } {"),
        ("SELECT ?a {\n ?a xt:number ?b }", "第 2 行第 5 列：前缀 xt: 没有声明", "prefix xt: is not declared"),
        ("SELECT ?a ?b { ?a ?p ?b } GROUP BY ?a", "既不在 GROUP BY 中", "neither in GROUP BY"),
    ],
)
def test_a_mistake_is_told_with_its_place_in_both_languages(http: httpx.Client, query: str, zh: str, en: str) -> None:
    reply = http.get("/sparql", params={"query": query})
    assert reply.status_code == 400
    assert zh in reply.text.splitlines()[0]
    assert en in reply.text.splitlines()[1]
    assert "..=" not in reply.text


def test_a_browser_gets_an_editor_that_reaches_no_other_host(http: httpx.Client) -> None:
    reply = http.get("/sparql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert 'id="yasgui"' in reply.text
    assert "<script>" not in reply.text
    assert "'unsafe-inline'" not in reply.headers["content-security-policy"].partition("style-src")[0]
    for name in ("yasgui.min.js", "yasgui.min.css"):
        assert http.get(f"/sparql/{name}").status_code == 200
    assert http.get("/sparql/other.js").status_code == 404


# ---------------------------------------------------------------- other people's clients


@pytest.mark.parametrize("method", [GET, POST])
def test_sparqlwrapper_asks(server: str, method: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql", returnFormat=JSON)
    wrapper.setMethod(method)
    wrapper.setQuery(COUNT)
    assert wrapper.query().convert()["results"]["bindings"][0]["n"]["value"] == "47"  # type: ignore[index, call-overload]


def test_rdflib_asks(server: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server}/sparql", context_aware=False))
    assert [int(row[0]) for row in graph.query(COUNT)] == [47]  # type: ignore[index, arg-type]


def test_curl_asks(server: str) -> None:
    done = subprocess.run(
        ["curl", "-sS", "-H", f"Accept: {RESULTS}", "--data-urlencode", f"query={COUNT}", f"{server}/sparql"],
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["results"]["bindings"][0]["n"]["value"] == "47"


def test_an_address_with_a_query_can_be_sent_to_a_colleague(http: httpx.Client) -> None:
    assert numbers(http.get(f"/sparql?query={quote(COUNT)}", headers={"Accept": RESULTS})) == ["47"]


def test_comunica_asks(server: str, tmp_path: Path) -> None:
    """Comunica 4 (older nodes run it, too) comes from npm; where that cannot be had, nothing is asserted of it."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("there is no node on this machine")
    fetched = subprocess.run(
        [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(tmp_path), "@comunica/query-sparql@4"],
        capture_output=True,
        timeout=200,
        check=False,
    )
    if fetched.returncode:
        pytest.skip("npm could not fetch it")
    done = subprocess.run(
        [str(tmp_path / "node_modules/.bin/comunica-sparql"), f"sparql@{server}/sparql", COUNT, "-t", RESULTS],
        capture_output=True,
        timeout=90,
        check=True,
    )
    assert json.loads(done.stdout)["results"]["bindings"][0]["n"]["value"] == "47"
