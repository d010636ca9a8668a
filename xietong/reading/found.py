"""What an extractor of named things yields, before it becomes a Thing of the model."""

from xietong.text import Span, value


@value()
class Found:
    """A name found in the clean text; what the fields mean stands with :class:`xietong.model.Thing`."""

    span: Span  # where it stands
    name: str  # canonical, see the annotation guideline
    key: str | None = None
    part_of: str | None = None
    sort: str | None = None
    place: str | None = None
    within: str | None = None
    members: tuple[str, ...] = ()
    action: str | None = None
    years: str | None = None
    level: str | None = None
