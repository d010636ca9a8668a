"""Where things stand: the same in every build, each with room for its label, whatever the graph."""

import math
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.faces.layout import (
    BEAD,
    COLUMN_LETTERS,
    GAP,
    LARGE,
    LINE,
    LOOSE,
    SMALL,
    Box,
    Column,
    Sight,
    columns,
    label_width,
    shortened,
    springs,
)

NAMES = st.lists(st.text("市发展改革局a1", min_size=1, max_size=14), min_size=1, max_size=30, unique=True)


def boxes_of(names: list[str]) -> dict[str, Box]:
    """Return the room of things that are called by their ids."""
    return {name: Box(6 + len(name) % 5, name) for name in names}


def chain(names: list[str]) -> list[tuple[str, str, float]]:
    """Return ties from each thing to the next but two, so that there are several connected parts."""
    return [(one, other, 1.0) for one, other in zip(names, names[3:], strict=False)]


def areas(boxes: dict[str, Box], sight: Sight) -> dict[str, tuple[float, float, float, float]]:
    """Return what each thing takes with the label below it."""
    taken = {}
    for name, (x, y) in sight.points.items():
        aside = max(boxes[name].radius, label_width(shortened(boxes[name].label, sight.letters)) / 2)
        taken[name] = (x - aside, y - boxes[name].radius, x + aside, y + boxes[name].radius + LINE)
    return taken


@settings(max_examples=40, deadline=None)
@given(names=NAMES)
def test_springs_put_no_label_upon_another_thing(names: list[str]) -> None:
    boxes = boxes_of(names)
    sight = springs(boxes, chain(names))
    taken = areas(boxes, sight)
    assert sight.points.keys() == boxes.keys()
    for one, other in combinations(taken.values(), 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)
    for left, top, right, bottom in taken.values():
        assert left >= sight.room[0] - 0.11
        assert top >= sight.room[1] - 0.11
        assert right <= sight.room[2] + 0.11
        assert bottom <= sight.room[3] + 0.11


@settings(max_examples=10, deadline=None)
@given(names=NAMES)
def test_springs_are_the_same_in_every_build_and_order(names: list[str]) -> None:
    boxes = boxes_of(names)
    backwards = dict(reversed(list(boxes.items())))
    assert springs(boxes, chain(names)).points == springs(backwards, chain(names)).points


def test_a_large_network_is_placed_too_with_no_shape_upon_another() -> None:
    names = [f"部门{number}" for number in range(LARGE + 150)]
    boxes = {name: Box(5) for name in names}
    ties = [(name, names[number * 7 % 50], 1.0) for number, name in enumerate(names) if name != names[number * 7 % 50]]
    points = list(springs(boxes, ties).points.values())
    assert len(points) == len(names)
    close = sum(math.dist(one, other) < 10 for one, other in combinations(points, 2))
    assert close == 0


@pytest.mark.parametrize("names", [[], ["一个"]], ids=["none", "one"])
def test_a_graph_of_nothing_or_of_one_thing_has_its_place(names: list[str]) -> None:
    sight = springs(boxes_of(names), [])
    assert list(sight.points) == names
    assert sight.room[0] < sight.room[2]
    assert sight.room[1] < sight.room[3]


TREE = [
    Column("near", ["目标一", "目标二"]),
    Column("spine", ["任务1", "任务2", "任务3"]),
    Column("beads", ["数1", "数2", "数3"]),
    Column("stack", ["末局", "首局"]),
]
TIES = [
    ("目标一", "任务1", 1.0),
    ("目标一", "任务2", 1.0),
    ("目标二", "任务3", 1.0),
    ("任务1", "数1", 1.0),
    ("任务1", "数2", 1.0),
    ("任务3", "数3", 1.0),
    ("任务1", "首局", 1.0),
    ("任务3", "末局", 1.0),
]


def tree() -> Sight:
    """Return goals, tasks, figures and bodies in columns."""
    return columns(boxes_of([name for column in TREE for name in column.ids]), TREE, TIES)


