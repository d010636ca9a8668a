"""What a reader is told of a fact: its kind, its place in the text, and all that was read of it, in both languages."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from xietong.graph.facts import CHANGES, COMMITMENTS, COMPARATORS
from xietong.graph.terms import VOCABULARIES
from xietong.graph.vocabulary import SKOS, descriptions, knowledge
from xietong.model import (
    Body,
    Comparator,
    Duty,
    Facts,
    Goal,
    Header,
    Milestone,
    Party,
    Quantity,
    QuantityKind,
    Stated,
    Task,
    Thing,
    ThingKind,
)
from xietong.text import Quote
from xietong.words import Words

KINDS = {
    "header": Words("通知信息", "notice data"),
    "goal": Words("目标", "goals"),
    "task": Words("任务", "tasks"),
    "body": Words("责任单位", "responsible bodies"),
    "quantity": Words("指标数字", "figures"),
    "milestone": Words("时限", "deadlines"),
    ThingKind.PROJECT.value: Words("项目", "projects"),
    ThingKind.PLACE.value: Words("地方", "places"),
    ThingKind.POLICY.value: Words("引用文件", "cited documents"),
    ThingKind.PROGRAMME.value: Words("专项行动", "programmes"),
    ThingKind.ORGANISATION.value: Words("相关组织", "organisations"),
    "digit": Words("未成为指标的数字", "digits that became no figure"),
    "explained": Words("其他数字", "other digits"),
}
LABELS = {
    "about": Words("关于", "about"),
    "action": Words("任务对它", "the task"),
    "base": Words("基期", "compared with"),
    "base_value": Words("折合", "in base units"),
    "by_hand": Words("人工更正", "by hand"),
    "change": Words("变化", "change"),
    "collective": Words("集合主体", "stands for many"),
    "commitment": Words("承诺", "commitment"),
    "comparator": Words("比较", "comparator"),
    "division": Words("行政区划", "division"),
    "due": Words("期限", "due"),
    "function": Words("职能", "function"),
    "indicator": Words("指标", "indicator"),
    "in_text": Words("出处", "named by"),
    "issued": Words("成文日期", "date of issue"),
    "item": Words("项", "item"),
    "kind": Words("类别", "kind"),
    "known_as": Words("图谱中名", "name in the graph"),
    "level": Words("制定层级", "issued by"),
    "list": Words("单位名单", "list of bodies"),
    "members": Words("代表", "stands for"),
    "name": Words("统一名称", "canonical name"),
    "number": Words("编号", "number"),
    "official": Words("全称", "official name"),
    "part_of": Words("属于", "part of"),
    "place": Words("所在地", "place"),
    "position": Words("原文位置", "characters"),
    "role": Words("角色", "role"),
    "rule": Words("依据", "by the rule"),
    "sort": Words("类型", "type"),
    "unit": Words("单位", "unit"),
    "value": Words("数值", "value"),
    "within": Words("位于", "lies in"),
    "written": Words("原文写法", "as written"),
    "years": Words("年份", "years"),
}
SIGNS = {
    Comparator.EQUAL: "=",
    Comparator.AT_LEAST: "≥",
    Comparator.MORE: ">",
    Comparator.AT_MOST: "≤",
    Comparator.LESS: "<",
    Comparator.ABOUT: "≈",
}
QUANTITY_KINDS = {
    QuantityKind.TARGET: Words("要达到的目标", "target to be reached"),
    QuantityKind.SCALE: Words("规模", "scale"),
}
ACTIONS = {
    "implement": Words("落实", "implements it"),
    "draw-up": Words("制定", "draws it up"),
    "issue": Words("印发", "issues it"),
}
LEVELS = {
    "central": Words("国家", "the centre"),
    "province": Words("省级", "the province"),
    "prefecture": Words("市级", "the city"),
    "county": Words("县级", "the county"),
}
YES = Words("是", "yes")

Value = Words | str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is said of a fact; ``brief`` if the list shows it and not only the panel."""

    label: str  # key in LABELS
    value: Words | str
    brief: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A mention as the page shows it: a stretch of the source, its kind, and what is known of it."""

    kind: str
    quote: Quote
    rows: tuple[Row, ...]
    before: str = ""  # of a number: the characters beside it
    after: str = ""
    number: int = 0  # among all of the page


def head_facts(header: Header) -> tuple[Fact, ...]:
    """Return the notice's own data as facts."""
    stated: list[tuple[Words, Stated | None]] = [
        (Words("标题", "title"), header.title),
        (Words("文号", "document number"), header.number),
        (Words("索引号", "index number"), header.index),
        (Words("计划名称", "title of the plan"), header.plan_title),
        *((Words("附件", "attachment"), each) for each in header.attachments),
    ]
    parties: list[tuple[Words, Party | None]] = [
        *((Words("发文机关", "issuer"), each) for each in header.issuers),
        (Words("发布机构", "publisher"), header.publisher),
        *((Words("主送机关", "addressee"), each) for each in header.addressees),
    ]
    found = [_header_fact(item, each.quote, {"value": each.value}) for item, each in stated if each]
    found += [_header_fact(item, each.quote, _body(each.body)) for item, each in parties if each]
    if header.issued:
        day, quote = header.issued
        found.append(_header_fact(LABELS["issued"], quote, {"value": day.isoformat()}))
    return tuple(found)


