"""The pages of the site as a server gives them: each with its language, its version, and the form a client prefers."""

import asyncio
import base64
import hashlib
import json
import re
from collections.abc import Awaitable, Callable
from functools import cache, partial
from urllib.parse import urlencode

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from xietong.errors import QueryError
from xietong.faces.sheet import page as network_page
from xietong.faces.site.answers import Sorting, answer_page, questions_page, table_of
from xietong.faces.site.data import data_page
from xietong.faces.site.finding import find
from xietong.faces.site.forms import page_of, rdf_of
from xietong.faces.site.frame import FOLDER, Here, folder_of, icon, render, style
from xietong.faces.site.home import SHELVES, browse_page, home_page, shelf_page, views_page
from xietong.faces.site.ontology import ontology_page
from xietong.graph import answers
from xietong.graph.asking import Question, answered, meant, opening
from xietong.graph.dataset import ontology_turtle
from xietong.graph.dump import FORMS
from xietong.graph.queries import Result, saved_queries, saved_query
from xietong.graph.queries import table_of as plain_table
from xietong.graph.terms import local_name
from xietong.resources import data_folder
from xietong.server.negotiation import accepts, language_of
from xietong.server.openapi import LONGEST, openapi
from xietong.server.snapshot import Snapshot

HTML = "text/html; charset=utf-8"
RESULTS = "application/sparql-results+json"
MOST_FOUND = 100
OF_A_THING = {"html": "text/html"} | {
    suffix[1:]: FORMS[suffix].syntax.media_type for suffix in (".ttl", ".jsonld", ".nt", ".rdf")
}
ONTOLOGY_FILES = {
    "ontology.ttl": "text/turtle",
    "context.jsonld": "application/ld+json",
    "shapes.ttl": "text/turtle",
}
EXAMPLE = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xt: <https://w3id.org/xietong/ontology#>

SELECT ?agency (COUNT(DISTINCT ?task) AS ?tasks)
WHERE {
  ?task xt:responsibleAgency/rdfs:label ?agency .
}
GROUP BY ?agency
ORDER BY DESC(?tasks)
LIMIT 20
"""
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
Current = Callable[[], Snapshot]


def for_people(request: Request) -> bool:
    """Tell whether a page is asked for, and not data."""
    path = request.scope["path"]
    if path.endswith((".json", ".csv")) or path.startswith("/health"):
        return False
    return accepts(request.headers.get("accept"), ("text/html", "application/json")) == "text/html"


def here_of(request: Request, path: str | None = None) -> Here:
    """Return where a page stands and which language it speaks: that which is asked for, or which is preferred."""
    asked = request.query_params.get("lang")
    language = asked if asked in ("zh", "en") else language_of(request.headers.get("accept-language"))
    at = path if path is not None else request.scope["path"].lstrip("/")
    return Here(at, "en" if language == "en" else "zh", live=True, chosen=asked in ("zh", "en"))


async def served(
    request: Request, snapshot: Snapshot, path: str, media_type: str, make: Callable[[Here], str | bytes]
) -> Response:
    """Return a page, made now or kept ready, unless the client has it already.

    ``make`` must depend on nothing but the graph, the path, the language and the request's parameters in the path.
    """
    here = here_of(request, path)
    key = (path, here.language, here.chosen, media_type)
    if (content := snapshot.pages.get(key)) is None:
        made = await asyncio.to_thread(make, here)
        content = snapshot.keep(key, made.encode() if isinstance(made, str) else made)
    else:
        snapshot.pages.move_to_end(key)
    return given(request, content, media_type)


def given(request: Request, content: bytes, media_type: str, headers: dict[str, str] | None = None) -> Response:
    """Return content with its ETag, or 304 if the client has it."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept, Accept-Language"} | (headers or {})
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def editor(request: Request) -> Response:
    """Return the page on which a person writes queries; YASGUI sets styles of its own."""
    page = render("editor.html", here_of(request, "sparql"), example=EXAMPLE)
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return given(request, page.encode(), HTML, {"Content-Security-Policy": policy})


