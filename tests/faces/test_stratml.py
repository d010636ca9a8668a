"""Notices as StratML: by the order that the schema sets, with all that the graph has, and nothing else.

The schema itself is others' work and stays outside. Where ``XIETONG_STRATML_XSD`` names a file of it
(PerformancePlanOrReport, version 2.2 of 2016), documents are checked against that, too.
"""

import os
import re
from collections import Counter
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from lxml import etree

from tests.faces.test_tables import ELSEWHERE, GRAPHS, HOSTILE, graph_of
from xietong.faces.stratml import LOOSE, LOOSE_NAME, NAMESPACE, NO_FIGURE, OPEN, OWN, SCALE, name_of, stratml
from xietong.graph.dataset import Dataset
from xietong.graph.terms import BASE, Names

# element -> its children in order, each with how often it stands there

ORDER = {
    "PerformancePlanOrReport": "Name1 Description? OtherInformation? StrategicPlanCore1 AdministrativeInformation?",
    "StrategicPlanCore": "Organization* Goal+",
    "Organization": "Name? Identifier? Description?",
    "Goal": "Name1 Description1 Identifier? SequenceIndicator? OtherInformation? Objective*",
    "Objective": "Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation?"
    " PerformanceIndicator*",
    "Stakeholder": "Name1 Description? Role*",
    "Role": "Name1 Description? RoleType?",
    "PerformanceIndicator": "MeasurementDimension1 UnitOfMeasurement1 Identifier? MeasurementInstance*"
    " OtherInformation?",
    "MeasurementInstance": "TargetResult*",
    "TargetResult": "EndDate? NumberOfUnits? Description?",
    "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
}
ATTRIBUTES = {
    "PerformancePlanOrReport": {"Type": {"Performance_Plan"}},
    "Stakeholder": {"StakeholderTypeType": {"Organization", "Generic_Group"}},
    "PerformanceIndicator": {"PerformanceIndicatorType": {"Quantitative", "Qualitative"}},
}
WORDS = {
    "EndDate": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "Identifier": r"_[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    "NumberOfUnits": r"-?[0-9]+(\.[0-9]+)?",
    "PublicationDate": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "RoleType": "Performer",
    "Source": r"https://\S+",
    "StartDate": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
}
every_graph = pytest.mark.parametrize("graph", GRAPHS)


@cache
def files_of(graph: str) -> dict[str, bytes]:
    """Return the documents of a graph."""
    return stratml(graph_of(graph))


def plans_of(graph: str) -> list[ET.Element]:
    """Return the documents of a graph, parsed, their names without the namespace."""
    plans = [ET.fromstring(content) for content in files_of(graph).values()]  # noqa: S314 - our own
    for plan in plans:
        for element in plan.iter():
            space, _, name = element.tag[1:].partition("}")
            assert space == NAMESPACE
            element.tag = name
    return plans


# ---------------------------------------------------------------- form


@every_graph
def test_elements_stand_in_the_order_of_the_schema(graph: str) -> None:
    for plan in plans_of(graph):
        assert plan.tag == "PerformancePlanOrReport"
        for element in plan.iter():
            pattern = "".join(
                f"(?:{child.rstrip('1?*+')} ){child[-1].replace('1', '{1}')}"
                for child in ORDER.get(element.tag, "").split()
            )
            children = "".join(f"{child.tag} " for child in element)
            assert re.fullmatch(pattern, children), (element.tag, children)
            allowed = ATTRIBUTES.get(element.tag, {})
            assert set(element.attrib) == set(allowed)
            assert all(value in allowed[name] for name, value in element.attrib.items())
            if element.tag in WORDS:
                assert re.fullmatch(WORDS[element.tag], element.text or ""), (element.tag, element.text)


@every_graph
def test_no_identifier_stands_twice_in_a_document(graph: str) -> None:
    for plan in plans_of(graph):
        assert [found for found, count in Counter(x.text for x in plan.iter("Identifier")).items() if count > 1] == []


@pytest.mark.skipif("XIETONG_STRATML_XSD" not in os.environ, reason="XIETONG_STRATML_XSD names no schema")
@every_graph
def test_documents_are_valid_by_the_schema_itself(graph: str) -> None:
    schema = etree.XMLSchema(etree.parse(os.environ["XIETONG_STRATML_XSD"]))
    for content in files_of(graph).values():
        schema.assertValid(etree.fromstring(content))


# ---------------------------------------------------------------- all that the graph has

COUNTS = {
    "Stakeholder/Role": "?x a xt:Responsibility",
    "PerformanceIndicator": "{ ?x a xt:Quantity } UNION { ?x a xt:Milestone }",
    "TargetResult": "{ ?x a xt:Target } UNION { ?x a xt:Milestone }",
    "Objective[SequenceIndicator]": "?x a xt:Task",
    "Goal[SequenceIndicator]": "?x a xt:Goal",
}


