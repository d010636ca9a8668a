"""What the files of the ontology say, read for its page: terms, vocabularies, and what the shapes ask."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from xietong.graph.terms import BASE, ONTOLOGY, VOCABULARIES, VOCABULARY
from xietong.words import Words

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
SHAPES = BASE + "shapes"
THEME = re.compile(r"^# =+\n# (?P<zh>.+?) · (?P<en>.+)\n# =+$|^xt:(?P<term>\w+) a ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a shape asks: of which classes, along which path, in its own words."""

    classes: list[str]
    path: Node | None
    along: list[str]  # the properties in the path
    message: list[Node]
    warning: bool


@dataclass(frozen=True, slots=True)
class Ontology:
    """What the files of the ontology say, in their order; terms by IRI, properties by prefixed name."""

    prefixes: Mapping[str, str]
    said: dict[str, dict[str, list[Node]]] = field(default_factory=dict)  # subject -> property -> values
    led: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # property, value -> subjects
    themes: dict[Words, list[str]] = field(default_factory=dict)  # heading -> terms
    schemes: dict[str, list[str]] = field(default_factory=dict)  # vocabulary -> concepts
    anchors: dict[str, str] = field(default_factory=dict)
    demands: list[Demand] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # IRI -> prefixed name, of those asked for before

    def name(self, iri: str) -> str:
        """Return the prefixed name of an IRI, or else the IRI without https://."""
        if iri not in self.names:
            space = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
            prefix = next((prefix for prefix, known in self.prefixes.items() if known == space), None)
            local = iri.removeprefix(space)
            self.names[iri] = f"{prefix}:{local}" if prefix and local else re.sub("^https?://", "", iri)
        return self.names[iri]

    def values(self, iri: str, name: str) -> list[Node]:
        """Return the values of a property, given as prefixed name."""
        return self.said.get(iri, {}).get(name, [])

    def iris(self, iri: str, name: str) -> list[str]:
        """Return those values of a property that are no literals."""
        return [node.value for node in self.values(iri, name) if not isinstance(node, (ox.Literal, ox.Triple))]

    def members(self, node: Node) -> list[Node]:
        """Return the members of an RDF list."""
        found = []
        while first := self.values(getattr(node, "value", ""), "rdf:first"):
            found += first
            node = self.values(getattr(node, "value", ""), "rdf:rest")[0]
        return found


@cache
def read_ontology(folder: Path) -> Ontology:
    """Return what the ontology, its vocabularies and the shapes in a folder say (read once)."""
    main, shapes = folder / "xietong.ttl", folder / "shapes.ttl"
    prefixes = {"xt": ONTOLOGY}
    parsed: list[ox.Triple] = []
    for path in (main, shapes, *sorted((folder / "vocabulary").glob("*.ttl"))):
        parser = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        parsed += [quad.triple for quad in parser]
        prefixes |= parser.prefixes if path in (main, shapes) else {}
    prefixes |= {prefix: space for prefix, space in VOCABULARIES.items() if space.startswith(VOCABULARY)}
    ontology = Ontology(prefixes)
    for triple in parsed:
        subject, name = getattr(triple.subject, "value", ""), ontology.name(triple.predicate.value)
        ontology.said.setdefault(subject, {}).setdefault(name, []).append(triple.object)
        if isinstance(triple.object, ox.NamedNode):
            ontology.led.setdefault((name, triple.object.value), []).append(subject)
    _arrange(ontology, main.read_text(encoding="utf-8"))
    ontology.demands.extend(_demands(ontology))
    return ontology


def _arrange(ontology: Ontology, written: str) -> None:
    """Fill in the themes, the vocabularies and the anchors."""
    heading, theme_of = Words("术语", "Terms"), {}
    for found in THEME.finditer(written):
        if found["term"]:
            theme_of[ONTOLOGY + found["term"]] = heading
        else:
            heading = Words(found["zh"], found["en"])
    for iri, about in ontology.said.items():
        if iri.startswith(ONTOLOGY) and "skos:definition" in about:
            ontology.themes.setdefault(theme_of.get(iri, heading), []).append(iri)
            ontology.anchors[iri] = iri.removeprefix(ONTOLOGY)
        elif "dcterms:title" in about and iri.startswith(VOCABULARY):
            ontology.schemes[iri] = ontology.led.get(("skos:inScheme", iri), [])
            ontology.anchors[iri] = f"vocabulary/{iri.removeprefix(VOCABULARY)}"
    for scheme, concepts in ontology.schemes.items():
        for iri in shown(ontology, concepts):
            ontology.anchors[iri] = f"{ontology.anchors[scheme]}/{iri.rpartition('/')[2]}"


def shown(ontology: Ontology, concepts: Sequence[str]) -> list[str]:
    """Return the concepts that the page shows: all, but of the places the first of each level, as examples."""
    first: dict[tuple[str, ...], str] = {}
    for iri in concepts:
        levels = ontology.values(iri, "xt:placeLevel")
        first.setdefault((str(levels), str("xt:abolished" in ontology.said[iri])) if levels else (iri,), iri)
    return list(first.values())


def _demands(ontology: Ontology) -> Iterator[Demand]:
    """Yield what the shapes ask."""
    for shape in [iri for iri, about in ontology.said.items() if "sh:targetClass" in about]:
        classes = ontology.iris(shape, "sh:targetClass")
        for node in (shape, *ontology.iris(shape, "sh:property")):
            path = next(iter(ontology.values(node, "sh:path")), None)
            passed = [getattr(each, "value", "") for each in along(ontology, path)[1]] if path else []
            if message := ontology.values(node, "sh:message"):
                yield Demand(classes, path, passed, message, "sh:Warning" in names_of(ontology, node, "sh:severity"))


def names_of(ontology: Ontology, iri: str, name: str) -> list[str]:
    """Return the prefixed names of what a property leads to."""
    return [ontology.name(each) for each in ontology.iris(iri, name)]


def along(ontology: Ontology, path: Node) -> tuple[Words, list[Node]]:
    """Return how a path of a shape goes along properties, as a pattern, and these."""
    iri = getattr(path, "value", "")
    if inverse := ontology.values(iri, "sh:inversePath"):
        return Words("（反向）{}", "(inverse) {}"), inverse
    if choices := ontology.values(iri, "sh:alternativePath"):
        return Words("{} 或 {}", "{} or {}"), ontology.members(choices[0])
    return Words("{}", "{}"), [path]
