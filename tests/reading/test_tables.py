"""The tables of this folder: text -> what it means, one concept a file.

A row has ``why`` (its name), ``text`` and ``means``; ``limit`` says why the program does not do it yet, and the row
must then fail. The reader of a table, in ``READERS``, turns a row into what it means.
"""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from xietong.graph.vocabulary import knowledge
from xietong.model import Body, Header, Notice, Role, Task
from xietong.reading import read
from xietong.reading.agency import Home, body
from xietong.reading.clean import clean
from xietong.reading.place import gazetteer
from xietong.text import Span

Row = dict[str, Any]
FOLDER = Path(__file__).parent
LETTER = {Role.LEAD: "L", Role.SUPPORT: "S", Role.RESPONSIBLE: "R"}
TITLE = "{issuer}关于印发2019年重点工作任务分工方案的通知"
PLAN = "{title}\n\n一、重点工作\n（一）抓好第一项工作。{text}\n"
PLAN += "（二）抓好第二项工作。按时完成任务。（财政部）\n（三）抓好第三项工作。按时完成任务。（财政部）\n"


def rows(table: str) -> list[Any]:
    """Return the rows of a table as parameters of a test; a known limit must fail."""
    found: list[Row] = yaml.safe_load((FOLDER / f"{table}.yaml").read_text(encoding="utf-8"))
    return [
        pytest.param(
            row,
            id=f"{table}: {row.get('why') or row['text']}",
            marks=[pytest.mark.xfail(reason=row["limit"], strict=True)] if "limit" in row else [],
        )
        for row in found
    ]


def half(words: str) -> str:
    """Return a text as NFKC has it, so that widths do not matter."""
    return unicodedata.normalize("NFKC", words)


# ---------------------------------------------------------------- who answers


def first_task(text: str, issuer: str = "衡阳市人民政府") -> Task:
    """Return the first task of a small notice of ``issuer`` in which the text stands."""
    source = PLAN.format(title=TITLE.format(issuer=issuer), text=text)
    return read("table.txt", source, knowledge()).tasks[0]


def answering(row: Row) -> tuple[object, object]:
    """Return who answers for a task, as read and as meant."""
    issuer = row.get("issuer", f"{row.get('place', '衡阳市')}人民政府")
    task = first_task(row["text"], issuer)
    found = [[half(duty.body.name), LETTER[duty.role], duty.as_written] for duty in task.duties]
    wanted = [[half(name), role, written] for name, role, written, *_ in row["means"]]
    collective = [[duty.as_written for duty in task.duties if duty.body.collective]]
    means_many = [[written for _, _, written, *more in row["means"] if more]]
    if not any(means_many):
        collective = means_many  # the table does not speak of it
    return (found, task.open, collective), (wanted, row.get("open", False), means_many)


def acting(row: Row) -> tuple[object, object]:
    """Return the actors of the running text; all must be marked so."""
    found, wanted = answering(row)
    marks = [duty.in_text for duty in first_task(row["text"]).duties]
    return (found, marks), (wanted, [True] * len(row["means"]))


def ruled(row: Row) -> tuple[object, object]:
    """Return the roles that a notice's own rule gives, with whether the rule is quoted where it gave one."""
    source = (
        f"{TITLE.format(issuer='衡阳市人民政府')}\n\n{row.get('text', '现印发给你们。')}\n\n一、重点工作\n"
        "（一）抓好工业。新增企业50家。（市发改委、市财政局、市住建局等，各县市区政府）\n"
        f"（二）抓好农业。造林3万亩。（市林业局）\n\n{row.get('after', '')}\n"
    )
    duties = read("table.txt", source, knowledge()).tasks[0].duties
    roles = "".join(LETTER[duty.role] for duty in duties)
    quoted = [duty.rule is not None and source[duty.rule.start : duty.rule.end] == duty.rule.text for duty in duties]
    return (roles, quoted), (row["means"], [role != "R" for role in row["means"]])


def width(row: Row) -> tuple[object, object]:
    """Return who answers in full, half and mixed width; all three must be what the row means."""
    full_marks, half_marks = "，：；（）［］！", ",:;()[]!"
    to_half, to_full = str.maketrans(full_marks, half_marks), str.maketrans(half_marks, full_marks)
    text = row["text"].translate(to_full)
    mixed = "".join(char.translate(to_half) if at % 2 else char for at, char in enumerate(text))

    def said(words: str) -> list[str]:
        task = first_task(words)
        return [f"{half(each.body.name)} {LETTER[each.role]}" for each in task.duties] + ["等"] * task.open

    return [said(text), said(text.translate(to_half)), said(mixed)], [row["means"]] * 3


# ---------------------------------------------------------------- names


