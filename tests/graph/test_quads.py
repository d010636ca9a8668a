"""A notice becomes quads: what is written, in which graph, with which words of the source behind it."""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, ORG, PROV, RDF, RDFS, SKOS, URIRef
from rdflib.namespace import GEO

from xietong.graph.dataset import Dataset
from xietong.graph.quads import quads
from xietong.graph.terms import BASE, VOCABULARIES, VOCABULARY, Names, term
from xietong.graph.vocabulary import knowledge
from xietong.model import Notice
from xietong.reading import read, read_file
from xietong.resources import data_folder

GOLD = sorted((Path(__file__).parents[1] / "gold").glob("*.txt"))
NOTICE = """衡阳市人民政府办公室
关于印发《衡阳市2019年重点工作安排》的通知

衡政办发〔2019〕3号

各县（市、区）人民政府，市直有关单位：

　　《衡阳市2019年重点工作安排》已经市人民政府同意，现印发给你们，请认真组织实施。

衡阳市人民政府办公室
2019年3月1日

衡阳市2019年重点工作安排

　　各项任务的责任单位中，列第一位的为牵头单位。

　　一、交通和产业
　　（一）加快交通建设。完成石鼓大桥主体工程，力争新建农村公路120公里，确保衡阳南站年底前开
通。（市交通运输局、市财政局、石鼓区政府、各县（市、区）政府等）
　　（二）办好教育。实施“名师工程”，新增学位1—2万个。（市教育局、市发改局）

　　二、民生
　　（三）稳定就业。由市人社局牵头，市发展和改革局、国家税务总局衡阳市税务局配合。
"""
NAMED = f"{BASE}notice/衡政办发-2019-3"
OTHER = Names("https://data.example.cn/id/")


def invented() -> Notice:
    """Return the notice above as read."""
    return read("invented.txt", NOTICE, knowledge())


def facts() -> Dataset:
    """Return the graph of the notice above."""
    return graph_of(None)


@cache
def graph_of(path: Path | None) -> Dataset:
    """Return the graph of a notice, by default of the invented one; nobody changes it."""
    return Dataset.of_notices([invented() if path is None else read_file(path, knowledge())])


def values(subject: str, name: str) -> set[str]:
    """Return the values of a property, IRIs and lexical forms alike."""
    found = facts().store.quads_for_pattern(ox.NamedNode(subject), term(name), None)
    return {quad.object.value for quad in found if not isinstance(quad.object, ox.Triple)}


def agency(name: str) -> str:
    return f"{BASE}agency/{name}"


def declared() -> set[str]:
    """Return the terms that the ontology declares, its own and those of others."""
    return {
        quad.subject.value
        for quad in ox.parse(path=str(data_folder("ontology") / "xietong.ttl"), format=ox.RdfFormat.TURTLE)
        if quad.predicate == term("rdf:type") and isinstance(quad.subject, ox.NamedNode)
    }


def published(name: str) -> bool:
    """Tell whether a term belongs to one of the vocabularies of the W3C and its like, as rdflib knows them."""
    return any(URIRef(name) in vocabulary for vocabulary in (DCTERMS, GEO, ORG, PROV, RDF, RDFS, SKOS))


def used(dataset: Dataset) -> set[str]:
    """Return the classes and properties that a graph uses."""
    classes = {quad.object.value for quad in dataset.store if quad.predicate == term("rdf:type")}
    return classes | {quad.predicate.value for quad in dataset.store}


# ---------------------------------------------------------------- the ground that it stands on


@pytest.mark.parametrize("path", [None, *GOLD], ids=lambda path: path.stem if path else "invented")
def test_every_class_and_property_is_declared_here_or_published(path: Path | None) -> None:
    assert {name for name in used(graph_of(path)) - declared() if not published(name)} == set()


@pytest.mark.parametrize("path", [None, *GOLD], ids=lambda path: path.stem if path else "invented")
def test_there_are_no_blank_nodes(path: Path | None) -> None:
    nodes = (node for quad in graph_of(path).store for node in quad)
    assert not [node for node in nodes if isinstance(node, ox.BlankNode)]


