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
    if not isinstance(gold, dict) or not isinstance(gold.get("tasks"), list):
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
    scored = set(gold.get("scored") or ["responsible"])
    for got, want in pairs:
        if want is not None and "responsible" in scored:
            for kind, score in _responsible(got or {}, want, misses).items():
                scores[kind] = scores.get(kind, Score()) + score
    return scores, misses


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
