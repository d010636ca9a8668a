"""The terms of the ontology, theme by theme, with a diagram of each; what they say comes from ``ontology/*.ttl``."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from docs.generate.diagrams import DIAGRAMS, drawn
from docs.generate.markup import blocks, heading, text
from xietong.faces.site.ontology import Card, Fact, Text, card
from xietong.faces.site.terms import Ontology, read_ontology
from xietong.resources import data_folder
from xietong.words import Language, Words

COMMENT = re.compile(r"^# =+\n# .+? · (?P<theme>.+)\n# =+\n(?P<comment>(?:# .+\n)*)", re.MULTILINE)
EXAMPLE = Words("例", "example")
ASKED = Words("形状的要求", "shapes ask")
WARNING = Words("提醒", "warning")


def page(language: Language) -> str:
    """Return what stands on the page of the ontology."""
    ontology = read_ontology(data_folder("ontology"))
    parts: list[str] = []
    for theme, iris in ontology.themes.items():
        parts.append(heading(2, text(theme.in_language(language))))
        parts += [drawn(diagram, ontology, language) for diagram in DIAGRAMS if diagram.theme == theme.en]
        parts += [_term(ontology, iri, language) for iri in iris]
    return blocks(parts)


def _term(ontology: Ontology, iri: str, language: Language) -> str:
    """Return a term: its heading, and below it what the files of the ontology say of it."""
    about = card(ontology, iri, language)
    name = about.name.partition(":")[2]
    label = text(words_in(about.label, language)) if language == "zh" else ""  # in English the name says the same
    title = heading(3, f"{label} `{name}`".strip())
    return blocks([f'<span id="{about.anchor}"></span>', title, html_of(about, language)])


def html_of(about: Card, language: Language) -> str:
    """Return what is said of a term, as HTML on one line (a blank line would end it in Markdown)."""
    said = Markup("").join(
        [
            Markup('<p class="iri"><code>{}</code> {}</p>').format(about.name, _called(about, language)),
            Markup("<p>{}</p>").format(words_in(about.definition, language)),
            Markup('<p class="comment">{}</p>').format(words_in(about.comment, language)) if about.comment else "",
            Markup('<dl class="facts">'),
            row(EXAMPLE, [escape(words) for _, words in about.examples], language) if about.examples else "",
            facts_of(about.facts, language),
            row(ASKED, [_demand(*each, language) for each in about.demands], language) if about.demands else "",
            Markup("</dl>"),
        ]
    )
    return f'<div class="term">{elsewhere(said)}</div>'.replace("\n", " ")


def words_in(said: Text, language: Language) -> str:
    """Return what is said in a language, else in another."""
    return next((words for tongue, words in said if tongue == language), said[0][1] if said else "")


def _called(about: Card, language: Language) -> Markup:
    """Return the kind of a term and its labels."""
    labels = [Markup('<span lang="{}">{}</span>').format(tongue or language, words) for tongue, words in about.label]
    return Markup(" · ").join([about.kind.in_language(language) if about.kind else "", *labels])


def facts_of(facts: Iterable[Fact], language: Language) -> Markup:
    """Return the relations of a term as rows, the values of each in one."""
    between = escape(Words("、", ", ").in_language(language))
    return Markup("").join(row(name, [between.join(values)], language) for name, values in facts)


def row(name: Words | Markup, values: Iterable[Markup], language: Language) -> Markup:
    """Return one row of a list of facts."""
    title = name.in_language(language) if isinstance(name, Words) else name
    return Markup("<dt>{}</dt>{}").format(title, Markup("").join(Markup("<dd>{}</dd>").format(each) for each in values))


def _demand(about: Markup, words: str, warning: bool, language: Language) -> Markup:  # noqa: FBT001 - as Card has it
    mark = Markup("<em>{}</em> ").format(WARNING.in_language(language)) if warning else Markup("")
    return Markup("{} {}{}").format(about, mark, words)


def elsewhere(html: str) -> str:
    """Return HTML whose links lead to the page where the reference has a term or a vocabulary."""
    html = re.sub(r'href="#(?=vocabulary/)', 'href="vocabularies.html#', html)
    return re.sub(r'href="#(?!vocabulary/)', 'href="ontology.html#', html)
