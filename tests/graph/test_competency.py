"""What people would count, and what the saved questions answer.

The answers for the first notice are counted in plain Python from its annotation, not from the graph.
"""

from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from xietong.graph.dataset import Dataset
from xietong.graph.queries import run, saved_query

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
    assert Counter(tuple(row.values()) for row in answer("agency-tasks", first)) == expected


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
    assert [tuple(row.values()) for row in answer("open-lists", first)] == expected


def test_partners(first: Dataset, tasks: Tasks) -> None:
    rows = answer("partners", first)
    assert {row["agency"]: (row["partners"], row["depth"], row["strongest"]) for row in rows} == {
        body: (len(near), sum(near.values()), max(near.values())) for body, near in partners(tasks).items() if near
    }
    assert falls(rows, "partners", "depth")


def test_sole_responsibility(first: Dataset, tasks: Tasks) -> None:
    expected = [(task["number"], task["title"], task["bodies"][0]) for task in tasks if len(set(task["bodies"])) == 1]
    assert expected
    assert [tuple(row.values()) for row in answer("sole-responsibility", first)] == expected


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
