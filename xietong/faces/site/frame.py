"""The frame of all pages of the site: where a page stands, how it leads to others, in which language it speaks.

The same pages stand as files (``xietong publish``) and come from a server (``xietong serve``). All links are relative,
so that they hold below any address. As files, a page has one file a language, ``index.html`` and ``index.en.html``; a
server has one address for both and is told the language by ``?lang=``, or by what the browser prefers.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, unquote, urlencode

import jinja2

from xietong.faces.kinds import KINDS
from xietong.resources import PACKAGE, file_name
from xietong.words import Language, Words

FOLDER = PACKAGE / "faces" / "site" / "templates"
SAFE = "/()·,;=!$'*+:@"  # what a path and a fragment hold as it is
UNFIT = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*\ufffd]|^\.|[. ]$|^$')  # in the name of a file, on one system or another


@dataclass(frozen=True, slots=True)
class Here:
    """Where a page stands: its path below the root of the site (``agency/肇庆市财政局/index.html``), its language.

    ``live`` tells that a server answers, which takes questions; ``chosen`` that the reader asked it for this language,
    so that every link has to say so.
    """

    path: str
    language: Language
    live: bool = False
    chosen: bool = False

    @property
    def root(self) -> str:
        """The way up to the root: ``../../``, or ``./``."""
        return "../" * self.path.count("/") or "./"

    def file(self, path: str) -> str:
        """Return the link to a file by its path below the root; a fragment stays one."""
        name, mark, fragment = path.partition("#")
        return self.root + quote(name, safe=SAFE) + mark + quote(fragment, safe=SAFE)

    def page(self, path: str, asked: Mapping[str, str] | None = None) -> str:
        """Return the link to a page (a path that ends in .html) in the language of this one.

        ``asked`` are questions to a server: parameters of a saved query, words to search.
        """
        return self._in(self.language, path, asked or {}, chosen=self.chosen)

    def other(self, asked: Mapping[str, str] | None = None) -> str:
        """Return the link to this page in the other language."""
        return self._in("en" if self.language == "zh" else "zh", self.path, asked or {}, chosen=True)

    def thing(self, id_: str) -> str:
        """Return the link to the page of a thing by its id (``agency/肇庆市财政局``); a fragment stays one."""
        name, mark, fragment = id_.partition("#")
        return self.page(f"{folder_of(name)}/index.html{mark}{fragment}")

    def _in(self, language: Language, path: str, asked: Mapping[str, str], *, chosen: bool) -> str:
        name, mark, fragment = path.partition("#")
        if not self.live:
            name = written(name, language)
        elif chosen:
            asked = {**asked, "lang": language}
        return f"{self.file(name)}{f'?{urlencode(asked)}' if asked else ''}{mark}{quote(fragment, safe=SAFE)}"


def written(path: str, language: Language) -> str:
    """Return the name of the file that holds a page in a language.

    >>> written("queries/index.html", "zh"), written("queries/index.html", "en")
    ('queries/index.html', 'queries/index.en.html')
    """
    return path if language == "zh" else path.removesuffix(".html") + ".en.html"


@cache
def folder_of(id_: str) -> str:
    """Return the folder of a thing's files below the root, by its id: the path of its IRI as a web server decodes it.

    A part that no file name can be on every system (an encoded slash, a question mark, 200 bytes and more) is cut and
    told apart by a hash; what hosts the files has to lead there.
    """
    return "/".join(map(_segment, id_.split("/")))


def _segment(name: str) -> str:
    decoded = unquote(name)
    return file_name(UNFIT.sub("", decoded), name, fits=not UNFIT.search(decoded))


def render(template: str, here: Here, **values: Any) -> str:
    """Return a page made with one of our templates; what is no Markup is escaped.

    In a template ``here`` gives links, ``say(zh, en)`` words in the page's language, and ``words|here`` those of
    :class:`Words`.
    """
    return _environment().get_template(template).render(here=here, **values)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals.update(say=_say, kinds=KINDS)
    environment.filters["words"] = _words
    return environment


@jinja2.pass_context
def _say(context: jinja2.runtime.Context, zh: str, en: str) -> str:
    return Words(zh, en).in_language(context["here"].language)


@jinja2.pass_context
def _words(context: jinja2.runtime.Context, words: Words | str) -> str:
    return words.in_language(context["here"].language) if isinstance(words, Words) else words


def style() -> bytes:
    """Return the style sheet of the site: what all our pages share, then its own, then that of the ontology."""
    shared = PACKAGE / "faces" / "page" / "shared.css"
    return b"".join(path.read_bytes() for path in (shared, FOLDER / "site.css", FOLDER / "ontology.css"))


def icon() -> bytes:
    """Return the mark of the site (SVG): in the head of every page, and the icon that browsers show."""
    return (FOLDER / "icon.svg").read_bytes()
