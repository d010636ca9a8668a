"""What a person calls a thing: names, short names, numbers, IRIs; and what is offered where nothing fits."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.errors import QueryError
from xietong.graph.dataset import Dataset
from xietong.graph.lookup import CLASSES, look_up
from xietong.graph.terms import BASE, Names
from xietong.graph.vocabulary import knowledge
from xietong.reading import read

NOTICE = """芜湖市人民政府办公室关于印发2021年重点工作的通知

芜政办〔2021〕7号

芜湖市人民政府办公室
2021年3月1日

一、交通
（一）建设公路。加快国道318线改造，建成裕溪大桥、漳河大桥。（市交通运输局、市发展改革委）
（二）扩大合作。支持芜湖高新区发展。（市商务局、市发展改革委）
"""


@cache
def graph() -> Dataset:
    return Dataset.of_notices([read("names.txt", NOTICE, knowledge())], Names())


@pytest.mark.parametrize(
    ("kind", "wanted", "iri"),
    [
        ("agency", "芜湖市商务局", "agency/芜湖市商务局"),
        ("agency", "市商务局", "agency/芜湖市商务局"),  # as the notice writes it
        ("agency", "商务局", "agency/芜湖市商务局"),  # a part
        ("agency", "芜湖市发展和改革委员会", "agency/芜湖市发展改革委"),  # the official name
        ("agency", "发改委", "agency/芜湖市发展改革委"),  # an abbreviation
        ("agency", " 芜湖市　商务局 ", "agency/芜湖市商务局"),
        ("agency", "agency:芜湖市商务局", "agency/芜湖市商务局"),
        ("agency", f"{BASE}agency/芜湖市商务局", "agency/芜湖市商务局"),
        ("project", "裕溪大桥", "project/340200/裕溪大桥"),
        ("project", "国道318线", "project/340200/G318"),
        ("project", "g318", "project/340200/G318"),
        ("place", "高新区", "place/芜湖高新区"),
        ("task", "2", "notice/芜政办-2021-7/task/2"),
        ("task", "扩大合作", "notice/芜政办-2021-7/task/2"),
        ("goal", "交通", "notice/芜政办-2021-7/goal/1"),
        ("notice", "芜政办〔2021〕7号", "notice/芜政办-2021-7"),
        ("thing", "漳河大桥", "project/340200/漳河大桥"),
    ],
)
def test_a_name_means_a_thing(kind: str, wanted: str, iri: str) -> None:
    assert look_up(graph(), kind, wanted).iri.value == BASE + iri


def test_other_things_that_a_name_could_mean_are_told() -> None:
    match = look_up(graph(), "project", "大桥")
    assert {match.label, *match.others} == {"裕溪大桥", "漳河大桥"}


def test_where_nothing_fits_what_is_near_is_offered() -> None:
    with pytest.raises(QueryError, match="芜湖市交通运输局"):
        look_up(graph(), "agency", "芜湖市交通运管局")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(CLASSES)), st.text(max_size=40) | st.sampled_from(["", "x" * 10000, "> . } DELETE", '"']))
def test_whatever_is_asked_the_answer_is_a_thing_or_one_sentence(kind: str, wanted: str) -> None:
    try:
        said = look_up(graph(), kind, wanted).iri.value
    except QueryError as error:
        said = str(error).replace(wanted[:60], "")
    assert "\n" not in said
