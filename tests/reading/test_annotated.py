"""The annotated notices: every offset that leaves the reading room quotes exactly what it says."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from xietong.evaluation import evaluate, load_annotation
from xietong.graph.vocabulary import knowledge
from xietong.reading import read_file
from xietong.record import as_record

ROOT = Path(__file__).parents[2]
TEXTS = [ROOT / "sources" / "zhaoqing-2016.txt", *sorted((ROOT / "tests" / "gold").glob("*.txt"))]
# figures with wrong value, unit or place + missed ones, and wrong attributes: present counts, which may only fall
QUANTITY_FAULTS = {
    "quantity (value, unit, place)": 25,
    "comparator": 2,
    "change": 5,
    "commitment": 1,
    "due": 62,
    "kind": 37,
}


def with_offsets(record: Any) -> Iterator[dict[str, Any]]:
    """Yield every part of a record that says where it stands."""
    if isinstance(record, dict):
        if "start" in record:
            yield record
        for value in record.values():
            yield from with_offsets(value)
    elif isinstance(record, list):
        for value in record:
            yield from with_offsets(value)


def squeezed(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_offsets_of_the_record_lead_to_its_words(path: Path) -> None:
    notice = read_file(path, knowledge())
    source = notice.text.source
    assert source == path.read_bytes().decode("utf-8-sig")
    parts = list(with_offsets(as_record(notice)))
    assert len(parts) > 20
    for part in parts:
        there = source[part["start"] : part["end"]]
        if "as" in part:
            assert squeezed(there) == part["as"]
        elif "quote" in part:
            assert there == part["quote"]
        elif "written" in part and "responsible" in part:
            assert there.startswith(part["written"])


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_tasks_stand_one_after_the_other(path: Path) -> None:
    notice = read_file(path, knowledge())
    ends = [(task.quote.start, task.quote.end) for task in notice.tasks]
    assert all(before[1] <= after[0] for before, after in pairwise(ends))
    for task in notice.tasks:
        assert task.quote.start <= task.title_quote.start <= task.title_quote.end <= task.quote.end
        for duty in task.duties:
            assert task.quote.start <= duty.quote.start < duty.quote.end <= task.quote.end
    assert [number for goal in notice.goals for number in goal.all_tasks()] in (
        list(range(1, len(notice.tasks) + 1)),
        [],
    )


def test_figures_are_read_no_worse_than_before() -> None:
    faults = dict.fromkeys(QUANTITY_FAULTS, 0)
    for path in TEXTS:
        gold = ROOT / "tests" / "gold" / f"{path.stem}.yaml"
        scores, _ = evaluate(as_record(read_file(path, knowledge())), load_annotation(gold))
        for kind in faults:
            name = kind if kind in scores else f"quantity {kind} (accuracy)"
            faults[kind] += scores[name].wrong + scores[name].missed
    assert {kind: count for kind, count in faults.items() if count > QUANTITY_FAULTS[kind]} == {}
