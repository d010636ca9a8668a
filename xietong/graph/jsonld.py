"""Triples -> compact JSON-LD 1.1 with the context of ``ontology/context.jsonld``, node by node.

A value stands under the short name of its property where the context's definition gives back just that value
(JSON-LD 1.1 API, 5.2 to 5.4); under its prefixed name, with datatype or language beside it, where it does not.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO

import pyoxigraph as ox

from xietong.graph.terms import VOCABULARIES
from xietong.resources import data_folder

Graph = ox.NamedNode | ox.DefaultGraph
Json = dict[str, Any]
XSD, RDF_TYPE = VOCABULARIES["xsd"], VOCABULARIES["rdf"] + "type"
LANGUAGE = "@language"
# a path that resolving adds to a base which ends in a slash, and that is no alias of a keyword: agency/肇庆市财政局
PLAIN_PATH = re.compile(r"[^/:?#.@][^:?#/]*/[^:?#]*(#[^#]*)?")


@dataclass(frozen=True, slots=True)
class _Context:
    """The context: prefixes, the short names of classes and properties, and what a property's values are taken for."""

    prefixes: dict[str, str]
    names: dict[str, str]  # IRI -> short name
    types: dict[str, str]  # short name of a property -> "@id", "@language", the IRI of a datatype, or ""


def context() -> Json:
    """Return the context as it is published."""
    path = data_folder("ontology") / "context.jsonld"
    return dict(json.loads(path.read_text(encoding="utf-8"))["@context"])


@cache
def _context() -> _Context:
    """Read the context: a value that is a string is a prefix, an alias of a keyword, or the IRI of a term."""
    said = context()
    prefixes = {name: value for name, value in said.items() if isinstance(value, str) and value.endswith(("#", "/"))}

    def whole(name: str) -> str:
        prefix, _, local = name.partition(":")
        return prefixes[prefix] + local if prefix in prefixes else name

    names: dict[str, str] = {}
    types: dict[str, str] = {}
    for name, value in said.items():
        if name in prefixes or name.startswith("@") or value in ("@id", "@type"):
            continue
        definition = value if isinstance(value, dict) else {"@id": value}
        names[whole(definition["@id"])] = name
        kind = definition.get("@container") or definition.get("@type") or ""
        types[name] = kind if kind.startswith("@") else whole(kind)
    return _Context(prefixes, names, types)


@cache
def _short(iri: str) -> str:
    """Return the IRI of a class or a property as the context shortens it."""
    return _context().names.get(iri) or _prefixed(iri)


def node(triples: Iterable[ox.Triple], base: str) -> Json:
    """Return what is said of one subject as a node object; IRIs below ``base`` (ends in a slash) are relative to it."""
    found: Json = {}
    for triple in triples:
        found.setdefault("id", _relative(triple.subject, base))
        if triple.predicate.value == RDF_TYPE and isinstance(triple.object, ox.NamedNode):
            found.setdefault("type", []).append(_short(triple.object.value))
        else:
            _put(found, triple.predicate.value, triple.object, base)
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in found.items()}


def _relative(thing: object, base: str) -> str:
    """Return an IRI relative to the base where resolving gives it back; a blank node by its label."""
    if not isinstance(thing, ox.NamedNode):
        return str(thing)
    rest = thing.value.removeprefix(base)
    plain = rest != thing.value and PLAIN_PATH.fullmatch(rest) and "//" not in rest and "/." not in rest
    return rest if plain else thing.value


def _put(found: Json, predicate: str, value: object, base: str) -> None:
    """Add a value under the short name of its property, or under the prefixed one if that would change it."""
    name = _short(predicate)
    taken_for = _context().types.get(name)
    if isinstance(value, ox.Literal):
        kind = value.datatype.value
        if value.language and taken_for == LANGUAGE:
            words = found.setdefault(name, {}).setdefault(value.language, value.value)
            if words != value.value:
                more = words if isinstance(words, list) else [words]
                found[name][value.language] = [*more, value.value]
            return
        if taken_for == kind or (kind == XSD + "string" and taken_for in ("", None)):
            found.setdefault(name, []).append(value.value)
            return
        if taken_for in ("", None) and (native := _native(value)) is not None:
            found.setdefault(name, []).append(native)
            return
        literal = {"@value": value.value}
        if value.language:
            literal["@language"] = value.language
        elif kind != XSD + "string":
            literal["@type"] = _short(kind)
        found.setdefault(name if taken_for in ("", None) else _prefixed(predicate), []).append(literal)
        return
    iri = _relative(value, base)
    if taken_for == "@id":
        found.setdefault(name, []).append(iri)
    else:
        found.setdefault(name if taken_for in ("", None) else _prefixed(predicate), []).append({"id": iri})


@cache
def _prefixed(iri: str) -> str:
    """Return the IRI of a property as prefix and local name: such a name takes a value as it is said."""
    known = _context().prefixes
    prefix = next((name for name, space in known.items() if iri.startswith(space)), None)
    return f"{prefix}:{iri.removeprefix(known[prefix])}" if prefix else iri


def _native(value: ox.Literal) -> int | bool | None:
    """Return an xsd:integer or xsd:boolean as JSON has it, if that gives the same text back."""
    kind = value.datatype.value.removeprefix(XSD)
    if kind == "boolean" and value.value in ("true", "false"):
        return value.value == "true"
    if kind == "integer" and re.fullmatch("0|-?[1-9][0-9]{0,14}", value.value):
        return int(value.value)
    return None


def document(nodes: Iterable[Json], where: str, base: str) -> Json:
    """Return nodes as a document whose context is the file at ``where``, relative to the document."""
    found = list(nodes)
    head: Json = {"@context": [where, {"@base": base}]}
    return head | (found[0] if len(found) == 1 else {"@graph": found})


def write_jsonld(graphs: Iterable[tuple[Graph, Iterable[list[ox.Triple]]]], base: str, out: BinaryIO) -> None:
    """Write graphs, each with the triples of its subjects one by one, as a document that stands alone.

    One node stands on a line; a named graph is a node whose ``@graph`` holds its nodes.
    """
    out.write(b'{"@context": ' + _json(context() | {"@base": base}) + b',\n"@graph": [')
    between = b"\n"
    for graph, blocks in graphs:
        named = isinstance(graph, ox.NamedNode)
        if named:
            out.write(between + b'{"id": ' + _json(_relative(graph, base)) + b', "@graph": [')
            between = b"\n"
        for triples in blocks:
            out.write(between + _json(node(triples, base)))
            between = b",\n"
        if named:
            out.write(b"\n]}")
            between = b",\n"
    out.write(b"\n]}\n")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": ")).encode()
