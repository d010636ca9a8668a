"""Where a notice states its responsibilities: one function a layout, tried in the order of LAYOUTS.

A layout is given one line of the clean text and yields the statements that it finds there. What
an earlier layout has taken, a later one leaves alone.
"""

import re
from collections.abc import Callable, Iterator

from xietong.model import Knowledge, Role
from xietong.reading import agency
from xietong.reading.agency import Home
from xietong.reading.duty import (
    BRACKET,
    FIRST_LEADS,
    LABEL_IN_BRACKETS,
    LONGEST,
    WORDS,
    Named,
    RoleWords,
    Statement,
    mask_nested,
    open_labels,
    read_statement,
    role_words,
)
from xietong.text import Span, Text

LINE_END = re.compile(r"[ 。;]{0,9}$")
CLOSES = {")": "(", "]": "[", "】": "【", "〕": "〔"}
SENTENCE = re.compile(r"[^。;!?\n]+[。;!?]?")
CLAUSE = re.compile(r"[^,;:。!?\n]+")
BY_CLAUSE = re.compile(",由(?=[^,]{2,60}(?:牵头|负责|主办|承办))")  # 新建泵站3座,由市水利局牵头,…
BY_SENTENCE = re.compile(f"^{WORDS['subjects']},?(?:由|请)")
# 市规划纲要办要统筹… · 各县(市、区)政府应当…: an actor with a duty in the running text
DUTY_VERB = re.compile("要(?!求|素|点|闻|务|害|件)|应当?(?!急|用|对|届)|须|必须|负责(?!人)")
MAYBE_DUTY = re.compile("[要应须责]")  # without one of these there is no such verb
MAYBE_LABELLED = re.compile("[:】〕]|(?:单位|部门)[ 为]")
NEAR_END = 16  # characters in which the last role word of a sentence stands
LONGEST_ACTOR = 60  # characters before the verb
OTHERS_SUPPORT = re.compile(WORDS["others_support"])


def brackets(text: Text, line: Span, home: Home, knowledge: Knowledge) -> Iterator[Statement]:
    """Find closing brackets, round or square: …实施意见。(市金融局、市财政局等)

    A bracket counts if it holds a role word or label with a body, or if it closes a sentence or the
    line and holds nothing but bodies: (二期), (2016—2020年), (农业类) do not.
    """
    words = text[line]
    verb = role_words(knowledge).verb
    for start, end in _bracket_pairs(words):
        if not 3 < end - start <= LONGEST or LABEL_IN_BRACKETS.match(words, start):
            continue
        after_sentence = start == 0 or words[start - 1] in "。;!?"
        ends_line = LINE_END.match(words, end)
        labelled = verb.search(words, start, end) or MAYBE_LABELLED.search(words, start, end)
        if not (after_sentence or ends_line or labelled):  # most brackets: (市、区), (2016—2020年)
            continue
        span = Span(line.start + start, line.start + end)
        content = Span(span.start + 1, span.end - 1 if words[end - 1] in CLOSES else span.end)
        statement = read_statement(text, content, span, home, knowledge)
        sure = sum(name.sure for name in statement.names)
        # 办好展会(旅博会、农博会)。 lists things; within a sentence the first name must state its level or place
        placed = bool(statement.names) and _is_placed(statement.names[0], home, knowledge)
        closes_sentence = after_sentence or (placed and ends_line)
        mostly_bodies = len(statement.names) * 10 >= statement.segments * 6
        only_bodies = mostly_bodies and (sure * 2 >= len(statement.names) or statement.open)
        if sure and (statement.labelled or (closes_sentence and only_bodies)):
            yield statement


def _bracket_pairs(words: str) -> list[tuple[int, int]]:
    """Return start and end of the outermost brackets of a line; one that is never closed ends with it."""
    pairs: list[tuple[int, int]] = []
    stack: list[int] = []
    for bracket in BRACKET.finditer(words):
        at, char = bracket.start(), bracket.group()
        if char not in CLOSES:
            stack.append(at)
        elif stack:
            start = stack.pop()
            if not stack:
                pairs.append((start, at + 1))
            elif words[stack[0]] == CLOSES[char] and words[start] != CLOSES[char]:
                pairs.append((stack[0], at + 1))  # mixed widths and kinds: [各县(市、区】政府]
                stack = []
    if stack and re.search("[。;]$", words[: stack[0]]):
        pairs.append((stack[0], len(words)))
    return pairs


