"""A picture -> one HTML file, made with pyvis through our own template: offline, bilingual, text never markup."""

import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from xietong.faces.kinds import BODIES, KINDS, RELATIONS, Relation
from xietong.faces.layout import Sight
from xietong.faces.views import Picture, choices
from xietong.faces.wording import label_of
from xietong.graph.terms import Names, term
from xietong.resources import PACKAGE
from xietong.words import Language, Words

ASSETS = PACKAGE / "faces" / "page"
OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"borderWidth": 0, "chosen": False, "font": {"size": 0}},
    "edges": {"smooth": False, "chosen": False, "color": {"color": "#8793a0", "opacity": 0.42}, "selectionWidth": 0},
    "interaction": {"hover": False, "keyboard": False, "multiselect": False, "zoomSpeed": 0.6},
}


def page(picture: Picture, names: Names, language: Language) -> str:
    """Return a picture as a page in a language, which the reader may change on it.

    pyvis 0.3.2 links style sheets of other hosts, writes its heading twice and as markup, and knows no language: of
    it come the network, its options and vis-network itself, from the installed package; the rest is our template.
    """
    from pyvis import network as pyvis  # noqa: PLC0415 (imports IPython, 0.4 s)

    told, query = picture.told, picture.view.query
    number = {id_: at for at, id_ in enumerate(told.things)}
    net = pyvis.Network(cdn_resources="in_line", directed=True)
    net.heading = query.summary.in_language(language)
    for id_, box in picture.boxes.items():
        kind = KINDS[told.things[id_].kind]
        net.add_node(number[id_], label=" ", shape=kind.shape, color=kind.colour, size=box.radius)
    # as a list, not one by one: pyvis looks each new line up among all former ones
    net.edges = [
        {
            "from": number[line.one],
            "to": number[line.other],
            "relation": line.relation,
            "weight": int(line.weight) if line.weight == int(line.weight) else line.weight,
            "tasks": [number[task] for task in line.tasks if task in number],
            "dashes": _relation(line.relation).dashed,
        }
        for line in picture.lines
    ]
    net.set_options(json.dumps(OPTIONS))
    folders = [ASSETS, Path(pyvis.__file__).parent / "templates"]
    net.templateEnv = jinja2.Environment(loader=jinja2.FileSystemLoader(folders), autoescape=True)
    net.templateEnv.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    net.templateEnv.globals.update(
        language=language,
        question=query.description.in_language(language),
        picture=picture,
        data=_data(picture, number, names, language),
        source=source,
    )
    net.path = "page.html"
    return str(net.generate_html())


def source(name: str) -> Markup:
    """Return a file of ours as it is: it is no template."""
    return Markup((ASSETS / name).read_text(encoding="utf-8"))  # noqa: S704 - our own file


def _data(picture: Picture, number: dict[str, int], names: Names, language: Language) -> dict[str, Any]:
    """Return what the page knows, things by their number."""
    told, view = picture.told, picture.view
    relations = {line.relation for line in picture.lines} | {fact.relation for fact in told.facts}
    ordered = [*(name for name in RELATIONS if name in relations), *sorted(relations - RELATIONS.keys())]
    used = {thing.kind for thing in told.things.values()} | {"task"}
    return {
        "view": view.name,
        "language": language,
        "title": view.query.summary,
        "question": view.query.description,
        "layout": view.look.layout,
        "choose": view.look.choose,
        "choices": choices(picture),
        "alone": picture.alone,
        "base": names.base,
        "kinds": {
            name: {
                "one": kind.words,
                "many": kind.many,
                "colour": kind.colour,
                "shape": kind.shape,
                "body": name in BODIES,
            }
            for name, kind in KINDS.items()
            if name in used
        },
        "relations": {
            name: {"words": each.words, "forward": each.forward, "inverse": each.inverse, "dashed": each.dashed}
            for name in ordered
            for each in (_relation(name),)
        },
        "things": [
            {
                "id": thing.id,
                "kind": thing.kind,
                "name": thing.name,
                "names": thing.names,
                "number": thing.number,
                "whole": thing.whole,
                "said": thing.said,
                "text": thing.text,
                "label": picture.boxes[thing.id].label if thing.id in picture.boxes else "",
                "radius": picture.boxes[thing.id].radius if thing.id in picture.boxes else 0,
            }
            for thing in told.things.values()
        ],
        "facts": [
            [number[fact.one], fact.relation, number[fact.other]]
            + ([fact.quoted.words, fact.quoted.begin, fact.quoted.end, fact.quoted.at] if fact.quoted else [])
            for fact in told.facts
            if fact.one in number and fact.other in number
        ],
        "sights": {key: _sight(sight, number) for key, sight in picture.sights.items()},
    }


def _sight(sight: Sight, number: dict[str, int]) -> dict[str, Any]:
    return {
        "points": {number[id_]: point for id_, point in sight.points.items()},
        "room": sight.room,
        "letters": sight.letters,
        "silent": [number[id_] for id_ in sight.silent],
        "strips": [astuple(strip) for strip in sight.strips],
        "leftOut": sight.left_out,
    }


def _relation(name: str) -> Relation:
    """Return how a relation reads; one of a reader's own query by its label, else by the end of its IRI."""
    if name in RELATIONS:
        return RELATIONS[name]
    words = label_of(term(name).value if ":" in name and "://" not in name else name) or Words("", "")
    return Relation(words, words, Words("← " + words.zh, "← " + words.en))
