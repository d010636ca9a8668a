"""A notice as StratML Part 2 (ISO 17469-1), the format in which governments publish plans.

What the format asks for and a notice does not have is said in words where it stands: a goal that holds the tasks which
the notice puts under none, an objective that holds the figures which a goal states outside any task. Goals do not nest
in it: one within another stands after it, numbered 6.2, and says so. Identifiers are of type xsd:ID, which no IRI
can be; they are UUIDs made of the IRIs (RFC 4122, 4.3), and the IRIs stand in words beside them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from xietong.faces.tables import table
from xietong.faces.wording import LABELS, label_of
from xietong.graph.asked import Asked, Row
from xietong.graph.dump import NO_XML
from xietong.graph.terms import Names, local_name, term
from xietong.resources import file_name
from xietong.words import Words

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
ISSUERS = (term("xt:issuer").value, term("dcterms:publisher").value)  # who is a plan's organisation
NUMBERS = {"identifier": Words("文号", "document number"), "index_number": Words("索引号", "index number")}

LOOSE_NAME = Words("未归入目标的任务", "Tasks under no goal")
LOOSE = Words(
    "通知没有把这些任务归入目标；StratML 的任务必须属于目标，所以放在这里。",
    "The notice puts these tasks under no goal; StratML wants every objective under one, so they stand here.",
)
OWN = Words(
    "上一级自己写出、不属于任何任务的指标和时限；StratML 的指标必须属于任务，所以放在这里。",
    "Figures and deadlines that the level above states itself, outside any task; StratML wants every indicator under "
    "an objective, so they stand here.",
)
OPEN = Words("责任单位名单以“等”结尾，未列全。", "The list of bodies ends in “等” and leaves others unnamed.")
SCALE = Words("规模数：只说明大小，不是要达到的指标。", "A scale figure: it says how big a thing is and is no target.")
NO_FIGURE = Words("没有数值：是否按期完成", "no figure: done by its date or not")


@dataclass(frozen=True, slots=True)
class Told:
    """The rows that make the plans: each by the IRI of what it belongs to."""

    agencies: dict[str, Row]
    issuers: dict[str, list[Row]]  # by notice
    goals: dict[str, list[Row]]  # by notice, or by the goal above
    tasks: dict[str, list[Row]]  # by goal, or by notice
    responsibilities: dict[str, list[Row]]  # by task
    figures: dict[str, list[Row]]  # by task, goal or notice
    milestones: dict[str, list[Row]]


def stratml(asked: Asked) -> dict[str, bytes]:
    """Return every notice of a graph as a StratML document, by file name.

    Raises what the graph raises when it cannot answer.
    """
    told = Told(
        agencies={row["agency"]: row for row in table(asked, "agencies")},
        issuers=_by((row for row in table(asked, "notice-agencies") if row["relation"] in ISSUERS), "notice"),
        goals=_by(table(asked, "goals"), "parent", "notice"),
        tasks=_by(table(asked, "tasks"), "goal", "notice"),
        responsibilities=_by(table(asked, "responsibilities"), "task"),
        figures=_by(table(asked, "figures"), "task", "goal", "notice"),
        milestones=_by(table(asked, "milestones"), "task", "goal", "notice"),
    )
    return {f"{name_of(row['notice'], asked.names)}.xml": _plan(row, told) for row in table(asked, "notices")}


def name_of(notice: str, names: Names) -> str:
    """Return a file name for the IRI of a notice: its name there, or that made safe and told apart by a hash."""
    own = notice.removeprefix(f"{names.base}notice/")
    name = local_name(unquote(own))
    return file_name(name, own, fits=name == own)


def _by(answer: Iterable[Row], *columns: str) -> dict[str, list[Row]]:
    """Return rows by the first of the columns that each has."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in answer:
        found[next(row[column] for column in columns if column in row)].append(row)
    return found


# ---------------------------------------------------------------- the elements, each in the order of the schema


