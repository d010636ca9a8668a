"""Diagrams of the ontology, theme by theme: classes as boxes with their data, properties as arrows, drawn by Graphviz.

What is drawn follows from the domains and ranges in ``ontology/xietong.ttl``. Where a term of another vocabulary ties
our classes, which the ontology may not describe, the diagram says so in ``ties``; a test looks for each in a graph.
"""

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import pyoxigraph as ox

from xietong.faces.site.terms import Ontology
from xietong.graph.terms import ONTOLOGY
from xietong.words import Language, Words

DOT = ("dot", "-Tsvg")
FONT = "DejaVu Sans"  # a wide one, of which the sizes are taken; the page shows its own
SOFT = '<FONT COLOR="#333333">{}</FONT>'  # the sheet of style makes it grey, and light in the dark
STARTS = {"rdfs:domain", "schema:domainIncludes"}
ENDS = {"rdfs:range", "schema:rangeIncludes"}


@dataclass(frozen=True, slots=True)
class Diagram:
    """What a diagram shows: classes of the graph; ties by terms of others; whether it runs from left to right."""

    theme: str  # the English heading in xietong.ttl under which it stands
    title: Words
    classes: tuple[str, ...]
    ties: tuple[tuple[str, str, str], ...] = ()
    data: tuple[str, ...] = ()  # the classes whose data are listed; all if none is named
    without: tuple[str, ...] = ()  # properties that another diagram shows
    across: bool = True


DIAGRAMS = (
    Diagram(
        "Notices, goals, tasks",
        Words(
            "通知分为目标，目标分为任务，任务由机构负责",
            "A notice has goals, a goal has tasks, agencies answer for a task",
        ),
        ("Notice", "Goal", "Task", "Responsibility", "Agency", "Place"),
        ties=(("Notice", "dcterms:hasPart", "Goal"), ("Goal", "dcterms:hasPart", "Task")),
        data=("Notice", "Goal", "Task"),
        without=(
            *("responsibleAgency", "leadAgency", "supportAgency", "coordinatesWith", "answeredForBy"),
            *("standsFor", "concernsPlace", "mentions"),
        ),
        across=False,
    ),
    Diagram(
        "Agencies and responsibilities",
        Words("谁以什么角色负责一项任务", "Who answers for a task, and in what role"),
        ("Task", "Responsibility", "AgencyGroup", "Agency"),
        ties=(("Agency", "org:subOrganizationOf", "Agency"),),
        data=("Responsibility", "Agency", "AgencyGroup"),
        without=("coordinatesWith",),
        across=False,
    ),
    Diagram(
        "Figures and deadlines",
        Words("任务要达到的数字和时限", "The figures and deadlines of a task"),
        ("Task", "Quantity", "Target", "ScaleFigure", "Milestone"),
        ties=(("Quantity", "qudt:numericValue", ""),),
        data=("Quantity", "Target", "Milestone"),
        without=("answeredForBy", "about"),
    ),
    Diagram(
        "Projects, places, policies, programmes",
        Words("任务提到的事物", "The things that a task names"),
        ("Task", "Project", "Place", "Policy", "Programme", "org:Organization"),
        data=("Project", "Place", "Policy"),
        without=("mentions", "evidence", "standsFor"),
    ),
    Diagram(
        "Evidence",
        Words("每条事实都指向原文的字句", "Every fact leads back to the words that state it"),
        ("Task", "Responsibility", "Project", "nif:OffsetBasedString", "nif:Context"),
        ties=(
            ("Task", "prov:wasQuotedFrom", "nif:OffsetBasedString"),
            ("Responsibility", "prov:wasQuotedFrom", "nif:OffsetBasedString"),
            ("nif:OffsetBasedString", "nif:referenceContext", "nif:Context"),
            ("nif:OffsetBasedString", "nif:anchorOf", ""),
            ("nif:OffsetBasedString", "nif:beginIndex", ""),
            ("nif:OffsetBasedString", "nif:endIndex", ""),
            ("nif:Context", "nif:isString", ""),
        ),
        data=("nif:OffsetBasedString", "nif:Context"),
        without=("hasResponsibility", "concernsProject", "mentions"),
    ),
    Diagram(
        "What is derived",
        Words("由共同的任务推出协同关系", "Coordination follows from shared tasks"),
        ("Coordination", "Task", "Agency", "Project"),
        data=("Coordination",),
        without=("leadAgency", "supportAgency", "mentions"),
        across=False,
    ),
    Diagram(
        "What is measured",
        Words("机构在网络中的位置", "Where an agency stands in the network"),
        ("Measurement", "Agency"),
        ties=(("Measurement", "qudt:numericValue", ""),),
        data=("Measurement",),
        without=("coordinatesWith",),
    ),
)