def test_every_fact_is_written_once_and_in_the_graph_of_its_notice() -> None:
    written = quads(invented(), Names())
    assert len(written) == len(set(written))
    assert {quad.graph_name for quad in written} == {ox.NamedNode(f"{BASE}graph/衡政办发-2019-3")}


def test_stated_used_and_derived_facts_stand_apart() -> None:
    graphs = {quad.graph_name.value for quad in facts().store if isinstance(quad.graph_name, ox.NamedNode)}
    assert graphs == {f"{BASE}graph/{name}" for name in ("衡政办发-2019-3", "authority", "derived")}
    derived = {
        quad.predicate.value.removeprefix(VOCABULARIES["xt"])
        for quad in facts().store.quads_for_pattern(None, None, None, ox.NamedNode(f"{BASE}graph/derived"))
    } - {term("rdf:type").value}
    assert derived == {"between", "sharedTask", "weight", "coordinatesWith", "hasMember", "answeredForBy"}


def test_the_same_text_read_twice_gives_the_same_quads_in_the_same_order() -> None:
    assert quads(invented(), Names()) == quads(invented(), Names())


# ---------------------------------------------------------------- the notice itself


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rdf:type", {VOCABULARIES["xt"] + "Notice"}),
        ("dcterms:title", {"衡阳市人民政府办公室关于印发《衡阳市2019年重点工作安排》的通知"}),
        ("dcterms:identifier", {"衡政办发〔2019〕3号"}),
        ("dcterms:issued", {"2019-03-01"}),
        ("dcterms:language", {"zh"}),
        ("xt:planTitle", {"衡阳市2019年重点工作安排"}),
        ("xt:planYear", {"2019"}),
        ("xt:issuer", {agency("衡阳市人民政府办公室")}),
        ("xt:addressee", {agency("衡阳市各县(市、区)人民政府"), agency("衡阳市直有关单位")}),
        ("xt:jurisdiction", {f"{BASE}place/430400"}),
        ("dcterms:hasPart", {f"{NAMED}/goal/1", f"{NAMED}/goal/2"}),
    ],
)
def test_the_notice_says_of_itself(name: str, expected: set[str]) -> None:
    assert values(NAMED, name) == expected


def test_what_the_notice_says_of_itself_has_its_evidence() -> None:
    words = {next(iter(values(mention, "nif:anchorOf"))) for mention in values(NAMED, "xt:evidence")}
    assert words >= {"衡政办发〔2019〕3号", "2019年3月1日", "各县（市、区）人民政府", "市直有关单位"}


def test_the_text_that_offsets_count_in() -> None:
    assert values(f"{NAMED}/text", "dcterms:source") == {"invented.txt"}
    assert values(f"{NAMED}/text", "xt:characterCount") == {str(len(NOTICE))}
    assert values(f"{NAMED}/text", "nif:isString") == {NOTICE}


@pytest.mark.parametrize(("encoding", "line_end"), [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("gb18030", "\r\n")])
def test_the_checksum_is_that_of_the_published_text(tmp_path: Path, encoding: str, line_end: str) -> None:
    """As the ontology promises of xt:sha256: that of the text which is published beside the graph."""
    path = tmp_path / "notice.txt"
    path.write_bytes(NOTICE.replace("\n", line_end).encode(encoding))
    dataset = Dataset.of_notices([read_file(path, knowledge())])
    (row,) = dataset.rows("SELECT ?sum WHERE { ?text xt:sha256 ?sum }")
    assert row["sum"] == sha256(NOTICE.replace("\n", line_end).encode()).hexdigest()


# ---------------------------------------------------------------- goals and tasks


def test_a_goal() -> None:
    goal = f"{NAMED}/goal/1"
    assert values(goal, "rdf:type") == {VOCABULARIES["xt"] + "Goal"}
    assert values(goal, "rdfs:label") == {"交通和产业"}
    assert values(goal, "xt:number") == {"1"}
    assert values(goal, "xt:numberAsWritten") == {"一、"}
    assert values(goal, "dcterms:isPartOf") == {NAMED}
    assert values(goal, "dcterms:hasPart") == {f"{NAMED}/task/1", f"{NAMED}/task/2"}


