"""Programmes: named campaigns, initiatives, mechanisms and funds.

The annotation guideline, section Named things: what has a proper name, mostly in “…” or ending in 行动, 工程, 计划
with a specific modifier (“甲企行动”, 乙级提升行动计划, 快递下乡工程). General quoted wording is no name (“组合拳”),
plans of the administration (投资计划) and works (扩建工程) are none either.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from xietong.lexicon import any_of, lexicon
from xietong.reading.boundary import MASK, Sentence
from xietong.reading.found import Found
from xietong.reading.modifier import is_counted
from xietong.reading.naming import VAGUE
from xietong.text import Span, Text

WORDS = lexicon("programme")
LONGEST = 24  # characters of a name
ITEM = re.compile(r"(?:[^、,:;。○()《》])*$")
QUOTED = re.compile("“(?P<name>[^“”《》\\n]{2,20})”")
BEHIND = re.compile(f"(?![和与及])[^、,:;。“”()《》]{{0,12}}?(?:{any_of(WORDS['behind_quote'])})")
NOT_NAMED = re.compile(WORDS["not_named"])
METAPHORS = frozenset(WORDS["metaphors"])
PERIOD = re.compile("[一二三四五六七八九十]{1,3}五")  # “十三五”
NUMBERED = re.compile("[\\d+×xX*.]+")  # a name by what follows it only: “513”工程
HEAD = re.compile(
    f"{any_of(WORDS['campaigns'])}|(?:{any_of(WORDS['plan'])})计划|(?:{any_of(WORDS['works'])})工程"
    f"|{any_of(WORDS['funds'])}|{WORDS['chiefs']}"
)
END = re.compile("行动|计划|工程|基金|长制|保卫战|年活动")  # without one of these there is no head
BARE = re.compile(f"(?:{any_of(WORDS['plain'])})*")
GOVERNING = re.compile(any_of(WORDS["governing"]))
CUT = re.compile("实施|开展|启动|落实|推行|组织|抓好|打好|设立|推进(?!会)|的")
ORDINAL = re.compile("第[一二三四五六七八九十]+[个期批轮]|[一二三四五六七八九十]大")
OF_NATURE = re.compile(WORDS["of_nature"])
NOT_BEFORE = re.compile(WORDS["not_before"])


def programmes(text: Text, spans: list[Span], body: list[Sentence]) -> list[Found]:
    """Return the named programmes in stretches of the clean text, at every mention; ``body`` are their sentences.

    A quoted name may hold what ends a sentence elsewhere: “文明之城?幸福之家”.
    """
    found = [each for span in spans for each in _quoted(text.clean, span)]
    taken = {each.span.end for each in found}
    for sentence in body:
        for start, end, name in _shaped(sentence.words, sentence.masked):
            if sentence.offset + end not in taken:
                found.append(Found(sentence.span(start, end), name))
    return sorted(found, key=lambda each: each.span.start)


def _quoted(words: str, span: Span) -> Iterator[Found]:
    """Yield what is quoted and named, with the class behind the mark: “甲乙”工程 -> 甲乙工程."""
    for quote in QUOTED.finditer(words, span.start, span.end):
        name, end = quote.group("name"), quote.end()
        behind = BEHIND.match(words, end, span.end)
        if behind is not None:
            end = behind.end()
        elif NOT_NAMED.match(words, end) or NUMBERED.fullmatch(name) or not _is_initiative(name):
            continue
        yield Found(Span(quote.start(), end), name + (behind.group() if behind else ""))


@lru_cache(maxsize=4096)
def _is_initiative(name: str) -> bool:
    """Tell whether quoted words are the name of an initiative.

    >>> _is_initiative("百企入园"), _is_initiative("组合拳"), _is_initiative("十三五")
    (True, False, False)
    """
    return (
        len(name) > 2 and name not in METAPHORS and not PERIOD.fullmatch(name) and not name.endswith(("城市", "企业"))
    )


def _shaped(words: str, hidden: str) -> list[tuple[int, int, str]]:
    """Return what is named by its head: 乙级提升行动计划."""
    found: list[tuple[int, int, str]] = []
    if not END.search(hidden):
        return found
    behind = 0  # 和 after the last head: 甲行动和乙行动 are two
    for head in HEAD.finditer(hidden):
        start = max(behind, _begin(hidden, head.start(), head.end()))
        behind = head.end() + 1 if hidden[head.end() : head.end() + 1] in ("和", "与", "及") else behind
        if NOT_BEFORE.match(hidden, head.end()):
            continue
        name = words[start : head.end()]
        if not _is_programme(name, words[start : head.start()], head.group()):
            continue
        while found and found[-1][0] >= start:
            found.pop()
        found.append((start, head.end(), name))
    found += [(*match.span(), match.group()) for match in OF_NATURE.finditer(hidden)]
    return found


def _begin(hidden: str, at: int, end: int) -> int:
    """Return where the name of a programme begins: behind the last verb that governs it."""
    item = ITEM.search(hidden, max(0, end - LONGEST), at)
    start = item.start() if item else at
    for cut in CUT.finditer(hidden, start, at):
        start = cut.end()
    if hidden[start - 1 : start] == MASK and hidden[start : start + 1] in ("和", "与", "及"):  # “甲行动”和乙工程
        start += 1
    while (lead := GOVERNING.match(hidden, start, at)) is not None:
        start = lead.end()
    return start


@lru_cache(maxsize=4096)
def _is_programme(name: str, modifier: str, head: str) -> bool:
    """Tell whether a modifier before a head makes a name.

    >>> _is_programme("长者守护计划", "长者", "守护计划"), _is_programme("联合行动", "联合", "行动")
    (True, False)
    """
    if VAGUE.match(name) or is_counted(ORDINAL.sub("", modifier)) or name[0].isdecimal():
        return False
    if head.endswith("长制"):
        return not modifier
    return len(modifier) >= 2 and not BARE.fullmatch(modifier)
