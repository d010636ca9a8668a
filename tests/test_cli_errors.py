"""What goes wrong at the command line ends in one sentence and status 2, and leaves the former output as it was."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import FILES, FIRST, NOTICE, call, shell, tree

ROOT = Path(__file__).parents[1]

NOVEL = "那年冬天，雪下得很大。老周推开门，院子里一片白。他想，今年的麦子该有个好收成了。\n" * 400
CHAPTERS = "".join(
    f"第{number}章 {title}\n\n" + NOVEL[:2000]
    for number, title in zip("一二三四五", ("风雪", "归人", "麦田", "夜渡", "天明"), strict=True)
)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010101004800480000ffdb004300") + bytes(range(256)) * 8


def names(folder: Path) -> list[str]:
    """Return what stands in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """Return a small notice in a folder of its own."""
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


# ---------------------------------------------------------------- what a person can mend


@dataclass(frozen=True)
class Wrong:
    """A way to go wrong: what lies in the folder, what is asked, what the sentence names."""

    why: str
    words: list[str]
    named: str
    content: bytes | None = None
    file: str = "notice.txt"


WRONG = [
    Wrong("an empty file", ["build", "notice.txt"], "notice.txt", b""),
    Wrong("blanks only", ["build", "notice.txt"], "notice.txt", " \r\n\u3000\r\n".encode()),
    Wrong("a JPEG as text", ["build", "notice.txt"], "notice.txt", JPEG),
    Wrong("a JPEG as page", ["build", "photo.html"], "photo.html", JPEG, "photo.html"),
    Wrong("a JPEG", ["build", "photo.jpg"], "photo.jpg", JPEG, "photo.jpg"),
    Wrong("a Word file", ["build", "notice.doc"], "notice.doc", b"\xd0\xcf\x11\xe0", "notice.doc"),
    Wrong("a novel", ["build", "notice.txt"], "notice.txt", NOVEL.encode()),
    Wrong("a novel in chapters", ["build", "notice.txt"], "notice.txt", CHAPTERS.encode()),
    Wrong("no such file", ["build", "nosuch.txt"], "nosuch.txt"),
    Wrong("no such folder", ["build", "no/such.txt"], "such.txt"),
    Wrong("a folder", ["build", "folder.txt"], "folder.txt", None, "folder.txt/x"),
    Wrong("a name too long", ["build", "x" * 300 + ".txt"], "xxx.txt"),
    Wrong("a base that is none", ["build", "notice.txt", "--base", "不是 IRI"], "不是 IRI", NOTICE.encode()),
    Wrong("a base with a fragment", ["build", "notice.txt", "--base", "https://x.cn/a#"], "x.cn/a#", NOTICE.encode()),
    Wrong("a base of files", ["build", "notice.txt", "--base", "file:///tmp/"], "file:///tmp/", NOTICE.encode()),
    Wrong("extract of a novel", ["extract", "notice.txt"], "notice.txt", NOVEL.encode()),
    Wrong("extract of nothing", ["extract", "nosuch.txt"], "nosuch.txt"),
    Wrong("no annotation", ["evaluate", "notice.txt", "nosuch.yaml"], "nosuch.yaml", NOTICE.encode()),
    Wrong("an annotation of nothing", ["evaluate", str(FIRST), "gold.yaml"], "gold.yaml", b"a: 1", "gold.yaml"),
    Wrong("a broken annotation", ["evaluate", str(FIRST), "gold.yaml"], "gold.yaml", b"tasks: [\n", "gold.yaml"),
    Wrong("a picture as annotation", ["evaluate", str(FIRST), "gold.yaml"], "gold.yaml", JPEG, "gold.yaml"),
    Wrong("an annotation of words", ["evaluate", str(FIRST), "gold.yaml"], "gold.yaml", b"tasks: [1, 2]", "gold.yaml"),
    Wrong("an unknown question", ["query", "nosuch"], "nosuch"),
    Wrong("a question by its path", ["query", "../queries/partners"], "partners"),
    Wrong("no graph yet", ["query", "partners"], "graph.nq"),
    Wrong("no graph to validate", ["validate"], "graph.nq"),
    Wrong("a broken graph", ["query", "partners", "--graph", "g.nq"], "g.nq", b"<a> <b", "g.nq"),
    Wrong("a broken graph to validate", ["validate", "--graph", "g.ttl"], "g.ttl", b"@prefix", "g.ttl"),
    Wrong("a picture as graph", ["query", "partners", "--graph", "g.nq"], "g.nq", JPEG, "g.nq"),
    Wrong("a graph of another format", ["query", "partners", "--graph", "g.xlsx"], "g.xlsx", b"PK", "g.xlsx"),
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.why)
def test_what_goes_wrong_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: Wrong, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if wrong.file != "notice.txt" or wrong.content is not None:
        Path(wrong.file).parent.mkdir(exist_ok=True)
        Path(wrong.file).write_bytes(wrong.content or b"")
    before = tree(tmp_path)
    said = call(*wrong.words, language=language)
    assert (said.exit_code, said.stdout) == (2, "")
    assert wrong.named in said.stderr
    assert len(said.stderr.splitlines()) == 1
    assert bool(re.search("[\u4e00-\u9fff]{4,}", said.stderr.replace(wrong.named, ""))) == (language == "zh")
    assert "Traceback" not in said.stderr
    assert tree(tmp_path) == before
    assert not Path("output").exists()


