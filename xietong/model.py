"""What the program knows: the notice as read, and the knowledge it is read with.

The language side fills these types and the graph side writes them out; neither knows the
other. All are frozen, all offsets are those of the source (:class:`xietong.text.Quote`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xietong.text import Quote, Text

# ---------------------------------------------------------------- the notice as read


class Role(StrEnum):
    """The part that a body plays in a task; the values are those of the annotation guideline."""

    LEAD = "lead"  # 牵头、主办
    SUPPORT = "support"  # 配合、协办、参与
    RESPONSIBLE = "responsible"  # everything else: nothing is guessed


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A responsible body (责任单位), identified.

    ``name`` is canonical within the notice (肇庆市发改局: place restored, function words as
    written). ``key`` is the same for every wording and every notice and becomes the IRI
    (肇庆市发展改革局; 肇庆市端州区人民政府: with the chain of places that makes it unique in the
    country). ``label`` is the key without that chain, ``official`` the full official name where
    the vocabulary knows it.
    """

    name: str
    key: str
    label: str
    official: str | None = None
    place: str | None = None  # division code of its jurisdiction (GB/T 2260)
    function: str | None = None  # id in the SKOS scheme of government functions
    collective: bool = False  # stands for many: 各县(市、区)政府


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A body's part in a task, as one place of the text states it."""

    body: Body
    as_written: str  # the surface form, without a suffix that the list shares
    role: Role
    quote: Quote
    in_text: bool = False  # named by a running sentence, not by the closing statement
    rule: Quote | None = None  # the document's own rule that gave the role (列第一位的为牵头单位)
    curated: bool = False  # added or changed by hand


class Comparator(StrEnum):
    """How a figure is bounded; the values are those of the annotation guideline."""

    EQUAL = "="  # 达到、实现, or nothing
    AT_LEAST = ">="  # 以上、不低于
    MORE = ">"  # 超过、突破
    AT_MOST = "<="  # 不超过、以内
    LESS = "<"  # 低于、少于
    ABOUT = "~"  # 约、左右


class Commitment(StrEnum):
    """How strongly a figure is promised."""

    STRIVE = "strive"  # 力争、争取
    ENSURE = "ensure"  # 确保、保证


class Change(StrEnum):
    """Which way a figure that measures a change goes."""

    INCREASE = "increase"  # 增长11%
    DECREASE = "decrease"  # 下降3%


class QuantityKind(StrEnum):
    """Whether a figure is to be reached or only says how big a thing is."""

    TARGET = "target"
    SCALE = "scale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure that measures something, as the guideline (section Quantities) defines it."""

    quote: Quote  # the shortest part of the clause with number, unit, comparator and indicator words
    indicator: str  # what is measured, in the text's words
    comparator: Comparator
    value: Decimal
    value_max: Decimal | None  # of a range: 1—2支
    unit: str  # as written, with its magnitude: 万亩
    kind: QuantityKind
    unit_id: str | None = None  # in the SKOS scheme of units, where it is known
    qudt: str | None = None  # IRI of the unit in QUDT, if the unit as written has no magnitude before it
    base_unit: str | None = None  # the unit to sort and sum by
    base_value: Decimal | None = None  # the value in base units
    base_value_max: Decimal | None = None
    change: Change | None = None
    commitment: Commitment | None = None
    due: date | None = None
    base: str | None = None  # of comparison: 2015年
    about: str | None = None  # the project, place, body or programme that the figure is about


