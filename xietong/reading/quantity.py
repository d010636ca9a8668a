"""Figures with what they measure: indicator, quote, change, commitment, due date, base.

The annotation guideline, section Quantities, is the specification. The words before a figure say what is measured
(融资规模增长20%), or the noun behind it (31个在建工业项目); what coordinated figures share is read once.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from xietong.lexicon import any_of, lexicon
from xietong.model import Change, Commitment, Knowledge, Quantity, QuantityKind
from xietong.reading.deadline import Due, base_before, dues
from xietong.reading.figure import (
    BARE,
    COUNTING,
    MASK,
    MAY_COUNT,
    QUOTED,
    WORDS,
    Figure,
    figures,
    is_money,
    scales,
)
from xietong.reading.numerals import base_unit
from xietong.text import Quote, Span, Text, value

SENTENCE = re.compile(r"[^。;!?\n]{1,2000}")  # a longer one is no sentence, and time stays linear
OPEN_WORK = re.compile(WORDS["open_work"])
LEANING = re.compile(WORDS["leaning"])
OF_ITSELF = re.compile(lexicon("milestone")["of_itself"])
OPENERS = re.compile(f"(?!{any_of(WORDS['no_openers'])})(?:{any_of(WORDS['openers'])})")
ENDS_IN_COUNTING = re.compile(f"(?:{any_of(WORDS['counting_verbs'])}|累计)$")
ENDS_IN_VERB = re.compile(f"(?:{any_of(WORDS['bare_verbs'] + WORDS['counting_verbs'])}|等|对)$")
NO_NOUN = re.compile("(?:的)?(?:建设)?(?:任务|工作)$")
NO_THING = re.compile("(?:开发)?建设$")  # 18平方公里起步区建设
SIZED = re.compile(r"^[^\d]{2,12}\d.*?的")  # 年销售收入超5亿元的
ENDS_IN_BASE = re.compile(r"(?:(?:比|较|与)(?:20\d\d年|上年|去年)(?:同期|年?底|年?末)?|同比|相比|整体)$")
ENDS_IN_LINK = re.compile("(?:和|及|以及|的|、|或)$")
WHOLE, HUNDREDTH = Decimal(1), Decimal("0.01")
CHANGE_NOUNS = [(Change(direction), tuple(nouns)) for direction, nouns in WORDS["change_nouns"].items()]
RESPECTIVELY = re.compile("(?:分别|依次)[^,、;]{0,12}")  # with nothing before it in its clause
COORDINATED = re.compile("[、和及与]|以及")
SPENT = re.compile(f"(?:计划|预计|共|累计)?(?:{any_of(WORDS['spending'])})$")
TOTAL = re.compile("(?:计划|概算|估算|预计)?总$")
SPENT_ON = re.compile("建设|用于|实施|支持|开展|新建|改造|推进|打造")
BETTERS = ("提升", "扩大")  # of things these say that they become better, not more
NOUN_ENDS = re.compile(r"[,、();]|和(?=\d)|以及|并|赴|前往|(?<![甲乙丙高中初平同])等(?!级|待)")


def quantities(
    text: Text,
    spans: list[Span],
    knowledge: Knowledge,
    plan_year: int | None,
    deadline: date | None,
    subject: Callable[[Quote], str | None],
) -> list[Quantity]:
    """Return the figures in stretches of the clean text, in order.

    ``plan_year`` is what 年内 means; ``deadline`` a date that the task states for all of it (完成时限); ``subject``
    tells what the figure with a quote is about.
    """
    found: list[Quantity] = []
    for span in spans:
        for match in SENTENCE.finditer(text.clean, span.start, span.end):
            words = match.group()
            if not MAY_COUNT.search(words):
                continue
            masked = QUOTED.sub(lambda quoted: MASK * len(quoted.group()), words)
            if numbers := figures(masked, knowledge):
                times = dues(masked, plan_year)
                found += _Sentence(text, match.start(), words, masked, knowledge, times, deadline, subject).read(
                    numbers
                )
    return found


@lru_cache(maxsize=4)
def _words_before_figure(knowledge: Knowledge) -> re.Pattern[str]:
    """Return the pattern of what stands between indicator and number: 提高到, 控制在, 增长."""
    return re.compile(f"(?:{any_of([*WORDS['level_verbs'], *knowledge.changes])})$")


@lru_cache(maxsize=4)
def _commitment_words(knowledge: Knowledge) -> re.Pattern[str]:
    """Return the pattern of 力争, 确保 and their like."""
    return re.compile(any_of(list(knowledge.commitments)))


@value()
class _Sentence:
    """A sentence that holds figures; offsets count in it, from ``offset`` in the clean text on."""

    text: Text
    offset: int
    words: str
    masked: str  # the same with what is quoted masked
    knowledge: Knowledge
    times: list[Due]
    deadline: date | None
    subject: Callable[[Quote], str | None]

    def read(self, found: list[Figure]) -> Iterator[Quantity]:
        """Yield the figures as quantities."""
        sizing = scales(self.masked, found)
        commitments = [
            (match.end(), self.knowledge.commitments[match.group()])
            for match in _commitment_words(self.knowledge).finditer(self.masked)
        ]
        before, end_of_last = "", 0
        measures: list[str] = []  # the indicators of the targets so far
        respective: dict[int, tuple[str, Change | None]] = {}  # of the figures that 分别 gives back to those
        for at, figure in enumerate(found):
            scale = at in sizing
            start = max(end_of_last, self._clause_start(figure.left))
            if RESPECTIVELY.fullmatch(self.masked, start, figure.left):
                run = self._coordinated(found, at)
                change = self._change(start, figure)
                respective |= {each: (name, change) for each, name in zip(run, measures[-len(run) :], strict=False)}
            # 创建2家以上年销售收入超5亿元的企业: what is counted stands behind the size
            after = at + 2 if not scale and at + 1 in sizing else at + 1
            noun = self._noun_behind(figure, found[after].left if after < len(found) else len(self.masked))
            measured, indicator = self._measured(start, figure, noun, before, scale=scale)
            indicator, change = respective.get(at) or (indicator, self._change(start, figure))
            quote = self.text.quote(Span(self.offset + measured.start, self.offset + measured.end))
            unit, factor = base_unit(figure.unit, self.knowledge)
            top = figure.value_max
            yield Quantity(
                quote=quote,
                indicator=indicator,
                comparator=figure.comparator,
                value=figure.value,
                value_max=figure.value_max,
                unit=figure.unit,
                kind=QuantityKind.SCALE if scale else QuantityKind.TARGET,
                unit_id=unit.id if unit else None,
                qudt=unit.qudt if unit and factor == unit.factor else None,
                base_unit=unit.base if unit else None,
                base_value=_rounded(figure.value * factor),
                base_value_max=_rounded(top * factor) if top is not None else None,
                change=change,
                commitment=None if scale else self._commitment(figure, commitments),
                due=None if scale else self._due(figure),
                base=base_before(self.masked[start : figure.start]),
                about=self.subject(quote),
            )
            if not scale:
                end_of_last, before = figure.right, indicator
                measures.append(indicator)

    def _coordinated(self, found: list[Figure], at: int) -> range:
        """Return the figures that 分别 governs from one on: 12% and 25% in 分别增长12%和25%."""
        end = at + 1
        while end < len(found) and COORDINATED.fullmatch(self.masked, found[end - 1].right, found[end].left):
            end += 1
        return range(at, end)

    # ------------------------------------------------------------ what is measured

    def _clause_start(self, at: int) -> int:
        """Return where the clause of an offset begins: after a comma or an opening bracket around it."""
        bracket = self.masked.rfind("(", 0, at)
        inside = bracket >= 0 and ")" not in self.masked[bracket:at]
        return max(self.masked.rfind(",", 0, at), bracket if inside else -1) + 1

    def _measured(self, start: int, figure: Figure, noun: Span, before: str, *, scale: bool) -> tuple[Span, str]:
        """Return quote (offsets in the sentence) and indicator of a figure."""
        return self._sized(start, figure, noun) if scale else self._indicated(start, figure, noun, before)

    def _indicated(self, start: int, figure: Figure, noun: Span, before: str) -> tuple[Span, str]:
        """Return quote and indicator of a target; ``before`` is the indicator of the figure before it.

        A count binds the noun behind it (新增8家企业上市); else the words before say it, and where these only
        lean on the figure before (增速8%), that one's indicator completes them.
        """
        own_start, own_end = self._own_words(start, figure.left)
        own = self.words[own_start:own_end]
        spent = SPENT.search(self.masked, start, figure.left) if is_money(figure.unit) else None
        if spent and SPENT_ON.match(
            self.masked, figure.right
        ):  # 投入38亿元建设某大道: what the money builds is not counted by it
            return Span(spent.start(), figure.right), spent.group()
        noun_counts = figure.binds or not own or COUNTING.fullmatch(own) or ENDS_IN_VERB.search(own)
        if noun.end - noun.start >= 2 and noun_counts:
            verb = ENDS_IN_COUNTING.search(own)
            kept = verb.group() if verb else ""
            thing = SIZED.sub("", self.words[noun.start : noun.end].removeprefix("的"))
            cut = self.words.find("的", noun.start + 1, noun.end)
            quote = Span(own_end - len(kept) if kept else figure.left, cut if cut > 0 else noun.end)
            return quote, kept + NO_NOUN.sub("", thing)
        quote = Span(own_start if own else figure.left, figure.right)
        leans = len(own) <= 1 or LEANING.match(own)
        # 概算总投资89.5亿元,2021年完成投资22亿元: the second leans on what the first is the total of
        return quote, TOTAL.sub("", before.removesuffix(own)) + own if leans else own

    def _sized(self, start: int, figure: Figure, noun: Span) -> tuple[Span, str]:
        """Return quote and indicator of a figure of size: 投资额 of 投资额超10亿元项目."""
        own_start, own_end = self._own_words(start, figure.left)
        if verb := COUNTING.match(self.masked, own_start, own_end):
            own_start = verb.end()
        if own_start < own_end and not ENDS_IN_VERB.search(self.masked[own_start:own_end]):
            return Span(own_start, figure.right), self.words[own_start:own_end]
        if is_money(figure.unit) and self.words.startswith("项目", noun.start):  # 超20亿项目
            return Span(figure.left, noun.start + 2), "项目投资额"
        return Span(figure.left, noun.end), NO_THING.sub("", self.words[noun.start : noun.end].removeprefix("的"))

    def _own_words(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch before a figure without what says nothing of its indicator.

        Before it: dates, commitments, bare verbs of doing; behind it: verbs of reaching, bases of comparison.
        """
        masked, verbs = self.masked, _words_before_figure(self.knowledge)
        start = self._after_openers(start, end)
        while verb := verbs.search(masked[start:end]):
            end = start + verb.start()
        end = start + len(ENDS_IN_BASE.sub("", masked[start:end]))
        if ENDS_IN_LINK.search(masked[start:end]):  # 完成基本农田和123宗水利设施: 基本农田 is not counted
            return end, end
        last = masked.rfind("、", start, end) + 1
        new_verb = last and (COUNTING.match(masked, last) or BARE.match(masked, last))
        if new_verb and not COUNTING.fullmatch(BARE.sub("", masked[start : last - 1])):
            start = last
        bare = BARE.match(masked, start, end)
        return (bare.end() if bare else start), end

    def _after_openers(self, start: int, end: int) -> int:
        """Return where a stretch begins after dates, commitments and little words."""
        commitment = _commitment_words(self.knowledge)
        while start < end:
            dated = next((due.end for due in self.times if due.start == start), 0) if self.times else 0
            opener = commitment.match(self.masked, start, end) or (
                None if COUNTING.match(self.masked, start, end) else OPENERS.match(self.masked, start, end)
            )
            if dated:
                start = min(dated, end)
            elif opener:
                start = opener.end()
            elif self.masked[start] in " ,、()":
                start += 1
            else:
                break
        return start

    def _noun_behind(self, figure: Figure, following: int) -> Span:
        """Return the words behind a figure that say what it counts: 在建工业项目 in 31个在建工业项目."""
        stop = NOUN_ENDS.search(self.masked, figure.right, max(figure.right, following))
        end = stop.start() if stop else max(figure.right, following)
        return Span(figure.right, figure.right + len(ENDS_IN_LINK.sub("", self.masked[figure.right : end])))

    # ------------------------------------------------------------ how it is meant

    def _change(self, start: int, figure: Figure) -> Change | None:
        """Return the direction, where the number is the size of a change: 增长11%, not 提高到87%."""
        ahead = self.masked[start : figure.left]
        for direction, nouns in CHANGE_NOUNS:
            if ahead.endswith(nouns):
                return direction
        if not ahead.endswith(tuple(self.knowledge.changes)):
            return None
        share = figure.unit in ("%", "‰") or "分点" in figure.unit or "/" in figure.unit
        verb = max((word for word in self.knowledge.changes if ahead.endswith(word)), key=len)
        if verb in BETTERS and not share and not base_before(ahead):  # 改造提升1200万亩
            return None
        return self.knowledge.changes[verb]

    def _commitment(self, figure: Figure, commitments: list[tuple[int, Commitment]]) -> Commitment | None:
        """Return the last 力争 or 确保 before a figure: it governs to the end of the sentence or the next such word."""
        for end, word in reversed(commitments):
            if end <= figure.start:
                return word
        return None

    def _due(self, figure: Figure) -> date | None:
        """Return the date that holds at a figure: the last one before it.

        It does not reach beyond its own clause if that says all of its subject (大楼10月底前投入使用), nor beyond the
        beginning of a work without end.
        """
        last = next((due for due in reversed(self.times) if due.end <= figure.start), None)
        if last is None:
            return self.deadline
        own, *others = self.masked[last.end : figure.start].split(",")
        of_subject = (
            bool(others) and self.masked[last.start - 1 : last.start] not in ("", ",") and OF_ITSELF.fullmatch(own)
        )
        return self.deadline if of_subject or any(OPEN_WORK.match(clause) for clause in others) else last.day


def _rounded(value: Decimal) -> Decimal:
    """Return a value in base units, to two places where it is not whole (亩 is 10000/15 m²)."""
    return value.quantize(WHOLE if value == value.to_integral_value() else HUNDREDTH).normalize()
