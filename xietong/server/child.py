"""One process of Oxigraph's server: read-only, on a free port of this machine, over a store on disk."""

import asyncio
import shutil
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from xietong.errors import GraphError

SLOWEST_START = 30  # seconds
LOCAL = "127.0.0.1"


@dataclass(slots=True, eq=False)
class Child:
    """A running server; ``asked`` is how many questions it is answering, ``tired`` that another takes its place."""

    process: asyncio.subprocess.Process
    address: str
    asked: int = 0
    tired: bool = False
    idle: asyncio.Event = field(default_factory=asyncio.Event)

    async def stop(self, grace: float) -> None:
        """Wait until it has answered, at most so many seconds, then end it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                while self.asked:
                    self.idle.clear()
                    await self.idle.wait()
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            async with asyncio.timeout(5):
                await self.process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self.process.kill()
            await self.process.wait()

    def began(self) -> None:
        """Count a question."""
        self.asked += 1

    def ended(self) -> None:
        """Count it no longer."""
        self.asked -= 1
        if not self.asked:
            self.idle.set()


def program() -> str:
    """Return the path of Oxigraph's server. Raises GraphError if it is not installed."""
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if found is None:
        raise GraphError(
            "找不到 Oxigraph 服务器；请运行 pip install 'xietong[serve]'。",
            "Oxigraph's server is not installed; run pip install 'xietong[serve]'.",
        )
    return found


async def started(store: Path, seconds: float) -> Child:
    """Start a server over a store and wait until it answers.

    After so many ``seconds`` it gives up a query, but at some steps of its work only: who asks has to give up, too.
    Raises GraphError if it does not come up.
    """
    for _ in range(3):  # another process may take the port between our look and its start
        port = _free_port()
        process = await asyncio.create_subprocess_exec(
            *(program(), "serve-read-only", "--location", str(store), "--bind", f"{LOCAL}:{port}"),
            *("--timeout-s", str(max(1, round(seconds)))),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # an interrupt at the terminal is for us; we end it
        )
        child = Child(process, f"http://{LOCAL}:{port}")
        if await _answers(child):
            return child
        await child.stop(0)
    raise GraphError(
        "Oxigraph 服务器没有启动；请检查 oxigraph 是否可以运行。",
        "Oxigraph's server did not start; check that oxigraph can be run.",
    )


def _free_port() -> int:
    with socket.socket() as here:
        here.bind((LOCAL, 0))
        port: int = here.getsockname()[1]
        return port


async def _answers(child: Child) -> bool:
    """Wait until a server answers; False if it ends or takes too long."""
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(SLOWEST_START * 20):
            if child.process.returncode is not None:
                return False
            with suppress(httpx.TransportError):
                reply = await client.get(f"{child.address}/query", params={"query": "ASK {}"}, timeout=5)
                return reply.status_code == httpx.codes.OK
            await asyncio.sleep(0.05)
    return False
