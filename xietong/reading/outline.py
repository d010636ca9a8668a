"""The numbering grammar of official documents: lines -> a tree of sections.

GB/T 9704-2012, 7.3.3, orders the levels 一、 > (一) > 1. > (1); ① and chapters (第一章, 第一节)
stand below and above them. Numbers may run on through the document or begin anew under each
heading, and levels may be left out; only the order of the levels is relied upon.
"""

import re
from collections.abc import Iterator

from xietong.lexicon import any_of, lexicon
from xietong.reading.clean import CN_NUMBER, MARKER
from xietong.text import Span, Text, value

WORDS = lexicon("outline")
GENERAL = re.compile(any_of(WORDS["general"]))
TAIL = re.compile(any_of(WORDS["tail"]))
ADVERBIAL = re.compile(WORDS["adverbial"])
RANKS = (  # the first that matches a marker gives its level
    re.compile(f"第{CN_NUMBER}[编篇部]"),
    re.compile(f"第{CN_NUMBER}章"),
    re.compile(f"第{CN_NUMBER}[节条]"),
    re.compile(f"{CN_NUMBER} ?[、.]"),
    re.compile(rf"\( ?{CN_NUMBER} ?\)"),
    re.compile(r"\d{1,3} ?[.、]"),
    re.compile(r"\(\d{1,3}\)|\d{1,2}\)|[⑴-⑽]"),
    re.compile("[①-⑳]"),
)
CN_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
LONGEST_HEADING = 30
SENTENCE_MARKS, CLAUSE_MARKS = "。;!?", ",;:。"
WORD = re.compile(r"\w")
MEASURED = re.compile(
    r",.*\d[\d.]*[万亿]?[^\W\d_%]*%?|\d[\d.]*[万亿]?[^\W\d_]+.*,"
)  # figures in several clauses: a measure, no heading
PAIRS = {"(": ")", "[": "]", "《": "》", "“": "”", "【": "】", "〔": "〕"}
PAIR_OR_MARK = re.compile(f"[{re.escape(''.join((*PAIRS, *PAIRS.values(), SENTENCE_MARKS, CLAUSE_MARKS)))}]")