def test_columns_stand_from_left_to_right_and_labels_end_before_the_next() -> None:
    points = tree().points
    rights: list[float] = []
    for column in TREE:
        lefts = [points[name][0] for name in column.ids]
        assert all(left > right for left in lefts for right in rights[-1:])
        label = 0.0 if column.style == "beads" else max(label_width(name) for name in column.ids)
        rights.append(max(lefts) + label)


def test_the_spine_keeps_its_order_and_the_rest_looks_to_it() -> None:
    points = tree().points
    down = {name: y for name, (_, y) in points.items()}
    assert down["任务1"] < down["任务2"] < down["任务3"]
    assert down["目标一"] == pytest.approx((down["任务1"] + down["任务2"]) / 2, abs=0.2)
    assert down["数1"] == down["数2"] == down["任务1"]
    assert points["数1"][0] < points["数2"][0], "beads stand in a row"
    assert down["首局"] < down["末局"], "a stack stands in the order of what it is tied to, not of its names"


@pytest.mark.parametrize("kept", [[], ["首局", "末局"], ["目标一"], ["数1", "任务1"]])
def test_columns_may_be_empty_even_the_spine(kept: list[str]) -> None:
    stacks = [Column(column.style, [name for name in column.ids if name in kept]) for column in TREE]
    assert columns(boxes_of(kept), stacks, TIES).points.keys() == set(kept)


def test_beads_are_silent_until_asked() -> None:
    assert set(tree().silent) == {"数1", "数2", "数3"}


def test_a_long_column_folds_and_gives_a_label_as_much_room_as_it_may_have() -> None:
    bodies = [f"某某市第{number}个名称长得一列容纳不下的工作部门（办公室、研究室）" for number in range(160)]
    names = ["任务", *bodies]
    sight = columns(
        boxes_of(names), [Column("spine", ["任务"]), Column("stack", bodies)], [("任务", body, 1.0) for body in bodies]
    )
    lefts = {sight.points[body][0] for body in bodies}
    assert len(lefts) == 4
    assert len({sight.points[body] for body in bodies}) == len(bodies)
    folded = sight.strips[1:]
    assert [(strip.fold, strip.folds) for strip in folded] == [(0, 4), (1, 4), (2, 4), (3, 4)]
    widest = label_width("字" * COLUMN_LETTERS) + 2 * SMALL + 5 + GAP
    assert all(strip.width <= widest < label_width(bodies[0]) + GAP for strip in folded)


@pytest.mark.parametrize("count", [2, 10, 24])
def test_a_stack_uses_the_height_that_is_there(count: int) -> None:
    """Partners in two short columns stand as far apart as the longest column leaves them."""
    tasks = [f"任务{number}" for number in range(30)]
    bodies = [f"部门{number}" for number in range(count)]
    ties = [(tasks[number % 30], body, 1.0) for number, body in enumerate(bodies)]
    points = columns(boxes_of(tasks + bodies), [Column("spine", tasks), Column("stack", bodies)], ties).points
    rows = sorted(points[body][1] for body in bodies)
    row = points[tasks[1]][1] - points[tasks[0]][1]
    apart = [(low - high) / row for high, low in pairwise(rows)]
    assert min(apart) == pytest.approx(min(LOOSE, 29 / (count - 1)), abs=0.02)
    assert max(apart) == pytest.approx(min(apart), abs=0.02)


def test_beads_stand_at_the_right_end_of_their_row_and_leave_room_for_its_label() -> None:
    sight = tree()
    (spine,) = [strip for strip in sight.strips if strip.solid]
    right = spine.left + spine.width - GAP
    assert sight.points["数2"][0] == sight.points["数3"][0] == pytest.approx(right - BEAD / 2)
    for task, bead in (("任务1", "数1"), ("任务3", "数3")):
        assert sight.points[bead][0] - BEAD / 2 >= sight.points[task][0] + SMALL + 5 + label_width(task)


@pytest.mark.parametrize(
    ("words", "letters", "means"),
    [("市财政局", 4, "市财政局"), ("市财政局", 3, "市财…"), ("", 3, "")],
)
def test_words_are_shortened_with_a_sign(words: str, letters: int, means: str) -> None:
    assert shortened(words, letters) == means
