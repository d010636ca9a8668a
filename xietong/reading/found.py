"""What an extractor of named things yields, before it becomes a Thing of the model."""

from dataclasses import dataclass

from xietong.text import Span


@dataclass(frozen=True, slots=True)
class Found:
    """A name found in the clean text."""

    span: Span  # where it stands
    name: str  # canonical, see the annotation guideline
    part_of: str | None = None
    sort: str | None = None
    place: str | None = None
    action: str | None = None
    years: str | None = None
