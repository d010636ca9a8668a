"""The page of a notice's text: the source as it was read, every mention in its place leading to what it stands for.

A mention's IRI ends in ``#char=1034,1046``; the element that holds it has just that id, so that the IRI leads to the
words in any browser, without a script.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from xietong.faces.kinds import BODIES
from xietong.faces.panel import short_id
from xietong.faces.review import UNSPEAKABLE
from xietong.faces.site.frame import Here, render
from xietong.faces.site.known import Known
from xietong.graph.asked import rows
from xietong.resources import data_folder


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention in a text: source offsets, and the id of what it leads to."""

    begin: int
    end: int
    thing: str | None


def text_page(known: Known, id_: str, here: Here) -> str:
    """Return the page of the text of a notice by its id, ``notice/N/text``."""
    notice = known.thing(id_.removesuffix("/text"))
    (words, *_) = [row["words"] for row in _asked(known, "text", id_)] or [""]
    return render(
        "text.html", here, notice=notice, iri=known.iri(id_).value, text=marked(known, words, marks(known, id_), here)
    )


@cache
def _sparql(name: str) -> str:
    return (data_folder("queries") / "site" / f"{name}.rq").read_text(encoding="utf-8")


def _asked(known: Known, name: str, id_: str) -> list[dict[str, str]]:
    return rows(known.asked, _sparql(name).replace("# bind ?text", f"VALUES ?text {{ {known.iri(id_)} }}"))


def marks(known: Known, id_: str) -> list[Mark]:
    """Return the mentions of a text, each once, by where they begin, the longer first.

    A mention leads to what it names; else to what is stated by it: a task, a figure, a part in a task.
    """
    found: dict[tuple[int, int], Mark] = {}
    for row in _asked(known, "marks", id_):
        at = int(row["begin"]), int(row["end"])
        thing = row.get("named") or row.get("stated")
        found.setdefault(at, Mark(*at, short_id(thing, known.names) if thing else None))
    return list(found.values())


def marked(known: Known, words: str, found: Iterable[Mark], here: Here) -> Markup:
    """Return a text as HTML, mentions as nested elements; one that only partly lies in another ends with it."""
    return Markup("").join(_pieces(known, UNSPEAKABLE.sub("\ufffd", words), found, here))


def _pieces(known: Known, words: str, found: Iterable[Mark], here: Here) -> Iterator[Markup]:
    open_: list[tuple[int, str | None]] = []  # where it ends, where it leads
    at = 0

    def until(end: int) -> Iterator[Markup]:
        nonlocal at
        if at < end:
            leads = next((link for _, link in reversed(open_) if link), None)
            piece = escape(words[at:end]).replace("\r", Markup("&#13;"))  # a bare CR would be read as LF
            yield Markup('<a href="{}">{}</a>').format(leads, piece) if leads else piece
            at = end

    for mark in found:
        while open_ and open_[-1][0] <= mark.begin:
            yield from until(open_[-1][0])
            open_.pop()
            yield Markup("</span>")
        yield from until(mark.begin)
        kind = _kind(known, mark.thing)
        yield Markup('<span id="char={},{}" class="{}">').format(mark.begin, mark.end, kind)
        end = min(mark.end, open_[-1][0]) if open_ else mark.end
        open_.append((end, here.thing(mark.thing) if mark.thing else None))
    while open_:
        yield from until(open_[-1][0])
        open_.pop()
        yield Markup("</span>")
    yield from until(len(words))


def _kind(known: Known, thing: str | None) -> str:
    """Return the kind of a thing as the style sheet has it."""
    kind = known.thing(thing).kind if thing else "thing"
    if thing and "/responsibility/" in thing:
        return "body"
    return "body" if kind in BODIES else kind