@pytest.mark.parametrize("wrong", [WRONG[0], WRONG[2], WRONG[6], WRONG[8]], ids=lambda wrong: wrong.why)
def test_a_real_process_fails_the_same_way(tmp_path: Path, wrong: Wrong) -> None:
    if wrong.content is not None:
        (tmp_path / wrong.file).write_bytes(wrong.content)
    done = shell(*wrong.words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("xietong: ")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "output").exists()


def test_one_bad_source_among_good_ones_writes_nothing(tmp_path: Path, notice: Path) -> None:
    assert call("build", notice, "-o", tmp_path / "out").exit_code == 0
    before = tree(tmp_path / "out")
    (tmp_path / "bad.txt").write_bytes(JPEG)
    said = call("build", FIRST, tmp_path / "bad.txt", "-o", tmp_path / "out")
    assert said.exit_code == 2
    assert "bad.txt" in said.stderr
    assert tree(tmp_path / "out") == before


def test_half_a_pair_is_no_pair(notice: Path) -> None:
    said = call("evaluate", notice)
    assert said.exit_code == 2
    assert "Give each notice with its annotation." in said.stderr


# ---------------------------------------------------------------- all or nothing


def file_as_folder(out: Path) -> None:
    """Put a file where the output folder should be."""
    out.write_text("mine", encoding="utf-8")


def file_above_folder(out: Path) -> None:
    """Put a file where the folder above the files of texts should be."""
    out.mkdir()
    (out / "text").write_text("mine", encoding="utf-8")


def folder_as_file(name: str) -> Callable[[Path], None]:
    """Return a way to put a folder that is not empty where a file should be."""

    def put(out: Path) -> None:
        (out / name).mkdir(parents=True)
        (out / name / "mine").write_text("mine", encoding="utf-8")

    return put


@pytest.mark.parametrize(
    "in_the_way",
    [file_as_folder, file_above_folder, *map(folder_as_file, ["graph.ttl", "graph.nq", "coordination.html"])],
    ids=["file as output", "file as text/", "folder as graph.ttl", "folder as graph.nq", "folder as the page"],
)
def test_what_is_in_the_way_stays_and_nothing_is_half_written(
    tmp_path: Path, notice: Path, in_the_way: Callable[[Path], None]
) -> None:
    out = tmp_path / "out"
    in_the_way(out)
    before, there = tree(tmp_path), sorted(path.as_posix() for path in tmp_path.rglob("*"))
    said = call("build", notice, "-o", out)
    assert said.exit_code == 2
    assert len(said.stderr.splitlines()) == 1
    assert said.stderr.startswith("xietong: Cannot write ")
    assert tree(tmp_path) == before
    assert sorted(path.as_posix() for path in tmp_path.rglob("*")) == there


@pytest.mark.parametrize("method", ["write_bytes", "replace"])
@pytest.mark.parametrize("at", [1, 3, 5])
def test_a_full_disk_leaves_the_former_output(
    tmp_path: Path, notice: Path, monkeypatch: pytest.MonkeyPatch, method: str, at: int
) -> None:
    out = tmp_path / "out"
    assert call("build", notice, "-o", out).exit_code == 0
    before = tree(out)
    notice.write_text(NOTICE.replace("建成大桥", "建成隧道"), encoding="utf-8")
    real, count = getattr(Path, method), iter(range(1, 100))

    def full(path: Path, argument: object) -> object:
        if next(count) == at:
            raise OSError(28, "No space left on device", str(path))
        return real(path, argument)

    monkeypatch.setattr(Path, method, full)
    said = call("build", notice, "-o", out)
    assert said.exit_code == 2
    assert "No space left on device" in said.stderr
    assert tree(out) == before


def test_an_interrupted_build_leaves_the_former_output(
    tmp_path: Path, notice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert call("build", notice, "-o", out).exit_code == 0
    before = tree(out)

    def interrupted(_path: Path, _content: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", interrupted)
    said = call("build", notice, "-o", out)
    assert said.exit_code != 0
    assert tree(out) == before
    assert names(out) == FILES
