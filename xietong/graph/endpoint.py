"""A SPARQL 1.1 endpoint anywhere: asked as a Dataset is asked, answers in the same terms.

SPARQLWrapper builds the requests. What it would do by itself is set right here: GET (a long query does not fit), no
timeout, a type of query guessed with a pattern that comments mislead, redirects that turn POST into GET.
"""

import json
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.request import Request

import pyoxigraph as ox
from SPARQLWrapper import JSON, N3, POST, SPARQLWrapper

from xietong.errors import EndpointError, QueryError
from xietong.graph.terms import BASE, Names
from xietong.graph.transport import Login, Reply, checked, printable, said, send

RESULTS = "application/sparql-results+json"
TRIPLES = "application/n-triples, text/turtle;q=0.9"
CUT = ("X-SPARQL-MaxRows", "X-SQL-State")  # Virtuoso: more rows than it may send; stopped before the end
XSD_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"

# Tokens of SPARQL 1.1 (19.8) that matter here. What stands first takes the text, so that no word within an IRI, a
# string or a comment is taken for a keyword, and no "#" within an IRI or a string for a comment.
TOKEN = re.compile(
    r"""
    <[^<>"{}|^`\\\x00-\x20]*>                                   # IRI
  | \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
  | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
  | \#[^\n\r]*                                                  # comment
  | [?$]\w+                                                     # variable
  | (?P<prefix>(?:[^\W_][\w.-]*)?):[\w.-]*                      # name, or prefix where it is declared
  | (?P<word>[^\W\d_]+)
    """,
    re.VERBOSE | re.DOTALL,
)
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def form(sparql: str) -> str:
    r"""Return the form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE. Raises QueryError if it is none of them.

    >>> form("# CONSTRUCT\nPREFIX ask: <urn:select#> SELECT ?x { ?x ask:describe 'CONSTRUCT' }")
    'SELECT'
    """
    for token in TOKEN.finditer(sparql):
        if token["word"] and (word := token["word"].upper()) not in {"PREFIX", "BASE"}:
            if word in FORMS:
                return word
            break
    raise QueryError(
        "这不是 SPARQL 查询：应为 SELECT、ASK、CONSTRUCT 或 DESCRIBE。",
        "This is no SPARQL query: it should be a SELECT, ASK, CONSTRUCT or DESCRIBE.",
    )


