"""Two coordinate systems: ``Span`` counts in the clean text, ``Quote`` in the source.

The reading room works on clean text (widths folded, broken lines healed). Everything that
leaves it speaks of the source, in Unicode code points of the decoded file, before any
normalisation. The two are different types, so that the type checker refuses one for the other.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True)
def value(*, order: bool = False) -> Callable[[type[Made]], type[Made]]:
    """Return the decorator of the small classes that are made by the thousand and never leave the reading room.

    The type checker refuses to change their fields, as with ``@dataclass(frozen=True)``; at run time nothing does,
    because a constructor that has to go around its own lock takes twice as long, an eighth of all reading.
    """
    return dataclass(slots=True, unsafe_hash=True, order=order)


@value(order=True)
class Span:
    """A stretch of the clean text: ``clean[start:end]``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a stretch that runs backwards."""
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no span: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """A stretch of the source, with its words: ``source[start:end] == text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A source text, its clean reading, and the map between them.

    The clean text keeps or replaces single characters and drops others; it never adds any. So
    the map is a list of runs: from clean offset ``run_starts[i]`` on, the source offset is the
    clean offset plus ``run_shifts[i]``.
    """

    name: str
    source: str
    clean: str
    run_starts: tuple[int, ...] = field(repr=False)
    run_shifts: tuple[int, ...] = field(repr=False)

    def source_offset(self, offset: int) -> int:
        """Return where the clean character at ``offset`` stands in the source."""
        return offset + self.run_shifts[bisect_right(self.run_starts, offset) - 1]

    def quote(self, span: Span) -> Quote:
        """Return the source's own characters behind a stretch of the clean text.

        An empty span quotes the empty string where it stands. A healed line break inside the
        span is part of the quote, as it is part of the source.
        """
        if span.start == span.end:
            at = self.source_offset(span.start) if self.clean else 0
            return Quote(at, at, "")
        starts, shifts = self.run_starts, self.run_shifts
        start = span.start + shifts[bisect_right(starts, span.start) - 1]
        end = span.end + shifts[bisect_right(starts, span.end - 1) - 1]
        return Quote(start, end, self.source[start:end])

    def __getitem__(self, span: Span) -> str:
        """Return the clean characters of a span."""
        return self.clean[span.start : span.end]


def keep(name: str, source: str, folded: str, kept: list[Span]) -> Text:
    """Make a Text from the stretches of ``folded`` that are kept.

    ``folded`` is the source with single characters replaced (same length); ``kept`` are
    stretches of it in ascending order.

    >>> keep("t", "甲 乙", "甲 乙", [Span(0, 1), Span(2, 3)]).clean
    '甲乙'
    """
    starts, shifts, pieces, length = [0], [kept[0].start if kept else 0], [], 0
    for piece in kept:
        if (shift := piece.start - length) != shifts[-1]:
            starts.append(length)
            shifts.append(shift)
        pieces.append(folded[piece.start : piece.end])
        length += piece.end - piece.start
    return Text(name, source, "".join(pieces), tuple(starts), tuple(shifts))
