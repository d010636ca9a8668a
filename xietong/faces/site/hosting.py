"""What a published folder says to the person who puts it on a web server, and to the server."""

import re
from urllib.parse import unquote

import jinja2

from xietong.faces.site.catalogue import Publication
from xietong.faces.site.frame import FOLDER, folder_of
from xietong.faces.site.known import Known
from xietong.graph.terms import BASE

EXAMPLE = "https://data.example.cn/xietong/"
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


def w3id(address: str | None) -> str:
    """Return rules for the folder of our names at w3id.org: each name -> the same path where this folder stands.

    What belongs to the ontology is a part of one page. In which form a client gets a thing is left to the rules there.
    """
    target = (address or EXAMPLE).rstrip("/") + "/"
    page = f"{target}ontology/index.html"
    lines = ["# https://github.com/perma-id/w3id.org: xietong/.htaccess"]
    lines += [] if address else [f"# {EXAMPLE} 请换成本目录的网址 · put the address of the published folder here"]
    lines += ["RewriteEngine On", "Header always merge Vary Accept"]
    lines += ["RewriteCond %{HTTP:Accept} !text/html", "RewriteCond %{HTTP:Accept} text/turtle"]
    lines += [f"RewriteRule ^ontology/?$ {target}ontology/ontology.ttl [R=303,L]"]
    lines += [f"RewriteRule ^ontology/?$ {page} [R=303,L]"]
    lines += [f"RewriteRule ^shapes/?$ {target}ontology/shapes.ttl [R=303,L]"]
    lines += [f"RewriteRule ^vocabulary/(.+)$ {page}#vocabulary/$1 [R=303,L,NE]"]
    # the path as the client wrote it: one that is decoded is no path where it holds %3F
    lines += ['RewriteCond %{THE_REQUEST} "^[A-Z]+ [^ ?]*?/xietong/([^ ?]*)"', f"RewriteRule ^ {target}%1 [R=303,L,NE]"]
    return "\n".join(lines) + "\n"


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
