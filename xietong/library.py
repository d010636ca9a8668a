"""What a researcher calls from a notebook or a script, with paths as text and the vocabularies of this installation."""

from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from xietong.evaluation import Miss, Score, load_annotation
from xietong.evaluation import evaluate as compare
from xietong.graph.dataset import Dataset
from xietong.graph.terms import BASE, Names
from xietong.graph.vocabulary import knowledge
from xietong.model import Notice
from xietong.reading import read_curated
from xietong.record import as_record


def read(path: str | PathLike[str]) -> Notice:
    """Read a notice (.txt, .html) with the corrections beside it; raises SourceError, StructureError, CurationError."""
    return read_curated(Path(path), knowledge())


def build(paths: Iterable[str | PathLike[str]], base: str = BASE) -> Dataset:
    """Return the graph of notices, in memory; things are named below ``base``. Raises what :func:`read` raises."""
    return Dataset.of_notices([read(path) for path in paths], Names(base))


def open_graph(path: str | PathLike[str]) -> Dataset:
    """Open a graph that ``xietong build`` wrote (.nq, .trig, .ttl, .nt). Raises GraphError."""
    return Dataset.open(Path(path))


def evaluate(notice: Notice, annotation: str | PathLike[str]) -> tuple[dict[str, Score], list[Miss]]:
    """Hold a notice as read against an annotation (YAML): the score of each kind of fact, and every difference.

    Raises SourceError if the annotation cannot be read.
    """
    return compare(as_record(notice), load_annotation(Path(annotation)))
