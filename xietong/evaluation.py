"""What was read, held against an annotation: precision, recall and F1 per kind of fact.

The rules are those of the annotation guideline, section Scoring: names are compared after NFKC, without
white space, quotation marks and the brackets of titles; a responsible body is right if canonical name and
role both are; ``also`` lists names that are as good; what the annotation calls optional is
neither right nor wrong.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from xietong.errors import SourceError

Record = Mapping[str, Any]
ALIKE = 0.6
NAMED = ("projects", "places", "policies", "programmes", "organisations")
ATTRIBUTES = ("comparator", "change", "commitment", "due", "kind")
IGNORED = re.compile(r"[\s“”\"'‘’《》〈〉·•?？,，、。\[\]【】]")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one kind: found and right, found and wrong, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 if nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found; 1 if there is nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One difference between reading and annotation, to look at."""

    task: int | None
    kind: str
    annotated: str
    read: str


def load_annotation(path: Path) -> Record:
    """Read an annotation (YAML, in the keys of the guideline). Raises SourceError if it is none."""
    try:
        gold = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SourceError(
            f"{path}：无法读取标注文件（{error}）；请检查路径与 YAML 格式。",
            f"{path}: the annotation cannot be read ({error}); check the path and the YAML.",
        ) from error
    tasks = gold.get("tasks") if isinstance(gold, dict) else None
    if (
        not isinstance(gold, dict)
        or not isinstance(tasks, list)
        or not all(isinstance(task, dict) and {"number", "title"} <= set(task) for task in tasks)
    ):
        raise SourceError(
            f"{path}：不是标注文件，缺少 tasks；请参照 tests/gold 中的例子。",
            f"{path}: no annotation, it has no tasks; see the examples in tests/gold.",
        )
    return gold


def normal(value: object) -> str:
    """Return a name as it is compared.

    >>> normal("《关于 A 的意见》") == normal("关于A的意见")
    True
    """
    return IGNORED.sub("", unicodedata.normalize("NFKC", str(value)))


def evaluate(read: Record, gold: Record) -> tuple[dict[str, Score], list[Miss]]:
    """Compare a reading with an annotation; both in the keys of the guideline.

    Returns the score of each kind, in a fixed order, and every difference. A task is paired with the one
    of the same title, else with the one of the same number if that is still free.
    """
    pairs = list(_paired(read["tasks"], gold["tasks"]))
    scores: dict[str, Score] = {"task": Score(), "goal": Score(), "document field": Score()}
    misses: list[Miss] = []
    for got, want in pairs:
        same = got is not None and want is not None and normal(got["title"]) == normal(want["title"])
        scores["task"] += Score(int(same), int(got is not None and not same), int(want is not None and not same))
        if not same:
            misses.append(
                Miss(
                    want["number"] if want else None, "task", want["title"] if want else "", got["title"] if got else ""
                )
            )
    scores["goal"] = _goals(read, gold, misses)
    scores["document field"] = _document(read.get("document") or {}, gold.get("document") or {}, misses)
    scored = set(gold.get("scored") or ["responsible", "quantities", *NAMED])
    for got, want in pairs:
        if want is not None:
            for kind, score in _task_scores(got or {}, want, scored, misses):
                scores[kind] = scores.get(kind, Score()) + score
    return scores, misses


def _task_scores(got: Record, want: Record, scored: set[str], misses: list[Miss]) -> Iterator[tuple[str, Score]]:
    """Yield the scores of one task, kind by kind, in a fixed order."""
    if "responsible" in scored:
        yield from _responsible(got, want, misses).items()
    if "quantities" in scored:
        yield from _quantities(got, want, misses)
    for kind in NAMED:
        if kind in scored:
            for strict in (True, False):
                yield f"{kind} ({'exact' if strict else 'overlap'})", _names(got, want, kind, misses, strict=strict)


