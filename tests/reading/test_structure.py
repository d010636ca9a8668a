"""How notices are divided, how broken lines are healed, and what their heads say."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from xietong.graph.vocabulary import knowledge
from xietong.model import Notice
from xietong.reading import read
from xietong.reading.clean import clean, continues
from xietong.reading.outline import number_value

ROWS = yaml.safe_load((Path(__file__).parent / "structure.yaml").read_text(encoding="utf-8"))
HEAD = "衡阳市人民政府关于下达2019年工作任务的通知\n\n"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_goals_and_tasks(row: dict[str, Any]) -> None:
    notice = read("table.txt", HEAD + row["text"], knowledge())
    assert [[task.written, task.title] for task in notice.tasks] == row["tasks"]
    assert [[goal.title, list(goal.all_tasks())] for goal in notice.goals] == row["goals"]
    assert [task.number for task in notice.tasks] == list(range(1, len(notice.tasks) + 1))


@pytest.mark.parametrize(
    ("line", "following", "joined"),
    [
        ("（四十三）提升水平。实施全民参保计划，加快社", "会保障城乡一体化。", True),
        ("关于印发《实施珠三角", "规划纲要任务安排》的通知", True),
        ("责任单位：市发改委、市财政局、", "市住建局", True),
        ("一、加快转型升级", "2019年是关键之年。", False),
        ("（一）推进工业。新增企业50家。", "（二）扩大开放。", False),
        ("牵头单位：市发改委", "责任单位：市财政局", False),
        ("衡阳市人民政府办公室", "2019年3月12日", False),
        ("坚持稳中求进，推动高质量发展", "附件：任务表", False),
    ],
)
def test_broken_lines_are_healed(line: str, following: str, *, joined: bool) -> None:
    assert continues(line.replace("，", ",").replace("：", ":"), following.replace("：", ":")) is joined


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("一、目标\n\n　　（一）任务。做好\u00a0工作。\n", "一、目标\n(一)任务。做好 工作。"),
        ("\ue7e3 无障碍\r\n一、目标\r\n", "无障碍\n一、目标"),
        ("一、目标。　　（一）任务。　　（二）别项。", "一、目标。\n(一)任务。\n(二)别项。"),
        ("抓好“美丽衡阳?幸福家园”活动。", "抓好“美丽衡阳?幸福家园”活动。"),
        ("ＡＢＣ１２３，．：；（）％", "ABC123,.:;()%"),
        ("", ""),
    ],
)
def test_clean_text(source: str, expected: str) -> None:
    assert clean("t", source).clean == expected


@pytest.mark.parametrize(
    ("written", "value"),
    [("一、", 1), ("（十）", 10), ("(二十一)", 21), ("第三章", 3), ("12.", 12), ("（9）", 9), ("④", 4), ("⑵", 2)],
)
def test_numbers(written: str, value: int) -> None:
    assert number_value(written) == value


LETTER = """湖南省衡阳市人民政府网站
索引号：430S00/2019-01　　文号：衡政办发〔2019〕7号
衡阳市人民政府办公室
关于印发《衡阳市2019年重点工作
任务分解方案》的通知

各县市区人民政府，衡阳高新区管委会，市直有关单位、各企事业单位：

　　《衡阳市2019年重点工作任务分解方案》已经市人民政府同意，现印发给你们。

　　附件：1.重点项目表
　　　　　2.2019年民生实事表

　　　　　　　　　　衡阳市人民政府办公室
　　　　　　　　　　{date}

衡阳市2019年重点工作任务分解方案

一、目标
（一）培育企业。新增企业50家。（市工信局）

抄送：市委各部门。
"""


def letter(date: str = "2019年3月12日") -> Notice:
    return read("letter.txt", LETTER.format(date=date), knowledge())


def test_parts_of_a_letter() -> None:
    header = letter().header
    assert header.title is not None
    assert header.title.value == "衡阳市人民政府办公室关于印发《衡阳市2019年重点工作任务分解方案》的通知"
    assert header.plan_title is not None
    assert header.plan_title.value == "衡阳市2019年重点工作任务分解方案"
    assert header.number is not None
    assert header.number.value == "衡政办发〔2019〕7号"
    assert header.plan_year == 2019
    assert header.place == "430400"
    assert [party.body.name for party in header.issuers] == ["衡阳市人民政府办公室"]
    assert [party.as_written for party in header.addressees] == [
        "各县市区人民政府",
        "衡阳高新区管委会",
        "市直有关单位",
        "各企事业单位",
    ]
    assert [each.value for each in header.attachments] == ["重点项目表", "2019年民生实事表"]


@pytest.mark.parametrize("date", ["2019年3月12日", "二〇一九年三月十二日", "2019年03月12日", "２０１９年３月１２日"])
def test_dates_of_a_letter(date: str) -> None:
    issued = letter(date).header.issued
    assert issued is not None
    assert issued[0] == dt.date(2019, 3, 12)
    assert issued[1].text == date


def test_the_tail_belongs_to_no_task() -> None:
    assert letter().tasks[-1].text.endswith("(市工信局)")


def test_a_labelled_line_above_the_signature_belongs_to_the_last_task() -> None:
    task = "（一）任务。新增企业50家。\n牵头单位：市工信局；配合单位：市统计局\n（二）再一项。\n牵头单位：市统计局\n"
    source = f"肇庆市人民政府关于做好2019年工作的通知\n\n一、目标\n{task}\n肇庆市人民政府\n2019年3月12日\n"
    notice = read("n.txt", source, knowledge())
    assert [duty.as_written for duty in notice.tasks[-1].duties] == ["市统计局"]
    assert [issuer.as_written for issuer in notice.header.issuers] == ["肇庆市人民政府"]
