"""Corrections by hand: what they change, how they are marked, when they are refused."""

from pathlib import Path

import pytest

from xietong.errors import CurationError
from xietong.graph.dataset import Dataset
from xietong.graph.vocabulary import knowledge
from xietong.model import Role, ThingKind
from xietong.reading import read_curated, read_file

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
