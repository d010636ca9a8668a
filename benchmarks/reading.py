"""How fast a notice is read: milliseconds for the first notice, characters a second for a long text.

    pip install '.[benchmarks]'
    python benchmarks/reading.py

Prints medians of several runs in one process. The long text is the first notice, its tasks repeated. Beside it jieba's
tagger of words (jieba.posseg) goes over the same text in the same run: it is what a reader made with a Chinese
tokeniser would have to do first, and the ratio holds on any machine.
"""

import logging
import statistics
import time
from collections.abc import Callable

import jieba
import jieba.posseg

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
    jieba.setLogLevel(logging.WARNING)
    tagged = median_seconds(lambda: list(jieba.posseg.cut(long_text)), runs=1)
    ratio = tagged / many
    print(f"jieba.posseg: {len(long_text) / tagged:,.0f} characters a second; reading is {ratio:.1f} times as fast")


if __name__ == "__main__":
    main()
