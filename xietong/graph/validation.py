"""Triples against ``ontology/shapes.ttl``: what is wrong, in words a researcher understands. pySHACL does the work."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from xietong.errors import GraphError
from xietong.resources import data_folder

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Identifier


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that the shapes find wrong, in words."""

    focus: str
    message_zh: str
    message_en: str
    severity: str  # Violation, Warning, Info


def rdflib_graph(triples: Iterable[ox.Triple], terms: "dict[object, Identifier]") -> "rdflib.Graph":
    """Return triples as an rdflib graph.

    ``terms`` holds the rdflib term of each node met so far: graphs that share it share their terms, which
    makes rdflib's look-ups from one graph into another much faster (no comparison of equal strings).
    """
    import rdflib  # noqa: PLC0415 (0.2 s, and not needed by every command)

    def same(node: object) -> "Identifier":
        if (known := terms.get(node)) is not None:
            return known
        if isinstance(node, ox.Literal):
            plain = node.language is not None or node.datatype.value == str(rdflib.XSD.string)
            kind = None if plain else same(node.datatype)
            terms[node] = rdflib.Literal(node.value, lang=node.language, datatype=kind)
        elif isinstance(node, ox.BlankNode):
            terms[node] = rdflib.BNode(node.value)
        else:
            terms[node] = rdflib.URIRef(getattr(node, "value", ""))
        return terms[node]

    graph = rdflib.Graph()
    for triple in triples:
        graph.add((same(triple.subject), same(triple.predicate), same(triple.object)))
    return graph


def validate(triples: Iterable[ox.Triple]) -> list[Violation]:
    """Check triples against the shapes; return what is wrong, in a stable order."""
    import pyshacl  # noqa: PLC0415 (0.3 s with rdflib, and only needed here)
    import rdflib  # noqa: PLC0415

    terms: dict[object, Identifier] = {}
    parsed = ox.parse(path=str(data_folder("ontology") / "shapes.ttl"), format=ox.RdfFormat.TURTLE)
    shapes = rdflib_graph((quad.triple for quad in parsed), terms)
    _give_targets_to_properties(shapes)
    data = rdflib_graph(triples, terms)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=False, inference="none", meta_shacl=False)
    if not isinstance(report, rdflib.Graph):
        raise GraphError(
            "无法校验图谱：SHACL 形状文件有误。", "The graph cannot be validated: the SHACL shapes are broken."
        )
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    found = []
    for result in report.objects(None, sh.result):
        messages = report.objects(result, sh.resultMessage)
        said = {message.language: str(message) for message in messages if isinstance(message, rdflib.Literal)}
        anything = next(iter(said.values()), "")
        severity = str(report.value(result, sh.resultSeverity)).rsplit("#", 1)[1]
        focus = str(report.value(result, sh.focusNode))
        found.append(Violation(focus, said.get("zh", anything), said.get("en", anything), severity))
    return sorted(found, key=lambda violation: (violation.severity, violation.focus, violation.message_en))


def _give_targets_to_properties(shapes: "rdflib.Graph") -> None:
    """Let each property shape carry the target class of the node shape that it belongs to, in place.

    The meaning is the same; but pySHACL checks a property shape with a target for all nodes at once, and one
    below a node shape for each node anew, which takes several times as long.
    """
    import rdflib  # noqa: PLC0415

    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    for shape in set(shapes.subjects(sh.targetClass)):
        targets = list(shapes.objects(shape, sh.targetClass))
        for each in list(shapes.objects(shape, sh.property)):
            shapes.remove((shape, sh.property, each))
            for target in targets:
                shapes.add((each, sh.targetClass, target))
