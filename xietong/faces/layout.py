"""Where things stand on a page: computed beforehand, the same in every build, with room for the labels.

Lengths are pixels at full size: y grows downwards, as on a screen. Labels keep their size on the screen whatever the
zoom, so a drawing is made to fill a laptop's window at full size where it can. Columns are as wide here as their labels
ask; the page, which knows its window, makes them narrower and cuts the labels (``page/columns.js``).
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
LETTERS = 22  # of a label below its shape, at most
COLUMN_LETTERS = 26  # of a label in a column, at most
SMALL = 5.5  # radius at most of a shape in a column
GAP = 14  # between a column of labels and the next
LEAST_ROW, MOST_ROW = 13, 26
ROWS = HEIGHT // LEAST_ROW  # that a laptop's window holds
LOOSE = 1.7  # rows at most from one thing of a stack to the next, where the window holds all rows
BEAD = 11  # from one bead to the next

Point = tuple[float, float]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a thing takes: the radius of its shape, and the words beside it."""

    radius: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """A column as it is drawn: where it begins, and how wide it is with its labels and the gap after them.

    ``solid`` of its width, at its right end, is taken by beads. ``first`` tells whether a narrow window begins with
    it. Of a column that is folded, ``fold`` counts the strips before this one, ``folds`` all of them; unfolded, its
    things would stand ``pitch / folds`` apart.
    """

    left: float
    width: float
    solid: float = 0
    first: bool = False
    fold: int = 0
    folds: int = 1
    pitch: float = 0