class ThingKind(StrEnum):
    """The kinds of named things; the values are the keys of the annotation guideline."""

    PROJECT = "projects"
    PLACE = "places"
    POLICY = "policies"
    PROGRAMME = "programmes"
    ORGANISATION = "organisations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A named thing in a task's body, at its first mention there."""

    kind: ThingKind
    name: str  # canonical: the full form, without quotation marks
    quote: Quote
    key: str | None = None  # the name by which the graph knows it, where names are many: G321 for 国道321线
    part_of: str | None = None  # the longer project that a section or a phase belongs to
    sort: str | None = None  # of a project or place: id in the SKOS scheme of its kinds (road, bridge; water, region …)
    place: str | None = None  # code of the division that a place is, or that a project lies in
    within: str | None = None  # of a place without a code: that of the division which its name says that it lies in
    members: tuple[str, ...] = ()  # of a place: codes of those for which it stands: 广佛肇
    action: str | None = None  # of a policy, what the task does with it: implement, draw-up, issue
    years: str | None = None  # of a policy: the years in its title, 2016—2020
    level: str | None = (
        None  # of a policy, the level of government that issues it: central, province, prefecture, county
    )
    curated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A deadline without a figure: 确保广佛肇高速大旺至封开段年底前开通."""

    quote: Quote
    due: date
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a stretch of the notice says beside who is responsible."""

    quantities: tuple[Quantity, ...] = ()
    things: tuple[Thing, ...] = ()
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task (任务): an item at the level that carries the responsible bodies."""

    number: int  # runs through the notice from 1
    written: str  # the number as it stands: (二十五)
    title: str
    text: str  # the whole item, clean
    title_quote: Quote
    quote: Quote
    open: bool  # the list of bodies ends in 等
    duties: tuple[Duty, ...]
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A section (目标) that gathers tasks; a goal within a goal is one of its ``goals``."""

    number: int  # runs among its siblings from 1
    written: str
    title: str
    title_quote: Quote
    goals: tuple["Goal", ...]
    tasks: tuple[int, ...]  # running numbers of the tasks that stand directly in it
    facts: Facts  # of its own text: general parts such as 主要目标

    def all_tasks(self) -> tuple[int, ...]:
        """Return the running numbers of all tasks below this goal, in order."""
        below = [number for goal in self.goals for number in goal.all_tasks()]
        return tuple(sorted((*self.tasks, *below)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value of the notice's own data, with the place that states it."""

    value: str
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A body as issuer, publisher or addressee of the notice."""

    body: Body
    as_written: str  # with the suffix that its list shares: 高新区管委会 in 高新区、港区管委会
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The notice's own data: what stands in its head, its letter and its signature."""

    title: Stated | None = None
    number: Stated | None = None  # 文号
    index: Stated | None = None  # 索引号
    issuers: tuple[Party, ...] = ()  # who signs
    publisher: Party | None = None  # 发布机构, if stated apart
    issued: tuple[date, Quote] | None = None
    plan_title: Stated | None = None
    plan_year: int | None = None
    addressees: tuple[Party, ...] = ()
    attachments: tuple[Stated, ...] = ()
    place: str | None = None  # division code of the jurisdiction


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice (通知) read whole: the one thing that passes from the language to the graph."""

    text: Text
    header: Header
    goals: tuple[Goal, ...]
    tasks: tuple[Task, ...]  # those in no goal stand here alone
    facts: Facts  # of what stands before the first numbered item
    curation: str | None = None  # name of the file of corrections that was applied


# ---------------------------------------------------------------- what it is read with


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Place:
    """An administrative division of GB/T 2260; each is one object, compared and hashed by identity."""

    code: str
    name: str  # 高要区
    shorts: tuple[str, ...]  # 高要
    level: str  # province, prefecture, county
    parent: str | None  # code
    letters: tuple[str, ...] = ()  # 粤; the one-character names that compounds are made of
    abolished: bool = False  # stood within the years of the notices, but no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function of government (发展改革), by which bodies of all places compare."""

    id: str
    name: str  # the canonical short wording
    official: str  # the wording of official full names: 发展和改革


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralBody:
    """A body of the state with a name of its own."""

    name: str
    official: str
    function: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit or classifier, with its factor to the base unit (亩 is 10000/15 m²)."""

    id: str
    base: str
    factor: Decimal
    qudt: str | None = None  # IRI of the same unit in QUDT


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Knowledge:
    """The vocabularies, without RDF: what the reading room is told about the world.

    Compared and hashed by identity, so that tables built from it can be cached.
    """

    places: Mapping[str, Place]  # by code
    functions: Mapping[str, Function]  # by written form: 发改, 发展改革, 发展和改革
    central: Mapping[str, CentralBody]  # by written form: 发展改革委, 国家发展改革委
    roles: Mapping[str, Role]  # by written form: 牵头, 牵头单位
    units: Mapping[str, Unit]  # by written form: 亩, 平方公里
    comparators: Mapping[str, Comparator]  # by written form: 不低于, 以上
    changes: Mapping[str, Change]  # by written form: 增长
    commitments: Mapping[str, Commitment]  # by written form: 力争