def _plan(notice: Row, told: Told) -> bytes:
    """Return the document of one notice."""
    iri = notice["notice"]
    root = ET.Element("PerformancePlanOrReport", {"xmlns": NAMESPACE, "Type": "Performance_Plan"})
    _add(root, "Name", notice.get("title", iri))
    _add(root, "Description", notice.get("plan_title"))
    numbers = (f"{_both(words)}: {notice[column]}" for column, words in NUMBERS.items() if column in notice)
    _add(root, "OtherInformation", _lines(*numbers) or None)
    core = ET.SubElement(root, "StrategicPlanCore")
    for agency in dict.fromkeys(row["agency"] for row in told.issuers.get(iri, [])):
        organisation = ET.SubElement(core, "Organization")
        _add(organisation, "Name", told.agencies.get(agency, {}).get("name"))
        _add(organisation, "Identifier", _uuid(agency))
        _add(organisation, "Description", agency)
    for goal, path in _goals(iri, told):
        _goal(core, goal, path, told)
    if not told.goals.get(iri) or told.tasks.get(iri) or _indicators(iri, told):
        loose = ET.SubElement(core, "Goal")
        _add(loose, "Name", _both(LOOSE_NAME))
        _add(loose, "Description", _both(LOOSE))
        _add(loose, "Identifier", _uuid(f"{iri}#goal"))
        _objectives(loose, iri, told)
    _administration(root, notice)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _goals(whole: str, told: Told, path: str = "") -> Iterator[tuple[Row, str]]:
    """Yield the goals of a whole with their paths of numbers, each before those within it."""
    for goal in told.goals.get(whole, []):
        own = path + goal["number"]
        yield goal, own
        yield from _goals(goal["goal"], told, f"{own}.")


def _goal(core: ET.Element, goal: Row, path: str, told: Told) -> None:
    """Add a goal with its tasks."""
    iri = goal["goal"]
    heading = goal.get("as_written", "") + goal.get("title", "")
    element = ET.SubElement(core, "Goal")
    _add(element, "Name", goal.get("title", iri))
    _add(element, "Description", goal.get("text", heading))
    _add(element, "Identifier", _uuid(iri))
    _add(element, "SequenceIndicator", path)
    above = path.rpartition(".")[0]
    within = Words(f"属于目标 {above}。", f"Within goal {above}.") if above else None
    _add(element, "OtherInformation", _lines(iri, within))
    _objectives(element, iri, told)


def _objectives(goal: ET.Element, whole: str, told: Told) -> None:
    """Add the tasks of a goal or notice, after an objective that holds the figures of its own."""
    if own := _indicators(whole, told):
        objective = ET.SubElement(goal, "Objective")
        _add(objective, "Description", _both(OWN))
        _add(objective, "Identifier", _uuid(f"{whole}#objective"))
        objective.extend(own)
    for task in told.tasks.get(whole, []):
        iri = task["task"]
        objective = ET.SubElement(goal, "Objective")
        _add(objective, "Name", task.get("title"))
        _add(objective, "Description", task.get("text"))
        _add(objective, "Identifier", _uuid(iri))
        _add(objective, "SequenceIndicator", task["number"])
        for agency, parts in _by(told.responsibilities.get(iri, []), "agency").items():
            _stakeholder(objective, agency, parts, told)
        _add(objective, "OtherInformation", _lines(iri, OPEN if task.get("open") == "true" else None))
        objective.extend(_indicators(iri, told))


def _stakeholder(objective: ET.Element, agency: str, parts: list[Row], told: Told) -> None:
    """Add an agency of a task with its roles there, as the notice writes them."""
    about = told.agencies.get(agency, {})
    kind = "Generic_Group" if about.get("collective") == "true" else "Organization"
    element = ET.SubElement(objective, "Stakeholder", {"StakeholderTypeType": kind})
    _add(element, "Name", about.get("name", agency))
    _add(element, "Description", agency)
    for part in parts:
        role = ET.SubElement(element, "Role")
        _add(role, "Name", _concept(part, "role"))
        _add(role, "Description", part.get("stated_as"))
        _add(role, "RoleType", "Performer")


