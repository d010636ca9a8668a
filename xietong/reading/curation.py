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
correction that does not fit the notice any more is refused: it was made for another text or another reading. So is
one with a key or a value that means nothing: it would be lost, or stand in the graph as if it meant something.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from xietong.errors import CurationError
from xietong.model import Body, Duty, Facts, Notice, Role, Task, Thing, ThingKind
from xietong.reading.head import KINDS as HEADS
from xietong.reading.locality import ABROAD_SORT, DIVISION
from xietong.reading.locality import SORTS as PLACE_SORTS
from xietong.reading.project import TOLD_BY
from xietong.text import Quote

Entry = dict[str, Any]
Keys = tuple[str, ...]
SUFFIX = ".curation.yaml"
THINGS = tuple(kind.value for kind in ThingKind)
BY_NAME: tuple[Keys, Keys] = (("name",), ())
BY_QUOTE: tuple[Keys, Keys] = (("quote",), ())
# step -> kind -> the keys beside task and kind: those that must stand, those that may
KEYS: dict[str, dict[str, tuple[Keys, Keys]]] = {
    "remove": {"responsible": BY_NAME, **dict.fromkeys(THINGS, BY_NAME), "quantities": BY_QUOTE},
    "rename": dict.fromkeys(THINGS, (("name", "to"), ())),
    "add": {
        "responsible": (("quote",), ("role",)),
        **dict.fromkeys(THINGS, (("quote",), ("name",))),
        ThingKind.PROJECT.value: (("quote",), ("name", "sort", "place", "part_of")),
        ThingKind.PLACE.value: (("quote",), ("name", "sort", "place")),
    },
}
# kind -> the sorts that reading itself can give
SORTS = {
    ThingKind.PROJECT.value: sorted({kind for _, kind in HEADS.values() if kind} | {kind for kind, _ in TOLD_BY}),
    ThingKind.PLACE.value: sorted({*PLACE_SORTS.values(), DIVISION, ABROAD_SORT}),
}


def curation_file(source: Path) -> Path | None:
    """Return the file of corrections beside a source, if there is one."""
    path = source.with_name(source.stem + SUFFIX)
    return path if path.is_file() else None


def curate(notice: Notice, path: Path, identify: Callable[[str], Body]) -> Notice:
    """Return the notice with the corrections of a file applied in the order remove, rename, add.

    ``identify`` turns a surface form into a body, as the notice's own reading does. Raises CurationError,
    naming file and entry, for a file that is malformed or does not fit.
    """
    wanted = _groups(path)
    tasks = {task.number: task for task in notice.tasks}
    steps = {"remove": _removed, "rename": _renamed, "add": _added}
    for name, step in steps.items():
        for position, entry in enumerate(wanted.get(name) or (), start=1):
            try:
                _check(name, entry)
                task = _task(tasks, entry["task"])
                tasks[task.number] = step(notice, task, entry, identify)
            except CurationError as error:
                why, shown = error.words, _shown(entry)
                raise CurationError(
                    f"{path}：{name} 第 {position} 条 {shown}：{why.zh}；请修改或删去这一条。",
                    f"{path}: {name}, entry {position}, {shown}: {why.en}; mend or delete the entry.",
                ) from error
    return replace(notice, tasks=tuple(tasks.values()), curation=path.name)


# ---------------------------------------------------------------- the file and its entries


def _groups(path: Path) -> dict[str, list[Any] | None]:
    """Return what stands under add, remove and rename."""
    try:
        wanted = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CurationError(
            f"{path}：无法读取（{error}）；请检查 YAML 格式。", f"{path}: cannot be read ({error}); check the YAML."
        ) from error
    if not isinstance(wanted, dict) or not set(wanted) <= set(KEYS):
        other = [key for key in wanted if key not in KEYS] if isinstance(wanted, dict) else []
        raise CurationError(
            f"{path}：顶层只能有 add、remove、rename{f'，不能有 {_shown(other[0])}' if other else ''}。",
            f"{path}: only add, remove and rename may stand at the top{f', not {_shown(other[0])}' if other else ''}.",
        )
    for name, entries in wanted.items():
        if not isinstance(entries, list | None):
            raise CurationError(
                f"{path}：{name} 下面要逐条列出，每条以“- ”开头。",
                f"{path}: below {name} there must be a list, each entry beginning with “- ”.",
            )
    return wanted


