"""Validation finds what plain pySHACL finds, though it gives the targets to the property shapes for speed."""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from xietong.graph.validation import validate
from xietong.resources import data_folder

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
EXAMPLES = sorted((Path(__file__).parents[1] / "shapes").glob("*/*.ttl"))


def name(focus: object) -> str:
    """Return the IRI of a focus node, the same word for all blank nodes."""
    return str(focus) if "://" in str(focus) else "blank"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_same_findings_as_plain_pyshacl(path: Path) -> None:
    shapes = rdflib.Graph().parse(data_folder("ontology") / "shapes.ttl")
    _, report, _ = pyshacl.validate(rdflib.Graph().parse(path), shacl_graph=shapes, inference="none")
    assert isinstance(report, rdflib.Graph)
    plain = Counter(
        (name(report.value(each, SH.focusNode)), str(report.value(each, SH.resultSeverity)).rsplit("#", 1)[1])
        for each in report.objects(None, SH.result)
    )
    found = validate(quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    assert Counter((name(each.focus), each.severity) for each in found) == plain
    assert bool(found) == (path.parent.name == "invalid")
    assert all(each.message_zh and each.message_en for each in found)
