"""Saved queries: ``queries/*.rq`` with their metadata, run and shown.

A query file is plain SPARQL 1.1 that any tool can run. Lines that begin with ``#+`` carry its
metadata as YAML (the convention of grlc): ``summary`` and ``description`` in zh and en, ``tags``,
``columns``, the meaning of each column in zh and en in the order of the query (its ``type`` where it holds codes), and
``parameters``. ``chart`` names the column of names and the column of numbers that make a chart. A parameter is a
variable that stays free (the answer is for all) until it is bound: the comment ``# bind ?agency`` marks where its value
joins, and :func:`bound` puts a VALUES clause there, with the term as pyoxigraph serialises it. One that is ``required``
has to be given, because the answer for all would be too long to wait for; the description says so. The same text runs
on the embedded store and on any endpoint.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from xietong.errors import QueryError
from xietong.graph.asked import Asked, answering
from xietong.graph.terms import Names
from xietong.resources import data_folder
from xietong.words import Words

Row = tuple[str | int | float | bool | None, ...]
NUMBERS = {"integer": int, "decimal": float, "double": float, "nonNegativeInteger": int, "gYear": int}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a saved query that a person may bind."""

    name: str
    words: Words
    type: str  # a key of lookup.CLASSES, or text, number, date, concept:SCHEME
    example: str
    default: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question with its name, its words and its SPARQL."""

    name: str
    summary: Words
    description: Words
    tags: tuple[str, ...]
    columns: dict[str, Words]
    sparql: str
    parameters: tuple[Parameter, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)  # column -> of what its codes are: concept:SCHEME, level
    chart: tuple[str, str] | None = None  # the columns of names and of numbers that make a chart
    look: Mapping[str, Any] = field(default_factory=dict)  # of a view: how it is drawn


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
        known = [path.stem for path in sorted(data_folder("queries").glob("*.rq"))]
        near = difflib.get_close_matches(name, known, n=5, cutoff=0.3)
        raise QueryError(
            f"没有名为 {name[:60]} 的查询；"
            + (f"相近的有：{'、'.join(near)}；" if near else "")
            + f"可用的有：{' '.join(known)}。",
            f"There is no saved query {name[:60]}; "
            + (f"near are: {', '.join(near)}; " if near else "")
            + f"there are: {' '.join(known)}.",
        )
    return load_query(path)


def load_query(path: Path) -> SavedQuery:
    """Read a query file. Raises QueryError if its header is missing or incomplete."""
    return _query(path.name, path.read_text(encoding="utf-8"))


@lru_cache(maxsize=256)
def _query(file: str, sparql: str) -> SavedQuery:
    """Return what a query file of a name says; reading its YAML takes longer than most queries."""
    header = "\n".join(line[2:].removeprefix(" ") for line in sparql.splitlines() if line.startswith("#+"))
    try:
        about: dict[str, Any] = yaml.safe_load(header)
        return SavedQuery(
            file.removesuffix(".rq"),
            _words(about["summary"]),
            _words(about["description"]),
            tuple(about["tags"]),
            {column: _words(words) for column, words in about["columns"].items()},
            sparql,
            tuple(_parameter(variable, said) for variable, said in (about.get("parameters") or {}).items()),
            {column: str(said["type"]) for column, said in about["columns"].items() if "type" in said},
            _chart(about),
            dict(about.get("look") or {}),
        )
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise QueryError(
            f"{file}：#+ 元数据不完整（{error}）；需要 summary、description、tags、columns，均含 zh 与 en。",
            f"{file}: the #+ metadata is incomplete ({error}); it needs summary, description, tags, columns.",
        ) from error


def _parameter(name: str, said: dict[str, Any]) -> Parameter:
    default = said.get("default")
    return Parameter(
        name,
        _words(said),
        str(said["type"]),
        str(said["example"]),
        str(default) if default is not None else None,
        bool(said.get("required")),
    )


def _chart(about: dict[str, Any]) -> tuple[str, str] | None:
    """Return the columns of a chart; raises KeyError for what is no column."""
    if "chart" not in about:
        return None
    name, number = about["chart"]
    if unknown := {name, number} - set(about["columns"]):
        raise KeyError(*unknown)
    return name, number


def _words(value: dict[str, str]) -> Words:
    return Words(str(value["zh"]), str(value["en"]))


def bound(query: SavedQuery, values: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
    """Return the SPARQL of a saved query with terms bound to some of its parameters.

    Raises QueryError for a name that is no parameter of the query, and for a text that no query can hold.
    """
    known = [parameter.name for parameter in query.parameters]
    sparql = query.sparql
    for name, value in values.items():
        if name not in known:
            there = "、".join(known) or "—"
            raise QueryError(
                f"查询 {query.name} 没有参数 {name[:40]}；可用的有：{there}。",
                f"The query {query.name} has no parameter {name[:40]}; there are: {there}.",
            )
        try:
            clause = f"VALUES ?{name} {{ {value} }}"
            clause.encode()
        except UnicodeError as error:
            raise QueryError(
                f"参数 {name} 的文字不是合法的 Unicode。", f"The text for {name} is no valid Unicode."
            ) from error
        lines = sparql.split("\n")
        sparql = "\n".join(clause if line.strip() == f"# bind ?{name}" else line for line in lines)
    return sparql


def run(query: SavedQuery, asked: Asked, sparql: str | None = None) -> Result:
    """Run a saved query on a dataset or an endpoint; ``sparql`` is its text with parameters bound."""
    solutions = asked.query(sparql or query.sparql)
    if not isinstance(solutions, ox.QuerySolutions):
        raise QueryError(f"{query.name} 不是 SELECT 查询。", f"{query.name} is no SELECT query.")
    return table_of(solutions, asked.names)


def table_of(solutions: ox.QuerySolutions, names: Names) -> Result:
    """Return solutions as a table of plain values."""
    columns = tuple(variable.value for variable in solutions.variables)
    prefixes = names.prefixes()
    with answering():
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
