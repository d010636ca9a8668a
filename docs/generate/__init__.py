"""The reference, written from the code: commands, Python, ontology, questions, pages, forms, vocabularies.

A source of the documentation holds ``<!-- generated: NAME -->`` where the text of one of :data:`PARTS` comes in.
"""

import re
from collections.abc import Callable

from docs.generate import api, commands, forms, ontology, questions, views, vocabularies
from xietong.words import Language

PARTS: dict[str, Callable[[Language], str]] = {
    "commands": commands.page,
    "python": api.page,
    "ontology": ontology.page,
    "questions": questions.page,
    "views": views.page,
    "forms": forms.page,
    "vocabularies": vocabularies.page,
}
MARK = re.compile(r"^<!-- generated: (?P<name>[a-z]+) -->$", re.MULTILINE)


def filled(source: str, language: Language) -> str:
    """Return a source with what it asks to be generated. Raises KeyError for what nothing generates."""
    return MARK.sub(lambda mark: PARTS[mark["name"]](language), source)
