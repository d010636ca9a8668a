"""What a person calls a thing -> its IRI: 发改局, 市发展改革局, 阅江大桥, 25 (a task), or the IRI itself.

A name is compared with all names that the graph has of the things of a kind (rdfs:label, skos:prefLabel,
skos:altLabel), after NFKC and without spaces: equal first, then as a part of one (大桥), then as its abbreviation,
whose characters stand in it in order (发改局 for 发展改革局). Where nothing fits, what is nearest is offered.
"""

import difflib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox
from pyoxigraph import NamedNode

from xietong.errors import QueryError
from xietong.graph.asked import Asked
from xietong.graph.terms import Names

CLASSES = {
    "agency": ("xt:Agency", "xt:AgencyGroup"),
    "project": ("xt:Project",),
    "place": ("xt:Place",),
    "policy": ("xt:Policy",),
    "programme": ("xt:Programme",),
    "organisation": ("org:Organization",),
    "task": ("xt:Task",),
    "goal": ("xt:Goal",),
    "notice": ("xt:Notice",),
}
CLASSES["thing"] = tuple(dict.fromkeys(name for names in CLASSES.values() for name in names))
NUMBERED = ("task", "goal")
MOST_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Match:
    """The thing that a name means."""

    iri: NamedNode
    label: str
    others: tuple[str, ...] = ()  # labels of other things that the name could mean too


def look_up(asked: Asked, kind: str, wanted: str) -> Match:
    """Return the thing of a kind (a key of CLASSES, or several: project|place) that a name, a number or an IRI means.

    Raises QueryError, offering what is near, if there is none.
    """
    known = _known(asked, kind)
    if (label := known.labels.get(wanted)) is not None:
        return Match(NamedNode(wanted), label[0])
    prefixed = _expanded(wanted, asked.names)
    if prefixed in known.labels:
        return Match(NamedNode(prefixed), known.labels[prefixed][0])
    key = compared(wanted)
    found = (
        known.by_name.get(key)
        or known.like(lambda name: key in name)
        or known.like(lambda name: abbreviates(key, name))
    )
    if found and key:
        others = tuple(known.labels[iri][0] for iri in found[1 : MOST_OFFERED + 1])
        return Match(NamedNode(found[0]), known.labels[found[0]][0], others)
    near = difflib.get_close_matches(key, known.by_name, n=MOST_OFFERED, cutoff=0.3)
    offered = "、".join(dict.fromkeys(known.labels[known.by_name[name][0]][0] for name in near)) or "—"
    shown = wanted if len(wanted) <= 60 else wanted[:60] + "…"
    raise QueryError(
        f"图谱中没有名为“{shown}”的{'或'.join(KIND_WORDS[each][0] for each in kind.split('|'))}；相近的有：{offered}。",
        f"The graph has no {' or '.join(KIND_WORDS[each][1] for each in kind.split('|'))} named “{shown}”; "
        f"near are: {offered}.",
    )


KIND_WORDS = {
    "agency": ("部门", "agency"),
    "project": ("项目", "project"),
    "place": ("地方", "place"),
    "policy": ("文件", "document"),
    "programme": ("专项行动", "programme"),
    "organisation": ("组织", "organisation"),
    "task": ("任务", "task"),
    "goal": ("目标", "goal"),
    "notice": ("通知", "notice"),
    "thing": ("事物", "thing"),
}


@dataclass(frozen=True, slots=True)
class _Known:
    """The names of the things of a kind."""

    labels: dict[str, list[str]]  # IRI -> its names, the first one to show
    by_name: dict[str, list[str]]  # name as compared -> IRIs

    def like(self, fits: Callable[[str], bool]) -> list[str]:
        """Return the things with a name that fits, those with the shortest label first."""
        found = dict.fromkeys(iri for name, iris in self.by_name.items() if fits(name) for iri in iris)
        return sorted(found, key=lambda iri: (len(self.labels[iri][0]), iri))


def _known(asked: Asked, kind: str) -> _Known:
    """Ask for all names of the things of a kind."""
    values = " ".join(name for each in kind.split("|") for name in CLASSES[each])
    number = "UNION { ?thing a ?class ; xt:number ?name . BIND(2 AS ?rank) }" if kind in NUMBERED else ""
    rows = asked.query(
        f"{_prefixes(asked.names)} SELECT DISTINCT ?thing ?name ?rank WHERE {{ VALUES ?class {{ {values} }} "
        f"{{ ?thing a ?class ; rdfs:label ?name . BIND(0 AS ?rank) }} UNION "
        f"{{ ?thing a ?class ; skos:prefLabel|dcterms:identifier ?name . BIND(1 AS ?rank) }} UNION "
        f"{{ ?thing a ?class ; skos:altLabel|dcterms:title ?name . BIND(2 AS ?rank) }} {number} }} "
        "ORDER BY ?rank ?thing ?name"
    )
    labels: dict[str, list[str]] = {}
    by_name: dict[str, list[str]] = {}
    for row in rows if isinstance(rows, ox.QuerySolutions) else ():
        thing, name = row["thing"], row["name"]
        if not isinstance(thing, NamedNode) or not isinstance(name, ox.Literal):
            continue
        labels.setdefault(thing.value, []).append(name.value)
        same = by_name.setdefault(compared(name.value), [])
        if thing.value not in same:
            same.append(thing.value)
    return _Known(labels, by_name)


def _prefixes(names: Names) -> str:
    wanted = ("xt", "rdfs", "skos", "dcterms", "org")
    return " ".join(f"PREFIX {prefix}: <{names.prefixes()[prefix]}>" for prefix in wanted)


def _expanded(wanted: str, names: Names) -> str:
    """Return a prefixed name (agency:肇庆市财政局) as an IRI."""
    prefix, colon, local = wanted.partition(":")
    return names.prefixes()[prefix] + local if colon and prefix in names.prefixes() else wanted


def abbreviates(short: str, name: str) -> bool:
    """Tell whether the characters of a short name stand in a name in order.

    >>> abbreviates("发改局", "甲市发展改革局"), abbreviates("改发局", "甲市发展改革局")
    (True, False)
    """
    rest = iter(name)
    return all(char in rest for char in short)


def compared(name: str) -> str:
    """Return a name as it is compared."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
