"""Questions to Oxigraph's server: asked with limits, asked again if it dies, never cut short.

Answers are taken whole before the first byte goes on, so that one which runs out of time or of size is told by its
status. A server that still works on a query given up is replaced: Oxigraph sees its time limit at few steps only, and a
client that has gone not at all.
"""

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from xietong.errors import EndpointError, GraphError
from xietong.server.child import Child, started

LOG = logging.getLogger("xietong")
IN_MEMORY = 1 << 20  # bytes of an answer; more of it waits on disk
TRIES = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may take."""

    seconds: float = 30
    size: int = 64 << 20  # bytes of an answer
    body: int = 1 << 20  # bytes of a request
    at_once: int = 8  # questions


class TooMuchError(EndpointError):
    """More time or more room than a question may take, or no server at the moment: to be asked again, or narrower."""


@dataclass(slots=True)
class Reply:
    """A whole answer: status, headers of content, and the file that holds it, at its beginning."""

    status: int
    headers: dict[str, str]
    file: IO[bytes]
    size: int

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the answer piece by piece, then close its file."""
        with self.file:
            while piece := self.file.read(1 << 16):
                yield piece

    def whole(self) -> bytes:
        """Return the answer, and close its file."""
        with self.file:
            return self.file.read()


class Engine:
    """A store on disk with one server before it, which is started again when it ends."""

    def __init__(self, store: Path, limits: Limits) -> None:
        """Take the folder of a store, made by :func:`xietong.server.snapshot.stored`."""
        self.store = store
        self.limits = limits
        self.child: Child | None = None
        self.closing = False
        self._up = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Semaphore(limits.at_once)
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(None, connect=5), trust_env=False)

    # ------------------------------------------------------------ life

    async def start(self) -> None:
        """Start the server. Raises GraphError if it does not come up."""
        self._now(await started(self.store, self.limits.seconds))

    async def close(self) -> None:
        """End the server once it has answered what it was asked, after at most the time a question may take."""
        self.closing = True
        self._up.clear()
        if self.child:
            await self.child.stop(self.limits.seconds)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()

    @property
    def state(self) -> str:
        """``up``, or ``down`` while a server is being started."""
        return "up" if self._up.is_set() else "down"

    def _now(self, child: Child) -> None:
        self.child = child
        self._up.set()
        self._do(self._watch(child))

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watch(self, child: Child) -> None:
        """Wait until a server ends; start another if it was the one that is asked."""
        await child.process.wait()
        if child is self.child and not self.closing:
            self._up.clear()
            LOG.warning("the server ended (%s); starting another", child.process.returncode)
            await self._another()

    async def _another(self) -> None:
        """Start a server, waiting longer after every failure."""
        wait = 0.1
        while not self.closing:
            try:
                self._now(await started(self.store, self.limits.seconds))
            except GraphError as error:
                LOG.warning("%s", error)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 5)
            else:
                return

    async def _replace(self, child: Child) -> None:
        """Put another server in the place of one that works on what nobody waits for; end it when it is idle."""
        if child is not self.child or child.tired or self.closing:
            return
        child.tired = True
        try:
            self._now(await started(self.store, self.limits.seconds))
        except GraphError as error:
            LOG.warning("%s", error)
            child.tired = False
        else:
            await child.stop(self.limits.seconds)

    # ------------------------------------------------------------ questions

    async def ask(
        self,
        sparql: str,
        accept: str,
        default_graphs: list[str] | None = None,
        named_graphs: list[str] | None = None,
    ) -> Reply:
        """Ask a query; return the whole answer, also one that says what is wrong with the query.

        Raises TooMuchError if it takes more than its time or its room, or if no server comes up in time.
        """
        said: dict[str, str | list[str]] = {"query": sparql}
        said |= {"default-graph-uri": default_graphs} if default_graphs else {}
        said |= {"named-graph-uri": named_graphs} if named_graphs else {}
        try:
            async with asyncio.timeout(self.limits.seconds), self._turn:
                return await self._asked(said, {"Accept": accept})
        except TimeoutError:
            raise TooMuchError(
                f"查询用时超过 {self.limits.seconds:g} 秒；请缩小范围或加 LIMIT，也可下载数据在本地查询。",
                f"The query took more than {self.limits.seconds:g} seconds; narrow it, add a LIMIT, or download the "
                "data and ask it on your own machine.",
            ) from None

    async def describe(self, accept: str) -> Reply:
        """Return the service description."""
        async with asyncio.timeout(self.limits.seconds):
            return await self._asked(None, {"Accept": accept})

    async def _asked(self, said: Mapping[str, str | list[str]] | None, headers: dict[str, str]) -> Reply:
        """Send a question, again if the server ended meanwhile: questions change nothing."""
        for _ in range(TRIES):
            await self._up.wait()
            child = self.child
            if child is None:
                continue
            child.began()
            try:
                return await self._sent(child, said, headers)
            except httpx.TransportError:
                await asyncio.sleep(0.1)  # until its end is seen, and another is started
            except (asyncio.CancelledError, TooMuchError):
                self._do(self._replace(child))
                raise
            finally:
                child.ended()
        raise TooMuchError(
            "查询服务暂时不可用，请稍后再试。",
            "The query service is not available now; ask again in a while.",
        )

    async def _sent(self, child: Child, said: Mapping[str, str | list[str]] | None, headers: dict[str, str]) -> Reply:
        method = "POST" if said else "GET"
        request = self._client.build_request(method, f"{child.address}/query", data=said, headers=headers)
        reply = await self._client.send(request, stream=True)
        file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by who reads it
        try:
            size = await self._taken(reply, file)
        except BaseException:
            file.close()
            raise
        finally:
            with suppress(httpx.TransportError):
                await reply.aclose()
        file.seek(0)
        kept = {name: reply.headers[name] for name in ("content-type",) if name in reply.headers}
        return Reply(reply.status_code, kept, file, size)

    async def _taken(self, reply: httpx.Response, file: IO[bytes]) -> int:
        """Take an answer whole; return its size. Raises TooMuchError if it is too large."""
        size = 0
        async for piece in reply.aiter_bytes():
            size += len(piece)
            if size > self.limits.size:
                raise TooMuchError(
                    f"结果超过 {self.limits.size >> 20} MB；请加 LIMIT 缩小，或下载全部数据。",
                    f"The answer is larger than {self.limits.size >> 20} MB; add a LIMIT, or download the data.",
                )
            file.write(piece)
        return size

    async def asset(self, name: str) -> bytes:
        """Return a file of the editor that comes with the server."""
        async with asyncio.timeout(self.limits.seconds):
            await self._up.wait()
            child = self.child
            if child is None:
                raise TimeoutError
            return (await self._client.get(f"{child.address}/{name}")).content
