"""What is handed out, described for portals: DCAT 3 with VoID. No blank nodes, no clock.

The catalogue, the data set and its parts are named by fragments of the data page, ``…/data/#dataset``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox

from xietong.faces.site.data import GROUPS, MEDIA_TYPES, Distribution
from xietong.faces.site.known import Known
from xietong.graph.asked import Row, rows
from xietong.graph.dump import as_turtle
from xietong.graph.terms import ONTOLOGY, VOCABULARIES, Names
from xietong.resources import data_folder
from xietong.words import Words

SPACES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": VOCABULARIES["dcterms"],
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": VOCABULARIES["rdf"],
    "skos": VOCABULARIES["skos"],
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": VOCABULARIES["xsd"],
}
EU = "http://publications.europa.eu/resource/authority/"  # the lists of terms that DCAT-AP asks for
FILE_TYPES = {
    "text/turtle": "RDF_TURTLE",
    "application/trig": "RDF_TRIG",
    "application/n-triples": "RDF_N_TRIPLES",
    "application/n-quads": "RDF_N_QUADS",
    "application/ld+json": "JSON_LD",
    "application/rdf+xml": "RDF_XML",
    "text/csv": "CSV",
    "application/geo+json": "GEOJSON",
    "application/xml": "XML",
}
PUBLISHER = "Xietong 协同"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # unless the publisher chooses another
TITLE = Words("政府任务、机构与项目的协同图谱", "Government tasks, agencies and projects: a graph of coordination")
ABOUT = Words(
    "从政府任务通知的原文自动读出：任务、责任单位、指标、项目和地方，每条事实都指向原文；一同列名是指定的协同，不是观察到的协同。",
    "Read from government task notices: tasks, responsible bodies, figures, projects and places, each fact with its "
    "words in the source; being named together is mandated coordination, not observed coordination.",
)
KEYWORDS = (
    *("部门协同", "政府工作任务", "责任分工", "知识图谱"),
    *("policy coordination", "government tasks", "responsibility", "knowledge graph"),
)


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publisher says of what she hands out: her name, the licence's IRI, the day, the address of an endpoint.

    ``version`` is the SHA-256 of the graph; ``address`` where the folder stands, if that is not the base of the IRIs.
    """

    publisher: str = PUBLISHER
    licence: str = LICENCE
    version: str = ""
    day: str | None = None
    endpoint: str | None = None
    address: str | None = None


def dcat(known: Known, files: Sequence[Distribution], about: Publication) -> bytes:
    """Return the catalogue as Turtle."""
    return as_turtle(_statements(known, files, about), Names(""), known.names.prefixes() | SPACES)


