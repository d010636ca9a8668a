"""The word that bears a project's class, with what belongs to the name behind it: section, phase, works.

城南高速·清河段 · 滨湖产业园·二期 · 城南机场·改扩建工程 · G107. A head counts where a name can end:
before a mark, a date, or what is done with the thing.
"""

import re

from xietong.lexicon import any_of, lexicon
from xietong.reading.modifier import COUNTED, NUMERAL
from xietong.text import value

WORDS = lexicon("project")
AROUND = WORDS["around"]
STRENGTHS = ("phased", "works", "weak", "strong")  # a later one wins
KINDS = {head: (strength, kind) for strength in STRENGTHS for kind, words in WORDS[strength].items() for head in words}
KINDS |= {"项目": ("undertaking", ""), "工程": ("undertaking", "")}
# the end of a head (its last two characters, or the one that it is) -> the lengths of the heads that end so
ENDS = {head[-2:] for head in KINDS}
LENGTHS = {end: sorted({len(head) for head in KINDS if end.endswith(head[-2:])}, reverse=True) for end in ENDS}
LAST = re.compile("[" + "".join(sorted({end[-1] for end in ENDS})) + "]")
NOT_A_HEAD = re.compile(WORDS["generic"]["not_heads"])
LINES = frozenset(AROUND["lines"])
CUT = re.compile(f"(?:{any_of(WORDS['before']['cuts'])})")

RAIL_LINE = (
    "(?:轨道交通|智轨|云轨|云巴|单轨|磁浮|地铁|城轨|轻轨|有轨电车|市域铁路|城际铁路)"
    r"(?:\d{1,2}|[A-Z]\d?|[一二三四五六七八九十]{1,2})(?:号线|线)"
)
RAIL = re.compile(RAIL_LINE)
LETTERS = {"国道": "G", "省道": "S", "县道": "X", "乡道": "Y"}
NUMBERED = re.compile(
    r"(?:(?=[国省县乡GSXY])(?P<class>国道|省道|县道|乡道)?(?P<letter>[GSXY])?(?P<number>\d{1,4})线?|(?P<first>\d{2,4})(?P<behind>国道|省道|县道|乡道))"
    r"(?![\d号年个条座家项万千百亩公])"
)
SHORT_LINE = re.compile(r"(?:[A-Z]?\d{1,2}|[一二三四五六七八九十]{1,2})号线")  # 轨道交通1号线、[2号线]
ROUTE = re.compile(
    rf"{RAIL_LINE}|(?<=[、和及与]){SHORT_LINE.pattern}|[GSXY]\d{{1,4}}线?|(?<!\d)\d{{2,3}}(?:国道|省道|县道)|(?:国道|省道|县道)[GSXY]?\d{{1,4}}线?"
)
VERB, WORD = any_of(AROUND["work_verbs"]), any_of(AROUND["work_words"])
SECTION = re.compile(
    rf"[^,、;。:○()]{{1,24}}?段(?=(?:{VERB}|{WORD}|{any_of(AROUND['follows'])}|\d{{1,2}}月|\d{{4}}年|[,、;。:)]|$))"
)
MAY_ROUTE = re.compile("[线道GSXY]")  # without one of these there is no numbered road
SIDE = re.compile("[东西南北中]?(?:延长线|延伸线|延线|延伸段|延长段|延伸)|[东西南北中](?:延|段|线)")
PHASE = re.compile(
    r"(?:示范段|首通段|先导段|试验段|第?[一二三四五六七八九十\d]{1,2}期|首期|[A-Z东西南北]区(?=[建二三工项、,等和及的]|$)|\((?:[一二三四五六七八九首]期|第[一二三四五六七八]期|[^()]{0,6}标?段)\))(?:工程|项目)?"
)
BARE_PHASE = re.compile(
    r"(?:[一二三四五]期|\([一二三四五]期\))(?=[、,:]|等|项目|建设|工程|达产|投产|扩产|开工|动工|竣工|建成|投用|$)"
)  # 推进甲乙单晶硅片二期、…
WORKED = re.compile(f"(?:{VERB}|{WORD}){{1,8}}+(?:工程|项目|(?=[一二三四五六首]期))")
WORKS = re.compile(f"(?!品质|功能)(?:{WORD}){{1,4}}+(?:{VERB}){{1,2}}+")  # 甲灌区现代化改造; not 乙景区品质提升
BARE_WORKS = frozenset(AROUND["bare_works"])
WATER_BEFORE = re.compile("[江河湖海涌溪沟渠库塘港浦泾浜]$|段$")
OTHER_LINE = re.compile(f"[和及与].*(?:{any_of([word for kind in LINES for word in WORDS['strong'].get(kind, ())])})")
FOLLOWS = re.compile(rf"(?:$|[,、;。:)(]|{any_of(AROUND['follows'])}|{VERB}|{AROUND['dated']})")
GOES_ON = re.compile(rf"(?:{any_of(AROUND['continues'])})")
TRADE_ZONE = re.compile("(?<!农)业开发区$")  # a zone of one trade is an estate: 乳业开发区
# 污水处理厂12座; not 甲乙电厂4台机组, where what is counted is another thing
COUNT_BEHIND = re.compile(
    rf"(?:建设|项目|工程)?(?:{NUMERAL}){COUNTED}(?:以上|左右)?(?=$|[^\w]|[和及与以]|[建投]成|年|开|全)"
)


