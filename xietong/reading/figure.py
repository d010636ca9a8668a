"""Numbers that measure: 467.2亿元, 2家以上, 1—2支, 不低于停车位总数的20%; and which of them only size a thing.

A number counts if a unit stands behind it (ontology/vocabulary/units.ttl). Dates, ordinals (第十五届), and numbers
in names (G321, 5A级, 110千伏变电站), in 《…》 and in “…” are no figures.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from xietong.lexicon import any_of, lexicon
from xietong.model import Comparator, Knowledge
from xietong.reading.numerals import arabic, chinese
from xietong.text import value

WORDS = lexicon("quantity")
QUOTED = re.compile("《[^》]*》|“[^”]*”")
MASK = "○"
MAGNITUDE = "[十百千]?[万亿]{0,2}"
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
DASH = "[—–~-]{1,2}|至|到"
CHINESE_DIGIT = "[一二三四五六七八九十两]"
CHINESE = f"{CHINESE_DIGIT}{{1,3}}"
NO_NUMBER_BEFORE = r"(?<![\dA-Za-z.第+×/])(?<!连续)"  # G321, 第15届, 1+10+N, 连续2次
# without one of these there is no figure: a digit, or 三个 in 三个省级基地
MAY_COUNT = re.compile(f"\\d|{CHINESE_DIGIT}(?:{any_of(WORDS['chinese_counts'])})[省市国县]")
COUNTING = re.compile(any_of(WORDS["counting_verbs"]))
BARE = re.compile(f"(?:{any_of(WORDS['bare_verbs'])})+")
GOVERNED = re.compile(f"(?:{any_of(WORDS['counting_verbs'] + WORDS['bare_verbs'])})$")
BOUND_ALONE = "不低于|不少于|超过|不超过|不高于|低于|高于"
SHARE_OF = re.compile(f"(?P<word>{BOUND_ALONE})[^,、0-9]{{2,16}}$")
ZONE_SIZE = re.compile("起步区|核心区|启动区")  # 18平方公里起步区
COUNTS = any_of(WORDS["counts"])
COUNT_UNIT = re.compile(f"[十百千万亿]*(?:{COUNTS})?")
NEXT = 6  # figures behind a size among which its thing's count stands
NEAR = 24  # characters before a number in which its comparator stands
STARTS, MOVES = (
    re.compile("[由从][^,、;]{0,12}$"),
    re.compile(f"[^\\d,;]{{0,8}}(?:{any_of(WORDS['moves'])})(?:到|至|为)"),
)
SIZES = re.compile(WORDS["sizes"])
CLASS = re.compile(r"[^\W\d_]{0,6}?(?:安置区|安置点|小区|社区|水库|灌区|园区)")  # 800人以上集中安置区
INSIDE = re.compile("内(?![^\\W\\d_]*[部环])")
WITHIN = re.compile("(?:工作日|天|小时|分钟|个月|年|日)$")
NOUN = re.compile(r"(的)?[^\W\d_]{2}")
SEGMENT = re.compile("[^,、;]*")


@value()
class Figure:
    """A number with its unit; offsets count in the sentence."""

    start: int  # of the number
    end: int  # of the unit
    left: int  # with the comparator before
    right: int  # with the comparator behind
    value: Decimal
    value_max: Decimal | None
    unit: str
    comparator: Comparator
    counts: bool  # the unit counts things
    binds: bool  # a noun right behind it is what it counts: 31个在建工业项目, 9.7万相对贫困人口


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns that are made of the vocabularies."""

    figure: re.Pattern[str]
    counted: re.Pattern[str]  # 三个省级基地
    before: re.Pattern[str]  # comparator right before the number
    before_ends: tuple[str, ...]  # what such a comparator ends with
    after: re.Pattern[str]  # comparator right behind the unit


@lru_cache(maxsize=4)
def patterns(knowledge: Knowledge) -> Patterns:
    """Return the patterns of figures (made once)."""
    names = [form for form in knowledge.units if form not in WORDS["names_only"]]
    ends = "|".join(f"(?<={char})[{behind}]" for char, behind in WORDS["no_unit"].items())
    unit = f"(?:{any_of(['个月', '个工作日', '个百分点', '个千分点', *names])})(?!{ends})"
    full = rf"(?:{unit}\((?:{unit}|段)\)|{unit}(?:/(?:{unit}|年|日|天|小时))?)"
    forms = list(knowledge.comparators)
    behind = [form for form in forms if re.fullmatch("及?以[上下内]|之内|左右|上下", form)]
    ahead = [form for form in forms if form not in behind and form not in WORDS["comparators_elsewhere"]]
    verbs = [*WORDS["counting_verbs"], *WORDS["bare_verbs"]]
    verb = any_of(WORDS["counting_verbs"])
    return Patterns(
        figure=re.compile(
            # 5亿—8亿立方米
            rf"{NO_NUMBER_BEFORE}(?P<low>{NUMBER})(?:(?:%|[万亿](?:{unit})?)?(?:{DASH})(?P<high>{NUMBER}))?"
            rf"(?P<unit>{MAGNITUDE}{full}|[十百千]?[万亿]{{1,2}})(?![A-Za-z+×])"
        ),
        counted=re.compile(
            rf"(?:{verb}|建设|打造)(?P<low>{CHINESE})(?P<unit>{any_of(WORDS['chinese_counts'])})(?=[省市国县])"
        ),
        before=re.compile(f"(?P<word>{any_of(ahead)})(?:到|至|{any_of(verbs)}|每年|年)?$"),
        before_ends=("到", "至", "年", *ahead, *verbs),
        after=re.compile(any_of(behind)),
    )


