"""What a researcher calls from a notebook or a script, with paths as text and the vocabularies of this installation."""

from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from xietong.graph.dataset import Dataset
from xietong.graph.terms import BASE, Names
from xietong.graph.vocabulary import knowledge
from xietong.model import Notice
from xietong.reading import read_curated


def read(path: str | PathLike[str]) -> Notice:
    """Read a notice (.txt, .html) with the corrections beside it; raises SourceError, StructureError, CurationError."""
    return read_curated(Path(path), knowledge())


def build(paths: Iterable[str | PathLike[str]], base: str = BASE) -> Dataset:
    """Return the graph of notices, in memory; things are named below ``base``. Raises what :func:`read` raises."""
    return Dataset.of_notices([read(path) for path in paths], Names(base))


def open_graph(path: str | PathLike[str]) -> Dataset:
    """Open a graph that ``xietong build`` wrote (.nq, .trig, .ttl, .nt). Raises GraphError."""
    return Dataset.open(Path(path))
