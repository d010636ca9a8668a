"""How fast the saved questions are answered.

    python -m benchmarks.queries         # the first notice: our store, rdflib's engine on the same graph
    python -m benchmarks.queries 1000    # and a graph of so many notices, made with a fixed seed

Each question is asked as a person asks it: with its parameters bound to their examples, where it has any. Printed are
medians in milliseconds and the ratio of the two engines in the same run.
"""

import statistics
import sys
import time
from collections.abc import Callable

import pyoxigraph as ox
import rdflib

from benchmarks.many import many
from xietong.graph.asking import Answer, ask
from xietong.graph.dataset import Dataset
from xietong.graph.queries import saved_queries
from xietong.graph.vocabulary import knowledge
from xietong.pipeline import default_sources
from xietong.reading import read_curated

RUNS = 7
PATIENCE = 10.0  # seconds that a question may take on the large graph


def milliseconds(work: Callable[[], object], runs: int) -> float:
    """Return the median time of a piece of work."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def asked(dataset: Dataset) -> list[Answer]:
    """Return each saved question with its parameters bound to their examples."""
    return [
        ask(dataset, query.name, {parameter.name: parameter.example for parameter in query.parameters})
        for query in saved_queries().values()
    ]


def rows(dataset: Dataset, sparql: str) -> int:
    """Run a query to its end."""
    found = dataset.query(sparql)
    return sum(1 for _ in found) if isinstance(found, ox.QuerySolutions) else 0


def first() -> None:
    """Print both engines on the first notice."""
    dataset = Dataset.of_notices(read_curated(path, knowledge()) for path in default_sources())
    plain = dataset.as_rdflib()
    print(f"{'first notice':28}{'ms':>9}{'rdflib ms':>12}{'ratio':>8}{'rows':>7}")
    for answer in asked(dataset):
        terms = {name: _rdflib(value) for name, value in answer.values.items()}
        ours = milliseconds(lambda sparql=answer.sparql: rows(dataset, sparql), RUNS)  # type: ignore[misc]
        query = answer.query.sparql
        theirs = milliseconds(lambda text=query, known=terms: len(list(plain.query(text, initBindings=known))), 1)  # type: ignore[misc]
        print(f"{answer.query.name:28}{ours:9.1f}{theirs:12.1f}{theirs / ours:8.0f}{len(answer.result.rows):7}")


def _rdflib(term: ox.NamedNode | ox.Literal) -> rdflib.term.Identifier:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))


def large(count: int) -> None:
    """Print each question on the graph of many notices, those without an example's answer asked of all."""
    start = time.perf_counter()
    dataset = many(count)
    print(f"\n{count} notices, {len(dataset.store):,} quads, made in {time.perf_counter() - start:.0f} s")
    small = Dataset.of_notices(read_curated(path, knowledge()) for path in default_sources())
    for answer in asked(small):
        spent = milliseconds(lambda sparql=answer.sparql: rows(dataset, sparql), 1)  # type: ignore[misc]
        slow = "   over ten seconds" if spent > 1000 * PATIENCE else ""
        print(f"{answer.query.name:28}{spent:9.0f} ms{rows(dataset, answer.sparql):8} rows{slow}")


if __name__ == "__main__":
    first()
    if len(sys.argv) > 1:
        large(int(sys.argv[1]))
