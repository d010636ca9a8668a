"""A graph -> the forms of RDF: in the order in which one reads it, subject by subject, never whole in memory.

pyoxigraph serialises. Ours are the order, which makes the bytes the same from every build, the shape of the Turtle
files, the compact JSON-LD (:mod:`xietong.graph.jsonld`), and the refusal of what XML cannot hold.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO, cast

import pyoxigraph as ox

from xietong.errors import GraphError
from xietong.graph.jsonld import write_jsonld
from xietong.graph.terms import Names, term

Graph = ox.NamedNode | ox.DefaultGraph
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2 Char


@dataclass(frozen=True, slots=True)
class Form:
    """A form of RDF: its name, how pyoxigraph knows it (with its media type), and who writes it.

    ``graphs`` tells whether it keeps named graphs; a form without them gets the merge of all.
    """

    name: str
    syntax: ox.RdfFormat
    graphs: bool
    write: Callable[[ox.Store, Names, BinaryIO], None]


# ---------------------------------------------------------------- order


def subjects(store: ox.Store, graph: Graph | None = None) -> list[ox.NamedNode | ox.BlankNode]:
    """Return the subjects of a store, or of one of its graphs: notices and their parts first, numbers by value."""
    found = {quad.subject for quad in store.quads_for_pattern(None, None, None, graph)}
    return sorted((each for each in found if not isinstance(each, ox.Triple)), key=_subject_order)


def triples_of(store: ox.Store, subject: ox.NamedNode | ox.BlankNode, graph: Graph | None = None) -> list[ox.Triple]:
    """Return what is said of a subject, each triple once: its class first, then by property and value."""
    return sorted({quad.triple for quad in store.quads_for_pattern(subject, None, None, graph)}, key=_triple_order)


def graphs(store: ox.Store) -> list[Graph]:
    """Return the graphs: what stands in none with a name, then those in the order of their names."""
    named = (graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    return [ox.DefaultGraph(), *sorted(named, key=lambda graph: by_number(graph.value))]


def in_order(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield the triples of all graphs, each once, in the order in which one reads them."""
    for subject in subjects(store):
        yield from triples_of(store, subject)


def quads_in_order(store: ox.Store) -> Iterator[ox.Quad]:
    """Yield all quads, graph by graph, in the order in which one reads them."""
    for graph in graphs(store):
        for subject in subjects(store, graph):
            for triple in triples_of(store, subject, graph):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


KINDS = ("notice/", "agency/", "coordination/", "place/")


def _subject_order(subject: ox.NamedNode | ox.BlankNode | ox.Triple) -> tuple[int, tuple[tuple[str, int], ...]]:
    iri = "" if isinstance(subject, ox.Triple) else subject.value
    kind = next((rank for rank, part in enumerate(KINDS) if f"/{part}" in iri), len(KINDS))
    return kind, by_number(iri)


def _triple_order(triple: ox.Triple) -> tuple[object, ...]:
    value = triple.object
    return (
        triple.predicate != term("rdf:type"),
        triple.predicate.value,
        by_number(value.value) if isinstance(value, ox.NamedNode) else ((str(value), -1),),
    )


@lru_cache(maxsize=65536)
def by_number(words: str) -> tuple[tuple[str, int], ...]:
    """Return a sort key by which task/9 stands before task/10."""
    parts = re.split("([0-9]+)", words)
    return tuple(zip(parts[::2], [*map(int, parts[1::2]), -1], strict=True))


# ---------------------------------------------------------------- what stands at the head


def used_prefixes(statements: Iterable[ox.Triple | ox.Quad], known: Mapping[str, str]) -> dict[str, str]:
    """Return those of some prefixes whose namespace occurs, in order.

    That of notices is left out: the names of their parts hold slashes, and are no easier to read than the IRI.
    """
    spaces: set[str] = set()
    for each in statements:
        for node in (each.subject, each.predicate, each.object):
            name = node.datatype if isinstance(node, ox.Literal) else node
            if isinstance(name, ox.NamedNode):
                spaces.add(name.value[: max(name.value.rfind("/"), name.value.rfind("#")) + 1])
    return {
        prefix: space
        for prefix, space in sorted(known.items(), key=lambda item: f"{item[0]}:")
        if prefix != "notice" and any(each.startswith(space) for each in spaces)
    }


