"""All that a stretch of the notice says beside who is responsible: figures, named things, deadlines."""

import re
from dataclasses import dataclass, replace

from xietong.model import Facts, Knowledge, Milestone, Quantity, Thing, ThingKind
from xietong.reading.agency import Home
from xietong.reading.milestone import about, milestones, stated_deadline
from xietong.reading.quantity import quantities
from xietong.reading.things import things
from xietong.text import Quote, Span, Text

SENTENCE_END = re.compile("[。;!?；！？]")
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
        figures = quantities(self.text, spans, self.knowledge, self.plan_year, deadline[1] if deadline else None)
        named = things(self.text, spans, self.home, self.knowledge)
        dated = milestones(self.text, spans, self.plan_year, [figure.quote for figure in figures])
        if deadline:
            dated.append(Milestone(quote=self.text.quote(deadline[0]), due=deadline[1]))
        return Facts(
            quantities=tuple(
                replace(figure, about=subject) if (subject := self._subject(figure, named)) else figure
                for figure in figures
            ),
            things=named,
            milestones=tuple(replace(each, about=about(each, named)) for each in dated),
        )

    def _subject(self, figure: Quantity, named: tuple[Thing, ...]) -> str | None:
        """Return the project, place or programme that a figure is about: the last named before it in its sentence."""
        before = [thing for thing in named if thing.kind in SUBJECTS and self._same_sentence(thing.quote, figure.quote)]
        return max(before, key=lambda thing: thing.quote.end).name if before else None

    def _same_sentence(self, one: Quote, other: Quote) -> bool:
        """Tell whether a quote stands before another (or in it) in one sentence."""
        return one.end <= other.end and not SENTENCE_END.search(self.text.source, one.end, max(one.end, other.start))
