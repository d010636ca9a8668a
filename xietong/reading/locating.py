"""Where a project lies: by the places in its name, else by the clause that it stands in."""

import re
from collections.abc import Callable

from xietong.model import Knowledge, Place
from xietong.reading.agency import NOT_A_LEVEL, Home, level_place
from xietong.reading.head import CUT
from xietong.reading.modifier import COMMON
from xietong.reading.place import Gazetteer, gazetteer

FREE = re.compile(rf"$|[、,的○和]|{CUT.pattern}")  # 在丙县建设; 丙县大桥接线 says nothing of the rest of its list
NATURE = ("江", "河", "湖", "海", "湾", "山", "岛", "港")
OWN_LEVELS = ("自治区", "市", "县", "区", "省", "州", "盟", "旗")


def located(name: str, before: Callable[[], str], home: Home, knowledge: Knowledge) -> str | None:
    """Return the code of the division where a project lies; None if the text does not say.

    The name says it (a place in brackets above all, the parent company's seat least), the notice's own level
    does (市博物馆), or the last place below the notice's own that stands before it in the sentence.
    """
    tables = gazetteer(knowledge)
    hits = places_in(name, home, knowledge)
    named = [place for _, place, _ in hits]
    if home.place is None:
        return _common(tables, named)
    if hits and name.startswith("段", hits[-1][0] + hits[-1][2]) and name[hits[-1][0] - 1] != "至":
        return hits[-1][1].code  # 沿江高速丙县段
    inside = [place for place in named if tables.within(place, home.place)]
    if "至" in name:
        ends = [at for at, _, _ in hits]
        if not ends or (len(ends) == 1 and ends[0] > name.index("至")):
            return None
        return _common(tables, named, nested=True)
    if inside:
        return _common(tables, inside)
    if name.startswith(OWN_LEVELS) and not NOT_A_LEVEL.match(name):
        level = next(word for word in OWN_LEVELS if name.startswith(word))
        if (owner := level_place(level, home, knowledge)) is not None:
            return owner.code
    around = before()
    free = [hit for hit in places_in(around, home, knowledge) if FREE.match(around, hit[0] + hit[2])]
    below = [place for _, place, _ in free if place is not home.place and tables.within(place, home.place)]
    return below[-1].code if below else None


def places_in(words: str, home: Home, knowledge: Knowledge) -> list[tuple[int, Place, int]]:
    """Return the divisions that words name: where each begins, what it is, the length of its name."""
    found, behind = [], 0
    tables = gazetteer(knowledge)
    for opening in tables.opening.finditer(words):  # most characters begin no name
        at = opening.start()
        hit = _at(words, at, home, knowledge) if at >= behind and words[at : at + 2] in tables.lengths else None
        if hit is not None:
            found.append((at, *hit))
            behind = at + hit[1]
    return found


def place_at(words: str, at: int, home: Home, knowledge: Knowledge) -> tuple[Place, int] | None:
    """Return the division that words name at an offset, and the length of its name."""
    return _at(words, at, home, knowledge) if words[at : at + 2] in gazetteer(knowledge).lengths else None


def _at(words: str, at: int, home: Home, knowledge: Knowledge) -> tuple[Place, int] | None:
    """Return the division at an offset; a short name is none where its end belongs to another word.

    广清城际 is not in 清城, 胶州湾 not in 胶州. The notice's own place is always meant: 枝江城区 is not 江城.
    """
    hit = gazetteer(knowledge).at_start(words[at : at + 40], home.place)
    if hit is None or hit[0] is home.place:
        return hit
    after = at + hit[1]
    short = not words.startswith(hit[0].name, at) and hit[1] < len(hit[0].name)
    if short and (words[after - 1 : after + 1] in COMMON or words[after : after + 1] in NATURE):
        return None
    return hit


def _deepest(tables: Gazetteer, places: list[Place]) -> list[Place]:
    """Return places without those that contain another of them."""
    return [
        place for place in places if not any(other is not place and tables.within(other, place) for other in places)
    ]


def _common(tables: Gazetteer, places: list[Place], *, nested: bool = False) -> str | None:
    """Return the code of the smallest division that holds all of several places.

    A division that contains another of them only says where that one is, unless ``nested``: 甲市至丙县 is in both.
    """
    if not places:
        return None
    places = places if nested else _deepest(tables, places)
    shared = [each for each in tables.chain(places[0]) if all(tables.within(place, each) for place in places)]
    return shared[-1].code if shared else None
