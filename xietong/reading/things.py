"""Placeholder until the extractors of named things land (helper writes this file)."""

from xietong.model import Knowledge, Thing
from xietong.reading.agency import Home
from xietong.text import Span, Text


def things(text: Text, spans: list[Span], home: Home, knowledge: Knowledge) -> tuple[Thing, ...]:
    """Return no things yet."""
    del text, spans, home, knowledge
    return ()
