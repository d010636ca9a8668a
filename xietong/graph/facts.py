"""Figures, named things and deadlines of a task, a goal or the notice itself -> quads."""

from pyoxigraph import Literal, NamedNode

from xietong.graph.terms import local_name, term
from xietong.graph.writer import Writer
from xietong.model import Change, Commitment, Comparator, Facts, Milestone, Quantity, QuantityKind, Thing, ThingKind

CLASSES = {QuantityKind.TARGET: "xt:Target", QuantityKind.SCALE: "xt:ScaleFigure"}
COMPARATORS = {
    Comparator.EQUAL: "comparator:equal",
    Comparator.AT_LEAST: "comparator:at-least",
    Comparator.MORE: "comparator:more-than",
    Comparator.AT_MOST: "comparator:at-most",
    Comparator.LESS: "comparator:less-than",
    Comparator.ABOUT: "comparator:about",
}
COMMITMENTS = {Commitment.STRIVE: "commitment:strive", Commitment.ENSURE: "commitment:ensure"}
CHANGES = {Change.INCREASE: "change:increase", Change.DECREASE: "change:decrease"}
# class, property from the part of the notice, kind in the IRI
THINGS = {
    ThingKind.PROJECT: ("xt:Project", "xt:concernsProject", "project"),
    ThingKind.PLACE: ("xt:Place", "xt:concernsPlace", "place"),
    ThingKind.POLICY: ("xt:Policy", "xt:cites", "policy"),
    ThingKind.PROGRAMME: ("xt:Programme", "xt:concernsProgramme", "programme"),
    ThingKind.ORGANISATION: ("org:Organization", "xt:concernsOrganisation", "organisation"),
}
ACTIONS = {"implement": "xt:implements", "draw-up": "xt:drawsUp", "issue": "xt:issues"}


def write_facts(pen: Writer, part: NamedNode, facts: Facts) -> None:
    """Add the facts of a part of the notice (a task, a goal, the notice itself)."""
    named = {thing.name: write_thing(pen, part, thing) for thing in facts.things}
    for position, quantity in enumerate(facts.quantities, start=1):
        write_quantity(pen, part, quantity, position, named)
    for position, milestone in enumerate(facts.milestones, start=1):
        write_milestone(pen, part, milestone, position, named)


def thing_iri(pen: Writer, kind: ThingKind, name: str, place: str | None) -> NamedNode:
    """Return the IRI of a named thing.

    Places by division code where there is one, else by name; projects and programmes within the place whose notice
    names them (体育中心 of two cities are two); cited documents and organisations by name.
    """
    folder = THINGS[kind][2]
    if kind is ThingKind.PLACE:
        return pen.names.thing(folder, place or name)
    home = pen.notice.header.place
    if kind in (ThingKind.PROJECT, ThingKind.PROGRAMME) and home:
        return NamedNode(f"{pen.names.base}{folder}/{home}/{local_name(name)}")
    return pen.names.thing(folder, name)


def write_thing(pen: Writer, part: NamedNode, thing: Thing) -> NamedNode:
    """Add a named thing and its ties to the part that names it; return its IRI."""
    kind, tie, _ = THINGS[thing.kind]
    known_as = thing.key or thing.name
    iri = thing_iri(pen, thing.kind, known_as, thing.place)
    pen.add(iri, "rdf:type", term(kind))
    label = "skos:prefLabel" if thing.kind is ThingKind.PLACE else "rdfs:label"
    pen.add(iri, label, Literal(known_as, language="zh"))
    if thing.name != known_as:
        pen.add(iri, "skos:altLabel", Literal(thing.name, language="zh"))
    pen.add(iri, "xt:evidence", pen.mention(thing.quote, iri))
    pen.curated(iri, by_hand=thing.curated)
    for name in ("xt:mentions", tie, ACTIONS.get(thing.action or "")):
        if name:
            pen.add(part, name, iri)
    if thing.kind is ThingKind.PROJECT:
        pen.add(iri, "xt:projectKind", term(f"project-kind:{thing.sort}") if thing.sort else None)
        pen.add(iri, "xt:locatedIn", pen.names.thing("place", thing.place) if thing.place else None)
        if thing.part_of:
            whole = thing_iri(pen, ThingKind.PROJECT, thing.part_of, None)
            pen.add(whole, "rdf:type", term("xt:Project"))
            pen.add(whole, "rdfs:label", Literal(thing.part_of, language="zh"))
            pen.add(whole, "xt:evidence", pen.mention(thing.quote, iri))
            pen.add(iri, "dcterms:isPartOf", whole)
    if thing.kind is ThingKind.PLACE:
        write_place(pen, iri, thing)
    pen.add(iri, "xt:issuingLevel", thing.level)
    if thing.years:
        for name, year in zip(("xt:periodStart", "xt:periodEnd"), _two(thing.years), strict=True):
            pen.add(iri, name, Literal(year, datatype=term("xsd:gYear")))
    return iri