def goal_title(goal: Goal) -> Fact:
    """Return the title of a goal as a fact."""
    rows = _rows("goal", goal.title_quote, {}, {"number": goal.written})
    return Fact(kind="goal", quote=goal.title_quote, rows=rows)


def task_title(task: Task) -> Fact:
    """Return the title of a task as a fact."""
    more = Words("以“等”结尾，未列全", "open: not all are named") if task.open else None
    rows = _rows("task", task.title_quote, {}, {"number": f"{task.number} {task.written}", "list": more})
    return Fact(kind="task", quote=task.title_quote, rows=rows)


def task_facts(task: Task) -> tuple[Fact, ...]:
    """Return who is responsible for a task and all else that it says."""
    return (*map(_duty, task.duties), *other_facts(task.facts))


def other_facts(facts: Facts) -> tuple[Fact, ...]:
    """Return what a stretch of the notice says beside who is responsible."""
    return (*map(_quantity, facts.quantities), *map(_milestone, facts.milestones), *map(_thing, facts.things))


def number_fact(quote: Quote, what: Words | None, before: str, after: str) -> Fact:
    """Return a number that lies in no figure as a fact; ``what`` says of what else it is part, if that is known."""
    kind = "explained" if what else "digit"
    return Fact(kind=kind, quote=quote, rows=_rows(kind, quote, {"part_of": what}, {}), before=before, after=after)


def _rows(kind: str, quote: Quote, brief: dict[str, Value], more: dict[str, Value]) -> tuple[Row, ...]:
    """Return what is said of a fact, labelled; what is not known has no row."""
    told = {"kind": KINDS[kind]} | brief | more | {"position": f"{quote.start}–{quote.end}"}
    return tuple(Row(name, value, name in brief) for name, value in told.items() if value)


def _header_fact(item: Words, quote: Quote, more: dict[str, Value]) -> Fact:
    return Fact(kind="header", quote=quote, rows=_rows("header", quote, {"item": item}, more))


def _body(body: Body) -> dict[str, Value]:
    return {
        "name": body.name,
        "official": body.official if body.official != body.name else None,
        "known_as": body.key if body.key != body.name else None,
        "place": _place(body.place),
        "function": _label("function", body.function),
        "collective": YES if body.collective else None,
    }


def _duty(duty: Duty) -> Fact:
    known = _body(duty.body)
    brief: dict[str, Value] = {"role": _label("role", duty.role.value), "name": known.pop("name")}
    more: dict[str, Value] = {
        "written": duty.as_written if duty.as_written != duty.quote.text else None,
        **known,
        "in_text": Words("正文句子", "a sentence of the text") if duty.in_text else None,
        "rule": duty.rule.text if duty.rule else None,
        "by_hand": YES if duty.curated else None,
    }
    return Fact(kind="body", quote=duty.quote, rows=_rows("body", duty.quote, brief, more))


