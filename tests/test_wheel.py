"""The wheel works outside the checkout: the program, its ontology and its queries travel together."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTICE = """肇庆市人民政府办公室关于印发2016年重点工作的通知

肇府办〔2016〕1号

一、稳增长
（一）推进交通建设。建成大桥。（市交通运输局、市财政局、端州区政府等）
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built as a release is."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    (found,) = folder.glob("xietong-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds the installed wheel and nothing of the checkout."""
    target = tmp_path_factory.mktemp("installed")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([*command, "--target", str(target), str(wheel)], capture_output=True, check=True)
    return target


def xietong(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program in a folder of its own; its dependencies are those of the tests."""
    command = [sys.executable, str(installed / "bin" / "xietong"), *words]
    surroundings = os.environ | {"PYTHONPATH": str(installed), "XIETONG_LANG": "en"}
    return subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, encoding="utf-8", check=False)


def test_the_wheel_holds_all_data_and_no_tests(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "queries", "sources"):
        here = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert {f"xietong/data/{name}" for name in here} <= inside
    here = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "xietong").rglob("*")
        if path.suffix in (".py", ".toml", ".html")
    }
    assert here <= inside
    assert {name.split("/")[0].split("-")[0] for name in inside} == {"xietong"}
    assert any(name.endswith("licenses/LICENSE") for name in inside)


def test_the_installed_program_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    script = "import xietong.resources as r; print(r.PACKAGE, *map(r.data_folder, ('ontology', 'queries')), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert [Path(line) for line in done.stdout.splitlines()] == [
        installed / "xietong",
        installed / "xietong" / "data" / "ontology",
        installed / "xietong" / "data" / "queries",
    ]


def test_it_builds_and_answers_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    build = xietong(installed, tmp_path, "build", "notice.txt")
    assert build.returncode == 0, build.stderr
    assert "Written to output/" in build.stdout
    assert (tmp_path / "output" / "coordination.html").is_file()
    answer = xietong(installed, tmp_path, "query", "sole-responsibility", "-f", "csv")
    assert (answer.returncode, answer.stderr) == (0, "")
    pairs = xietong(installed, tmp_path, "query", "coordination-pairs", "-f", "csv")
    assert len(pairs.stdout.splitlines()) == 4
    listing = xietong(installed, tmp_path, "query")
    assert all(path.stem in listing.stdout for path in (ROOT / "queries").glob("*.rq"))


def test_it_builds_its_own_first_notice(installed: Path, tmp_path: Path) -> None:
    build = xietong(installed, tmp_path, "build")
    assert build.returncode == 0, build.stderr
    assert (tmp_path / "output" / "text" / "肇府办-2016-9.txt").is_file()