def _statements(known: Known, files: Sequence[Distribution], about: Publication) -> Iterator[ox.Triple]:
    base = known.names.base
    own = f"{base}data/#"
    catalogue, dataset, publisher = f"{own}catalogue", f"{own}dataset", f"{own}publisher"
    found = _facts(known)
    yield from _said(
        catalogue,
        ("rdf:type", _iri("dcat:Catalog")),
        *_titled(TITLE, ABOUT),
        ("dcterms:publisher", ox.NamedNode(publisher)),
        ("dcterms:license", ox.NamedNode(about.licence)),
        ("dcterms:language", ox.NamedNode(f"{EU}language/ZHO")),
        ("foaf:homepage", ox.NamedNode(base)),
        ("dcat:dataset", ox.NamedNode(dataset)),
        *([("dcat:service", ox.NamedNode(f"{own}endpoint"))] if about.endpoint else []),
    )
    yield from _said(publisher, ("rdf:type", _iri("foaf:Agent")), ("foaf:name", ox.Literal(about.publisher)))
    yield from _said(f"{base}", ("rdf:type", _iri("foaf:Document")))
    yield from _said(about.licence, ("rdf:type", _iri("dcterms:LicenseDocument")))
    yield from _said(
        dataset,
        ("rdf:type", _iri("dcat:Dataset")),
        ("rdf:type", _iri("void:Dataset")),
        *_titled(TITLE, ABOUT),
        *(("dcat:keyword", ox.Literal(word, language="zh" if not word.isascii() else "en")) for word in KEYWORDS),
        ("dcat:theme", ox.NamedNode(f"{EU}data-theme/GOVE")),
        ("dcat:landingPage", ox.NamedNode(f"{base}data/")),
        ("dcat:version", ox.Literal(about.version)),
        ("dcterms:identifier", ox.Literal(dataset)),
        ("dcterms:publisher", ox.NamedNode(publisher)),
        ("dcterms:license", ox.NamedNode(about.licence)),
        ("dcterms:accessRights", ox.NamedNode(f"{EU}access-right/PUBLIC")),
        ("dcterms:language", ox.NamedNode(f"{EU}language/ZHO")),
        ("dcterms:conformsTo", ox.NamedNode(ONTOLOGY.rstrip("#"))),
        *([("dcterms:issued", _typed(about.day, "date"))] if about.day else []),
        *(("dcterms:source", ox.NamedNode(row["notice"])) for row in found["notices"]),
        *(("dcterms:spatial", ox.NamedNode(row["place"])) for row in found["places"]),
        *([("dcterms:temporal", ox.NamedNode(f"{own}years"))] if found["years"] else []),
        *(("dcat:distribution", ox.NamedNode(_distribution(own, each))) for each in files),
        ("foaf:homepage", ox.NamedNode(base)),
    )
    yield from _said(f"{base}data/", ("rdf:type", _iri("foaf:Document")))
    yield from _said(ONTOLOGY.rstrip("#"), ("rdf:type", _iri("dcterms:Standard")))
    yield from _coverage(own, found)
    yield from _void(known, dataset, files, about)
    for each in files:
        yield from _file(_distribution(own, each), base, each, about)
    if about.endpoint:
        yield from _said(
            f"{own}endpoint",
            ("rdf:type", _iri("dcat:DataService")),
            *_titled(Words("SPARQL 查询端点", "SPARQL endpoint"), ABOUT),
            ("dcat:endpointURL", ox.NamedNode(about.endpoint)),
            ("dcat:servesDataset", ox.NamedNode(dataset)),
            ("dcterms:conformsTo", ox.NamedNode("https://www.w3.org/TR/sparql11-protocol/")),
            ("dcterms:publisher", ox.NamedNode(publisher)),
        )
        yield from _said("https://www.w3.org/TR/sparql11-protocol/", ("rdf:type", _iri("dcterms:Standard")))


def _coverage(own: str, found: Mapping[str, list[Row]]) -> Iterator[ox.Triple]:
    """Yield the years and places that the notices are about, and the notices as sources."""
    years = sorted(row["year"] for row in found["years"])
    if years:
        yield from _said(
            f"{own}years",
            ("rdf:type", _iri("dcterms:PeriodOfTime")),
            ("dcat:startDate", _typed(f"{years[0]}-01-01", "date")),
            ("dcat:endDate", _typed(f"{years[-1]}-12-31", "date")),
        )
    for row in found["places"]:
        label = [("skos:prefLabel", ox.Literal(row["name"], language="zh"))] if "name" in row else []
        yield from _said(row["place"], ("rdf:type", _iri("dcterms:Location")), *label)


def _distribution(own: str, each: Distribution) -> str:
    return f"{own}{quote(each.path.removeprefix('data/'), safe='/.-')}"


def _file(iri: str, base: str, each: Distribution, about: Publication) -> Iterator[ox.Triple]:
    """Yield what is said of a file."""
    address = ox.NamedNode(base + quote(each.path))
    media_type = ox.NamedNode(f"http://www.iana.org/assignments/media-types/{each.media_type}")
    kind = ox.NamedNode(f"{EU}file-type/{FILE_TYPES[each.media_type]}") if each.media_type in FILE_TYPES else None
    name = MEDIA_TYPES[each.media_type]
    group = GROUPS[each.group]
    yield from _said(
        iri,
        ("rdf:type", _iri("dcat:Distribution")),
        *_titled(
            Words(f"{each.title.zh}（{name}）", f"{each.title.en} ({name})"),
            Words(f"{group.zh}：{each.title.zh}", f"{group.en}: {each.title.en}"),
        ),
        ("dcat:accessURL", ox.NamedNode(f"{base}data/")),
        ("dcat:downloadURL", address),
        ("dcat:mediaType", media_type),
        *([("dcterms:format", kind)] if kind else []),
        ("dcat:byteSize", _typed(str(each.size), "nonNegativeInteger")),
        ("dcterms:license", ox.NamedNode(about.licence)),
        ("spdx:checksum", ox.NamedNode(f"{iri}-sha256")),
    )
    yield from _said(media_type.value, ("rdf:type", _iri("dcterms:MediaType")))
    yield from _said(
        f"{iri}-sha256",
        ("rdf:type", _iri("spdx:Checksum")),
        ("spdx:algorithm", _iri("spdx:checksumAlgorithm_sha256")),
        ("spdx:checksumValue", _typed(each.sha256, "hexBinary")),
    )


