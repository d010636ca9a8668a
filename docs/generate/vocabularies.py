"""The vocabularies: what each is for, and its concepts with the wordings that notices use."""

from markupsafe import Markup, escape

from docs.generate.markup import blocks, heading, text
from docs.generate.ontology import elsewhere, facts_of, words_in
from xietong.faces.site.ontology import Card, Scheme, scheme
from xietong.faces.site.terms import read_ontology
from xietong.resources import data_folder
from xietong.words import Language, Words

COUNT = Words("{:,} 个概念", "{:,} concepts")
SOME = Words("其中几例：", "Some of them:")
HEAD = (
    Words("概念", "concept"),
    Words("其他写法", "other wordings"),
    Words("定义、例子与联系", "meaning, examples, relations"),
)


def page(language: Language) -> str:
    """Return what stands on the page of the vocabularies."""
    ontology = read_ontology(data_folder("ontology"))
    return blocks(part for iri in ontology.schemes for part in _scheme(scheme(ontology, iri, language), language))


def _scheme(about: Scheme, language: Language) -> list[str]:
    some = f"{SOME.in_language(language)}" if about.count > len(about.cards) else ""
    count = COUNT.in_language(language).format(about.count)
    return [
        f'<span id="{about.anchor}"></span>',
        heading(2, text(words_in(about.title, language))),
        text(words_in(about.description, language)),
        f"`{about.iri}` · {count} {some}".strip(),
        _table(about.cards, language),
    ]


def _table(cards: list[Card], language: Language) -> str:
    """Return the concepts as a table; a column that would be empty is left out."""
    shown = [True, any(each.forms for each in cards), any(each.definition or each.facts for each in cards)]
    head = Markup("").join(
        Markup('<th scope="col">{}</th>').format(words.in_language(language))
        for words, keep in zip(HEAD, shown, strict=True)
        if keep
    )
    body = Markup("").join(_concept(each, shown, language) for each in cards)
    html = Markup(
        '<div class="scroll"><table class="concepts"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    )
    return elsewhere(html.format(head, body)).replace("\n", " ")


def _concept(about: Card, shown: list[bool], language: Language) -> Markup:
    label = Markup("").join(
        Markup('<span lang="{}">{}</span> ').format(tongue or language, words)
        for tongue, words in sorted(about.label, key=lambda each: each[0] != language)
    )
    name = Markup("<code>{}</code>").format(about.name) if about.name else Markup("")
    said = [words_in(about.definition, language), words_in(about.comment, language)]
    meaning = Markup("").join(Markup("<p>{}</p>").format(words) for words in said if words)
    if about.examples:
        joined = Markup("；").join(escape(words) for _, words in about.examples)
        meaning += Markup('<p class="example">{}</p>').format(joined)
    if about.facts:
        meaning += Markup('<dl class="facts">{}</dl>').format(facts_of(about.facts, language))
    cells = [label + name, escape("、".join(words for _, words in about.forms)), meaning]
    kept = Markup("").join(Markup("<td>{}</td>").format(cell) for cell, keep in zip(cells, shown, strict=True) if keep)
    return Markup('<tr id="{}">{}</tr>').format(about.anchor, kept)