def declared(sparql: str, prefixes: dict[str, str]) -> str:
    r"""Return a query with a PREFIX line for each of ``prefixes`` that it uses and does not declare.

    >>> declared("SELECT * { ?s a xt:Task } # no org:", {"xt": "urn:x#", "org": "urn:o#"})
    'PREFIX xt: <urn:x#>\nSELECT * { ?s a xt:Task } # no org:'
    """
    used: set[str] = set()
    own: set[str] = set()
    before = ""
    for token in TOKEN.finditer(sparql):
        if token["prefix"] is not None:
            (own if before == "PREFIX" else used).add(token["prefix"])
        if not token[0].startswith("#"):
            before = (token["word"] or "").upper()
    lines = [f"PREFIX {name}: <{space}>\n" for name, space in prefixes.items() if name in used - own]
    return "".join(lines) + sparql


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper as a maker of requests; :func:`send` sends them."""

    def request(self) -> Request:
        """Return the request for the query or update."""
        return self._createRequest()


def request(url: str, kind: str, text: str, accept: str, parameters: dict[str, str]) -> Request:
    """Return the request that sends a query or an update of SPARQL, by POST, so that no length is too much."""
    wrapper = _Wrapper(url, returnFormat=N3 if accept == TRIPLES else JSON, agent="xietong")
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(onlyConneg=True)  # else it adds format=, output= and results=
    for name, value in parameters.items():
        wrapper.addParameter(name, value)
    wrapper.queryString, wrapper.queryType = text, kind  # setQuery would guess the kind
    wrapper.addCustomHttpHeader("Accept", accept)
    return wrapper.request()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The address of a SPARQL 1.1 endpoint, and how to ask it.

    ``default_graph`` is the graph that queries see outside ``GRAPH``. It is needed where a server shows the union of
    its graphs there: most count a fact that two notices state twice, and so would every sum and list.
    """

    url: str
    timeout: float = 60
    login: Login | None = None
    default_graph: str | None = None
    names: Names = field(default_factory=Names)

    def __post_init__(self) -> None:
        """Raise EndpointError if the address or the IRI of the graph is none."""
        checked(self.url)
        try:
            ox.NamedNode(self.default_graph or BASE)
        except ValueError as error:
            raise EndpointError(
                f"--default-graph {printable(str(self.default_graph))} 不是 IRI；应形如 {BASE}graph/merged。",
                f"--default-graph {printable(str(self.default_graph))} is no IRI; it should look like "
                f"{BASE}graph/merged.",
            ) from error

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        """Run a SPARQL 1.1 query; return what :meth:`Dataset.query` returns.

        Prefixes of the graph need not be declared. Raises EndpointError, with what the server said, if it cannot be
        reached, refuses, answers in part or not in SPARQL's formats; QueryError if the text is no query.
        """
        kind = form(sparql)
        tabular = kind in {"SELECT", "ASK"}
        reply = self._reply(kind, declared(sparql, self.names.prefixes()), RESULTS if tabular else TRIPLES)
        try:
            return _solutions(reply.body, kind) if tabular else _triples(reply.body)
        except (ValueError, SyntaxError, AttributeError, TypeError, KeyError, RecursionError) as error:
            words = said(reply.body, reply.headers.get("Content-Type", ""))
            raise EndpointError(
                f"端点 {self.url} 的答复不是 SPARQL 结果（{words}）；请检查地址是否为 SPARQL 查询地址。",
                f"The endpoint {self.url} did not answer in SPARQL's formats ({words}); check that the address is one "
                "for SPARQL queries.",
            ) from error

    def _reply(self, kind: str, sparql: str, accept: str) -> Reply:
        """Send a query; return the whole answer. Raises EndpointError, also for a part of an answer."""
        graph = {"default-graph-uri": self.default_graph} if self.default_graph else {}
        try:
            question = request(self.url, kind, sparql, accept, graph)
        except UnicodeError as error:
            raise QueryError("查询的文字不是合法的 Unicode。", "The text of the query is no valid Unicode.") from error
        reply = send(question, self.timeout, self.login)
        for name in CUT:
            if name in reply.headers:
                why = printable(f"{name}: {reply.headers[name]}")
                raise EndpointError(
                    f"端点 {self.url} 只返回了部分结果（{why}）；请缩小查询，或请管理员放宽上限。",
                    f"The endpoint {self.url} returned a part of the answer only ({why}); narrow the query or have "
                    "the limit raised.",
                )
        return reply


def _solutions(body: bytes, kind: str) -> ox.QuerySolutions | ox.QueryBoolean:
    """Return an answer in SPARQL 1.1 JSON. Raises ValueError, SyntaxError or TypeError if it is none.

    Virtuoso 7 answers ASK with a table, of one row for yes, and writes booleans as 0 and 1.
    """
    found = json.loads(body, object_hook=_canonical)
    if kind == "ASK" and "boolean" not in found:
        found = {"head": {}, "boolean": bool(found["results"]["bindings"])}
    if kind == "SELECT" and "boolean" in found:
        raise TypeError
    text = json.dumps(found)
    if kind == "SELECT":  # the engine reads row by row; a broken row is to be found here, not by who asked
        deque(cast("ox.QuerySolutions", ox.parse_query_results(text, ox.QueryResultsFormat.JSON)), maxlen=0)
    return ox.parse_query_results(text, ox.QueryResultsFormat.JSON)


def _canonical(value: dict[str, Any]) -> dict[str, Any]:
    """Return a term of SPARQL JSON with the canonical form of a boolean."""
    if value.get("datatype") == XSD_BOOLEAN:
        value["value"] = {"0": "false", "1": "true"}.get(value["value"], value["value"])
    return value


def _triples(body: bytes) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
    """Return an answer in N-Triples or Turtle. Raises SyntaxError if it is neither."""
    store = ox.Store()
    store.extend(ox.parse(body, format=ox.RdfFormat.TURTLE))  # which N-Triples is a part of
    return store.query("CONSTRUCT WHERE { ?s ?p ?o }")
