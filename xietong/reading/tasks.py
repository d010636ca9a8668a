"""Which sections are tasks and which are goals: found from where the responsible bodies stand.

The guideline, section Tasks: a task is an item at the level that carries the responsible bodies or, where
none are named, at the lowest numbered level; general parts (总体要求) are no tasks unless bodies stand there.
"""

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import count

from xietong.model import Duty, Goal, Role, Task
from xietong.reading.duty import Statement
from xietong.reading.facts import FactReader
from xietong.reading.outline import GENERAL, RANKS, Section, is_headed, lines_of, title_span
from xietong.text import Quote, Span, Text

CHAPTERS = 2  # the last of the levels of a book: 第一节
PARAGRAPH = len(RANKS)  # the level of items without a number, below all others
FEWEST_PARAGRAPHS = 2
SHORTEST_BODY = 12  # characters of a paragraph before its bodies
ENOUGH = 0.5  # the share of items of a level that must name bodies, for that level to be the tasks


def arrange(
    text: Text,
    sections: tuple[Section, ...],
    found: list[Statement],
    rule: tuple[Span, Role] | None,
    facts: FactReader,
) -> tuple[tuple[Goal, ...], tuple[Task, ...]]:
    """Return the goals, nested, and the tasks in order.

    ``found`` are the statements of responsibility in the order of the text, ``rule`` the notice's own rule
    that the first body leads, with the role of the others; ``facts`` reads the rest. Without any
    goal that holds a task (the
    top level itself carries the bodies) there are no goals.
    """
    starts = [statement.span.start for statement in found]
    arranger = _Arranger(text, found, starts, rule, facts, {}, {})
    sections = tuple(map(arranger.parted, sections))
    by_rank: dict[int, list[Section]] = {}
    for top in sections:
        for section in top.walk():
            by_rank.setdefault(section.rank, []).append(section)
    for rank, items in by_rank.items():
        arranger.headed[rank] = is_headed(text, [(section, arranger.spans(section)) for section in items])
    level = arranger.task_level(by_rank)
    if level is None and len(by_rank) == 1 and min(by_rank) > CHAPTERS:  # a list of items, none of which names a body
        level = next(iter(by_rank))
    tasks: list[Task] = []
    goals: list[Goal] = []
    numbers = count(1)
    for section in sections:
        if arranger.is_task(section, level, top=True):
            tasks.append(arranger.task(section, len(tasks) + 1))
        elif level is None or section.rank < level:
            goals.append(arranger.goal(section, level, next(numbers), tasks))
    return (tuple(goals) if any(goal.all_tasks() for goal in goals) else ()), tuple(tasks)