def write_place(pen: Writer, iri: NamedNode, place: Thing) -> None:
    """Add of what kind a place is, and what its name lets one infer: where it lies, what it stands for."""
    pen.add(iri, "xt:placeKind", term(f"place-kind:{place.sort}") if place.sort else None)
    if place.within:
        pen.infer(iri, "dcterms:isPartOf", pen.names.thing("place", place.within))
    pen.infer(iri, "xt:standsFor", *(pen.names.thing("place", code) for code in place.members))


def _two(years: str) -> tuple[str, str]:
    """Return first and last year of 2016—2020 or 2016."""
    digits = "".join(char if char.isdecimal() else " " for char in years).split()
    return digits[0], digits[-1]


def write_quantity(
    pen: Writer, part: NamedNode, quantity: Quantity, position: int, named: dict[str, NamedNode]
) -> None:
    """Add a figure of a part of the notice."""
    iri = NamedNode(f"{part.value}/quantity/{position}")
    pen.add(part, "xt:hasQuantity", iri)
    pen.add(iri, "rdf:type", term("xt:Quantity"), term(CLASSES[quantity.kind]))
    pen.add(iri, "xt:indicator", Literal(quantity.indicator, language="zh") if quantity.indicator else None)
    decimal = term("xsd:decimal")
    for name, value in (
        ("qudt:numericValue", quantity.value),
        ("xt:maximumValue", quantity.value_max),
        ("xt:baseValue", quantity.base_value),
        ("xt:baseMaximumValue", quantity.base_value_max),
    ):
        pen.add(iri, name, Literal(f"{value:f}", datatype=decimal) if value is not None else None)
    pen.add(iri, "xt:unitText", quantity.unit)
    pen.add(iri, "xt:unit", term(f"unit:{quantity.unit_id}") if quantity.unit_id else None)
    pen.add(iri, "qudt:hasUnit", NamedNode(quantity.qudt) if quantity.qudt else None)
    pen.add(iri, "xt:baseUnit", term(f"unit:{quantity.base_unit}") if quantity.base_unit else None)
    pen.add(iri, "xt:comparator", term(COMPARATORS[quantity.comparator]))
    pen.add(iri, "xt:change", term(CHANGES[quantity.change]) if quantity.change else None)
    pen.add(iri, "xt:commitment", term(COMMITMENTS[quantity.commitment]) if quantity.commitment else None)
    pen.add(iri, "xt:due", Literal(quantity.due.isoformat(), datatype=term("xsd:date")) if quantity.due else None)
    pen.add(iri, "xt:baseline", quantity.base)
    pen.add(iri, "xt:about", named.get(quantity.about or ""))
    pen.add(iri, "prov:wasQuotedFrom", pen.mention(quantity.quote))


def write_milestone(
    pen: Writer, part: NamedNode, milestone: Milestone, position: int, named: dict[str, NamedNode]
) -> None:
    """Add a deadline of a part of the notice."""
    iri = NamedNode(f"{part.value}/milestone/{position}")
    pen.add(part, "xt:hasMilestone", iri)
    pen.add(iri, "rdf:type", term("xt:Milestone"))
    pen.add(iri, "rdfs:label", Literal("".join(milestone.quote.text.split()), language="zh"))
    pen.add(iri, "xt:due", Literal(milestone.due.isoformat(), datatype=term("xsd:date")))
    pen.add(iri, "xt:about", named.get(milestone.about or ""))
    pen.add(iri, "prov:wasQuotedFrom", pen.mention(milestone.quote))
