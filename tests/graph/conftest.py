"""What the tests of the graph share: the vocabularies, the first notice, its graph, its annotation."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from xietong.graph.dataset import Dataset
from xietong.graph.vocabulary import knowledge
from xietong.model import Notice
from xietong.reading import read_file

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"


@pytest.fixture(scope="session")
def first_notice() -> Notice:
    """Return 肇府办〔2016〕9号 as read."""
    return read_file(ROOT / "sources" / "zhaoqing-2016.txt", knowledge())


@pytest.fixture(scope="session")
def first(first_notice: Notice) -> Dataset:
    """Return the graph of 肇府办〔2016〕9号; nobody changes it."""
    return Dataset.of_notices([first_notice])


@pytest.fixture(scope="session")
def annotation() -> dict[str, Any]:
    """Return what people found in 肇府办〔2016〕9号: the answers below are counted from it, not from the graph."""
    loaded: dict[str, Any] = yaml.safe_load((GOLD / "zhaoqing-2016.yaml").read_text(encoding="utf-8"))
    return loaded
