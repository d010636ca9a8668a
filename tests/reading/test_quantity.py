"""The table of figures, and their values in base units."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from xietong.graph.vocabulary import knowledge
from xietong.reading import read
from xietong.reading.numerals import base_unit
from xietong.record import as_record

ROWS = yaml.safe_load((Path(__file__).parent / "quantity.yaml").read_text(encoding="utf-8"))
NOTICE = "衡阳市人民政府关于下达2019年任务的通知\n\n一、目标\n（一）做好工作。{}（市发改委）\n"


def figures(text: str) -> list[dict[str, Any]]:
    """Return the figures of a sentence, read as the body of a task of 2019."""
    record = as_record(read("table.txt", NOTICE.format(text), knowledge()))
    found: list[dict[str, Any]] = record["tasks"][0]["quantities"]
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_figures(row: dict[str, Any]) -> None:
    found = figures(row["text"])
    assert [(each["value"], each["unit"]) for each in found] == [
        (each["value"], each.get("unit", found[n]["unit"] if n < len(found) else ""))
        for n, each in enumerate(row["means"])
    ]
    for wanted, got in zip(row["means"], found, strict=True):
        assert {key: got.get(key) for key in wanted} == wanted


@pytest.mark.parametrize(
    ("unit", "base", "factor"),
    [
        ("亿元", "yuan", "100000000"),
        ("亩", "square-metre", "666.6667"),
        ("万亩", "square-metre", "6666666.667"),
        ("万千瓦", "watt", "10000000"),
        ("个百分点", "percentage-point", "1"),
        ("万人次", "person-time", "10000"),
        ("万", None, "10000"),
    ],
)
def test_base_units(unit: str, base: str | None, factor: str) -> None:
    known, found = base_unit(unit, knowledge())
    assert (known.base if known else None) == base
    assert abs(found - Decimal(factor)) < Decimal("0.001") * Decimal(factor)


def test_milestones_have_a_date_and_no_figure() -> None:
    text = NOTICE.format("确保湘江三桥年底前开通，年内新建泵站3座，6月底前出台实施细则。")
    record = as_record(read("table.txt", text, knowledge()))
    found = [(each["quote"], each["due"]) for each in record["tasks"][0]["milestones"]]
    assert found == [("确保湘江三桥年底前开通", "2019-12-31"), ("6月底前出台实施细则", "2019-06-30")]


def test_a_stated_time_limit_is_a_milestone_and_dates_the_targets() -> None:
    text = "衡阳市2019年工作通知\n\n一、目标\n1.扩建泵站3座。\n牵头单位：市水利局\n完成时限：2019年11月底\n"
    task = as_record(read("table.txt", text, knowledge()))["tasks"][0]
    assert [(each["value"], each["due"]) for each in task["quantities"]] == [(3, "2019-11-30")]
    assert [(each["quote"], each["due"]) for each in task["milestones"]] == [("完成时限：2019年11月底", "2019-11-30")]


def test_figures_outside_the_tasks_belong_to_the_goal_or_the_notice() -> None:
    text = (
        "衡阳市2019年工作通知\n\n力争全年财政收入增长10%。\n\n一、总体要求\n森林覆盖率达到60%。\n"
        "二、重点任务\n（一）加快交通建设。新建公路120公里。（市交通运输局）\n"
    )
    notice = read("table.txt", text, knowledge())
    assert [str(each.value) for each in notice.facts.quantities] == ["10"]
    assert [str(each.value) for each in notice.goals[0].facts.quantities] == ["60"]
    assert [str(each.value) for each in notice.tasks[0].facts.quantities] == ["120"]
