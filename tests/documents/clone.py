"""A folder that looks like a fresh clone, in which the blocks of a document are run as a reader runs them.

What is not done as the document says stands in :data:`STAND_INS` and :data:`SERVERS`, and nowhere else.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

import httpx

from tests.documents import warm
from tests.documents.markdown import ROOT, Block, Document
from tests.endpoint.conftest import free_port

BIN = Path(sys.executable).parent
WRITTEN = ("output", "dist", "build")  # folders at the root that a clone does not have
BROWSERS = Path(".cache", "ms-playwright")  # where Playwright keeps its own
SECONDS = 120  # that a block may take
WHOLE = ".venv/set-up", ".venv/set-up-for-tests", ".venv/set-up-for-docs"  # by which make knows that all is installed


class StandIn(NamedTuple):
    """A command of a document, what is run instead of it, and why."""

    command: str  # a pattern of a line or of the part of one
    instead: str
    why: str


STAND_INS = (
    StandIn(r"git clone .+", "true", "the folder is what it leaves"),
    StandIn(r"cd xietong", "true", "the folder is the clone"),
    StandIn(r"python3 -m venv \.venv", "test -x .venv/bin/python", "the environment is that of the tests"),
    StandIn(r"\S*python -m pip install .+", "true", "all is installed, and tests do not reach for the network"),
    StandIn(r"make test$", "make --dry-run test", "it is what runs this"),
)

# Addresses of servers in documents -> the part of which server of ours; see Addresses.
SERVERS = (
    (r"http://localhost:7200/repositories/\w+/statements", "oxigraph", "update"),  # GraphDB
    (r"http://localhost:7200/repositories/\w+/rdf-graphs/service", "oxigraph", "store"),
    (r"http://localhost:7200/repositories/\w+", "oxigraph", "query"),
    (r"http://localhost:3030/\w+/data", "oxigraph", "store"),  # Fuseki
    (r"http://localhost:3030/\w+(?:/query|/sparql)", "oxigraph", "query"),
    (r"http://localhost:7878/store", "oxigraph", "store"),
    (r"http://localhost:7878/query", "oxigraph", "query"),
    (r"http://localhost:8890/sparql-graph-crud-auth", "virtuoso", "store"),
    (r"http://localhost:8890/sparql", "virtuoso", "query"),
)
Addresses = Callable[[str, str], str]  # server, part -> its address; starts the server if it does not run
SERVE = re.compile(r"^(?P<command>\S*xietong serve\b[^#\n]*?)\s*(?:#.*)?$", re.MULTILINE)
SERVED = re.compile(r"(?:127\.0\.0\.1|localhost):8000")


class Failed(Exception):  # noqa: N818 - it is what happened to a block
    """A block did not do what its document says."""


@dataclass
class Clone:
    """A folder like a fresh clone, with what the blocks run so far have left: variables, a namespace, a server."""

    folder: Path
    addresses: Addresses
    program: Path  # the socket of the warm program
    standing: Path = field(init=False)
    variables: dict[str, str] = field(init=False)
    language: str = ""  # in which the program speaks, unless the document says otherwise
    known: dict[str, str] = field(default_factory=dict)  # address of ours -> the one in the document
    port: int = field(default_factory=free_port)
    serving: "subprocess.Popen[bytes] | None" = None  # what was started last and stays
    line: socket.socket | None = None  # to the process that runs Python

    def __post_init__(self) -> None:
        """Begin in the folder, with the variables of a plain terminal."""
        self.standing = self.folder
        kept = ("PATH", "TMPDIR", "JAVA_HOME", "LD_LIBRARY_PATH")
        self.variables = {name: os.environ[name] for name in kept if name in os.environ} | {
            "HOME": str(self.folder.parent),
            "PLAYWRIGHT_BROWSERS_PATH": os.environ.get("PLAYWRIGHT_BROWSERS_PATH", str(Path.home() / BROWSERS)),
            "LANG": "C.UTF-8",
            "XIETONG_LANG": "",
            "MPLBACKEND": "agg",
        }

    # ------------------------------------------------------------ blocks

    def run(self, blocks: Mapping[str, Block]) -> dict[str, str]:
        """Run a block, in each language that it is given in; return the standard outputs. Raises Failed.

        A server that an earlier block has started is stopped after it.
        """
        before, self.serving = self.serving, None
        try:
            return {language: self._run(block, language) for language, block in blocks.items()}
        finally:
            stop(before)

    def _run(self, block: Block, language: str) -> str:
        """Run a block, or write the file that it is."""
        if block.file:
            target = self.folder / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.content, encoding="utf-8")
            return ""
        if self.variables.get("XIETONG_LANG") == self.language:
            self.variables["XIETONG_LANG"] = self.language = language
        printed = {"sh": self._shell, "python": self._python, "sparql": self._sparql}[block.kind](block.content)
        for ours, theirs in self.known.items():
            printed = printed.replace(ours, theirs)
        return printed

    def _shell(self, content: str) -> str:
        """Run commands as one script that ends at the first mistake; go on later where it left off."""
        script = self._adapted(content)
        if serve := SERVE.search(script):
            if script[serve.end() :].strip():
                raise Failed("what serves stays in front, so that it is the last line of its block")
            printed = self._script(script[: serve.start()])
            return printed + self._serve(serve["command"])
        return self._script(script)

    def _script(self, script: str) -> str:
        state, output = self.folder.parent / "state", self.folder.parent / "printed"
        mistakes = self.folder.parent / "mistakes"
        whole = f"set -e -o pipefail\n{script}\n{{ pwd; env -0; }} > {state}\n"
        with output.open("wb") as out, mistakes.open("wb") as err, self._started(whole, out, err) as process:
            try:
                status = process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                status = -1
            if status != 0:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                said = output.read_text(encoding="utf-8") + mistakes.read_text(encoding="utf-8")
                raise Failed(f"status {status}:\n{said}" if status > 0 else f"not done after {SECONDS} s:\n{said}")
        where, _, variables = state.read_bytes().decode().partition("\n")
        self.standing = Path(where)
        self.variables = dict(each.split("=", 1) for each in variables.split("\0") if "=" in each)
        return output.read_text(encoding="utf-8")

    def _serve(self, command: str) -> str:
        """Start what serves; return what it prints until it answers."""
        port = "" if "--port" in command else f" --port {self.port}"
        output = self.folder.parent / "served"
        with output.open("wb") as out:
            self.serving = self._started(f"exec {command}{port}", out, out)
        for _ in range(600):
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/health").json()["state"] == "up":
                    return output.read_text(encoding="utf-8")
            except (httpx.TransportError, ValueError, KeyError):
                time.sleep(0.05)
        raise Failed(f"the server did not start:\n{output.read_text(encoding='utf-8')}")

    def _started(self, script: str, out: IO[bytes], err: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["bash", "-c", script],
            cwd=self.standing,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )

    def _python(self, content: str) -> str:
        """Run Python in the namespace of the document."""
        if self.line is None:
            self.line = socket.socket(socket.AF_UNIX)
            self.line.settimeout(SECONDS)
            self.line.connect(str(self.program))
            said = {
                "clone": str(self.folder),
                "words": None,
                "folder": str(self.standing),
                "variables": self.variables,
            }
            with Path(os.devnull).open() as nothing:
                socket.send_fds(self.line, [json.dumps(said).encode() + b"\n"], [nothing.fileno()])
        said = {"code": self._adapted(content), "language": self.variables["XIETONG_LANG"]}
        self.line.sendall(json.dumps(said).encode() + b"\n")
        answer = b""
        while not answer.endswith(b"\n"):
            piece = self.line.recv(1 << 16)
            if not piece:
                raise Failed("Python ended")
            answer += piece
        printed, mistake = json.loads(answer)
        if mistake:
            raise Failed(printed + mistake)
        return str(printed)

    def _sparql(self, content: str) -> str:
        """Ask a query of the default graph."""
        (self.folder.parent / "query.rq").write_text(content, encoding="utf-8")
        return self._shell(f"{self.folder}/.venv/bin/xietong sparql -i {self.folder.parent}/query.rq")

    def _adapted(self, content: str) -> str:
        """Return code with stand-ins for what is not done here, and the addresses of servers that run."""
        lines = []
        for line in content.splitlines():
            command, mark, comment = line.partition("  #")
            for each in STAND_INS:
                command = re.sub(rf"(?<![\w./-]){each.command}", each.instead, command.rstrip())
            lines.append(command + mark + comment)
        adapted = "\n".join(lines)
        for pattern, server, part in SERVERS:
            adapted = re.sub(pattern, lambda found, to=(server, part): self._led(found[0], *to), adapted)  # type: ignore[misc]
        return SERVED.sub(lambda found: self._named(f"127.0.0.1:{self.port}", found[0]), adapted)

    def _led(self, theirs: str, server: str, part: str) -> str:
        return self._named(self.addresses(server, part), theirs)

    def _named(self, ours: str, theirs: str) -> str:
        self.known[ours] = theirs
        return ours

    def close(self) -> None:
        """End what was started."""
        stop(self.serving)
        if self.line is not None:
            self.line.close()


def stop(serving: "subprocess.Popen[bytes] | None") -> None:
    """End a server that we started, if there is one, and wait until it has ended."""
    if serving is not None:
        serving.terminate()
        serving.wait(SECONDS)


@contextmanager
def warmed(folder: Path) -> Iterator[Path]:
    """Run the installed program warm; yield its socket."""
    address = folder / "socket"
    command = [sys.executable, "-m", "tests.documents.warm", str(address)]
    surroundings = os.environ | {"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=surroundings, cwd=ROOT) as process:
        while not address.exists():
            if process.poll() is not None:
                raise RuntimeError("the program did not start")
            time.sleep(0.02)
        yield address
        process.communicate()


def _left_out(folder: str, names: list[str]) -> list[str]:
    """Return what of a folder a clone does not have, or tests do not need."""
    return [name for name in names if name.startswith(".") or (Path(folder) == ROOT and name in WRITTEN)]


def fresh(folder: Path, document: Document, program: Path, built: Path, addresses: Addresses) -> Clone:
    """Return a clone for a document; where it does not build the graph itself, ``make graph`` has been run there."""
    clone = folder / "xietong"
    shutil.copytree(ROOT, clone, ignore=_left_out)
    (clone / "output").mkdir()
    shutil.copy2(ROOT / "output" / "graph.ttl", clone / "output")
    if not any(re.search("make graph|build_graph", block.content) for block in document.blocks):
        shutil.copytree(built, clone / "output", dirs_exist_ok=True)
    tools = clone / ".venv" / "bin"
    tools.mkdir(parents=True)
    for tool in BIN.iterdir():
        if tool.name not in ("xietong", "python", "python3"):
            (tools / tool.name).symlink_to(tool)
    for name in ("python", "python3"):
        (tools / name).write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        (tools / name).chmod(0o755)
    client = warm.CLIENT.format(
        python=sys.executable, program=str(BIN / "xietong"), address=str(program), clone=str(clone)
    )
    (tools / "xietong").write_text(client)
    (tools / "xietong").chmod(0o755)
    for name in WHOLE:
        (clone / name).touch()
    return Clone(clone, addresses, program)
