"""What is handed out, described as a research object: RO-Crate 1.1."""

import json
from collections.abc import Sequence
from urllib.parse import quote

from xietong.faces.site.catalogue import ABOUT, KEYWORDS, TITLE, Publication, coverage
from xietong.faces.site.data import Distribution
from xietong.faces.site.known import Known


def crate(known: Known, files: Sequence[Distribution], about: Publication) -> bytes:
    """Return ``ro-crate-metadata.json`` (RO-Crate 1.1): the folder as a data set, and every file that is handed out.

    It must give a day of publication; without one it gives that of the newest notice.
    """
    issued = [row["issued"] for row in coverage(known) if "issued" in row]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{TITLE.zh} · {TITLE.en}",
        "description": f"{ABOUT.zh} {ABOUT.en}",
        "datePublished": about.day or max(issued, default="1970-01-01"),
        "license": {"@id": about.licence},
        "publisher": {"@id": "#publisher"},
        "version": about.version,
        "keywords": ", ".join(KEYWORDS),
        "inLanguage": "zh",
        "hasPart": [{"@id": quote(each.path)} for each in files],
    }
    parts = [
        {
            "@id": quote(each.path),
            "@type": "File",
            "name": f"{each.title.zh} · {each.title.en}" if each.title.zh != each.title.en else each.title.zh,
            "encodingFormat": each.media_type,
            "contentSize": str(each.size),
            "sha256": each.sha256,
        }
        for each in files
    ]
    head = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    others = [
        {"@id": "#publisher", "@type": "Organization", "name": about.publisher},
        {"@id": about.licence, "@type": "CreativeWork", "name": about.licence},
    ]
    whole = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [head, root, *parts, *others]}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()
