"""The site of the documentation in a browser: it leads to the reader's language, and finds what she looks for."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import LAPTOP, PHONE


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A web server for files that says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the library
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Return the address of the site on a web server."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@contextmanager
def visited(
    browser: Browser, locale: str = "en", size: tuple[int, int] = LAPTOP, *, dark: bool = False
) -> Iterator[Page]:
    """Open a browser that speaks a language; what it complains of is an error."""
    context = browser.new_context(
        locale=locale,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
    )
    complaints: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh"), ("zh-TW", "zh"), ("en-GB", "en"), ("fr-FR", "en")])
def test_the_first_page_leads_to_the_readers_language(
    browser: Browser, address: str, locale: str, language: str
) -> None:
    with visited(browser, locale) as page:
        page.goto(address)
        page.wait_for_url(f"{address}{language}/index.html")


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("zh", "协同关系", "本体"),
        ("zh", "发改局", "预存问题"),
        ("zh", "graphml", "格式"),
        ("zh", "共同任务 sharedTask", "本体"),
        ("en", "coordination gaps", "Saved questions"),
        ("en", "发改局", "Saved questions"),
        ("en", "open_graph", "open_graph"),
    ],
)
def test_search_finds_words_of_both_languages(
    browser: Browser, address: str, language: str, words: str, found: str
) -> None:
    with visited(browser, language) as page:
        page.goto(f"{address}{language}/index.html")
        page.locator("input[name=q]").first.fill(words)
        page.keyboard.press("Enter")
        page.locator("ul.search li a", has_text=found).first.wait_for()


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("name", ["index", "reference/ontology", "reference/vocabularies", "reference/questions"])
def test_a_page_is_as_wide_as_its_screen(browser: Browser, address: str, name: str, size: tuple[int, int]) -> None:
    with visited(browser, size=size) as page:
        for language in ("zh", "en"):
            page.goto(f"{address}{language}/{name}.html")
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_diagram_is_readable_in_the_dark_and_leads_to_its_terms(browser: Browser, address: str) -> None:
    with visited(browser, "zh", dark=True) as page:
        page.goto(f"{address}zh/reference/ontology.html")
        diagram = page.locator("svg.diagram").first
        shown = [
            diagram.locator(part).first.evaluate("each => getComputedStyle(each).fill")
            for part in ("text", "[fill='#ffffff']")
        ]
        words, ground = (sum(map(int, colour[4:-1].split(","))) for colour in shown)
        assert words - ground > 300
        diagram.locator("a", has_text="planYear").last.click()
        assert page.url.endswith("#planYear")
