"""Pages of ours in a real browser, from a file and without any network."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")  # Debian's; None is Playwright's own
LAPTOP, PHONE = (1280, 720), (390, 844)
WAIT = 10_000  # milliseconds, at most


@dataclass
class Opened:
    """A page in the browser, with what it said and asked for."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def ask(self, script: str, argument: object = None) -> Any:
        """Return what a script in the page returns."""
        return self.page.evaluate(script, argument)

    @property
    def panel(self) -> str:
        """What the panel of facts shows; nothing if it is closed."""
        panel = self.page.locator("#panel")
        return panel.inner_text() if panel.is_visible() else ""


@contextmanager
def launched() -> Iterator[Browser]:
    """Run headless Chromium: Debian's, else Playwright's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser, file: Path, size: tuple[int, int] = LAPTOP, *, dark: bool = False, at: str = ""
) -> Iterator[Opened]:
    """Open a file; ``at`` is the part of its address after #. All that the page says and asks for is noted."""
    context = browser.new_context(
        offline=True,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        has_touch=size == PHONE,
    )
    context.set_default_timeout(WAIT)
    result = Opened(context.new_page(), file.as_uri())
    result.page.on("console", lambda said: result.complaints.append(f"{said.type}: {said.text}"))
    result.page.on("pageerror", lambda error: result.complaints.append(str(error)))
    result.page.on("dialog", lambda dialog: result.complaints.append(dialog.message))
    result.page.on("request", lambda request: result.requests.append(request.url))
    result.page.goto(result.address + at)
    try:
        yield result
    finally:
        context.close()