@every_graph
@pytest.mark.parametrize("path", COUNTS)
def test_nothing_of_the_graph_is_lost_or_doubled(graph: str, path: str) -> None:
    (row,) = graph_of(graph).rows(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {COUNTS[path]} }}")
    assert sum(len(plan.findall(f".//{path}")) for plan in plans_of(graph)) == int(row["n"])


@every_graph
def test_every_notice_has_a_document_under_its_name(graph: str) -> None:
    sources = [plan.findtext("AdministrativeInformation/Source") for plan in plans_of(graph)]
    dataset = graph_of(graph)
    assert sources == [row["x"] for row in dataset.rows("SELECT ?x WHERE { ?x a xt:Notice } ORDER BY ?x")]
    assert list(files_of(graph)) == [f"{name_of(iri or '', dataset.names)}.xml" for iri in sources]


# ---------------------------------------------------------------- what it says

TASK = "StrategicPlanCore/Goal[2]/Objective[1]"
SCHOOLS = "StrategicPlanCore/Goal[2]/Objective[2]"
ROOT = f"{BASE}notice/肇府-2016-1"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("Name", "肇庆市人民政府关于印发2016年重点工作的通知"),
        ("OtherInformation", "文号 document number: 肇府〔2016〕1号"),
        ("StrategicPlanCore/Organization[1]/Name", "肇庆市人民政府"),
        ("StrategicPlanCore/Organization[1]/Description", f"{BASE}agency/肇庆市人民政府"),
        ("StrategicPlanCore/Goal[1]/Name", "稳增长"),
        ("StrategicPlanCore/Goal[1]/Description", "一、稳增长"),
        ("StrategicPlanCore/Goal[1]/SequenceIndicator", "1"),
        ("StrategicPlanCore/Goal[1]/OtherInformation", f"{ROOT}/goal/1"),
        ("StrategicPlanCore/Goal[1]/Objective[1]/Name", None),
        ("StrategicPlanCore/Goal[1]/Objective[1]/Description", f"{OWN.zh} {OWN.en}"),
        ("StrategicPlanCore/Goal[1]/Objective[1]/PerformanceIndicator/MeasurementDimension", "地区生产总值"),
        ("StrategicPlanCore/Goal[2]/SequenceIndicator", "1.1"),
        ("StrategicPlanCore/Goal[2]/OtherInformation", f"{ROOT}/goal/1.1\n属于目标 1。 Within goal 1."),
        ("StrategicPlanCore/Goal[3]/Name", "保民生"),
        ("StrategicPlanCore/Goal[3]/SequenceIndicator", "2"),
        (f"{TASK}/Name", "推进交通建设"),
        (f"{TASK}/SequenceIndicator", "1"),
        (f"{TASK}/OtherInformation", f"{ROOT}/task/1"),
        (f"{TASK}/Stakeholder[1]/Name", "肇庆市交通运输局"),
        (f"{TASK}/Stakeholder[1]/Description", f"{BASE}agency/肇庆市交通运输局"),
        (f"{TASK}/Stakeholder[1]/Role/Name", "牵头 lead"),
        (f"{TASK}/Stakeholder[1]/Role/Description", "市交通运输局"),
        (f"{TASK}/Stakeholder[2]/Role/Name", "配合 support"),
        (f"{TASK}/PerformanceIndicator[1]/MeasurementDimension", "新增公交车"),
        (f"{TASK}/PerformanceIndicator[1]/UnitOfMeasurement", "辆"),
        (f"{TASK}/PerformanceIndicator[1]/MeasurementInstance/TargetResult/NumberOfUnits", "10"),
        (f"{TASK}/PerformanceIndicator[1]/MeasurementInstance/TargetResult/EndDate", "2016-06-30"),
        (
            f"{TASK}/PerformanceIndicator[1]/MeasurementInstance/TargetResult/Description",
            "“新增公交车10—20辆”\n比较 comparator: 达到 equal\n数值 value: 10–20",
        ),
        (f"{TASK}/PerformanceIndicator[1]/OtherInformation", f"{ROOT}/task/1/quantity/1"),
        (f"{TASK}/PerformanceIndicator[2]/MeasurementInstance", None),
        (
            f"{TASK}/PerformanceIndicator[2]/OtherInformation",
            f"{ROOT}/task/1/quantity/2\n{SCALE.zh} {SCALE.en}\n“超10亿元项目”\n比较 comparator: 超过 more than",
        ),
        (f"{TASK}/PerformanceIndicator[4]/MeasurementDimension", "6月底前完成四会至广宁公路改造"),
        (f"{TASK}/PerformanceIndicator[4]/UnitOfMeasurement", f"{NO_FIGURE.zh} {NO_FIGURE.en}"),
        (f"{TASK}/PerformanceIndicator[4]/MeasurementInstance/TargetResult/EndDate", "2016-06-30"),
        (f"{TASK}/PerformanceIndicator[4]/MeasurementInstance/TargetResult/NumberOfUnits", None),
        (f"{SCHOOLS}/OtherInformation", f"{ROOT}/task/2\n{OPEN.zh} {OPEN.en}"),
        (f"{SCHOOLS}/Stakeholder[@StakeholderTypeType='Generic_Group']/Name", "肇庆市各县(市、区)人民政府"),
        (
            f"{SCHOOLS}/PerformanceIndicator[1]/MeasurementInstance/TargetResult/Description",
            "“高要区力争新建学校不少于3所”\n比较 comparator: 不低于 at least\n承诺 commitment: 力争 strive",
        ),
        ("AdministrativeInformation/StartDate", "2016-01-01"),
        ("AdministrativeInformation/EndDate", "2016-12-31"),
        ("AdministrativeInformation/PublicationDate", None),
        ("AdministrativeInformation/Source", ROOT),
    ],
)
def test_what_a_plan_says(path: str, words: str | None) -> None:
    (plan,) = (plan for plan in plans_of("invented") if plan.findtext("AdministrativeInformation/Source") == ROOT)
    assert plan.findtext(path) == words