def identified(row: Row) -> tuple[object, object]:
    """Return a body by its surface form and the place of the notice; only what the row names is compared."""
    known = gazetteer(knowledge()).at_start(row["place"] or "", None)
    place = known[0] if known else None
    assert known is not None or row["place"] is None, f"no place {row['place']}"
    found: Body = body(row["text"], Home(place, central=place is None), knowledge())
    return {key: getattr(found, key) for key in row["means"]}, row["means"]


# ---------------------------------------------------------------- text, outline, header


def cleaned(row: Row) -> tuple[object, object]:
    """Return the clean text; every character of it is that of the source or its folded form."""
    text = clean("table.txt", row["text"])
    for offset, char in enumerate(text.clean):
        there = text.source[text.source_offset(offset)]
        assert char == there or half(there) == char or char in " \n《》:", (offset, char, there)
    return text.clean.split("\n"), row["means"]


def divided(row: Row) -> tuple[object, object]:
    """Return the tasks as 'number title', the goals as 'number title: tasks'; only what the row names is compared."""
    title = row.get("title", TITLE.format(issuer="衡阳市人民政府"))
    notice = read("table.txt", f"{title}\n\n{row['text']}", knowledge())
    assert [task.number for task in notice.tasks] == list(range(1, len(notice.tasks) + 1))
    found = {
        "tasks": [f"{task.written} {task.title}" for task in notice.tasks],
        "goals": [f"{goal.written} {goal.title}: {list(goal.all_tasks())}" for goal in notice.goals],
        "bodies": [" ".join(duty.body.name for duty in task.duties) for task in notice.tasks],
        "ends": [re.sub(r"\s", "", task.text)[-6:] for task in notice.tasks],
    }
    return {key: found[key] for key in row["means"]}, dict(row["means"])


def headed(row: Row) -> tuple[object, object]:
    """Return the fields of the notice's own data that the row names."""
    notice = read("table.txt", row["text"], knowledge())
    quotes_hold(notice)
    found = header_fields(notice.header)
    return {key: found.get(key) for key in row["means"]}, row["means"]


def header_fields(header: Header) -> dict[str, object]:
    """Return the notice's own data in plain values."""
    stated = {key: getattr(header, key) for key in ("title", "number", "index", "plan_title")}
    place = knowledge().places.get(header.place or "")
    return {
        **{key: value.value for key, value in stated.items() if value is not None},
        "issuers": [party.body.name for party in header.issuers],
        "publisher": header.publisher.body.name if header.publisher else None,
        "issued": header.issued[0].isoformat() if header.issued else None,
        "plan_year": header.plan_year,
        "addressees": [party.as_written for party in header.addressees],
        "attachments": [each.value for each in header.attachments],
        "place": place.name if place else None,
    }


def quotes_hold(notice: Notice) -> None:
    """Assert that the quotes of the header say what stands in the source."""
    header, source = notice.header, notice.text.source
    stated = [each.quote for each in (header.title, header.number, header.index, header.plan_title) if each]
    stated += [party.quote for party in (*header.issuers, *header.addressees)]
    stated += [each.quote for each in header.attachments] + ([header.issued[1]] if header.issued else [])
    for quote in stated:
        assert source[quote.start : quote.end] == quote.text


# ---------------------------------------------------------------- the tables

READERS: dict[str, Callable[[Row], tuple[object, object]]] = {
    "statement": answering,
    "listing": answering,
    "level": answering,
    "trap": answering,
    "actor": acting,
    "rule": ruled,
    "width": width,
    "agency": identified,
    "clean": cleaned,
    "outline": divided,
    "header": headed,
}


@pytest.mark.parametrize(
    ("table", "row"),
    [pytest.param(table, *row.values, id=row.id, marks=row.marks) for table in READERS for row in rows(table)],
)
def test_means(table: str, row: Row) -> None:
    found, wanted = READERS[table](row)
    assert found == wanted


@pytest.mark.parametrize("table", sorted({*READERS} - {"width"}))
def test_rows_are_told_apart_by_why(table: str) -> None:
    names = [row.id for row in rows(table)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("table", ["statement", "listing", "level", "actor", "trap"])
def test_every_quote_of_a_table_says_what_stands_there(table: str) -> None:
    for parameter in rows(table):
        row = parameter.values[0]
        issuer = row.get("issuer", f"{row.get('place', '衡阳市')}人民政府")
        source = PLAN.format(title=TITLE.format(issuer=issuer), text=row["text"])
        for task in read("table.txt", source, knowledge()).tasks:
            for duty in task.duties:
                assert source[duty.quote.start : duty.quote.end] == duty.quote.text
                assert "".join(duty.quote.text.split()) == duty.as_written


def test_width_has_twenty_sentences() -> None:
    assert len(rows("width")) == 20


def test_a_span_and_a_quote_are_two_types() -> None:
    assert not isinstance(clean("t", "甲 乙").quote(Span(0, 1)), Span)