def _quantity(quantity: Quantity) -> Fact:
    base = _amount(quantity.base_value, quantity.base_value_max)
    base_unit = _label("unit", quantity.base_unit)
    brief: dict[str, Value] = {
        "indicator": quantity.indicator,
        "value": f"{SIGNS[quantity.comparator]} {_amount(quantity.value, quantity.value_max)} {quantity.unit}".strip(),
        "due": quantity.due.isoformat() if quantity.due else None,
    }
    more: dict[str, Value] = {
        "comparator": _label(*COMPARATORS[quantity.comparator].split(":")),
        "unit": quantity.unit,
        "base_value": Words(*(f"{base} {unit}" for unit in base_unit)) if base and base_unit else None,
        "change": _label(*CHANGES[quantity.change].split(":")) if quantity.change else None,
        "commitment": _label(*COMMITMENTS[quantity.commitment].split(":")) if quantity.commitment else None,
        "sort": QUANTITY_KINDS[quantity.kind],
        "base": quantity.base,
        "about": quantity.about,
    }
    return Fact(kind="quantity", quote=quantity.quote, rows=_rows("quantity", quantity.quote, brief, more))


def _thing(thing: Thing) -> Fact:
    is_place = thing.kind is ThingKind.PLACE
    brief: dict[str, Value] = {} if thing.name in thing.quote.text else {"name": thing.name}
    brief |= {
        "sort": _label("place-kind" if is_place else "project-kind", thing.sort),
        "part_of": thing.part_of,
        "division" if is_place else "place": _place(thing.place),
        "action": ACTIONS.get(thing.action or "", thing.action),
    }
    more: dict[str, Value] = {
        "name": thing.name,
        "known_as": thing.key if thing.key != thing.name else None,
        "within": _place(thing.within),
        "members": "、".join(name for code in thing.members if (name := _place(code))),
        "years": thing.years,
        "level": LEVELS.get(thing.level or "", thing.level),
        "by_hand": YES if thing.curated else None,
    }
    return Fact(kind=thing.kind.value, quote=thing.quote, rows=_rows(thing.kind.value, thing.quote, brief, more))


def _milestone(milestone: Milestone) -> Fact:
    rows = _rows("milestone", milestone.quote, {"due": milestone.due.isoformat()}, {"about": milestone.about})
    return Fact(kind="milestone", quote=milestone.quote, rows=rows)


def _amount(least: Decimal | None, most: Decimal | None) -> str:
    """Return a number or a range as a person writes it, without exponents."""
    return "–".join(f"{value:,f}" for value in (least, most) if value is not None)


def _label(scheme: str, key: str | None) -> Words | None:
    """Return what a vocabulary calls a concept."""
    return label_of(f"{VOCABULARIES[scheme]}{key}") if key else None


@lru_cache(maxsize=4096)
def label_of(iri: str | None) -> Words | None:
    """Return what its vocabulary calls a concept; one that none knows keeps the end of its IRI."""
    if not iri:
        return None
    labels = {
        each.object.language: each.object.value
        for each in descriptions([iri])
        if each.subject == NamedNode(iri)
        and each.predicate.value == SKOS + "prefLabel"
        and isinstance(each.object, Literal)
    }
    end = iri.rsplit("/", 1)[-1]
    return Words(labels.get("zh", end), labels.get("en", end))


@lru_cache(maxsize=4096)
def _place(code: str | None) -> str | None:
    """Return the full name of a division, 广东省肇庆市高要区; a code that is not known stays as it is."""
    places = knowledge().places
    names: list[str] = []
    at = code
    while at and at in places:
        names.insert(0, places[at].name)
        at = places[at].parent
    return "".join(names) or code