def figures(masked: str, knowledge: Knowledge) -> list[Figure]:
    """Return the figures of a sentence in order; ``masked`` is the sentence with what is quoted masked."""
    return sorted(_figures(masked, knowledge), key=lambda figure: figure.start)


def _figures(masked: str, knowledge: Knowledge) -> Iterator[Figure]:
    pattern = patterns(knowledge)
    for match in pattern.figure.finditer(masked):
        dated = masked.startswith(("年", "月", "日", "号", "级", "线"), match.end())
        if not (dated and match["unit"][-1] in "万亿个"):
            high = arabic(match["high"]) if match["high"] else None
            yield _bounded(masked, match, arabic(match["low"]), high, knowledge)
    for match in pattern.counted.finditer(masked):  # 建设三个省级基地: only what a verb of doing governs
        yield _bounded(masked, match, chinese(match["low"]), None, knowledge)


def _bounded(masked: str, match: re.Match[str], low: Decimal, high: Decimal | None, knowledge: Knowledge) -> Figure:
    """Return a figure with the comparators at it; the one behind wins (控制在3%以下)."""
    pattern = patterns(knowledge)
    start, unit = match.start("low"), match["unit"]
    near = masked[max(0, start - NEAR) : start]
    behind = pattern.after.match(masked, match.end())
    right = behind.end() if behind else match.end()
    ahead = pattern.before.search(near) if near.endswith(pattern.before_ends) else None
    if ahead is None and unit in ("%", "倍"):  # 比例不低于停车位总数的20%
        ahead = SHARE_OF.search(near)
    if behind is None and ahead is None and unit[:1] not in "万亿" and WITHIN.search(unit):  # 压缩至3个工作日内
        behind = INSIDE.match(masked, match.end())
        right = behind.end() if behind else right
    word = behind.group() if behind else ahead["word"] if ahead else ""
    countable = bool(COUNT_UNIT.fullmatch(unit))
    return Figure(
        start=start,
        end=match.end(),
        left=start - (len(ahead.group()) if ahead else 0),
        right=right,
        value=low,
        value_max=high,
        unit=unit,
        comparator=Comparator.AT_MOST if word == "内" else knowledge.comparators.get(word, Comparator.EQUAL),
        counts=countable and unit[-1] not in "万亿",
        binds=countable and not unit.endswith("亿") and behind is None,
    )


def scales(masked: str, found: list[Figure]) -> set[int]:
    """Return which figures of a sentence (by their place in it) only say how big a thing is.

    超10亿元 in 引进超10亿元企业2家; 3000吨级; 18平方公里起步区. Not 2家以上 in 创建2家以上企业, which the verb counts.
    """
    scaled: set[int] = set()
    for at in range(len(found) - 1, -1, -1):
        figure = found[at]
        noun = NOUN.match(masked, figure.right, figure.right + 3)
        segment = SEGMENT.match(masked, figure.right)
        end = segment.end() if segment else figure.right
        later = [n for n in range(at + 1, min(len(found), at + NEXT)) if found[n].start < end]
        counted = any(found[n].counts and n not in scaled for n in later)
        if (
            figure.unit.endswith("吨级")
            or _is_known_size(masked, figure)
            or (noun and _is_scale(masked, figure, counted=counted, of_thing=bool(noun.group(1))))
        ):
            scaled.add(at)
    return scaled


def _is_known_size(masked: str, figure: Figure) -> bool:
    """Tell whether a figure says how long a thing is, from where a change starts, or of which class things are.

    全长17.7公里; 690元 in 由690元提高到750元; 800人以上集中安置区.
    """
    before = masked[max(0, figure.left - NEAR) : figure.left]
    if SIZES.search(before) or (STARTS.search(before) and MOVES.match(masked, figure.right)):
        return True
    return figure.counts and figure.comparator is Comparator.AT_LEAST and CLASS.match(masked, figure.right) is not None


def _is_scale(masked: str, figure: Figure, *, counted: bool, of_thing: bool) -> bool:
    """Tell whether a figure before a noun sizes it; ``counted``: the noun has a count of its own behind it."""
    if ZONE_SIZE.match(masked, figure.right):
        return True
    if figure.unit in ("%", "‰") or "分点" in figure.unit or BARE.match(masked, figure.right):
        return False
    if figure.comparator is Comparator.EQUAL:
        return counted and not of_thing and is_money(figure.unit)
    governed = GOVERNED.search(masked[max(0, figure.left - NEAR) : figure.left])
    return counted or not figure.counts or (of_thing and not governed)


def is_money(unit: str) -> bool:
    """Tell whether a unit is one of money, by which projects and firms are sized: 超20亿项目."""
    return unit.endswith(("元", "万", "亿"))
