"""How fast a notice is read: milliseconds for the first notice, characters a second for a long text.

    python benchmarks/reading.py

Prints medians of several runs in one process. The long text is the first notice, its tasks repeated.
"""

import statistics
import time
from collections.abc import Callable

from xietong.graph.vocabulary import knowledge
from xietong.pipeline import default_sources
from xietong.reading import read
from xietong.reading.files import read_source

RUNS = 15
COPIES = 40


def median_seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median time of a piece of work, after one run that is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print the figures."""
    world, path = knowledge(), default_sources()[0]
    source = read_source(path)
    once = median_seconds(lambda: read(path.name, source, world))
    print(f"{path.name}: {once * 1000:.1f} ms for {len(source):,} characters")
    start, end = source.index("一、"), source.index("附件:")
    long_text = source[:start] + source[start:end] * COPIES + source[end:]
    many = median_seconds(lambda: read("long.txt", long_text, world), runs=3)
    print(f"{COPIES} copies: {len(long_text) / many:,.0f} characters a second ({many:.2f} s)")


if __name__ == "__main__":
    main()
