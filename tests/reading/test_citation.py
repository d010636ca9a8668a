"""The table of cited documents."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from xietong.reading.citation import policies
from xietong.reading.clean import clean
from xietong.text import Span

ROWS = yaml.safe_load((Path(__file__).parent / "citation.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_cited_documents(row: dict[str, Any]) -> None:
    text = clean("table.txt", row["text"])
    found = policies(text, [Span(0, len(text.clean))])
    assert [[each.name, each.years, each.action] for each in found] == row["means"]