@value()
class Head:
    """A head that stands where a name can end; offsets count in the sentence."""

    start: int
    end: int  # of the name, with section, phase and works
    word: str
    strength: str  # strong, weak, works, phased, undertaking
    kind: str | None  # notation of the project kind
    line_end: int | None = None  # where the name of the whole line ends, if a section follows
    route: bool = False  # a numbered road: its number is its name
    extended: bool = False  # a phase or works behind it
    loose: bool = False  # behind it stands a word that the lexicon does not know to end a name


def by_number(name: str) -> tuple[str, str] | None:
    """Split a name into the numbered road that it begins with, in the one form that all its forms mean, and the rest.

    >>> by_number("国道321线"), by_number("321国道甲桥至乙镇段"), by_number("沿江高速")
    (('G321', ''), ('G321', '甲桥至乙镇段'), None)
    """
    match = NUMBERED.match(name)
    if match is None:
        return None
    letter = match["letter"] or LETTERS[match["class"] or match["behind"]]
    return letter + (match["number"] or match["first"]), name[match.end() :]


def heads(words: str, masked: str) -> list[Head]:
    """Return the heads in a sentence in the order of their ends; ``masked`` hides what is in brackets or quoted."""
    numbered = ROUTE.finditer(masked) if MAY_ROUTE.search(masked) else ()
    found = [head for match in numbered if (head := _route(words, masked, match))]
    for last in LAST.finditer(masked):
        at = last.end()
        for length in (at > 1 and LENGTHS.get(masked[at - 2 : at])) or LENGTHS.get(last.group()) or []:
            if length <= at and masked[at - length : at] in KINDS:
                head = _head(words, masked, at - length, at)
                if head is not None and not NOT_A_HEAD.search(masked, max(0, at - 8), at):
                    found.append(head)
                break
    for phase in BARE_PHASE.finditer(words) if "期" in words else ():
        if not any(head.end == phase.end() for head in found):
            found.append(Head(phase.start(), phase.end(), phase.group(), "undertaking", None, extended=True))
    if len(found) > 1:
        found.sort(key=lambda head: (head.end, head.start))
    return found


def _head(words: str, masked: str, start: int, at: int) -> Head | None:
    """Return the head with what belongs to its name, or nothing if no name can end there."""
    word = masked[start:at]
    strength, kind = KINDS[word]
    line_end, extended = None, False
    if word in BARE_WORKS and not WATER_BEFORE.search(masked, 0, start):
        return None
    if kind in LINES and strength == "strong":
        at, line_end = _section(masked, at)
    if strength == "works" and masked.startswith(("工程", "项目"), at):
        at += 2
    if phase := PHASE.match(words, at):
        at, extended = phase.end(), True
    if strength != "undertaking" and (worked := WORKED.match(masked, at)):
        at, extended = worked.end(), True
        if phase := PHASE.match(words, at):
            at = phase.end()
    if strength in ("strong", "weak") and not FOLLOWS.match(masked, at):
        done = WORKS.match(masked, at)
        if done and FOLLOWS.match(masked, done.end()):
            at, extended = done.end(), True
    if strength == "phased" and not extended and not TRADE_ZONE.search(masked, max(0, at - 6), at):
        return None
    loose = not FOLLOWS.match(masked, at)
    if COUNT_BEHIND.match(masked, at) or (
        loose and (strength != "strong" or len(word) < 2 or GOES_ON.match(masked, at))
    ):
        return None
    return Head(start, at, word, strength, kind or None, line_end=line_end, extended=extended, loose=loose)


def _section(masked: str, at: int) -> tuple[int, int | None]:
    """Return where the section of a line ends, and where the name of the whole line does."""
    section = SIDE.match(masked, at) or SECTION.match(masked, at)
    if (
        section is None
        or CUT.search(section.group())
        or OTHER_LINE.search(section.group())
        or section.group().startswith(("公路", "铁路", "轨道"))
    ):
        return at, None
    return section.end(), at


def _route(words: str, masked: str, match: re.Match[str]) -> Head | None:
    """Return a numbered road as a head: G107, 国道321线, with its section and works."""
    at, line_end = _section(masked, match.end())
    rail = match.group().endswith("号线") or RAIL.match(match.group()) is not None
    if rail and (phase := PHASE.match(words, at)):
        at, line_end = phase.end(), match.end()
    if worked := WORKED.match(masked, at):
        at = worked.end()
    if not FOLLOWS.match(masked, at) or COUNT_BEHIND.match(masked, at):
        return None
    kind = "railway" if rail else "road"
    return Head(match.start(), at, match.group(), "strong", kind, line_end=line_end, route=True)
