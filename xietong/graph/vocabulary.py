"""``ontology/vocabulary/*.ttl`` -> Knowledge: what the reading room is told about the world, without RDF."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache

import pyoxigraph as ox

from xietong.graph.terms import ONTOLOGY
from xietong.model import CentralBody, Change, Commitment, Comparator, Function, Knowledge, Place, Role, Unit
from xietong.resources import data_folder

SKOS = "http://www.w3.org/2004/02/skos/core#"
QUDT_UNIT = "http://qudt.org/vocab/unit/"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
PART_OF = "http://purl.org/dc/terms/isPartOf"
WRITTEN_FORMS = (SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel")

Description = dict[str, list[str]]


def descriptions(iris: Iterable[str]) -> list[ox.Triple]:
    """Return what the vocabularies say of the given concepts, and of all that contain these.

    Points and other nodes of a concept's own (…/geometry) come with it.
    """
    said = _everything_said()
    wanted, found = sorted(iris), {}
    while wanted:
        iri = wanted.pop()
        if iri in found or iri not in said:
            continue
        found[iri] = said[iri]
        wanted += [
            triple.object.value
            for triple in said[iri]
            if isinstance(triple.object, ox.NamedNode)
            and (triple.predicate.value == PART_OF or triple.object.value.startswith(iri + "/"))
        ]
    return [triple for iri in sorted(found) for triple in found[iri]]


@lru_cache(maxsize=1)
def _everything_said() -> dict[str, list[ox.Triple]]:
    """Return all triples of the vocabularies by their subject."""
    paths = (data_folder("ontology") / "vocabulary").glob("*.ttl")
    return {iri: triples for path in sorted(paths) for iri, triples in _said_in(path.stem).items()}


@lru_cache(maxsize=32)
def _said_in(scheme: str) -> dict[str, list[ox.Triple]]:
    """Return the triples of one vocabulary by their subject (read once)."""
    said: dict[str, list[ox.Triple]] = {}
    path = data_folder("ontology") / "vocabulary" / f"{scheme}.ttl"
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode):
            said.setdefault(quad.subject.value, []).append(quad.triple)
    return said


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """Return the vocabularies of this installation (read once)."""
    functions = {
        form: function for function, forms in map(_function, _concepts("functions").values()) for form in forms
    }
    central = {form: body for body, forms in map(_central, _concepts("central-bodies").values()) for form in forms}
    roles = {form: Role(key) for form, key in _keys("roles").items()}
    places = {place.code: place for place in map(_place, _concepts("places").values())}
    units = {form: _unit(about) for about in _concepts("units").values() for form in _forms(about)}
    return Knowledge(
        places=places,
        functions=functions,
        central=central,
        roles=roles,
        units=units,
        comparators={form: Comparator(key) for form, key in _keys("comparators").items()},
        changes={form: Change(key) for form, key in _keys("changes").items()},
        commitments={form: Commitment(key) for form, key in _keys("commitments").items()},
    )


def _keys(scheme: str) -> dict[str, str]:
    """Return written form -> notation for a scheme."""
    return {form: about[SKOS + "notation"][0] for about in _concepts(scheme).values() for form in _forms(about)}


def concepts_of(scheme: str) -> dict[str, str]:
    """Return written form, notation or IRI -> IRI of the concepts of a scheme (unit, comparator, project-kind …)."""
    found: dict[str, str] = {}
    for iri, about in _concepts(f"{scheme}s").items():
        found |= dict.fromkeys([*_forms(about), *about.get(SKOS + "notation", []), iri], iri)
    return found


def _unit(about: Description) -> Unit:
    base, factor = about[ONTOLOGY + "baseUnit"][0], about[ONTOLOGY + "baseFactor"][0]
    qudt = next((iri for iri in about.get(SKOS + "exactMatch", ()) if iri.startswith(QUDT_UNIT)), None)
    return Unit(id=about[SKOS + "notation"][0], base=base.rsplit("/", 1)[1], factor=Decimal(factor), qudt=qudt)


@cache
def term_labels() -> dict[str, dict[str, str]]:
    """Return the labels of the ontology's own terms: IRI -> language -> label."""
    found: dict[str, dict[str, str]] = {}
    path = data_folder("ontology") / "xietong.ttl"
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        if quad.predicate.value == RDFS_LABEL and isinstance(quad.object, ox.Literal) and quad.object.language:
            found.setdefault(getattr(quad.subject, "value", ""), {})[quad.object.language] = quad.object.value
    return found


def _concepts(scheme: str) -> dict[str, Description]:
    """Return the concepts of a vocabulary: IRI -> property -> values in the order of the file; zh and untagged ones."""
    found: dict[str, Description] = {}
    for iri, triples in _said_in(scheme).items():
        about: Description = {}
        for triple in triples:
            value = triple.object
            if isinstance(value, ox.NamedNode) or (isinstance(value, ox.Literal) and value.language in (None, "zh")):
                about.setdefault(triple.predicate.value, []).append(value.value)
        if SKOS + "inScheme" in about:
            found[iri] = about
    return found


def _forms(about: Description) -> list[str]:
    """Return the written forms of a concept, the preferred first."""
    return [form for kind in WRITTEN_FORMS for form in about.get(kind, [])]


def _function(about: Description) -> tuple[Function, list[str]]:
    name = about[SKOS + "prefLabel"][0]
    official = about.get(ONTOLOGY + "officialForm", [name])[0]
    return Function(id=about[SKOS + "notation"][0], name=name, official=official), [*_forms(about), official]


def _central(about: Description) -> tuple[CentralBody, list[str]]:
    name = about[RDFS_LABEL][0]
    function = about.get(ONTOLOGY + "function", [None])[0]
    return (
        CentralBody(
            name=name, official=about[SKOS + "prefLabel"][0], function=function.rsplit("/", 1)[1] if function else None
        ),
        [name, *_forms(about)],
    )


def _place(about: Description) -> Place:
    parent = about.get(PART_OF, [None])[0]
    return Place(
        code=about[ONTOLOGY + "divisionCode"][0],
        name=about[SKOS + "prefLabel"][0],
        shorts=tuple(about.get(SKOS + "altLabel", ())),
        level=about[ONTOLOGY + "placeLevel"][0],
        parent=parent.rsplit("/", 1)[1] if parent else None,
        letters=tuple(about.get(SKOS + "hiddenLabel", ())),
        abolished=ONTOLOGY + "abolished" in about,
    )
