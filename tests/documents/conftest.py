"""What the tests of the documents share: every document, run once, two at a time; the site, built once."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.documents.clone import warmed
from tests.documents.markdown import ROOT, in_both_languages
from tests.documents.running import Ran, run
from xietong.graph.terms import Names
from xietong.pipeline import build, default_sources

PARALLEL = 2


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what ``make graph`` writes; nobody changes it."""
    folder = tmp_path_factory.mktemp("built")
    build(default_sources(), folder, Names(), "zh")
    return folder


@pytest.fixture(scope="session")
def runs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, built: Path
) -> Iterator[dict[Path, Future[Ran]]]:
    """Return what comes of each document that a chosen test asks for; the longest begin first."""
    asking = [item for item in request.session.items if "runs" in getattr(item, "fixturenames", ())]
    chosen = [getattr(item, "callspec").params["document"] for item in asking]  # noqa: B009 - not of every item
    pairs = {frozenset(document.path for document in pair): pair for pair in map(in_both_languages, chosen)}
    with warmed(tmp_path_factory.mktemp("warm")) as program, ThreadPoolExecutor(PARALLEL) as pool:
        found: dict[Path, Future[Ran]] = {}
        for pair in sorted(pairs.values(), key=lambda pair: -len(pair[0].blocks)):
            future = pool.submit(run, pair, tmp_path_factory.mktemp("reader"), program, built)
            found |= {document.path: future for document in pair}
        yield found


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the documentation as ``make docs`` builds it."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, str(ROOT / "docs" / "build.py"), str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return folder
