"""Notice -> quads: one named graph a notice, no blank nodes, evidence for every fact.

A fact points (``prov:wasQuotedFrom``, of the notice itself ``xt:evidence``) to a mention, whose IRI is
that of the notice's text with an RFC 5147 fragment, ``…/text#char=1034,1046``: code points of
the decoded source, counted from 0, the end not included.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from xietong.graph.terms import VOCABULARY, Names, term
from xietong.model import Body, Duty, Goal, Notice, Party, Role, Stated, Task
from xietong.text import Quote

A = term("rdf:type")
SPECIAL_PROPERTY = {Role.LEAD: "xt:leadAgency", Role.SUPPORT: "xt:supportAgency"}


def notice_name(notice: Notice) -> str:
    """Return the name under which a notice is known: its 文号 (肇府办-2016-9).

    Without one: issuer, date and title, as far as they are known, else the name of its file.
    """
    header = notice.header
    if header.number:
        words = "".join(
            char if char.isalnum() else "-" for char in header.number.value.replace("号", "").replace("第", "")
        )
        return "-".join(part for part in words.split("-") if part)
    parts = [
        *(party.body.key for party in header.issuers[:1]),
        *([header.issued[0].isoformat()] if header.issued else []),
        *([header.title.value] if header.title else []),
    ]
    return "-".join(parts) if header.title else notice.text.name.rsplit(".", 1)[0]


def stated_graph(notice: Notice, names: Names) -> NamedNode:
    """Return the name of the graph that holds what the notice states."""
    return names.thing("graph", notice_name(notice))


def quads(notice: Notice, names: Names) -> list[Quad]:
    """Return all that the notice states, as quads in its named graph, each once, in the order of the text."""
    writer = _Writer(notice, names, stated_graph(notice, names))
    writer.write_notice()
    return list(writer.quads)


@dataclass(slots=True)
class _Writer:
    notice: Notice
    names: Names
    graph: NamedNode
    quads: dict[Quad, None] = field(default_factory=dict)

    @property
    def iri(self) -> NamedNode:
        return self.names.thing("notice", notice_name(self.notice))

    @property
    def text(self) -> NamedNode:
        return NamedNode(self.iri.value + "/text")

    # ------------------------------------------------------------ small parts

    def add(self, subject: NamedNode, name: str, *values: NamedNode | Literal | str | int | bool | None) -> None:
        """Add one fact for each value; plain strings and numbers become literals, None adds nothing."""
        predicate = term(name)
        for value in values:
            if value is not None:
                thing = value if isinstance(value, NamedNode | Literal) else Literal(value)
                self.quads[Quad(subject, predicate, thing, self.graph)] = None

    def chinese(self, value: Stated | None) -> Literal | None:
        return Literal(value.value, language="zh") if value else None

    def mention(self, quote: Quote, about: NamedNode | None = None) -> NamedNode:
        """Add the mention that a quote is, and return its IRI; ``about`` is the thing that it names."""
        iri = NamedNode(f"{self.text.value}#char={quote.start},{quote.end}")
        self.add(iri, "rdf:type", term("nif:OffsetBasedString"))
        for name, offset in (("nif:beginIndex", quote.start), ("nif:endIndex", quote.end)):
            self.add(iri, name, offset)
        self.add(iri, "nif:anchorOf", quote.text)
        self.add(iri, "nif:referenceContext", self.text)
        self.add(iri, "itsrdf:taIdentRef", about)
        return iri

    def body(self, body: Body, *as_written: str) -> NamedNode:
        """Add a body and return its IRI."""
        iri = self.names.thing("agency", body.key)
        self.add(iri, "rdf:type", term("xt:AgencyGroup" if body.collective else "xt:Agency"))
        self.add(iri, "rdfs:label", Literal(body.label, language="zh"))
        self.add(iri, "skos:prefLabel", Literal(body.official or body.label, language="zh"))
        other = dict.fromkeys([body.name, *as_written])
        self.add(
            iri,
            "skos:altLabel",
            *(Literal(name, language="zh") for name in other if name not in (body.label, body.official)),
        )
        if body.place:
            self.add(iri, "xt:jurisdiction", self.names.thing("place", body.place))
        if body.function:
            self.add(iri, "xt:function", NamedNode(f"{VOCABULARY}function/{body.function}"))
        return iri

    def party(self, party: Party) -> tuple[NamedNode, NamedNode]:
        """Add a body of the header; return its IRI and that of its mention."""
        iri = self.body(party.body, party.as_written)
        return iri, self.mention(party.quote, iri)

    # ------------------------------------------------------------ the notice

    def write_notice(self) -> None:
        """Add the notice with all its parts."""
        header, iri = self.notice.header, self.iri
        self.add(iri, "rdf:type", term("xt:Notice"))
        self.add(iri, "dcterms:language", "zh")
        self.add(iri, "dcterms:title", self.chinese(header.title) or Literal(self.notice.text.name, language="zh"))
        self.add(iri, "xt:planTitle", self.chinese(header.plan_title))
        self.add(iri, "dcterms:identifier", header.number.value if header.number else None)
        self.add(iri, "xt:indexNumber", header.index.value if header.index else None)
        self.add(iri, "xt:attachmentTitle", *(self.chinese(attachment) for attachment in header.attachments))
        if header.issued:
            self.add(iri, "dcterms:issued", Literal(header.issued[0].isoformat(), datatype=term("xsd:date")))
        if header.plan_year:
            self.add(iri, "xt:planYear", Literal(f"{header.plan_year:04d}", datatype=term("xsd:gYear")))
        if header.place:
            self.add(iri, "xt:jurisdiction", self.names.thing("place", header.place))
        stated = (header.title, header.plan_title, header.number, header.index, *header.attachments)
        evidence = [self.mention(value.quote) for value in stated if value]
        evidence += [self.mention(header.issued[1])] if header.issued else []
        for name, parties in (
            ("xt:issuer", header.issuers),
            ("dcterms:publisher", (header.publisher,)),
            ("xt:addressee", header.addressees),
        ):
            for party in parties:
                if party is not None:
                    agency, mention = self.party(party)
                    self.add(iri, name, agency)
                    evidence.append(mention)
        self.add(iri, "xt:evidence", *evidence)
        self.write_text()
        owner = dict(self.goal_of_task())
        for goal, parent, path in self.all_goals():
            self.write_goal(goal, parent, path)
        for task in self.notice.tasks:
            self.write_task(task, owner.get(task.number, iri))

    def write_text(self) -> None:
        """Add the text that offsets count in."""
        source = self.notice.text.source
        self.add(self.text, "rdf:type", term("nif:Context"))
        self.add(self.text, "dcterms:source", self.notice.text.name)
        self.add(self.text, "xt:sha256", hashlib.sha256(source.encode()).hexdigest())
        self.add(self.text, "xt:characterCount", len(source))

    def all_goals(self) -> Iterator[tuple[Goal, NamedNode, str]]:
        """Yield every goal with the thing that it is part of and its path of numbers: 6, 6.2."""

        def walk(goals: tuple[Goal, ...], parent: NamedNode, path: str) -> Iterator[tuple[Goal, NamedNode, str]]:
            for goal in goals:
                own = f"{path}.{goal.number}" if path else str(goal.number)
                yield goal, parent, own
                yield from walk(goal.goals, self.goal_iri(own), own)

        yield from walk(self.notice.goals, self.iri, "")

    def goal_iri(self, path: str) -> NamedNode:
        return NamedNode(f"{self.iri.value}/goal/{path}")

    def goal_of_task(self) -> Iterator[tuple[int, NamedNode]]:
        """Yield number of task -> the goal that it stands in directly."""
        for goal, _, path in self.all_goals():
            for number in goal.tasks:
                yield number, self.goal_iri(path)

    def write_goal(self, goal: Goal, parent: NamedNode, path: str) -> None:
        """Add a goal and its place in the whole."""
        iri = self.goal_iri(path)
        self.add(iri, "rdf:type", term("xt:Goal"))
        self.add(iri, "rdfs:label", Literal(goal.title, language="zh"))
        self.add(iri, "xt:number", goal.number)
        self.add(iri, "xt:numberAsWritten", goal.written)
        self.add(iri, "dcterms:isPartOf", parent)
        self.add(parent, "dcterms:hasPart", iri)
        self.add(iri, "prov:wasQuotedFrom", self.mention(goal.title_quote, iri))

    # ------------------------------------------------------------ tasks and duties

    def write_task(self, task: Task, parent: NamedNode) -> None:
        """Add a task, its text and who answers for it."""
        iri = NamedNode(f"{self.iri.value}/task/{task.number}")
        self.add(iri, "rdf:type", term("xt:Task"))
        self.add(iri, "rdfs:label", Literal(task.title, language="zh"))
        self.add(iri, "xt:number", task.number)
        self.add(iri, "xt:numberAsWritten", task.written)
        self.add(iri, "xt:text", Literal(task.text, language="zh"))
        self.add(iri, "xt:openEnded", task.open)
        self.add(iri, "dcterms:isPartOf", parent)
        self.add(parent, "dcterms:hasPart", iri)
        self.add(iri, "prov:wasQuotedFrom", self.mention(task.title_quote, iri))
        for position, duty in enumerate(task.duties, start=1):
            self.write_duty(iri, duty, position)

    def write_duty(self, task: NamedNode, duty: Duty, position: int) -> None:
        """Add a body's part in a task, and the shortcuts from the task to the body."""
        iri = NamedNode(f"{task.value}/responsibility/{position}")
        agency = self.body(duty.body, duty.as_written)
        self.add(task, "xt:hasResponsibility", iri)
        self.add(task, "xt:responsibleAgency", agency)
        if duty.role in SPECIAL_PROPERTY:
            self.add(task, SPECIAL_PROPERTY[duty.role], agency)
        self.add(iri, "rdf:type", term("xt:Responsibility"))
        self.add(iri, "xt:agency", agency)
        self.add(iri, "xt:role", NamedNode(f"{VOCABULARY}role/{duty.role.value}"))
        self.add(iri, "xt:position", position)
        self.add(iri, "xt:statedAs", duty.as_written)
        self.add(iri, "xt:namedInText", duty.in_text)
        self.add(iri, "prov:wasQuotedFrom", self.mention(duty.quote, agency))
        if duty.rule is not None:
            self.add(iri, "xt:roleStatedBy", self.mention(duty.rule))
