"""Saved queries: ``queries/*.rq`` with their metadata, run and shown.

A query file is plain SPARQL 1.1 that any tool can run. Lines that begin with ``#+`` carry its
metadata as YAML (the convention of grlc): ``summary`` and ``description`` in zh and en, ``tags``, and
``columns``, the meaning of each column in zh and en in the order of the query.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from xietong.errors import QueryError
from xietong.graph.dataset import Dataset
from xietong.resources import data_folder
from xietong.words import Language, Words

Row = tuple[str | int | float | bool | None, ...]
NUMBERS = {"integer": int, "decimal": float, "double": float, "nonNegativeInteger": int, "gYear": int}


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question with its name, its words and its SPARQL."""

    name: str
    summary: Words
    description: Words
    tags: tuple[str, ...]
    columns: dict[str, Words]
    sparql: str


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a SELECT query: columns and rows of plain values, IRIs shortened to prefixed names."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def saved_queries() -> dict[str, SavedQuery]:
    """Return all saved queries by name, in the order of their names."""
    return {path.stem: load_query(path) for path in sorted(data_folder("queries").glob("*.rq"))}


def saved_query(name: str) -> SavedQuery:
    """Return the saved query of a name. Raises QueryError, naming what there is."""
    path = data_folder("queries") / f"{name}.rq"
    if not name.replace("-", "").isalnum() or not path.is_file():
        known = " ".join(saved_queries())
        raise QueryError(
            f"没有名为 {name} 的查询；可用的有：{known}。", f"There is no saved query {name}; there are: {known}."
        )
    return load_query(path)


def load_query(path: Path) -> SavedQuery:
    """Read a query file. Raises QueryError if its header is missing or incomplete."""
    sparql = path.read_text(encoding="utf-8")
    header = "\n".join(line[2:].removeprefix(" ") for line in sparql.splitlines() if line.startswith("#+"))
    try:
        about: dict[str, Any] = yaml.safe_load(header)
        return SavedQuery(
            path.stem,
            _words(about["summary"]),
            _words(about["description"]),
            tuple(about["tags"]),
            {column: _words(words) for column, words in about["columns"].items()},
            sparql,
        )
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise QueryError(
            f"{path.name}：#+ 元数据不完整（{error}）；需要 summary、description、tags、columns，均含 zh 与 en。",
            f"{path.name}: the #+ metadata is incomplete ({error}); it needs summary, description, tags, columns.",
        ) from error


def _words(value: dict[str, str]) -> Words:
    return Words(str(value["zh"]), str(value["en"]))


def run(query: SavedQuery, dataset: Dataset) -> Result:
    """Run a saved query on a dataset."""
    solutions = dataset.query(query.sparql)
    if not isinstance(solutions, ox.QuerySolutions):
        raise QueryError(f"{query.name} 不是 SELECT 查询。", f"{query.name} is no SELECT query.")
    columns = tuple(variable.value for variable in solutions.variables)
    prefixes = dataset.names.prefixes()
    return Result(columns, tuple(tuple(_plain(row[column], prefixes) for column in columns) for row in solutions))


def _plain(
    value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, prefixes: dict[str, str]
) -> str | int | float | bool | None:
    """Return a term as a value to show: numbers as numbers, IRIs as prefixed names."""
    if isinstance(value, ox.Literal):
        kind = value.datatype.value.rsplit("#", 1)[-1]
        if kind == "boolean":
            return value.value == "true"
        return NUMBERS[kind](value.value) if kind in NUMBERS else value.value
    if isinstance(value, ox.NamedNode):
        prefix = next((name for name, space in prefixes.items() if value.value.startswith(space)), None)
        return f"{prefix}:{value.value.removeprefix(prefixes[prefix])}" if prefix else value.value
    return None


# ---------------------------------------------------------------- as text


def as_csv(result: Result) -> str:
    """Return a result as CSV (RFC 4180, with the variable names as header)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(result.columns)
    writer.writerows([["" if value is None else _lexical(value) for value in row] for row in result.rows])
    return out.getvalue()


def as_json(result: Result) -> str:
    """Return a result as a JSON list of objects, one a row; unbound columns are null."""
    return (
        json.dumps([dict(zip(result.columns, row, strict=True)) for row in result.rows], ensure_ascii=False, indent=2)
        + "\n"
    )


def _lexical(value: str | float | bool) -> str:  # noqa: FBT001
    return str(value).lower() if isinstance(value, bool) else str(value)


def headings(query: SavedQuery, result: Result, language: Language) -> Iterator[str]:
    """Yield the heading of each column in words."""
    for column in result.columns:
        yield query.columns[column].in_language(language) if column in query.columns else column


FORMATS = {"csv": as_csv, "json": as_json}
