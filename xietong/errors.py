"""What can go wrong for a person, as one tree.

::

    XietongError
    ├── SourceError      a file that cannot be read as a notice
    ├── StructureError   a text in which no task can be found
    ├── CurationError    a correction that does not fit the notice
    ├── QueryError       a query that is unknown, broken or wrongly bound
    ├── EndpointError    a remote endpoint that cannot be reached, refuses, or answers otherwise
    └── GraphError       a graph that cannot be opened or written

Each carries one sentence in both languages that says what, where and what to do. The command
line catches the root alone, prints the sentence and ends with status 2; whatever is no
XietongError is a defect of the program.
"""

from xietong.words import Words


class XietongError(Exception):
    """A failure that the person at the keyboard can mend."""

    def __init__(self, zh: str, en: str) -> None:
        """Take the sentence in Chinese and in English."""
        self.words = Words(" ".join(zh.split()), " ".join(en.split()))  # causes may bring line ends of their own
        super().__init__(zh, en)

    def __str__(self) -> str:
        """Return the sentence in the reader's language."""
        return str(self.words)


class SourceError(XietongError):
    """A file that cannot be read as a notice: missing, empty, binary, of unknown encoding."""


class StructureError(XietongError):
    """A text in which no numbered task can be found."""


class CurationError(XietongError):
    """A correction by hand that is malformed or no longer fits the notice."""


class QueryError(XietongError):
    """A saved query that does not exist, a query that does not parse, a parameter that does not fit."""


class EndpointError(XietongError):
    """A SPARQL endpoint that cannot be reached, refuses a request, or answers in no format of SPARQL."""


class GraphError(XietongError):
    """A graph file that is missing or broken, an output that cannot be written."""
