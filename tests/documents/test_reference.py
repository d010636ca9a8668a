"""The reference is whole: whatever the code offers stands in the built documentation, in both languages."""

import re
from functools import cache
from pathlib import Path

import click
import pyoxigraph as ox
import pytest
from lxml import html

import xietong
from docs.generate import PARTS, api, questions
from docs.generate.commands import OF_CLICK, every_command
from docs.generate.diagrams import DIAGRAMS
from docs.generate.markup import BETWEEN, both
from tests.documents.markdown import ROOT
from xietong.faces.export import EXPORTS
from xietong.faces.site.ontology import card
from xietong.faces.site.terms import read_ontology, shown
from xietong.faces.tables import KEYS
from xietong.faces.views import views
from xietong.graph.dataset import Dataset
from xietong.graph.dump import FORMS
from xietong.graph.queries import SavedQuery, load_query, saved_queries
from xietong.graph.terms import ONTOLOGY
from xietong.resources import data_folder
from xietong.words import Language

OF_OTHER_GRAPHS = (  # ties that the graph of the first notice does not have as it is built
    ("Agency", "org:subOrganizationOf", "Agency"),
    ("Measurement", "qudt:numericValue", ""),
)
both_languages = pytest.mark.parametrize("language", ["zh", "en"])


@cache
def page(path: Path) -> html.HtmlElement:
    """Return a page of the site."""
    return html.parse(str(path)).getroot()


def text(site: Path, language: Language, name: str) -> str:
    """Return the words of a page of the reference, blanks as single ones."""
    return " ".join(page(site / language / "reference" / f"{name}.html").find(".//article").text_content().split())


def has(text: str, words: str) -> bool:
    """Tell whether a page says something."""
    return " ".join(words.split()) in text


@both_languages
def test_every_command_and_every_option_is_there_with_its_help(site: Path, language: Language) -> None:
    said = text(site, language, "cli")
    for name, command in every_command():
        assert name in said
        assert command.name == "NAME" or BETWEEN in str(command.help), f"{name} says nothing in one of the languages"
        for option in command.params:
            if isinstance(option, click.Option):
                assert ", ".join(option.opts) in said, f"{name} {option.opts}"
                if option.opts[-1] not in OF_CLICK:
                    assert BETWEEN in str(option.help), f"{name} {option.opts} says nothing in one of the languages"
                    assert has(said, both(str(option.help)).in_language(language))


@both_languages
def test_every_public_name_is_there(site: Path, language: Language) -> None:
    there = set(page(site / language / "reference" / "python.html").xpath("//dt/@id"))
    assert {f"xietong.{name}" for name in api.documented()} <= there
    assert {f"xietong.{name}" for name in xietong.__all__} <= there


def test_every_public_name_is_explained_in_chinese_and_has_a_docstring() -> None:
    assert set(api.SAID["zh"]) == set(api.documented())
    for name in api.documented():
        assert name in api.SAID["en"] or getattr(_value(name), "__doc__", None), name


def _value(name: str) -> object:
    value: object = xietong
    for part in name.split("."):
        value = getattr(value, part)
    return value


def _question(query: SavedQuery, said: str, language: Language) -> None:
    """Assert that a page holds all of a query."""
    assert query.name in said
    for words in (
        query.summary,
        query.description,
        *query.columns.values(),
        *(each.words for each in query.parameters),
    ):
        assert has(said, words.in_language(language)), (query.name, words)
    assert has(said, questions.sparql(query)), query.name


@both_languages
def test_every_saved_question_is_there(site: Path, language: Language) -> None:
    said = text(site, language, "questions")
    assert saved_queries()
    for query in saved_queries().values():
        _question(query, said, language)
        for parameter in query.parameters:
            assert ", ".join(questions.options(query)[parameter.name]) in said


@both_languages
def test_every_view_is_there(site: Path, language: Language) -> None:
    said = text(site, language, "views")
    for view in views().values():
        _question(view.query, said, language)


@both_languages
def test_every_form_and_every_table_is_there(site: Path, language: Language) -> None:
    there = {cell.text_content() for cell in page(site / language / "reference" / "formats.html").xpath("//td[1]")}
    assert {suffix[1:] for suffix in (*FORMS, *EXPORTS, ".geojson", ".csv", ".stratml")} <= there
    command = next(command for name, command in every_command() if name == "xietong export")
    (choice,) = (option.type for option in command.params if isinstance(option.type, click.Choice))
    assert set(choice.choices) <= there
    said = text(site, language, "formats")
    tables = [load_query(path) for path in (data_folder("queries") / "tables").glob("*.rq")]
    assert {query.name for query in tables} >= set(KEYS)
    assert all(f"{query.name}.csv" in said for query in tables)


@both_languages
def test_every_class_and_every_property_is_there_with_what_it_means(site: Path, language: Language) -> None:
    ontology = read_ontology(data_folder("ontology"))
    root = page(site / language / "reference" / "ontology.html")
    said, ids = text(site, language, "ontology"), set(root.xpath("//@id"))
    terms = [iri for iri, about in ontology.said.items() if iri.startswith(ONTOLOGY) and "rdf:type" in about]
    assert len(terms) > 80
    for iri in terms:
        about = card(ontology, iri, language)
        assert about.anchor in ids, iri
        assert about.name in said
        for words in (about.label, about.definition, about.comment):
            assert has(said, words[0][1]), (iri, words)
    assert len(root.xpath("//figure[@class='diagram']")) == len(DIAGRAMS)


@both_languages
def test_every_vocabulary_is_there_with_its_concepts(site: Path, language: Language) -> None:
    ontology = read_ontology(data_folder("ontology"))
    ids = set(page(site / language / "reference" / "vocabularies.html").xpath("//@id"))
    for scheme, concepts in ontology.schemes.items():
        assert ontology.anchors[scheme] in ids
        assert {ontology.anchors[iri] for iri in shown(ontology, concepts)} <= ids


def test_every_theme_has_a_diagram_and_what_it_draws_beside_domains_and_ranges_is_in_a_graph(graph: Path) -> None:
    ontology = read_ontology(data_folder("ontology"))
    assert {diagram.theme for diagram in DIAGRAMS} == {theme.en for theme in ontology.themes}
    dataset = Dataset.open(graph)
    prefixes = "".join(f"PREFIX {name}: <{space}>\n" for name, space in ontology.prefixes.items())
    ties = [tie for diagram in DIAGRAMS for tie in diagram.ties if tie not in OF_OTHER_GRAPHS]
    assert ties
    for one, name, other in ties:
        ends = [f"?{side} a {end if ':' in end else f'xt:{end}'} ." for side, end in (("s", one), ("o", other)) if end]
        found = dataset.query(f"{prefixes}ASK {{ ?s {name} ?o . {' '.join(ends)} }}")
        assert isinstance(found, ox.QueryBoolean)
        assert found, (one, name, other)


def test_every_part_is_asked_for_in_both_languages() -> None:
    marks = {
        language: set(re.findall(r"<!-- generated: (\w+) -->", "".join(map(Path.read_text, pages))))
        for language in ("zh", "en")
        if (pages := sorted((ROOT / "docs" / language / "reference").glob("*.md")))
    }
    assert marks == {"zh": set(PARTS), "en": set(PARTS)}
