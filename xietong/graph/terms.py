"""Names of the graph: prefixes, terms of the vocabularies used, and the IRIs of our own things."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import NamedNode

BASE = "https://w3id.org/xietong/"
ONTOLOGY = BASE + "ontology#"
VOCABULARY = BASE + "vocabulary/"

DERIVED, AUTHORITY = "derived", "authority"  # the graphs beside those of the notices

VOCABULARIES = {
    "xt": ONTOLOGY,
    "role": VOCABULARY + "role/",
    "function": VOCABULARY + "function/",
    "change": VOCABULARY + "change/",
    "commitment": VOCABULARY + "commitment/",
    "comparator": VOCABULARY + "comparator/",
    "project-kind": VOCABULARY + "project-kind/",
    "place-kind": VOCABULARY + "place-kind/",
    "unit": VOCABULARY + "unit/",
    "measure": VOCABULARY + "measure/",
    "dcterms": "http://purl.org/dc/terms/",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "org": "http://www.w3.org/ns/org#",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "qudt": "http://qudt.org/schema/qudt/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
THINGS = (
    "notice",
    "agency",
    "project",
    "place",
    "policy",
    "programme",
    "organisation",
    "coordination",
    "measurement",
    "graph",
)


def term(name: str) -> NamedNode:
    """Return the IRI of a prefixed name.

    >>> term("dcterms:title").value
    'http://purl.org/dc/terms/title'
    """
    prefix, local = name.split(":", 1)
    return NamedNode(VOCABULARIES[prefix] + local)


def _stays(char: str) -> bool:
    """Tell whether a character stands in an IRI as it is; selectors of variants of 葛 do not (RFC 3987, 2.2)."""
    return char in "-._()、·" or (unicodedata.category(char)[0] in "LMN" and not 0xE0000 <= ord(char) < 0xE1000)


def local_name(name: str) -> str:
    """Return a name as one segment of an IRI: NFKC, letters and digits of all scripts as they are.

    Of the rest only ``-._()、·`` stay (RFC 3987 allows them in a segment and names need them); every
    other character is percent-encoded, so that no name can end the IRI or begin another segment.

    >>> local_name("各县（市、区）人民政府"), local_name("a/b>~")
    ('各县(市、区)人民政府', 'a%2Fb%3E%7E')
    """
    normal = unicodedata.normalize("NFKC", name)
    encoded = "".join(char if _stays(char) else quote(char, safe="", errors="replace") for char in normal)
    return encoded.replace("~", "%7E") if encoded.strip(".") else encoded.replace(".", "%2E")


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of the things of a graph, below one base."""

    base: str = BASE

    def thing(self, kind: str, name: str) -> NamedNode:
        """Return the IRI of an agency, place, notice or graph by its name."""
        return NamedNode(f"{self.base}{kind}/{local_name(name)}")

    def prefixes(self) -> dict[str, str]:
        """Return prefix -> namespace, of things and vocabularies, for readable Turtle."""
        return {kind: f"{self.base}{kind}/" for kind in THINGS} | VOCABULARIES
