"""The graph of one or many notices in an embedded store: built, derived, validated, queried, written."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import pyoxigraph as ox

from xietong.errors import GraphError, QueryError
from xietong.graph.asked import Row, answering, rows
from xietong.graph.dump import FORMS, as_turtle, dumped
from xietong.graph.mistakes import syntax_mistake
from xietong.graph.quads import quads
from xietong.graph.terms import AUTHORITY, BASE, DERIVED, THINGS, Names, term
from xietong.graph.validation import Violation, rdflib_graph, validate
from xietong.graph.vocabulary import descriptions
from xietong.model import Notice
from xietong.resources import data_folder

if TYPE_CHECKING:
    import rdflib

Node = TypeVar("Node")


class Dataset:
    """Quads in an embedded store, one named graph a notice; queries see the merge of all graphs.

    ``store`` is the record. ``merged`` is what queries see: the same graphs, and in its default graph their merge, in
    which a fact that two notices state is there once (SPARQL 1.1, 13.2). The engine's own union gives it twice.
    """

    def __init__(self, names: Names | None = None) -> None:
        """Make an empty dataset whose own things are named below ``names.base``."""
        self.names = names or Names()
        self.store = ox.Store()
        self.merged = ox.Store()

    # ------------------------------------------------------------ filling

    @classmethod
    def of_notices(cls, notices: Iterable[Notice], names: Names | None = None) -> "Dataset":
        """Return the graph of notices: what they state, the authorities used, what follows from both."""
        dataset = cls(names)
        for notice in notices:
            dataset._add(quads(notice, dataset.names))
        dataset._add_authorities()
        dataset._derive()
        return dataset

    @classmethod
    def open(cls, path: Path) -> "Dataset":
        """Open a graph that was written before (.nq .trig .ttl .nt).

        Raises GraphError if the file is missing, of another format or broken.
        """
        form = FORMS.get(path.suffix)
        if form is None or not path.is_file():
            raise GraphError(
                f"找不到图谱 {path}；请先运行 xietong build，或用 --graph 指定 .nq / .ttl 文件。",
                f"There is no graph {path}; run xietong build first, or name a .nq or .ttl file with --graph.",
            )
        dataset = cls()
        try:
            dataset.store.bulk_load(path=str(path), format=form.syntax)
            dataset.merged.bulk_load(path=str(path), format=form.syntax)
        except (SyntaxError, ValueError, OSError) as error:
            raise GraphError(
                f"{path}：图谱文件已损坏（{error}）；请重新运行 xietong build。",
                f"{path}: the graph file is broken ({error}); run xietong build again.",
            ) from error
        dataset.merged.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
        notice = next(dataset.store.quads_for_pattern(None, term("rdf:type"), term("xt:Notice"), None), None)
        if notice is None:
            raise GraphError(
                f"{path}：文件中没有通知，不是 xietong 的图谱；请检查所选文件。",
                f"{path}: there is no notice in it, so it is no graph of xietong; check the file you chose.",
            )
        dataset.names = Names(str(getattr(notice.subject, "value", BASE)).partition("notice/")[0])
        return dataset

    def rebased(self, base: str) -> "Dataset":
        """Return the same graph with its own things named below another base; the ontology's terms stay as they are."""
        if base == self.names.base:
            return self

        def moved(node: Node) -> Node:
            return _moved(node, self.names.base, base, THINGS)

        dataset = Dataset(Names(base))
        dataset._add(
            [
                ox.Quad(moved(quad.subject), quad.predicate, moved(quad.object), moved(quad.graph_name))
                for quad in self.store
            ]
        )
        return dataset

    def _add(self, new: list[ox.Quad]) -> None:
        """Add quads to their named graphs and to the merge."""
        self.store.extend(new)
        self.merged.extend(new)
        self.merged.extend([ox.Quad(quad.subject, quad.predicate, quad.object) for quad in new])

    def replace(self, new: list[ox.Quad]) -> None:
        """Put quads in the place of what stood in their named graphs."""
        for graph in {quad.graph_name for quad in new}:
            for old in list(self.store.quads_for_pattern(None, None, None, graph)):
                self.merged.remove(old)
                self.merged.remove(ox.Quad(old.subject, old.predicate, old.object))
            self.store.remove_graph(graph)
        self._add(new)

    def triples(self) -> set[ox.Triple]:
        """Return the triples of all graphs, each once."""
        return {quad.triple for quad in self.store}

    def _add_authorities(self) -> None:
        """Add what the vocabularies say of the places, functions, roles and central bodies that are used."""
        graph = self.names.thing("graph", AUTHORITY)
        used = {triple.object.value for triple in self.triples() if isinstance(triple.object, ox.NamedNode)}
        own = tuple(f"{self.names.base}{kind}/" for kind in ("place", "agency"))
        here = {BASE + iri.removeprefix(self.names.base) if iri.startswith(own) else iri for iri in used}
        said = descriptions(here)
        self._add([ox.Quad(self._rebased(x.subject), x.predicate, self._rebased(x.object), graph) for x in said])

    def _rebased(self, node: Node) -> Node:
        """Return a thing of the vocabularies under this dataset's base; the vocabularies' own terms stay."""
        return _moved(node, BASE, self.names.base, ("place", "agency"))

    def _derive(self) -> None:
        """Run ``queries/derive/*.rq`` in the order of their names; each sees what the former ones added."""
        graph = self.names.thing("graph", DERIVED)
        for path in sorted((data_folder("queries") / "derive").glob("*.rq")):
            triples = self.query(path.read_text(encoding="utf-8"))
            if not isinstance(triples, ox.QueryTriples):
                raise QueryError(f"{path.name} 不是 CONSTRUCT 查询。", f"{path.name} is no CONSTRUCT query.")
            self._add([ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples])

    # ------------------------------------------------------------ asking

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        """Run a SPARQL 1.1 query over the merge of all graphs; ``GRAPH`` reaches each by name.

        Raises QueryError with what is wrong and where, if it does not parse. Rows are worked out as they are taken:
        take them within :func:`xietong.graph.asked.answering`.
        """
        try:
            with answering():
                return self.merged.query(sparql, prefixes=self.names.prefixes())
        except SyntaxError as error:
            raise syntax_mistake(sparql, error, self.names.prefixes()) from error

    def rows(self, sparql: str) -> list[Row]:
        """Run a SELECT query (see :func:`xietong.graph.asked.rows`)."""
        return rows(self, sparql)

    def validate(self) -> list[Violation]:
        """Check the graph against ``ontology/shapes.ttl``; return what is wrong, in a stable order."""
        return validate(self.triples())

    def as_rdflib(self) -> "rdflib.Graph":
        """Return the union of all graphs as an rdflib graph, the researchers' API."""
        graph = rdflib_graph(self.triples(), {})
        for prefix, space in self.names.prefixes().items():
            graph.bind(prefix, space)
        return graph

    # ------------------------------------------------------------ writing

    def write(self, suffix: str, out: BinaryIO) -> None:
        """Write all graphs in the form whose files end in ``suffix`` (a key of :data:`xietong.graph.dump.FORMS`).

        Raises GraphError if the form cannot hold them.
        """
        FORMS[suffix].write(self.store, self.names, out)

    def turtle(self) -> bytes:
        """Return the union of all graphs as Turtle: prefixed, one block a subject, in a stable order."""
        return dumped(self.store, self.names, ".ttl")

    def nquads(self) -> bytes:
        """Return all quads, graph by graph, in a stable order."""
        return dumped(self.store, self.names, ".nq")


def _moved(node: Node, old: str, new: str, kinds: Iterable[str]) -> Node:
    """Return a thing of some kinds under another base; any other node as it is."""
    own = tuple(f"{old}{kind}/" for kind in kinds)
    if isinstance(node, ox.NamedNode) and node.value.startswith(own):
        return type(node)(new + node.value.removeprefix(old))
    return node


@cache
def ontology_turtle() -> bytes:
    """Return the ontology with its vocabularies (but for the places), as one Turtle file.

    Its blank nodes (restrictions) get canonical names, so that every build writes the same bytes.
    """
    folder = data_folder("ontology")
    paths = [
        folder / "xietong.ttl",
        *sorted(path for path in (folder / "vocabulary").glob("*.ttl") if path.stem != "places"),
    ]
    merged = ox.Dataset(quad for path in paths for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    merged.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return as_turtle((quad.triple for quad in merged), Names(""))