def _paired(read: Iterable[Record], gold: Iterable[Record]) -> Iterator[tuple[Record | None, Record | None]]:
    """Pair read and annotated tasks, by title and then by number; what stays alone is paired with None."""
    left, wanted = list(read), list(gold)
    found: dict[int, Record] = {}
    for same_title in (True, False):
        for at, want in enumerate(wanted):
            if at not in found:
                hit = next(
                    (
                        got
                        for got in left
                        if (
                            normal(got["title"]) == normal(want["title"])
                            if same_title
                            else got["number"] == want["number"]
                        )
                    ),
                    None,
                )
                if hit is not None:
                    found[at] = hit
                    left.remove(hit)
    for at, want in enumerate(wanted):
        yield found.get(at), want
    for got in left:
        yield got, None


def _goals(read: Record, gold: Record, misses: list[Miss]) -> Score:
    """Goals are right if number, title and the tasks in them are."""

    def keys(record: Record) -> set[tuple[int, str, tuple[int, ...]]]:
        return {(goal["number"], normal(goal["title"]), tuple(goal["tasks"])) for goal in record.get("goals") or ()}

    got, want = keys(read), keys(gold)
    misses += [Miss(None, "goal", str(goal), "") for goal in sorted(want - got)] + [
        Miss(None, "goal", "", str(goal)) for goal in sorted(got - want)
    ]
    return Score(len(got & want), len(got - want), len(want - got))


def _document(got: Record, want: Record, misses: list[Miss]) -> Score:
    """Fields of the notice's own data; those which the annotation lacks are not counted."""
    score = Score()
    for field, value in want.items():
        mine = got.get(field)
        if isinstance(value, list) and isinstance(mine, list):
            same = [normal(each) for each in mine] == [normal(each) for each in value]
        else:
            same = normal(mine) == normal(value)
        score += Score(int(same), int(not same and mine not in (None, "", [])), int(not same))
        if not same:
            misses.append(Miss(None, f"document {field}", str(value), str(mine)))
    return score


def _responsible(got: Record, want: Record, misses: list[Miss]) -> dict[str, Score]:
    """Bodies of a task: by canonical name and role, as written, and the list as a whole."""
    free = {normal(name) for name in want.get("optional_responsible") or ()}
    mine = [body for body in got.get("responsible") or () if normal(body.get("as", "")) not in free]
    theirs = want.get("responsible") or []
    canonical = {
        normal(name): normal(body["name"]) for body in theirs for name in (body["name"], *(body.get("also") or ()))
    }

    def name(body: Record) -> str:
        return canonical.get(normal(body["name"]), normal(body["name"]))

    has, wants = {(name(body), body["role"]) for body in mine}, {(name(body), body["role"]) for body in theirs}
    written, wanted = Counter(normal(body["as"]) for body in mine), Counter(normal(body["as"]) for body in theirs)
    whole = [name(body) for body in mine] == [name(body) for body in theirs] and bool(got.get("open")) == bool(
        want.get("open")
    )
    misses += [Miss(want["number"], "responsible", "", " ".join(each)) for each in sorted(has - wants)]
    misses += [Miss(want["number"], "responsible", " ".join(each), "") for each in sorted(wants - has)]
    if not whole and has == wants:
        misses.append(Miss(want["number"], "order, open", _list(theirs, want), _list(mine, got)))
    if has == wants and written != wanted:
        misses.append(
            Miss(
                want["number"],
                "as written",
                " ".join((wanted - written).elements()),
                " ".join((written - wanted).elements()),
            )
        )
    return {
        "responsible (name and role)": Score(len(has & wants), len(has - wants), len(wants - has)),
        "responsible (as written)": Score(
            sum((written & wanted).values()), sum((written - wanted).values()), sum((wanted - written).values())
        ),
        "responsible (order, open)": Score(int(whole), 0, int(not whole)),
    }


def _list(bodies: Iterable[Record], task: Record) -> str:
    """Return a list of bodies in words, with 等 if it is open."""
    return "、".join(body["name"] for body in bodies) + ("等" if task.get("open") else "")


# ---------------------------------------------------------------- figures


