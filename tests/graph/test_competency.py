"""What people would count, and what the saved questions answer.

The answers for the first notice are counted in plain Python from its annotation, not from the graph.
"""

import re
from collections import Counter
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from xietong.errors import QueryError
from xietong.graph.asking import ask, opening
from xietong.graph.dataset import Dataset
from xietong.graph.queries import Parameter, bound, run, saved_queries, saved_query
from xietong.model import Notice

NUMBER = "肇府办〔2016〕9号"


Tasks = list[dict[str, Any]]


@pytest.fixture(scope="module")
def tasks(annotation: dict[str, Any], first: Dataset) -> Tasks:
    """Return the annotated tasks; names of bodies as the graph labels them, where the two wordings differ."""
    label = {
        row["known"]: row["label"]
        for row in first.rows(
            "SELECT * WHERE { ?x rdfs:label ?label ; skos:prefLabel|skos:altLabel|rdfs:label ?known }"
        )
    }

    def label_of(body: dict[str, Any]) -> str:
        """Return how the graph labels an annotated body, under its name or one that is as good."""
        return next((label[name] for name in (body["name"], *body.get("also", ())) if name in label), body["name"])

    found: Tasks = annotation["tasks"]
    return [task | {"bodies": [label_of(body) for body in task["responsible"]]} for task in found]


def answer(name: str, dataset: Dataset) -> list[dict[str, Any]]:
    """Return the rows of a saved query as dictionaries."""
    result = run(saved_query(name), dataset)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def without(row: dict[str, Any], *columns: str) -> tuple[Any, ...]:
    """Return the values of a row but for some columns."""
    return tuple(value for column, value in row.items() if column not in columns)


def pairs(tasks: Tasks) -> dict[tuple[str, str], list[int]]:
    """Return two bodies -> the tasks that name both."""
    found: dict[tuple[str, str], list[int]] = {}
    for task in tasks:
        for one, other in combinations(sorted(set(task["bodies"])), 2):
            found.setdefault((one, other), []).append(task["number"])
    return found


def partners(tasks: Tasks) -> dict[str, dict[str, int]]:
    """Return body -> partner -> number of shared tasks."""
    found: dict[str, dict[str, int]] = {body: {} for task in tasks for body in task["bodies"]}
    for (one, other), shared in pairs(tasks).items():
        found[one][other] = found[other][one] = len(shared)
    return found


def numbers(text: str) -> list[int]:
    """Return the numbers of a cell."""
    return [int(number) for number in text.split()]


def falls(rows: list[dict[str, Any]], *columns: str) -> bool:
    """Tell whether rows are in falling order of some columns."""
    keys = [tuple(row[column] for column in columns) for row in rows]
    return keys == sorted(keys, reverse=True)


def test_agencies_by_tasks(first: Dataset, tasks: Tasks, annotation: dict[str, Any]) -> None:
    goal_of = {number: goal["number"] for goal in annotation["goals"] for number in goal["tasks"]}
    count = Counter(body for task in tasks for body in set(task["bodies"]))
    goals = {body: len({goal_of[task["number"]] for task in tasks if body in task["bodies"]}) for body in count}
    near = partners(tasks)
    rows = answer("agencies-by-tasks", first)
    assert {row["agency"]: (row["tasks"], row["goals"], row["partners"]) for row in rows} == {
        body: (count[body], goals[body], len(near[body])) for body in count
    }
    assert len(rows) == len(count)
    assert falls(rows, "tasks")


def test_agency_tasks(first: Dataset, tasks: Tasks) -> None:
    expected = Counter(
        (body, task["number"], task["title"], each["role"], place, NUMBER)
        for task in tasks
        for place, (body, each) in enumerate(zip(task["bodies"], task["responsible"], strict=True), start=1)
    )
    assert Counter(without(row, "item") for row in answer("agency-tasks", first)) == expected


def test_coordination_pairs(first: Dataset, tasks: Tasks) -> None:
    rows = answer("coordination-pairs", first)
    found = {tuple(sorted((row["one"], row["other"]))): (row["shared"], numbers(row["numbers"])) for row in rows}
    assert found == {pair: (len(shared), shared) for pair, shared in pairs(tasks).items()}
    assert len(rows) == len(found)
    assert falls(rows, "shared")


