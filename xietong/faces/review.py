"""A notice -> one HTML page on which a reader checks it: every mention in its place, and the numbers left over."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count, pairwise

import jinja2
from markupsafe import Markup, escape

from xietong.faces.wording import (
    KINDS,
    LABELS,
    Fact,
    goal_title,
    head_facts,
    number_fact,
    other_facts,
    task_facts,
    task_title,
)
from xietong.model import Goal, Notice, Task
from xietong.resources import PACKAGE
from xietong.text import Quote
from xietong.words import Language, Words

NO_BODIES = Words("没有责任单位", "no responsible bodies")
NO_FIGURES = Words("没有指标数字", "no figures")

NUMBER = re.compile(r"[0-9]+(?:[.．][0-9]+|[,，][0-9]{3}(?![0-9]))*")
ASCII_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}
YEAR = "(?:19|20)[0-9]{2}"
DATE = rf"(?<![0-9])(?:{YEAR}(?:[-—–－~～至到]{{1,2}}{YEAR})?年(?:[0-9]{{1,2}}月)?|[0-9]{{1,2}}月)(?:[0-9]{{1,2}}日)?"
# what a number is that measures nothing, told by the characters around it
MEASURES_NOTHING = (
    (re.compile(DATE), Words("日期", "date")),  # 2016—2020年 6月20日
    (re.compile(rf"[〔\[［(（]{YEAR}[〕\]］)）] ?第?[0-9]+号"), Words("文号", "document number")),
    (
        re.compile(r"(?:^|(?<=[\n。；;：:]))\s{0,20}[(（]?[0-9]{1,2}[)）.．、](?![0-9])"),
        Words("序号", "number of an item"),
    ),
)
NEIGHBOURS = 10  # characters shown on either side of a number
# what UTF-8 or HTML cannot carry: one character stands for each, so that offsets stay
UNSPEAKABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading of the list with the facts below it: the notice's own data, a goal, a task."""

    heading: Words | str
    title: Fact | None = None
    task: Task | None = None
    facts: tuple[Fact, ...] = ()

    @property
    def groups(self) -> list[tuple[str, list[Fact]]]:
        """Return the facts by kind, in the order of the page."""
        by_kind = {kind: [fact for fact in self.facts if fact.kind == kind] for kind in KINDS}
        return [(kind, facts) for kind, facts in by_kind.items() if facts]

    @property
    def missing(self) -> list[Words]:
        """Return what a task mostly has and this one has not."""
        if self.task is None:
            return []
        return [
            words
            for words, there in ((NO_BODIES, self.task.duties), (NO_FIGURES, self.task.facts.quantities))
            if not there
        ]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text between two boundaries of mentions."""

    text: Markup
    kinds: tuple[str, ...]  # outermost first
    facts: tuple[int, ...]  # numbers of the mentions that it lies in, the shortest first
    begins: tuple[int, ...]  # of those, the ones that begin here


def review_page(notice: Notice, language: Language) -> str:
    """Return the page for checking a notice: one HTML file without any outside reference.

    It speaks both languages; ``language`` is the one it opens in. The text content of its element ``text`` is
    ``notice.text.source``, but for NUL and lone surrogates, which a page cannot carry: U+FFFD stands for each.
    """
    running = count(1)
    parts = [_numbered(part, running) for part in _parts(notice)]
    left_over = [_numbered(_left_over(notice.text.source, part), running) for part in parts if part.task]
    facts = [fact for part in (*parts, *left_over) for fact in (part.title, *part.facts) if fact]
    segments = list(_segments(notice.text.source, facts))
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(PACKAGE / "faces"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.get_template("review.html").render(
        language=language,
        title=notice.header.title.value if notice.header.title else notice.text.name,
        file=notice.text.name,
        curation=notice.curation,
        kinds=KINDS,
        labels=LABELS,
        counts=Counter(fact.kind for fact in facts),
        parts=parts,
        left_over=[part for part in left_over if part.facts],
        segments=segments,
        place={number: at for at, segment in enumerate(segments) for number in segment.begins},
    )
    return UNSPEAKABLE.sub("\ufffd", page)


def _numbered(part: Part, running: Iterator[int]) -> Part:
    """Give every fact of a part its number on the page."""
    title = replace(part.title, number=next(running)) if part.title else None
    return replace(part, title=title, facts=tuple(replace(fact, number=next(running)) for fact in part.facts))


def _segments(source: str, facts: Iterable[Fact]) -> Iterator[Segment]:
    """Cut the source at every boundary of a mention; each piece knows all mentions that it lies in."""
    begin: dict[int, list[Fact]] = {}
    for fact in facts:
        if fact.quote.start < fact.quote.end:
            begin.setdefault(fact.quote.start, []).append(fact)
    ends = {fact.quote.end for here in begin.values() for fact in here}
    held: list[Fact] = []
    for start, end in pairwise(sorted({0, len(source), *begin, *ends})):
        new = begin.get(start, [])
        held = [*(fact for fact in held if fact.quote.end > start), *new]
        shortest = sorted(held, key=lambda fact: fact.quote.end - fact.quote.start)
        yield Segment(
            text=escape(source[start:end]).replace("\r", Markup("&#13;")),  # a bare CR would be read as LF
            kinds=tuple(dict.fromkeys(fact.kind for fact in reversed(shortest))),
            facts=tuple(fact.number for fact in shortest),
            begins=tuple(fact.number for fact in new),
        )


# ---------------------------------------------------------------- the notice in parts


def _parts(notice: Notice) -> list[Part]:
    """Return the notice's own data, what stands before the first item, and goals and tasks as the text has them."""
    tasks = [
        Part(heading=f"{task.number} {task.title}", title=task_title(task), task=task, facts=task_facts(task))
        for task in notice.tasks
    ]
    items = [*_goals(notice.goals), *tasks]
    before = Part(heading=Words("第一条之前", "before the first item"), facts=other_facts(notice.facts))
    return [
        Part(heading=KINDS["header"], facts=head_facts(notice.header)),
        *([before] if before.facts else ()),
        *sorted(items, key=lambda part: part.title.quote.start if part.title else 0),
    ]


