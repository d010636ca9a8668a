"""A thing in the forms in which it is handed out: its page, and what the graph says of it in RDF."""

import io
import json

import pyoxigraph as ox

from xietong.faces.site.frame import Here
from xietong.faces.site.known import Known
from xietong.faces.site.text import text_page
from xietong.faces.site.thing import thing_page
from xietong.graph.dump import FORMS, as_turtle
from xietong.graph.jsonld import document, node


def page_of(known: Known, id_: str, here: Here) -> str:
    """Return the page of a thing by its id; that of a text shows its mentions."""
    return (text_page if id_.endswith("/text") else thing_page)(known, id_, here)


def rdf_of(known: Known, id_: str, suffix: str, here: Here) -> bytes:
    """Return what the graph says of a thing, in the form whose files end in ``suffix``: .ttl .jsonld .nt .rdf.

    ``here`` is where the file stands: JSON-LD names its context by the path from there.
    """
    triples = known.says(id_)
    if suffix == ".ttl":
        return as_turtle(triples, known.names)
    if suffix == ".jsonld":
        said = document([node(triples, known.names.base)], f"{here.root}ontology/context.jsonld", known.names.base)
        return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
    out = io.BytesIO()
    prefixes = known.names.prefixes() if suffix == ".rdf" else {}
    ox.serialize(triples, out, format=FORMS[suffix].syntax, prefixes=prefixes)
    return out.getvalue()
