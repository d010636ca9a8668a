"""Cited documents: every 《…》 in the body, and what the task does with it.

The annotation guideline, section Named things: all 《…》 in the tasks are policies, canonical without the marks.
"""

import re

from xietong.lexicon import any_of, lexicon
from xietong.reading.found import Found
from xietong.text import Span, Text

VERBS = {verb: action for action, verbs in lexicon("citation").items() for verb in verbs}
VERB = re.compile(any_of(list(VERBS)))
OPENING, CLOSING = "《", "》"
YEARS = re.compile(r"(?:19|20)\d\d(?:[—–~-]{1,2}(?:19|20)\d\d)?(?= ?年|\))")
DEEPEST = 3  # titles within titles
LONGEST_TITLE = 120  # characters
NEAR = 20  # characters before a title in which its verb stands


def policies(text: Text, spans: list[Span]) -> list[Found]:
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
                action = _action(text.clean[max(span.start, start - NEAR) : start])
                found.append(Found(Span(start, end), title, years=years.group() if years else None, action=action))
    return found


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
