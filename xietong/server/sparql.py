"""The query operation of the SPARQL 1.1 Protocol, with limits, before Oxigraph's own server; and its editor."""

import asyncio
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

import pyoxigraph as ox
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from xietong.errors import QueryError, XietongError
from xietong.graph.mistakes import syntax_mistake
from xietong.server.engine import Engine, Limits, TooMuchError
from xietong.server.negotiation import accepts
from xietong.server.refusal import refuse
from xietong.words import Words

FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
DESCRIPTION = "http://www.w3.org/ns/sparql-service-description#"
HERE = "https://here.invalid/sparql"
ALLOWED = {"Access-Control-Allow-Origin": "*", "Vary": "Accept"}
NAMES = {"query", "default-graph-uri", "named-graph-uri"}
ASSETS = {"yasgui.min.js": "text/javascript", "yasgui.min.css": "text/css"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks: a query and the graphs that it is asked of; no query asks for the service description."""

    query: str | None
    default_graphs: list[str]
    named_graphs: list[str]


class ProtocolError(XietongError):
    """A request that is none of the protocol's; ``status`` is what HTTP says to it."""

    def __init__(self, status: int, zh: str, en: str) -> None:
        """Take the status and the sentence."""
        super().__init__(zh, en)
        self.status = status


def plain(status: int, words: Words, headers: dict[str, str] | None = None) -> Response:
    """Return a sentence in both languages as the answer."""
    return Response(f"{words.zh}\n{words.en}\n", status, ALLOWED | (headers or {}), "text/plain; charset=utf-8")


def routes(
    current: Callable[[], tuple[Engine, str]], limits: Limits, editor: Callable[[Request], Response]
) -> list[Route]:
    """Return the routes of the endpoint.

    ``current`` gives the engine to ask and the version of its graph, ``editor`` the page for people.
    """
    checking = asyncio.Lock()  # rdflib's parser keeps state between its parts

    async def endpoint(request: Request) -> Response:
        if request.method == "OPTIONS":
            headers = {"Access-Control-Allow-Methods": "GET, POST, HEAD, OPTIONS", "Access-Control-Allow-Headers": "*"}
            return Response(status_code=204, headers=ALLOWED | headers | {"Allow": "GET, HEAD, POST, OPTIONS"})
        try:
            wanted = await _wanted(request, limits)
            engine, version = current()
            if wanted.query is None:
                return editor(request) if _for_people(request) else await _described(request, engine)
            async with checking:
                await asyncio.to_thread(refuse, wanted.query)
            return await _answered(request, wanted, engine, version)
        except ProtocolError as error:
            allow = {"Allow": "GET, HEAD, POST, OPTIONS"} if error.status == 405 else {}
            return plain(error.status, error.words, allow)
        except QueryError as error:
            return plain(400, error.words)
        except TooMuchError as error:
            return plain(503, error.words, {"Retry-After": "10"})
        except TimeoutError:
            return plain(503, Words("服务暂时不可用。", "Not available at the moment."), {"Retry-After": "10"})

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ASSETS:
            return plain(404, Words("没有这个文件。", "There is no such file."))
        content = await current()[0].asset(name)
        return Response(content, media_type=ASSETS[name], headers={"Cache-Control": "public, max-age=86400"})

    methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
    return [Route("/sparql", endpoint, methods=methods), Route("/sparql/{name}", asset)]


def _for_people(request: Request) -> bool:
    """Tell whether a browser asks, which takes pages before data."""
    return accepts(request.headers.get("accept"), ("text/turtle", "text/html")) == "text/html"


async def _described(request: Request, engine: Engine) -> Response:
    """Return the service description, in a form that names its endpoint by where it was fetched: the address asked."""
    accept = accepts(request.headers.get("accept"), ("text/turtle", "application/rdf+xml")) or "text/turtle"
    reply = await engine.describe(accept)
    content = reply.whole()
    return Response(honest(content, accept) if reply.status == 200 else content, reply.status, ALLOWED | reply.headers)


def honest(description: bytes, media_type: str) -> bytes:
    """Return what Oxigraph's server says of itself without what we refuse: queries that ask another server."""
    form = ox.RdfFormat.from_media_type(media_type) or ox.RdfFormat.TURTLE
    said = (quad.triple for quad in ox.parse(description, format=form, base_iri=HERE))
    kept = [triple for triple in said if triple.object != ox.NamedNode(f"{DESCRIPTION}BasicFederatedQuery")]
    out = io.BytesIO()
    ox.serialize(kept, out, format=form, prefixes={"sd": DESCRIPTION})
    return out.getvalue().replace(HERE.encode(), b"")  # the address stays that from which it is fetched


async def _answered(request: Request, wanted: Wanted, engine: Engine, version: str) -> Response:
    """Ask the engine; a client that has the answer already is told so. Raises QueryError for what does not parse."""
    accept = request.headers.get("accept") or "*/*"
    said = "\0".join((version, accept, str(wanted)))
    tag = f'"{hashlib.sha256(said.encode(errors="replace")).hexdigest()[:32]}"'
    if request.method != "POST" and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=ALLOWED | {"ETag": tag})
    reply = await engine.ask(wanted.query or "", accept, wanted.default_graphs, wanted.named_graphs)
    if reply.status == 400:
        raise syntax_mistake(wanted.query or "", SyntaxError(reply.whole().decode(errors="replace")), {})
    headers = ALLOWED | reply.headers | {"Content-Length": str(reply.size)}
    if reply.status == 200:
        headers |= {"ETag": tag, "Cache-Control": "no-cache"}
    if request.method == "HEAD":
        reply.file.close()
        return Response(status_code=reply.status, headers=headers)
    return StreamingResponse(reply.pieces(), reply.status, headers)