@value()
class Section:
    """A numbered item with all that stands below it; offsets count in the clean text."""

    rank: int
    written: Span  # the number as it stands
    head: Span  # the rest of its first line
    end: int
    children: tuple["Section", ...]

    @property
    def span(self) -> Span:
        """The whole item, from its number to the end of its last child."""
        return Span(self.written.start, self.end)

    @property
    def own(self) -> Span:
        """What stands before the first child, without the number."""
        return Span(self.head.start, self.children[0].written.start if self.children else self.end)

    def walk(self) -> Iterator["Section"]:
        """Yield this section and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


def lines_of(text: Text, region: Span) -> list[Span]:
    """Return the lines of a region of the clean text, in order."""
    lines, start = [], region.start
    for line in text.clean[region.start : region.end].split("\n"):
        if line:
            lines.append(Span(start, start + len(line)))
        start += len(line) + 1
    return lines


def outline(text: Text, region: Span) -> tuple[Section, ...]:
    """Return the top-level sections of a region, with their children.

    What stands before the first number belongs to no section; the tail of the notice
    (attachments, copies, the page's foot) belongs to none either.
    """
    marked: list[tuple[int, Span, Span]] = []
    for line in lines_of(text, region):
        words = text[line]
        if marker := MARKER.match(words):
            rank = next(rank for rank, pattern in enumerate(RANKS) if pattern.match(marker.group()))
            after = line.start + marker.end() + len(words[marker.end() :]) - len(words[marker.end() :].lstrip(" 、.:"))
            marked.append((rank, Span(line.start, line.start + marker.end()), Span(min(after, line.end), line.end)))
    if not marked:
        return ()
    return _tree(marked, _end_of_last(text, Span(marked[-1][1].start, region.end)))


def _tree(marked: list[tuple[int, Span, Span]], end: int) -> tuple[Section, ...]:
    """Nest marked lines by rank; ``end`` is where the last one ends."""
    sections: list[Section] = []
    at = 0
    while at < len(marked):
        rank, written, head = marked[at]
        below = at + 1
        while below < len(marked) and marked[below][0] > rank:
            below += 1
        stop = marked[below][1].start - 1 if below < len(marked) else end
        sections.append(Section(rank, written, head, stop, _tree(marked[at + 1 : below], stop)))
        at = below
    return tuple(sections)


def _end_of_last(text: Text, rest: Span) -> int:
    """Return where the last item ends: before the tail, after the last line that says something."""
    lines = lines_of(text, rest)
    stop = next((i for i, line in enumerate(lines) if i and TAIL.match(text[line])), len(lines))
    while stop > 1 and not re.search(r"[。;!)\]】]$|^[^\W\d_]{2,8} ?:.", text[lines[stop - 1]]):
        stop -= 1
    return lines[stop - 1].end


# ---------------------------------------------------------------- titles


def number_value(written: str) -> int:
    """Return the value of a number as written in a marker.

    >>> number_value("（四十七）"), number_value("12."), number_value("第三章"), number_value("③")
    (47, 12, 3, 3)
    """
    if digits := re.search(r"\d+", written):
        return int(digits.group())
    if circled := re.search("[①-⑳]", written):
        return ord(circled.group()) - ord("①") + 1
    if bracketed := re.search("[⑴-⑽]", written):
        return ord(bracketed.group()) - ord("⑴") + 1
    total, digit = 0, 0
    for char in written:
        if char in CN_DIGITS:
            digit = CN_DIGITS[char]
        elif char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
    return total + digit


def title_span(text: Text, section: Section, statements: list[Span], *, headed: bool) -> Span:
    """Return where the title of a section stands, without its closing mark.

    ``statements`` are the spans that name responsible bodies; they are no title. ``headed`` says
    that the items of this kind have a heading sentence (see :func:`is_headed`). An item whose
    first sentence is already the measure is titled by its first clause.
    """
    head = _before_statement(section.head, statements)
    words = text[head]
    sentence = _cut(words, SENTENCE_MARKS)
    body_follows = bool(text[Span(head.end, head.end + 1)].strip()) or _says_more(
        text, section, head.start + sentence + 1, statements
    )
    own_line = sentence == len(words)
    couplet = headed and words[:sentence].count(",") < 3 and not MEASURED.search(words, 0, sentence)
    heads = own_line or couplet or _has_no_clauses(words[:sentence])
    length = sentence if heads and body_follows and sentence <= 60 else _first_clause(words)
    length = len(words[:length].rstrip(" ,:;。、"))
    return Span(head.start, head.start + length)


def is_headed(text: Text, items: list[tuple[Section, list[Span]]]) -> bool:
    """Tell whether items (each with its statements) have heading sentences: (一)推动实体经济发展。深入贯彻…

    True if at least half of them begin with a short sentence without a comma, after which more is said.
    """
    clear = 0
    for section, statements in items:
        head = _before_statement(section.head, statements)
        words = text[head]
        sentence = _cut(words, SENTENCE_MARKS)
        short = sentence <= LONGEST_HEADING and _has_no_clauses(words[:sentence])
        clear += short and _says_more(text, section, head.start + sentence + 1, statements)
    return clear * 2 >= len(items)


def _has_no_clauses(sentence: str) -> bool:
    """Tell whether a sentence is one clause, or a couplet as headings are: 培育工业企业,做强主导产业."""
    halves = sentence.split(",")
    couplet = len(halves) == 2 and abs(len(halves[0]) - len(halves[1])) <= 1 and not re.search(r"\d", sentence)
    return not re.search("[,:]", sentence) or (couplet and len(sentence) <= LONGEST_HEADING)


def _before_statement(head: Span, statements: list[Span]) -> Span:
    """Return the part of a heading line before a bracket that names bodies."""
    starts = [span.start for span in statements if head.start <= span.start < head.end]
    return Span(head.start, min([*starts, head.end]))


def _says_more(text: Text, section: Section, start: int, statements: list[Span]) -> bool:
    """Tell whether a section says anything after ``start`` beside naming bodies."""
    if section.children:
        return True
    for span in statements:  # in the order of the text
        if start < span.start < section.end and WORD.search(text.clean, start, span.start):
            return True
        start = max(start, span.end)
    return WORD.search(text.clean, start, section.end) is not None


def _cut(words: str, marks: str) -> int:
    """Return the offset of the first of ``marks`` that stands outside brackets and quotation marks."""
    closing: list[str] = []
    for found in PAIR_OR_MARK.finditer(words):
        at, char = found.start(), found.group()
        if closing and char == closing[-1]:
            closing.pop()
        elif char in PAIRS and PAIRS[char] in words[at:]:
            closing.append(PAIRS[char])
        elif char in marks and not closing:
            return at
    return len(words)


def _first_clause(words: str) -> int:
    """Return the length of the first clause; a piece that only says when is no clause."""
    length = _cut(words, CLAUSE_MARKS)
    while length < len(words) and words[length] == "," and ADVERBIAL.match(words[:length]):
        length += 1 + _cut(words[length + 1 :], CLAUSE_MARKS)
        break
    return length
