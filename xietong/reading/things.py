"""The named things of a stretch of text: each extractor in turn, each thing once, with the quote that names it.

Read are projects and cited documents. Places, programmes and organisations have their place in the model and in
the ontology, but no extractor yet.
"""

from collections.abc import Callable

from xietong.model import Knowledge, Thing, ThingKind
from xietong.reading.agency import Home
from xietong.reading.citation import policies
from xietong.reading.found import Found
from xietong.reading.project import projects
from xietong.text import Span, Text

Extractor = Callable[[Text, list[Span], Home, Knowledge], list[Found]]
EXTRACTORS: tuple[tuple[ThingKind, Extractor], ...] = (
    (ThingKind.PROJECT, projects),
    (ThingKind.POLICY, lambda text, spans, _home, _knowledge: policies(text, spans)),
)


def things(text: Text, spans: list[Span], home: Home, knowledge: Knowledge) -> tuple[Thing, ...]:
    """Return the named things in stretches of the clean text, kind by kind, each at its first mention."""
    found: dict[tuple[ThingKind, str], Thing] = {}
    for kind, extract in EXTRACTORS:
        for each in extract(text, spans, home, knowledge):
            thing = Thing(
                kind=kind,
                name=each.name,
                quote=text.quote(each.span),
                part_of=each.part_of,
                sort=each.sort,
                place=each.place,
                action=each.action,
                years=each.years,
            )
            found.setdefault((kind, each.name), thing)
    return tuple(found.values())
