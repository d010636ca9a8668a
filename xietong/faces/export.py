"""The network of a view as a file that Gephi, igraph, Cytoscape and networkx read, with all that it says."""

import io
from collections.abc import Callable, Iterable
from xml.etree import ElementTree as ET

import networkx as nx

from xietong.faces.kinds import KINDS
from xietong.faces.panel import Told, iri_of
from xietong.faces.parts import Line
from xietong.graph.dump import NO_XML
from xietong.graph.terms import Names


def network(lines: Iterable[Line], told: Told, names: Names) -> "nx.MultiDiGraph[str]":
    """Return the lines of a view as a networkx graph; nodes are IRIs.

    Nodes have ``label``, ``kind``, ``kind_zh``, ``names`` (others, parted by |) and ``number`` (of tasks and goals,
    else -1); edges have ``relation``, ``weight`` and ``tasks`` (IRIs, parted by a space).
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for line in lines:
        for end in (line.one, line.other):
            thing = told.things[end]
            graph.add_node(
                _text(iri_of(end, names)),
                label=_text(thing.name),
                kind=thing.kind,
                kind_zh=KINDS[thing.kind].words.zh,
                names=_text("|".join(thing.names)),
                number=-1 if thing.number is None else thing.number,
            )
        graph.add_edge(
            _text(iri_of(line.one, names)),
            _text(iri_of(line.other, names)),
            relation=_text(line.relation),
            weight=float(line.weight),
            tasks=_text(" ".join(iri_of(task, names) for task in line.tasks)),
        )
    return graph


def _text(words: str) -> str:
    """Return words without the characters that no XML document can hold."""
    return NO_XML.sub("\ufffd", words)


def gexf(graph: "nx.MultiDiGraph[str]") -> bytes:
    """Return a network as GEXF 1.2, without the date that networkx writes into it."""
    writer = nx.readwrite.gexf.GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(graph)
    document: ET.Element = writer.xml
    for meta in document.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)
    ET.indent(document)
    return bytes(ET.tostring(document, encoding="utf-8", xml_declaration=True)) + b"\n"


def graphml(graph: "nx.MultiDiGraph[str]") -> bytes:
    """Return a network as GraphML."""
    out = io.BytesIO()
    nx.write_graphml_xml(graph, out, encoding="utf-8", prettyprint=True)
    return out.getvalue() + b"\n"


EXPORTS: dict[str, Callable[["nx.MultiDiGraph[str]"], bytes]] = {".gexf": gexf, ".graphml": graphml}