def test_tasks_under_no_goal_stand_in_one_that_says_so() -> None:
    plan = plans_of("invented")[1]
    (goal,) = plan.findall("StrategicPlanCore/Goal")
    assert goal.findtext("Name") == f"{LOOSE_NAME.zh} {LOOSE_NAME.en}"
    assert goal.findtext("Description") == f"{LOOSE.zh} {LOOSE.en}"
    assert [objective.findtext("Name") for objective in goal.findall("Objective")] == ["推进交通建设", "提高认识"]


def test_a_task_has_the_whole_text_of_the_notice() -> None:
    (plan,) = plans_of("first")
    text = plan.findtext("StrategicPlanCore/Goal[6]/Objective[1]/Description") or ""
    assert text.startswith("(二十五)打好交通建设大会战")
    assert "完成交通建设投资123亿元" in text


# ---------------------------------------------------------------- hostile names, other bases, file names


def shown(name: str) -> str:
    """Return a name as XML can hold it."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", name)


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_hostile_names_are_words_and_nothing_else(name: str) -> None:
    plans = [plan for plan in plans_of("hostile") if plan.findtext("Name") == shown(name)]
    assert len(plans) == 1
    assert plans[0].findtext(".//Objective/Name") == shown(name)
    assert plans[0].findtext(".//Stakeholder/Name") == shown(name)
    assert plans[0].findtext(".//Role/Description") == shown(name)


@every_graph
def test_file_names_are_safe(graph: str) -> None:
    for name in files_of(graph):
        assert re.fullmatch(r"[^/\\<>:\"|?*\x00-\x20]+\.xml", name)
        assert not name.startswith("..")
        assert len(name.encode()) <= 204


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (f"{BASE}notice/肇府办-2016-9", "肇府办-2016-9"),
        (f"{BASE}notice/a%2Fb%3E%7E", "a%2Fb%3E%7E"),
        (f"{BASE}notice/%2E%2E", "%2E%2E"),
        (f"{BASE}notice/{'长' * 66}", "长" * 66),
        (f"{BASE}notice/{'长' * 67}", f"{'长' * 60}-[0-9a-f]{{12}}"),
        (f"{BASE}notice/../../etc/x", "..%2F..%2Fetc%2Fx-[0-9a-f]{12}"),
        (f"{BASE}notice/..", "%2E%2E-[0-9a-f]{12}"),
        (f"{BASE}notice/", "-[0-9a-f]{12}"),
        (f"{ELSEWHERE}notice/一", "https%3A%2F%2Fdata.example.cn%2Fid%2Fnotice%2F一-[0-9a-f]{12}"),
    ],
)
def test_file_name(iri: str, name: str) -> None:
    assert re.fullmatch(name, name_of(iri, Names()))


def test_things_lie_below_the_base_of_the_graph() -> None:
    (plan,) = plans_of("elsewhere")
    stated = [
        x.text or "" for x in plan.iter() if x.tag in {"OtherInformation", "Source"} and "https:" in (x.text or "")
    ]
    assert len(stated) > 100
    assert all(words.startswith(f"{ELSEWHERE}notice/") for words in stated)
    assert list(files_of("elsewhere")) == list(files_of("first"))


@every_graph
def test_a_graph_opened_from_a_file_gives_the_same_bytes(graph: str, tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    path.write_bytes(graph_of(graph).nquads())
    assert stratml(Dataset.open(path)) == files_of(graph)


def test_an_empty_graph_has_no_documents() -> None:
    assert stratml(Dataset()) == {}
