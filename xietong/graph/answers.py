"""An answer as a file: CSV, JSON, Markdown; and the sidecar by which a result can be cited and asked again."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from xietong.graph.asking import Answer
from xietong.graph.queries import Result, SavedQuery
from xietong.words import Language

NUMERIC = (int, float)


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


def as_markdown(result: Result) -> str:
    """Return a result as a table of GitHub's Markdown; what would break a cell is escaped."""
    lines = [result.columns, ["---"] * len(result.columns)]
    lines += [["" if value is None else _cell(_lexical(value)) for value in row] for row in result.rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "\\`")
    return " ".join(escaped.split())


def _lexical(value: str | float | bool) -> str:  # noqa: FBT001
    return str(value).lower() if isinstance(value, bool) else str(value)


def headings(query: SavedQuery, result: Result, language: Language) -> Iterator[str]:
    """Yield the heading of each column in words."""
    for column in result.columns:
        yield query.columns[column].in_language(language) if column in query.columns else column


FORMATS = {"csv": as_csv, "json": as_json, "markdown": as_markdown}


# ---------------------------------------------------------------- the sidecar


def graph_of(name: str, sha256: str) -> dict[str, str]:
    """Return what a sidecar says of the graph that was asked: the name of its file, and its SHA-256."""
    return {"dc:identifier": name, "sha256": sha256}


def file_of(graph: Path) -> dict[str, str]:
    """Return the same of a file."""
    with graph.open("rb") as file:
        return graph_of(graph.name, hashlib.file_digest(file, "sha256").hexdigest())


def csvw(answer: Answer, url: str, source: Mapping[str, str]) -> str:
    """Return the metadata of a CSV file of an answer (W3C CSV on the Web): columns in words, and how it was asked.

    ``url`` is the name of the CSV file; ``source`` what was asked: see :func:`graph_of`, or the address of a server.
    """
    query = answer.query
    titles = {
        "dc:title": {"zh": query.summary.zh, "en": query.summary.en},
        "dc:description": {"zh": query.description.zh, "en": query.description.en},
    }
    asked = {
        "name": query.name,
        "parameters": {name: str(value) for name, value in answer.values.items()},
        "sparql": answer.sparql,
    }
    columns = {name: {"titles": {"zh": words.zh, "en": words.en}} for name, words in query.columns.items()}
    return _sidecar(answer.result, url, source, asked, titles, columns)


def free_csvw(sparql: str, result: Result, url: str, source: Mapping[str, str]) -> str:
    """Return the same of the answer to a query that is not saved: its columns are called as its variables."""
    return _sidecar(result, url, source, {"sparql": sparql}, {}, {})


def _sidecar(
    result: Result,
    url: str,
    source: Mapping[str, str],
    query: Mapping[str, Any],
    titles: Mapping[str, Any],
    columns: Mapping[str, Mapping[str, Any]],
) -> str:
    about = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "url": url,
        **titles,
        "dc:source": source,
        "query": query,
        "tableSchema": {
            "columns": [
                {"name": name, **columns.get(name, {}), "datatype": _datatype(result, at)}
                for at, name in enumerate(result.columns)
            ]
        },
    }
    return json.dumps(about, ensure_ascii=False, indent=2) + "\n"


def _datatype(result: Result, at: int) -> str:
    """Return the datatype of a column: that of all its values."""
    values = [row[at] for row in result.rows if row[at] is not None]
    if values and all(isinstance(value, bool) for value in values):
        return "boolean"
    if values and all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        return "integer"
    return "decimal" if values and all(isinstance(value, NUMERIC) for value in values) else "string"
