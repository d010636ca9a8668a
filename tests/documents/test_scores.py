"""The scores that documents state are those of this version."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.documents.markdown import ROOT, Document, documents, read
from xietong.evaluation import Score, evaluate, load_annotation
from xietong.graph.vocabulary import knowledge
from xietong.reading import read_file
from xietong.record import as_record

KINDS = {
    "tasks": "task",
    "responsible bodies, name and role": "responsible (name and role)",
    "responsible bodies, as written": "responsible (as written)",
    "figures: value, unit and place": "quantity (value, unit, place)",
    "named projects, overlap": "projects (overlap)",
    "named projects, exact": "projects (exact)",
    "places, exact": "places (exact)",
    "cited documents, exact": "policies (exact)",
    "programmes, overlap": "programmes (overlap)",
    "organisations, overlap": "organisations (overlap)",
    "任务": "task",
    "责任单位（名称与角色）": "responsible (name and role)",
    "责任单位（原文写法）": "responsible (as written)",
    "指标数字（数值、单位、位置）": "quantity (value, unit, place)",
    "具名项目（重叠）": "projects (overlap)",
    "具名项目（完全一致）": "projects (exact)",
    "地方（完全一致）": "places (exact)",
    "引用的文件（完全一致）": "policies (exact)",
    "专项行动（重叠）": "programmes (overlap)",
    "相关组织（重叠）": "organisations (overlap)",
}
NONE = ("none there", "其中没有")
COUNTED = ("quantity (value, unit, place)", "projects (exact)", "places (exact)", "programmes (exact)")
NOTICES = {
    "README.md": r"the first notice and (\d+) invented ones .+\n.+ (\d+) more in tests/heldout",
    "README.zh.md": r"第一份通知和 tests/gold 中的 (\d+) 份虚构通知.+\n.+另外 (\d+) 份",
}
COUNTS = {
    "README.md": r"hold (\d+) figures, (\d+) named projects, (\d+) places and (\d+) programmes",
    "README.zh.md": r"共有 (\d+) 个数字、(\d+) 个具名项目、(\d+) 个地方和 (\d+) 个专项行动",
}


def pairs(name: str) -> list[tuple[Path, Path]]:
    """Return the notices of a set with their annotations, as the Makefile has them."""
    first = (ROOT / "sources" / "zhaoqing-2016.txt", ROOT / "tests" / "gold" / "zhaoqing-2016.yaml")
    folder = ROOT / "tests" / ("heldout" if name == "held-out" else "gold")
    texts = sorted(path for path in folder.iterdir() if path.suffix in (".txt", ".html"))
    others = [(path, path.with_suffix(".yaml")) for path in texts]
    return {"first": [first], "evaluate": [first, *others], "held-out": others}[name]


@cache
def scores(name: str) -> dict[str, Score]:
    """Return the scores of a set, kind by kind."""
    total: dict[str, Score] = {}
    for source, gold in pairs(name):
        found, _ = evaluate(as_record(read_file(source, knowledge())), load_annotation(gold))
        for kind, score in found.items():
            total[kind] = total.get(kind, Score()) + score
    return total


def set_of(heading: str) -> str:
    """Return the set that a column is about."""
    return next((name for name in ("held-out", "evaluate") if name in heading), "first")


def tables_of_scores(document: Document) -> Iterable[tuple[tuple[str, ...], ...]]:
    """Return the tables of a document that state scores."""
    return [table for table in document.tables if any("make held-out" in cell for cell in table[0])]


@pytest.mark.parametrize("document", [document for document in documents() if tables_of_scores(document)], ids=str)
def test_scores_are_those_of_this_version(document: Document) -> None:
    for heading, *rows in tables_of_scores(document):
        for label, *cells in rows:
            kind = KINDS[label]
            for column, cell in zip(heading[1:], cells, strict=True):
                score = scores(set_of(column)).get(kind, Score())
                said = f"{score.f1:.3f}" if score.right + score.missed else "none"
                assert ("none" if cell in NONE else cell) == said, f"{document}: {label}, {column}"


def numbers() -> Iterator[tuple[str, str, list[int]]]:
    """Yield the sentences of the READMEs that count: document, pattern, and the numbers of now."""
    held = scores("held-out")
    for name, pattern in NOTICES.items():
        yield name, pattern, [len(pairs("evaluate")) - 1, len(pairs("held-out"))]
    for name, pattern in COUNTS.items():
        yield name, pattern, [held[kind].right + held[kind].missed for kind in COUNTED]


def test_both_readmes_state_scores_how_many_notices_there_are_and_what_they_hold() -> None:
    for name, pattern, now in numbers():
        assert tables_of_scores(read(ROOT / name))
        found = re.search(pattern, (ROOT / name).read_text(encoding="utf-8"))
        assert found, pattern
        assert list(map(int, found.groups())) == now, found[0]
