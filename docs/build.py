"""Build the documentation: one site a language, and a page that leads to the reader's.

    python docs/build.py [FOLDER]      # output/docs if none is named; `make docs` does this

Warnings are errors. Nothing is asked of the network, and the same sources give the same files.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).resolve().parent
LANGUAGES = {"zh": "zh_CN", "en": "en"}  # folder of the sources -> what Sphinx calls it
INDEX = """<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Xietong 协同</title>
<script>
  const known = navigator.languages.find((each) => /^(zh|en)/i.test(each)) || "en";
  location.replace(/^zh/i.test(known) ? "zh/index.html" : "en/index.html");
</script>
<p><a href="zh/index.html" lang="zh">中文</a> · <a href="en/index.html" lang="en">English</a></p>
"""


def build(folder: Path) -> bool:
    """Build both sites into a folder, at the same time; tell whether both are right.

    What Sphinx keeps for itself is left nowhere.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as beside:
        commands = [command(language, folder, Path(beside)) for language in LANGUAGES]
        running = [subprocess.Popen(words, env=surroundings()) for words in commands]  # noqa: S603
        done = [process.wait() for process in running]
    for language in LANGUAGES:
        (folder / language / ".buildinfo").unlink(missing_ok=True)
        shutil.rmtree(folder / language / "_sources", ignore_errors=True)
    (folder / "index.html").write_text(INDEX, encoding="utf-8")
    return not any(done)


def command(language: str, folder: Path, beside: Path) -> list[str]:
    """Return the words of the command that builds the site of a language."""
    options = ["--quiet", "--fail-on-warning", "--keep-going", "--fresh-env", "--conf-dir", str(DOCS)]
    chosen = ["-D", f"language={LANGUAGES[language]}", "--doctree-dir", str(beside / language)]
    return [sys.executable, "-m", "sphinx", *options, *chosen, str(DOCS / language), str(folder / language)]


def surroundings() -> dict[str, str]:
    """Return the environment of the build: what is hashed has one order, and no clock is looked at."""
    return os.environ | {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "PYTHONDONTWRITEBYTECODE": "1"}


if __name__ == "__main__":
    sys.exit(not build(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS.parent / "output" / "docs"))
