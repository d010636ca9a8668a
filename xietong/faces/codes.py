"""The codes in the answers of saved questions (yuan, responsible, bridge) -> the words for them.

A column whose header says ``type`` holds codes: of the concepts of a vocabulary (``concept:unit``), or of one of the
tables below. Files keep the codes, pages show the words.
"""

from xietong.faces.kinds import KINDS
from xietong.faces.wording import ACTIONS, LEVELS, label_of
from xietong.graph.terms import VOCABULARIES
from xietong.words import Words

TABLES = {
    "action": ACTIONS | {"cite": Words("引用", "cites it")},
    "kind": {name: kind.words for name, kind in KINDS.items()} | {"agency": Words("部门", "body")},
    "level": LEVELS,
}
ABSENT = {"unstated": Words("未写明", "unstated")}  # where a vocabulary has no concept, for nothing is said


def words_of(kind: str, code: str) -> Words:
    """Return the words for a code of a kind; one that nobody knows stays as it is.

    >>> words_of("concept:unit", "yuan").zh, words_of("level", "central").zh, words_of("concept:unit", "?").zh
    ('元', '国家', '?')
    """
    scheme = kind.removeprefix("concept:")
    if scheme in TABLES:
        return TABLES[scheme].get(code, Words(code, code))
    return ABSENT.get(code) or (label_of(VOCABULARIES[scheme] + code) if code else None) or Words(code, code)