@dataclass(frozen=True, slots=True)
class _Arranger:
    """What is needed to make goals and tasks of sections."""

    text: Text
    found: list[Statement]
    starts: list[int]  # of the statements, for bisection
    rule: tuple[Span, Role] | None
    facts: FactReader
    headed: dict[int, bool]  # by level: the items have heading sentences
    named: dict[int, list[Span]]  # by where a section begins: where bodies are named in it

    def statements(self, section: Section) -> list[Statement]:
        """Return the statements that stand in a section."""
        return self.found[bisect_left(self.starts, section.written.start) : bisect_left(self.starts, section.end)]

    def spans(self, section: Section) -> list[Span]:
        """Return where bodies are named in a section, apart from actors in the running text."""
        start = section.written.start
        if start not in self.named:
            self.named[start] = [each.span for each in self.statements(section) if not each.in_text]
        return self.named[start]

    def parted(self, section: Section) -> Section:
        """Return a section with its paragraphs as items, where each closes with its own bodies and none has a number.

        一、做强实体经济 / 壮大产业。……【市工信局】 / 扩大投资。……【市发改委】
        """
        if section.children:
            return replace(section, children=tuple(map(self.parted, section.children)))
        lines = lines_of(self.text, Span(section.head.end, section.end))
        ends = [line.end for line in lines if self._closes_with_bodies(line)]
        headed = any(each.span.start < section.head.end for each in self.statements(section) if not each.in_text)
        if headed or len(ends) < FEWEST_PARAGRAPHS:
            return section
        starts = [
            lines[0].start,
            *(next((each.start for each in lines if each.start >= end), end) for end in ends[:-1]),
        ]
        items = [
            Section(PARAGRAPH, Span(start, start), Span(start, self._line_end(lines, start)), end, ())
            for start, end in zip(starts, ends, strict=True)
        ]
        return replace(section, children=(*items[:-1], replace(items[-1], end=section.end)))

    def _line_end(self, lines: list[Span], start: int) -> int:
        """Return where the line ends that begins at an offset."""
        return next(line.end for line in lines if line.start == start)

    def _closes_with_bodies(self, line: Span) -> bool:
        """Tell whether a paragraph says something and then, at its end, who is responsible."""
        first, last = bisect_left(self.starts, line.start), bisect_left(self.starts, line.end)
        stated = [each.span for each in self.found[first:last] if not each.in_text]
        return bool(stated) and stated[0].start - line.start >= SHORTEST_BODY and stated[-1].end >= line.end - 1

    def body(self, section: Section, span: Span) -> list[Span]:
        """Return the stretches of a span of a section that are no statement of responsibility."""
        stretches, start = [], span.start
        for statement in self.spans(section):
            stretches.append(Span(start, max(start, min(statement.start, span.end))))
            start = max(start, min(statement.end, span.end))
        return [each for each in (*stretches, Span(start, max(start, span.end))) if each.start < each.end]

    def task_level(self, by_rank: dict[int, list[Section]]) -> int | None:
        """Return the level that carries the bodies: the deepest at which enough items name some.

        A bracket that closes a whole section stands in its last item; it does not speak for that item's level,
        and the section is the task. None if no statement stands anywhere.
        """
        closing = {
            section.children[-1].written for items in by_rank.values() for section in items if self.closes(section)
        }
        general = {
            below.written
            for items in by_rank.values()
            for item in items
            if self.is_general(item)
            for below in item.walk()
        }
        share = {}
        for rank, items in by_rank.items():
            asked = [item for item in items if item.written not in general]
            named = sum(bool(self.spans(item)) and item.written not in closing for item in asked)
            share[rank] = named / max(1, len(asked))
        if not any(share.values()):
            return None
        enough = [rank for rank in share if share[rank] >= ENOUGH]
        return max(enough) if enough else max(share, key=lambda rank: (share[rank], rank))

    def is_task(self, section: Section, level: int | None, *, top: bool) -> bool:
        """Tell whether a section is a task: of the level, or the last level of a branch that lacks it."""
        if level is not None and (section.rank == level or any(below.rank == level for below in section.walk())):
            return section.rank == level and not self.is_general(section)
        if section.children and not self.closes(section):
            return False
        return bool(self.spans(section)) if top else not self.is_general(section)

    def is_general(self, section: Section) -> bool:
        """Tell whether a section sets the frame (总体要求) and names no bodies."""
        return bool(GENERAL.match(self.text[section.head])) and not self.spans(section)

    def closes(self, section: Section) -> bool:
        """Tell whether the only statement of a section with children closes the last of them."""
        children = [bool(self.spans(child)) for child in section.children]
        return len(children) > 1 and children[-1] and not any(children[:-1])

    def goal(self, section: Section, level: int | None, number: int, tasks: list[Task]) -> Goal:
        """Make a goal of a section and append the tasks in it to ``tasks``."""
        own: list[int] = []
        below: list[Goal] = []
        general = self.is_general(section)
        if not general:
            for child in section.children:
                if self.is_task(child, level, top=False):
                    tasks.append(self.task(child, len(tasks) + 1))
                    own.append(len(tasks))
                else:
                    below.append(self.goal(child, level, len(below) + 1, tasks))
        title = title_span(self.text, section, self.spans(section), headed=self.headed[section.rank])
        return Goal(
            number=number,
            written=self.text.quote(section.written).text,
            title=self.text[title],
            title_quote=self.text.quote(title),
            goals=tuple(below),
            tasks=tuple(own),
            facts=self.facts.read([Span(section.head.start, section.end if general else section.own.end)]),
        )

    def task(self, section: Section, number: int) -> Task:
        """Make a task of a section with all that stands below it."""
        stated = self.statements(section)
        title = title_span(self.text, section, self.spans(section), headed=self.headed[section.rank])
        return Task(
            number=number,
            written=self.text.quote(section.written).text,
            title=self.text[title].replace("\n", ""),
            text=self.text[section.span],
            title_quote=self.text.quote(title),
            quote=self.text.quote(section.span),
            open=any(each.open for each in stated),
            duties=self.duties(stated),
            facts=self.facts.read(self.body(section, Span(section.head.start, section.end)), section.span),
        )

    def duties(self, stated: list[Statement]) -> tuple[Duty, ...]:
        """Return the bodies of a task in the order of the text, each once a role."""
        duties: dict[tuple[str, Role], Duty] = {}
        known: set[str] = set()
        closing = {name.body.key for statement in stated if not statement.in_text for name in statement.names}
        for statement in stated:
            rule = (
                self.rule
                if not statement.in_text
                and not any(name.stated_role and name.role is not Role.RESPONSIBLE for name in statement.names)
                else None
            )
            for at, name in enumerate(statement.names):
                if statement.in_text and name.body.key in closing:  # the closing statement says it with its role
                    continue
                role = name.role if rule is None else Role.LEAD if at == 0 else rule[1]
                if name.body.key in known and (not name.stated_role or (name.body.key, role) in duties):
                    continue
                quote = self.text.quote(name.span)
                known.add(name.body.key)
                duties[name.body.key, role] = Duty(
                    body=name.body,
                    as_written=_squeezed(quote),
                    role=role,
                    quote=quote,
                    in_text=statement.in_text,
                    rule=self.text.quote(rule[0]) if rule is not None and role is not Role.RESPONSIBLE else None,
                )
        return tuple(duties.values())


def _squeezed(quote: Quote) -> str:
    """Return the words of a quote without the white space that a line break left in them."""
    return "".join(quote.text.split())
