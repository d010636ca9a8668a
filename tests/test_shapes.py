"""The shapes: each lets its valid example pass, and each of its messages is raised by its invalid example.

``tests/shapes/valid/X.ttl`` and ``tests/shapes/invalid/X.ttl`` belong to the shape ``xsh:X`` of
``ontology/shapes.ttl``. A valid example passes all shapes, not only its own, so it is a small right graph in the form
that the builder writes.
"""

from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, RDFS, SH, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = Path(__file__).resolve().parent / "shapes"
XSH = Namespace("https://w3id.org/xietong/shapes#")


@cache
def shapes() -> Graph:
    """Return the shapes graph, read once."""
    return Graph().parse(ROOT / "ontology" / "shapes.ttl")


def names() -> list[str]:
    """Return the local names of all shapes that stand under a name of their own."""
    found = (node for node in shapes().subjects(RDF.type, SH.NodeShape) if isinstance(node, URIRef))
    return sorted(node.removeprefix(str(XSH)) for node in found)


def constraints(name: str) -> list[Node]:
    """Return the nodes of a shape that bear a message: the shape itself, if it does, and its property shapes."""
    nodes: list[Node] = [XSH[name], *shapes().objects(XSH[name], SH.property)]
    return [node for node in nodes if (node, SH.message, None) in shapes() or node != XSH[name]]


def messages(name: str) -> set[Literal]:
    """Return every message of a shape, in both languages."""
    found = (message for node in constraints(name) for message in shapes().objects(node, SH.message))
    return {message for message in found if isinstance(message, Literal)}


def report(data: Graph) -> tuple[bool, Graph]:
    """Validate ``data`` and return whether it conforms, and the report."""
    conforms, results, _ = validate(data, shacl_graph=shapes())
    assert isinstance(results, Graph)
    return bool(conforms), results


def raised(results: Graph) -> set[Node]:
    """Return the messages in a report."""
    return set(results.objects(None, SH.resultMessage))


@pytest.mark.parametrize("name", names())
def test_valid_example_passes(name: str) -> None:
    data = Graph().parse(EXAMPLES / "valid" / f"{name}.ttl")
    targets = shapes().objects(XSH[name], SH.targetClass)
    assert any((None, RDF.type, target) in data for target in targets), "the example has no node of the shape's class"
    conforms, results = report(data)
    assert conforms, raised(results)


@pytest.mark.parametrize("name", names())
def test_every_message_is_raised_by_the_invalid_example(name: str) -> None:
    conforms, results = report(Graph().parse(EXAMPLES / "invalid" / f"{name}.ttl"))
    assert not conforms
    assert messages(name) - raised(results) == set()


@pytest.mark.parametrize("name", names())
def test_every_constraint_speaks_both_languages(name: str) -> None:
    for node in constraints(name):
        spoken = [message.language for message in shapes().objects(node, SH.message) if isinstance(message, Literal)]
        assert sorted(filter(None, spoken)) == ["en", "zh"], list(shapes().objects(node, SH.path))
        assert (node, SH.severity, None) in shapes()


def test_no_message_stands_twice() -> None:
    said = [str(message) for name in names() for message in messages(name)]
    assert len(said) == len(set(said))


def test_every_shape_has_a_label_a_target_and_its_examples() -> None:
    for name in names():
        assert {label.language for label in shapes().objects(XSH[name], RDFS.label) if isinstance(label, Literal)} == {
            "zh",
            "en",
        }
        assert (XSH[name], SH.targetClass, None) in shapes()
    for kind in ("valid", "invalid"):
        assert sorted(path.stem for path in (EXAMPLES / kind).glob("*.ttl")) == names()


def test_valid_examples_are_right_together() -> None:
    data = Graph()
    for path in sorted((EXAMPLES / "valid").glob("*.ttl")):
        data.parse(path)
    conforms, results = report(data)
    assert conforms, raised(results)


def test_shapes_are_core_and_quick() -> None:
    slow = {SH.sparql, SH["class"], SH.js, SH.qualifiedValueShape}
    assert not [triple for triple in shapes() if triple[1] in slow]
    paths = set(shapes().objects(None, SH.path))
    assert not [path for path in paths if (path, RDF.rest, None) in shapes()], "a sequence path"


@pytest.mark.parametrize(
    "vocabulary", sorted((ROOT / "ontology" / "vocabulary").glob("*.ttl")), ids=lambda path: path.stem
)
def test_vocabularies_are_right(vocabulary: Path) -> None:
    conforms, results = report(Graph().parse(vocabulary))
    assert conforms, raised(results)
