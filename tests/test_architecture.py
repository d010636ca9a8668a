"""The house as a whole: what stands unchanged, what no file may name, how large and how well described a module is."""

import ast
import re
import subprocess
import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
LONGEST = 400


@cache
def kept() -> tuple[Path, ...]:
    """Return the files under version control, and those about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        pytest.skip("not a git checkout")
    return tuple(path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file())


def name(path: Path) -> str:
    """Return a path as the repository names it."""
    return path.relative_to(ROOT).as_posix()


def modules() -> list[Path]:
    """Return every Python file of the project."""
    folders = ("xietong", "tests", "tools", "benchmarks", "docs")
    return sorted([*ROOT.glob("*.py"), *(path for folder in folders for path in (ROOT / folder).rglob("*.py"))])


def package() -> list[Path]:
    """Return the modules that a maintainer reads; tables of tests may be as long as the genre needs."""
    return [path for path in modules() if ROOT / "tests" not in path.parents]


every_module = pytest.mark.parametrize("path", modules(), ids=name)


# ---------------------------------------------------------------- sources


def manifest() -> list[dict[str, str]]:
    """Return what the manifest says of each source."""
    said = tomllib.loads((ROOT / "sources" / "manifest.toml").read_text(encoding="utf-8"))
    entries: list[dict[str, str]] = said["source"]
    return entries


@pytest.mark.parametrize("entry", manifest(), ids=lambda entry: entry["file"])
def test_a_source_stands_unchanged_with_its_origin_and_licence(entry: dict[str, str]) -> None:
    assert sha256((ROOT / "sources" / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert all(entry[key] for key in ("title", "publisher", "issued", "origin", "licence"))


def test_every_source_is_in_the_manifest() -> None:
    there = {path.name for path in (ROOT / "sources").iterdir() if path.suffix not in (".toml", ".yaml", ".md")}
    assert there == {entry["file"] for entry in manifest()}


def test_every_annotated_notice_has_its_text() -> None:
    gold = ROOT / "tests" / "gold"
    texts = {path.stem for path in (*gold.glob("*.txt"), *(ROOT / "sources").glob("*.txt"))}
    assert {path.stem for path in gold.glob("*.yaml")} <= texts


# ---------------------------------------------------------------- what no line may name


REGISTRIES = re.compile(
    r"https?://(?:[\w.-]+\.)?(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|registry\.yarnpkg\.com|conda\.anaconda\.org"
    r"|tuna\.tsinghua\.edu\.cn|mirrors\.[\w.-]+|deb\.debian\.org|playwright\.azureedge\.net|unpkg\.com|cdn\.jsdelivr\.net"
    r"|cdnjs\.cloudflare\.com)"
    r"|--(?:extra-)?index-url|PIP_INDEX_URL"
)
MACHINE = re.compile(r"(?<![\w.:/-])/(?:home|root|Users|work|opt|mnt|private)/[\w.-]+")


def offending(pattern: re.Pattern[str]) -> list[str]:
    """Return the lines of the repository that a pattern finds, but for those of this file."""
    found = []
    for path in kept():
        if path == Path(__file__).resolve():
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{name(path)}:{number}: {line.strip()[:120]}"
            for number, line in enumerate(lines, 1)
            if pattern.search(line)
        ]
    return found


def test_no_line_names_a_package_registry() -> None:
    """Where packages come from is the matter of the machine that installs them."""
    assert offending(REGISTRIES) == []


def test_no_line_names_a_path_of_one_machine() -> None:
    assert offending(MACHINE) == []


def test_nothing_generated_is_kept() -> None:
    names = [name(path) for path in kept()]
    assert [each for each in names if re.search(r"__pycache__|\.egg-info|\.pyc$|^\.venv|^dist/|\.DS_Store", each)] == []
    assert [each for each in names if each.startswith("output/")] == ["output/graph.ttl"]


# ---------------------------------------------------------------- modules


@every_module
def test_a_module_says_what_it_is(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said
    assert len(said.splitlines()[0]) > 15


@pytest.mark.parametrize("path", package(), ids=name)
def test_a_module_is_short_enough_to_be_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_the_files_that_are_read_by_people_end_in_a_line_end_and_have_no_stray_blanks() -> None:
    ours = (path for path in kept() if path.suffix == ".py" or not name(path).startswith("tests/"))  # data may be odd
    text = [path for path in ours if path.suffix in (".py", ".toml", ".rq", ".md", ".yaml", ".ttl", ".sh", ".html")]
    wrong = [
        name(path)
        for path in text
        if not (content := path.read_bytes()).endswith(b"\n") or b"\r" in content or re.search(rb"[ \t]\n", content)
    ]
    assert wrong == []


def test_the_version_is_said_once_and_the_same() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    package = re.search(r'__version__ = "(.+)"', (ROOT / "xietong" / "__init__.py").read_text(encoding="utf-8"))
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert package
    assert {project, package[1], str(citation["version"])} == {project}


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    pinned = {
        re.split("[=<>]", line)[0].strip().lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    names = {re.split(r"[\[=<>~ ;]", each)[0].lower().replace("_", "-") for each in wanted}
    assert names - pinned == set()
