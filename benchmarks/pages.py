"""How fast network pages are made, and how fast a browser opens them.

    python -m benchmarks.pages       # needs what the tests need: Playwright and a browser

Prints seconds and sizes for the first notice, for 50 notices made with a fixed seed, and for one network of 2,000
bodies and 20,000 lines: the time until the page is drawn, the median time of a drawing, and of a filter.
"""

import random
import shutil
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.many import SEED, many
from xietong.faces.layout import Box
from xietong.faces.panel import Fact, Thing, Told, told
from xietong.faces.parts import Line
from xietong.faces.sheet import page
from xietong.faces.views import Picture, picture, sights_of, views
from xietong.graph.dataset import Dataset
from xietong.graph.terms import Names
from xietong.graph.vocabulary import knowledge
from xietong.pipeline import default_sources
from xietong.reading import read_curated

BODIES, LINES, TASKS = 2_000, 20_000, 3_000
DRAWN = "() => new Promise(done => { network.once('afterDrawing', () => done()); network.redraw(); })"
REDRAWN = "() => { const from = performance.now(); network.redraw(); return performance.now() - from; }"
FILTERED = "() => { const from = performance.now(); step({least: 2}); return performance.now() - from; }"


def pages(name: str, dataset: Dataset, folder: Path) -> None:
    """Make all pages of a graph; print how long that takes and how large they are."""
    start = time.perf_counter()
    said = told(dataset)
    made = {each: page(picture(dataset, said, view), dataset.names, "zh").encode() for each, view in views().items()}
    seconds = time.perf_counter() - start
    largest = max(map(len, made.values()))
    print(f"{name}: {len(made)} pages in {seconds:.1f} s, the largest {largest / 1e6:.2f} MB")
    for each, html in made.items():
        (folder / f"{name}-{each}.html").write_bytes(html)


def large() -> Picture:
    """Return an invented network as large as a page is meant to bear."""
    draw = random.Random(SEED)  # noqa: S311 - no secret
    bodies = [f"agency/市第{number}局" for number in range(BODIES)]
    tasks = [f"notice/x/task/{number}" for number in range(TASKS)]
    said = Told({each: Thing(id=each, kind="prefecture", name=each.rpartition("/")[2]) for each in bodies})
    said.things |= {each: Thing(id=each, kind="task", name=each, number=number) for number, each in enumerate(tasks)}
    lines: dict[tuple[str, str], Line] = {}
    while len(lines) < LINES:
        one, other = bodies[int(draw.random() ** 2 * BODIES)], draw.choice(bodies)
        if one < other and (one, other) not in lines:
            shared = tuple(draw.sample(tasks, draw.choice((1, 1, 1, 2, 3))))
            lines[one, other] = Line(one, "xt:coordinatesWith", other, len(shared), shared)
            said.facts += [Fact(task, "role:responsible", body) for task in shared for body in (one, other)]
    boxes = {each: Box(8, said.things[each].name) for each in bodies}
    found = Picture(views()["coordination"], said, tuple(lines.values()), {}, boxes)
    return replace(found, sights=sights_of(found))


def opened(browser: Browser, path: Path) -> None:
    """Open a page; print how long it takes until it is drawn, and how long a drawing and a filter take."""
    sheet = browser.new_page(viewport={"width": 1280, "height": 720})
    start = time.perf_counter()
    sheet.goto(path.as_uri())
    sheet.evaluate(DRAWN)
    seconds = time.perf_counter() - start
    drawing = statistics.median(sheet.evaluate(REDRAWN) for _ in range(9))
    filtering = sheet.evaluate(FILTERED)
    dots, lines = sheet.evaluate("[onPage.size, lines.length]")
    print(
        f"{path.stem}: {dots:,} dots, {lines:,} lines: open in {seconds:.2f} s,"
        f" drawn in {drawing:.0f} ms, filtered in {filtering:.0f} ms"
    )
    sheet.close()


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages("first", Dataset.of_notices([read_curated(default_sources()[0], knowledge())]), folder)
        pages("fifty", many(50), folder)
        start = time.perf_counter()
        (folder / "large.html").write_text(page(large(), Names(), "zh"), encoding="utf-8")
        print(f"large: made in {time.perf_counter() - start:.1f} s")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for path in sorted(folder.glob("*.html")):
                opened(browser, path)
            browser.close()


if __name__ == "__main__":
    main()