def routes(current: Current) -> list[Route]:
    """Return the routes of all pages; ``current`` gives the graph that is served now."""

    def page(path: str, make: Callable[[Snapshot, Here], str]) -> Route:
        async def endpoint(request: Request) -> Response:
            now = current()
            return await served(request, now, path.lstrip("/"), HTML, lambda here: make(now, here))

        return Route(path, endpoint)

    def of(handler: Callable[[Snapshot, Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await handler(current(), request)

        return endpoint

    return [
        Route("/", of(_first)),
        page("/index.html", lambda now, here: home_page(now.known, now.counts, now.pictures, here)),
        page("/queries/index.html", lambda _, here: questions_page(here)),
        page("/views/index.html", lambda now, here: views_page(now.pictures, here)),
        page("/browse/index.html", lambda now, here: browse_page(now.known, here)),
        page("/ontology/index.html", lambda _, here: ontology_page(here)),
        page("/data/index.html", lambda now, here: data_page(now.known, now.files, now.version, here)),
        Route("/site.css", of(partial(_own, "text/css", style))),
        Route("/icon.svg", of(partial(_own, "image/svg+xml", icon))),
        Route("/favicon.ico", of(partial(_own, "image/svg+xml", icon))),  # asked for by browsers that show Turtle
        Route("/editor.js", of(partial(_own, "text/javascript", (FOLDER / "editor.js").read_bytes))),
        Route("/openapi.json", of(partial(_own, "application/json", _openapi))),
        Route("/search", of(_search)),
        Route("/browse/{shelf}/index.html", of(_shelf)),
        Route("/views/{name}.html", of(_network)),
        Route("/ontology", of(_ontology)),
        Route("/ontology/{name}", of(_ontology_file)),
        Route("/vocabulary/{name:path}", of(_vocabulary)),
        Route("/data/{path:path}", of(_file)),
        Route("/queries/{name}/index.html", of(_answer_page)),
        Route("/queries/{name}/query.rq", of(_query_text)),
        Route("/queries/{name}/answer.{form}", of(_answer_file)),
        Route("/{path:path}", of(_thing)),
    ]


# ---------------------------------------------------------------- files that are the same for every graph


@cache
def _openapi() -> bytes:
    return json.dumps(openapi(), ensure_ascii=False, indent=1).encode()


async def _own(media_type: str, content: Callable[[], bytes], _: Snapshot, request: Request) -> Response:
    return given(request, content(), media_type)


async def _first(_: Snapshot, request: Request) -> Response:
    return _sent_to(request, "index.html")


def _sent_to(request: Request, path: str, fragment: str = "") -> Response:
    """Send a client to another path of the site; what it asked for goes with it."""
    here = here_of(request)
    asked = f"?{urlencode({'lang': here.language})}" if here.chosen else ""
    headers = {"Location": here.file(path) + asked + fragment, "Vary": "Accept, Accept-Language"}
    return Response(status_code=303, headers=headers)


async def _ontology(_: Snapshot, request: Request) -> Response:
    wanted = accepts(request.headers.get("accept"), ("text/html", "text/turtle"))
    return _sent_to(request, "ontology/ontology.ttl" if wanted == "text/turtle" else "ontology/index.html")


async def _ontology_file(_: Snapshot, request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ONTOLOGY_FILES:
        raise HTTPException(404)
    own = name == "ontology.ttl"
    content = ontology_turtle() if own else (data_folder("ontology") / name).read_bytes()
    return given(request, content, ONTOLOGY_FILES[name])


async def _vocabulary(_: Snapshot, request: Request) -> Response:
    name = here_of(request).file(f"x#vocabulary/{request.path_params['name']}").partition("#")[2]
    return _sent_to(request, "ontology/index.html", f"#{name}")


# ---------------------------------------------------------------- what the graph holds


async def _shelf(now: Snapshot, request: Request) -> Response:
    shelf = request.path_params["shelf"]
    if shelf not in SHELVES:
        raise HTTPException(404)
    path = f"browse/{shelf}/index.html"
    return await served(request, now, path, HTML, lambda here: shelf_page(now.known, shelf, here))


async def _network(now: Snapshot, request: Request) -> Response:
    """Return a network; its scripts stand in the page, and are allowed by their hashes and by nothing else."""
    drawn = next((each for each in now.pictures if each.view.name == request.path_params["name"]), None)
    if drawn is None:
        raise HTTPException(404)
    path = f"views/{drawn.view.name}.html"
    reply = await served(request, now, path, HTML, lambda here: network_page(drawn, now.known.names, here.language))
    page = bytes(reply.body).decode()
    hashes = (hashlib.sha256(script.encode()).digest() for script in INLINE.findall(page))
    allowed = " ".join(f"'sha256-{base64.b64encode(each).decode()}'" for each in hashes)
    policy = (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'"
    )
    if page:
        reply.headers["Content-Security-Policy"] = f"{policy}; form-action 'none'; frame-ancestors 'none'"
    return reply


async def _file(now: Snapshot, request: Request) -> Response:
    """Return a file to fetch; only those that are listed."""
    path = f"data/{request.path_params['path']}"
    known = {each.path: each.media_type for each in now.files} | {"data/dcat.ttl": "text/turtle"}
    if path == "data/":
        return _sent_to(request, "data/index.html")
    if path not in known:
        raise HTTPException(404)
    return FileResponse(now.folder / path, media_type=known[path], headers={"Access-Control-Allow-Origin": "*"})


async def _search(now: Snapshot, request: Request) -> Response:
    words = request.query_params.get("q", "")[:200]
    found = await asyncio.to_thread(find, now.known, words, MOST_FOUND)
    page = render("search.html", here_of(request, "search"), words=words, things=found, most=MOST_FOUND)
    return given(request, page.encode(errors="replace"), HTML)


async def _thing(now: Snapshot, request: Request) -> Response:
    """Return the page of a thing, what the graph says of it, or send its name to the one that the client prefers."""
    path = request.path_params["path"]
    name, _, form = path.rpartition("/index.")
    if name and form in OF_A_THING and (id_ := _id(now, name)) is not None:
        return await served(request, now, path, f"{OF_A_THING[form]}; charset=utf-8", partial(_form, now, id_, form))
    id_ = _id(now, path.rstrip("/"))
    if id_ is None:
        if path.rstrip("/") in ("queries", "views", "browse", "data", "ontology"):
            return _sent_to(request, f"{path.rstrip('/')}/index.html")
        raise HTTPException(404)
    wanted = accepts(request.headers.get("accept"), tuple(OF_A_THING.values()))
    if wanted is None:
        raise HTTPException(406)
    suffix = next(suffix for suffix, media_type in OF_A_THING.items() if media_type == wanted)
    return _sent_to(request, f"{folder_of(id_)}/index.{suffix}")


def _id(now: Snapshot, path: str) -> str | None:
    """Return the id of the thing whose page lies at a path, None if there is none."""
    encoded = "/".join(map(local_name, path.split("/")))
    for id_ in (now.renamed.get(path), path, encoded):
        try:
            iri = now.known.iri(id_ or "")
        except ValueError:  # what no IRI can hold
            continue
        if id_ and now.known.has_page(iri.value) and any(now.known.store.quads_for_pattern(iri, None, None, None)):
            return id_
    return None


def _form(now: Snapshot, id_: str, form: str, here: Here) -> str | bytes:
    """Return a thing as a page or in a form of RDF."""
    return page_of(now.known, id_, here) if form == "html" else rdf_of(now.known, id_, f".{form}", here)


# ---------------------------------------------------------------- questions


def _asked(now: Snapshot, request: Request, *, first: bool = False) -> tuple[Question, dict[str, str], Sorting | None]:
    """Return the question of a request, the reader's words for its parameters, and how she wants it sorted.

    ``first`` lets a question that needs parameters open with its examples.
    """
    name = request.path_params["name"]
    if name not in saved_queries():
        raise HTTPException(404)
    defaults = {parameter.name for parameter in saved_query(name).parameters if parameter.default is not None}
    given_ = {
        key: words.strip()
        for key, words in request.query_params.items()
        if key not in ("lang", "sort") and (words.strip() or key in defaults)  # a default that is emptied asks of all
    }
    if any(len(words) > LONGEST for words in given_.values()):
        raise QueryError(f"参数长于 {LONGEST} 个字符。", f"A parameter is longer than {LONGEST} characters.")
    column = request.query_params.get("sort", "")
    sorting = Sorting(column.removeprefix("-"), column.startswith("-")) if column else None
    if first and not given_:
        return *opening(now.known.asked, name), sorting
    return meant(now.known.asked, name, given_), given_, sorting


async def _found(now: Snapshot, question: Question) -> Result:
    """Ask the engine; return the answer."""
    reply = await now.engine.ask(question.sparql, RESULTS)
    body = reply.whole()
    if reply.status != 200:
        raise QueryError("查询没有得到回答。", "The query was not answered.")

    def read() -> Result:
        solutions = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError
        return plain_table(solutions, now.known.names)

    return await asyncio.to_thread(read)


async def _answer_page(now: Snapshot, request: Request) -> Response:
    question, words, sorting = await asyncio.to_thread(_asked, now, request, first=True)
    result = await _found(now, question)
    here = here_of(request)

    def page_of_answer() -> str:
        table = table_of(now.known, question.query, result, here, sorting)
        return answer_page(now.known, question, words, table, here, sorting)

    page = await asyncio.to_thread(page_of_answer)
    return given(request, page.encode(), HTML)


async def _answer_file(now: Snapshot, request: Request) -> Response:
    form = request.path_params["form"]
    if form not in ("csv", "json", "csv-metadata.json"):
        raise HTTPException(404)
    question, _, __ = await asyncio.to_thread(_asked, now, request)
    result = await _found(now, question)
    allowed = {"Access-Control-Allow-Origin": "*"}
    if form == "csv":
        return given(request, answers.as_csv(result).encode(), "text/csv; charset=utf-8", allowed)
    if form == "json":
        return given(request, answers.as_json(result).encode(), "application/json", allowed)
    about = answers.csvw(answered(question, result), "answer.csv", answers.graph_of(now.name, now.version))
    return given(request, about.encode(), "application/csvm+json", allowed)


async def _query_text(now: Snapshot, request: Request) -> Response:
    question, _, __ = await asyncio.to_thread(_asked, now, request)
    return given(request, question.sparql.encode(), "application/sparql-query; charset=utf-8")
