"""Queries that are not asked: those that would reach out of the graph, and those that would bring the server down.

Oxigraph's server follows SERVICE to any address. Whether a query holds one is found by parsing it; the letters may
stand in a string, an IRI, a comment or a name. And its parser calls itself for every bracket within a bracket and every
sign within an expression, until there is no room left and the process ends.
"""

import re

from pyparsing import ParseResults
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from xietong.errors import QueryError
from xietong.graph.endpoint import TOKEN

LONGEST = 30_000  # characters
DEEPEST = 60  # brackets within brackets
MOST_SIGNS = 2000  # + ! ^ | and others
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
WORD = re.compile("service", re.IGNORECASE)
OPENING, CLOSING = "([{", ")]}"
SIGN = re.compile(r"[+\-*/!^|&]")


def refuse(sparql: str) -> None:
    """Raise QueryError for a query that reaches out of the graph, or is longer or deeper than any that is meant.

    Codepoint escapes are decoded first, as SPARQL 1.1 (19.2) has it. A text without the letters of SERVICE holds none;
    one with them passes only if neither the grammar nor the tokens show it as a keyword.
    """
    text = decoded(sparql)
    _measure(text)
    if not WORD.search(text):
        return
    if any(token["word"] and token["word"].upper() == "SERVICE" for token in TOKEN.finditer(text)) or _parsed(text):
        raise QueryError(
            "查询含有 SERVICE：本端点不向其他服务器发送请求，请在自己的程序中分别查询。",
            "The query holds SERVICE: this endpoint asks no other server; ask each from your own program.",
        )


def _measure(text: str) -> None:
    """Raise QueryError for a query that is too long, too deep, or made of too many signs."""
    bare = TOKEN.sub(" ", text[: LONGEST + 1])  # without strings, IRIs, comments and names
    depth = deepest = 0
    for char in bare:
        depth += (char in OPENING) - (char in CLOSING)
        deepest = max(deepest, depth)
    for found, most, zh, en in (
        (len(text), LONGEST, "个字符", "characters"),
        (deepest, DEEPEST, "层括号", "brackets within each other"),
        (len(SIGN.findall(bare)), MOST_SIGNS, "个运算符号", "signs of operations"),
    ):
        if found > most:
            raise QueryError(
                f"查询超过 {most:,} {zh}；请拆成几个较小的查询。",
                f"The query has more than {most:,} {en}; ask several smaller ones.",
            )


def decoded(sparql: str) -> str:
    r"""Return a query with its codepoint escapes decoded.

    >>> decoded(r"\u0053ERVICE")
    'SERVICE'
    """

    def char(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number < 0x110000 else match[0]

    return ESCAPE.sub(char, sparql)


def _parsed(text: str) -> bool:
    """Tell whether the grammar finds a SERVICE pattern. Raises QueryError for what it cannot read."""
    try:
        tree = parseQuery(text)
    except (RecursionError, Exception) as error:  # its parser raises what its parts raise
        raise QueryError(
            f"查询含有 service 一词，而语法检查没有通过（{_brief(error)}）；请检查语法或避开该词。",
            f"The query holds the word service and does not pass the check of its grammar ({_brief(error)}); mend it "
            "or do without the word.",
        ) from error
    return _holds(tree)


def _brief(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _holds(tree: object) -> bool:
    """Tell whether a part of a parsed query is a SERVICE pattern."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, CompValue):
            if part.name == "ServiceGraphPattern":
                return True
            waiting += part.values()
        elif isinstance(part, list | tuple | ParseResults):
            waiting += list(part)
    return False
