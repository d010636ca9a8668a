"""From a query to a picture: saved views, a reader's own query, what is chosen, what is too much."""

from pathlib import Path

import pytest

from xietong.errors import QueryError
from xietong.faces import views as module
from xietong.faces.kinds import BODIES, KINDS, RELATIONS
from xietong.faces.panel import Thing, Told, told
from xietong.faces.parts import goal_of
from xietong.faces.views import Picture, View, choices, chosen_part, own_view, picture, view_named, views
from xietong.graph.dataset import Dataset
from xietong.graph.vocabulary import knowledge
from xietong.reading import read_file

ROOT = Path(__file__).parents[2]
PREFIX = "PREFIX xt: <https://w3id.org/xietong/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"

HEADER = "#+ summary: {zh: 一, en: a}\n#+ description: {zh: 一, en: a}\n#+ tags: []\n#+ columns: {}\n"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Return the graph of the first notice."""
    return Dataset.of_notices([read_file(ROOT / "sources" / "zhaoqing-2016.txt", knowledge())])


@pytest.fixture(scope="module")
def said(dataset: Dataset) -> Told:
    """Return what panels tell of it."""
    return told(dataset)


def own(folder: Path, sparql: str) -> View:
    """Return a reader's own query as a view."""
    path = folder / "mine.rq"
    path.write_text(sparql, encoding="utf-8")
    return own_view(path)


# ---------------------------------------------------------------- saved views


def test_the_gallery_has_its_order() -> None:
    assert list(views()) == ["coordination", "tasks", "projects", "places", "goal-tree", "agency"]


@pytest.mark.parametrize("name", views())
def test_a_view_is_drawn_of_things_and_relations_that_the_legend_knows(name: str, dataset: Dataset, said: Told) -> None:
    found = picture(dataset, said, views()[name])
    assert found.lines
    assert found.left_out == 0
    assert {found.told.things[id_].kind for id_ in found.boxes} <= KINDS.keys() - {"thing"}
    assert {line.relation for line in found.lines} <= RELATIONS.keys()
    whole = found.sights.get("")
    assert whole is None or whole.points.keys() == found.boxes.keys()


def test_a_coordination_line_weighs_its_shared_tasks(dataset: Dataset, said: Told) -> None:
    found = picture(dataset, said, views()["coordination"])
    rows = dataset.rows("SELECT ?w (COUNT(*) AS ?n) WHERE { ?c a xt:Coordination ; xt:weight ?w } GROUP BY ?w")
    weights = [line.weight for line in found.lines]
    assert {int(row["w"]): int(row["n"]) for row in rows} == {int(w): weights.count(w) for w in set(weights)}
    assert all(line.weight == len(line.tasks) for line in found.lines)


def test_a_goal_may_be_chosen_with_its_tasks_and_their_figures(dataset: Dataset, said: Told) -> None:
    found = picture(dataset, said, views()["goal-tree"])
    first = choices(found)[0]
    ids, _ = chosen_part(found, first)
    kinds = [found.told.things[id_].kind for id_ in ids]
    assert (kinds.count("goal"), kinds.count("task")) == (1, 6)
    assert found.sights[first].points.keys() == set(ids)
    assert found.sights[first].silent == (), "one goal has room for the labels of its figures"


def test_a_body_may_be_chosen_with_its_tasks_and_partners(dataset: Dataset, said: Told) -> None:
    found = picture(dataset, said, views()["agency"])
    assert choices(found)[0] == "agency/肇庆市发展改革局", "the busiest first"
    ids, lines = chosen_part(found, "agency/肇庆市旅游局")
    partners = dataset.rows("SELECT ?p WHERE { <https://w3id.org/xietong/agency/肇庆市旅游局> xt:coordinatesWith ?p }")
    kinds = [found.told.things[id_].kind for id_ in ids]
    assert sum(kind in BODIES for kind in kinds) == len(partners) + 1
    assert kinds.count("task") == 3
    bodies = [line for line in lines if found.told.things[line.other].kind in BODIES]
    assert all("agency/肇庆市旅游局" in (line.one, line.other) for line in bodies)


def test_lines_follow_each_other_as_tasks_do(dataset: Dataset, said: Told) -> None:
    """Ids sort as text, task/10 before task/9; what a page lists stands in the order of the notice."""
    for name in ("tasks", "projects", "agency"):
        lines = picture(dataset, said, views()[name]).lines
        numbers = [said.things[line.one].number for line in lines if said.things[line.one].kind == "task"]
        assert max(filter(None, numbers)) > 10
        assert numbers == sorted(numbers, key=lambda number: number or 0)
    told_tasks = [said.things[fact.one].number for fact in said.facts if fact.relation == "role:responsible"]
    assert told_tasks == sorted(told_tasks, key=lambda number: number or 0)


def test_projects_may_be_chosen_by_goal_with_their_places(dataset: Dataset, said: Told) -> None:
    found = picture(dataset, said, views()["projects"])
    bridge = next(id_ for id_ in found.boxes if said.things[id_].name == "阅江大桥")
    (task,) = [line.one for line in found.lines if line.other == bridge and line.relation == "xt:concernsProject"]
    goal = goal_of(said.things, task)
    assert goal in choices(found)
    ids, lines = chosen_part(found, str(goal))
    assert bridge in ids
    assert {said.things[id_].kind for id_ in ids} >= {"task", "project", "place", "prefecture"}
    assert {goal_of(said.things, id_) for id_ in ids if said.things[id_].kind == "task"} == {goal}
    assert any(line.relation == "xt:locatedIn" and line.one in ids for line in lines)


