"""What tests of several rooms share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsing import launched
from tests.commands import FIRST
from xietong.library import build


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the first notice's graph; nobody changes it."""
    path = tmp_path_factory.mktemp("graph") / "graph.nq"
    path.write_bytes(build([FIRST]).nquads())
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a running browser."""
    with launched() as found:
        yield found
