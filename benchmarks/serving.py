"""How much `xietong serve` bears: 32 clients, saved queries mixed with pages, on the first notice's graph.

    python -m benchmarks.serving [SECONDS]     # 60 by default; needs pip install rdflib-endpoint to compare with

Prints answers a second, median and 95th percentile, errors, and memory before and after; then the same while the
server behind is killed every two seconds; then the saved queries alone beside rdflib-endpoint over the same data. Ends
with status 1 if the first gave errors, or memory grew.
"""

import asyncio
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import psutil

from xietong.faces.site.frame import folder_of
from xietong.faces.site.known import known
from xietong.graph.asking import meant
from xietong.graph.dataset import Dataset
from xietong.graph.queries import saved_queries
from xietong.library import build
from xietong.pipeline import default_sources

CLIENTS, SEED = 32, 20160620
SETTLING = 20  # seconds
MOST_GROWTH = 1.2  # of memory under load
ACCEPT = "application/sparql-results+json, text/html;q=0.9"
Ask = tuple[str, str, dict[str, str]]  # method, path, form


def questions(dataset: Dataset) -> list[Ask]:
    """Return the saved queries with their examples, as an endpoint is asked."""
    found = []
    for query in saved_queries().values():
        question = meant(dataset, query.name, {each.name: each.example for each in query.parameters})
        found.append(("POST", "/sparql", {"query": question.sparql}))
    return found


def pages(dataset: Dataset) -> list[Ask]:
    """Return the pages of all things."""
    ids = known(dataset, dataset.store).ids()
    return [("GET", f"/{quote(folder_of(id_))}/index.html", {}) for id_ in ids]


async def once(address: str, asks: list[Ask]) -> None:
    """Let clients ask everything once, so that what the server keeps ready is there before its memory is looked at."""
    waiting = iter(asks)

    async def client() -> None:
        async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as http:
            for method, path, form in waiting:
                await http.request(method, path, data=form or None, headers={"Accept": ACCEPT})

    await asyncio.gather(*(client() for _ in range(CLIENTS)))


async def load(address: str, mix: list[Ask], seconds: float, name: str) -> bool:
    """Let clients ask what the mix holds for so many seconds; print what came of it, tell whether all was answered."""
    times: list[float] = []
    statuses: Counter[str] = Counter()
    end = time.perf_counter() + seconds

    async def client(number: int) -> None:
        draw = random.Random(SEED + number)  # noqa: S311 - no secret
        async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as http:
            while (begin := time.perf_counter()) < end:
                method, path, form = draw.choice(mix)
                try:
                    reply = await http.request(method, path, data=form or None, headers={"Accept": ACCEPT})
                    statuses[str(reply.status_code)] += 1
                except httpx.HTTPError as error:
                    statuses[type(error).__name__] += 1
                times.append(time.perf_counter() - begin)

    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    errors = {status: number for status, number in statuses.items() if status != "200"}
    p95 = statistics.quantiles(times, n=20)[18]
    print(
        f"{name}: {len(times) / seconds:,.0f} answers/s, median {1000 * statistics.median(times):.0f} ms,"
        f" p95 {1000 * p95:.0f} ms, {len(times):,} asked, errors: {errors or 'none'}",
        flush=True,
    )
    return not errors


@contextmanager
def serving(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """Run a server."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:  # it is still at what nobody waits for
            process.kill()
            process.wait()


def memory(process: subprocess.Popen[str]) -> float:
    """Return the memory of a server and its children, in MB."""
    parent = psutil.Process(process.pid)
    return sum(each.memory_info().rss for each in (parent, *parent.children())) / 1e6


async def killing(process: subprocess.Popen[str], seconds: float) -> int:
    """Kill the server behind every two seconds; return how many times."""
    number = 0
    end = time.perf_counter() + seconds
    while time.perf_counter() + 2 < end:
        await asyncio.sleep(2)
        for child in psutil.Process(process.pid).children():
            child.kill()
            number += 1
    return number


def ours(graph: Path, asked: list[Ask], seen: list[Ask], seconds: float) -> bool:
    """Measure our server; tell whether it answered all and kept to its memory."""
    program = str(Path(sys.executable).with_name("xietong"))
    with serving([program, "serve", "--graph", str(graph), "--port", "0"]) as process:
        assert process.stdout is not None
        address = re.search(r"http://[^/]+", process.stdout.readline())
        assert address is not None
        mix = asked * (len(seen) // len(asked)) + seen  # as many questions as pages
        asyncio.run(once(address[0], asked + seen))
        asyncio.run(load(address[0], mix, SETTLING, "until memory has settled"))  # Oxigraph's allocator grows at first
        before = memory(process)
        whole = asyncio.run(load(address[0], mix, seconds, "queries and pages"))
        after = memory(process)
        print(f"memory: {before:.0f} MB before, {after:.0f} MB after", flush=True)

        async def killed() -> None:
            number, _ = await asyncio.gather(killing(process, 20), load(address[0], mix, 20, "while it is killed"))
            print(f"killed {number} times")

        asyncio.run(killed())
        asyncio.run(load(address[0], asked, min(seconds, 20), "xietong serve, queries alone"))
        return whole and after <= MOST_GROWTH * before


def theirs(graph: Path, asked: list[Ask], seconds: float) -> None:
    """Measure rdflib-endpoint, if it is installed."""
    program = Path(sys.executable).with_name("rdflib-endpoint")
    if not program.is_file():
        print("rdflib-endpoint is not installed; nothing to compare with")
        return
    with serving([str(program), "serve", "--host", "127.0.0.1", "--port", "8931", str(graph)]):
        address = "http://127.0.0.1:8931"
        for _ in range(600):
            try:
                httpx.get(f"{address}/", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        mix = [("POST", "/", form) for _, __, form in asked]
        asyncio.run(load(address, mix, min(seconds, 20), "rdflib-endpoint, queries alone"))


def main() -> int:
    """Measure both; return 1 if our server gave errors under load alone, or its memory grew."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    folder = Path(tempfile.mkdtemp())
    try:
        dataset = build(default_sources())
        (folder / "graph.nq").write_bytes(dataset.nquads())
        (folder / "graph.nt").write_bytes(
            b"".join(f"{triple} .\n".encode() for triple in sorted(map(str, dataset.triples())))
        )
        asked = questions(dataset)
        good = ours(folder / "graph.nq", asked, pages(dataset), seconds)
        theirs(folder / "graph.nt", asked, seconds)
    finally:
        shutil.rmtree(folder)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
