"""How generated text is written down: Markdown as MyST reads it."""

import re
from collections.abc import Iterable, Sequence

from xietong.words import Language, Words

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")
BETWEEN = " · "  # parts the two languages of a help text


def text(words: str) -> str:
    r"""Return plain words as Markdown that shows just them.

    >>> text("a_b <C>")
    'a\\_b \\<C\\>'
    """
    return SPECIAL.sub(r"\\\1", words)


def capital(words: str) -> str:
    """Return plain words as Markdown, with a capital at the beginning."""
    return text(words[:1].upper() + words[1:])


def code(words: str) -> str:
    """Return words as inline code."""
    return f"``{words}``" if "`" in words else f"`{words}`"


def heading(level: int, words: str) -> str:
    """Return a heading."""
    return f"{'#' * level} {words}"


def fenced(kind: str, content: str) -> str:
    """Return a block of code."""
    return f"```{kind}\n{content.rstrip()}\n```"


def folded(summary: str, content: str) -> str:
    """Return a part that a reader opens."""
    return f'<details class="folded"><summary>{summary}</summary>\n\n{content}\n\n</details>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace(chr(10), ' ') for cell in line)} |" for line in lines)


def blocks(parts: Iterable[str]) -> str:
    """Return parts as one text, a blank line between them."""
    return "\n\n".join(part.strip("\n") for part in parts if part)


def both(words: str) -> Words:
    """Return a help text that says the same in Chinese and in English, with its languages apart.

    >>> both("输出目录 · folder to write into").en
    'folder to write into'
    """
    zh, between, en = words.partition(BETWEEN)
    return Words(zh, en) if between else Words(words, words)


def said(words: str, language: Language) -> str:
    """Return what a help text says in one language, as Markdown."""
    return text(both(words).in_language(language))
