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
# wrong and missed in these kinds where the annotation is not met whole: present counts, which may only fall
FAULTS = {
    "changsha-2021": 2,
    "dali-2023": 2,
    "guangxi-2020": 2,
    "hubei-2022": 4,
    "jiangmen-2014": 6,
    "ningxia-2023": 6,
    "state-2019": 4,
    "xixian-2022": 2,
    "xuchang-2015": 2,
    "zhanjiang-2015": 2,
    "chongqing-2020": 2,
    "county-2022": 5,
    "enshi-2018": 4,
    "zhuzhou-2013": 8,
}
LEAST = {
    # a ledger of projects: 总投资 of each, which this annotator calls 总投资 and others 某工程总投资
    ("changsha-2021", "kind"): 0.83,
    ("changsha-2021", "indicator"): 0.71,
    ("dali-2023", "indicator"): 0.91,
    # ten figures or fewer: one is a tenth
    ("enshi-2018", "kind"): 0.88,
    ("zone-2023", "due"): 0.9,
    ("zone-2023", "kind"): 0.9,
    ("zone-2023", "indicator"): 0.9,
    # 完成时限 in the closing bracket: this annotator did not give it to the figures, the one of changshan-2023 did
    ("guangxi-2020", "due"): 0.29,
}
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
    assert sum(scores[kind].wrong + scores[kind].missed for kind in PERFECT) <= FAULTS.get(gold.stem, 0), misses
    assert scores["quantity (value, unit, place)"].f1 >= 0.97
    for attribute in ("comparator", "change", "commitment", "due", "kind", "indicator"):
        least = LEAST.get((gold.stem, attribute), 0.92)
        assert scores[f"quantity {attribute} (accuracy)"].precision >= least, attribute


def test_counts_of_the_first_notice() -> None:
    notice = read_file(FIRST, knowledge())
    assert (len(notice.tasks), len(notice.goals)) == (47, 10)
    assert sum(len(task.duties) for task in notice.tasks) == 220
