"""The web site of a graph with its SPARQL endpoint, as one ASGI application that follows the graph file."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from xietong.errors import XietongError
from xietong.faces.site.catalogue import Publication
from xietong.faces.site.frame import render
from xietong.server import pages, sparql
from xietong.server.engine import Engine, Limits, TooMuchError
from xietong.server.snapshot import Snapshot, opened
from xietong.words import Words

LOG = logging.getLogger("xietong")
LOOK = 2.0  # seconds between looks at the graph file
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAID = {
    404: Words("没有这个网页。", "There is no such page."),
    405: Words("这个网页只能读取。", "This page can only be read."),
    406: Words("没有所要求的格式。", "There is no such form of it."),
}


class Service:
    """The graph that is served now, and the one that takes its place when the file changes."""

    def __init__(self, graph: Path, limits: Limits, about: Publication) -> None:
        """Take the graph file, what one question may take, and what the publisher says of herself."""
        self.graph, self.limits, self.about = graph, limits, about
        self.snapshot: Snapshot | None = None
        self.seen: tuple[int, int, int] | None = None
        self._leaving: set[asyncio.Task[None]] = set()

    @property
    def now(self) -> Snapshot:
        """The graph that is served."""
        if self.snapshot is None:
            raise HTTPException(503)
        return self.snapshot

    def engine(self) -> tuple[Engine, str]:
        """Return the engine to ask and the version of its graph."""
        return self.now.engine, self.now.version

    async def open(self) -> None:
        """Serve the file as it is. Raises GraphError if that cannot be; what was served before is served on."""
        seen = self._look()
        new = await opened(self.graph, self.limits, self.about)
        old, self.snapshot, self.seen = self.snapshot, new, seen
        if old is not None:
            LOG.info("serving %s, version %s", self.graph.name, new.version[:12])
            task = asyncio.create_task(old.close())
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    def _look(self) -> tuple[int, int, int] | None:
        with suppress(OSError):
            found = self.graph.stat()
            return found.st_mtime_ns, found.st_size, found.st_ino
        return None

    async def follow(self) -> None:
        """Open the file again whenever it has changed; a file that cannot be opened is left until it changes again."""
        while True:
            await asyncio.sleep(LOOK)
            seen = self._look()
            if seen is not None and seen != self.seen:
                try:
                    await self.open()
                except XietongError as error:
                    self.seen = seen
                    LOG.warning("%s", error)

    async def close(self) -> None:
        """End all servers."""
        await asyncio.gather(*self._leaving, return_exceptions=True)
        if self.snapshot is not None:
            await self.snapshot.close()


def application(graph: Path, limits: Limits, about: Publication) -> Starlette:
    """Return the application that serves a graph file; its server starts and ends with it."""
    service = Service(graph, limits, about)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await service.open()
        following = asyncio.create_task(service.follow())
        yield
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await service.close()

    async def health(_: Request) -> Response:
        now = service.snapshot
        state = now.engine.state if now else "down"
        return JSONResponse({"state": state, "version": now.version if now else None}, 200 if state == "up" else 503)

    app = Starlette(
        routes=[
            Route("/health", health),
            *sparql.routes(service.engine, limits, pages.editor),
            *pages.routes(lambda: service.now),
        ],
        lifespan=lifespan,
        exception_handlers={HTTPException: refused, XietongError: mistaken},
    )
    app.router.redirect_slashes = False
    app.add_middleware(Guarded)
    return app


async def refused(request: Request, error: Exception) -> Response:
    """Say what is wrong with an address or a method."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    return said(request, status, SAID.get(status, Words("服务暂时不可用。", "Not available at the moment.")), headers)


async def mistaken(request: Request, error: Exception) -> Response:
    """Say what a reader can mend."""
    words = error.words if isinstance(error, XietongError) else Words("", "")
    many = isinstance(error, TooMuchError)
    return said(request, 503 if many else 400, words, {"Retry-After": "10"} if many else {})


def said(request: Request, status: int, words: Words, headers: dict[str, str]) -> Response:
    """Return a sentence as a page, or as JSON where data was asked for."""
    if pages.for_people(request):
        page = render("message.html", pages.here_of(request), status=status, words=words)
        return Response(page, status, headers, "text/html; charset=utf-8")
    return JSONResponse(words._asdict(), status, headers)


class Guarded:
    """Gives every answer the headers that keep a browser from doing more than we mean."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", POLICY)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "same-origin")
                headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
            await send(message)

        await self.app(scope, receive, guarded)