def test_a_part_whose_whole_is_itself_is_in_no_goal() -> None:
    things = {id_: Thing(id=id_, kind="task", name=id_, whole=whole) for id_, whole in (("a", "b"), ("b", "a"))}
    assert goal_of(things, "a") is None
    assert goal_of(things, "nothing") is None


def test_bodies_that_share_no_task_are_counted(dataset: Dataset, said: Told) -> None:
    found = picture(dataset, said, views()["coordination"])
    (wanted,) = dataset.rows(
        "SELECT (COUNT(DISTINCT ?x) AS ?n)"
        " { ?t xt:responsibleAgency ?x FILTER NOT EXISTS { ?x xt:coordinatesWith ?y } }"
    )
    assert found.alone == int(wanted["n"]) > 0
    assert [picture(dataset, said, views()[name]).alone for name in ("tasks", "agency")] == [0, 0]


def test_an_unknown_view_says_which_there_are() -> None:
    with pytest.raises(QueryError, match="coordination"):
        view_named("cordination")


# ---------------------------------------------------------------- a query of one's own


def test_a_construct_is_drawn_and_its_labels_name_what_the_graph_does_not(
    dataset: Dataset, said: Told, tmp_path: Path
) -> None:
    view = own(
        tmp_path,
        PREFIX
        + """CONSTRUCT { ?agency xt:answersIn <urn:topic> . <urn:topic> rdfs:label "旅游" . ?agency xt:size 3 }
        WHERE { ?task xt:responsibleAgency ?agency . FILTER(CONTAINS(STR(?agency), "旅游")) }""",
    )
    found = picture(dataset, said, view)
    (line,) = found.lines
    assert (line.one, line.relation, line.other) == ("agency/肇庆市旅游局", "xt:answersIn", "urn:topic")
    assert found.told.things["urn:topic"].name == "旅游"
    assert said.things.keys() & {"urn:topic"} == set(), "what the graph says stays as it was"


def test_an_edge_list_takes_its_first_two_columns_and_a_weight(dataset: Dataset, said: Told, tmp_path: Path) -> None:
    view = own(tmp_path, 'SELECT ?a ?b ?weight WHERE { VALUES (?a ?b ?weight) { ("甲" "乙" 2.5) ("乙" "丙" 1) } }')
    found = picture(dataset, said, view)
    assert sorted((found.told.things[line.one].name, line.weight) for line in found.lines) == [("乙", 1), ("甲", 2.5)]


@pytest.mark.parametrize(
    ("sparql", "says"),
    [
        ("ASK { ?a ?b ?c }", "CONSTRUCT"),
        ("SELECT ?a WHERE { ?a ?b ?c }", "two columns"),
        ('SELECT ?a ?b ?weight WHERE { VALUES (?a ?b ?weight) { ("甲" "乙" "heavy") } }', "numbers"),
        ('SELECT ?a ?b ?weight WHERE { VALUES (?a ?b ?weight) { ("甲" "乙" "NaN") } }', "numbers"),
        ("SELECT ?a ?b WHERE { ?a ?b", "Line 1"),
        ("#+ look: {layout: round}\n#+ summary: x\nSELECT ?a ?b WHERE {}", "metadata"),
        (HEADER + "#+ look: {shape: round}\nSELECT ?a ?b WHERE {}", "look"),
    ],
)
def test_what_cannot_be_drawn_says_why(
    sparql: str, says: str, dataset: Dataset, said: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIETONG_LANG", "en")
    with pytest.raises(QueryError, match=says):
        picture(dataset, said, own(tmp_path, sparql))


def test_an_answer_without_lines_is_an_empty_picture(dataset: Dataset, said: Told, tmp_path: Path) -> None:
    found = picture(dataset, said, own(tmp_path, "SELECT ?a ?b WHERE { ?a <urn:none> ?b }"))
    assert (found.lines, found.boxes, found.sights[""].points) == ((), {}, {})


# ---------------------------------------------------------------- too much


def test_of_too_many_lines_the_strongest_stay_and_the_rest_are_counted(
    dataset: Dataset, said: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = picture(dataset, said, views()["coordination"])
    monkeypatch.setattr(module, "MOST_LINES", 40)
    some = picture(dataset, said, views()["coordination"])
    assert (len(some.lines), some.left_out) == (40, len(whole.lines) - 40)
    kept = {(line.one, line.other) for line in some.lines}
    lost = [line.weight for line in whole.lines if (line.one, line.other) not in kept]
    assert max(lost) <= min(line.weight for line in some.lines)


def test_of_one_agency_only_its_own_part_may_be_too_much(
    dataset: Dataset, said: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However large the graph, a body with few tasks is drawn whole."""
    whole = picture(dataset, said, views()["agency"])
    monkeypatch.setattr(module, "MOST_LINES", 60)
    some = picture(dataset, said, views()["agency"])
    assert choices(some) == choices(whole)
    busiest = choices(some)[0]
    assert some.sights["agency/肇庆市旅游局"] == whole.sights["agency/肇庆市旅游局"]
    assert some.sights["agency/肇庆市旅游局"].left_out == 0
    assert some.sights[busiest].left_out == len(chosen_part(whole, busiest)[1]) - 60
    assert len(some.sights[busiest].points) < len(whole.sights[busiest].points)


def test_of_too_many_things_those_of_the_strongest_lines_stay(
    dataset: Dataset, said: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_THINGS", 10)
    some: Picture = picture(dataset, said, views()["coordination"])
    assert len(some.boxes) <= 10
    assert some.left_out > 0
