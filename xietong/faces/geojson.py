"""The places and projects of a graph as GeoJSON (RFC 7946), for maps and geographic information systems.

Properties are flat, texts and lists of texts, as such systems read them. A project has the points of the places in
which it lies, for want of one of its own, and says so.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal

from xietong.faces.tables import table
from xietong.faces.wording import label_of
from xietong.graph.asked import Asked, Row
from xietong.graph.terms import VOCABULARY, term
from xietong.graph.vocabulary import descriptions
from xietong.words import Words

PLACE = Words("地方", "place")
PROJECT = Words("项目", "project")
OF_PLACE = Words("地方的点：约指政府驻地，不是边界。", "The point of the place: about its seat, not its boundary.")
OF_PROJECT = Words(
    "所在地方的点，不是项目本身的位置。", "The point of the place in which it lies, not of the project itself."
)
DATUM = Words(
    "坐标系可能是 GCJ-02（国测局坐标），与 RFC 7946 规定的 WGS 84 可相差数百米；这里没有换算。",
    "The datum is probably GCJ-02, which may differ by some hundred metres from the WGS 84 of RFC 7946; nothing is "
    "converted here.",
)
TASKS = Words(
    "任务是写到该事物的任务；机构是对这些任务负责的机构，未必每一个都管该事物。",
    "Tasks are those that name the thing; agencies are those that answer for these tasks, and not every one need have "
    "to do with the thing.",
)
LEFT_OUT = Words("没有点、因而没有列入的个数。", "How many were left out for want of a point.")

Point = tuple[float, float]  # longitude, latitude


@dataclass(frozen=True, slots=True)
class Named:
    """What ties places and projects to tasks and agencies: IRI of one -> rows or IRIs of the others."""

    tasks: dict[str, Row]
    agencies: dict[str, Row]
    naming: dict[str, list[str]]  # place or project -> tasks that name it
    answering: dict[str, list[str]]  # task -> agencies that answer for it


def geojson(asked: Asked) -> bytes:
    """Return a graph's places that have a point, and its projects that lie in such places, as a FeatureCollection.

    What has no point is left out and counted. Raises what the graph raises when it cannot answer.
    """
    places = {row["place"]: row for row in table(asked, "places")}
    projects = table(asked, "projects")
    points = {iri: point for iri, row in places.items() if (point := _point(row))}
    around = _by((row["project"], row["place"]) for row in table(asked, "project-places") if row["place"] in points)
    naming = [(row["place"], row["task"]) for row in table(asked, "task-places")]
    naming += [(row["project"], row["task"]) for row in table(asked, "task-projects")]
    named = Named(
        tasks={row["task"]: row for row in table(asked, "tasks")},
        agencies={row["agency"]: row for row in table(asked, "agencies")},
        naming=_by(naming),
        answering=_by((row["task"], row["agency"]) for row in table(asked, "responsibilities")),
    )
    features = [
        _feature(iri, [point], _said("class", PLACE) | _place(places[iri]) | _said("point", OF_PLACE), named)
        for iri, point in points.items()
    ]
    for project in projects:
        if inside := around.get(iri := project["project"]):
            about = _said("class", PROJECT) | _project(project, [places[place] for place in inside])
            features.append(
                _feature(iri, [points[place] for place in inside], about | _said("point", OF_PROJECT), named)
            )
    collection = {
        "type": "FeatureCollection",
        "xietong": {
            "points": _origin(),
            "datum": DATUM._asdict(),
            "tasks": TASKS._asdict(),
            "left_out": LEFT_OUT._asdict()
            | {"places": len(places) - len(points), "projects": sum(row["project"] not in around for row in projects)},
        },
        "features": features,
    }
    return (json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def _origin() -> dict[str, str]:
    """Return what the vocabulary of divisions says of itself in both languages, and of the source of its points."""
    said = [(x.predicate, x.object) for x in descriptions([f"{VOCABULARY}place"]) if isinstance(x.object, Literal)]
    about = {value.language: value.value for name, value in said if name == term("dcterms:description")}
    sources = [value.value for name, value in said if name == term("dcterms:source")]
    return {"zh": about["zh"], "en": about["en"], "source": "; ".join(sources)}


def _point(place: Row) -> Point | None:
    """Return the point of a place as longitude and latitude, if it has one on this earth."""
    if "longitude" not in place or "latitude" not in place:
        return None
    longitude, latitude = (round(float(place[name]), 5) for name in ("longitude", "latitude"))  # to a metre
    return (longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else None


def _by(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the second of pairs by their first, each once."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one, other in pairs:
        found[one][other] = None
    return {one: list(others) for one, others in found.items()}


def _feature(iri: str, points: list[Point], about: dict[str, Any], named: Named) -> dict[str, Any]:
    """Return a feature at one point or several, with its tasks and who answers for them."""
    tasks = [task for task in named.naming.get(iri, []) if task in named.tasks]
    agencies = list(dict.fromkeys(agency for task in tasks for agency in named.answering.get(task, [])))
    geometry = (
        {"type": "Point", "coordinates": points[0]}
        if len(points) == 1
        else {"type": "MultiPoint", "coordinates": points}
    )
    return {
        "type": "Feature",
        "id": iri,
        "geometry": geometry,
        "properties": {"id": iri}
        | about
        | {
            "task_numbers": [int(named.tasks[task]["number"]) for task in tasks],
            "tasks": tasks,
            "agencies": [named.agencies.get(agency, {}).get("name", agency) for agency in agencies],
            "agency_ids": agencies,
        },
    }


def _place(row: Row) -> dict[str, Any]:
    """Return what is known of a place; what is not, is left out."""
    known = {column: row[column] for column in ("name", "code", "level") if column in row}
    return known | _said("kind", label_of(row.get("kind")))


def _project(row: Row, places: list[Row]) -> dict[str, Any]:
    """Return what is known of a project and where it lies."""
    known: dict[str, Any] = {"name": row["name"]} if "name" in row else {}
    known |= _said("kind", label_of(row.get("kind")))
    return known | {
        "places": [place.get("name", place["place"]) for place in places],
        "place_ids": [place["place"] for place in places],
    }


def _said(name: str, words: Words | None) -> dict[str, str]:
    """Return words in both languages as two properties."""
    return {f"{name}_zh": words.zh, f"{name}_en": words.en} if words else {}
