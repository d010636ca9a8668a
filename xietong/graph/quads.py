"""Notice -> quads: one named graph a notice, no blank nodes, evidence for every fact."""

import hashlib
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from xietong.graph.facts import write_facts
from xietong.graph.terms import VOCABULARY, Names, term
from xietong.graph.writer import Writer, notice_name
from xietong.model import Duty, Goal, Notice, Role, Task

SPECIAL_PROPERTY = {Role.LEAD: "xt:leadAgency", Role.SUPPORT: "xt:supportAgency"}


def stated_graph(notice: Notice, names: Names) -> NamedNode:
    """Return the name of the graph that holds what the notice states."""
    return names.thing("graph", notice_name(notice))


def quads(notice: Notice, names: Names) -> list[Quad]:
    """Return all that the notice states, as quads in its named graph, each once, in the order of the text."""
    pen = Writer(notice, names, stated_graph(notice, names))
    write_notice(pen)
    return list(pen.quads)


def write_notice(pen: Writer) -> None:
    """Add the notice with all its parts."""
    header, iri = pen.notice.header, pen.iri
    pen.add(iri, "rdf:type", term("xt:Notice"))
    pen.add(iri, "dcterms:language", "zh")
    pen.add(iri, "dcterms:title", pen.chinese(header.title) or Literal(pen.notice.text.name, language="zh"))
    pen.add(iri, "xt:planTitle", pen.chinese(header.plan_title))
    pen.add(iri, "dcterms:identifier", header.number.value if header.number else None)
    pen.add(iri, "xt:indexNumber", header.index.value if header.index else None)
    pen.add(iri, "xt:attachmentTitle", *(pen.chinese(attachment) for attachment in header.attachments))
    if header.issued:
        pen.add(iri, "dcterms:issued", Literal(header.issued[0].isoformat(), datatype=term("xsd:date")))
    if header.plan_year:
        pen.add(iri, "xt:planYear", Literal(f"{header.plan_year:04d}", datatype=term("xsd:gYear")))
    if header.place:
        pen.add(iri, "xt:jurisdiction", pen.names.thing("place", header.place))
    stated = (header.title, header.plan_title, header.number, header.index, *header.attachments)
    evidence = [pen.mention(value.quote) for value in stated if value]
    evidence += [pen.mention(header.issued[1])] if header.issued else []
    for name, parties in (
        ("xt:issuer", header.issuers),
        ("dcterms:publisher", (header.publisher,)),
        ("xt:addressee", header.addressees),
    ):
        for party in parties:
            if party is not None:
                agency, mention = pen.party(party)
                pen.add(iri, name, agency)
                evidence.append(mention)
    pen.add(iri, "xt:evidence", *evidence)
    pen.curated(iri, by_hand=pen.notice.curation is not None)  # what was removed leaves no other trace
    write_facts(pen, iri, pen.notice.facts)
    write_text(pen)
    owner = dict(goal_of_task(pen))
    for goal, parent, path in all_goals(pen):
        write_goal(pen, goal, parent, path)
    for task in pen.notice.tasks:
        write_task(pen, task, owner.get(task.number, iri))


def write_text(pen: Writer) -> None:
    """Add the text that offsets count in."""
    source = pen.notice.text.source
    pen.add(pen.text, "rdf:type", term("nif:Context"))
    pen.add(pen.text, "dcterms:source", pen.notice.text.name)
    pen.add(pen.text, "xt:sha256", hashlib.sha256(source.encode()).hexdigest())
    pen.add(pen.text, "xt:characterCount", len(source))
    pen.add(pen.text, "nif:isString", source)


def all_goals(pen: Writer) -> Iterator[tuple[Goal, NamedNode, str]]:
    """Yield every goal with the thing that it is part of and its path of numbers: 6, 6.2."""

    def walk(goals: tuple[Goal, ...], parent: NamedNode, path: str) -> Iterator[tuple[Goal, NamedNode, str]]:
        for goal in goals:
            own = f"{path}.{goal.number}" if path else str(goal.number)
            yield goal, parent, own
            yield from walk(goal.goals, goal_iri(pen, own), own)

    yield from walk(pen.notice.goals, pen.iri, "")


def goal_iri(pen: Writer, path: str) -> NamedNode:
    """Return the IRI of a goal by its path of numbers."""
    return NamedNode(f"{pen.iri.value}/goal/{path}")


def goal_of_task(pen: Writer) -> Iterator[tuple[int, NamedNode]]:
    """Yield number of task -> the goal that it stands in directly."""
    for goal, _, path in all_goals(pen):
        for number in goal.tasks:
            yield number, goal_iri(pen, path)


def write_goal(pen: Writer, goal: Goal, parent: NamedNode, path: str) -> None:
    """Add a goal and its place in the whole."""
    iri = goal_iri(pen, path)
    pen.add(iri, "rdf:type", term("xt:Goal"))
    pen.add(iri, "rdfs:label", Literal(goal.title, language="zh"))
    pen.add(iri, "xt:number", goal.number)
    pen.add(iri, "xt:numberAsWritten", goal.written)
    pen.add(iri, "dcterms:isPartOf", parent)
    pen.add(parent, "dcterms:hasPart", iri)
    pen.add(iri, "prov:wasQuotedFrom", pen.mention(goal.title_quote, iri))
    write_facts(pen, iri, goal.facts)


def write_task(pen: Writer, task: Task, parent: NamedNode) -> None:
    """Add a task, its text and who answers for it."""
    iri = NamedNode(f"{pen.iri.value}/task/{task.number}")
    pen.add(iri, "rdf:type", term("xt:Task"))
    pen.add(iri, "rdfs:label", Literal(task.title, language="zh"))
    pen.add(iri, "xt:number", task.number)
    pen.add(iri, "xt:numberAsWritten", task.written or None)  # a paragraph without a number is a task, too
    pen.add(iri, "xt:text", Literal(task.text, language="zh"))
    pen.add(iri, "xt:openEnded", task.open)
    pen.add(iri, "dcterms:isPartOf", parent)
    pen.add(parent, "dcterms:hasPart", iri)
    pen.add(iri, "prov:wasQuotedFrom", pen.mention(task.title_quote, iri))
    for position, duty in enumerate(task.duties, start=1):
        write_duty(pen, iri, duty, position)
    write_facts(pen, iri, task.facts)


def write_duty(pen: Writer, task: NamedNode, duty: Duty, position: int) -> None:
    """Add a body's part in a task, and the shortcuts from the task to the body."""
    iri = NamedNode(f"{task.value}/responsibility/{position}")
    agency = pen.body(duty.body, duty.as_written)
    pen.add(task, "xt:hasResponsibility", iri)
    pen.add(task, "xt:responsibleAgency", agency)
    if duty.role in SPECIAL_PROPERTY:
        pen.add(task, SPECIAL_PROPERTY[duty.role], agency)
    pen.add(iri, "rdf:type", term("xt:Responsibility"))
    pen.add(iri, "xt:agency", agency)
    pen.add(iri, "xt:role", NamedNode(f"{VOCABULARY}role/{duty.role.value}"))
    pen.add(iri, "xt:position", position)
    pen.add(iri, "xt:statedAs", duty.as_written)
    pen.add(iri, "xt:namedInText", duty.in_text)
    pen.add(iri, "prov:wasQuotedFrom", pen.mention(duty.quote, agency))
    pen.curated(iri, by_hand=duty.curated)
    if duty.rule is not None:
        pen.add(iri, "xt:roleStatedBy", pen.mention(duty.rule))
