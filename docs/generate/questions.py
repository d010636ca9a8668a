"""The saved questions, group by group, from the headers of ``queries/*.rq``, each with its SPARQL."""

from itertools import groupby

import click

from docs.generate.markup import blocks, capital, code, fenced, folded, heading, table, text
from xietong.cli.questions import Questions
from xietong.faces.kinds import KINDS
from xietong.faces.site.answers import TAGS
from xietong.graph.queries import Parameter, SavedQuery, saved_queries
from xietong.words import Language, Words

PARAMETER = (Words("参数", "parameter"), Words("含义", "meaning"), Words("类型", "type"), Words("例", "example"))
COLUMN = (Words("列", "column"), Words("含义", "meaning"))
TYPES = {
    "agency": Words("机构：全称、简称或 IRI", "a body: its name, a short form, or its IRI"),
    "task": Words("任务：序号或 IRI", "a task: its number or its IRI"),
    "concept": Words("[词表](vocabularies.md)的概念", "a concept of [a vocabulary](vocabularies.md):"),
    "date": Words("日期", "a date"),
    "number": Words("数字", "a number"),
    "text": Words("文字", "words"),
    "thing": Words("任何事物：名称或 IRI", "anything: its name or its IRI"),
}
NAMED = Words("{0.zh}：名称、简称或 IRI", "{0.en}: its name, a part of it, or its IRI")
REQUIRED = Words("必须给出", "required")
DEFAULT = Words("默认 {}", "default {}")


def page(language: Language) -> str:
    """Return what stands on the page of the saved questions."""
    order = list(TAGS)
    found = sorted(saved_queries().values(), key=lambda query: (order.index(query.tags[0]), query.name))
    parts = []
    for tag, queries in groupby(found, key=lambda query: query.tags[0]):
        parts.append(heading(2, capital(TAGS[tag].in_language(language))))
        parts += [question(query, language) for query in queries]
    return blocks(parts)


def question(query: SavedQuery, language: Language) -> str:
    """Return a question: its words, its parameters, its columns, how to ask it, its SPARQL."""
    words = [each.in_language(language) for each in PARAMETER]
    columns = [(code(name), text(said.in_language(language))) for name, said in query.columns.items()]
    parameters = [_parameter(query, each, language) for each in query.parameters]
    return blocks(
        [
            heading(3, code(query.name)),
            f"**{text(query.summary.in_language(language))}** {text(query.description.in_language(language))}",
            fenced("sh", " ".join(_command(query))),
            table(words, parameters) if parameters else "",
            table([each.in_language(language) for each in COLUMN], columns),
            folded("SPARQL", fenced("sparql", sparql(query))),
        ]
    )


def _command(query: SavedQuery) -> list[str]:
    """Return how to ask a question, with the examples of its parameters."""
    example = [f"--{each.name} {_quoted(each.example)}" for each in query.parameters]
    return [".venv/bin/xietong", "query", query.name, *example]


def _quoted(words: str) -> str:
    return words if words.replace("-", "").replace(".", "").isalnum() else f"'{words}'"


def options(query: SavedQuery) -> dict[str, list[str]]:
    """Return the names of the options of a question, by parameter."""
    command = Questions().get_command(click.Context(Questions()), query.name)
    return {str(option.name): option.opts for option in command.params}


def _parameter(query: SavedQuery, parameter: Parameter, language: Language) -> tuple[str, str, str, str]:
    kind, _, scheme = parameter.type.partition(":")
    kinds = [(TYPES.get(each) or _named(each)).in_language(language) for each in kind.split("|")]
    type_ = (Words("；或", "; or ").in_language(language)).join(kinds) + (f" {code(scheme)}" if scheme else "")
    meaning = text(parameter.words.in_language(language))
    opening, closing = ("（", "）") if language == "zh" else (" (", ")")
    if parameter.default is not None:
        meaning += opening + DEFAULT.in_language(language).format(code(parameter.default)) + closing
    if parameter.required:
        meaning += opening + REQUIRED.in_language(language) + closing
    return ", ".join(map(code, options(query)[parameter.name])), meaning, type_, text(parameter.example)


def _named(kind: str) -> Words:
    """Return how a thing of a kind is given."""
    return Words(*(pattern.format(KINDS[kind].words) for pattern in NAMED))


def sparql(query: SavedQuery) -> str:
    """Return the SPARQL of a query without its header."""
    return "\n".join(line for line in query.sparql.splitlines() if not line.startswith("#+")).strip()
