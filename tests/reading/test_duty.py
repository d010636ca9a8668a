"""The table of responsibilities, in both widths; the notice's own rule that the first body leads."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from xietong.graph.vocabulary import knowledge
from xietong.model import Role, Task
from xietong.reading import read

ROWS = yaml.safe_load((Path(__file__).parent / "duty.yaml").read_text(encoding="utf-8"))
FULL = str.maketrans(",.:;()[]", "，．：；（）［］")
HALF = str.maketrans("，：；（）［］【】", ",:;()[][]")


def task(text: str, issuer: str) -> Task:
    """Return the first task of a small notice that holds the text, beside one that surely names a body."""
    source = (
        f"{issuer}关于印发2019年重点工作任务的通知\n\n一、目标\n（一）首项任务。{text}\n"
        f"（二）别项任务。做好别的工作。（市财政局）\n（三）末项任务。做好别的工作。（市财政局）\n"
    )
    return read("table.txt", source, knowledge()).tasks[0]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_who_answers(row: dict[str, Any]) -> None:
    found = task(row["text"], row.get("issuer", "衡阳市人民政府"))
    assert [[duty.body.name, duty.as_written, duty.role.value] for duty in found.duties] == row["means"]
    assert found.open == row.get("open", False)


@pytest.mark.parametrize("row", [row for row in ROWS if "\n" not in row["text"]], ids=lambda row: row["why"])
def test_width_of_marks_does_not_matter(row: dict[str, Any]) -> None:
    issuer = row.get("issuer", "衡阳市人民政府")
    half, full = task(row["text"].translate(HALF), issuer), task(row["text"].translate(HALF).translate(FULL), issuer)
    assert [(duty.body.key, duty.role) for duty in half.duties] == [(duty.body.key, duty.role) for duty in full.duties]
    assert half.open == full.open


RULED = """衡阳市人民政府关于印发2019年任务分工的通知

各项任务中，{}。

一、目标
（一）加快建设。做好工作。（市发改委、市财政局）
（二）推进改革。做好工作。（市教育局牵头，市人社局配合）
"""


@pytest.mark.parametrize(
    ("rule", "others"),
    [
        ("列第一位的为牵头单位", Role.RESPONSIBLE),
        ("排在第一位的单位为牵头单位，其他为配合单位", Role.SUPPORT),
        ("列首位的责任单位为牵头单位", Role.RESPONSIBLE),
    ],
)
def test_the_notices_own_rule_sets_roles_with_its_evidence(rule: str, others: Role) -> None:
    source = RULED.format(rule)
    first, second = read("ruled.txt", source, knowledge()).tasks
    assert [duty.role for duty in first.duties] == [Role.LEAD, others]
    stated = first.duties[0].rule
    assert stated is not None
    assert source[stated.start : stated.end] == stated.text
    assert "牵头单位" in stated.text
    assert [duty.role for duty in second.duties] == [Role.LEAD, Role.SUPPORT]  # words of its own go first


def test_without_a_rule_being_first_is_no_role() -> None:
    assert [duty.role for duty in task("做好工作。（市发改委、市财政局）", "衡阳市人民政府").duties] == [
        Role.RESPONSIBLE
    ] * 2


def test_two_wordings_are_one_body() -> None:
    keys = {
        task(f"做好工作。（{name}）", "衡阳市人民政府").duties[0].body.key
        for name in ("市发改委", "市发展和改革委员会", "市发展改革委")
    }
    assert keys == {"衡阳市发展改革委"}