def test_a_task() -> None:
    task = f"{NAMED}/task/1"
    assert values(task, "rdf:type") == {VOCABULARIES["xt"] + "Task"}
    assert values(task, "rdfs:label") == {"加快交通建设"}
    assert values(task, "xt:number") == {"1"}
    assert values(task, "xt:numberAsWritten") == {"（一）"}
    assert values(task, "dcterms:isPartOf") == {f"{NAMED}/goal/1"}
    assert values(task, "xt:openEnded") == {"true"}
    assert values(f"{NAMED}/task/2", "xt:openEnded") == {"false"}
    assert "年底前开通" in next(iter(values(task, "xt:text"))), "the broken line is healed"


def test_goals_are_numbered_below_the_same_whole() -> None:
    """As the ontology says of xt:number: of a goal from 1 among those right below the same whole."""
    notice = read(
        "nested.txt",
        "衡阳市人民政府关于下达2019年任务的通知\n\n第一章 经济\n一、工业\n（一）抓项目。建厂。（市工信局、市财政局）\n"
        "二、农业\n（二）抓粮食。种田。（市农业局、市财政局）\n"
        "第二章 民生\n三、教育\n（三）办学。建校。（市教育局、市财政局）\n",
        knowledge(),
    )
    dataset = Dataset.of_notices([notice])
    rows = dataset.rows("SELECT ?whole ?number WHERE { ?goal a xt:Goal ; xt:number ?number ; dcterms:isPartOf ?whole }")
    numbers: dict[str, list[int]] = {}
    for row in rows:
        numbers.setdefault(row["whole"], []).append(int(row["number"]))
    assert len(numbers) == 3
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in numbers.values())


# ---------------------------------------------------------------- who answers


def test_a_responsibility() -> None:
    part = f"{NAMED}/task/1/responsibility/2"
    assert values(f"{NAMED}/task/1", "xt:hasResponsibility") >= {part}
    assert values(part, "rdf:type") == {VOCABULARIES["xt"] + "Responsibility"}
    assert values(part, "xt:agency") == {agency("衡阳市财政局")}
    assert values(part, "xt:role") == {VOCABULARY + "role/responsible"}
    assert values(part, "xt:position") == {"2"}
    assert values(part, "xt:statedAs") == {"市财政局"}
    assert values(part, "xt:namedInText") == {"false"}
    assert values(part, "xt:roleStatedBy") == set()


def test_who_leads_or_supports_is_responsible_too() -> None:
    task = f"{NAMED}/task/3"
    lead, support = agency("衡阳市人力资源社会保障局"), agency("衡阳市发展改革局")
    assert values(task, "xt:leadAgency") == {lead}
    assert values(task, "xt:supportAgency") >= {support}
    assert values(task, "xt:responsibleAgency") == {lead} | values(task, "xt:supportAgency")


def test_a_role_that_a_rule_of_the_document_sets_points_to_the_rule() -> None:
    part = f"{NAMED}/task/1/responsibility/1"
    assert values(part, "xt:role") == {VOCABULARY + "role/lead"}
    assert values(f"{NAMED}/task/1", "xt:leadAgency") == {agency("衡阳市交通运输局")}
    (rule,) = values(part, "xt:roleStatedBy")
    assert values(rule, "nif:anchorOf") == {"列第一位的为牵头单位"}
    assert values(f"{NAMED}/task/3/responsibility/1", "xt:roleStatedBy") == set(), "the sentence itself says 牵头"


def test_a_collective_is_a_group_of_agencies() -> None:
    group = agency("衡阳市各县(市、区)人民政府")
    assert values(group, "rdf:type") == {VOCABULARIES["xt"] + "AgencyGroup"}
    assert values(group, "xt:jurisdiction") == {f"{BASE}place/430400"}
    assert values(group, "xt:hasMember") == {agency("衡阳市石鼓区人民政府")}, "only who is named; inferred"


def test_a_county_body_is_named_with_its_city_and_labelled_without() -> None:
    county = agency("衡阳市石鼓区人民政府")
    assert values(county, "rdfs:label") == {"石鼓区人民政府"}
    assert values(county, "xt:jurisdiction") == {f"{BASE}place/430407"}