def _check(step: str, entry: object) -> None:
    """Refuse an entry with a key or a value that means nothing in this step."""
    kinds = KEYS[step]
    if not isinstance(entry, dict):
        raise CurationError("要写成 {task: …, kind: …} 的形式", "an entry has the form {task: …, kind: …}")
    if "kind" not in entry:
        raise _missing("kind", kinds)
    kind = entry["kind"]
    if not isinstance(kind, str) or kind not in kinds:
        raise _unknown("kind", kind, kinds, f"{step} 的", f" with {step}")
    must, may = kinds[kind]
    allowed = ("task", "kind", *must, *may)
    for key in entry:
        if key not in allowed:
            raise CurationError(
                f"{step} {kind} 不能有键 {_shown(key)}，只能用 {'、'.join(allowed)}",
                f"{step} {kind} takes no key {_shown(key)}, only {', '.join(allowed)}",
            )
    for key in ("task", *must):
        if key not in entry:
            raise _missing(key)
    for key in (*must, *may):
        given = entry.get(key, key)
        if not (isinstance(given, str) and given) and not (key == "place" and type(given) is int):
            raise CurationError(
                f"{key} 的值 {_shown(given)} 不是文字；数字要加引号",
                f"the value {_shown(given)} of {key} is no text; put figures in quotation marks",
            )
    for key, values in (("role", [role.value for role in Role]), ("sort", SORTS.get(kind, []))):
        if key in entry and entry[key] not in values:
            raise _unknown(key, entry[key], values, f"{kind} 的", f" of {kind}")


def _missing(key: str, values: Iterable[str] = ()) -> CurationError:
    zh, en = "、".join(values), ", ".join(values)
    return CurationError(
        f"缺少 {key}{f'，可以是 {zh}' if zh else ''}", f"{key} is missing{f'; it can be {en}' if en else ''}"
    )


def _unknown(key: str, given: object, values: Iterable[str], of_zh: str, of_en: str) -> CurationError:
    return CurationError(
        f"{of_zh} {key} 不能是 {_shown(given)}，只能是 {'、'.join(values)}",
        f"{key}{of_en} cannot be {_shown(given)}, only {', '.join(values)}",
    )


def _shown(value: object) -> str:
    """Return a value as it may stand in the file, on one line."""
    words = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10**6)
    return words.strip().removesuffix("...").strip()


# ---------------------------------------------------------------- what they ask for


def _task(tasks: dict[int, Task], number: object) -> Task:
    """Return a task by its running number."""
    if type(number) is not int or number not in tasks:  # true is no number, though it equals 1
        raise CurationError(
            f"没有序号为 {_shown(number)} 的任务，任务序号从 {min(tasks)} 到 {max(tasks)}",
            f"there is no task {_shown(number)}; the tasks run from {min(tasks)} to {max(tasks)}",
        )
    return tasks[number]


def _quote(notice: Notice, task: Task, words: str) -> Quote:
    """Return where a quote first stands in a task."""
    at = notice.text.source.find(words, task.quote.start, task.quote.end)
    if at < 0:
        raise CurationError(
            f"第 {task.number} 项任务的原文中没有“{words}”",
            f"“{words}” does not stand in the text of task {task.number}",
        )
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
        name=entry["name"] if "name" in entry else entry["quote"],
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
        _one_of(task, kind, entry["name"], [duty.body.name for duty in task.duties])
        return replace(task, duties=tuple(duty for duty in task.duties if duty.body.name != entry["name"]))
    if kind == "quantities":
        quantities = task.facts.quantities
        _one_of(task, kind, entry["quote"], [each.quote.text for each in quantities])
        left = tuple(each for each in quantities if each.quote.text != entry["quote"])
        return replace(task, facts=replace(task.facts, quantities=left))
    _one_of(task, kind, entry["name"], _names(task, kind))
    return _with_things(
        task, tuple(each for each in task.facts.things if (each.kind, each.name) != (kind, entry["name"]))
    )


def _renamed(_: Notice, task: Task, entry: Entry, __: Callable[[str], Body]) -> Task:
    key = (entry["kind"], entry["name"])
    _one_of(task, *key, _names(task, entry["kind"]))
    things = (
        replace(thing, name=entry["to"], key=None, curated=True) if (thing.kind, thing.name) == key else thing
        for thing in task.facts.things
    )
    return _with_things(task, tuple(things))


def _names(task: Task, kind: str) -> list[str]:
    return [thing.name for thing in task.facts.things if thing.kind == kind]


def _one_of(task: Task, kind: str, wanted: str, there: list[str]) -> None:
    """Refuse to change what was not read."""
    if wanted not in there:
        zh = f"只有 {'、'.join(there)}" if there else "一个也没有"
        en = f"only {', '.join(there)}" if there else "none at all"
        raise CurationError(
            f"第 {task.number} 项任务的 {kind} 中没有“{wanted}”，{zh}",
            f"task {task.number} has no “{wanted}” under {kind}, {en}",
        )


def _with_things(task: Task, things: tuple[Thing, ...]) -> Task:
    facts: Facts = replace(task.facts, things=things)
    return replace(task, facts=facts)