def drawn(diagram: Diagram, ontology: Ontology, language: Language) -> str:
    """Return a diagram as SVG within a figure, on one line, as Markdown takes it.

    Raises FileNotFoundError where Graphviz is not installed.
    """
    source = dot(diagram, ontology, language)
    done = subprocess.run(DOT, input=source, capture_output=True, encoding="utf-8", check=True)  # noqa: S603
    title = escape(diagram.title.in_language(language))
    svg = re.sub(r"<!--.*?-->|<title>.*?</title>", "", done.stdout[done.stdout.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r' font-family="[^"]*"', "", svg)
    width = re.search(r'<svg width="(\d+)pt" height="\d+pt"', svg)
    assert width  # noqa: S101 - the form of Graphviz
    shown = f'<svg class="diagram" role="group" aria-label="{title}" style="width:{int(width[1]) / 13:.1f}rem"'
    svg = svg.replace(width[0], shown, 1)
    within = f'<div class="scroll" tabindex="0">{svg}</div><figcaption>{title}</figcaption>'
    return f'<figure class="diagram">{within}</figure>'.replace("\n", " ")


def dot(diagram: Diagram, ontology: Ontology, language: Language) -> str:
    """Return a diagram in the language of Graphviz."""
    way = "rankdir=LR ranksep=0.7" if diagram.across else "rankdir=TB ranksep=0.5"
    lines = [
        "digraph {",
        f"graph [{way} nodesep=0.4 pad=0.05 bgcolor=transparent];",
        f'node [shape=plain fontname="{FONT}" fontsize=13];',
        f'edge [fontname="{FONT}" fontsize=11 arrowsize=0.7];',
    ]
    data = {each: [*_data(diagram, ontology, each, language)] for each in diagram.classes}
    lines += [_box(ontology, each, data[each], language) for each in diagram.classes]
    for (one, other), labels in _arrows(diagram, ontology, language).items():
        rows = "".join(f"<TR>{label}</TR>" for label in labels)
        table = f'<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="2">{rows}</TABLE>'
        lines.append(f'"{one}" -> "{other}" [label=<{table}>];')
    for one in diagram.classes:
        for other in ontology.iris(_iri(ontology, one), "rdfs:subClassOf"):
            if (above := _short(ontology, other)) in diagram.classes:
                lines.append(f'"{above}" -> "{one}" [dir=back arrowtail=empty style=dashed class=sub];')
    return "\n".join([*lines, "}"])


def _iri(ontology: Ontology, name: str) -> str:
    prefix, colon, local = name.partition(":")
    return ontology.prefixes[prefix] + local if colon else ONTOLOGY + name


def _short(ontology: Ontology, iri: str) -> str:
    """Return the name of a term as a diagram has it: of our own without prefix."""
    return ontology.name(iri).removeprefix("xt:")


def _label(ontology: Ontology, name: str, language: Language) -> str:
    """Return the label of a term; of others the name."""
    labels = ontology.values(_iri(ontology, name), "rdfs:label")
    return next((node.value for node in labels if isinstance(node, ox.Literal) and node.language == language), "")


def _properties(diagram: Diagram, ontology: Ontology) -> Iterator[tuple[str, set[str], set[str]]]:
    """Yield the properties of the ontology with the classes that they lead from and to."""
    for iris in ontology.themes.values():
        for iri in iris:
            if _short(ontology, iri) not in diagram.without:
                ends = [
                    {_short(ontology, each) for side in sides for each in ontology.iris(iri, side)}
                    for sides in (STARTS, ENDS)
                ]
                if ends[0]:
                    yield _short(ontology, iri), ends[0], ends[1]


def _arrows(diagram: Diagram, ontology: Ontology, language: Language) -> dict[tuple[str, str], list[str]]:
    """Return the arrows between classes of a diagram, with the properties that each stands for."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one, name, other in diagram.ties:
        if other:
            found[one, other].append(f"<TD>{SOFT.format(escape(name))}</TD>")
    for name, starts, ends in _properties(diagram, ontology):
        for one in sorted(starts & set(diagram.classes), key=diagram.classes.index):
            for other in sorted(ends & set(diagram.classes), key=diagram.classes.index):
                found[one, other].append(_named(ontology, name, language))
    return found


def _named(ontology: Ontology, name: str, language: Language) -> str:
    """Return a property as a cell: its label and its name; in English the name says the same as the label."""
    label = _label(ontology, name, language) if language == "zh" else ""
    shown = f"{escape(label)} {SOFT.format(escape(name))}" if label else escape(name)
    return f'<TD ALIGN="LEFT" HREF="#{name}" TITLE="xt:{name}">{shown}</TD>'


def _data(diagram: Diagram, ontology: Ontology, class_: str, language: Language) -> Iterator[str]:
    """Yield, as cells, the properties of a class that lead to a value or to a concept of a vocabulary."""
    if diagram.data and class_ not in diagram.data:
        return
    for name, starts, ends in _properties(diagram, ontology):
        if class_ in starts and not any(end[:1].isupper() or end.startswith(("org:", "nif:")) for end in ends):
            yield _named(ontology, name, language)
    yield from (
        f'<TD ALIGN="LEFT">{escape(name)}</TD>' for one, name, other in diagram.ties if (one, other) == (class_, "")
    )


def _box(ontology: Ontology, class_: str, data: list[str], language: Language) -> str:
    """Return a class as a table: its label and name, below them what it holds."""
    label = _label(ontology, class_, language) if language == "zh" else ""
    head = f"<B>{escape(label or class_)}</B>"
    name = f'<BR/><FONT COLOR="#333333" POINT-SIZE="11">{escape(class_)}</FONT>' if label else ""
    link = "" if ":" in class_ else f' HREF="#{class_}" TITLE="xt:{class_}"'
    rows = "".join(f"<TR>{each}</TR>" for each in data)
    table = f'<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="2">{rows}</TABLE>'
    body = f'<TR><TD><FONT POINT-SIZE="11">{table}</FONT></TD></TR>' if rows else ""
    drawn = 'BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="5" BGCOLOR="#ffffff" STYLE="ROUNDED"'
    rows = f'<TR><TD BGCOLOR="#eeeeee">{head}{name}</TD></TR>{body}'
    return f'"{class_}" [label=<<TABLE {drawn}{link}>{rows}</TABLE>>];'
