"""Words that a reader searches for -> the things that they may mean, the nearest first."""

from collections.abc import Iterator

from xietong.faces.panel import Thing
from xietong.faces.site.known import Known
from xietong.graph.lookup import abbreviates, compared

SENTENCES = ("figure", "milestone")  # kinds whose names are stretches of text


def find(known: Known, words: str, most: int) -> list[Thing]:
    """Return at most so many things with a name that words are, begin, are part of, or abbreviate (发改局).

    Names are compared as :func:`xietong.graph.lookup.compared` has them; shorter ones come first.
    """
    wanted = compared(words)
    if not wanted:
        return []
    ranks = {thing.id: min(_ranks(thing, wanted), default=None) for thing in known.told.things.values()}
    found = [thing for thing in known.told.things.values() if ranks[thing.id] is not None]
    found.sort(key=lambda thing: (ranks[thing.id], thing.kind in SENTENCES, len(thing.name), thing.id))
    return found[:most]


def _ranks(thing: Thing, wanted: str) -> Iterator[int]:
    """Yield how near each name of a thing comes to what is wanted; nothing if it does not."""
    if thing.number is not None and str(thing.number) == wanted:
        yield 0
    for name in map(compared, (thing.name, *thing.names)):
        if name == wanted:
            yield 0
        elif name.startswith(wanted):
            yield 1
        elif wanted in name:
            yield 2
        elif len(wanted) > 1 and thing.kind not in SENTENCES and abbreviates(wanted, name):
            yield 3
