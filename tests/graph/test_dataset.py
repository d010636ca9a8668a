"""The dataset: what is derived, what is found wrong, how it is written, opened and handed to rdflib."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from xietong.errors import GraphError, QueryError
from xietong.graph.dataset import Dataset, ontology_turtle
from xietong.graph.terms import BASE, term
from xietong.graph.vocabulary import knowledge
from xietong.reading import read, read_file

ROOT = Path(__file__).parents[2]
FIRST = ROOT / "sources" / "zhaoqing-2016.txt"
NOTICES = [FIRST, *sorted((ROOT / "tests" / "gold").glob("*.txt"))]
SMALL = """肇庆市人民政府办公室关于印发{year}年重点工作的通知

肇府办〔{year}〕1号

一、稳增长
（一）推进交通建设。建成大桥。（市交通运输局、市财政局、端州区政府等）
（二）发展教育。新建学校。（市教育局牵头，市财政局、市发改局配合）
"""


def small(year: int = 2016) -> Dataset:
    """Return the graph of a notice of two tasks."""
    return Dataset.of_notices([read(f"small-{year}.txt", SMALL.format(year=year), knowledge())])


def triples(statements: object) -> set[ox.Triple]:
    """Return the triples of a run of triples or quads."""
    assert hasattr(statements, "__iter__")
    return {each.triple if isinstance(each, ox.Quad) else each for each in statements}


def canonical(statements: set[ox.Triple] | set[ox.Quad]) -> ox.Dataset:
    """Return statements as a canonical dataset, blank nodes named by their place."""
    dataset = ox.Dataset(
        ox.Quad(each.subject, each.predicate, each.object) if isinstance(each, ox.Triple) else each
        for each in statements
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


# ---------------------------------------------------------------- derivation


@pytest.fixture(scope="module")
def name_of(first: Dataset, annotation: dict[str, Any]) -> dict[str, str]:
    """Return IRI -> annotated name of every body that answers for a task."""
    bodies = [body for task in annotation["tasks"] for body in task["responsible"]]
    name = {known: body["name"] for body in bodies for known in (body["name"], *body.get("also", ()))}
    labels: dict[str, set[str]] = {}
    for row in first.rows(
        "SELECT DISTINCT ?body ?label WHERE { ?task xt:responsibleAgency ?body ."
        " ?body rdfs:label|skos:prefLabel|skos:altLabel ?label }"
    ):
        labels.setdefault(row["body"], set()).add(row["label"])
    return {body: " = ".join({name[label] for label in known if label in name}) for body, known in labels.items()}


@pytest.fixture(scope="module")
def shared(annotation: dict[str, Any]) -> dict[frozenset[str], list[int]]:
    """Return pair of bodies -> the tasks that name both, counted from the annotation alone."""
    found: dict[frozenset[str], list[int]] = {}
    for task in annotation["tasks"]:
        for pair in combinations(sorted({body["name"] for body in task["responsible"]}), 2):
            found.setdefault(frozenset(pair), []).append(task["number"])
    return found


def test_every_annotated_body_is_one_node(name_of: dict[str, str], annotation: dict[str, Any]) -> None:
    names = {body["name"] for task in annotation["tasks"] for body in task["responsible"]}
    assert sorted(name_of.values()) == sorted(names)


def test_coordination_is_what_the_annotation_says(
    first: Dataset, name_of: dict[str, str], shared: dict[frozenset[str], list[int]]
) -> None:
    between: dict[str, set[str]] = {}
    tasks: dict[str, set[int]] = {}
    weight: dict[str, int] = {}
    for row in first.rows(
        "SELECT * WHERE { ?pair a xt:Coordination ; xt:between ?body ; xt:weight ?weight ; xt:sharedTask/xt:number ?n }"
    ):
        between.setdefault(row["pair"], set()).add(name_of[row["body"]])
        tasks.setdefault(row["pair"], set()).add(int(row["n"]))
        weight[row["pair"]] = int(row["weight"])
    assert len(between) == len(shared) > 0
    assert {frozenset(pair): sorted(tasks[iri]) for iri, pair in between.items()} == shared
    assert {frozenset(pair): weight[iri] for iri, pair in between.items()} == {
        pair: len(numbers) for pair, numbers in shared.items()
    }


def test_whom_a_body_coordinates_with_is_said_both_ways(
    first: Dataset, name_of: dict[str, str], shared: dict[frozenset[str], list[int]]
) -> None:
    rows = first.rows("SELECT ?one ?other WHERE { ?one xt:coordinatesWith ?other }")
    said = Counter((name_of[row["one"]], name_of[row["other"]]) for row in rows)
    assert said == Counter({(one, other): 1 for pair in shared for one in pair for other in pair if one != other})


def test_pairs_are_counted_over_all_notices() -> None:
    both = Dataset.of_notices(
        [read(f"small-{year}.txt", SMALL.format(year=year), knowledge()) for year in (2016, 2017)]
    )
    rows = both.rows(
        "SELECT ?pair ?weight (COUNT(DISTINCT ?task) AS ?tasks)"
        " WHERE { ?pair xt:weight ?weight ; xt:sharedTask ?task } GROUP BY ?pair ?weight"
    )
    assert len(rows) == 6
    assert {(row["weight"], row["tasks"]) for row in rows} == {("2", "2")}


def test_queries_see_a_fact_once_though_two_notices_state_it() -> None:
    """The union of graphs is their merge (SPARQL 1.1, 13.2): 市财政局 has one label, whoever names it."""
    both = Dataset.of_notices(
        [read(f"small-{year}.txt", SMALL.format(year=year), knowledge()) for year in (2016, 2017)]
    )
    rows = both.rows("SELECT ?label WHERE { <https://w3id.org/xietong/agency/肇庆市财政局> rdfs:label ?label }")
    assert [row["label"] for row in rows] == ["肇庆市财政局"]
    (count,) = both.rows("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert int(count["n"]) == len(triples(both.store))


def test_what_is_derived_does_not_depend_on_the_order_of_notices() -> None:
    notices = [read(f"small-{year}.txt", SMALL.format(year=year), knowledge()) for year in (2016, 2017, 2018)]
    assert Dataset.of_notices(notices).nquads() == Dataset.of_notices(notices[::-1]).nquads()


def test_a_notice_given_twice_counts_once() -> None:
    notice = read("small.txt", SMALL.format(year=2016), knowledge())
    assert Dataset.of_notices([notice, notice]).nquads() == Dataset.of_notices([notice]).nquads()


# ---------------------------------------------------------------- validation


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_the_graph_of_every_notice_is_valid(path: Path) -> None:
    found = Dataset.of_notices([read_file(path, knowledge())]).validate()
    assert sorted({(each.severity, each.message_en) for each in found if each.severity == "Violation"}) == []


def test_the_graph_of_all_notices_together_is_valid() -> None:
    found = Dataset.of_notices([read_file(path, knowledge()) for path in NOTICES]).validate()
    assert sorted({(each.severity, each.message_en) for each in found if each.severity == "Violation"}) == []


TASK = f"{BASE}notice/肇府办-2016-1/task/1"
GRAPH = ox.NamedNode(f"{BASE}graph/肇府办-2016-1")


def without(subject: str, name: str) -> Callable[[ox.Store], None]:
    """Return a change that takes the values of a property away."""

    def change(store: ox.Store) -> None:
        for quad in list(store.quads_for_pattern(ox.NamedNode(subject), term(name), None)):
            store.remove(quad)

    return change


def plus(subject: str, name: str, value: ox.NamedNode | ox.Literal) -> Callable[[ox.Store], None]:
    """Return a change that adds a fact."""
    return lambda store: store.add(ox.Quad(ox.NamedNode(subject), term(name), value, GRAPH))


@pytest.mark.parametrize(
    ("change", "focus", "zh", "en"),
    [
        (without(TASK, "rdfs:label"), TASK, "标题", "title"),
        (without(TASK, "prov:wasQuotedFrom"), TASK, "位置", "where"),
        (plus(TASK, "xt:number", ox.Literal("one")), TASK, "整数", "whole number"),
        (plus(TASK, "xt:responsibleAgency", ox.Literal("市财政局")), TASK, "机构", "agency"),
        (without(f"{TASK}/responsibility/1", "xt:role"), f"{TASK}/responsibility/1", "角色", "role"),
        (without(f"{BASE}agency/肇庆市财政局", "rdfs:label"), f"{BASE}agency/肇庆市财政局", "全称", "full name"),
        (
            plus(f"{BASE}notice/肇府办-2016-1", "dcterms:issued", ox.Literal("2016-06-20")),
            f"{BASE}notice/肇府办-2016-1",
            "成文日期",
            "date of issue",
        ),
    ],
    ids=["no title", "no evidence", "number in words", "literal for a body", "no role", "no name", "date untyped"],
)
def test_a_wrong_graph_is_told_in_words(change: Callable[[ox.Store], None], focus: str, zh: str, en: str) -> None:
    dataset = small()
    before = dataset.validate()
    change(dataset.store)
    found = [each for each in dataset.validate() if each not in before]
    assert found
    assert all(each.focus == focus for each in found)
    assert any(zh in each.message_zh and en in each.message_en and each.severity == "Violation" for each in found)


# ---------------------------------------------------------------- writing and reading back


def test_turtle_reads_back_to_the_same_graph(first: Dataset) -> None:
    again = triples(ox.parse(first.turtle(), format=ox.RdfFormat.TURTLE))
    assert canonical(again) == canonical(triples(first.store))


def test_turtle_reads_back_in_rdflib_too(first: Dataset) -> None:
    again = rdflib.Graph().parse(data=first.turtle(), format="turtle")
    assert set(again) == set(first.as_rdflib())


def test_nquads_read_back_to_the_same_dataset(first: Dataset) -> None:
    again = set(ox.parse(first.nquads(), format=ox.RdfFormat.N_QUADS))
    assert canonical(again) == canonical(set(first.store))


@pytest.mark.parametrize("suffix", [".nq", ".ttl"])
def test_a_written_graph_opens_again(tmp_path: Path, first: Dataset, suffix: str) -> None:
    path = tmp_path / f"graph{suffix}"
    path.write_bytes(first.nquads() if suffix == ".nq" else first.turtle())
    assert triples(Dataset.open(path).store) == triples(first.store)


@pytest.mark.parametrize("suffix", [".trig", ".nt"])
def test_graphs_of_others_in_other_forms_open_too(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"graph{suffix}"
    form = {".trig": ox.RdfFormat.TRIG, ".nt": ox.RdfFormat.N_TRIPLES}[suffix]
    dataset = small()
    statements = triples(dataset.store) if suffix == ".nt" else set(dataset.store)
    ox.serialize(statements, str(path), format=form)
    assert triples(Dataset.open(path).store) == triples(dataset.store)


def test_turtle_is_made_to_be_read(first: Dataset) -> None:
    text = first.turtle().decode()
    assert "agency:肇庆市发展改革局" in text
    assert "_:" not in text
    subjects = [block.split(" ", 1)[0] for block in text.split("\n\n")[1:]]
    assert len(subjects) == len(set(subjects)), "one block a subject"
    assert subjects.index("<notice/肇府办-2016-9/task/9>") < subjects.index("<notice/肇府办-2016-9/task/10>")
    assert text.endswith(".\n")


def test_every_prefix_of_the_turtle_is_used(first: Dataset) -> None:
    text = first.turtle().decode()
    prefixes = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    unused = [prefix for prefix in prefixes if not any(f"{mark}{prefix}" in text for mark in (" ", "\t", "\n", "^^"))]
    assert unused == []
    body = "\n".join(line for line in text.splitlines() if not line.startswith("@"))
    assert [prefix for prefix in prefixes if prefix not in body and prefix != "rdf:"] == []


def test_the_graph_under_version_control_is_that_of_this_program(first: Dataset) -> None:
    """``output/graph.ttl`` shows what every change does to the graph; ``make graph`` brings it up to date."""
    committed = triples(ox.parse(path=str(ROOT / "output" / "graph.ttl"), format=ox.RdfFormat.TURTLE))
    assert len(committed ^ triples(first.store)) == 0, "run make graph and look at what changed"


@pytest.mark.parametrize(
    "word", ['"', "\\", "\n", "\t", "'''", "《<>》", "𠮷", "\u200b", "@base <x>", "x .\n\n<y>"], ids=ascii
)
def test_odd_characters_in_the_text_survive_writing(word: str) -> None:
    source = SMALL.format(year=2016).replace("建成大桥", f"建成{word}大桥")
    dataset = Dataset.of_notices([read("odd.txt", source, knowledge())])
    assert triples(ox.parse(dataset.turtle(), format=ox.RdfFormat.TURTLE)) == triples(dataset.store)
    assert set(ox.parse(dataset.nquads(), format=ox.RdfFormat.N_QUADS)) == set(dataset.store)


def test_the_ontology_is_written_with_its_vocabularies() -> None:
    graph = rdflib.Graph().parse(data=ontology_turtle(), format="turtle")
    assert (rdflib.URIRef(f"{BASE}ontology"), rdflib.RDF.type, rdflib.OWL.Ontology) in graph
    assert (rdflib.URIRef(f"{BASE}vocabulary/role/lead"), rdflib.RDF.type, rdflib.SKOS.Concept) in graph


# ---------------------------------------------------------------- the same bytes everywhere

BUILD = """
import datetime, sys, time
day = float(sys.argv[2])
time.time, time.time_ns = (lambda: day), (lambda: int(day * 1e9))
class Day(datetime.date):
    today = classmethod(lambda cls: cls.fromtimestamp(day))
