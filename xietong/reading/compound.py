"""Compound abbreviations of places: 粤桂, 京津冀, 广佛肇. Each character stands for a province, or for a city near by.

Which places a compound stands for is inferred, never stated: a character that no province has as its letter must be the
first or the second of the short name of exactly one city of the notice's own province.
"""

import re
from functools import lru_cache

from xietong.lexicon import any_of, lexicon
from xietong.model import Knowledge, Place
from xietong.reading.agency import Home
from xietong.reading.place import gazetteer

WORDS = lexicon("compound")
FEWEST, MOST = 2, 6  # characters
BEHIND = any_of(WORDS["behind"])


@lru_cache(maxsize=64)
def compounds(home: Home, knowledge: Knowledge) -> re.Pattern[str]:
    """Return the pattern of what may be a compound in a notice of ``home``, before a word that tells so."""
    letters = "".join(sorted(_letters(home, knowledge)))
    return re.compile(f"[{letters}]{{{FEWEST},{MOST}}}?(?={BEHIND})")


@lru_cache(maxsize=1024)
def stands_for(compound: str, home: Home, knowledge: Knowledge) -> tuple[Place, ...]:
    """Return the places for which the characters of a compound stand, in order; empty if it is none.

    Two cities alone are no compound unless the notice's own is one of them: 珠江 is a river.
    """
    letters = _letters(home, knowledge)
    members = tuple(letters[char] for char in compound if char in letters)
    if not FEWEST <= len(compound) <= MOST or len(members) < len(compound) or len(set(members)) < len(members):
        return ()
    near = home.place is not None and any(place in gazetteer(knowledge).chain(home.place) for place in members)
    provinces = sum(place.level == "province" for place in members)
    if provinces:
        return members if provinces == len(members) else ()
    return members if near or len(members) > FEWEST else ()


def compound_at_start(name: str, home: Home, knowledge: Knowledge) -> tuple[Place, ...]:
    """Return the places of the compound that a name begins with: 粤桂 in 粤桂合作特别试验区; the longest wins."""
    for length in range(min(MOST, len(name)), FEWEST - 1, -1):
        if members := stands_for(name[:length], home, knowledge):
            return members
    return ()


@lru_cache(maxsize=64)
def _letters(home: Home, knowledge: Knowledge) -> dict[str, Place]:
    """Return character -> place: the provinces by their letters, above them the cities of the notice's own province."""
    living = [place for place in knowledge.places.values() if not place.abolished]
    found = {letter: place for place in living for letter in place.letters}
    if home.place is None:
        return found
    province = gazetteer(knowledge).chain(home.place)[0]
    cities = [place for place in living if place.level == "prefecture" and place.parent == province.code]
    for position in (1, 0):
        by_letter: dict[str, list[Place]] = {}
        for city in cities:
            for short in city.shorts[:1]:
                by_letter.setdefault(short[position : position + 1], []).append(city)
        found |= {letter: named[0] for letter, named in by_letter.items() if letter and len(named) == 1}
    return found