def _goals(goals: tuple[Goal, ...]) -> Iterator[Part]:
    """Yield goals and the goals within them."""
    for goal in goals:
        yield Part(heading=f"{goal.written}{goal.title}", title=goal_title(goal), facts=other_facts(goal.facts))
        yield from _goals(goal.goals)


# ---------------------------------------------------------------- numbers that became no figure


def _left_over(source: str, part: Part) -> Part:
    """Return the part of the same heading that holds the numbers of a task's text which lie in no figure."""
    found = tuple(_numbers(source, part.task.quote, part.facts)) if part.task else ()
    return Part(heading=part.heading, facts=found)


def _numbers(source: str, quote: Quote, facts: tuple[Fact, ...]) -> Iterator[Fact]:
    """Yield the numbers of a stretch that lie in no figure; one that is part of something else says of what.

    That a deadline is stated in the same words explains no number: only the date in it does.
    """
    words = source[quote.start : quote.end].translate(ASCII_DIGITS)
    mentions = [(fact.quote.start, fact.quote.end, KINDS[fact.kind]) for fact in facts if fact.kind != "milestone"]
    patterns = [
        (quote.start + match.start(), quote.start + match.end(), what)
        for pattern, what in MEASURES_NOTHING
        for match in pattern.finditer(words)
    ]
    waiting = sorted([*mentions, *patterns], key=lambda each: each[0], reverse=True)
    held: list[tuple[int, int, Words]] = []
    for match in NUMBER.finditer(words):
        first, last = quote.start + match.start(), quote.start + match.end()
        while waiting and waiting[-1][0] <= first:
            held.append(waiting.pop())
        held = [each for each in held if each[1] > first]
        around = [each for each in held if each[1] >= last]
        if any(what == KINDS["quantity"] for *_, what in around):
            continue
        smallest = min(around, key=lambda each: each[1] - each[0])[2] if around else None
        before = source[max(quote.start, first - NEIGHBOURS) : first]
        after = source[last : min(quote.end, last + NEIGHBOURS)]
        yield number_fact(Quote(first, last, source[first:last]), smallest, before, after)
