"""The table of cited documents."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from xietong.graph.vocabulary import knowledge
from xietong.reading.agency import Home
from xietong.reading.citation import policies
from xietong.reading.clean import clean
from xietong.text import Span

ROWS = yaml.safe_load((Path(__file__).parent / "citation.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_cited_documents(row: dict[str, Any]) -> None:
    text = clean("table.txt", row["text"])
    place = next(place for place in knowledge().places.values() if place.name == row.get("home", "芜湖市"))
    found = policies(text, [Span(0, len(text.clean))], Home(place), knowledge())
    assert [[each.name, each.years, each.action] for each in found] == row["means"]
    assert row.get("level") in (None, *(each.level or "unknown" for each in found))
