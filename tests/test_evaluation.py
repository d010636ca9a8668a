"""Scores of small readings, computed by hand from the guideline's section Scoring."""

from pathlib import Path
from typing import Any

import pytest

from xietong.errors import SourceError
from xietong.evaluation import Score, evaluate, load_annotation
from xietong.graph.vocabulary import knowledge
from xietong.reading import read_file
from xietong.record import as_record

GOLD = Path(__file__).parent / "gold"
FIRST = Path(__file__).parents[1] / "sources" / "zhaoqing-2016.txt"
PERFECT = ("task", "goal", "document field", "responsible (name and role)", "responsible (as written)")
PAIRS = [
    (FIRST, GOLD / "zhaoqing-2016.yaml"),
    *((path, path.with_suffix(".yaml")) for path in sorted(GOLD.glob("*.txt"))),
]


def task(**facts: Any) -> dict[str, Any]:
    return {"number": 1, "title": "加快建设", "open": False, "responsible": [], **facts}


def score(kind: str, read: dict[str, Any], gold: dict[str, Any]) -> Score:
    return evaluate({"tasks": [read]}, {"tasks": [gold]})[0][kind]


def body(name: str, role: str = "responsible", **more: Any) -> dict[str, Any]:
    return {"name": name, "as": name[-4:], "role": role, **more}


def test_a_body_is_right_if_name_and_role_are() -> None:
    read = task(responsible=[body("肇庆市财政局"), body("肇庆市教育局", "lead"), body("肇庆市公安局")])
    gold = task(responsible=[body("肇庆市财政局"), body("肇庆市教育局"), body("广东省公安厅", also=["肇庆市公安局"])])
    assert score("responsible (name and role)", read, gold) == Score(right=2, wrong=1, missed=1)


def test_order_and_openness_count_once_a_task() -> None:
    read = task(responsible=[body("肇庆市财政局"), body("肇庆市教育局")])
    gold = task(responsible=[body("肇庆市教育局"), body("肇庆市财政局")])
    assert score("responsible (order, open)", read, gold) == Score(0, 0, 1)
    assert score("responsible (order, open)", gold, gold) == Score(1, 0, 0)
    assert score("responsible (order, open)", gold | {"open": True}, gold) == Score(0, 0, 1)


def test_tasks_pair_by_title_then_by_number() -> None:
    read = {"tasks": [{"number": 1, "title": "乙"}, {"number": 2, "title": "丙"}, {"number": 3, "title": "丁"}]}
    gold = {"tasks": [{"number": 1, "title": "甲"}, {"number": 2, "title": "乙"}]}
    assert evaluate(read, gold)[0]["task"] == Score(right=1, wrong=2, missed=1)


def test_names_exact_and_overlapping_and_optional() -> None:
    read = task(projects=["湘江大桥主体", "南岳机场", "衡阳古城", "湘江"], places=["衡南县"])
    gold = task(
        projects=["湘江大桥", {"name": "南岳机场", "also": ["机场"]}],
        places=["衡南县", "衡东县"],
        optional=["衡阳古城"],
    )
    assert score("projects (exact)", read, gold) == Score(right=1, wrong=2, missed=1)
    assert score("projects (overlap)", read, gold) == Score(right=2, wrong=0, missed=0)
    assert score("places (exact)", read, gold) == Score(right=1, wrong=0, missed=1)


def test_figures_and_their_attributes() -> None:
    figure = {
        "quote": "新增企业50家",
        "indicator": "新增企业",
        "comparator": "=",
        "value": 50,
        "unit": "家",
        "kind": "target",
    }
    extra = {**figure, "quote": "建成厂房3栋", "value": 3, "unit": "栋"}
    read = task(quantities=[{**figure, "quote": "企业50家", "comparator": ">="}, extra])
    gold = task(
        quantities=[figure, {**figure, "value": 7}],
        optional_quantities=[{"quote": "厂房3栋", "value": 3, "unit": "栋"}],
    )
    assert score("quantity (value, unit, place)", read, gold) == Score(right=1, wrong=0, missed=1)
    assert score("quantity comparator (accuracy)", read, gold) == Score(0, 1, 0)
    assert score("quantity indicator (accuracy)", read, gold) == Score(1, 0, 0)


def test_fields_that_the_annotation_lacks_are_not_counted() -> None:
    read = {"tasks": [], "document": {"number": "甲发〔2019〕1号", "index": "x", "issued": "2019-01-02"}}
    gold = {"tasks": [], "document": {"number": "甲发〔2019〕1号", "issued": "2019-01-01", "title": "通知"}}
    assert evaluate(read, gold)[0]["document field"] == Score(right=1, wrong=1, missed=2)


@pytest.mark.parametrize(
    ("right", "wrong", "missed", "f1"), [(0, 0, 0, 1.0), (1, 1, 1, 0.5), (0, 1, 1, 0.0), (3, 1, 0, 6 / 7)]
)
def test_f1(right: int, wrong: int, missed: int, f1: float) -> None:
    assert Score(right, wrong, missed).f1 == pytest.approx(f1)


@pytest.mark.parametrize("content", [b"tasks: [", b"\xff\xfe\xff", b"just words", b"tasks: none"])
def test_what_is_no_annotation_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "gold.yaml").write_bytes(content)
    with pytest.raises(SourceError):
        load_annotation(tmp_path / "gold.yaml")


@pytest.mark.parametrize(("source", "gold"), PAIRS, ids=lambda path: path.stem)
def test_structure_and_bodies_of_every_annotated_notice(source: Path, gold: Path) -> None:
    scores, misses = evaluate(as_record(read_file(source, knowledge())), load_annotation(gold))
    assert {kind: scores[kind].f1 for kind in PERFECT} == dict.fromkeys(PERFECT, 1.0), misses
    assert scores["quantity (value, unit, place)"].f1 >= 0.97
    for attribute in ("comparator", "change", "commitment", "due", "kind", "indicator"):
        assert scores[f"quantity {attribute} (accuracy)"].precision >= 0.92


def test_counts_of_the_first_notice() -> None:
    notice = read_file(FIRST, knowledge())
    assert (len(notice.tasks), len(notice.goals)) == (47, 10)
    assert sum(len(task.duties) for task in notice.tasks) == 220
