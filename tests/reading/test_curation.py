"""Corrections by hand: what they change, how they are marked, when they are refused."""

from pathlib import Path

import pytest
from rdflib import SKOS, Graph

from xietong.errors import CurationError
from xietong.graph.dataset import Dataset
from xietong.graph.vocabulary import knowledge
from xietong.model import Role, ThingKind
from xietong.reading import read_curated, read_file
from xietong.reading.curation import SORTS
from xietong.resources import data_folder

NOTICE = """衡阳市人民政府办公室关于印发《2019年重点工作》的通知

一、交通

（一）加快交通建设。完成石鼓大桥主体工程，新建农村公路120公里。（市交通运输局、市财政局）
"""


def write(folder: Path, corrections: str) -> Path:
    source = folder / "notice.txt"
    source.write_text(NOTICE, encoding="utf-8")
    (folder / "notice.curation.yaml").write_text(corrections, encoding="utf-8")
    return source


def test_facts_are_added_removed_and_renamed(tmp_path: Path) -> None:
    source = write(
        tmp_path,
        """
        add:
          - {task: 1, kind: programmes, quote: 加快交通建设, name: 交通建设行动}
          - {task: 1, kind: responsible, quote: 市财政局, role: support}
        remove:
          - {task: 1, kind: responsible, name: 衡阳市财政局}
          - {task: 1, kind: quantities, quote: 新建农村公路120公里}
        """,
    )
    task = read_curated(source, knowledge()).tasks[0]
    assert [(duty.body.name, duty.role, duty.curated) for duty in task.duties] == [
        ("衡阳市交通运输局", Role.RESPONSIBLE, False),
        ("衡阳市财政局", Role.SUPPORT, True),
    ]
    assert task.facts.quantities == ()
    added = [thing for thing in task.facts.things if thing.curated]
    assert [(thing.kind, thing.name) for thing in added] == [(ThingKind.PROGRAMME, "交通建设行动")]
    assert all(NOTICE[thing.quote.start : thing.quote.end] == thing.quote.text for thing in added)


def test_a_renamed_thing_keeps_its_words(tmp_path: Path) -> None:
    source = write(tmp_path, "add: [{task: 1, kind: projects, quote: 石鼓大桥主体工程}]")
    before = [thing.name for thing in read_curated(source, knowledge()).tasks[0].facts.things]
    assert "石鼓大桥主体工程" in before


def test_curated_facts_are_marked_in_the_graph(tmp_path: Path) -> None:
    source = write(tmp_path, "add: [{task: 1, kind: projects, quote: 石鼓大桥主体工程, sort: bridge}]")
    rows = Dataset.of_notices([read_curated(source, knowledge())]).rows(
        "SELECT ?name ?file WHERE { ?x rdfs:label ?name ; prov:wasDerivedFrom/dcterms:source ?file }"
    )
    assert rows == [{"name": "石鼓大桥主体工程", "file": "notice.curation.yaml"}]


def test_a_file_that_only_removes_is_named_by_the_notice(tmp_path: Path) -> None:
    query = "SELECT ?file WHERE { ?notice a xt:Notice ; prov:wasDerivedFrom/dcterms:source ?file }"
    source = write(tmp_path, "remove: [{task: 1, kind: responsible, name: 衡阳市财政局}]")
    curated, plain = (Dataset.of_notices([reader(source, knowledge())]) for reader in (read_curated, read_file))
    assert curated.rows(query) == [{"file": "notice.curation.yaml"}]
    assert plain.rows(query) == []


def test_without_a_file_nothing_changes(tmp_path: Path) -> None:
    source = tmp_path / "notice.txt"
    source.write_text(NOTICE, encoding="utf-8")
    assert read_curated(source, knowledge()) == read_file(source, knowledge())


