"""A saved question with what a person says of its parameters -> its answer, on a dataset or on an endpoint."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pyoxigraph as ox

from xietong.errors import QueryError
from xietong.graph.asked import Asked
from xietong.graph.lookup import CLASSES, look_up
from xietong.graph.queries import Parameter, Result, SavedQuery, bound, run, saved_query
from xietong.graph.terms import term
from xietong.graph.vocabulary import concepts_of
from xietong.words import Language, Words

if TYPE_CHECKING:
    import pandas as pd

Term = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A saved query with the terms that words for its parameters mean."""

    query: SavedQuery
    sparql: str  # with the parameters bound
    values: dict[str, Term]  # parameter -> its term
    notes: tuple[Words, ...]  # what a name was taken for


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Question):
    """What a saved query found, and how it was asked."""

    result: Result

    def frame(self, language: Language | None = None) -> "pd.DataFrame":
        """Return the result as a pandas DataFrame; with a language, its headings are words and not the variables.

        Raises QueryError if pandas is not installed.
        """
        try:
            import pandas as pd  # noqa: PLC0415 - not everybody has it
        except ImportError as error:
            raise QueryError(
                "需要 pandas：请运行 pip install pandas。", "This needs pandas: run pip install pandas."
            ) from error
        said = {name: words.in_language(language) for name, words in self.query.columns.items()} if language else {}
        columns = [said.get(name, name) for name in self.result.columns]
        return pd.DataFrame(list(self.result.rows), columns=columns)


def ask(asked: Asked, name: str, given: Mapping[str, str] | None = None) -> Answer:
    """Run the saved query of a name with words for its parameters (see :func:`meant`); raises what that raises."""
    question = meant(asked, name, given)
    return answered(question, run(question.query, asked, question.sparql))


def meant(asked: Asked, name: str, given: Mapping[str, str] | None = None) -> Question:
    """Return what the saved query of a name asks; ``given`` are words for its parameters.

    A parameter that is not given has its default; without one it stays free, and the answer is for all. One for which
    no words are given ("") stays free whatever its default. Raises QueryError for an unknown query or parameter, for a
    required one that stays free, and for words that mean nothing in the graph, offering what is near.
    """
    query = saved_query(name)
    known = {parameter.name: parameter for parameter in query.parameters}
    given = {_parameter(query, word): words for word, words in (given or {}).items()}
    if unknown := sorted(given.keys() - known.keys()):
        there = "、".join(known) or "—"
        raise QueryError(
            f"查询 {name} 没有参数 {unknown[0]}；可用的有：{there}。",
            f"The query {name} has no parameter {unknown[0]}; there are: {there}.",
        )
    values: dict[str, Term] = {}
    notes: list[Words] = []
    for parameter in query.parameters:
        words = given.get(parameter.name, parameter.default)
        if words is None or not str(words).strip():
            _check_free(query, parameter)
        else:
            values[parameter.name], note = _term(asked, parameter, str(words))
            notes += [note] if note else []
    return Question(query=query, sparql=bound(query, values), values=values, notes=tuple(notes))


def opening(asked: Asked, name: str) -> tuple[Question, dict[str, str]]:
    """Return what a saved query asks before anybody has said of what, and the words for its parameters.

    It asks of all. One that may not asks of its examples; in a graph that has not got them it asks of nothing, and its
    note says what it needs.
    """
    query = saved_query(name)
    if not any(parameter.required for parameter in query.parameters):
        return meant(asked, name), {}
    given = {parameter.name: parameter.example for parameter in query.parameters}
    example = Words(
        f"以{'、'.join(f'{each.words.zh}“{each.example}”' for each in query.parameters)}为例。",
        f"For example: {', '.join(f'{each.words.en} “{each.example}”' for each in query.parameters)}.",
    )
    try:
        question = meant(asked, name, given)
    except QueryError as error:
        return Question(query=query, sparql=query.sparql, values={}, notes=(error.words,)), {}
    return replace(question, notes=(example, *question.notes)), given


def answered(question: Question, result: Result) -> Answer:
    """Return a question with its answer."""
    return Answer(
        query=question.query, sparql=question.sparql, values=question.values, notes=question.notes, result=result
    )


def _check_free(query: SavedQuery, parameter: Parameter) -> None:
    """Raise QueryError if a parameter may not stay free."""
    if parameter.required:
        raise QueryError(
            f"查询 {query.name} 需要参数 {parameter.name}（{parameter.words.zh}），例如 {parameter.example}。",
            f"The query {query.name} needs the parameter {parameter.name} ({parameter.words.en}), "
            f"for example {parameter.example}.",
        )


def _parameter(query: SavedQuery, word: str) -> str:
    """Return the parameter that a word means: its name, or its type where only one has it (agency)."""
    of_type = [parameter.name for parameter in query.parameters if parameter.type == word]
    return of_type[0] if len(of_type) == 1 else word


def _term(asked: Asked, parameter: Parameter, words: str) -> tuple[Term, Words | None]:
    """Return the term that words for a parameter mean, and what to tell if a name was taken for a thing."""
    if set(parameter.type.split("|")) <= CLASSES.keys():
        match = look_up(asked, parameter.type, words)
        others = "、".join(match.others)
        if words in (match.label, match.iri.value) and not others:
            return match.iri, None
        return match.iri, Words(
            f"“{words}”指 {match.label}" + (f"；也可能指 {others}" if others else ""),
            f"“{words}” is {match.label}" + (f"; it could also be {others}" if others else ""),
        )
    if parameter.type.startswith("concept:"):
        return _concept(parameter, words), None
    if parameter.type == "number":
        return _number(parameter, words), None
    if parameter.type == "date":
        return _date(parameter, words), None
    return ox.Literal(words), None


def _concept(parameter: Parameter, words: str) -> ox.NamedNode:
    """Return the concept of a vocabulary that a written form, a notation or an IRI means."""
    concepts = concepts_of(parameter.type.removeprefix("concept:"))
    if (iri := concepts.get(words)) is not None:
        return ox.NamedNode(iri)
    there = "、".join(list(concepts)[:12])
    raise QueryError(
        f"参数 {parameter.name} 不认识“{words[:40]}”；可用的有：{there} …",
        f"The parameter {parameter.name} does not know “{words[:40]}”; there are: {there} …",
    )


def _number(parameter: Parameter, words: str) -> ox.Literal:
    """Return a number as xsd:integer or xsd:decimal."""
    try:
        value = Decimal(words)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or len(words) > 40:
        raise QueryError(
            f"参数 {parameter.name} 应为数字，而不是“{words[:40]}”。",
            f"The parameter {parameter.name} is a number, not “{words[:40]}”.",
        )
    whole = value == value.to_integral_value()
    return ox.Literal(
        f"{value:f}" if not whole else str(int(value)), datatype=term(f"xsd:{'integer' if whole else 'decimal'}")
    )


def _date(parameter: Parameter, words: str) -> ox.Literal:
    """Return a day as xsd:date."""
    try:
        return ox.Literal(date.fromisoformat(words).isoformat(), datatype=term("xsd:date"))
    except ValueError as error:
        raise QueryError(
            f"参数 {parameter.name} 应为日期，如 2016-12-31，而不是“{words[:40]}”。",
            f"The parameter {parameter.name} is a date such as 2016-12-31, not “{words[:40]}”.",
        ) from error
