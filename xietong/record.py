"""The notice as JSON, in the keys of the annotation guideline."""

from decimal import Decimal
from typing import Any

from xietong.model import Facts, Notice, Quantity, Task, ThingKind
from xietong.text import Quote


def as_record(notice: Notice) -> dict[str, Any]:
    """Return a notice in the keys of the annotation guideline, with offsets for every quote and name.

    ``start`` and ``end`` count code points of the source, the end not included. A kind of fact that
    this version does not read has no key; a kind of which there is none has an empty list.
    """
    header = notice.header
    document: dict[str, Any] = {}
    for key, value in (
        ("title", header.title),
        ("number", header.number),
        ("index", header.index),
        ("plan_title", header.plan_title),
    ):
        if value is not None:
            document[key] = value.value
    if header.issuers:
        written = [party.body.name for party in header.issuers]
        document["issuer"] = written[0] if len(written) == 1 else written
    if header.publisher:
        document["publisher"] = header.publisher.body.name
    if header.issued:
        document["issued"] = header.issued[0].isoformat()
    if header.plan_year:
        document["plan_year"] = header.plan_year
    if header.addressees:
        document["recipients"] = [party.as_written for party in header.addressees]
    if header.attachments:
        document["attachments"] = [attachment.value for attachment in header.attachments]
    return {
        "document": document,
        "goals": [
            {
                "number": goal.number,
                "written": goal.written,
                "title": goal.title,
                "tasks": list(goal.all_tasks()),
                **_offsets(goal.title_quote),
            }
            for goal in notice.goals
        ],
        "tasks": [_task_record(task) for task in notice.tasks],
    }


def _task_record(task: Task) -> dict[str, Any]:
    return {
        "number": task.number,
        "written": task.written,
        "title": task.title,
        **_offsets(task.quote),
        "open": task.open,
        "responsible": [
            {"name": duty.body.name, "as": duty.as_written, "role": duty.role.value}
            | ({"collective": True} if duty.body.collective else {})
            | ({"in_text": True} if duty.in_text else {})
            | _offsets(duty.quote)
            for duty in task.duties
        ],
        **_facts_record(task.facts),
    }


def _facts_record(facts: Facts) -> dict[str, Any]:
    """Return figures and named things in the keys of the guideline; what is not stated has no key."""
    return {
        "quantities": [_quantity_record(quantity) for quantity in facts.quantities],
        **{
            kind.value: [
                {"name": thing.name, "quote": thing.quote.text}
                | ({"part_of": thing.part_of} if thing.part_of else {})
                | _offsets(thing.quote)
                for thing in facts.things
                if thing.kind is kind
            ]
            for kind in ThingKind
        },
        "milestones": [
            {"quote": each.quote.text, "due": each.due.isoformat()}
            | ({"about": each.about} if each.about else {})
            | _offsets(each.quote)
            for each in facts.milestones
        ],
    }


def _quantity_record(quantity: Quantity) -> dict[str, Any]:
    record: dict[str, Any] = {
        "quote": quantity.quote.text,
        "indicator": quantity.indicator,
        "comparator": quantity.comparator.value,
        "value": _plain_number(quantity.value),
    }
    if quantity.value_max is not None:
        record["value_max"] = _plain_number(quantity.value_max)
    record |= {"unit": quantity.unit, "kind": quantity.kind.value}
    due = quantity.due.isoformat() if quantity.due else None
    optional = {"change": quantity.change, "commitment": quantity.commitment, "due": due}
    optional |= {"base": quantity.base, "about": quantity.about}
    return record | {key: str(value) for key, value in optional.items() if value} | _offsets(quantity.quote)


def _plain_number(value: Decimal) -> int | float:
    """Return a number as JSON writes it; figures of notices have few digits, so a float holds them exactly enough."""
    return int(value) if value == value.to_integral_value() else float(value)


def _offsets(quote: Quote) -> dict[str, int]:
    return {"start": quote.start, "end": quote.end}
