"""All that a stretch of the notice says beside who is responsible: figures, named things, deadlines."""

import re
from dataclasses import dataclass, replace
from functools import partial

from xietong.model import Facts, Knowledge, Milestone, Quantity, QuantityKind, Thing, ThingKind
from xietong.reading.agency import Home
from xietong.reading.milestone import about, milestones, stated_deadline
from xietong.reading.quantity import quantities
from xietong.reading.things import things
from xietong.text import Quote, Span, Text

SENTENCE_END = re.compile("[。;!?；！？]")
TOTAL = re.compile("(?:计划|概算|估算|预计)?总投资(?:额)?")
SUBJECTS = (ThingKind.PROJECT, ThingKind.PLACE, ThingKind.PROGRAMME)


@dataclass(frozen=True, slots=True)
class FactReader:
    """What the extractors need to know of the notice as a whole."""

    text: Text
    home: Home
    knowledge: Knowledge
    plan_year: int | None

    def read(self, spans: list[Span], whole: Span | None = None) -> Facts:
        """Return the facts in stretches of the clean text.

        ``whole`` is the task that they belong to, with its labelled lines: a date that it states for all of it
        (完成时限) holds for each target without a date of its own.
        """
        deadline = stated_deadline(self.text, whole, self.plan_year) if whole else None
        named = things(self.text, spans, self.home, self.knowledge)
        subjects = [thing for thing in named if thing.kind in SUBJECTS]
        day = deadline[1] if deadline else None
        subject = partial(self._subject, subjects)
        counted = quantities(self.text, spans, self.knowledge, self.plan_year, day, subject)
        figures = [_sized(figure, named) for figure in counted if not _is_name(figure.quote, named)]
        dated = milestones(self.text, spans, self.plan_year, [figure.quote for figure in figures])
        if deadline:
            dated.append(Milestone(quote=self.text.quote(deadline[0]), due=deadline[1]))
        return Facts(
            quantities=tuple(figures),
            things=named,
            milestones=tuple(replace(each, about=about(each, named)) for each in dated),
        )

    def _subject(self, subjects: list[Thing], figure: Quote) -> str | None:
        """Return the project, place or programme that a figure is about: the last named before it in its sentence."""
        before = [thing for thing in subjects if thing.quote.end <= figure.end]
        if not before:
            return None
        last = max(before, key=lambda thing: thing.quote.end)
        end = last.quote.end
        return None if SENTENCE_END.search(self.text.source, end, max(end, figure.start)) else last.name


def _sized(figure: Quantity, named: tuple[Thing, ...]) -> Quantity:
    """Return a figure, as a scale if it says how large a project is: 推进某产业园,总投资100亿元."""
    of_project = any(thing.kind is ThingKind.PROJECT and thing.name == figure.about for thing in named)
    if not of_project or not TOTAL.fullmatch(figure.indicator or ""):
        return figure
    indicator = f"{figure.about}{figure.indicator}"
    return replace(figure, kind=QuantityKind.SCALE, indicator=indicator, commitment=None, due=None)


def _is_name(figure: Quote, named: tuple[Thing, ...]) -> bool:
    """Tell whether a number is part of what a project is called: 合成氨联产60万吨乙二醇项目."""
    projects = (thing.quote for thing in named if thing.kind is ThingKind.PROJECT)
    return any(project.start <= figure.start and figure.end < project.end for project in projects)
