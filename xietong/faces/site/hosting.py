"""What a published folder says to the person who puts it on a web server, and to the server."""

import re
from urllib.parse import unquote

import jinja2

from xietong.faces.site.catalogue import Publication
from xietong.faces.site.frame import FOLDER, folder_of
from xietong.faces.site.known import Known
from xietong.graph.terms import BASE

TYPES = {
    ".ttl": "text/turtle",
    ".trig": "application/trig",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
    ".geojson": "application/geo+json",
}
# what a client asks for -> the file beside the page; a browser asks for pages among others, so that this comes first
WANTED = (
    ("text/html", "index.html"),
    ("text/turtle", "index.ttl"),
    (r"application/ld\+json", "index.jsonld"),
    ("", "index.html"),
)


def readme(known: Known, about: Publication) -> str:
    """Return the README of a published folder."""
    template = jinja2.Template((FOLDER / "README.md").read_text(encoding="utf-8"), keep_trailing_newline=True)
    publisher = " ".join(about.publisher.split())
    return str(template.render(about=about, publisher=publisher, base=known.names.base, common=BASE))


def htaccess(known: Known) -> str:
    """Return rules for Apache: the IRI of a thing -> 303 to its page, its Turtle or its JSON-LD, as the client asks.

    Those whose name cannot be a folder's have a rule of their own. Patterns match the decoded path below the folder.
    """
    kinds = "|".join(sorted({id_.partition("/")[0] for id_ in known.ids()}))
    lines = ["Options -MultiViews -Indexes", "DirectorySlash Off", "AddDefaultCharset utf-8"]
    lines += [f"AddType {media_type} {suffix}" for suffix, media_type in TYPES.items()]
    lines += ["RewriteEngine On", "Header always merge Vary Accept", "Header always merge Vary Accept-Language"]
    # the address of this folder: what stands before the path below it (a redirect by a relative path would name the
    # folder on the disk)
    lines += ["RewriteCond $0#%{REQUEST_URI} ^([^#]*)#(.*)\\1$", "RewriteRule ^.*$ - [E=FOLDER:%2]"]
    renamed = ((unquote(id_), folder_of(id_)) for id_ in known.ids() if folder_of(id_) != unquote(id_))
    lines += [f'RewriteRule "^{re.escape(path)}$" "{folder}"' for path, folder in renamed if path.isprintable()]
    for media_type, name in WANTED:
        asked = ["RewriteCond %{REQUEST_FILENAME} !-f", r"RewriteCond $1 !\.(html|ttl|jsonld)$"]
        asked += [f"RewriteCond %{{HTTP:Accept}} {media_type}"] if media_type else []
        target = f"RewriteRule ^(({kinds})/.*[^/])/?$ %{{ENV:FOLDER}}$1"
        if name.endswith(".html"):
            lines += [*asked, "RewriteCond %{HTTP:Accept-Language} ^en", f"{target}/index.en.html [R=303,L]"]
        lines += [*asked, f"{target}/{name} [R=303,L]"]
    return "\n".join(lines) + "\n"