def test_evidence(first: Dataset, tasks: Tasks) -> None:
    source = (Path(__file__).parents[2] / "sources" / "zhaoqing-2016.txt").read_bytes().decode("utf-8-sig")
    rows = answer("evidence", first)
    assert all(source[row["begin"] : row["end"]] == row["quote"] and row["notice"] == NUMBER for row in rows)
    expected = Counter(
        (task["number"], body, each["as"])
        for task in tasks
        for body, each in zip(task["bodies"], task["responsible"], strict=True)
    )
    assert Counter((row["number"], row["agency"], row["quote"]) for row in rows) == expected


def test_open_lists(first: Dataset, tasks: Tasks) -> None:
    expected = [(task["number"], task["title"], len(set(task["bodies"]))) for task in tasks if task["open"]]
    assert [without(row, "item") for row in answer("open-lists", first)] == expected


def test_partners(first: Dataset, tasks: Tasks) -> None:
    rows = answer("partners", first)
    assert {row["agency"]: (row["partners"], row["depth"], row["strongest"]) for row in rows} == {
        body: (len(near), sum(near.values()), max(near.values())) for body, near in partners(tasks).items() if near
    }
    assert falls(rows, "partners", "depth")


def test_sole_responsibility(first: Dataset, tasks: Tasks) -> None:
    expected = [(task["number"], task["title"], task["bodies"][0]) for task in tasks if len(set(task["bodies"])) == 1]
    assert expected
    assert [without(row, "item") for row in answer("sole-responsibility", first)] == expected


def test_tasks_by_bodies(first: Dataset, tasks: Tasks) -> None:
    rows = answer("tasks-by-bodies", first)
    expected = {
        task["number"]: (task["title"], len(set(task["bodies"])), "、".join(task["bodies"]))
        for task in tasks
        if task["bodies"]
    }
    assert {row["number"]: (row["task"], row["bodies"], row["names"]) for row in rows} == expected
    assert falls(rows, "bodies")


def test_tasks_without_bodies(first: Dataset, tasks: Tasks, annotation: dict[str, Any]) -> None:
    goal_of = {number: goal["title"] for goal in annotation["goals"] for number in goal["tasks"]}
    expected = [(task["number"], task["title"], goal_of[task["number"]]) for task in tasks if not task["responsible"]]
    assert expected
    assert [
        (row["number"], row["task"], row["goal"].replace("，", ",")) for row in answer("tasks-without-bodies", first)
    ] == [(number, title, goal.replace("，", ",")) for number, title, goal in expected]


def test_vertical_coordination(first: Dataset, tasks: Tasks) -> None:
    counties = ("端州区", "鼎湖区", "高要区", "广宁县", "怀集县", "封开县", "德庆县", "四会市")
    expected = {}
    for (one, other), shared in pairs(tasks).items():
        local = [body for body in (one, other) if body.startswith(counties)]
        upper = [
            body
            for body in (one, other)
            if body.startswith(("肇庆市", "中共肇庆市委", "广东省")) and "各县" not in body
        ]
        if len(local) == len(upper) == 1:
            expected[upper[0], local[0]] = (len(shared), shared)
    rows = answer("vertical-coordination", first)
    found = {(row["one"], row["local"]): (row["shared"], numbers(row["numbers"])) for row in rows}
    assert {pair for pair in expected if pair not in found} == set()
    assert {pair: value for pair, value in found.items() if pair in expected} == expected
    assert all(local.startswith(counties) for _, local in found)
    assert len(found) == len(rows)
    assert falls(rows, "shared")


# ---------------------------------------------------------------- counted from the annotation


ZONES = ("肇庆高新区管委会", "肇庆新区管委会", "粤桂合作特别试验区(肇庆)管委会")


