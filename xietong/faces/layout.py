"""Where things stand on a page: computed beforehand, the same in every build, with room for the labels.

Lengths are pixels at full size: y grows downwards, as on a screen. Labels keep their size on the screen whatever the
zoom, so a drawing is made to fill a laptop's window at full size where it can.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

SEED = 7
WIDTH, HEIGHT = 1180, 520  # what a laptop's window (1280 x 720) leaves to the drawing
FONT = 12
LINE = FONT + 4  # a label with its distance
FILLED = 0.42  # the share of the drawing that dots and labels may fill
LARGE = 400  # things; beyond, labels come with zooming and get no room of their own
LETTERS = (26, 22, 18, 15, 12)  # of a label at most: the first that lets the drawing fit
SMALL = 5.5  # radius at most of a shape in a column
GAP = 16  # between a column of labels and the next
LEAST_ROW, MOST_ROW = 13, 26
BEAD = 11  # from one bead to the next

Point = tuple[float, float]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a thing takes: the radius of its shape, and the words beside it."""

    radius: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """A drawing: where each thing stands, and the room of all with their labels (left, top, right, bottom).

    A label has at most so many ``letters``; ``silent`` things have none at first sight. A window too narrow for all
    begins at ``start``.
    """

    points: dict[str, Point]
    room: tuple[float, float, float, float]
    letters: int
    silent: tuple[str, ...] = ()
    start: float = 0


def label_width(words: str, font: float = FONT) -> float:
    """Return about how wide a label is: full-width characters are as wide as high, others little more than half.

    >>> label_width("阅江大桥"), label_width("G321")
    (48.0, 27.8)
    """
    wide = sum(unicodedata.east_asian_width(char) in "WFA" for char in words)
    return round(font * (wide + 0.58 * (len(words) - wide)), 1)


def shortened(words: str, letters: int) -> str:
    """Return words, cut to so many characters with a sign that they are cut.

    >>> shortened("打好交通建设大会战", 6)
    '打好交通建…'
    """
    return words if len(words) <= letters else words[: letters - 1] + "…"


# ---------------------------------------------------------------- springs


