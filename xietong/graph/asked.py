"""What can be asked: the one thing that a Dataset and an Endpoint have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import pyoxigraph as ox

from xietong.errors import QueryError
from xietong.graph.terms import Names

Row = dict[str, str]


class Asked(Protocol):
    """A graph that answers queries of SPARQL 1.1, here or on a server."""

    @property
    def names(self) -> Names:
        """The prefixes and the base of its IRIs."""

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        """Answer a query; raises an XietongError if it cannot."""


@contextmanager
def answering() -> Iterator[None]:
    """Raise QueryError for what stops the engine while it answers: a SERVICE that it does not reach, above all.

    It works out an answer row by row, so what goes wrong does so where the rows are taken and not where they are asked.
    """
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(
            f"查询没有得到回答：{error}；如果其中有 SERVICE，请检查它的地址。",
            f"The query was not answered: {error}; if it holds SERVICE, check the address.",
        ) from error


def rows(asked: Asked, sparql: str) -> list[Row]:
    """Run a SELECT query; return its rows as column -> the value's lexical form or IRI, unbound ones left out."""
    solutions = asked.query(sparql)
    if not isinstance(solutions, ox.QuerySolutions):
        raise QueryError("这里需要 SELECT 查询。", "A SELECT query is needed here.")
    columns = [variable.value for variable in solutions.variables]
    with answering():
        return [
            {
                column: value.value
                for column in columns
                if (value := row[column]) is not None and not isinstance(value, ox.Triple)
            }
            for row in solutions
        ]