def _void(known: Known, dataset: str, files: Sequence[Distribution], about: Publication) -> Iterator[ox.Triple]:
    """Yield the statistics of the merged graph, of its classes and of its properties, in VoID."""
    triples = {quad.triple for quad in known.store}
    classes = Counter(each.object.value for each in triples if _is_type(each) and isinstance(each.object, ox.NamedNode))
    properties = Counter(each.predicate.value for each in triples)
    dumps = [each.path for each in files if each.group == "graph"]
    yield from _said(
        dataset,
        ("void:triples", _number(len(triples))),
        ("void:entities", _number(sum(1 for _ in known.ids()))),
        ("void:distinctSubjects", _number(len({each.subject for each in triples}))),
        ("void:distinctObjects", _number(len({each.object for each in triples}))),
        ("void:classes", _number(len(classes))),
        ("void:properties", _number(len(properties))),
        ("void:uriSpace", ox.Literal(known.names.base)),
        *(("void:vocabulary", ox.NamedNode(space)) for space in _vocabularies(properties)),
        *(("void:dataDump", ox.NamedNode(known.names.base + quote(path))) for path in dumps),
        *([("void:sparqlEndpoint", ox.NamedNode(about.endpoint))] if about.endpoint else []),
        *(("void:exampleResource", known.iri(thing)) for thing in _examples(known)),
    )
    for kind, counted in (("class", classes), ("property", properties)):
        for iri, number in counted.items():
            part = f"{dataset}-{kind}-{quote(iri, safe='')}"
            size = "void:entities" if kind == "class" else "void:triples"
            yield from _said(dataset, (f"void:{kind}Partition", ox.NamedNode(part)))
            yield from _said(part, (f"void:{kind}", ox.NamedNode(iri)), (size, _number(number)))


def _is_type(triple: ox.Triple) -> bool:
    return triple.predicate.value == VOCABULARIES["rdf"] + "type"


def _vocabularies(properties: Iterable[str]) -> list[str]:
    return sorted({iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in properties})


def _examples(known: Known) -> list[str]:
    """Return one thing of each kind."""
    first: dict[str, str] = {}
    for thing in known.told.things.values():
        first.setdefault(thing.kind, thing.id)
    return sorted(first.values())


def coverage(known: Known) -> list[Row]:
    """Return what the notices are about: notice, year, place, its name, the day of issue; each as far as known."""
    return rows(known.asked, (data_folder("queries") / "site" / "coverage.rq").read_text(encoding="utf-8"))


def _facts(known: Known) -> dict[str, list[Row]]:
    """Return notices, years and places."""
    found = coverage(known)
    return {
        "notices": _distinct(found, "notice"),
        "years": _distinct([row for row in found if "year" in row], "year"),
        "places": _distinct([row for row in found if "place" in row], "place"),
    }


def _distinct(found: Iterable[Row], column: str) -> list[Row]:
    return list({row[column]: row for row in found}.values())


def _said(subject: str, *said: tuple[str, ox.NamedNode | ox.Literal]) -> Iterator[ox.Triple]:
    for name, value in said:
        yield ox.Triple(ox.NamedNode(subject), _iri(name), value)


def _iri(name: str) -> ox.NamedNode:
    prefix, local = name.split(":", 1)
    return ox.NamedNode(SPACES[prefix] + local)


def _typed(value: str, kind: str) -> ox.Literal:
    return ox.Literal(value, datatype=_iri(f"xsd:{kind}"))


def _number(value: int) -> ox.Literal:
    return _typed(str(value), "integer")


def _titled(title: Words, about: Words) -> list[tuple[str, ox.NamedNode | ox.Literal]]:
    said = ((name, words) for name, words in (("dcterms:title", title), ("dcterms:description", about)))
    return [
        (name, ox.Literal(value, language=language))
        for name, words in said
        for language, value in (("zh", words.zh), ("en", words.en))
    ]
