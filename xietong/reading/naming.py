"""The names in a sentence: where one begins, and whether what a head closes is the name of one thing.

A name reaches back from its head to the verb or the mark that bounds it: 雁湖产业园 in 推进雁湖产业园建设. What stands
there must say more than common words do, must not be counted (5个产业园) and must be no phrase (连接雁湖大桥的公路);
the heads of schools and hospitals, which are names of bodies as well, need a verb of building.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from xietong.lexicon import any_of
from xietong.model import Knowledge
from xietong.reading.agency import NOT_A_LEVEL, Home
from xietong.reading.head import AROUND, CUT, LINES, PHASE, WORDS, Head
from xietong.reading.locating import place_at, places_in
from xietong.reading.modifier import NUMERAL, begins_specific, is_counted, is_managerial, is_specific
from xietong.text import value

BEFORE = WORDS["before"]
LONGEST_NAME = 45
LONGEST_LIST = 200  # characters of a list after a name

BUILDING = frozenset(BEFORE["building"])
FOUNDING = frozenset(BEFORE["founding"])
FOUNDED = ("大学", "学院")
DATE = r"\d{4}年(?:底|末)?|\d{1,2}月(?:\d{1,2}日|底|末|初)?|第[一二三四]季度"
LEAD = re.compile(f"(?:{any_of(BEFORE['building'] + BEFORE['others'])}|(?:到|至|在)?(?:{DATE})前?)")
WHERE = re.compile(f"(?:{any_of(BEFORE['places_only'])})$")
VAGUE, PHRASE, INVESTED = (re.compile(BEFORE[key]) for key in ("vague", "phrase", "invested"))
OWNER = re.compile(f"(?:{any_of(BEFORE['owners'])})(?![级属、○民场容域块城区县直]|政(?!务))")
OWNED, COLLECTIVE = frozenset(BEFORE["owned"]), frozenset(BEFORE["collective"])
CONNECTOR = re.compile("以及|和|及|与|暨|并")
DONE = re.compile(f"(?:建设|{any_of(AROUND['work_verbs'])})*+")
LINKED = re.compile(f"(?:\\([^()]{{0,40}}\\))?{DONE.pattern}(?:{CONNECTOR.pattern})")  # 甲铁路改造以及乙铁路
BUILT = re.compile(  # but not 支持甲医院建设医学中心
    f"(?:力争|争取|确保|计划|预计)?(?:(?:{DATE}|年底|年内|今年|明年|[上下]半年)?前?(?:{any_of(AROUND['built'])})|建设(?:$|[,:、及和与运等项工进步力]))"
)
TOGETHER = re.compile("[与和同][^,;。、:]{2,24}?(?:合作|协作|共建|对接|合办|签约|结对|联合)")  # 推动甲医院与乙大学合作
LIST_IS_BUILT = re.compile(  # 市甲医院新院、市乙医院二期年底前竣工
    rf"(?:、[^,;。、:]{{2,20}}){{0,4}}?(?:(?:{DATE}|年底|年内|上半年|秋季|春季)前?)?"
    "(?:开工|动工|竣工|完工|建成|投用|投入使用|对外开放|开学投入|封顶|交付|完成主体)"
)
FRAME = re.compile(
    rf"等(?:{NUMERAL})?(?![^,;。、:]{{0,20}}(?:领域|行业|专项|问题|行动))[^,;。、:]{{0,20}}?"
    rf"(?P<noun>{any_of(AROUND['frames'] + AROUND['frames_shared'])})"
)
BEGUN = re.compile(any_of(AROUND["begun"]))
ON_WATER = ("治理", "整治", "清淤", "疏浚")  # 甲湖 流域综合治理 is a project, where 甲湖区 is a district, too
WATERS = ("江", "河", "湖", "溪", "库", "渠")
BETTERING, THERE = frozenset(BEFORE["bettering"]), re.compile(rf"(?:、[^,;。、:]{{2,12}}){{0,5}}?(?:{BEFORE['there']})")
CUT_BEFORE = re.compile(f"(?:{CUT.pattern})$")  # 甲县实施 片区
BY_TRADE = frozenset(BEFORE["by_trade"])
PHASED = re.compile(rf"(?:{PHASE.pattern})$")
PHYSICAL = re.compile(f"(?:{any_of(AROUND['physical'])})$")
NAME = re.compile("[^,、。;:《》%]+")
CLAUSE_END = re.compile("[,:]")


@value()
class Member:
    """A stretch of a sentence that may be the name of a project."""

    start: int
    end: int
    head: Head | None  # none: 甲乙 in 推进甲乙、丙丁等重大项目
    verb: str | None  # the last word stripped before it
    before: str = ""  # what it shares with the first of its list: 轨道交通1号线、[轨道交通]2号线
    shared: str = ""  # what it shares with the last of its list: 长河、清河[综合整治工程]


@value()
class NamingSentence:
    """A sentence of the body; offsets count in it, from ``offset`` in the clean text on."""

    offset: int
    words: str
    masked: str  # the same with what is in brackets or quoted masked
    heads: list[Head]  # in the order of their ends
    ends: list[int]  # of the heads, for bisection
    home: Home
    knowledge: Knowledge

    def heads_in(self, start: int, end: int) -> list[Head]:
        """Return the heads that stand in a stretch."""
        first, last = bisect_right(self.ends, start), bisect_right(self.ends, end)
        return [head for head in self.heads[first:last] if head.start >= start]

    # ------------------------------------------------------------ where a name begins

    def strip(self, start: int, end: int, *, inside: bool = False) -> tuple[int, str | None]:
        """Return where an item begins behind its verbs and adverbs, and the last of these.

        ``inside`` a list a single character is the name's own: 长河、好溪 综合整治.
        """
        last = None
        while lead := LEAD.match(self.masked, start, end):
            if (inside and last is None and len(lead.group()) == 1) or self._place_at(
                start, longer_than=len(lead.group())
            ):
                break
            start, last = lead.end(), lead.group()
        return start, last

    def _place_at(self, start: int, longer_than: int = 0) -> bool:
        """Tell whether the name of a place begins here: 新安县, 从化区 are no adverbs."""
        hit = place_at(self.words, start, self.home, self.knowledge)
        return hit is not None and hit[1] > longer_than

    def begin(self, start: int, head: Head, verb: str | None) -> tuple[int, str | None]:
        """Return where the name of a head begins: behind the last verb before it; a numbered road begins itself."""
        if head.route and head.kind == "road":
            return head.start, verb
        start = max(start, head.start - LONGEST_NAME)
        last = head.start + head.route  # before a numbered line a name may begin at it
        cuts = [cut for cut in CUT.finditer(self.masked, start, head.start) if cut.end() < last]
        if cuts:
            behind, later = self.strip(cuts[-1].end(), head.start)
            return behind, later or cuts[-1].group()
        return start, verb

    # ------------------------------------------------------------ the names in an item

    def named(self, start: int, end: int, verb: str | None) -> Iterator[Member]:
        """Yield what is named by a head in an item; of names that overlap, the longest."""
        waiting: Member | None = None
        for head in self.heads_in(start, end):
            if waiting is not None and (link := LINKED.match(self.masked, waiting.end, head.start)):
                yield waiting
                start, verb = self._behind(link.end(), head.start, waiting.verb)
                waiting = None
            if head.start < start:
                continue
            begin, governing = self.begin(start, head, verb)
            if waiting is not None and begin >= waiting.end:
                yield waiting
                waiting = None
            member = self.tidy(Member(begin, head.end, head, governing))
            if self._is_name(member):
                if waiting is not None and self._adds_nothing(waiting, head):
                    continue
                waiting = member
            elif (link := CONNECTOR.match(self.masked, head.end, end)) and waiting is None:
                start, verb = self._behind(link.end(), end, governing)
        if waiting is not None:
            yield waiting

    def _adds_nothing(self, named: Member, head: Head) -> bool:
        """Tell whether a later head only says what is done with what is named: 城际轨道项目, 文化园建设项目."""
        if named.head is None or head.end == named.end:
            return named.head is not None and len(named.head.word) > 1
        if head.strength == "works":
            done = named.head.kind in LINES or (
                head.kind == "renewal" and named.head.kind not in ("new-town", "renewal")
            )
            return done and head.start == named.end and not self.masked.startswith("工程", head.end - 2)
        return head.strength == "undertaking" and bool(DONE.fullmatch(self.masked, named.end, head.start))

    def _behind(self, start: int, end: int, verb: str | None) -> tuple[int, str | None]:
        """Return where an item goes on behind 和, with its verb or the one that it shares."""
        behind, lead = self.strip(start, end)
        return behind, lead or verb

    def tidy(self, member: Member) -> Member:
        """Take what only stands before a name off it: 城乡供水和清河水库 is 清河水库."""
        start = member.start
        at = member.head.start if member.head else member.end
        start = max(start, at - LONGEST_NAME)
        for link in CONNECTOR.finditer(self.masked, start + 1, at):
            left = self.words[start : link.start()]
            if len(left) > 1 and not is_specific(left) and is_specific(self.words[link.end() : at]):
                start = link.end()
        while start < at and self.words[start] in " ○”)":
            start += 1
        return member if start == member.start else replace(member, start=start)

    # ------------------------------------------------------------ what is a name

    def _is_name(self, member: Member) -> bool:
        """Tell whether what a head closes is the name of one project."""
        head = member.head
        if head is None:
            return False
        name, modifier = self.words[member.start : member.end], self.words[member.start : head.start]
        if not 3 <= len(name) <= LONGEST_NAME or not NAME.fullmatch(name):
            return False
        if name.count("(") != name.count(")") or name.count("“") != name.count("”"):
            return False
        if WHERE.search(self.masked, max(0, member.start - 4), member.start):
            return False
        if head.route:
            return True
        if PHRASE.search(modifier):
            return False
        if is_counted(modifier) or (VAGUE.match(modifier) and not self._place_at(member.start)):
            return False
        if INVESTED.search(self.masked, max(0, member.start - 25), member.start) and head.strength in (
            "strong",
            "weak",
        ):
            return len(modifier) >= 2
        if self._owned(member, modifier):
            return self._is_built(member)
        if head.word in ("研究院", "联合实验室") and len(modifier) >= 5 and member.verb in FOUNDING:
            return True
        if head.loose and (not begins_specific(modifier) or CUT_BEFORE.search(modifier)):
            return False
        if head.line_end and not modifier:  # 隧道盾构段
            return False
        section = self.words[head.line_end : head.end] if head.line_end else ""
        if PHASED.search(name) and head.strength == "strong" and member.verb in BUILDING and len(modifier) >= 2:
            return not is_managerial(modifier)
        if not is_specific(modifier + section) or (
            head.word in COLLECTIVE and not (head.extended or section) and self._is_bare_place(modifier, head.word)
        ):
            return False
        if head.strength == "undertaking":
            return self._is_undertaking(member, modifier)
        if head.strength == "works":
            named = modifier[0] != "“" and begins_specific(modifier)
            on_water = modifier.endswith(WATERS) and any(work in head.word for work in ON_WATER)
            return named and (on_water or not self._is_common_but_for_place(modifier))
        return head.strength == "strong" or self._is_built(member)

    def _owned(self, member: Member, modifier: str) -> bool:
        """Tell whether a place of one's own level owns a thing of which it has one: 市博物馆, 县人民医院."""
        head = member.head
        owner = OWNER.match(modifier + "·")
        if head is None or owner is None or head.kind not in OWNED or NOT_A_LEVEL.match(modifier):
            return False
        if owner.group() in ("国家", "全国"):
            return head.kind in ("research-institute", "digital-infrastructure") and owner.end() < len(modifier)
        return head.extended or head.strength == "strong" or owner.end() <= len(modifier)

    def _is_undertaking(self, member: Member, modifier: str) -> bool:
        """Tell whether 项目 or 工程 ends the name of one: 甲乙镁合金项目, not 城南市重点交通项目."""
        if member.head is None or not begins_specific(modifier):
            return False
        begun = BEGUN.match(self.masked, member.end)
        if member.head.word == "工程" and not (begun or PHYSICAL.search(modifier.rstrip("期一二三四"))):
            return False
        rest = modifier
        for at, _, length in places_in(modifier, self.home, self.knowledge):
            if at == 0:
                rest = modifier[length:]
        return not is_managerial(rest) and "“" not in modifier and self._is_built(member)

    def _is_common_but_for_place(self, modifier: str) -> bool:
        """Tell whether only a division makes words special: 城南区农村环境 综合整治."""
        hits = places_in(modifier, self.home, self.knowledge)
        return bool(hits) and hits[0][0] == 0 and not is_specific(modifier[hits[0][2] :])

    def _is_bare_place(self, modifier: str, head: str) -> bool:
        """Tell whether only a division stands before a head of which it has many: 甲市 公路; not 甲市航空 小镇."""
        if not self.is_place(modifier, strictly=True):
            return False
        rest = modifier[places_in(modifier, self.home, self.knowledge)[0][2] :]
        return head not in BY_TRADE or is_managerial(rest)

    def is_place(self, words: str, *, strictly: bool = False) -> bool:
        """Tell whether words are the name of a division and no more; ``strictly``, not the short name of a county."""
        hits = places_in(words, self.home, self.knowledge)
        if len(hits) != 1 or hits[0][0] or is_specific(words[hits[0][2] :]):
            return False
        whole = hits[0][1].level != "county" or hits[0][1].name == words[: hits[0][2]]
        return whole or not strictly

    def _is_built(self, member: Member) -> bool:
        """Tell whether a verb of building governs a name, or stands behind it or its list."""
        if member.head is not None and member.head.word in FOUNDED:
            return member.verb in FOUNDING
        if TOGETHER.match(self.masked, member.end) or THERE.match(self.masked, member.end):
            return False
        if member.head is not None and member.head.kind == "tourism" and member.verb in BETTERING:
            return False
        if member.verb in BUILDING:
            return True
        if LIST_IS_BUILT.match(self.masked, member.end):
            return True
        stop = CLAUSE_END.search(self.masked, member.end, member.end + LONGEST_LIST)
        rest = self.masked[member.end : stop.start() if stop else member.end + LONGEST_LIST]
        frame = FRAME.search(rest) if rest.startswith(("、", "等")) else None
        return bool(BUILT.match(rest) or (frame and not CUT.search(rest, 0, frame.start())))