@dataclass(frozen=True, slots=True)
class Sight:
    """A drawing: where each thing stands, and the room of all with their labels (left, top, right, bottom).

    A label has at most so many ``letters``; ``silent`` things have none at first sight. Columns have their ``strips``
    from left to right. ``left_out`` counts the lines that were too many for it.
    """

    points: dict[str, Point]
    room: tuple[float, float, float, float]
    letters: int = LETTERS
    silent: tuple[str, ...] = ()
    strips: tuple[Strip, ...] = ()
    left_out: int = 0


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
    labelled = len(boxes) <= LARGE
    below = LINE if labelled else 0
    aside = {
        id_: max(box.radius, label_width(shortened(box.label, LETTERS)) / 2 if labelled else 0)
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
    return Sight(placed, room)


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
    ``beads``: in a row at the right end of the column before, beside the one thing that each is tied to.

    A narrow window begins with the columns that are ``first``.
    """

    style: str
    ids: Sequence[str]
    first: bool = False


def columns(boxes: Mapping[str, Box], stacks: Sequence[Column], edges: Iterable[tuple[str, str, float]]) -> Sight:
    """Place things in columns from left to right, labels at their right; ``boxes`` holds the things of all columns."""
    ties: dict[str, set[str]] = {id_: set() for id_ in boxes}
    for one, other, _ in edges:
        if one in ties and other in ties:
            ties[one].add(other)
            ties[other].add(one)
    stacks = [column for column in stacks if column.ids]
    if not stacks:
        return Sight({}, (0, 0, WIDTH, HEIGHT))
    # where nothing is in the spine, the longest column stands in for it
    spine = max(range(len(stacks)), key=lambda at: (stacks[at].style == "spine", len(stacks[at].ids)))
    most = max(len(stacks[spine].ids), ROWS)
    folds = [math.ceil(len(column.ids) / most) if column.style == "stack" else 1 for column in stacks]
    longest = max(
        math.ceil(len(column.ids) / each) for column, each in zip(stacks, folds, strict=True) if column.style != "beads"
    )
    loose = LOOSE if longest <= ROWS else math.inf  # who sees a part of the rows sees a part of every column
    height = _stacked(stacks[spine].ids, _pitch(len(stacks[spine].ids), longest, 3.0))
    parts: dict[int, list[Sequence[str]]] = {at: [column.ids] for at, column in enumerate(stacks)}
    pitches = dict.fromkeys(parts, 1.0)
    for at in (*reversed(range(spine)), *range(spine + 1, len(stacks))):
        towards = {id_: _mean(ties[id_], height) for id_ in stacks[at].ids}
        if stacks[at].style == "stack":
            ordered = sorted(stacks[at].ids, key=towards.__getitem__)
            parts[at] = [ordered[part :: folds[at]] for part in range(folds[at])]  # side by side is of one height
            pitches[at] = _pitch(len(parts[at][0]), longest, loose)
            towards = {
                id_: y for part in parts[at] for id_, y in _stacked(part, pitches[at], len(parts[at][0])).items()
            }
        elif stacks[at].style == "near":
            towards = _apart(towards)
        height |= towards
    row = min(MOST_ROW, max(LEAST_ROW, HEIGHT / longest))
    across, strips = _across(boxes, stacks, parts, height, {at: pitch * row for at, pitch in pitches.items()})
    placed = {id_: (round(x, 1), round(height[id_] * row, 1)) for id_, x in across.items()}
    top, bottom = min(y for _, y in placed.values()) - SMALL, max(y for _, y in placed.values()) + SMALL
    silent = tuple(id_ for column in stacks if column.style == "beads" for id_ in column.ids)
    right = round(strips[-1].left + strips[-1].width - GAP, 1)
    return Sight(placed, (0, top, right, bottom), COLUMN_LETTERS, silent, tuple(strips))


def _pitch(count: int, longest: int, most: float) -> float:
    """Return how many rows apart things stand so that they fill the height of the longest column, within reason."""
    return min(most, max(1.0, (longest - 1) / max(1, count - 1)))


def _stacked(ids: Sequence[str], pitch: float, count: int = 0) -> dict[str, float]:
    """Return heights so many rows apart, around 0; of ``count`` things, if more stand beside them."""
    return {id_: (at - ((count or len(ids)) - 1) / 2) * pitch for at, id_ in enumerate(ids)}


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
    pitches: Mapping[int, float],
) -> tuple[dict[str, float], list[Strip]]:
    """Return how far right each thing stands, and the columns: each begins where the labels before it end."""
    across: dict[str, float] = {}
    strips: list[Strip] = []
    labels: dict[float, float] = {}  # of the column before: height -> where the label there ends
    for at, column in enumerate(stacks):
        left = strips[-1].left + strips[-1].width if strips else 0.0
        if column.style == "beads":
            before = strips.pop() if strips else Strip(left, 0.0, first=column.first)
            beads, strip = _beads(column.ids, height, labels, before)
            across |= beads
            strips.append(strip)
            continue
        for fold, part in enumerate(parts[at]):
            across |= dict.fromkeys(part, left + SMALL)
            labels = {height[id_]: _labelled(boxes[id_]) for id_ in part}
            folded = fold, len(parts[at]), round(pitches[at], 1)
            strips.append(Strip(round(left, 1), round(max(labels.values()) + GAP, 1), 0, column.first, *folded))
            left = strips[-1].left + strips[-1].width
    return across, strips


def _labelled(box: Box) -> float:
    """Return how wide a thing of a column is with its label."""
    return 2 * SMALL + 5 + label_width(shortened(box.label, COLUMN_LETTERS))


def _beads(
    ids: Sequence[str], height: Mapping[str, float], labels: Mapping[float, float], strip: Strip
) -> tuple[dict[str, float], Strip]:
    """Return where beads stand at the right end of a strip, and the strip, as wide as labels and beads ask."""
    rows = Counter(height[id_] for id_ in ids)
    width = max(strip.width, *(labels.get(y, 0) + (count + 0.5) * BEAD + GAP for y, count in rows.items()))
    right = strip.left + width - GAP
    across: dict[str, float] = {}
    left = dict(rows)
    for id_ in ids:
        across[id_] = right - (left[height[id_]] - 0.5) * BEAD
        left[height[id_]] -= 1
    return across, replace(strip, width=round(width, 1), solid=max(rows.values()) * BEAD + GAP)
