"""Deadlines without a figure: 确保广佛肇高速大旺至封开段年底前开通."""

import re
from collections.abc import Iterator
from datetime import date

from xietong.lexicon import any_of, lexicon
from xietong.model import Milestone, Thing
from xietong.reading.boundary import SENTENCE
from xietong.reading.deadline import DUE, MAY_DATE, dues
from xietong.text import Quote, Span, Text

CLAUSE = re.compile(r"[^,。;!?:\n]+")
REACHED = re.compile(any_of(lexicon("milestone")["reached"]))
# 完成时限:2023年11月底
STATED = re.compile(r"(?:完成|办结)?(?:时限|时间|期限)(?:要求|节点)? ?: ?(?P<when>[^。;\n]{2,30})")


def milestones(text: Text, spans: list[Span], plan_year: int | None, figures: list[Quote]) -> list[Milestone]:
    """Return the clauses that set a date for something to be done and hold no figure.

    ``figures`` are the quotes of the figures in the same stretches; a clause with a figure is a target.
    """
    found = []
    for span in spans:
        for clause in _dated(text, span):
            words = clause.group()
            times = dues(words, plan_year)
            if not times or not REACHED.search(words, times[-1].end):
                continue
            quote = text.quote(Span(*clause.span()))
            if not any(figure.start < quote.end and quote.start < figure.end for figure in figures):
                found.append(Milestone(quote=quote, due=times[-1].day))
    return found


def _dated(text: Text, span: Span) -> Iterator[re.Match[str]]:
    """Yield the clauses that may set a date; most sentences set none."""
    if not MAY_DATE.search(text.clean, span.start, span.end):
        return
    for sentence in SENTENCE.finditer(text.clean, span.start, span.end):
        if MAY_DATE.search(text.clean, *sentence.span()) and DUE.search(text.clean, *sentence.span()):
            yield from CLAUSE.finditer(text.clean, sentence.start(), sentence.end())


def stated_deadline(text: Text, span: Span, plan_year: int | None) -> tuple[Span, date] | None:
    """Return the date that a task states for all of it (完成时限:…), and where."""
    labelled = text.clean.find(":", span.start, span.end) >= 0
    for match in STATED.finditer(text.clean, span.start, span.end) if labelled else ():
        times = dues(match["when"], plan_year)
        if times:
            return Span(*match.span()), times[-1].day
    return None


def about(milestone: Milestone, things: tuple[Thing, ...]) -> str | None:
    """Return the named thing that stands in a milestone's clause; the longest if several do."""
    inside = [
        thing
        for thing in things
        if milestone.quote.start <= thing.quote.start and thing.quote.end <= milestone.quote.end
    ]
    return max(inside, key=lambda thing: len(thing.name)).name if inside else None
