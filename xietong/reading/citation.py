"""Cited documents: every 《…》 in the body, and what the task does with it.

The annotation guideline, section Named things: all 《…》 in the tasks are policies, canonical without the marks.
"""

import re

from xietong.lexicon import any_of, lexicon
from xietong.model import Knowledge
from xietong.reading.agency import Home, level_place
from xietong.reading.found import Found
from xietong.reading.place import gazetteer
from xietong.text import Span, Text

VERBS = {verb: action for action, verbs in lexicon("citation").items() for verb in verbs}
VERB = re.compile(any_of(list(VERBS)))
OPENING, CLOSING = "《", "》"
YEARS = re.compile(r"(?:19|20)\d\d(?:[—–~-]{1,2}(?:19|20)\d\d)?(?= ?年|\))")
DEEPEST = 3  # titles within titles
LONGEST_TITLE = 120  # characters
STATE_TITLE = re.compile("国务院|国家|中共中央|中央|中华人民共和国|全国|中国")
LEVEL_BEFORE = re.compile("(?:国家|中央|国务院|自治区|自治州|省|市|州|盟|县|区)$")
NEAR = 20  # characters before a title in which its verb stands


def policies(text: Text, spans: list[Span], home: Home, knowledge: Knowledge) -> list[Found]:
    """Return the documents cited in stretches of the clean text, in order.

    A title within a title (《关于印发《规划》的通知》) belongs to the outer one.
    """
    found = []
    for span in spans:
        at = span.start
        while (start := text.clean.find(OPENING, at, span.end)) >= 0:
            end = _closing(text.clean, start, min(span.end, start + LONGEST_TITLE))
            at = end or start + 1
            if end is not None and end - start > 3:
                title = "".join(text.clean[start + 1 : end - 1].split())
                years = YEARS.search(title)
                before = text.clean[max(span.start, start - NEAR) : start]
                found.append(
                    Found(
                        Span(start, end),
                        title,
                        years=years.group() if years else None,
                        action=_action(before),
                        level=_level(title, before, home, knowledge),
                    )
                )
    return found


def _level(title: str, before: str, home: Home, knowledge: Knowledge) -> str | None:
    """Return the level of government that issues a document: its title says it, or the word before the title.

    《甲省促进…计划》 and 省《…》 are of a province, 《中共中央 国务院关于…》 is central.
    """
    if STATE_TITLE.match(title):
        return "central"
    place = gazetteer(knowledge).at_start(title, home.place)
    if place is not None:
        return place[0].level
    word = LEVEL_BEFORE.search(before)
    if word is None or before[: word.start()].endswith(("全", "各", "我", "本")):
        return None
    if word.group() in ("国家", "中央", "国务院"):
        return "central"
    owner = level_place(word.group(), home, knowledge)
    return owner.level if owner else None


def _closing(words: str, start: int, stop: int) -> int | None:
    """Return where the title that opens at ``start`` ends; None if it does not."""
    depth = 0
    for at in range(start, stop):
        depth += (words[at] == OPENING) - (words[at] == CLOSING)
        if depth == 0:
            return at + 1
        if depth > DEEPEST:
            return None
    return None


def _action(before: str) -> str | None:
    """Return what the clause before a title does with it.

    >>> _action("编制实施"), _action("出台"), _action("参考")
    ('implement', 'issue', None)
    """
    clause = re.split("[,。;!?]", before)[-1]
    last = None
    for verb in VERB.finditer(clause):
        last = VERBS[verb.group()]
    return last
