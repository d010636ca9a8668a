"""Two real servers with the graph of three notices: Oxigraph's own, and Debian's Virtuoso 7."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from xietong.errors import EndpointError
from xietong.graph.dataset import Dataset
from xietong.graph.endpoint import Endpoint
from xietong.graph.loading import Target, load
from xietong.graph.terms import BASE, Names
from xietong.graph.transport import Login
from xietong.graph.vocabulary import knowledge
from xietong.reading import read_file

ROOT = Path(__file__).parents[2]
NOTICES = ("sources/zhaoqing-2016.txt", "tests/gold/ministry-2024.txt", "tests/gold/guizhou-2021.txt")
SECONDS_TO_START = 60
MERGED = BASE + "graph/merged"

VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 1000000
"""


def free_port() -> int:
    """Return a port of the loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], folder: Path, ready: Callable[[], object]) -> Iterator[None]:
    """Run a server until the block ends; enter the block when ``ready`` no longer raises."""
    with (folder / "output.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                ready()
                break
            except (EndpointError, subprocess.CalledProcessError) as error:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise RuntimeError((folder / "output.log").read_text()) from error
                time.sleep(0.1)
        yield
    finally:
        process.kill()
        process.wait()


@contextmanager
def oxigraph_server(folder: Path, *options: str) -> Iterator[Target]:
    """Run Oxigraph's server, empty, in memory."""
    here = f"127.0.0.1:{free_port()}"
    target = Target(Endpoint(f"http://{here}/query"), store=f"http://{here}/store", update=f"http://{here}/update")
    command = [str(Path(sys.executable).parent / "oxigraph"), "serve", "--bind", here, *options]
    with running(command, folder, lambda: target.endpoint.query("ASK {}")):
        yield target


@contextmanager
def virtuoso_server(folder: Path) -> Iterator[Target]:
    """Run Virtuoso 7 with a new database; who logs in may write, and so may everybody by SPARQL Update."""
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(sql=sql, http=http))
    (folder / "grant.sql").write_text('GRANT SPARQL_UPDATE TO "SPARQL";\n')
    here = f"http://127.0.0.1:{http}"
    endpoint = Endpoint(f"{here}/sparql", default_graph=MERGED, login=None)
    grant = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", "grant.sql"]

    def ready() -> None:
        subprocess.run(grant, cwd=folder, check=True, capture_output=True)
        endpoint.query("ASK {}")

    with running(["virtuoso-t", "-f", "+wait", "+configfile", "virtuoso.ini"], folder, ready):
        yield Target(endpoint, store=f"{here}/sparql-graph-crud-auth")


def logged_in(target: Target, password: str = "dba") -> Target:  # noqa: S107  # that of every new Virtuoso
    """Return Virtuoso as its administrator sees it."""
    return replace(target, endpoint=replace(target.endpoint, login=Login("dba", password)))


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let errors say their English sentence."""
    monkeypatch.setenv("XIETONG_LANG", "en")


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """Return the graph of three notices, who state some facts twice; nobody changes it."""
    return Dataset.of_notices(read_file(ROOT / name, knowledge()) for name in NOTICES)


@pytest.fixture(scope="session")
def small() -> Dataset:
    """Return the graph of one notice under a base of its own, so that it can stand beside the other on a server."""
    names = Names("https://data.example.org/样例/")
    return Dataset.of_notices([read_file(ROOT / NOTICES[1], knowledge())], names)


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory, dataset: Dataset) -> Iterator[Target]:
    """Return Oxigraph's server with the graph of three notices, loaded by the Graph Store Protocol."""
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as target:
        load(dataset, target)
        yield target


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory, dataset: Dataset) -> Iterator[Target]:
    """Return Virtuoso with the graph of three notices, loaded by the Graph Store Protocol with Digest login."""
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as target:
        load(dataset, logged_in(target))
        yield target


@pytest.fixture(scope="session")
def administrator(virtuoso: Target) -> Target:
    """Return Virtuoso for its administrator."""
    return logged_in(virtuoso)


@pytest.fixture(scope="session")
def stranger(virtuoso: Target) -> Target:
    """Return Virtuoso for somebody who guesses the password."""
    return logged_in(virtuoso, "guessed-wrongly")


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Target:
    """Return each of the two servers with the graph of three notices."""
    target: Target = request.getfixturevalue(request.param)
    return target


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Target]:
    """Return an Oxigraph server without data."""
    with oxigraph_server(tmp_path) as target:
        yield target


@pytest.fixture
def summing(tmp_path: Path) -> Iterator[Target]:
    """Return a server without data that shows the sum of all graphs as its default graph."""
    with oxigraph_server(tmp_path, "--union-default-graph") as target:
        yield target
