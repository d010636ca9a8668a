"""A graph -> the folder that a portal or any web server takes: pages, dumps, catalogue, questions with answers."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from xietong.faces.sheet import page
from xietong.faces.site.answers import answer_page, questions_page, table_of
from xietong.faces.site.catalogue import Publication, dcat
from xietong.faces.site.crate import crate
from xietong.faces.site.data import Distribution, data_page, write_data
from xietong.faces.site.forms import page_of, rdf_of
from xietong.faces.site.frame import Here, folder_of, icon, style, written
from xietong.faces.site.home import SHELVES, browse_page, home_page, shelf_page, views_page
from xietong.faces.site.hosting import htaccess, readme, w3id
from xietong.faces.site.known import Known, known
from xietong.faces.site.ontology import ontology_page
from xietong.faces.views import Picture, pictures
from xietong.graph import answers
from xietong.graph.answers import graph_of
from xietong.graph.asking import Answer, answered, opening
from xietong.graph.counting import count
from xietong.graph.dataset import Dataset, ontology_turtle
from xietong.graph.queries import run, saved_queries
from xietong.graph.terms import BASE
from xietong.resources import data_folder, fill_folder
from xietong.words import Language, Words

MARK = "ro-crate-metadata.json"  # by which a folder of ours is known
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Site:
    """A graph with all that its pages show."""

    known: Known
    dataset: Dataset
    counts: dict[Words, int]
    pictures: list[Picture]
    answers: list[Answer]


def site_of(dataset: Dataset) -> Site:
    """Return what the pages of a graph show."""
    found = known(dataset, dataset.store)
    questions = [opening(dataset, name)[0] for name in saved_queries()]
    replies = [answered(each, run(each.query, dataset, each.sparql)) for each in questions]
    return Site(found, dataset, count(dataset), pictures(dataset, found.told), replies)


def publish(dataset: Dataset, folder: Path, about: Publication, progress: Callable[[int], None]) -> int:
    """Write the site of a graph into a folder of its own; return how many files.

    ``about`` is what the publisher says; its version is set to that of the graph. ``progress`` is told of files as they
    are written. Raises GraphError, with nothing changed, if the folder holds something else or cannot be written.
    """
    site = site_of(dataset)
    version = hashlib.sha256(dataset.nquads()).hexdigest()
    said = replace(about, version=version)
    number = 0

    def fill(new: Path) -> None:
        nonlocal number
        files = write_data(site.known, new)
        progress(len(files))
        for path, content in _files(site, files, said):
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(content)
            progress(1)
        number = sum(1 for path in new.rglob("*") if path.is_file())

    fill_folder(folder, MARK, fill)
    return number


def _files(site: Site, files: list[Distribution], about: Publication) -> Iterator[tuple[str, bytes]]:
    """Yield all files but the dumps, by their path."""
    yield "site.css", style()
    yield "icon.svg", icon()
    yield "data/dcat.ttl", dcat(site.known, files, about)
    yield MARK, crate(site.known, files, about)
    yield "ontology/ontology.ttl", ontology_turtle()
    yield "ontology/context.jsonld", (data_folder("ontology") / "context.jsonld").read_bytes()
    yield "ontology/shapes.ttl", (data_folder("ontology") / "shapes.ttl").read_bytes()
    yield "README.md", readme(site.known, about).encode()
    yield ".htaccess", htaccess(site.known).encode()
    if site.dataset.names.base == BASE:
        yield "w3id/.htaccess", w3id(about.address).encode()
    for language in LANGUAGES:
        yield from ((written(path, language), html.encode()) for path, html in _pages(site, files, about, language))
    for each in site.pictures:
        yield f"views/{each.view.name}.html", page(each, site.dataset.names, "zh").encode()
    for answer in site.answers:
        yield from _answer_files(answer, graph_of("graph.nq", about.version))
    for id_ in site.known.ids():
        for suffix in (".ttl", ".jsonld"):
            path = f"{folder_of(id_)}/index{suffix}"
            yield path, rdf_of(site.known, id_, suffix, Here(path, "zh"))


def _pages(site: Site, files: list[Distribution], about: Publication, language: Language) -> Iterator[tuple[str, str]]:
    """Yield all pages in a language by their path."""
    yield "index.html", home_page(site.known, site.counts, site.pictures, Here("index.html", language))
    for name, html in (
        ("queries", questions_page(Here("queries/index.html", language))),
        ("views", views_page(site.pictures, Here("views/index.html", language))),
        ("browse", browse_page(site.known, Here("browse/index.html", language))),
        ("ontology", ontology_page(Here("ontology/index.html", language))),
        ("data", data_page(site.known, files, about.version, Here("data/index.html", language))),
    ):
        yield f"{name}/index.html", html
    for shelf in SHELVES:
        path = f"browse/{shelf}/index.html"
        yield path, shelf_page(site.known, shelf, Here(path, language))
    for answer in site.answers:
        path = f"queries/{answer.query.name}/index.html"
        here = Here(path, language)
        yield path, answer_page(site.known, answer, {}, table_of(site.known, answer.query, answer.result, here), here)
    for id_ in site.known.ids():
        path = f"{folder_of(id_)}/index.html"
        yield path, page_of(site.known, id_, Here(path, language))


def _answer_files(answer: Answer, graph: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield a saved question's answer for all, with its metadata and its SPARQL; ``graph`` is what was asked."""
    folder = f"queries/{answer.query.name}"
    yield f"{folder}/answer.csv", answers.as_csv(answer.result).encode()
    yield f"{folder}/answer.csv-metadata.json", answers.csvw(answer, "answer.csv", graph).encode()
    yield f"{folder}/answer.json", answers.as_json(answer.result).encode()
    yield f"{folder}/query.rq", answer.sparql.encode()
