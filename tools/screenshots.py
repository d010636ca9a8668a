"""Pictures of every network page, to look at: laptop, dark, phone; two of them are the README's.

    make screenshots

Writes ``output/screenshots/NAME-light.png`` and so on, and ``docs/coordination.png`` and ``docs/projects.png``.
"""

import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
SIZES = {"laptop": (1280, 720), "phone": (390, 844)}
SIGHTS = {  # what the README shows: page, sight, file
    "coordination": ("", "docs/coordination.png"),
    "projects": ("#node=project/441200/阅江大桥", "docs/projects.png"),
}


def take(browser: Browser, address: str, target: Path, size: tuple[int, int], scheme: str) -> None:
    """Open a page without network and write a picture of it."""
    width, height = size
    context = browser.new_context(
        offline=True,
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=2 if width < 600 else 1,
    )
    page = context.new_page()
    page.goto(address)
    if page.locator("#mynetwork").count():
        page.evaluate("() => new Promise(done => { network.once('afterDrawing', () => done()); network.redraw(); })")
    page.screenshot(path=target)
    context.close()


def main() -> None:
    """Take all pictures."""
    folder = ROOT / "output" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    (ROOT / "docs").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for page in sorted((ROOT / "output").glob("*.html")):
            for name, size in SIZES.items():
                for scheme in ("light", "dark"):
                    take(browser, page.as_uri(), folder / f"{page.stem}-{name}-{scheme}.png", size, scheme)
            if page.stem in SIGHTS:
                sight, target = SIGHTS[page.stem]
                take(browser, page.as_uri() + sight, ROOT / target, SIZES["laptop"], "light")
        browser.close()


if __name__ == "__main__":
    main()