def figures(task: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the annotated target figures of a task."""
    return [each for each in task.get("quantities") or () if each["kind"] == "target"]


Named = tuple[str, str, str | None]


def read_tasks(notice: Notice) -> list[tuple[int, list[str], list[Named]]]:
    """Return the tasks of a notice as read, without the graph: number, its bodies, what it names (kind, name, sort)."""
    return [
        (
            task.number,
            list(dict.fromkeys(duty.body.label for duty in task.duties)),
            [(thing.kind.value, thing.key or thing.name, thing.sort) for thing in task.facts.things],
        )
        for task in notice.tasks
    ]


def test_partners_of_agency(first: Dataset, tasks: Tasks) -> None:
    rows = answer("partners-of-agency", first)
    found = {(row["agency"], row["partner"]): (row["shared"], numbers(row["numbers"])) for row in rows}
    shared = pairs(tasks)
    assert found == {pair: (len(at), at) for one, at in shared.items() for pair in (one, one[::-1])}


def test_cliques_of_three(first: Dataset, tasks: Tasks) -> None:
    together = Counter(three for task in tasks for three in combinations(sorted(set(task["bodies"])), 3))
    found = {
        tuple(sorted((row["one"], row["other"], row["third"]))): row["tasks"]
        for row in answer("cliques-of-three", first)
    }
    assert found == {three: count for three, count in together.items() if count >= 2}


def test_roles_of_agencies(first: Dataset, tasks: Tasks) -> None:
    named = Counter(body for task in tasks for body in set(task["bodies"]))
    assert {without(row) for row in answer("roles-of-agencies", first)} == {
        (body, 0, 0, count, count) for body, count in named.items()
    }


def test_first_named(first: Dataset, tasks: Tasks) -> None:
    top = Counter(task["bodies"][0] for task in tasks if task["bodies"])
    named = Counter(body for task in tasks for body in set(task["bodies"]))
    found = {row["agency"]: (row["first"], row["tasks"]) for row in answer("first-named", first)}
    assert found == {body: (count, named[body]) for body, count in top.items()}


def test_zone_coordination(first: Dataset, tasks: Tasks) -> None:
    found = {(row["agency"], row["zone"]): row["shared"] for row in answer("zone-coordination", first)}
    assert found == {
        (body, zone): len(at)
        for (one, other), at in pairs(tasks).items()
        for body, zone in ((one, other), (other, one))
        if zone in ZONES
    }


def shortest(one: str, other: str, near: dict[str, dict[str, int]]) -> list[tuple[str, ...]]:
    """Return the shortest ways from one body to another, as far as three stretches."""
    ways: list[tuple[str, ...]] = [(one,)]
    for _ in range(3):
        ways = [(*way, after) for way in ways for after in near[way[-1]]]
        if found := [way for way in ways if way[-1] == other]:
            return found
    return []


def test_path_between_agencies(first: Dataset, tasks: Tasks) -> None:
    """From bodies with ways of one, two and three stretches, and from one without any partner."""
    near, shared = partners(tasks), pairs(tasks)
    lengths = set()
    for one in ("肇庆市旅游局", "肇庆市发展改革局", "肇庆市扶贫办", "肇庆市公安局"):
        rows = ask(first, "path-between-agencies", {"one": one}).result.rows
        expected = set()
        for other in near.keys() - {one}:
            for way in shortest(one, other, near):
                stretches = [shared[min(pair), max(pair)] for pair in pairwise(way)]
                said = " / ".join(" ".join(map(str, numbers)) for numbers in stretches)
                between = (*way[1:-1], "", "")[:2]
                expected.add((one, *between, other, len(stretches), said))
        assert set(rows) == expected
        assert len(rows) == len(expected)
        lengths |= {row[4] for row in rows}
    assert lengths == {1, 2, 3}


def test_a_way_between_two_bodies_is_one_of_those_from_the_first(first: Dataset) -> None:
    rows = ask(first, "path-between-agencies", {"one": "市旅游局"}).result.rows
    for other in ("肇庆市公安局", "肇庆市财政局", "肇庆市扶贫办"):
        found = ask(first, "path-between-agencies", {"one": "市旅游局", "other": other}).result.rows
        assert found == tuple(row for row in rows if row[3] == other)


def test_a_question_that_must_be_told_of_what_says_so(first: Dataset) -> None:
    with pytest.raises(QueryError, match=re.escape("needs the parameter one (one body), for example 市旅游局")):
        ask(first, "path-between-agencies", {"other": "市公安局"})
    question, given = opening(first, "path-between-agencies")
    assert given == {"one": "市旅游局", "other": "市公安局"}
    assert "市旅游局" in question.notes[0].zh
    elsewhere, given = opening(Dataset(), "path-between-agencies")
    assert (elsewhere.values, given) == ({}, {})
    assert elsewhere.notes


@pytest.mark.parametrize(("name", "parameter"), [("cliques-of-three", "least"), ("largest-figures", "measure")])
def test_a_parameter_given_as_nothing_is_free_whatever_its_default(name: str, parameter: str, first: Dataset) -> None:
    by_default, of_all = ask(first, name).result.rows, ask(first, name, {parameter: ""}).result.rows
    assert of_all == run(saved_query(name), first).rows
    assert set(by_default) < set(of_all)


def test_figures_by_agency(first: Dataset, tasks: Tasks) -> None:
    found = {
        row["agency"]: (row["targets"], row["strive"], row["ensure"]) for row in answer("figures-by-agency", first)
    }
    expected: dict[str, list[str]] = {}
    for task in tasks:
        for body in set(task["bodies"]):
            expected.setdefault(body, []).extend(each.get("commitment", "") for each in figures(task))
    assert found == {
        body: (len(words), words.count("strive"), words.count("ensure")) for body, words in expected.items() if words
    }


def test_investment_by_agency(first: Dataset, tasks: Tasks) -> None:
    found = {row["agency"]: without(row, "agency") for row in answer("investment-by-agency", first)}
    amounts: dict[str, list[float]] = {}
    for task in tasks:
        for each in task.get("quantities") or ():
            if each["unit"].endswith("元") and "投资" in each["indicator"]:
                amount = float(each["value"]) * {"亿元": 1, "万元": 1e-4}[each["unit"]]
                for body in set(task["bodies"]):
                    amounts.setdefault(body, []).append(amount)
    assert {body: (len(all_), max(all_), pytest.approx(sum(all_))) for body, all_ in amounts.items()} == found


def test_tasks_without_figures(first: Dataset, tasks: Tasks) -> None:
    found = [row["number"] for row in answer("tasks-without-figures", first)]
    assert found == [task["number"] for task in tasks if not figures(task)]


def test_goals(first: Dataset, tasks: Tasks, annotation: dict[str, Any]) -> None:
    by_number = {task["number"]: task for task in tasks}
    expected = []
    for number, goal in enumerate(annotation["goals"], start=1):
        inside = [by_number[at] for at in goal["tasks"]]
        bodies = {body for task in inside for body in task["bodies"]}
        expected.append((number, len(inside), len(bodies), sum(len(figures(task)) for task in inside)))
    assert [
        (row["number"], row["tasks"], row["agencies"], row["figures"]) for row in answer("goals", first)
    ] == expected


def test_shared_projects(first: Dataset, first_notice: Notice) -> None:
    expected = {
        (*sorted(pair), project, number)
        for number, bodies, things in read_tasks(first_notice)
        for pair in combinations(bodies, 2)
        for kind, project, _ in things
        if kind == "projects"
    }
    rows = answer("shared-projects", first)
    assert {(*sorted((row["one"], row["other"])), row["project"], row["number"]) for row in rows} == expected
    assert len(rows) == len(expected)


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_shared_projects_are_found_in_whatever_order_the_two_bodies_are_given(
    order: tuple[str, str], first: Dataset
) -> None:
    """星湖管理局 stands in the bracket of one task only, (十), beside 市旅游局."""
    given = dict(zip(order, ("市旅游局", "星湖管理局"), strict=True))
    rows = ask(first, "shared-projects", given).result.rows
    free = [row for row in run(saved_query("shared-projects"), first).rows if "肇庆市星湖管理局" in row]
    assert set(rows) == {row for row in free if "肇庆市旅游局" in row}
    assert {row[3] for row in rows} == {10}
    alone = ask(first, "shared-projects", {order[0]: "星湖管理局"}).result.rows
    assert set(alone) == set(free)


def named(tasks: Tasks, kind: str) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """Return what the annotation wants of a kind, and what it allows beside: (number of the task, name)."""
    wanted, allowed = set(), set()
    for task in tasks:
        for entry in task.get(kind) or ():
            name = entry if isinstance(entry, str) else entry["name"]
            wanted.add((task["number"], name))
        allowed |= {(task["number"], str(name)) for name in task.get("optional") or ()}
    return wanted, allowed


def agrees(found: set[tuple[int, str]], tasks: Tasks, kind: str, misses: int) -> bool:
    """Tell whether an answer has what the annotation wants but for some misses, and else what it allows."""
    wanted, allowed = named(tasks, kind)
    extra = {(number, name) for number, name in found - wanted if not _allowed(number, name, allowed)}
    return len(wanted - found) <= misses and len(extra) <= misses


def _allowed(number: int, name: str, allowed: set[tuple[int, str]]) -> bool:
    return any(at == number and (name in other or other in name) for at, other in allowed)


def test_projects_of_agency(first: Dataset, first_notice: Notice) -> None:
    """As they were read; whether they are read well is told by the scores against the annotation."""
    expected = {
        (body, number, project, sort)
        for number, bodies, things in read_tasks(first_notice)
        for body in bodies
        for kind, project, sort in things
        if kind == "projects"
    }
    rows = answer("projects-of-agency", first)
    assert {(row["agency"], row["number"], row["project"], row["kind"]) for row in rows} == expected


def test_places_by_agencies(first: Dataset, first_notice: Notice) -> None:
    named: dict[str, tuple[set[int], set[str]]] = {}
    for number, bodies, things in read_tasks(first_notice):
        for kind, place, _ in things:
            if kind == "places":
                at, who = named.setdefault(place, (set(), set()))
                at.add(number)
                who.update(bodies)
    rows = answer("places-by-agencies", first)
    assert {row["place"]: (row["tasks"], row["agencies"]) for row in rows} == {
        place: (len(at), len(who)) for place, (at, who) in named.items()
    }
    assert len(rows) == len(named)
    assert falls(rows, "agencies", "tasks")


def test_coordination_gaps(first: Dataset, first_notice: Notice, tasks: Tasks) -> None:
    together = {frozenset(pair) for pair in pairs(tasks)}
    tasks_of: dict[tuple[str, str], set[int]] = {}
    for number, bodies, things in read_tasks(first_notice):
        for kind, thing, _ in things:
            if kind in ("projects", "places"):
                for body in bodies:
                    tasks_of.setdefault((thing, body), set()).add(number)
    expected = {
        (thing, frozenset((one, other))): {one: min(at), other: min(tasks_of[thing, other])}
        for (thing, one), at in tasks_of.items()
        for thing_, other in tasks_of
        if thing_ == thing and other != one and frozenset((one, other)) not in together
    }
    rows = answer("coordination-gaps", first)
    assert {
        (row["thing"], frozenset((row["one"], row["other"]))): {row["one"]: row["first"], row["other"]: row["second"]}
        for row in rows
    } == expected
    assert len(rows) == len(expected)


def test_largest_figures(first: Dataset, tasks: Tasks) -> None:
    """Every figure in yuan, the largest first; ranges count by their lower end."""
    rows = ask(first, "largest-figures").result.rows
    factors = {"亿元": 10**8, "万元": 10**4, "元": 1}
    expected = Counter(
        (float(Decimal(str(each["value"])) * factors[each["unit"]]), task["number"])
        for task in tasks
        for each in task.get("quantities") or ()
        if each["unit"] in factors
    )
    assert Counter((row[1], row[2]) for row in rows) == expected
    assert {row[0] for row in rows} == {"yuan"}
    amounts = [float(str(row[1])) for row in rows]
    assert amounts == sorted(amounts, reverse=True)


def test_targets(first: Dataset, tasks: Tasks) -> None:
    found = Counter((row["number"], row["value"], row["unit"], row["commitment"]) for row in answer("targets", first))
    assert found == Counter(
        (task["number"], float(each["value"]), each["unit"], each.get("commitment", ""))
        for task in tasks
        for each in figures(task)
    )


def test_targets_by_commitment(first: Dataset, tasks: Tasks, annotation: dict[str, Any]) -> None:
    goal_of = {at: number for number, goal in enumerate(annotation["goals"], start=1) for at in goal["tasks"]}
    expected = Counter(
        (goal_of[task["number"]], each.get("commitment", "unstated")) for task in tasks for each in figures(task)
    )
    rows = answer("targets-by-commitment", first)
    assert {(row["order"], row["commitment"]): row["figures"] for row in rows} == expected


def test_figures_by_unit(first: Dataset, first_notice: Notice, tasks: Tasks) -> None:
    """All as read; those in yuan also as annotated."""
    values: dict[str, list[float]] = {}
    for task in first_notice.tasks:
        for each in task.facts.quantities:
            if each.base_unit and each.base_value is not None:
                values.setdefault(each.base_unit, []).append(float(each.base_value))
    rows = answer("figures-by-unit", first)
    found = {row["base"]: without(row, "base") for row in rows}
    assert found == {base: (len(all_), min(all_), max(all_)) for base, all_ in values.items()}
    assert falls(rows, "figures")
    yuan = [
        float(each["value"]) * {"亿元": 1e8, "万元": 1e4, "元": 1}[each["unit"]]
        for task in tasks
        for each in task.get("quantities") or ()
        if each["unit"].endswith("元")
    ]
    assert found["yuan"] == (len(yuan), min(yuan), max(yuan))


def test_policies(first: Dataset, tasks: Tasks) -> None:
    wanted, _ = named(tasks, "policies")
    assert {(row["number"], row["policy"]) for row in answer("policies", first)} == wanted


def test_programmes(first: Dataset, tasks: Tasks) -> None:
    found = {(row["number"], row["programme"]) for row in answer("programmes", first)}
    assert agrees(found, tasks, "programmes", misses=2)


def test_organisations(first: Dataset, tasks: Tasks) -> None:
    found = {(row["number"], row["organisation"]) for row in answer("organisations", first)}
    assert agrees(found, tasks, "organisations", misses=0)


# ---------------------------------------------------------------- asked in words


ROWS = yaml.safe_load((Path(__file__).parents[1] / "questions.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['query']} {' '.join((row.get('with') or {}).values())}")
def test_a_question_in_words_has_the_answer_that_was_found_by_hand(row: dict[str, Any], first: Dataset) -> None:
    found = ask(first, row["query"], row.get("with")).result
    at = [found.columns.index(column) for column in row["columns"]]
    rows = {tuple(each[column] for column in at) for each in found.rows}
    if "rows" in row:
        assert rows == {tuple(each) for each in row["rows"]}
    assert {tuple(each) for each in row.get("has", ())} <= rows
    assert not rows & {tuple(each) for each in row.get("lacks", ())}


def test_every_question_has_an_answer_found_by_hand_or_counted_from_the_annotation() -> None:
    counted = {name.removeprefix("test_").replace("_", "-") for name in globals() if name.startswith("test_")}
    assert set(saved_queries()) <= counted | {row["query"] for row in ROWS}


PARAMETERS = [(query.name, each) for query in saved_queries().values() for each in query.parameters]


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=lambda it: it if isinstance(it, str) else it.name)
def test_a_bound_parameter_chooses_among_the_answers(name: str, parameter: Parameter, first: Dataset) -> None:
    needed = {each.name: each.example for each in saved_query(name).parameters if each.required}
    chosen = ask(first, name, needed | {parameter.name: parameter.example}).result.rows
    assert chosen
    if needed:  # of all it gives none
        return
    free = set(run(saved_query(name), first).rows)
    assert set(chosen) <= free
    assert len(chosen) < len(free) or name == "targets-by-due"  # every date of the notice is the end of its year


HOSTILE = ('"', "'", "}", "> . } DELETE", "x" * 10_000, "\x00\x07\n\r", "\\u0022", '"""} #', "?body", "<urn:x>")


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_change_nothing_but_the_answer(words: str, first: Dataset) -> None:
    before = len(first.store), len(first.merged)
    for name, parameter in PARAMETERS:
        try:
            rows = ask(first, name, {parameter.name: words}).result.rows
        except QueryError:
            rows = ()
        assert rows == () or parameter.type == "text"
        bound_text = bound(saved_query(name), {parameter.name: Literal(words)})
        assert run(saved_query(name), first, bound_text).rows == ()
    assert (len(first.store), len(first.merged)) == before


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=60) | st.text(alphabet="\"'\\{}<>?#.;\n\r\t \ud800DELETE", max_size=30))
def test_any_words_at_all_are_a_term_and_no_more(words: str, first: Dataset) -> None:
    query = saved_query("agency-tasks")
    try:
        text = bound(query, {"body": Literal(words)})
    except (QueryError, ValueError):  # a surrogate is no character
        return
    assert run(query, first, text).rows == ()
