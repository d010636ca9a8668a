"""What the tests of the documents see in a Markdown file: its headings, its blocks, its links, its tables."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
RUN = ("sh", "python", "sparql")  # kinds of blocks that are run
PARSED = ("turtle", "yaml", "json", "toml")  # that are parsed
KINDS = (*RUN, *PARSED, "text")
HOLDING = ("{note}", "{tip}", "{important}", "{warning}", "{seealso}")  # directives that hold Markdown
GUIDING = ("{toctree}",)  # that hold none
INFO = re.compile(r"(?P<kind>\S+)(?: title=(?P<file>\S+))?")
ATTRIBUTE = re.compile(r'(?:href|src)="([^"]*)"')


class Place(NamedTuple):
    """A line of a document."""

    document: Path
    line: int

    def __str__(self) -> str:
        """Say it as a compiler does."""
        return f"{self.document.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block; ``file`` is what it is named.

    ``printed`` tells that it is what the block before it prints, ``prints`` that such a block follows.
    """

    place: Place
    kind: str
    content: str
    file: str | None
    printed: bool
    prints: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file as the tests need it."""

    path: Path
    headings: tuple[tuple[int, str], ...]
    blocks: tuple[Block, ...]
    links: tuple[tuple[Place, str], ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]

    @property
    def language(self) -> str:
        """Chinese for ``docs/zh`` and what ends in ``.zh.md``, else English."""
        chinese = self.path.name.endswith(".zh.md") or (ROOT / "docs" / "zh") in self.path.parents
        return "zh" if chinese else "en"

    def __str__(self) -> str:
        """Name the file."""
        return self.path.relative_to(ROOT).as_posix()


def documents() -> list[Document]:
    """Return all documents: those at the root that say how to work, and those of the site."""
    fixed = [ROOT / name for name in ("README.md", "README.zh.md", "CONTRIBUTING.md")]
    return [read(path) for path in [*fixed, *sorted((ROOT / "docs").rglob("*.md"))]]


def other_language(document: Document) -> Path | None:
    """Return the file that says the same in the other language, if there is to be one."""
    if document.path.name.startswith("README"):
        return ROOT / ("README.md" if document.language == "zh" else "README.zh.md")
    if document.path.is_relative_to(ROOT / "docs"):
        other = "en" if document.language == "zh" else "zh"
        return ROOT / "docs" / other / Path(*document.path.relative_to(ROOT / "docs").parts[1:])
    return None


def in_both_languages(document: Document) -> list[Document]:
    """Return a document and, where there is one, the same in the other language; Chinese first."""
    other = other_language(document)
    pair = [document, read(other)] if other is not None and other.is_file() else [document]
    return sorted(pair, key=lambda each: each.language, reverse=True)


@cache
def read(path: Path) -> Document:
    """Read a document."""
    tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8"))
    headings = tuple(
        (int(opening.tag[1:]), inline.content) for opening, inline in pairwise(tokens) if opening.type == "heading_open"
    )
    return Document(
        path, headings, tuple(_paired(list(_blocks(tokens, path)))), tuple(_links(tokens, path)), tuple(_tables(tokens))
    )


def _blocks(tokens: Iterable[Token], path: Path, first: int = 0) -> Iterator[Block]:
    before: Token | None = None
    for token in tokens:
        if token.type in ("fence", "code_block"):
            place = Place(path, (token.map or [0])[0] + first + 1)
            name = token.info.split(" ")[0]
            if name in HOLDING:
                inner = MarkdownIt("commonmark").enable("table").parse(token.content)
                yield from _blocks(inner, path, place.line)
            elif name not in GUIDING:
                yield _block(token, before, place)
        before = token


def _paired(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks that know whether one that they print follows."""
    for block, following in zip_longest(blocks, blocks[1:]):
        yield replace(block, prints=following is not None and following.printed)


def _block(token: Token, before: Token | None, place: Place) -> Block:
    found = INFO.fullmatch(token.info.strip())
    kind, file = (found["kind"], found["file"]) if found else (token.info, None)
    follows = before is not None and before.type == "fence" and before.info.strip() in RUN
    return Block(place, kind, token.content, file, printed=kind == "text" and not file and follows)


def _links(tokens: Iterable[Token], path: Path) -> Iterator[tuple[Place, str]]:
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        for inner in [token, *(token.children or [])]:
            target = inner.attrGet("href") or inner.attrGet("src")
            if target is not None:
                yield Place(path, line), str(target)
            if inner.type in ("html_block", "html_inline"):
                yield from ((Place(path, line), found) for found in ATTRIBUTE.findall(inner.content))


def _tables(tokens: Iterable[Token]) -> Iterator[tuple[tuple[str, ...], ...]]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows and token.level >= 4:
            rows[-1].append(token.content)
        elif token.type == "table_close":
            yield tuple(map(tuple, rows))
            rows = []


def slug(heading: str) -> str:
    """Return the fragment by which a heading is reached: small letters, hyphens for blanks, no marks.

    >>> slug("What it reads, and `how` well")
    'what-it-reads-and-how-well'
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
