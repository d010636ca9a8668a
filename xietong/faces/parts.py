"""The part of a picture that a reader may choose: a goal or a body, with its tasks and what they name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xietong.faces.kinds import BODIES
from xietong.faces.panel import Thing


@dataclass(frozen=True, slots=True)
class Line:
    """A tie that is drawn: ids of its ends, prefixed name of the relation, the tasks that it comes from."""

    one: str
    relation: str
    other: str
    weight: float
    tasks: tuple[str, ...]


Index = Mapping[str, Sequence[Line]]  # the lines of each thing


def goal_of(things: Mapping[str, Thing], id_: str) -> str | None:
    """Return the id of the goal that a part of a notice stands in, if it stands in one."""
    at, seen = id_, {""}
    while at not in seen and at in things and things[at].kind != "goal":
        seen.add(at)
        at = things[at].whole or ""
    return at if at in things and at not in seen else None


def part_of(things: Mapping[str, Thing], index: Index, chosen: str) -> list[Line]:
    """Return the lines of a chosen goal or body: its own, those of its tasks, and those of what its tasks name.

    Of a chosen body's tasks the other bodies are left out: partners have a line of their own.
    """
    own = [line for line in index.get(chosen, ()) if "notice" not in (things[line.one].kind, things[line.other].kind)]
    if things[chosen].kind == "goal":
        tasks = [id_ for id_ in index if things[id_].kind == "task" and goal_of(things, id_) == chosen]
    else:
        tasks = [id_ for id_ in ends_of(own) if things[id_].kind == "task"]
    left_out = {"goal", "notice", *(BODIES if things[chosen].kind in BODIES else ())}
    through = [line for id_ in tasks for line in index.get(id_, ()) if not left_out & _kinds_of(things, line)]
    if things[chosen].kind == "goal":  # what its tasks name may be tied to more: a project to its place
        named = [id_ for id_ in ends_of(through) if things[id_].kind not in (*BODIES, "task")]
        through += [line for id_ in named for line in index[id_] if line.one == id_ and not line.tasks]
    return list(dict.fromkeys(own + through))


def index_of(lines: Iterable[Line]) -> Index:
    """Return the lines of each thing."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.one].append(line)
        found[line.other].append(line)
    return found


def _kinds_of(things: Mapping[str, Thing], line: Line) -> set[str]:
    """Return the kinds of the ends of a line."""
    return {things[line.one].kind, things[line.other].kind}


def ends_of(lines: Iterable[Line]) -> list[str]:
    """Return the things that lines tie, each once."""
    return list(dict.fromkeys(end for line in lines for end in (line.one, line.other)))
