"""How fast the saved questions are answered.

    python -m benchmarks.queries         # the first notice: our store, rdflib's engine on the same graph
    python -m benchmarks.queries 1000    # and a graph of so many notices, made with a fixed seed

Each question is asked as a person asks it: of all (unless it needs to be told of what), and with its parameters bound,
on the first notice to their examples, on the many to what these are there. Printed are medians in milliseconds of the
processor, which others on the machine do not lengthen, with a mark where an answer takes longer than it may. A question
that finds nothing in the graph of the many measures nothing: the run ends with status 1.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator

import pyoxigraph as ox
import rdflib

from benchmarks.many import Move, cities, many, move
from xietong.graph.asking import Answer, Question, ask, opening
from xietong.graph.dataset import Dataset
from xietong.graph.lookup import CLASSES
from xietong.graph.queries import bound, saved_queries
from xietong.graph.vocabulary import knowledge
from xietong.pipeline import default_sources
from xietong.reading import read_curated

RUNS = 7
SOON = 20.0  # milliseconds that a question may take on the first notice, asked of its examples
PATIENCE = 10_000.0  # and on the large graph
MOST_TRIED = 1000  # things
HOME = "441200"  # the city of the first notice
Term = ox.NamedNode | ox.Literal


def milliseconds(work: Callable[[], object], runs: int) -> float:
    """Return the median time of the processor for a piece of work."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1000 * statistics.median(times)


def first_notice() -> Dataset:
    """Return the graph of the first notice."""
    return Dataset.of_notices(read_curated(path, knowledge()) for path in default_sources())


def asked(dataset: Dataset) -> list[Answer]:
    """Return each saved question with its parameters bound to their examples."""
    return [
        ask(dataset, query.name, {parameter.name: parameter.example for parameter in query.parameters})
        for query in saved_queries().values()
    ]


def of_all(dataset: Dataset, name: str) -> Question | None:
    """Return what a question asks of all, as ``xietong query NAME`` does; None if it needs to be told of what."""
    needs = any(parameter.required for parameter in saved_queries()[name].parameters)
    return None if needs else opening(dataset, name)[0]


def rows(dataset: Dataset, sparql: str) -> int:
    """Run a query to its end."""
    found = dataset.query(sparql)
    return sum(1 for _ in found) if isinstance(found, ox.QuerySolutions) else 0


# ---------------------------------------------------------------- the first notice


def first(dataset: Dataset) -> None:
    """Print both engines on the first notice."""
    plain = dataset.as_rdflib()
    print(f"{'first notice':28}{'ms':>9}{'rows':>7}{'rdflib ms':>12}{'ratio':>8}{'of all ms':>12}{'rows':>7}")
    for answer in asked(dataset):
        terms = {name: _rdflib(value) for name, value in answer.values.items()}
        ours = milliseconds(lambda sparql=answer.sparql: rows(dataset, sparql), RUNS)  # type: ignore[misc]
        query = answer.query.sparql
        theirs = milliseconds(lambda text=query, known=terms: len(list(plain.query(text, initBindings=known))), 1)  # type: ignore[misc]
        line = f"{answer.query.name:28}{ours:9.1f}{len(answer.result.rows):7}{theirs:12.1f}{theirs / ours:8.0f}"
        free = of_all(dataset, answer.query.name)
        if free is None:
            line += f"{'—':>12}{'—':>7}"
        else:
            line += f"{milliseconds(lambda sparql=free.sparql: rows(dataset, sparql), RUNS):12.1f}"  # type: ignore[misc]
            line += f"{rows(dataset, free.sparql):7}"
        print(line + ("   over 20 ms" if ours > SOON else ""), flush=True)


def _rdflib(term: Term) -> rdflib.term.Identifier:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))


# ---------------------------------------------------------------- many notices


def there(dataset: Dataset, answer: Answer) -> str | None:
    """Return a question about the first notice as it has an answer in another graph, None if it has none."""
    for values in _elsewhere(dataset, answer):
        sparql = bound(answer.query, values)
        if rows(dataset, sparql):
            return sparql
    return None


def _elsewhere(dataset: Dataset, answer: Answer) -> Iterator[dict[str, Term]]:
    """Yield what parameters may be elsewhere: the same of each city, numbers halved; then any thing of the kind."""
    for number, city in enumerate(cities()):
        way = move(HOME, city)
        names = Move(way.words | way.codes, {})
        yield {name: _moved(value, names, number) for name, value in answer.values.items()}
    (parameter, *others) = answer.query.parameters
    classes = " ".join(dict.fromkeys(name for kind in parameter.type.split("|") for name in CLASSES.get(kind, ())))
    if classes and not others:
        for row in dataset.rows(
            f"SELECT ?thing {{ VALUES ?class {{ {classes} }} ?thing a ?class }} LIMIT {MOST_TRIED}"
        ):
            yield {parameter.name: ox.NamedNode(row["thing"])}


def _moved(value: Term, names: Move, times: int) -> Term:
    """Return a term of the first notice as it is in another city; a number is halved so many times."""
    if isinstance(value, ox.NamedNode):
        return ox.NamedNode(names.said(value.value))
    if value.datatype.value.endswith("#integer"):
        return ox.Literal(int(value.value) >> times)
    return value


def large(dataset: Dataset, answers: list[Answer]) -> list[str]:
    """Print each question of the graph of many notices; return those that find nothing."""
    print(f"{'':28}{'of all':>12}{'rows':>9}{'of one city':>14}{'rows':>9}")
    empty = []
    for answer in answers:
        name, line = answer.query.name, ""
        free = of_all(dataset, name)
        one = there(dataset, answer) if answer.values else None
        times = []
        for sparql, width in ((free.sparql if free else None, 12), (one, 14)):
            if sparql is None:
                line += f"{'—':>{width}}{'—':>9}"
                continue
            times.append(milliseconds(lambda text=sparql: rows(dataset, text), 1))  # type: ignore[misc]
            number = rows(dataset, sparql)
            line += f"{times[-1]:{width - 3}.0f} ms{number:9}"
            if not number:
                empty.append(name)
        if answer.values and one is None:
            empty.append(name)
        print(f"{name:28}{line}" + ("   over ten seconds" if max(times, default=0) > PATIENCE else ""), flush=True)
    return empty


def main() -> int:
    """Print all; return the exit status."""
    small = first_notice()
    first(small)
    if len(sys.argv) == 1:
        return 0
    start = time.perf_counter()
    dataset = many(int(sys.argv[1]))
    made = time.perf_counter() - start
    print(f"\n{sys.argv[1]} notices, {len(dataset.store):,} quads, made in {made:.0f} s")
    empty = large(dataset, asked(small))
    if empty:
        print(f"no answer: {' '.join(empty)}")
    return 1 if empty else 0


if __name__ == "__main__":
    sys.exit(main())
