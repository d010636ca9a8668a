"""Named places of a body: divisions, zones, regions, townships, waters, scenic areas, states.

The annotation guideline, section Named things: divisions from the gazetteer in their full form, a short one as the
notice's own place has it (高要 in a notice of 肇庆市 is 高要区); whatever else has a name that ends in a class of
places (雁栖湖风景区, 粤桂经济合作区). A name needs a boundary before it: a mark, a verb, a preposition, another place.
The notice's own place and what contains it say nothing of a task and are left out, as are bare levels (全市, 省).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from xietong.lexicon import any_of, lexicon
from xietong.model import Knowledge, Place
from xietong.reading.agency import Home
from xietong.reading.boundary import Sentence, begin, is_bounded
from xietong.reading.compound import compound_at_start, compounds, stands_for
from xietong.reading.found import Found
from xietong.reading.locating import place_at, places_in
from xietong.reading.modifier import is_counted, is_specific
from xietong.reading.naming import VAGUE
from xietong.reading.place import gazetteer, opening_pattern
from xietong.text import Span, value

WORDS = lexicon("locality")
NOBODY = ""  # the name of what is no place but a body, with the place within its name
LONGEST_ZONE, LONGEST_WATER, LONGEST_MOUNTAIN = 18, 7, 3
LONGEST = 24  # characters before the class of a name
KINDS = {
    head: kind for kind in ("nature", "townships", "zones", "regions", "scenic") for head in WORDS[kind]
}  # the class that a head is of
SORTS = {"zones": "functional-zone", "regions": "region", "scenic": "scenic-area", "nature": "water"}
DIVISION, ABROAD_SORT = "administrative-division", "abroad"  # ids of the scheme of place kinds
HEAD = re.compile(f"(?:{any_of(list(KINDS))})(?!域)")  # 象山港 区域
RIVERS = ("江", "河", "湖")
AFTER_WATER, BEFORE_WATER = re.compile("[江河湖]、$"), re.compile("、[^、,]{1,4}[江河湖](?![市县区])")
ALONG = re.compile(any_of([word for word in WORDS["behind_nature"] if len(word) > 1]))
BEHIND_NATURE = re.compile(f"$|[^\\w]|{any_of(WORDS['behind_nature'])}")
KIND_OF_TOWNSHIP = re.compile(WORDS["kinds_of_townships"])
NOT_A_TOWNSHIP = re.compile(WORDS["not_a_township"])
KIND_OF_ZONE = re.compile(WORDS["kinds_of_zones"])
BODY_BEHIND = re.compile(WORDS["body_behind"])
VILLAGE = re.compile("[^\\W\\d_]{1,4}?村(?![民庄级域镇居落])")
ABROAD = re.compile("[^\\W\\d_的和与及]{2,6}?(?:市|州|省)(?!场)")
MEMBER = re.compile("[^\\W\\d_]{2,5}")
KNOWN = frozenset(WORDS["known_regions"])
STATES = frozenset(WORDS["states"])
BY_POSITION, POSITIONED = re.compile(WORDS["by_position"]), frozenset(WORDS["positioned"])
OTHER_NAME = re.compile(WORDS["other_name"])
NO_MOUNTAIN = re.compile(WORDS["no_mountains"])
OF_SCENIC = re.compile(WORDS["of_scenic"])
NUMBERED_REGION = re.compile(r"(?<![A-Z\d])[A-Z]\d{1,4}[^\W\d_]{2,6}?走廊")  # G60科创走廊
QUOTED_REGION = re.compile(f"“(?P<name>[^“”]{{2,8}})”(?P<head>{any_of(WORDS['regions'])})")
SHARED = ("沙漠", "沙地", "草原")  # 甲、乙、丙沙漠
OPENINGS = frozenset(name[:2] for name in KNOWN | STATES)
LONGEST_KNOWN = max(map(len, KNOWN | STATES))
WORDS_TOO, CITIES_TOO = frozenset(WORDS["words_too"]), frozenset(WORDS["cities_too"])
FULL_WORDS = frozenset(WORDS["full_words"])


@value()
class _Hit:
    """A name in a sentence."""

    start: int
    end: int
    name: str
    code: str | None = None
    sort: str | None = None
    within: str | None = None
    members: tuple[str, ...] = ()


def places(body: list[Sentence], home: Home, knowledge: Knowledge, taken: list[Span]) -> list[Found]:
    """Return the named places in the sentences of a body, each once, at its first mention.

    What lies within ``taken``, the longer names found before, is not free: 丙县 in 丙县产业园.
    """
    found: dict[str, Found] = {}
    for sentence in body:
        for hit in _Sentence(sentence.words, sentence.masked, home, knowledge).hits():
            where = sentence.span(hit.start, hit.end)
            if not any(span.start <= where.start and where.end <= span.end for span in taken):
                known = Found(where, hit.name, sort=hit.sort, place=hit.code, within=hit.within, members=hit.members)
                found.setdefault(hit.name, known)
    return list(found.values())


def _sort_of_known(name: str) -> str:
    """Return the kind of a region, a water or a state that every notice may name."""
    if name in STATES:
        return ABROAD_SORT
    return SORTS["nature"] if name.endswith((*RIVERS, "海", "池", "淀")) else SORTS["regions"]


@lru_cache(maxsize=4)
def _all_openings(knowledge: Knowledge) -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the first two characters of all that is known by its name, and the pattern that finds the first."""
    openings = OPENINGS | gazetteer(knowledge).lengths.keys()
    return openings, opening_pattern(openings)