class Now(datetime.datetime):
    now = classmethod(lambda cls, tz=None: cls.fromtimestamp(day, tz))
    today = utcnow = now
datetime.date, datetime.datetime = Day, Now
from pathlib import Path
from xietong import pipeline
from xietong.graph.terms import Names
pipeline.build([Path(name) for name in sys.argv[3:]], Path(sys.argv[1]), Names(), "zh")
"""


def test_builds_are_the_same_bytes_whatever_the_seed_the_clock_and_the_place(tmp_path: Path) -> None:
    sources = [str(FIRST), str(ROOT / "tests" / "gold" / "guizhou-2021.txt")]
    surroundings: list[dict[str, str]] = [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "day": "0"},
        {"PYTHONHASHSEED": "4242", "TZ": "Asia/Shanghai", "LC_ALL": "C", "day": "4102444800"},
    ]
    running = []
    for number, around in enumerate(surroundings):
        (folder := tmp_path / str(number)).mkdir()
        command = [sys.executable, "-c", BUILD, str(folder / "output"), around["day"], *sources]
        running.append(subprocess.Popen(command, cwd=folder, env=os.environ | around, stderr=subprocess.PIPE))
    for process in running:
        assert process.communicate()[1] == b""
        assert process.returncode == 0
    one, other = (
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "0" / "output", tmp_path / "1" / "output")
    )
    texts = ["text/肇府办-2016-9.txt", "text/黔府办发-2021-10.txt"]
    pages = [f"{name}.html" for name in ("agency", "coordination", "goal-tree", "index", "places", "projects", "tasks")]
    assert sorted(one) == sorted([*pages, "graph.nq", "graph.ttl", "ontology.ttl", *texts])
    assert [name for name in one if one[name] != other[name]] == []
    assert sorted(one) == sorted(other)


# ---------------------------------------------------------------- opening what is no graph


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.nq", None),
        ("folder.nq", "folder"),
        ("broken.nq", b"<a> <b> <c"),
        ("broken.ttl", "@prefix : <x:> . :a :b 肇庆".encode()),
        ("words.nq", "肇庆市人民政府办公室".encode()),
        ("picture.nq", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"),
        ("gb.ttl", '<x:a> <x:b> "肇庆" .'.encode("gb18030")),
        ("relative.ttl", b"<a> <b> <c> ."),
        ("graph.docx", b"PK\x03\x04"),
        ("graph", b""),
        ("empty.nq", b""),
        ("other.ttl", b"<http://example.org/a> <http://example.org/b> <http://example.org/c> ."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_graph_of_ours_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes | str | None
) -> None:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        path.mkdir()
    with pytest.raises(GraphError) as caught:
        Dataset.open(path)
    for sentence in caught.value.words:
        assert str(path) in sentence
        assert "\n" not in sentence
        assert sentence.endswith(("。", "."))


@pytest.mark.parametrize(
    "sparql", ["", "SELECT", "SELECT * WHERE { ?s ?p ?o", "肇庆", "SELECT ?x WHERE { ?x nosuch:a ?y }"]
)
def test_a_query_that_does_not_parse_is_refused_in_words(sparql: str) -> None:
    with pytest.raises(QueryError) as caught:
        Dataset().query(sparql)
    assert all("\n" not in sentence for sentence in caught.value.words)


def test_a_query_changes_nothing() -> None:
    with pytest.raises(QueryError):
        small().query("DELETE WHERE { ?s ?p ?o }")


# ---------------------------------------------------------------- rdflib


def test_as_rdflib_has_the_same_triples(first: Dataset) -> None:
    lines = first.as_rdflib().serialize(format="nt", encoding="utf-8")
    again = triples(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
    assert again == triples(first.store)


def test_as_rdflib_knows_the_prefixes(first: Dataset) -> None:
    graph = first.as_rdflib()
    assert graph.namespace_manager.expand_curie("agency:肇庆市财政局") == rdflib.URIRef(f"{BASE}agency/肇庆市财政局")
    assert graph.namespace_manager.qname(f"{BASE}ontology#Task") == "xt:Task"


def test_as_rdflib_is_a_copy() -> None:
    dataset = small()
    dataset.as_rdflib().remove((None, None, None))
    assert len(dataset.store) > 0
