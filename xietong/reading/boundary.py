"""Where a name begins, and the sentences that names stand in.

A name reaches back from the word that bears its class to a mark or a word that bounds it: 南湖大学 in
深化与南湖大学合作.
"""

import re

from xietong.lexicon import any_of, lexicon
from xietong.model import Knowledge
from xietong.reading.agency import Home
from xietong.reading.locating import place_at, places_in
from xietong.reading.naming import LEAD
from xietong.text import Span, Text, value

SENTENCE = re.compile(r"[^。;!?\n]{1,2000}")  # a longer one is no sentence, and time stays linear
ENCLOSED = re.compile("“[^“”]{0,40}”|《[^《》]{0,80}》")
MASK = "○"
ITEM = re.compile(r"(?:[^、,:;。○()“”《》\d]|\([^()]{1,10}\))*$")
MARK = re.compile(r"[、,:;。○“”《》\d]")  # the same where there are no brackets
WORDS, BEFORE = lexicon("boundary"), lexicon("project")["before"]


def bounding(verbs: list[str]) -> re.Pattern[str]:
    """Return the pattern of what bounds a name: the verbs, prepositions and conjunctions."""
    return re.compile(f"{any_of(verbs)}|{WORDS['particles']}")


VERBS = sorted({*WORDS["before"], *BEFORE["cuts"]})
BOUND = bounding(VERBS)
WITHIN_NAMES = bounding([verb for verb in VERBS if verb not in WORDS["in_names"]])  # before heads that bear such names
BOUNDED = re.compile(f"(?:{BOUND.pattern}|{LEAD.pattern}|[\\W\\d_○]|年|月|日)$")
NEAR = 4  # characters of the longest bounding word


@value()
class Sentence:
    """A sentence of the body; offsets in it count from ``offset`` in the clean text on."""

    offset: int
    words: str
    masked: str  # of the same length, with what is quoted or cited hidden

    def span(self, start: int, end: int) -> Span:
        """Return a stretch of the sentence in the clean text."""
        return Span(self.offset + start, self.offset + end)


def sentences(text: Text, spans: list[Span]) -> list[Sentence]:
    """Return the sentences of stretches of the clean text, in order."""
    return [
        Sentence(match.start(), words := match.group(), masked(words))
        for span in spans
        for match in SENTENCE.finditer(text.clean, span.start, span.end)
    ]


def masked(words: str) -> str:
    """Return a sentence of the same length in which what is quoted or cited is hidden.

    >>> masked("落实《规划》")
    '落实○○○○'
    """
    return (
        ENCLOSED.sub(lambda enclosed: MASK * len(enclosed.group()), words) if "“" in words or "《" in words else words
    )


def begin(
    sentence: str, at: int, longest: int, home: Home, knowledge: Knowledge, bound: re.Pattern[str] = BOUND
) -> int:
    """Return where the name begins that goes on to ``at`` in a masked sentence, at most ``longest`` before it.

    A bounding word within the name of a place bounds nothing: 和 in 和平区.
    """
    start = _begin_item(sentence, max(0, at - longest), at)
    bounds = [each for each in bound.finditer(sentence, start, at + NEAR) if each.end() <= at]  # some look ahead
    if bounds:
        places = [
            (start + first, start + first + length)
            for first, _, length in places_in(sentence[start:at], home, knowledge)
        ]
        free = [
            each for each in bounds if not any(first <= each.start() and each.end() <= end for first, end in places)
        ]
        start = free[-1].end() if free else start
    while (lead := LEAD.match(sentence, start, at)) and lead.end() < at:
        place = place_at(sentence, start, home, knowledge)
        if place is not None and place[1] > len(lead.group()):
            break
        start = lead.end()
    return start


def _begin_item(sentence: str, start: int, at: int) -> int:
    """Return where the item of a list begins that goes on to ``at``, at most from ``start`` on."""
    words = sentence[start:at]
    if "(" not in words and ")" not in words:
        return at - len(MARK.split(words)[-1])
    item = ITEM.search(sentence, start, at)
    return item.start() if item else at


def is_bounded(sentence: str, at: int) -> bool:
    """Tell whether a name can begin at an offset of a masked sentence.

    >>> is_bounded("前往成都", 2), is_bounded("古成都", 1)
    (True, False)
    """
    return at == 0 or BOUNDED.search(sentence, max(0, at - NEAR), at) is not None
