"""What is wrong with a query, where, and what was perhaps meant: xt:responsibleAgncy -> xt:responsibleAgency."""

import difflib
import re
from collections.abc import Iterator
from functools import lru_cache

import pyoxigraph as ox

from xietong.errors import QueryError
from xietong.graph.terms import ONTOLOGY
from xietong.resources import data_folder
from xietong.words import Words

# what is no name: comments, strings, and IRIs that stand in full
TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)|(?P<string>\"\"\".*?\"\"\"|'''.*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
    r"""|<(?P<iri>[^<>"{}|^`\\\s]*)>|(?P<prefix>[A-Za-z][\w-]*)?:(?P<local>[\w·][\w·-]*)?""",
    re.DOTALL,
)
DECLARED = re.compile(r"\bPREFIX\s+(?P<prefix>[A-Za-z][\w-]*)?:\s*<(?P<space>[^<>\s]*)>", re.IGNORECASE)
POSITION = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<rest>.*)", re.DOTALL)
LONGEST_LINE = 80  # characters of a query that a message shows
MOST_TOKENS = 5  # of those that a message says could stand at a place
TELLING = (
    *("}", ")", "{", "(", ".", ";", ",", "?", '"', "'", "<", "BY", "AS", "SELECT", "ASK", "CONSTRUCT", "DESCRIBE"),
    *("WHERE", "FROM", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "OPTIONAL", "UNION", "FILTER", "BIND"),
)
RANGES = re.compile(r"\[[^\[\]\"]*\]")  # ['0'..='9']
EXPECTED = re.compile(r'"(?P<sign>[^"\\\s]{1,3})"|\b(?P<word>[A-Z]{2,})\b')
# what the parser says where no sign is missing
REASONS = {
    "The SELECT contains a variable that is unbound": Words(
        "SELECT 中有变量既不在 GROUP BY 中，也没有用 COUNT、MIN 等汇总",
        "SELECT has a variable that is neither in GROUP BY nor counted or summed up",
    ),
    "IRI parsing failed": Words("这里的 IRI 不合法", "this is no valid IRI"),
}


def check_terms(sparql: str, prefixes: dict[str, str]) -> None:
    """Check that the terms of the ontology which a query uses exist; ``prefixes`` hold where it declares none.

    Raises QueryError with line, column and the nearest term for the first that does not.
    """
    spaces = prefixes | {match["prefix"] or "": match["space"] for match in DECLARED.finditer(sparql)}
    for at, written, iri in _names(sparql, spaces):
        term = iri.removeprefix(ONTOLOGY)
        if term == iri or not term or term in terms():
            continue
        near = difflib.get_close_matches(term, terms(), n=1, cutoff=0.6)
        meant = written.removesuffix(term) + near[0] if near and written.endswith(term) else "".join(near)
        line, column = _position(sparql, at)
        raise QueryError(
            f"查询第 {line} 行第 {column} 列：本体中没有 {written}" + (f"，是否指 {meant}？" if meant else "。"),
            f"Line {line}, column {column} of the query: the ontology has no {written}"
            + (f"; did you mean {meant}?" if meant else "."),
        )


def syntax_mistake(sparql: str, error: SyntaxError, prefixes: dict[str, str]) -> QueryError:
    """Return the error that tells where a query does not parse, and shows the line."""
    spaces = prefixes | {match["prefix"] or "": match["space"] for match in DECLARED.finditer(sparql)}
    for match in TOKEN.finditer(sparql):
        prefix = match["prefix"]
        if prefix is not None and prefix not in spaces and not DECLARED.match(sparql, max(0, match.start() - 7)):
            line, column = _position(sparql, match.start())
            near = difflib.get_close_matches(prefix, spaces, n=1)
            hint_zh, hint_en = (f"，是否指 {near[0]}:？", f"; did you mean {near[0]}:?") if near else ("。", ".")
            return QueryError(
                f"查询第 {line} 行第 {column} 列：前缀 {prefix}: 没有声明{hint_zh}",
                f"Line {line}, column {column} of the query: the prefix {prefix}: is not declared{hint_en}",
            )
    place = POSITION.search(str(error))
    if place is None:
        return QueryError(f"查询语句有误：{error}。", f"The query does not parse: {error}.")
    line, column = int(place["line"]), int(place["column"])
    lines = sparql.splitlines()
    shown = lines[line - 1].strip()[:LONGEST_LINE] if line <= len(lines) else ""
    wanted = _wanted(place["rest"])
    return QueryError(
        f"查询第 {line} 行第 {column} 列有误，在“{shown}”处：{wanted.zh}；请改正后重试。",
        f"Line {line}, column {column} of the query does not parse, at “{shown}”: {wanted.en}; mend it and try again.",
    )


def _wanted(said: str) -> Words:
    """Return what the parser missed, in words: a reason that it gives, else at most five signs that could stand there.

    Its list goes by characters (['0'..='9']) and by what it happened to try; of it we show what a person would write.
    """
    for reason, words in REASONS.items():
        if reason in said:
            return words
    said = RANGES.sub("", said)
    there = {match["sign"] or match["word"] for match in EXPECTED.finditer(said)}
    if there == {"CONSTRUCT"}:  # the last of the forms that it tried
        there |= {"SELECT", "ASK", "DESCRIBE"}
    shown = " ".join([token for token in TELLING if token in there][:MOST_TOKENS])
    if not shown:
        return Words("此处缺少内容或无法理解", "something is missing here, or cannot be read")
    return Words(f"此处可以是 {shown}", f"here could be {shown}")


@lru_cache(maxsize=1)
def terms() -> frozenset[str]:
    """Return the local names of the terms of the ontology."""
    path = data_folder("ontology") / "xietong.ttl"
    subjects = {quad.subject for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)}
    named = [node.value for node in subjects if isinstance(node, ox.NamedNode)]
    return frozenset(iri.removeprefix(ONTOLOGY) for iri in named if iri.startswith(ONTOLOGY))


def _names(sparql: str, spaces: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    """Yield the names in a query outside strings and comments: where, as written, as IRI."""
    for match in TOKEN.finditer(sparql):
        if match["iri"] is not None:
            yield match.start(), f"<{match['iri']}>", match["iri"]
        elif match["local"] and (match["prefix"] or "") in spaces:
            yield match.start(), match.group(), spaces[match["prefix"] or ""] + match["local"]


def _position(sparql: str, at: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1."""
    return sparql.count("\n", 0, at) + 1, at - sparql.rfind("\n", 0, at)
