"""What the tests of the server share: the server itself, as a process of its own, over the first notice's graph."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

PROGRAM = Path(sys.executable).with_name("xietong")


@contextmanager
def served(graph: Path, *words: str) -> Iterator[str]:
    """Run ``xietong serve`` over a graph on a free port; yield its address without the slash at its end."""
    command = [str(PROGRAM), "serve", "--graph", str(graph), "--port", "0", *words]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"XIETONG_LANG": "en"}
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+?(?=/ )", line)
        assert found, line
        yield found[0]
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=60)
        assert "Traceback" not in errors, errors


def healthy(address: str, version: str | None = None) -> dict[str, str]:
    """Wait until a server is up, with another version than one that is given; return what it says of its health."""
    for _ in range(600):
        said: dict[str, str] = httpx.get(f"{address}/health").json()
        if said["state"] == "up" and said["version"] != version:
            return said
        time.sleep(0.05)
    raise AssertionError(said)


@pytest.fixture(scope="session")
def server(graph: Path) -> Iterator[str]:
    """Return the address of a server that no test stops."""
    with served(graph, "--timeout", "20") as address:
        yield address


@pytest.fixture
def http(server: str) -> Iterator[httpx.Client]:
    """Return a client of it, which follows no redirect by itself."""
    with httpx.Client(base_url=server, timeout=60) as client:
        yield client
