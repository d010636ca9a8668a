"""The notebooks run from a clean start, write nothing beside them, show Chinese, and stand in git without outputs."""

import base64
import re
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LONGEST = 60  # seconds
LAST = "## 这些数字没有说什么 · What the numbers do not say"
CHINESE = re.compile("[\u4e00-\u9fff]")
ENGLISH = re.compile("[A-Za-z]{2,} [A-Za-z]{2,}")

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@cache
def notebook(path: Path) -> Any:
    """Return a notebook as it stands in git."""
    return nbformat.read(path, as_version=4)


@dataclass(frozen=True)
class Run:
    """A notebook that was executed: its cells with their outputs, and how long it took."""

    cells: list[Any]
    seconds: float

    def outputs(self, kind: str) -> list[Any]:
        """Return the outputs of a type."""
        return [each for cell in self.cells for each in cell.get("outputs", ()) if each["output_type"] == kind]

    def shown(self, mime: str) -> list[str]:
        """Return what was shown in a media type."""
        kinds = ("display_data", "execute_result")
        return [each["data"][mime] for kind in kinds for each in self.outputs(kind) if mime in each["data"]]

    def complaints(self) -> list[str]:
        """Return what went wrong without ending a cell: errors of drawing, warnings, words on standard error."""
        errors = [f"{each['ename']}: {each['evalue']}" for each in self.outputs("error")]
        return errors + [each["text"] for each in self.outputs("stream") if each["name"] == "stderr"]


def run(cells: Any, folder: Path) -> Run:
    """Execute cells in a new kernel whose working folder is ``folder``; raises CellExecutionError if one fails."""
    start = time.perf_counter()
    client = nbclient.NotebookClient(
        cells, timeout=LONGEST, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    return Run(cells["cells"], time.perf_counter() - start)


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty working folder beside an empty one for temporary files."""
    for name in ("work", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")  # else jupyter_core warns
    monkeypatch.setenv("XIETONG_LANG", "zh")
    return tmp_path


def test_there_are_notebooks() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04", "05"]


@every_notebook
def test_a_notebook_runs_and_leaves_nothing_behind(path: Path, apart: Path) -> None:
    done = run(nbformat.read(path, as_version=4), apart / "work")
    assert done.complaints() == []
    assert done.seconds < LONGEST
    assert list((apart / "work").iterdir()) == []
    assert list((apart / "temporary").glob("xietong-*")) == []
    drawn = sum("plt.show()" in cell["source"] for cell in done.cells)
    figures = [base64.b64decode(each) for each in done.shown("image/png")]
    assert len(figures) == drawn
    assert all(len(figure) > 10_000 for figure in figures)  # none is empty
    pages = sum(cell["source"].startswith(("xietong.view", "xietong.review")) for cell in done.cells)
    assert sum("<iframe" in html for html in done.shown("text/html")) == pages


def test_a_glyph_that_is_missing_would_be_found(apart: Path) -> None:
    code = "import matplotlib.pyplot as plt\nplt.rcParams['font.family'] = 'DejaVu Sans'\nplt.title('协同')\nplt.show()"
    cells = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    done = run(cells, apart / "work")
    assert any("missing from font" in each for each in done.complaints())


# ---------------------------------------------------------------- as they stand in git


@every_notebook
def test_a_notebook_is_kept_without_what_it_showed(path: Path) -> None:
    found = notebook(path)
    nbformat.validate(found)
    assert found["metadata"]["kernelspec"]["name"] == "python3"
    assert set(found["metadata"]) == {"kernelspec", "language_info"}
    assert set(found["metadata"]["language_info"]) == {"name"}  # no version of whoever ran it last
    for cell in found["cells"]:
        assert cell["metadata"] == {}
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None


@every_notebook
def test_its_cells_have_names_that_stay(path: Path) -> None:
    names = [cell["id"] for cell in notebook(path)["cells"]]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)*", name)] == []


@every_notebook
def test_its_file_is_as_jupyter_writes_it(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == nbformat.writes(notebook(path)) + "\n"  # a save changes nothing else


@every_notebook
def test_it_speaks_chinese_first_and_then_english(path: Path) -> None:
    for cell in notebook(path)["cells"]:
        if cell["cell_type"] == "markdown":
            said = re.sub(r"```.*?```|`[^`]*`", "", cell["source"], flags=re.DOTALL)
            chinese, english = CHINESE.search(said), ENGLISH.search(said)
            assert chinese, cell["source"]
            assert english, cell["source"]
            assert chinese.start() < english.start()


@every_notebook
def test_it_ends_with_what_its_numbers_do_not_say(path: Path) -> None:
    words = [cell["source"] for cell in notebook(path)["cells"] if cell["cell_type"] == "markdown"]
    assert words[-1].startswith(LAST + "\n")
    zh, en = words[-1].split("&nbsp;")
    assert zh.count("\n- ") == en.count("\n- ") >= 4


def test_each_says_something_else_of_its_numbers() -> None:
    said = [
        line for path in NOTEBOOKS for line in notebook(path)["cells"][-1]["source"].splitlines() if line[:2] == "- "
    ]
    assert len(set(said)) == len(said)
