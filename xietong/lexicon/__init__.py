"""Words of the language that have no identity of their own, as data: one concept a file.

Words that end as an IRI (roles, functions, places) live in ``ontology/vocabulary`` instead.
"""

import re
import tomllib
from typing import Any

from xietong.resources import data_folder


def lexicon(concept: str) -> dict[str, Any]:
    """Return the lexicon file of a concept: name of a group -> its words (or one pattern)."""
    return tomllib.loads((data_folder("lexicon") / f"{concept}.toml").read_text(encoding="utf-8"))


def any_of(words: list[str]) -> str:
    """Return a pattern that matches any of ``words``, the longest first.

    >>> any_of(["责任", "责任单位"])
    '责任单位|责任'
    """
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