@pytest.mark.parametrize(
    "corrections",
    [
        "add: [{task: 9, kind: projects, quote: 石鼓大桥}]",
        "add: [{task: 1, kind: projects, quote: 湘江大桥}]",
        "add: [{task: 1, kind: bridges, quote: 石鼓大桥}]",
        "add: [{task: 1, kind: responsible, quote: 市财政局, role: boss}]",
        "add: [{task: 1, kind: projects}]",
        "remove: [{task: 1, kind: places, name: 长沙市}]",
        "remove: [{task: 1, kind: responsible, name: 衡阳市教育局}]",
        "rename: [{task: 1, kind: projects, name: 湘江大桥, to: 湘江一桥}]",
        "change: []",
        "- just a list",
        "add: [unclosed",
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, corrections: str) -> None:
    with pytest.raises(CurationError) as refused:
        read_curated(write(tmp_path, corrections), knowledge())
    assert "notice.curation.yaml" in refused.value.words.zh
    assert "notice.curation.yaml" in refused.value.words.en


@pytest.mark.parametrize("kind", ["projects", "places"])
def test_the_sorts_are_those_of_the_vocabulary(kind: str) -> None:
    scheme = Graph().parse(data_folder("ontology") / f"vocabulary/{kind.removesuffix('s')}-kinds.ttl")
    assert SORTS[kind] == sorted(str(notation) for notation in scheme.objects(None, SKOS.notation))


def test_a_place_has_a_sort_of_places(tmp_path: Path) -> None:
    source = write(tmp_path, "add: [{task: 1, kind: places, quote: 石鼓, name: 石鼓书院, sort: scenic-area}]")
    added = [thing for thing in read_curated(source, knowledge()).tasks[0].facts.things if thing.curated]
    assert [(thing.name, thing.sort) for thing in added] == [("石鼓书院", "scenic-area")]


@pytest.mark.parametrize(
    ("corrections", "entry", "zh", "en"),
    [
        (
            'add: [{task: 1, kind: projects, quote: 石鼓大桥, plcae: "430407"}]',
            "{task: 1, kind: projects, quote: 石鼓大桥, plcae: '430407'}",
            "add projects 不能有键 plcae，只能用 task、kind、quote、name、sort、place、part_of",
            "add projects takes no key plcae, only task, kind, quote, name, sort, place, part_of",
        ),
        (
            "add: [{task: 1, kind: places, quote: 石鼓, sort: bridge}]",
            "{task: 1, kind: places, quote: 石鼓, sort: bridge}",
            "places 的 sort 不能是 bridge，只能是 " + "、".join(SORTS["places"]),
            "sort of places cannot be bridge, only " + ", ".join(SORTS["places"]),
        ),
        (
            "add: [{task: 1, kind: responsible, quote: 市财政局, role: boss}]",
            "{task: 1, kind: responsible, quote: 市财政局, role: boss}",
            "responsible 的 role 不能是 boss，只能是 lead、support、responsible",
            "role of responsible cannot be boss, only lead, support, responsible",
        ),
        (
            "add: [{task: 1, kind: quantities, quote: 新建农村公路120公里}]",
            "{task: 1, kind: quantities, quote: 新建农村公路120公里}",
            "add 的 kind 不能是 quantities，只能是 responsible、" + "、".join(ThingKind),
            "kind with add cannot be quantities, only responsible, " + ", ".join(ThingKind),
        ),
        (
            "add: [{task: 9, kind: projects, quote: 石鼓大桥}]",
            "{task: 9, kind: projects, quote: 石鼓大桥}",
            "没有序号为 9 的任务，任务序号从 1 到 1",
            "there is no task 9; the tasks run from 1 to 1",
        ),
        (
            "remove: [{task: 1, kind: responsible, name: 衡阳市教育局}]",
            "{task: 1, kind: responsible, name: 衡阳市教育局}",
            "第 1 项任务的 responsible 中没有“衡阳市教育局”，只有 衡阳市交通运输局、衡阳市财政局",
            "task 1 has no “衡阳市教育局” under responsible, only 衡阳市交通运输局, 衡阳市财政局",
        ),
        (
            "remove: [{task: 1, kind: policies, name: 某办法}]",
            "{task: 1, kind: policies, name: 某办法}",
            "第 1 项任务的 policies 中没有“某办法”，一个也没有",
            "task 1 has no “某办法” under policies, none at all",
        ),
        (
            "add: [{task: 1, kind: projects, quote: 湘江大桥}]",
            "{task: 1, kind: projects, quote: 湘江大桥}",
            "第 1 项任务的原文中没有“湘江大桥”",
            "“湘江大桥” does not stand in the text of task 1",
        ),
        ("add: [{task: 1, kind: places}]", "{task: 1, kind: places}", "缺少 quote", "quote is missing"),
        (
            "rename: [{task: 1, kind: projects, name: 石鼓大桥, to: 2019}]",
            "{task: 1, kind: projects, name: 石鼓大桥, to: 2019}",
            "to 的值 2019 不是文字；数字要加引号",
            "the value 2019 of to is no text; put figures in quotation marks",
        ),
        (
            "add: [石鼓大桥]",
            "石鼓大桥",
            "要写成 {task: …, kind: …} 的形式",
            "an entry has the form {task: …, kind: …}",
        ),
    ],
)
def test_a_refusal_says_in_plain_words_what_is_wrong(
    tmp_path: Path, corrections: str, entry: str, zh: str, en: str
) -> None:
    source = write(tmp_path, corrections)
    with pytest.raises(CurationError) as refused:
        read_curated(source, knowledge())
    path, step = tmp_path / "notice.curation.yaml", corrections.partition(":")[0]
    assert refused.value.words.zh == f"{path}：{step} 第 1 条 {entry}：{zh}；请修改或删去这一条。"
    assert refused.value.words.en == f"{path}: {step}, entry 1, {entry}: {en}; mend or delete the entry."


@pytest.mark.parametrize(
    "corrections",
    [
        "add: [{task: 1, kind: projects, quote: 石鼓大桥, sort: foo}]",
        "add: [{task: 1, kind: policies, quote: 石鼓大桥, sort: bridge}]",
        "add: [{task: true, kind: projects, quote: 石鼓大桥}]",
        "add: [{task: [1], kind: projects, quote: 石鼓大桥}]",
        "add: [{task: 1, kind: [projects], quote: 石鼓大桥}]",
        "add: [{task: 1, kind: projects, quote: 120}]",
        "add: [{task: 1, kind: projects, quote: 石鼓大桥, place: }]",
        "add: [{task: 1, quote: 石鼓大桥}]",
        "remove: 5",
        "remove: {task: 1, kind: places, name: 石鼓区}",
    ],
)
def test_what_means_nothing_is_refused(tmp_path: Path, corrections: str) -> None:
    with pytest.raises(CurationError) as refused:
        read_curated(write(tmp_path, corrections), knowledge())
    assert "notice.curation.yaml" in refused.value.words.zh
    assert "notice.curation.yaml" in refused.value.words.en
