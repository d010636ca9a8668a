"""Every link of the documents and of the built site leads somewhere; the site asks nothing of other hosts."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from markdown_it import MarkdownIt

from docs.generate import filled
from tests.documents.markdown import Document, Place, documents, slug

every_document = pytest.mark.parametrize("document", documents(), ids=str)
LOADED = "//script/@src | //img/@src | //link[not(@rel='alternate')]/@href | //iframe/@src | //source/@src"
ELSEWHERE = re.compile(r"@import|url\(\s*['\"]?(?:https?:)?//", re.IGNORECASE)


@cache
def fragments(path: Path) -> set[str]:
    """Return the fragments by which the headings of a Markdown file are reached, generated ones, too."""
    source = filled(path.read_text(encoding="utf-8"), "zh" if "zh" in path.parts else "en")
    tokens = MarkdownIt("commonmark").parse(source)
    found: list[str] = []
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            name = slug(inline.content)
            found.append(f"{name}-{found.count(name)}" if name in found else name)
    return {*found, *re.findall(r'id="([^"]+)"', source)}


def mistake(place: Place, target: str) -> str | None:
    """Return what is wrong with a link."""
    parts = urlsplit(target)
    if parts.scheme:
        right = parts.scheme in ("http", "https") and re.fullmatch(r"[\w.-]+\.\w+|localhost", parts.hostname or "")
        return None if right else f"{place}: {target} is no address"
    path = (place.document.parent / unquote(parts.path)).resolve() if parts.path else place.document
    if not path.exists():
        return f"{place}: {target} is not there"
    if parts.fragment and path.suffix == ".md" and unquote(parts.fragment) not in fragments(path):
        return f"{place}: {target} has no such heading; there are {sorted(fragments(path))[:20]}"
    return None


@every_document
def test_links_lead_somewhere(document: Document) -> None:
    assert [wrong for place, target in document.links if (wrong := mistake(place, target))] == []


def test_code_and_tables_of_the_documents_are_reached_from_the_index() -> None:
    """Every page stands in a table of contents: Sphinx says so, and it is an error."""
    named = {document.path.stem for document in documents() if "docs" in document.path.parts}
    assert {"index", "tutorial", "cli", "ontology"} <= named


# ---------------------------------------------------------------- the built site


def pages(site: Path) -> dict[Path, html.HtmlElement]:
    """Return every page of the site."""
    return {path: html.parse(str(path)).getroot() for path in sorted(site.rglob("*.html"))}


def test_links_of_the_site_lead_somewhere(site: Path) -> None:
    there = pages(site)
    ids = {path: set(map(str, root.xpath("//@id"))) for path, root in there.items()}
    wrong = []
    for path, root in there.items():
        for target in dict.fromkeys(
            map(str, root.xpath("//*[local-name()='a']/@href | //a/@xlink:href", namespaces=XLINK))
        ):
            parts = urlsplit(target)
            if parts.scheme:
                continue
            other = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not other.is_file() or (parts.fragment and other in ids and unquote(parts.fragment) not in ids[other]):
                wrong.append(f"{path.relative_to(site)}: {target}")
    assert wrong == []


XLINK = {"xlink": "http://www.w3.org/1999/xlink"}


def test_the_site_loads_nothing_from_other_hosts(site: Path) -> None:
    loaded = {
        f"{path.relative_to(site)}: {target}"
        for path, root in pages(site).items()
        for target in map(str, root.xpath(LOADED))
        if urlsplit(target).scheme or target.startswith("//")
    }
    assert loaded == set()
    styles = [path for path in site.rglob("*.css") if ELSEWHERE.search(path.read_text(encoding="utf-8"))]
    assert styles == []


def test_every_page_leads_to_itself_in_the_other_language(site: Path) -> None:
    for path, root in pages(site).items():
        if path.parent != site:
            language, _, name = path.relative_to(site).as_posix().partition("/")
            other = "en" if language == "zh" else "zh"
            (link,) = root.xpath("//link[@rel='alternate']/@href")
            assert (path.parent / unquote(str(link))).resolve() == site / other / name
            assert link in root.xpath(f"//a[@hreflang='{other}']/@href")
            assert str(root.get("lang")).startswith(language)


def test_both_languages_have_the_same_pages(site: Path) -> None:
    zh, en = ({path.relative_to(site / each) for path in (site / each).rglob("*.html")} for each in ("zh", "en"))
    assert zh == en