class _Spaced(io.RawIOBase):
    """Stands between the serialiser of Turtle and a file: writes the head, sets an empty line between blocks.

    The serialiser writes prefixes in no order and relative to the base, and never a line end within a value.
    """

    def __init__(self, out: BinaryIO, base: str, prefixes: dict[str, str]) -> None:
        self.out = out
        self.rest = b""
        self.apart = True  # whether what comes next is set apart by an empty line
        head = [f"@base <{base}> ."] if base else []
        head += [f"@prefix {name}: <{space}> ." for name, space in prefixes.items()]
        self.out.write("".join(f"{line}\n" for line in head).encode())

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override] # the serialiser writes nothing else
        *lines, self.rest = (self.rest + piece).split(b"\n")
        for line in lines:
            if line and not line.startswith(b"@"):
                self.out.write(b"\n" + line + b"\n" if self.apart and line != b"}" else line + b"\n")
                self.apart = line.endswith((b" .", b"}"))
        return len(piece)


# ---------------------------------------------------------------- forms


def _write_turtle(store: ox.Store, names: Names, out: BinaryIO) -> None:
    _write_spaced(in_order(store), ox.RdfFormat.TURTLE, used_prefixes(store, names.prefixes()), names, out)


def _write_trig(store: ox.Store, names: Names, out: BinaryIO) -> None:
    _write_spaced(quads_in_order(store), ox.RdfFormat.TRIG, used_prefixes(store, names.prefixes()), names, out)


def _write_spaced(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad],
    syntax: ox.RdfFormat,
    prefixes: dict[str, str],
    names: Names,
    out: BinaryIO,
) -> None:
    spaced = cast("BinaryIO", _Spaced(out, names.base, prefixes))
    ox.serialize(statements, spaced, format=syntax, prefixes=prefixes, base_iri=names.base or None)


def _write_ntriples(store: ox.Store, _: Names, out: BinaryIO) -> None:
    ox.serialize(in_order(store), out, format=ox.RdfFormat.N_TRIPLES)


def _write_nquads(store: ox.Store, _: Names, out: BinaryIO) -> None:
    ox.serialize(quads_in_order(store), out, format=ox.RdfFormat.N_QUADS)


def _write_rdfxml(store: ox.Store, names: Names, out: BinaryIO) -> None:
    ox.serialize(
        map(_for_xml, in_order(store)),
        out,
        format=ox.RdfFormat.RDF_XML,
        prefixes=used_prefixes(store, names.prefixes()),
    )


def _for_xml(triple: ox.Triple) -> ox.Triple:
    """Return a triple. Raises GraphError if XML cannot hold its value: form feeds and other control characters."""
    if isinstance(triple.object, ox.Literal) and (wrong := NO_XML.search(triple.object.value)):
        raise GraphError(
            f"RDF/XML 不能容纳控制字符 U+{ord(wrong[0]):04X}（{triple.subject}）；请改用 Turtle、JSON-LD 等格式。",
            f"RDF/XML cannot hold the character U+{ord(wrong[0]):04X} ({triple.subject}); choose Turtle, JSON-LD or "
            "another form.",
        )
    return triple


def _write_jsonld(store: ox.Store, names: Names, out: BinaryIO) -> None:
    blocks = ((graph, _nodes(store, graph)) for graph in graphs(store))
    write_jsonld(blocks, names.base, out)


def _nodes(store: ox.Store, graph: Graph) -> Iterator[list[ox.Triple]]:
    return (triples_of(store, subject, graph) for subject in subjects(store, graph))


FORMS = {
    ".ttl": Form("Turtle", ox.RdfFormat.TURTLE, graphs=False, write=_write_turtle),
    ".trig": Form("TriG", ox.RdfFormat.TRIG, graphs=True, write=_write_trig),
    ".nt": Form("N-Triples", ox.RdfFormat.N_TRIPLES, graphs=False, write=_write_ntriples),
    ".nq": Form("N-Quads", ox.RdfFormat.N_QUADS, graphs=True, write=_write_nquads),
    ".jsonld": Form("JSON-LD", ox.RdfFormat.JSON_LD, graphs=True, write=_write_jsonld),
    ".rdf": Form("RDF/XML", ox.RdfFormat.RDF_XML, graphs=False, write=_write_rdfxml),
}


def dumped(store: ox.Store, names: Names, suffix: str) -> bytes:
    """Return what is in a store in the form whose files end in ``suffix`` (a key of FORMS).

    Raises GraphError if the form cannot hold it.
    """
    out = io.BytesIO()
    FORMS[suffix].write(store, names, out)
    return out.getvalue()


def as_turtle(triples: Iterable[ox.Triple], names: Names, more: Mapping[str, str] | None = None) -> bytes:
    """Return triples as Turtle, as a whole graph is written: an answer to a CONSTRUCT query, the ontology.

    ``more`` are prefixes beside those of ``names``.
    """
    ordered = sorted(set(triples), key=lambda triple: (_subject_order(triple.subject), _triple_order(triple)))
    out = io.BytesIO()
    prefixes = used_prefixes(ordered, {**names.prefixes(), **(more or {})})
    _write_spaced(ordered, ox.RdfFormat.TURTLE, prefixes, names, out)
    return out.getvalue()
