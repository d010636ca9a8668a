"""What can be asked: the one thing that a Dataset and an Endpoint have in common."""

from typing import Protocol

import pyoxigraph as ox

from xietong.graph.terms import Names


class Asked(Protocol):
    """A graph that answers queries of SPARQL 1.1, here or on a server."""

    @property
    def names(self) -> Names:
        """The prefixes and the base of its IRIs."""

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        """Answer a query; raises an XietongError if it cannot."""
