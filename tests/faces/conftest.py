"""What the tests of pages share: the first notice's graph, and its pages."""

from pathlib import Path

import pytest

from xietong.faces.panel import Told, told
from xietong.graph.counting import count
from xietong.graph.dataset import Dataset
from xietong.graph.vocabulary import knowledge
from xietong.pipeline import network_pages
from xietong.reading import read_file

FIRST = Path(__file__).parents[2] / "sources" / "zhaoqing-2016.txt"


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """Return the graph of the first notice; nobody changes it."""
    return Dataset.of_notices([read_file(FIRST, knowledge())])


@pytest.fixture(scope="session")
def said(dataset: Dataset) -> Told:
    """Return what panels tell of it."""
    return told(dataset)


@pytest.fixture(scope="session")
def pages(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of its pages, in Chinese."""
    folder = tmp_path_factory.mktemp("pages")
    for name, content in network_pages(dataset, count(dataset), "zh").items():
        (folder / name).write_bytes(content)
    return folder
