"""Names of places -> administrative divisions, as seen from the notice's own place."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from xietong.model import Knowledge, Place

NOTHING = "(?!)"  # a pattern that matches nowhere
# Behind a short name it makes the name of another division: 朝阳区 is not in 朝阳市
LEVEL_BEHIND = re.compile("[区县旗](?![域级直际块位内外])")


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """The divisions of the country by name and by short name."""

    by_name: dict[str, tuple[Place, ...]]
    by_short: dict[str, tuple[Place, ...]]
    chains: dict[str, tuple[Place, ...]]  # code -> the place and all that contain it, from the province down
    lengths: dict[str, tuple[int, ...]]  # first two characters -> lengths of the names that begin so, the longest first
    opening: re.Pattern[str]  # a character that begins a name, before one that may be its second

    def chain(self, place: Place) -> tuple[Place, ...]:
        """Return the place and all that contain it, from the province down."""
        return self.chains[place.code]

    def within(self, place: Place, other: Place) -> bool:
        """Tell whether ``place`` is ``other`` or lies in it."""
        return other in self.chain(place)

    @lru_cache(maxsize=65536)  # noqa: B019 - there is one gazetteer, and it lives as long as the program
    def resolve(self, name: str, home: Place | None, *, short: bool = True) -> Place | None:
        """Return the division that a name means in a notice of ``home``; None if it means none or several.

        A full name counts everywhere: nearest first, that is home itself and what lies in it, what contains
        it, the province, then the country if the name is unique there (朝阳区 of 北京市 is not that of 长春市). A short
        name counts below the notice's own province, of cities and provinces everywhere: many are
        common words (公安, 资源, 合作). What was abolished counts where no living division near by has the name.
        """
        known = self.by_name.get(name, ())
        living = [place for place in known if not place.abolished]
        if not living and short:
            living = [place for place in self.by_short.get(name, ()) if self._near_or_large(place, home)]
        for found in (living, known):
            for area in reversed(self.chain(home)) if home is not None else ():
                if near := [place for place in found if self.within(place, area)]:
                    return near[0]
        found = living or list(known)
        return found[0] if len(found) == 1 else None

    def _near_or_large(self, place: Place, home: Place | None) -> bool:
        """Tell whether a short name may mean a place in a notice of ``home``."""
        return place.level != "county" or (home is not None and self.chain(place)[0] is self.chain(home)[0])

    def at_start(self, words: str, home: Place | None, *, short: bool = True) -> tuple[Place, int] | None:
        """Return the division that ``words`` begin with, and the length of its name; the longest wins.

        A chain 广州市天河区 is read to its end. Short names count if ``short``.
        """
        for length in self.lengths.get(words[:2], ()):
            place = self.resolve(words[:length], home, short=short) if length <= len(words) else None
            if place is None or (place.name != words[:length] and LEVEL_BEHIND.match(words, length)):
                continue
            behind = words[length : length + 2]
            deeper = self.at_start(words[length:], place, short=False) if behind in self.lengths else None
            if deeper is not None and deeper[0] is not place and self.within(deeper[0], place):
                return deeper[0], length + deeper[1]
            return place, length
        return None


def _chain(place: Place, knowledge: Knowledge) -> tuple[Place, ...]:
    above = knowledge.places.get(place.parent) if place.parent else None
    return (*_chain(above, knowledge), place) if above else (place,)


def opening_pattern(openings: Collection[str]) -> re.Pattern[str]:
    """Return the pattern of the first character of any of ``openings``, before one that stands second in any of them.

    It finds where a known name may begin; which opening it is a look-up tells.
    """
    pairs = [opening for opening in openings if len(opening) == 2]
    first, second = ("".join(sorted({re.escape(pair[at]) for pair in pairs})) for at in (0, 1))
    return re.compile(f"[{first}](?=[{second}])" if pairs else NOTHING)


@lru_cache(maxsize=4)
def gazetteer(knowledge: Knowledge) -> Gazetteer:
    """Return the name tables of the known places (made once)."""
    by_name: dict[str, list[Place]] = {}
    by_short: dict[str, list[Place]] = {}
    for place in knowledge.places.values():
        by_name.setdefault(place.name, []).append(place)
        for short in place.shorts:
            by_short.setdefault(short, []).append(place)
    lengths: dict[str, set[int]] = {}
    for name in (*by_name, *by_short):
        lengths.setdefault(name[:2], set()).add(len(name))
    return Gazetteer(
        {name: tuple(places) for name, places in by_name.items()},
        {name: tuple(places) for name, places in by_short.items()},
        {code: _chain(place, knowledge) for code, place in knowledge.places.items()},
        {opening: tuple(sorted(found, reverse=True)) for opening, found in lengths.items()},
        opening_pattern(lengths.keys()),
    )