def springs(boxes: Mapping[str, Box], edges: Iterable[tuple[str, str, float]]) -> Sight:
    """Place things by how they are tied (id, id, strength), labels below them, none upon another.

    Each connected part is laid out for itself, and the parts stand in rows, the largest first.
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(boxes))
    graph.add_weighted_edges_from(edges)
    letters = LETTERS[1]
    labelled = len(boxes) <= LARGE
    below = LINE if labelled else 0
    aside = {
        id_: max(box.radius, label_width(shortened(box.label, letters)) / 2 if labelled else 0)
        for id_, box in boxes.items()
    }
    half = {id_: (aside[id_] + 5, box.radius + below / 2 + 3) for id_, box in boxes.items()}
    parts = sorted(map(sorted, nx.connected_components(graph)), key=lambda ids: (-len(ids), ids))
    needed = [4 * sum(half[id_][0] * half[id_][1] for id_ in ids) for ids in parts]
    spare = max(1.0, FILLED * WIDTH * HEIGHT / (sum(needed) or 1))
    halves = [np.array([half[id_] for id_ in ids]) for ids in parts]
    blocks = [
        _spring(graph.edges(ids, data="weight"), ids, each, area * spare / FILLED)
        for ids, each, area in zip(parts, halves, needed, strict=True)
    ]
    placed = {
        id_: (round(x, 1), round(y, 1))
        for ids, block in zip(parts, _in_rows(blocks, halves), strict=True)
        for id_, (x, y) in zip(ids, block.tolist(), strict=True)
    }
    room = (
        min((x - aside[id_] for id_, (x, _) in placed.items()), default=0.0),
        min((y - boxes[id_].radius for id_, (_, y) in placed.items()), default=0.0),
        max((x + aside[id_] for id_, (x, _) in placed.items()), default=1.0),
        max((y + boxes[id_].radius + below for id_, (_, y) in placed.items()), default=1.0),
    )
    return Sight(placed, room, letters)


def _spring(edges: Iterable[tuple[str, str, float]], ids: Sequence[str], half: Points, area: float) -> Points:
    """Return the points of a connected part within about an area, its corner at 0, 0.

    A spring layout with a fixed seed, spread by rank so that no outlier presses the rest, boxes pushed apart.
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(ids)
    graph.add_weighted_edges_from(edges)
    count = len(ids)
    rounds = max(20, min(150, 20_000 // count))
    raw = nx.spring_layout(graph, k=2 / math.sqrt(count), iterations=rounds, seed=SEED, method="force")
    wide = math.sqrt(area * WIDTH / HEIGHT)
    lengths = wide, wide * HEIGHT / WIDTH
    points = np.column_stack(
        [_spread(np.array([raw[id_][axis] for id_ in ids]), length) for axis, length in enumerate(lengths)]
    )
    _push_apart(points, half)
    points -= (points - half).min(axis=0)
    return points


def _in_rows(blocks: Sequence[Points], halves: Sequence[Points]) -> list[Points]:
    """Return blocks of points moved into rows below each other, so that all are about as wide as the window."""
    sizes = [(block + half).max(axis=0) for block, half in zip(blocks, halves, strict=True)]
    width = max([math.sqrt(sum(x * y for x, y in sizes) * WIDTH / HEIGHT), *(x for x, _ in sizes)], default=0)
    moved, x, y, deep = [], 0.0, 0.0, 0.0
    for block, (wide, high) in zip(blocks, sizes, strict=True):
        if x and x + wide > width:
            x, y, deep = 0.0, y + deep, 0.0
        moved.append(block + np.array([x, y]))
        x, deep = x + wide, max(deep, high)
    return moved


def _spread(values: Points, length: float) -> Points:
    """Spread coordinates over a length: by value and, more, by rank."""
    rank = np.argsort(np.argsort(values, kind="stable"), kind="stable") / max(1, len(values) - 1)
    span = float(values.max() - values.min()) or 1.0
    spread: Points = (0.35 * (values - values.min()) / span + 0.65 * rank - 0.5) * length
    return spread


def _push_apart(points: Points, half: Points) -> None:
    """Move boxes (half widths and heights) until none lies on another, in place; each pair along its shorter way."""
    reach = 2 * half.max(axis=0)
    for _ in range(600):
        pairs = cKDTree(points / reach).query_pairs(1.0, p=math.inf, output_type="ndarray")
        one, other = pairs[:, 0], pairs[:, 1]
        away = points[one] - points[other]
        over = half[one] + half[other] - np.abs(away)
        hit = (over > 0).all(axis=1)
        if not hit.any():
            return
        one, other, away, over = one[hit], other[hit], away[hit], over[hit]
        axis = np.argmin(over, axis=1)
        each = np.arange(len(axis))
        push = 0.6 * (over[each, axis] / 2 + 0.5) * np.where(away[each, axis] >= 0, 1.0, -1.0)
        np.add.at(points, (one, axis), push)
        np.add.at(points, (other, axis), -push)


# ---------------------------------------------------------------- columns


@dataclass(frozen=True, slots=True)
class Column:
    """Things in a column. ``style`` says where each stands:

    ``spine``: one below the other in the order given; there is one such column, and the others look to it;
    ``stack``: one below the other in the order of what they are tied to, folded where they are too many;
    ``near``: beside the middle of what they are tied to;
    ``beads``: in a row beside the one thing that each is tied to.
    """

    style: str
    ids: Sequence[str]


def columns(boxes: Mapping[str, Box], stacks: Sequence[Column], edges: Iterable[tuple[str, str, float]]) -> Sight:
    """Place things in columns from left to right, labels at their right; ``boxes`` holds the things of all columns."""
    ties: dict[str, set[str]] = {id_: set() for id_ in boxes}
    for one, other, _ in edges:
        if one in ties and other in ties:
            ties[one].add(other)
            ties[other].add(one)
    stacks = [column for column in stacks if column.ids]
    if not stacks:
        return Sight({}, (0, 0, WIDTH, HEIGHT), LETTERS[0])
    # where nothing is in the spine, the longest column stands in for it
    spine = max(range(len(stacks)), key=lambda at: (stacks[at].style == "spine", len(stacks[at].ids)))
    most = max(len(stacks[spine].ids), HEIGHT // LEAST_ROW)
    longest = max(min(len(column.ids), most) for column in stacks if column.style != "beads")
    height = _stacked(stacks[spine].ids, min(3.0, max(1, longest - 1) / max(1, len(stacks[spine].ids) - 1)))
    parts: dict[int, list[Sequence[str]]] = {at: [column.ids] for at, column in enumerate(stacks)}
    for at in (*reversed(range(spine)), *range(spine + 1, len(stacks))):
        towards = {id_: _mean(ties[id_], height) for id_ in stacks[at].ids}
        if stacks[at].style == "stack":
            ordered = sorted(stacks[at].ids, key=towards.__getitem__)
            folds = math.ceil(len(ordered) / most)
            parts[at] = [ordered[part::folds] for part in range(folds)]  # what stands side by side is of one height
            towards = {id_: y for part in parts[at] for id_, y in _stacked(part, 1).items()}
        elif stacks[at].style == "near":
            towards = _apart(towards)
        height |= towards
    for letters in LETTERS:
        across, wide = _across(boxes, stacks, parts, height, letters)
        if wide <= WIDTH:
            break
    # a drawing that is too wide is made high as well, so that it fills the window and its rows stay readable
    row = min(MOST_ROW, max(LEAST_ROW, HEIGHT / longest)) * max(1.0, wide / WIDTH)
    placed = {id_: (round(x, 1), round(height[id_] * row, 1)) for id_, x in across.items()}
    top, bottom = min(y for _, y in placed.values()) - SMALL, max(y for _, y in placed.values()) + SMALL
    silent = tuple(id_ for column in stacks if column.style == "beads" for id_ in column.ids)
    start = min(x for id_, (x, _) in placed.items() if id_ in stacks[spine].ids)
    return Sight(placed, (0, top, round(wide, 1), bottom), letters, silent, start)


def _stacked(ids: Sequence[str], row: float) -> dict[str, float]:
    """Return heights so many rows apart, around 0."""
    return {id_: (at - (len(ids) - 1) / 2) * row for at, id_ in enumerate(ids)}


def _mean(ids: Iterable[str], height: Mapping[str, float]) -> float:
    """Return the mean height of those that have one."""
    known = [height[id_] for id_ in sorted(ids) if id_ in height]
    return sum(known) / len(known) if known else 0.0


def _apart(towards: Mapping[str, float]) -> dict[str, float]:
    """Return the heights wished for, moved down where they are less than a row apart."""
    ordered = sorted(towards, key=lambda id_: (towards[id_], id_))
    found = dict(towards)
    for one, other in pairwise(ordered):
        found[other] = max(found[other], found[one] + 1)
    return found


def _across(
    boxes: Mapping[str, Box],
    stacks: Sequence[Column],
    parts: Mapping[int, Sequence[Sequence[str]]],
    height: Mapping[str, float],
    letters: int,
) -> tuple[dict[str, float], float]:
    """Return how far right each thing stands, and how wide all is: a column begins where the labels before it end."""
    across: dict[str, float] = {}
    x = 0.0
    for at, column in enumerate(stacks):
        for part in parts[at]:
            if column.style == "beads":
                beads: Counter[float] = Counter()
                for id_ in part:
                    across[id_] = x + (beads[height[id_]] + 0.5) * BEAD
                    beads[height[id_]] += 1
                x += max(beads.values()) * BEAD + GAP
            else:
                across |= dict.fromkeys(part, x + SMALL)
                x += 2 * SMALL + 5 + max(label_width(shortened(boxes[id_].label, letters)) for id_ in part) + GAP
        x += GAP
    return across, x - 2 * GAP