def _quantities(got: Record, want: Record, misses: list[Miss]) -> Iterator[tuple[str, Score]]:
    """Figures are found if value, unit and place agree; of those found, each attribute is right or not.

    An attribute's score counts right and wrong only, so that its precision is the accuracy of the guideline.
    """
    left = list(got.get("quantities") or ())
    number = want["number"]
    for wanted in want.get("quantities") or ():
        hit = next((each for each in left if _same_figure(each, wanted)), None)
        yield "quantity (value, unit, place)", Score(int(hit is not None), 0, int(hit is None))
        if hit is None:
            misses.append(Miss(number, "quantity", str(wanted["quote"]), ""))
            continue
        left.remove(hit)
        for attribute in (*ATTRIBUTES, "indicator"):
            mine, theirs = str(hit.get(attribute) or ""), str(wanted.get(attribute) or "")
            same = alike(mine, theirs) if attribute == "indicator" else mine == theirs
            yield f"quantity {attribute} (accuracy)", Score(int(same), int(not same), 0)
            if not same:
                misses.append(Miss(number, f"quantity {attribute} of {wanted['quote']}", theirs, mine))
    optional = want.get("optional_quantities") or ()
    for extra in left:
        if not any(_same_figure(extra, each) for each in optional):
            yield "quantity (value, unit, place)", Score(0, 1, 0)
            misses.append(Miss(number, "quantity", "", str(extra["quote"])))


def _same_figure(one: Record, other: Record) -> bool:
    """Tell whether two figures have the same value and unit, and one quote contains the other."""

    def value(record: Record, key: str) -> float | None:
        return None if record.get(key) is None else round(float(record[key]), 6)

    mine, theirs = normal(one.get("quote") or ""), normal(other.get("quote") or "")
    return (
        value(one, "value") == value(other, "value")
        and value(one, "value_max") == value(other, "value_max")
        and normal(one.get("unit") or "") == normal(other.get("unit") or "")
        and (mine in theirs or theirs in mine)
    )


def alike(one: str, other: str) -> bool:
    """Tell whether two indicators are alike: character F1 of 0.6, or one of four or more contains the other.

    >>> alike("研发机构的比例", "设立研发机构的比例"), alike("增加值", "就业人数")
    (True, False)
    """
    short, long = sorted((normal(one), normal(other)), key=len)
    common = sum((Counter(short) & Counter(long)).values())
    return bool(short) and (2 * common / (len(short) + len(long)) >= ALIKE or (len(short) >= 4 and short in long))


# ---------------------------------------------------------------- names


def _names(got: Record, want: Record, kind: str, misses: list[Miss], *, strict: bool) -> Score:
    """Compare the names of a kind in a task; what overlaps an optional name is not counted."""
    left = list(dict.fromkeys(_name(each) for each in got.get(kind) or ()))
    gold, optional = list(want.get(kind) or ()), list(want.get("optional") or ())
    right = 0
    missed: list[str] = []
    for wanted in gold:
        hit = next(iter(_hits(left, _forms(wanted), strict=strict)), None)
        if hit is None:
            missed.append(_name(wanted))
        else:
            right += 1
            left.remove(hit)
    free = [*optional, *([] if strict else [form for each in gold for form in _forms(each)])]
    wrong = [name for name in left if not any(_close(name, each) for each in free)]
    if not strict:
        misses += [Miss(want["number"], kind, name, "") for name in missed]
        misses += [Miss(want["number"], kind, "", name) for name in wrong]
    return Score(right, len(wrong), len(missed))


def _hits(names: list[str], forms: list[str], *, strict: bool) -> Iterator[str]:
    """Yield the names that match one of the forms, equal ones first."""
    for form in forms:
        yield from (name for name in names if normal(name) == normal(form))
    if not strict:
        for form in forms:
            yield from (name for name in names if _close(name, form))


def _close(one: str, other: str) -> bool:
    """Tell whether one name contains the other and is at least half as long."""
    short, long = sorted((normal(one), normal(other)), key=len)
    return bool(short) and short in long and len(short) * 2 >= len(long)


def _name(entry: str | Record) -> str:
    return entry if isinstance(entry, str) else str(entry.get("name", ""))


def _forms(entry: str | Record) -> list[str]:
    """Return the name of an annotated thing and the forms that are as good."""
    return [_name(entry), *([] if isinstance(entry, str) else entry.get("also") or ())]
