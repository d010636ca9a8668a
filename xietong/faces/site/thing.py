"""The page of a thing: what a person is told of it, each fact with its words; below, all that the graph says."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from markupsafe import Markup, escape

from xietong.faces.kinds import BODIES, KINDS, RELATIONS
from xietong.faces.panel import Fact, Quoted, Thing, prefixed, short_id
from xietong.faces.site.frame import Here, folder_of, render
from xietong.faces.site.known import Known
from xietong.faces.wording import label_of
from xietong.graph.dump import FORMS
from xietong.graph.terms import VOCABULARY
from xietong.graph.vocabulary import term_labels
from xietong.words import Words

PROPERTIES = {  # of other vocabularies, which the ontology does not describe
    "rdf:type": Words("类型", "type"),
    "rdfs:label": Words("简称", "label"),
    "skos:prefLabel": Words("全称", "full name"),
    "skos:altLabel": Words("别名", "other name"),
    "skos:hiddenLabel": Words("检索用名", "name for searching"),
    "skos:notation": Words("代码", "notation"),
    "skos:inScheme": Words("所属词表", "vocabulary"),
    "dcterms:title": Words("标题", "title"),
    "dcterms:identifier": Words("文号", "document number"),
    "dcterms:issued": Words("成文日期", "date of issue"),
    "dcterms:language": Words("语言", "language"),
    "dcterms:publisher": Words("发布机构", "publisher"),
    "dcterms:source": Words("源文件", "source file"),
    "dcterms:isPartOf": Words("属于", "part of"),
    "dcterms:hasPart": Words("包括", "has part"),
    "prov:wasQuotedFrom": Words("出自原文", "quoted from"),
    "prov:wasDerivedFrom": Words("来自", "derived from"),
    "qudt:numericValue": Words("数值", "value"),
    "geosparql:hasGeometry": Words("位置", "geometry"),
    "geosparql:asWKT": Words("坐标", "coordinates"),
    "nif:isString": Words("全文", "whole text"),
    "org:subOrganizationOf": Words("上级机构", "part of the body"),
}
CLAUSE = re.compile("[。；;！？\n]")  # what ends a clause
MOST_AROUND = 60  # characters of it on either side of a mention
LONGEST_VALUE = 300  # characters of a value in the list of statements
MOST_VALUES = 100  # of one property


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a notice with the mention that holds them (``notice/N/text#char=1,2``), and the clause around them."""

    words: str
    mention: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A thing in a section: how it takes part, and the words that say so."""

    thing: Thing
    note: Words | str | None = None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """What stands in one relation to the thing of the page; ``brief`` if names suffice."""

    heading: Words
    items: list[Item]
    note: Words | None = None

    @property
    def brief(self) -> bool:
        """Whether no item has a clause of the notice to show."""
        return not any(quote.before or quote.after for item in self.items for quote in item.quotes)


def thing_page(known: Known, id_: str, here: Here) -> str:
    """Return the page of a thing by its id."""
    thing = known.thing(id_)
    triples = known.says(id_)
    return render(
        "thing.html",
        here,
        thing=thing,
        kind=KINDS[thing.kind].words if id_ in known.told.things else _class(triples),
        name=thing.name if id_ in known.told.things else _label(triples) or thing.name,
        iri=known.iri(id_).value,
        folder=folder_of(id_),
        forms=FORMS if here.live else {suffix: FORMS[suffix] for suffix in (".ttl", ".jsonld")},
        text=_marked(thing, known.facts.get(id_, [])),
        has_text=f"{id_}/text" if thing.kind == "notice" else None,
        whole=[known.thing(whole) for whole in _wholes(known, thing)],
        sections=list(sections(known, thing)),
        statements=list(_statements(known, triples, here)),
        leading=[] if id_ in known.told.things else list(_statements(known, known.said_of(id_), here, leading=True)),
    )


def _label(triples: Iterable[ox.Triple]) -> str | None:
    """Return the label that the graph gives to a thing of which nothing is told."""
    names = {
        prefixed(triple.predicate.value): triple.object.value
        for triple in triples
        if isinstance(triple.object, ox.Literal)
    }
    return next((names[each] for each in ("rdfs:label", "skos:prefLabel", "xt:statedAs") if each in names), None)


def _class(triples: Iterable[ox.Triple]) -> Words:
    """Return what the ontology calls the class of a thing."""
    classes = (_term(each.object.value) for each in triples if isinstance(each.object, ox.NamedNode))
    return next((words for words in classes if words), KINDS["thing"].words)


def _wholes(known: Known, thing: Thing) -> Iterator[str]:
    """Yield what a part of a notice belongs to, the notice first."""
    if thing.whole is not None:
        yield from _wholes(known, known.thing(thing.whole))
        yield thing.whole


def _marked(thing: Thing, facts: Iterable[Fact]) -> Markup:
    """Return the text of a task with the words marked that facts were read from."""
    stretches = sorted(
        (fact.quoted.at, fact.quoted.at + len(fact.quoted.words))
        for fact in facts
        if fact.one == thing.id and fact.quoted and fact.quoted.at >= 0
    )
    text, done, out = thing.text, 0, Markup("")
    for begin, end in stretches:
        if begin >= done:
            out += escape(text[done:begin]) + Markup("<mark>{}</mark>").format(text[begin:end])
            done = end
    return out + escape(text[done:])


# ---------------------------------------------------------------- sections


def sections(known: Known, thing: Thing) -> Iterator[Section]:
    """Yield what a thing stands in relation to: as the facts say, then what follows from them."""
    groups: dict[tuple[int, bool], dict[str, list[Fact]]] = {}
    order = {name: at for at, name in enumerate(RELATIONS)}
    for fact in known.facts.get(thing.id, []):
        forward = fact.one == thing.id
        if fact.relation == "dcterms:isPartOf" and forward and thing.whole == fact.other:
            continue  # stands above the title
        key = order.get(fact.relation, len(order)), not forward
        groups.setdefault(key, {}).setdefault(fact.other if forward else fact.one, []).append(fact)
    for (_, inverse), found in sorted(groups.items()):
        relation = RELATIONS[next(iter(found.values()))[0].relation]
        heading = relation.inverse if inverse else relation.forward
        items = [
            Item(known.thing(other), _brief(known.thing(other)), tuple(dict.fromkeys(_quotes(known, facts, thing))))
            for other, facts in found.items()
        ]
        yield Section(heading, sorted(items, key=_order))
    if thing.kind in BODIES:
        yield from _partners(known, thing)
    elif thing.kind not in ("notice", "goal", "task"):
        yield from _answering(known, thing)


def _brief(thing: Thing) -> str | None:
    """Return what a figure or a deadline says, in short."""
    values = (
        [value for _, value in thing.said if isinstance(value, str)] if thing.kind in ("figure", "milestone") else []
    )
    return " · ".join(values) or None


def _order(item: Item) -> tuple[int, str, int, str]:
    """Parts of a notice by number, then as the text has them, else by name."""
    begin = int(item.quotes[0].mention.rpartition("=")[2].partition(",")[0]) if item.quotes else item.thing.begin
    return item.thing.number or 0, item.thing.whole or "", begin if item.thing.number is None else 0, item.thing.name


def _quotes(known: Known, facts: Iterable[Fact], page: Thing) -> Iterator[Quote]:
    """Yield the words behind facts; around the name of a thing stands its clause.

    Around that of a body, in a list, and where the page shows the whole text, stands nothing.
    """
    for fact in facts:
        if (quoted := fact.quoted) is None:
            continue
        at = f"{known.notice_of(fact.one)}/text#char={quoted.begin},{quoted.end}"
        if fact.relation.startswith("role:") or fact.one == page.id:
            yield Quote(quoted.words, at)
        else:
            yield Quote(quoted.words, at, *_around(known.thing(fact.one).text, quoted))


def _around(text: str, quoted: Quoted) -> tuple[str, str]:
    """Return what stands before and after words in their clause, at most so many characters."""
    if quoted.at < 0:
        return "", ""
    before = CLAUSE.split(text[: quoted.at])[-1]
    after = CLAUSE.split(text[quoted.at + len(quoted.words) :])[0]
    return (
        before if len(before) <= MOST_AROUND else "…" + before[-MOST_AROUND:],
        after if len(after) <= MOST_AROUND else after[:MOST_AROUND] + "…",
    )


def _partners(known: Known, body: Thing) -> Iterator[Section]:
    """Yield the bodies that share tasks with one, those with most tasks first."""
    tasks = {fact.one for fact in known.facts.get(body.id, []) if fact.relation.startswith("role:")}
    shared = Counter(other for task in tasks for other in {fact.other for fact in known.bodies.get(task, [])})
    del shared[body.id]
    found = sorted(shared.items(), key=lambda each: (-each[1], known.thing(each[0]).name))
    if found:
        yield Section(
            RELATIONS["xt:coordinatesWith"].forward,
            [Item(known.thing(other), Words(f"{number}项任务", f"{number} tasks")) for other, number in found],
            Words("在同一任务中列名的部门及共同任务数", "bodies named in the same tasks, and how many"),
        )


def _answering(known: Known, thing: Thing) -> Iterator[Section]:
    """Yield who answers for a thing: the bodies of the tasks that name it."""
    tasks = {fact.one for fact in known.facts.get(thing.id, []) if fact.other == thing.id}
    bodies = {fact.other: fact for task in sorted(tasks) for fact in known.bodies.get(task, [])}
    found = [
        Item(known.thing(body), RELATIONS[fact.relation].words if fact.relation != "role:responsible" else None)
        for body, fact in bodies.items()
    ]
    if found:
        yield Section(
            Words("由谁负责", "who answers for it"),
            sorted(found, key=lambda item: item.thing.name),
            Words("提到它的任务的责任单位", "the bodies responsible for the tasks that name it"),
        )


# ---------------------------------------------------------------- statements


@dataclass(frozen=True, slots=True)
class Statement:
    """All values of one property: words and links, links of other sites told apart."""

    label: Words | None
    name: str  # of the property: xt:number, or its whole IRI
    values: list[tuple[str, str | None, bool]]  # words, link, whether it leads elsewhere
    more: int


def _statements(
    known: Known, triples: Iterable[ox.Triple], here: Here, *, leading: bool = False
) -> Iterator[Statement]:
    """Yield statements property by property, with their values; with their subjects if they lead to the thing."""
    groups: dict[str, list[tuple[str, str | None, bool]]] = {}
    for triple in triples:
        value = value_of(known, triple.subject if leading else triple.object, here)
        groups.setdefault(triple.predicate.value, []).append(value)
    for iri, values in groups.items():
        name = prefixed(iri)
        yield Statement(
            _term(iri) or PROPERTIES.get(name),
            name if name != iri else iri,
            values[:MOST_VALUES],
            max(0, len(values) - MOST_VALUES),
        )


def _term(iri: str) -> Words | None:
    """Return what the ontology calls one of its terms."""
    labels = term_labels().get(iri, {})
    return Words(labels["zh"], labels["en"]) if len(labels) == 2 else None


def value_of(
    known: Known, value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, here: Here
) -> tuple[str, str | None, bool]:
    """Return a value as words and a link, and whether the link leads to another site."""
    if isinstance(value, ox.Literal):
        words = value.value
        return (words if len(words) <= LONGEST_VALUE else words[:LONGEST_VALUE] + "…"), None, False
    if not isinstance(value, ox.NamedNode):
        return str(value or ""), None, False
    iri = value.value
    if known.has_page(iri):
        id_ = short_id(iri, known.names)
        mentioned = re.search("#char=([0-9]+),([0-9]+)$", id_)
        words = f"{mentioned[1]}–{mentioned[2]}" if mentioned else known.thing(id_).name
        return words, here.thing(id_), False
    if iri.startswith(VOCABULARY):
        label = label_of(iri)
        words = label.in_language(here.language) if label else iri.removeprefix(VOCABULARY)
        return words, here.page(f"ontology/index.html#vocabulary/{iri.removeprefix(VOCABULARY)}"), False
    name = prefixed(iri)
    if name.startswith("xt:"):
        return name, here.page(f"ontology/index.html#{name.removeprefix('xt:')}"), False
    return name, iri if iri.startswith(("http://", "https://")) else None, True