@lru_cache(maxsize=64)
def _above(home: Home, knowledge: Knowledge) -> frozenset[str]:
    """Return the codes of the notice's own place and of what contains it."""
    return frozenset(place.code for place in gazetteer(knowledge).chain(home.place)) if home.place else frozenset()


@value()
class _Sentence:
    """A sentence of the body; what is quoted or cited is masked."""

    words: str
    masked: str
    home: Home
    knowledge: Knowledge

    def hits(self) -> list[_Hit]:
        """Return the places of the sentence in order; of names that overlap, the longest."""
        every = [*self._shaped(), *self._compound(), *self._known(), *self._listed(), *self._quoted()]
        if not every:
            return every
        kept: list[_Hit] = []
        end = -1
        for hit in sorted(every, key=lambda hit: (hit.start, -hit.end, hit.code is None)):
            if hit.start >= end:
                kept.append(hit)
                end = hit.end
        return [hit for hit in kept if hit.name != NOBODY]

    # ------------------------------------------------------------ names that end in a class of places

    def _shaped(self) -> list[_Hit]:
        """Return what is named by its class: zones, regions, scenic areas, townships, waters."""
        found: list[_Hit] = []
        for head in HEAD.finditer(self.masked):
            kind = KINDS[head.group()]
            start = self._begin(head.start())
            named = self._named(kind, start, head)
            if named is None:
                continue
            found.append(named)
            if kind == "scenic" or head.group() in SHARED:
                found += self._sharing(named, head.group())
            if kind == "townships" and (village := VILLAGE.match(self.masked, named.end)):
                found.append(replace(named, start=village.start(), end=village.end(), name=village.group()))
        return found

    def _begin(self, at: int) -> int:
        """Return where a name begins that goes on to ``at``."""
        return begin(self.masked, at, LONGEST, self.home, self.knowledge)

    def _named(self, kind: str, start: int, head: re.Match[str]) -> _Hit | None:
        """Return the place that a head of a kind closes, if what stands before it is a name."""
        modifier = self.words[start : head.start()]
        if not modifier or is_counted(modifier) or VAGUE.match(modifier):
            return None
        if start and self.words[start - 1].isdecimal():
            return None
        if kind == "townships":
            return self._township(start, head)
        if kind == "nature":
            return self._nature(start, head)
        if len(modifier) > LONGEST_ZONE:
            return None
        if kind == "zones" and self._is_division(start, head.end()):
            return None
        if head.group() in POSITIONED and BY_POSITION.fullmatch(modifier):
            return self._hit(start, head.end(), SORTS["zones"])
        if body := BODY_BEHIND.match(self.masked, head.end()):
            return _Hit(start, body.end(), NOBODY)
        division = place_at(modifier, 0, self.home, self.knowledge)
        if head.group() == "片区" and (division is None or division[1] < len(modifier)):
            return None
        if division is not None and KIND_OF_ZONE.fullmatch(modifier[division[1] :]) and kind == "zones":
            own = division[1] < len(modifier) or head.group() not in WORDS["qualities"]
            return self._hit(start, head.end(), SORTS[kind]) if own else None
        if KIND_OF_ZONE.fullmatch(modifier) or not is_specific(modifier):
            return None
        return self._hit(start, head.end(), SORTS[kind])

    def _is_division(self, start: int, end: int) -> bool:
        """Tell whether a stretch is the name of a division, though it ends like a zone: 浦东新区."""
        known = place_at(self.words, start, self.home, self.knowledge)
        return known is not None and start + known[1] == end

    def _hit(self, start: int, end: int, sort: str) -> _Hit:
        """Return a place with what its name says: where it lies, whom it stands for."""
        name = self.words[start:end]
        tables = gazetteer(self.knowledge)
        named = [place for _, place, _ in places_in(name, self.home, self.knowledge)]
        inside = [place for place in named if self.home.place and tables.within(place, self.home.place)]
        members = compound_at_start(name, self.home, self.knowledge)
        within = next((place.code for place in (*reversed(inside), *named)), None)
        return _Hit(start, end, name, sort=sort, within=within, members=tuple(place.code for place in members))

    def _township(self, start: int, head: re.Match[str]) -> _Hit | None:
        """Return a township without the county that stands before it: 祁门县 历口镇."""
        if NOT_A_TOWNSHIP.match(self.masked, head.end()):
            return None
        county = self.home.place
        for first, place, length in places_in(self.masked[start : head.start()], self.home, self.knowledge):
            if first == 0 and start + length < head.start() - 1:
                start, county = start + length, place
        modifier = self.words[start : head.start()]
        if not 2 <= len(modifier) <= 5 or KIND_OF_TOWNSHIP.search(modifier) or not is_specific(modifier):
            return None
        return replace(self._hit(start, head.end(), DIVISION), within=county.code if county else None)

    def _nature(self, start: int, head: re.Match[str]) -> _Hit | None:
        """Return a river, a lake, a desert: 长河、清湖沿线; not 滨江, 黑臭河."""
        name = self.words[start : head.end()]
        modifier = self.words[start : head.start()]
        division = place_at(modifier, 0, self.home, self.knowledge)
        if division is not None and head.group() == "山" and division[1] < len(name) - 1:  # 四川凉山
            start += division[1]
            name, modifier = self.words[start : head.end()], self.words[start : head.start()]
        ends = head.group() in SHARED or BEHIND_NATURE.match(self.masked, head.end())
        if not 2 <= len(name) <= LONGEST_WATER or not ends:
            return None
        if len(modifier) == 1:
            known = name in KNOWN or (modifier not in WORDS["no_rivers"] and head.group() in RIVERS)
            return _Hit(start, head.end(), name, sort=SORTS["nature"]) if known else None
        if head.group() == "山" and (NO_MOUNTAIN.search(modifier) or len(modifier) > LONGEST_MOUNTAIN):
            return None
        sort = SORTS["nature"] if head.group() not in WORDS["dry"] else SORTS["regions"]
        return _Hit(start, head.end(), name, sort=sort) if is_specific(modifier) else None

    def _sharing(self, last: _Hit, head: str) -> list[_Hit]:
        """Return what shares the class of the last of its list: 甲寺、乙峰、丙山景区."""
        found: list[_Hit] = []
        end = last.start
        while end > 1 and self.masked[end - 1] == "、":
            start = self._begin(end - 1)
            if start == end - 1:  # 乌兰布和、丙沙漠: 和 is the name's own
                start = max(0, self.masked.rfind("、", 0, end - 1) + 1)
            bare = self.words[start : end - 1]
            if not MEMBER.fullmatch(bare) or HEAD.search(bare[2:]) or not is_specific(bare):
                break
            found.append(_Hit(start, end - 1, bare + head, sort=last.sort))
            end = start
        return found

    def _listed(self) -> Iterator[_Hit]:
        """Yield what a list says are scenic areas, whatever their names end in: 甲温泉、乙古村等景区."""
        for frame in OF_SCENIC.finditer(self.masked) if "景" in self.masked else ():
            end = frame.start()
            while end > 1:
                start = self._begin(end)
                bare = self.words[start:end]
                if MEMBER.fullmatch(bare) and is_specific(bare):
                    yield _Hit(start, end, bare, sort=SORTS["scenic"])
                if self.masked[start - 1 : start] != "、":
                    break
                end = start - 1

    def _quoted(self) -> Iterator[_Hit]:
        """Yield the regions whose name is quoted (“甲乙丙丁”城市群) or begins with that of a road (G60科创走廊)."""
        for match in NUMBERED_REGION.finditer(self.masked) if "走廊" in self.masked else ():
            yield self._hit(match.start(), match.end(), SORTS["regions"])
        for match in QUOTED_REGION.finditer(self.words) if "”" in self.words else ():
            yield _Hit(match.start(), match.end(), match["name"] + match["head"], sort=SORTS["regions"])

    def _compound(self) -> Iterator[_Hit]:
        """Yield the compound abbreviations that stand by themselves: 广佛肇 旅游合作."""
        for match in compounds(self.home, self.knowledge).finditer(self.masked):
            members = stands_for(match.group(), self.home, self.knowledge)
            if members and is_bounded(self.masked, match.start()):
                codes = tuple(place.code for place in members)
                yield _Hit(match.start(), match.end(), match.group(), sort=SORTS["regions"], members=codes)

    # ------------------------------------------------------------ names that are known

    def _known(self) -> list[_Hit]:
        """Return divisions, states and the regions that every notice may name."""
        found: list[_Hit] = []
        behind = 0
        for at in self._openings():
            if at < behind:
                continue
            listed = bool(found) and self.masked[behind:at] == "、"
            neighbour = self.knowledge.places.get(found[-1].code or "") if listed else None
            hit = self._at(at, touching=at == behind > 0, neighbour=neighbour)
            if hit is None:
                continue
            found += self._chain(hit)
            behind = hit.end
            if hit.name in STATES and (city := ABROAD.match(self.masked, behind)):
                found.append(_Hit(city.start(), city.end(), city.group(), sort=ABROAD_SORT))
                behind = city.end()
        return found

    def _openings(self) -> list[int]:
        """Return where a known name may begin."""
        words = self.masked
        known, pattern = _all_openings(self.knowledge)
        return [at for match in pattern.finditer(words) if words[(at := match.start()) : at + 2] in known]

    def _chain(self, hit: _Hit) -> Iterator[_Hit]:
        """Yield a division behind those that its name begins with: 丙市 丁区; not the notice's own and those above."""
        start, above = hit.start, _above(self.home, self.knowledge)
        for area in gazetteer(self.knowledge).chain(self.knowledge.places[hit.code])[:-1] if hit.code else ():
            forms = (area.name, *area.shorts)
            if not self.words.startswith(forms, start):
                continue
            written = next(form for form in forms if self.words.startswith(form, start))
            if area.code not in above:
                yield _Hit(start, start + len(written), area.name, area.code, DIVISION)
            start += len(written)
        if hit.code not in above:
            yield hit if start == hit.start else replace(hit, start=start)

    def _at(self, at: int, *, touching: bool, neighbour: Place | None) -> _Hit | None:
        """Return the known place that begins at an offset; ``touching`` another before it, no boundary is needed.

        ``neighbour`` is the division that is the entry before it in its list.
        """
        if self.masked[at : at + 2] in OPENINGS:
            for length in range(LONGEST_KNOWN, 1, -1):
                name = self.masked[at : at + length]
                if (name in KNOWN or name in STATES) and not OTHER_NAME.match(self.masked, at + length):
                    bounded = len(name) > 2 or touching or is_bounded(self.masked, at)
                    return _Hit(at, at + length, name, sort=_sort_of_known(name)) if bounded else None
        division = place_at(self.masked, at, self.home, self.knowledge)
        if division is None and neighbour is not None:  # 浙江嘉兴、海盐 in a notice of another province
            division = gazetteer(self.knowledge).at_start(self.masked[at : at + LONGEST_KNOWN], neighbour)
        if division is None:
            return None
        place, length = division
        written = self.masked[at : at + length]
        if not self._counts(written, place, at, touching=touching, neighbour=neighbour is not None):
            return None
        return _Hit(at, at + length, place.name, place.code, DIVISION)

    def _counts(self, written: str, place: Place, at: int, *, touching: bool, neighbour: bool) -> bool:
        """Tell whether the name of a division is meant.

        A short one, an abolished one and one that is a word too need a boundary; a short one of a county elsewhere
        a list or another place beside it (芙蓉学校 is not in 芙蓉区). ``neighbour`` says that the entry before it in
        its list is a division as well: a short name that is a word too is one then (甲县、资源两县).
        """
        short = written != place.name and not written.endswith(place.name)
        listed = touching or self._in_list(at, at + len(written))
        tables, here = gazetteer(self.knowledge), self.home.place
        inside = here is not None and tables.within(place, here)
        if place is here:  # the notice's own place is always meant: 318国道枝江城区段 does not go through 江城区
            return True
        if written in FULL_WORDS:
            return touching or inside
        if self.masked[at - 1 : at].isdecimal():  # 12项城市提升工程 is not in 项城市
            return False
        if short and OTHER_NAME.match(self.masked, at + len(written)):
            return False
        if not short and len(written) > 2 and not place.abolished:
            return True
        if short and written in WORDS_TOO and not (listed and (written in CITIES_TOO or (inside and neighbour))):
            return False
        if short and place.level == "county" and not inside and not listed:
            return False
        if short and place.level == "county" and written.endswith(RIVERS) and self._among_waters(at, at + len(written)):
            return False
        return touching or is_bounded(self.masked, at)

    def _among_waters(self, start: int, end: int) -> bool:
        """Tell whether a name stands among waters or before what lies along them: 甲湖、乙湖 生态修复."""
        beside = AFTER_WATER.search(self.masked[:start]) or BEFORE_WATER.match(self.masked, end)
        return beside is not None or ALONG.match(self.masked, end) is not None

    def _in_list(self, start: int, end: int) -> bool:
        """Tell whether a word stands in a list of places, or before the other end of a way: 南沙到肇庆."""
        before, after = self.masked[max(0, start - 1) : start], self.masked[end : end + 1]
        return before == "、" or after in ("、", "到", "至", "—")