def _indicators(part: str, told: Told) -> list[ET.Element]:
    """Return the figures and deadlines of a task, goal or notice as indicators."""
    figures = [_figure(row) for row in told.figures.get(part, [])]
    return figures + [_milestone(row) for row in told.milestones.get(part, [])]


def _figure(row: Row) -> ET.Element:
    """Return a figure as an indicator; only one that is to be reached has a target."""
    words = row.get("words", "")
    about = _lines(
        f"“{words}”",
        *_labelled(comparator=_concept(row, "comparator"), value=_range(row), change=_concept(row, "change")),
        *_labelled(commitment=_concept(row, "commitment"), base=row.get("baseline"), due=row.get("due_text")),
    )
    element = ET.Element("PerformanceIndicator", {"PerformanceIndicatorType": "Quantitative"})
    _add(element, "MeasurementDimension", row.get("indicator", words))
    _add(element, "UnitOfMeasurement", row.get("unit_text", ""))
    _add(element, "Identifier", _uuid(row["figure"]))
    if row["target"] == "true":
        _target(element, row.get("due"), row.get("value"), about)
        _add(element, "OtherInformation", row["figure"])
    else:
        _add(element, "OtherInformation", _lines(row["figure"], SCALE, about))
    return element


def _milestone(row: Row) -> ET.Element:
    """Return a deadline without a figure as an indicator."""
    words = row.get("words", "")
    about = _lines(f"“{words}”", *_labelled(commitment=_concept(row, "commitment"), due=row.get("due_text")))
    element = ET.Element("PerformanceIndicator", {"PerformanceIndicatorType": "Qualitative"})
    _add(element, "MeasurementDimension", row.get("title", words))
    _add(element, "UnitOfMeasurement", _both(NO_FIGURE))
    _add(element, "Identifier", _uuid(row["milestone"]))
    _target(element, row.get("due"), None, about)
    _add(element, "OtherInformation", row["milestone"])
    return element


def _target(indicator: ET.Element, due: str | None, value: str | None, about: str) -> None:
    """Add what is to be reached by when."""
    target = ET.SubElement(ET.SubElement(indicator, "MeasurementInstance"), "TargetResult")
    _add(target, "EndDate", due)
    _add(target, "NumberOfUnits", value)
    _add(target, "Description", about)


def _administration(root: ET.Element, notice: Row) -> None:
    """Add the dates of a notice: the year that it plans, the day of issue."""
    element = ET.SubElement(root, "AdministrativeInformation")
    year = notice.get("plan_year")
    _add(element, "Identifier", _uuid(notice["notice"]))
    _add(element, "StartDate", f"{year}-01-01" if year else None)
    _add(element, "EndDate", f"{year}-12-31" if year else None)
    _add(element, "PublicationDate", notice.get("issued"))
    _add(element, "Source", notice["notice"])


# ---------------------------------------------------------------- words


def _add(parent: ET.Element, name: str, words: str | None) -> None:
    """Add an element with words, without the characters that no XML can hold; what is not known adds none."""
    if words is not None:
        ET.SubElement(parent, name).text = NO_XML.sub("\ufffd", words)


def _uuid(iri: str) -> str:
    """Return the identifier of a thing: a name of XML does not begin with a digit, a UUID may."""
    return f"_{uuid5(NAMESPACE_URL, iri)}"


def _both(words: Words) -> str:
    return f"{words.zh} {words.en}"


def _concept(row: Row, column: str) -> str | None:
    words = label_of(row.get(column))
    return _both(words) if words else None


def _range(row: Row) -> str | None:
    return f"{row['value']}–{row['maximum']}" if "value" in row and "maximum" in row else None


def _labelled(**values: str | None) -> list[str]:
    """Return values with the words for what they are."""
    return [f"{_both(LABELS[name])}: {value}" for name, value in values.items() if value]


def _lines(*lines: str | Words | None) -> str:
    return "\n".join(_both(line) if isinstance(line, Words) else line for line in lines if line)