def test_two_wordings_of_one_body_are_one_node_with_both_names() -> None:
    body = agency("衡阳市发展改革局")
    assert values(f"{NAMED}/task/2", "xt:responsibleAgency") >= {body}, "市发改局"
    assert values(f"{NAMED}/task/3", "xt:responsibleAgency") >= {body}, "市发展和改革局"
    assert values(body, "skos:altLabel") >= {"市发改局", "市发展和改革局"}
    assert values(body, "rdfs:label") == {"衡阳市发展改革局"}
    assert values(body, "skos:prefLabel") == {"衡阳市发展和改革局"}
    assert values(body, "xt:function") == {VOCABULARY + "function/development-and-reform"}


def test_no_name_is_both_preferred_and_alternative() -> None:
    rows = facts().rows("SELECT ?body WHERE { ?body skos:prefLabel ?name ; skos:altLabel ?name }")
    assert rows == []


# ---------------------------------------------------------------- evidence


def evidence(dataset: Dataset) -> Iterator[dict[str, str]]:
    """Yield every mention with its offsets and words."""
    yield from dataset.rows(
        "SELECT * WHERE { ?mention a nif:OffsetBasedString ; nif:beginIndex ?begin ; nif:endIndex ?end ;"
        " nif:anchorOf ?words ; nif:referenceContext ?text }"
    )


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_mention_quotes_the_source(path: Path) -> None:
    source, found = read_file(path, knowledge()).text.source, list(evidence(graph_of(path)))
    assert found
    for mention in found:
        begin, end = int(mention["begin"]), int(mention["end"])
        assert source[begin:end] == mention["words"] != ""
        assert mention["mention"] == f"{mention['text']}#char={begin},{end}"


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", ["Responsibility", "Task", "Goal", "Target", "ScaleFigure", "Milestone"])
def test_every_fact_has_its_evidence(path: Path, kind: str) -> None:
    without = graph_of(path).rows(
        f"SELECT ?fact WHERE {{ ?fact a xt:{kind}"
        " FILTER NOT EXISTS { ?fact prov:wasQuotedFrom/nif:anchorOf ?words } }"
    )
    assert without == []


def test_the_evidence_of_a_responsibility_names_the_body() -> None:
    rows = facts().rows(
        "SELECT ?words ?as ?body ?means WHERE { ?part xt:statedAs ?as ; xt:agency ?body ;"
        " prov:wasQuotedFrom ?mention . ?mention nif:anchorOf ?words ; itsrdf:taIdentRef ?means }"
    )
    assert len(rows) == 9
    for row in rows:
        assert row["words"] == row["as"]
        assert row["means"] == row["body"]


def test_evidence_over_a_broken_line_keeps_the_break() -> None:
    (row,) = facts().rows("SELECT ?words WHERE { ?part a xt:Milestone ; prov:wasQuotedFrom/nif:anchorOf ?words }")
    assert row["words"] == "确保衡阳南站年底前开\n通"


@pytest.mark.parametrize("mark", ["𠮷", "é", "\u3000", "\ue000", "👍🏽"], ids=ascii)
def test_offsets_count_code_points_of_the_source(mark: str) -> None:
    source = mark * 3 + "\n" + NOTICE
    for mention in evidence(Dataset.of_notices([read("moved.txt", source, knowledge())])):
        assert source[int(mention["begin"]) : int(mention["end"])] == mention["words"]


# ---------------------------------------------------------------- the base


def moved(iri: str) -> str:
    """Return an IRI of a thing of ours as it is under the other base; terms of vocabularies stay."""
    own = re.match(rf"{BASE}(?!ontology|vocabulary/)", iri)
    return OTHER.base + iri.removeprefix(BASE) if own else iri


def test_another_base_moves_all_things_and_no_terms() -> None:
    def statements(dataset: Dataset, change: bool) -> set[tuple[str, ...]]:  # noqa: FBT001
        return {
            tuple(
                moved(node.value) if change and isinstance(node, ox.NamedNode) else str(getattr(node, "value", node))
                for node in quad
            )
            for quad in dataset.store
        }

    there = Dataset.of_notices([invented()], OTHER)
    assert statements(there, change=False) == statements(facts(), change=True)
    assert there.validate() == []


