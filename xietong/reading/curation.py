"""Corrections by hand: ``NAME.curation.yaml`` beside ``NAME.txt`` -> the notice with facts added, removed, renamed.

::

    add:
      - {task: 25, kind: projects, quote: 阅江大桥, name: 阅江大桥}
      - {task: 25, kind: responsible, quote: 市交通运输局, role: lead}
    remove:
      - {task: 25, kind: places, name: 西江}
    rename:
      - {task: 20, kind: projects, name: 云创业基地, to: 中国云创业(四会)基地}

``kind`` is a key of the annotation guideline: responsible, projects, places, policies, programmes,
organisations; quantities can be removed by their ``quote``. ``quote`` must stand in the task as it is in the source. A
correction that does not fit the notice any more is refused: it was made for another text or another reading.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import yaml

from xietong.errors import CurationError
from xietong.model import Body, Duty, Facts, Notice, Quantity, Role, Task, Thing, ThingKind
from xietong.text import Quote

Item = TypeVar("Item")
Entry = dict[str, Any]
NAMED = {kind.value for kind in ThingKind}
SUFFIX = ".curation.yaml"


def curation_file(source: Path) -> Path | None:
    """Return the file of corrections beside a source, if there is one."""
    path = source.with_name(source.stem + SUFFIX)
    return path if path.is_file() else None


def curate(notice: Notice, path: Path, identify: Callable[[str], Body]) -> Notice:
    """Return the notice with the corrections of a file applied in the order remove, rename, add.

    ``identify`` turns a surface form into a body, as the notice's own reading does. Raises CurationError,
    naming file and entry, for a file that is malformed or does not fit.
    """
    try:
        wanted = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CurationError(
            f"{path}：无法读取（{error}）；请检查 YAML 格式。", f"{path}: cannot be read ({error}); check the YAML."
        ) from error
    if not isinstance(wanted, dict) or not set(wanted) <= {"add", "remove", "rename"}:
        raise CurationError(
            f"{path}：顶层只能有 add、remove、rename。", f"{path}: only add, remove and rename may stand at the top."
        )
    tasks = {task.number: task for task in notice.tasks}
    steps = {"remove": _removed, "rename": _renamed, "add": _added}
    for name, step in steps.items():
        for entry in wanted.get(name) or ():
            try:
                task = tasks[entry["task"]]
                tasks[task.number] = step(notice, task, entry, identify)
            except (KeyError, TypeError, ValueError) as error:
                raise _misfit(path, name, entry, f"{error}") from error
    return replace(notice, tasks=tuple(tasks.values()), curation=path.name)


def _misfit(path: Path, step: str, entry: object, why: str) -> CurationError:
    return CurationError(
        f"{path}：{step} {entry} 与通知不符（{why}）；请按现在的原文修改或删去这一条。",
        f"{path}: {step} {entry} does not fit the notice ({why}); mend or delete the entry.",
    )


def _quote(notice: Notice, task: Task, words: str) -> Quote:
    """Return where a quote first stands in a task. Raises ValueError if it does not."""
    at = notice.text.source.find(words, task.quote.start, task.quote.end)
    if at < 0 or not words:
        raise ValueError(f"quote {words}")
    return Quote(at, at + len(words), words)


def _added(notice: Notice, task: Task, entry: Entry, identify: Callable[[str], Body]) -> Task:
    quote = _quote(notice, task, entry["quote"])
    if entry["kind"] == "responsible":
        role = Role(entry.get("role", "responsible"))
        body = identify(entry["quote"])
        duty = Duty(body=body, as_written=entry["quote"], role=role, quote=quote, curated=True)
        return replace(task, duties=(*task.duties, duty))
    thing = Thing(
        kind=ThingKind(entry["kind"]),
        name=str(entry.get("name") or entry["quote"]),
        quote=quote,
        part_of=entry.get("part_of"),
        sort=entry.get("sort"),
        place=str(entry["place"]) if "place" in entry else None,
        curated=True,
    )
    return _with_things(task, (*task.facts.things, thing))


def _removed(_: Notice, task: Task, entry: Entry, __: Callable[[str], Body]) -> Task:
    kind = entry["kind"]
    if kind == "responsible":
        duties = tuple(duty for duty in task.duties if duty.body.name != entry["name"])
        return replace(task, duties=_fewer(task.duties, duties))
    if kind == "quantities":
        quantities: tuple[Quantity, ...] = tuple(
            each for each in task.facts.quantities if each.quote.text != entry["quote"]
        )
        return replace(task, facts=replace(task.facts, quantities=_fewer(task.facts.quantities, quantities)))
    if kind not in NAMED:
        raise ValueError(f"kind {kind}")
    things = tuple(thing for thing in task.facts.things if (thing.kind, thing.name) != (kind, entry["name"]))
    return _with_things(task, _fewer(task.facts.things, things))


def _renamed(_: Notice, task: Task, entry: Entry, __: Callable[[str], Body]) -> Task:
    key = (ThingKind(entry["kind"]), entry["name"])
    if not any((thing.kind, thing.name) == key for thing in task.facts.things):
        raise ValueError(f"name {entry['name']}")
    things = (
        replace(thing, name=entry["to"], key=None, curated=True) if (thing.kind, thing.name) == key else thing
        for thing in task.facts.things
    )
    return _with_things(task, tuple(things))


def _fewer(before: tuple[Item, ...], after: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return what is left. Raises ValueError if nothing was there to remove."""
    if len(before) == len(after):
        raise ValueError("nothing to remove")
    return after


def _with_things(task: Task, things: tuple[Thing, ...]) -> Task:
    facts: Facts = replace(task.facts, things=things)
    return replace(task, facts=facts)