async def _wanted(request: Request, limits: Limits) -> Wanted:
    """Return what a request asks. Raises ProtocolError if it is none of the protocol's (2.1)."""
    if request.method not in ("GET", "HEAD", "POST"):
        raise ProtocolError(405, "端点只接受查询。", "This endpoint takes queries only.")
    said = _parsed(request.scope["query_string"])
    if request.method != "POST":
        return _checked(said)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (FORM, DIRECT):
        what = "更新操作" if kind == UPDATE else f"{kind[:60] or '无类型'} 的请求"
        raise ProtocolError(
            415,
            f"端点不接受{what}；请用 {FORM} 或 {DIRECT}。",
            f"This endpoint does not take {'updates' if kind == UPDATE else kind[:60] or 'a body of no type'}; "
            f"use {FORM} or {DIRECT}.",
        )
    body = await _body(request, limits.body)
    if kind == FORM:
        return _checked(_parsed(body))  # parameters stand in the body alone (2.1.2)
    if "query" in said:
        raise ProtocolError(400, "查询出现两次。", "The query is given twice.")
    return _checked(said | {"query": [_text(body)]})


def _parsed(words: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(_text(words), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise ProtocolError(
            400, "参数不是合法的 UTF-8 或过多。", "The parameters are no valid UTF-8, or too many."
        ) from error


def _text(words: bytes) -> str:
    try:
        return words.decode()
    except UnicodeDecodeError as error:
        raise ProtocolError(400, "请求不是合法的 UTF-8。", "The request is no valid UTF-8.") from error


def _checked(said: dict[str, list[str]]) -> Wanted:
    if "update" in said:
        raise ProtocolError(400, "端点不接受更新操作。", "This endpoint takes no updates.")
    queries = said.get("query", [])
    if len(queries) > 1:
        raise ProtocolError(400, "只能给出一个 query。", "Give one query only.")
    if not queries and said.keys() & NAMES:
        raise ProtocolError(400, "缺少 query。", "There is no query.")
    return Wanted(queries[0] if queries else None, said.get("default-graph-uri", []), said.get("named-graph-uri", []))


async def _body(request: Request, most: int) -> bytes:
    """Return the body of a request. Raises ProtocolError if it is larger than that."""
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > most:
                raise ProtocolError(413, f"请求超过 {most:,} 字节。", f"The request is larger than {most:,} bytes.")
    except ClientDisconnect:
        raise ProtocolError(400, "请求不完整。", "The request is not complete.") from None
    return bytes(body)