@pytest.mark.parametrize(
    "base",
    [
        "https://data.example.cn/agency/",  # the words that our own IRIs are made of
        "https://w3id.org/",  # above the vocabularies
        "urn:example:/",
        "https://例子.cn/知识图谱/",
    ],
)
def test_any_base_will_do(base: str) -> None:
    dataset = Dataset.of_notices([invented()], Names(base))
    assert len(dataset.store) == len(facts().store)
    for kind, name in (("Agency", "agency"), ("Coordination", "coordination"), ("Task", "notice"), ("Place", "place")):
        things = {row["x"] for row in dataset.rows(f"SELECT ?x WHERE {{ ?x a <{VOCABULARIES['xt']}{kind}> }}")}
        assert things
        assert {iri for iri in things if not iri.startswith(f"{base}{name}/")} == set()
    assert dataset.validate() == []


# ---------------------------------------------------------------- named things


NAMES = """芜湖市人民政府办公室关于印发2021年重点工作的通知

芜政办〔2021〕7号

芜湖市人民政府办公室
2021年3月1日

一、交通
（一）建设公路。加快国道318线改造，完成G318城南段扩建，开工建设裕溪产业园二期，建成公路120公里、道路2万公里。（市交通运输局）
（二）扩大合作。落实《安徽省流域保护规划》，参与沪苏浙皖一体化合作区建设，支持芜湖高新区、南陵县许镇镇发展。（市发展改革委）
"""


@cache
def named() -> ox.Store:
    """Return the graph of the notice above; place kinds and the like as they stand."""
    store = ox.Store()
    store.extend(quads(read("names.txt", NAMES, knowledge()), Names()))
    return store


def said(subject: str, predicate: str, graph: str = "芜政办-2021-7") -> set[str]:
    """Return the objects of a statement in a graph."""
    found = named().quads_for_pattern(
        ox.NamedNode(BASE + subject), term(predicate), None, ox.NamedNode(f"{BASE}graph/{graph}")
    )
    return {
        quad.object.value.removeprefix(BASE) for quad in found if isinstance(quad.object, ox.NamedNode | ox.Literal)
    }


def test_one_road_named_in_two_ways_is_one_node_with_both_names_and_both_mentions() -> None:
    road = "project/340200/G318"
    assert said(road, "rdfs:label") == {"G318"}
    assert said(road, "skos:altLabel") == {"国道318线"}
    assert "project/340200/G318" in said("project/340200/G318城南段", "dcterms:isPartOf")
    assert len(said(road, "xt:evidence")) == 2


def test_a_phase_is_part_of_the_whole() -> None:
    assert said("project/340200/裕溪产业园二期", "dcterms:isPartOf") == {"project/340200/裕溪产业园"}


def test_a_place_has_its_kind_and_what_its_name_lets_one_infer_stands_apart() -> None:
    assert said("place/芜湖高新区", "xt:placeKind") == {"vocabulary/place-kind/functional-zone"}
    assert said("place/芜湖高新区", "dcterms:isPartOf") == set()
    assert said("place/芜湖高新区", "dcterms:isPartOf", "derived") == {"place/340200"}
    assert said("place/许镇镇", "dcterms:isPartOf", "derived") == {"place/340223"}
    members = {f"place/{code}0000" for code in (31, 32, 33, 34)}
    assert said("place/沪苏浙皖一体化合作区", "xt:standsFor", "derived") == members


def test_a_cited_document_has_the_level_of_who_issues_it() -> None:
    assert said("policy/安徽省流域保护规划", "xt:issuingLevel") == {"province"}


def test_a_unit_of_qudt_is_stated_where_no_magnitude_stands_before_it() -> None:
    one, other = (f"notice/芜政办-2021-7/task/1/quantity/{number}" for number in (1, 2))
    assert said(one, "qudt:hasUnit") == {"http://qudt.org/vocab/unit/KiloM"}
    assert said(other, "qudt:hasUnit") == set()
