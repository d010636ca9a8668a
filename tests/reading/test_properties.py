"""What holds of any text at all: no crash, no hang, and every offset quotes exactly what it says."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.errors import StructureError
from xietong.graph.vocabulary import knowledge
from xietong.model import Notice
from xietong.reading import read
from xietong.reading.clean import clean
from xietong.text import Quote, Span

WORDS = """一、 （一） 1. （1） 第一章 县（市、区） 牵头 配合
责任单位： 完成时限： 市发改委 市财政局 端州区 广宁县政府 高新区管委会
新增企业 50家 1.5万亩 20%以上 力争 确保 全年 2019年 6月底前 比2018年 增长 提高到 湘江大桥 一期 关于印发 的通知 附件：
列第一位的为牵头单位 下同 G321 PM2.5"""
MARKS = "，、；。：（）[]【】《》“”等由要和各—+①\r\n\u3000\xa0\ue7e3\u200b𠮷"
PIECES = st.sampled_from([*MARKS, *WORDS.split()])
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=80).map("".join))
FUNCTIONS = ["教育", "财政", "民政", "审计", "统计", "水利", "商务", "公安"]
MEGABYTE = 1_000_000
HEAD = "衡阳市人民政府关于下达2019年任务的通知\n\n一、目标\n（一）任务。"
TAIL = "。（市财政局）\n（二）别项。做事。（市财政局）"


def quotes(notice: Notice) -> list[Quote]:
    """Return all quotes of a notice."""
    header = notice.header
    found = [stated.quote for stated in (header.title, header.number, header.index, header.plan_title) if stated]
    found += [attachment.quote for attachment in header.attachments]
    found += [party.quote for party in (*header.issuers, *header.addressees)]
    every = [notice.facts, *(task.facts for task in notice.tasks), *(goal.facts for goal in notice.goals)]
    for facts in every:
        found += [quantity.quote for quantity in facts.quantities]
        found += [thing.quote for thing in facts.things]
        found += [milestone.quote for milestone in facts.milestones]
    for task in notice.tasks:
        found += [task.quote, task.title_quote, *(duty.quote for duty in task.duties)]
    return found


@given(TEXTS)
@settings(deadline=None, max_examples=400)
def test_any_text_is_read_or_refused(source: str) -> None:
    try:
        notice = read("any.txt", source, knowledge())
    except StructureError:
        return
    assert all(source[quote.start : quote.end] == quote.text for quote in quotes(notice))
    assert [task.number for task in notice.tasks] == list(range(1, len(notice.tasks) + 1))


@given(TEXTS)
@settings(deadline=None, max_examples=300)
def test_clean_text_leads_back_to_the_source(source: str) -> None:
    text = clean("any.txt", source)
    offsets = [text.source_offset(at) for at in range(len(text.clean))]
    assert offsets == sorted(set(offsets))
    for at, offset in enumerate(offsets):
        char = source[offset]
        assert text.clean[at] == char or char in "\u3000\xa0\r\t" or not char.isalnum() or ord(char) > 0xFF00
    whole = text.quote(Span(0, len(text.clean)))
    assert source[whole.start : whole.end] == whole.text


@given(
    functions=st.lists(st.sampled_from(FUNCTIONS), min_size=1, max_size=5, unique=True),
    layout=st.sampled_from(["（{}）", "({})", "【{}】", "［{}］", "（责任单位：{}）"]),
    comma=st.sampled_from(["、", "，"]),
    is_open=st.booleans(),
)
@settings(deadline=None)
def test_what_is_written_is_read(functions: list[str], layout: str, comma: str, *, is_open: bool) -> None:
    names = [f"市{function}局" for function in functions]
    statement = layout.format(comma.join(names) + ("等" if is_open else ""))
    notice = read("made.txt", f"{HEAD}做好工作。{statement}\n（二）别项。做事。（市发改委）\n", knowledge())
    assert [duty.as_written for duty in notice.tasks[0].duties] == names
    assert [duty.body.name for duty in notice.tasks[0].duties] == [f"衡阳{name}" for name in names]
    assert notice.tasks[0].open is is_open


@pytest.mark.parametrize(
    "unit",
    [
        "(",
        "()",
        "（）",
        "【",
        "1",
        "1.",
        "、",
        "“",
        "《",
        "责任",
        "责任单位：",
        "\n",
        "，",
        "。",
        "市发改局、",
        "牵头",
        "按职责分工",
        "和",
        "各市、",
        "支持甲",
        "整治甲河、",
    ],
)
@pytest.mark.parametrize("inside", [False, True], ids=["alone", "in-a-task"])
def test_a_megabyte_of_anything_takes_seconds(unit: str, *, inside: bool) -> None:
    body = unit * (MEGABYTE // len(unit.encode()))
    start = time.perf_counter()
    with suppress(StructureError):
        read("large.txt", HEAD + body + TAIL if inside else body, knowledge())
    assert time.perf_counter() - start < 10  # quadratic time would take minutes
