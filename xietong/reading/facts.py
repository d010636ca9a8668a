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
# what says how large a project is, not what is to be done with it: 总投资100亿元, 年产挖掘机3.3万台
SIZE = re.compile(
    "(?:计划|概算|估算|预计|项目)?总投资(?:额|规模)?|概算|(?:设计|设计的)?[年月日](?:总)?(?:产能?|处理|供水|发电|吞吐|加工)"
    "[^\\d]{0,12}(?<!投资)|设?床位|总?库容|(?:线路|市域内|总|全)?长|设站|设计时速|(?:总)?建筑面积"
)
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
        heading = self._heading(spans, named)
        figures = [_sized(figure, named, heading) for figure in counted if not _is_name(figure.quote, named)]
        dated = milestones(self.text, spans, self.plan_year, [figure.quote for figure in figures])
        if deadline:
            dated.append(Milestone(quote=self.text.quote(deadline[0]), due=deadline[1]))
        return Facts(
            quantities=tuple(figures),
            things=named,
            milestones=tuple(replace(each, about=about(each, named)) for each in dated),
        )

    def _heading(self, spans: list[Span], named: tuple[Thing, ...]) -> str | None:
        """Return the project that the task's heading names and nothing more: 甲机场改扩建工程。总投资…"""
        if not spans:
            return None
        start = self.text.source_offset(spans[0].start)
        first = next((thing for thing in named if thing.kind is ThingKind.PROJECT), None)
        if first is None or first.quote.start > start + 1:
            return None
        return first.name if SENTENCE_END.match(self.text.source, first.quote.end) else None

    def _subject(self, subjects: list[Thing], figure: Quote) -> str | None:
        """Return the project, place or programme that a figure is about: the last named before it in its sentence."""
        before = [thing for thing in subjects if thing.quote.end <= figure.end]
        if not before:
            return None
        last = max(before, key=lambda thing: thing.quote.end)
        end = last.quote.end
        return None if SENTENCE_END.search(self.text.source, end, max(end, figure.start)) else last.name


def _sized(figure: Quantity, named: tuple[Thing, ...], heading: str | None) -> Quantity:
    """Return a figure, as a scale if it says how large a project is: 推进某产业园,总投资100亿元.

    ``heading`` is the project that all of the task is about, for figures without one in their own sentence.
    """
    built = {thing.name for thing in named if thing.kind is ThingKind.PROJECT}
    about = figure.about if figure.about in built else heading
    measure = (figure.indicator or "").removeprefix(about or "")
    if about is None or not SIZE.fullmatch(measure):
        return figure
    return replace(
        figure,
        kind=QuantityKind.SCALE,
        about=about,
        indicator=f"{about}{measure}",
        commitment=None,
        due=None,
    )


def _is_name(figure: Quote, named: tuple[Thing, ...]) -> bool:
    """Tell whether a number is part of what a project is called: 合成氨联产60万吨乙二醇项目."""
    projects = (thing.quote for thing in named if thing.kind is ThingKind.PROJECT)
    return any(project.start <= figure.start and figure.end < project.end for project in projects)
