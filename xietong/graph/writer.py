"""The pen of the graph: facts, mentions and bodies of one notice as quads, each once, in the order of the text.

A fact points (``prov:wasQuotedFrom``, of a thing ``xt:evidence``) to a mention, whose IRI is that of the
notice's text with an RFC 5147 fragment, ``…/text#char=1034,1046``: code points of the decoded source,
counted from 0, the end not included.
"""

from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from xietong.graph.terms import DERIVED, VOCABULARY, Names, term
from xietong.model import Body, Notice, Party, Stated
from xietong.text import Quote


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


@dataclass(slots=True)
class Writer:
    """Writes quads about one notice into one named graph."""

    notice: Notice
    names: Names
    graph: NamedNode
    quads: dict[Quad, None] = field(default_factory=dict)

    @property
    def iri(self) -> NamedNode:
        """The notice."""
        return self.names.thing("notice", notice_name(self.notice))

    @property
    def text(self) -> NamedNode:
        """The text of the notice, in which offsets count."""
        return NamedNode(self.iri.value + "/text")

    # ------------------------------------------------------------ small parts

    def add(self, subject: NamedNode, name: str, *values: NamedNode | Literal | str | int | bool | None) -> None:
        """Add one fact for each value; plain strings and numbers become literals, None adds nothing."""
        predicate = term(name)
        for value in values:
            if value is not None:
                thing = value if isinstance(value, NamedNode | Literal) else Literal(value)
                self.quads[Quad(subject, predicate, thing, self.graph)] = None

    def infer(self, subject: NamedNode, name: str, *values: NamedNode) -> None:
        """Add facts that the text does not state, in the graph of what is derived."""
        graph = self.names.thing("graph", DERIVED)
        self.quads.update((Quad(subject, term(name), value, graph), None) for value in values)

    def chinese(self, value: Stated | None) -> Literal | None:
        """Return a stated value as a Chinese literal."""
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

    def curated(self, iri: NamedNode, *, by_hand: bool) -> None:
        """Mark a fact that a correction by hand added or changed, or the notice that one was applied to."""
        if by_hand and self.notice.curation:
            source = NamedNode(self.iri.value + "/curation")
            self.add(source, "rdf:type", term("prov:Entity"))
            self.add(source, "dcterms:source", self.notice.curation)
            self.add(iri, "prov:wasDerivedFrom", source)

    def party(self, party: Party) -> tuple[NamedNode, NamedNode]:
        """Add a body of the header; return its IRI and that of its mention."""
        iri = self.body(party.body, party.as_written)
        return iri, self.mention(party.quote, iri)