def labels(text: Text, line: Span, home: Home, knowledge: Knowledge) -> Iterator[Statement]:
    """Find labelled lines and sentences: 牵头单位:市发改局 · …全覆盖。责任单位:区住建局,各街道。"""
    words = text[line]
    if not MAYBE_LABELLED.search(words):
        return
    masked = mask_nested(open_labels(words))
    label = role_words(knowledge).label
    found = [
        match
        for match in label.finditer(masked)
        if match.group("role") and (match.start() == 0 or masked[match.start() - 1] in "。;,!? \t、)】.")
    ]
    if not found:
        return
    start, end = found[0].start(), len(words)
    start -= words[start - 1 : start] in ("【", "〔")
    stop = masked.find("。", found[-1].end())
    end = stop + 1 if stop >= 0 else end
    statement = read_statement(
        text, Span(line.start + start, line.start + end), Span(line.start + start, line.start + end), home, knowledge
    )
    if statement.names:
        yield statement


def sentences(text: Text, line: Span, home: Home, knowledge: Knowledge) -> Iterator[Statement]:
    """Find sentences that say who is responsible: 由市商务局牵头,市财政局、各区政府配合。"""
    patterns = role_words(knowledge)
    for match in SENTENCE.finditer(text[line]):
        words = match.group()
        by = (BY_SENTENCE.match(words) or BY_CLAUSE.search(words)) if "由" in words or "请" in words else None
        if (
            len(words) > LONGEST
            or not (by or _ends_in_role(words, patterns))
            or not patterns.verb.search(words)
            or not patterns.phrase.search(words)
        ):
            continue
        if FIRST_LEADS.search(words):  # the notice's own rule names nobody
            continue
        span = Span(line.start + match.start(), line.start + match.end())
        content = Span(span.start + (by.end() if by else 0), span.end)
        statement = read_statement(text, content, span, home, knowledge)
        if (
            statement.names
            and statement.labelled
            and len(statement.names) == statement.segments
            and statement.names[0].sure
            and not any(name.body.collective and DUTY_VERB.search(name.as_written) for name in statement.names)
        ):
            yield statement


def _ends_in_role(words: str, patterns: RoleWords) -> bool:
    """Tell whether a sentence ends in a role word or in what may follow one."""
    return words.rstrip("。;").endswith(patterns.ends) and bool(
        patterns.at_end.search(words, max(0, len(words) - NEAR_END))
    )


def actors(text: Text, line: Span, home: Home, knowledge: Knowledge) -> Iterator[Statement]:
    """Find bodies that the running text names as actors with a duty: 市规划纲要办要统筹协调有关工作。"""
    words = text[line]
    for match in CLAUSE.finditer(words) if MAYBE_DUTY.search(words) else ():
        start, subject = line.start + match.start(), match.group()[:LONGEST_ACTOR]
        for verb in DUTY_VERB.finditer(subject):  # 市规划纲要办要: the first 要 belongs to the name
            if not agency.STRONG.search(subject[: verb.start()]) and not agency.COLLECTIVE.match(subject):
                continue
            span = Span(start, start + verb.start())
            statement = read_statement(text, span, span, home, knowledge)
            names = tuple(name for name in statement.names if _acts(name, home, knowledge))
            if names and len(names) == statement.segments:
                yield Statement(span, names, statement.open, labelled=False, segments=len(names), in_text=True)
                break


def _acts(name: Named, home: Home, knowledge: Knowledge) -> bool:
    """Tell whether a name in the running text surely is a body: a level or a place in front, a head behind."""
    return name.sure and not agency.ANAPHORIC.match(name.as_written) and _is_placed(name, home, knowledge)


def _is_placed(name: Named, home: Home, knowledge: Knowledge) -> bool:
    """Tell whether a name states its level or place, stands for many, or is the state's."""
    stated = agency.split_level(name.as_written, home, knowledge)[1]
    return bool(stated) or name.body.collective or name.as_written in knowledge.central


LAYOUTS: tuple[Callable[[Text, Span, Home, Knowledge], Iterator[Statement]], ...] = (
    brackets,
    labels,
    sentences,
    actors,
)


def statements(text: Text, lines: list[Span], home: Home, knowledge: Knowledge) -> list[Statement]:
    """Return all statements of responsibility in the given lines, in the order of the text."""
    found: list[Statement] = []
    for line in lines:
        here: list[Statement] = []
        for layout in LAYOUTS:
            here += [
                new
                for new in layout(text, line, home, knowledge)
                if not any(new.span.start < old.span.end and old.span.start < new.span.end for old in here)
            ]
        found += sorted(here, key=lambda statement: statement.span)
    return found


def rule_of_first(text: Text) -> tuple[Span, Role] | None:
    """Return the notice's own rule that the first body named leads, and the role of the others.

    列第一位的为牵头单位 gives lead to the first; the others support only if the rule says so too.
    """
    match = FIRST_LEADS.search(text.clean)
    if match is None:
        return None
    near = text.clean[match.end() : match.end() + 40]
    return Span(*match.span()), Role.SUPPORT if OTHERS_SUPPORT.search(near) else Role.RESPONSIBLE
