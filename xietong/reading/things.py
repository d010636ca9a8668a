"""The named things of a stretch of text: each extractor in turn, each thing once, with the quote that names it."""

from collections.abc import Iterable

from xietong.model import Knowledge, Thing, ThingKind
from xietong.reading.agency import Home
from xietong.reading.boundary import sentences
from xietong.reading.citation import policies
from xietong.reading.found import Found
from xietong.reading.locality import places
from xietong.reading.organisation import organisations
from xietong.reading.programme import programmes
from xietong.reading.project import projects
from xietong.text import Span, Text


def things(text: Text, spans: list[Span], home: Home, knowledge: Knowledge) -> tuple[Thing, ...]:
    """Return the named things in stretches of the clean text, kind by kind, each at its first mention.

    A place that stands only within a longer name (四会 in 四会南江工业园) is not listed: the longer name has it.
    """
    body = sentences(text, spans)
    named = {
        ThingKind.PROJECT: projects(body, home, knowledge),
        ThingKind.POLICY: policies(text, spans, home, knowledge),
    }
    built = [each.span for each in named[ThingKind.PROJECT]]
    named[ThingKind.ORGANISATION] = _free(organisations(body, home, knowledge), built)
    named[ThingKind.PROGRAMME] = _free(programmes(text, spans, body), built)
    taken = [each.span for found in named.values() for each in found]
    named[ThingKind.PLACE] = places(body, home, knowledge, taken)
    return tuple(_thing(text, kind, each) for kind, found in named.items() for each in _first(found))


def _free(found: list[Found], taken: list[Span]) -> list[Found]:
    """Return what does not lie within longer names: an institute that is being built is a project."""
    return [
        each for each in found if not any(span.start < each.span.end and each.span.start < span.end for span in taken)
    ]


def _first(found: list[Found]) -> Iterable[Found]:
    """Return the first of each name, in order."""
    first: dict[str, Found] = {}
    for each in found:
        first.setdefault(each.name, each)
    return first.values()


def _thing(text: Text, kind: ThingKind, found: Found) -> Thing:
    """Return what was found with the quote that names it."""
    return Thing(
        kind=kind,
        name=found.name,
        quote=text.quote(found.span),
        key=found.key,
        part_of=found.part_of,
        sort=found.sort,
        place=found.place,
        within=found.within,
        members=found.members,
        action=found.action,
        years=found.years,
        level=found.level,
    )
