"""A dataset -> the graphs of a server: by the Graph Store Protocol, or by SPARQL Update in batches."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote
from urllib.request import Request

import pyoxigraph as ox

from xietong.errors import EndpointError
from xietong.graph.dataset import Dataset
from xietong.graph.endpoint import Endpoint, request
from xietong.graph.transport import checked, send

BATCH = 1000  # triples in one INSERT DATA; Virtuoso 7 has no memory for 5,000


@dataclass(frozen=True, slots=True)
class Target:
    """Where a dataset goes: the endpoint that answers, and the address that takes graphs.

    ``store`` is an address of the Graph Store Protocol (Oxigraph's ``/store``, Virtuoso's ``/sparql-graph-crud-auth``);
    without one, ``update`` takes SPARQL Update (without one, the endpoint's own address).
    """

    endpoint: Endpoint
    store: str | None = None
    update: str | None = None

    def __post_init__(self) -> None:
        for url in (self.store, self.update):
            if url is not None:
                checked(url)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: the triples that were sent, and those that were there already."""

    sent: int
    kept: int


def size(dataset: Dataset) -> int:
    """Return how many triples :func:`load` brings to a server: those of all graphs, and their merge."""
    return len(dataset.merged)


def load(
    dataset: Dataset, target: Target, *, resume: bool = False, progress: Callable[[int], object] = lambda _: None
) -> Loaded:
    """Replace the graphs of a dataset on a server: the merge of all, then each by its name.

    The merge goes into the endpoint's ``default_graph``, without one into the server's own default graph. With
    ``resume``, a graph that has as many triples as it should is taken for complete and not sent again: right after a
    load that was interrupted, not after a change of content. ``progress`` is told of triples that are done. Raises
    EndpointError if the server refuses, or counts otherwise afterwards.
    """
    merged = target.endpoint.default_graph
    graphs = {merged: dataset.merged.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    for name in sorted(graph.value for graph in dataset.store.named_graphs()):
        graphs[name] = dataset.store.quads_for_pattern(None, None, None, ox.NamedNode(name))
    sent = kept = 0
    for graph, quads in graphs.items():
        triples = [quad.triple for quad in quads]
        if resume and count(target.endpoint, graph) == len(triples):
            kept += len(triples)
            progress(len(triples))
        else:
            try:
                _replace(target, graph, triples, progress)
            except EndpointError as error:
                raise error if graph else _no_default(error) from error
            _compare(target.endpoint, graph, len(triples))
            sent += len(triples)
    _compare(target.endpoint, merged, len(dataset.triples()))
    return Loaded(sent, kept)


def count(endpoint: Endpoint, graph: str | None) -> int:
    """Return how many triples a graph of a server has (None: its default graph). Raises EndpointError."""
    answer = replace(endpoint, default_graph=graph).query("SELECT (COUNT(*) AS ?count) WHERE { ?s ?p ?o }")
    if isinstance(answer, ox.QuerySolutions):
        for row in answer:
            if isinstance(number := row["count"], ox.Literal) and number.value.isdecimal():
                return int(number.value)
    raise EndpointError(
        f"端点 {endpoint.url} 不会计数（COUNT）；请检查地址是否为 SPARQL 1.1 查询地址。",
        f"The endpoint {endpoint.url} does not count; check that the address is one for SPARQL 1.1 queries.",
    )


def _no_default(error: EndpointError) -> EndpointError:
    """Return the error with what to do if the server (as Virtuoso) has no default graph of its own."""
    return EndpointError(
        f"默认图未能载入：{error.words.zh}若服务没有自己的默认图（如 Virtuoso），请用 --default-graph 指定一个图。",
        f"The default graph was not loaded: {error.words.en} "
        "If the server has no default graph of its own (Virtuoso has none), name a graph with --default-graph.",
    )


def _compare(endpoint: Endpoint, graph: str | None, due: int) -> None:
    """Raise EndpointError if a graph of a server has not as many triples as were sent."""
    if (there := count(endpoint, graph)) == due:
        return
    if graph is None:
        raise EndpointError(
            f"端点 {endpoint.url} 的默认图有 {there} 条三元组，应为 {due} 条：它显示的是各图之和或另有内容；"
            "请用 --default-graph 指定一个图来存放合并结果。",
            f"The default graph of {endpoint.url} has {there} triples where {due} were sent: it shows the sum of all "
            "graphs, or holds something else; name a graph for the merge with --default-graph.",
        )
    raise EndpointError(
        f"端点 {endpoint.url} 的图 {graph} 有 {there} 条三元组，应为 {due} 条；请重新载入。",
        f"The graph {graph} of {endpoint.url} has {there} triples where {due} were sent; load it again.",
    )


def _replace(target: Target, graph: str | None, triples: list[ox.Triple], progress: Callable[[int], object]) -> None:
    """Put triples in place of what a graph of a server has. Raises EndpointError."""
    endpoint = target.endpoint
    if target.store:
        which = "default" if graph is None else f"graph={quote(graph, safe='')}"
        url = f"{target.store}{'&' if '?' in target.store else '?'}{which}"
        put = Request(url, _ntriples(triples), {"Content-Type": "application/n-triples"}, method="PUT")  # noqa: S310
        send(put, endpoint.timeout, endpoint.login)
        progress(len(triples))
        return
    url = target.update or endpoint.url
    where = "DEFAULT" if graph is None else f"GRAPH {ox.NamedNode(graph)}"
    send(request(url, "CLEAR", f"CLEAR SILENT {where}", "*/*", {}), endpoint.timeout, endpoint.login)
    for start in range(0, len(triples), BATCH):
        batch = triples[start : start + BATCH]
        data = _ntriples(batch).decode()
        text = f"INSERT DATA {{\n{data}}}" if graph is None else f"INSERT DATA {{ {where} {{\n{data}}} }}"
        send(request(url, "INSERT", text, "*/*", {}), endpoint.timeout, endpoint.login)
        progress(len(batch))


def _ntriples(triples: list[ox.Triple]) -> bytes:
    """Return triples as N-Triples, sorted."""
    out = io.BytesIO()
    ox.serialize(triples, out, format=ox.RdfFormat.N_TRIPLES)
    return b"".join(sorted(out.getvalue().splitlines(keepends=True)))
