"""What a person reads, in Chinese and in English, side by side at the place where it is said."""

import os
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]


class Words(NamedTuple):
    """One sentence (or label) in both languages of the house.

    >>> Words("没有任务", "no tasks").in_language("en")
    'no tasks'
    """

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the wording in ``language``."""
        return self.zh if language == "zh" else self.en

    def __str__(self) -> str:
        """Return the wording in the reader's language (see :func:`reader_language`)."""
        return self.in_language(reader_language())


def reader_language() -> Language:
    """Return the language of the person at the terminal.

    ``XIETONG_LANG`` decides; without it the locale does, in the order of POSIX
    (``LC_ALL``, ``LC_MESSAGES``, ``LANG``). Anything that is not Chinese reads English.
    """
    for name in ("XIETONG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
