"""The page that documents the ontology: its terms, the vocabularies, and what the shapes ask of a graph.

The anchor of a term is its local name, that of a concept ``vocabulary/NAME/CONCEPT``, so that the IRI of a term leads
to it when the page is served at the address of the ontology. The themes are the headings of ``xietong.ttl``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox
from markupsafe import Markup

from xietong.faces.site.frame import SAFE, Here, render
from xietong.faces.site.terms import SHAPES, Node, Ontology, along, names_of, read_ontology, shown
from xietong.graph.terms import ONTOLOGY
from xietong.resources import data_folder
from xietong.words import Language, Words

Text = tuple[tuple[str, str], ...]  # what is said, in one language or both: language and words, the page's first
Fact = tuple[Words | Markup, list[Markup]]  # a relation of a term, and to what

KINDS = {
    "owl:Class": Words("类", "class"),
    "owl:ObjectProperty": Words("对象属性", "object property"),
    "owl:DatatypeProperty": Words("数据属性", "datatype property"),
    "owl:AnnotationProperty": Words("标注属性", "annotation property"),
}
TRAITS = {
    "owl:FunctionalProperty": Words("至多一个值（函数性）", "at most one value (functional)"),
    "owl:SymmetricProperty": Words("双向成立（对称）", "holds both ways (symmetric)"),
    "owl:IrreflexiveProperty": Words("不指向自身（反自反）", "never of itself (irreflexive)"),
}
SAID = {  # what a term says of itself
    "rdfs:subClassOf": Words("上位类", "subclass of"),
    "rdfs:subPropertyOf": Words("上位属性", "subproperty of"),
    "owl:equivalentClass": Words("等价于", "equivalent to"),
    "rdfs:domain": Words("主语是（定义域）", "subject is (domain)"),
    "schema:domainIncludes": Words("主语可以是", "subject may be"),
    "rdfs:range": Words("宾语是（值域）", "object is (range)"),
    "schema:rangeIncludes": Words("宾语可以是", "object may be"),
    "owl:inverseOf": Words("逆属性", "inverse of"),
    "owl:propertyChainAxiom": Words("由属性链得出", "follows from the chain"),
    "owl:disjointWith": Words("互斥", "disjoint with"),
    "skos:exactMatch": Words("等同对应", "exact match"),
    "skos:closeMatch": Words("近似对应", "close match"),
    "skos:relatedMatch": Words("相关对应", "related match"),
}
LED = {  # what others say that lead to it
    "rdfs:subClassOf": Words("下位类", "superclass of"),
    "rdfs:subPropertyOf": Words("下位属性", "superproperty of"),
    "owl:inverseOf": SAID["owl:inverseOf"],
    "owl:disjointWith": SAID["owl:disjointWith"],
    "rdfs:domain": Words("它的属性", "its properties"),
    "schema:domainIncludes": Words("它的属性", "its properties"),
    "rdfs:range": Words("指向它的属性", "properties that lead to it"),
    "schema:rangeIncludes": Words("指向它的属性", "properties that lead to it"),
}
CONCEPT = {  # of a concept; relations of our own are called as the ontology does
    "rdfs:label": Words("通用名称", "usual name"),
    "skos:exactMatch": SAID["skos:exactMatch"],
    "skos:closeMatch": SAID["skos:closeMatch"],
    "skos:related": Words("相关", "related"),
    "dcterms:isPartOf": Words("属于", "part of"),
    "dcterms:isReplacedBy": Words("后由", "replaced by"),
    "dcterms:bibliographicCitation": Words("文献", "after"),
}
SAME = Words("对该类的要求，也是对它的要求。", "What is asked of this class is asked of it too.")
TEXTS = {  # what is shown as text
    *("rdfs:label", "rdfs:comment", "skos:definition", "skos:example", "skos:prefLabel", "skos:altLabel"),
    *("skos:hiddenLabel", "skos:notation", "skos:scopeNote", "skos:note"),
}
HEAD = {
    "owl:versionInfo": Words("版本", "version"),
    "owl:versionIRI": Words("版本 IRI", "version IRI"),
    "vann:preferredNamespaceUri": Words("命名空间", "namespace"),
    "dcterms:license": Words("许可", "licence"),
    "dcterms:creator": Words("作者", "creator"),
    "dcterms:created": Words("创建", "created"),
    "dcterms:modified": Words("修改", "modified"),
    "bibo:status": Words("状态", "status"),
    "dcterms:language": Words("语言", "languages"),
    "dcterms:source": Words("来源", "sources"),
    "dcterms:bibliographicCitation": Words("引用", "cite as"),
    "rdfs:seeAlso": Words("参见", "see also"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A term or a concept as the page shows it."""

    anchor: str
    iri: str
    name: str
    kind: Words | None
    label: Text
    definition: Text
    comment: Text
    forms: Text
    examples: Text
    facts: list[Fact]
    demands: list[tuple[Markup, str, bool]]  # of what, in which words, whether it is a warning only


def ontology_page(here: Here) -> str:
    """Return the page that documents the ontology of this installation."""
    return page_of(read_ontology(data_folder("ontology")), here)


def page_of(ontology: Ontology, here: Here) -> str:
    """Return the page that documents an ontology."""
    language, head = here.language, ONTOLOGY.removesuffix("#")
    terms = [iri for iris in ontology.themes.values() for iri in iris]
    return render(
        "ontology.html",
        here,
        title=_text(ontology.values(head, "dcterms:title"), language),
        description=_text(ontology.values(head, "dcterms:description"), language),
        head=[*_facts(ontology, head, HEAD, language), (Words("形状", "shapes"), [_link(ontology, SHAPES, language)])],
        spaces=ontology.prefixes,
        labels={ontology.anchors[iri]: _link(ontology, iri, language, named=False).striptags() for iri in terms},
        themes=[(theme, [card(ontology, iri, language) for iri in iris]) for theme, iris in ontology.themes.items()],
        schemes=[scheme(ontology, iri, language) for iri in ontology.schemes],
        disjoint=_disjoint(ontology, language),
        foreign=_foreign(ontology, language),
        asked=_asked_of_others(ontology, language),
    )


def _text(values: Iterable[Node], language: Language) -> Text:
    """Return what literals say, those in the page's language first."""
    found = [(node.language or "", node.value) for node in values if isinstance(node, ox.Literal)]
    return tuple(sorted(found, key=lambda each: each[0] != language))


def card(ontology: Ontology, iri: str, language: Language) -> Card:
    """Return a term or a concept as the page shows it."""
    said = {name: _text(values, language) for name, values in ontology.said[iri].items() if name in TEXTS}
    kinds = names_of(ontology, iri, "rdf:type")
    term = iri.startswith(ONTOLOGY)
    return Card(
        anchor=ontology.anchors[iri],
        iri=iri,
        name=ontology.name(iri) if term else "".join(words for _, words in said.get("skos:notation", ())),
        kind=next((KINDS[kind] for kind in kinds if kind in KINDS), None),
        label=said.get("rdfs:label" if term else "skos:prefLabel", ()),
        definition=said.get("skos:definition", ()),
        comment=said.get("rdfs:comment" if term else "skos:scopeNote", ()) + said.get("skos:note", ()),
        forms=said.get("skos:altLabel", ()) + said.get("skos:hiddenLabel", ()),
        examples=said.get("skos:example", ()),
        facts=list(_facts(ontology, iri, SAID if term else CONCEPT, language)),
        demands=list(_asked(ontology, iri, language)) if term else [],
    )


def _facts(ontology: Ontology, iri: str, relations: Mapping[str, Words], language: Language) -> Iterator[Fact]:
    """Yield the relations of a term that are named, or of our own making, then those that lead to it."""
    about = ontology.said[iri]
    traits = [TRAITS[kind] for kind in names_of(ontology, iri, "rdf:type") if kind in TRAITS]
    if traits:
        yield Words("特征", "characteristics"), [Markup.escape(each.in_language(language)) for each in traits]
    groups: dict[Words | Markup, list[Markup]] = {}
    for name in [*relations, *(name for name in about if name.startswith("xt:"))]:
        heading = relations.get(name) or _link(ontology, ONTOLOGY + name.removeprefix("xt:"), language, named=False)
        if name in about:
            groups.setdefault(heading, []).extend(_value(ontology, each, language) for each in about[name])
    for name, heading in LED.items() if relations is SAID else ():
        leading = [each for each in ontology.led.get((name, iri), []) if each in ontology.anchors]
        if leading:
            groups.setdefault(heading, []).extend(_link(ontology, each, language) for each in leading)
    yield from groups.items()


def _asked(ontology: Ontology, iri: str, language: Language) -> Iterator[tuple[Markup, str, bool]]:
    """Yield what the shapes ask of a class, property by property, or of a property, class by class."""
    for demand in ontology.demands:
        own = [each for each in demand.classes if each in ontology.anchors] or demand.classes
        if iri == own[0]:
            yield _path(ontology, demand.path, language), _text(demand.message, language)[0][1], demand.warning
        elif iri in own and demand.path is None:
            yield _link(ontology, own[0], language), SAME.in_language(language), False
        elif iri in demand.along:
            yield _link(ontology, own[0], language), _text(demand.message, language)[0][1], demand.warning


def _path(ontology: Ontology, path: Node | None, language: Language) -> Markup:
    if path is None:
        return Markup("<code>IRI</code>")
    pattern, nodes = along(ontology, path)
    return Markup.escape(pattern.in_language(language)).format(*(_value(ontology, node, language) for node in nodes))


@dataclass(frozen=True, slots=True)
class Scheme:
    """A vocabulary as the page shows it; of many concepts only some."""

    anchor: str
    iri: str
    title: Text
    description: Text
    facts: list[Fact]
    count: int
    cards: list[Card]


def scheme(ontology: Ontology, iri: str, language: Language) -> Scheme:
    """Return a vocabulary as the page shows it."""
    concepts = ontology.schemes[iri]
    return Scheme(
        ontology.anchors[iri],
        iri,
        _text(ontology.values(iri, "dcterms:title"), language),
        _text(ontology.values(iri, "dcterms:description"), language),
        list(
            _facts(ontology, iri, {name: words for name, words in HEAD.items() if name != "dcterms:creator"}, language)
        ),
        len(concepts),
        [card(ontology, each, language) for each in shown(ontology, concepts)],
    )


def _disjoint(ontology: Ontology, language: Language) -> list[list[Markup]]:
    """Return the classes of which nothing can be two at once, group by group."""
    groups = [values for about in ontology.said.values() for values in about.get("owl:members", [])]
    return [[_value(ontology, each, language) for each in ontology.members(group)] for group in groups]


def _foreign(ontology: Ontology, language: Language) -> list[Fact]:
    """Return the terms of others that the ontology uses, by their kind."""
    owl = ontology.prefixes["owl"]
    kinds = {kind: ontology.led.get(("rdf:type", kind.replace("owl:", owl)), []) for kind in KINDS}
    return [
        (KINDS[kind], [_link(ontology, iri, language) for iri in iris if "://" in iri and iri not in ontology.anchors])
        for kind, iris in kinds.items()
    ]


def _asked_of_others(ontology: Ontology, language: Language) -> list[tuple[Markup, list[tuple[Markup, str, bool]]]]:
    """Return what the shapes ask of classes that are not ours."""
    own = ontology.anchors.keys()
    classes = dict.fromkeys(demand.classes[0] for demand in ontology.demands if own.isdisjoint(demand.classes))
    return [(_link(ontology, iri, language), list(_asked(ontology, iri, language))) for iri in classes]


def _link(ontology: Ontology, iri: str, language: Language, *, named: bool = True) -> Markup:
    """Return the name of a term as a link: of ours, with its label, to its place on the page; of others to theirs."""
    names = (ontology.values(iri, name) for name in ("skos:prefLabel", "rdfs:label", "dcterms:title"))
    labels = next(filter(None, names), None)
    code = Markup("<code>{}</code>").format(ontology.name(iri))
    shown = _spoken(*_text(labels, language)[0], language) if labels else code
    if anchor := ontology.anchors.get(iri):
        with_name = shown + " " + code if named and "/" not in anchor else shown
        return Markup('<a href="#{}">{}</a>').format(quote(anchor, safe=SAFE), with_name)
    if iri.startswith(("http://", "https://")):
        return Markup('<a href="{}" rel="noopener">{}</a>').format(iri, shown)
    return shown


def _spoken(tongue: str, words: str, language: Language) -> Markup:
    """Return words, marked if they are not in the page's language."""
    return (
        Markup('<span lang="{}">{}</span>').format(tongue, words)
        if tongue not in ("", language)
        else Markup.escape(words)
    )


def _value(ontology: Ontology, node: Node, language: Language) -> Markup:
    """Return a value: words, a link, a class expression, a chain of properties."""
    if isinstance(node, ox.Literal):
        return _spoken(node.language or "", node.value, language)
    iri = str(getattr(node, "value", ""))
    about = ontology.said.get(iri, {})
    if isinstance(node, ox.NamedNode):
        return _link(ontology, iri, language)
    if both := about.get("owl:intersectionOf"):
        joint = Markup.escape(Words(" 并且 ", " and ").in_language(language))
        return joint.join(_value(ontology, each, language) for each in ontology.members(both[0]))
    if "rdf:first" in about:
        return Markup(" → ").join(_value(ontology, each, language) for each in ontology.members(node))
    (property_,) = about["owl:onProperty"]
    if number := about.get("owl:cardinality"):
        pattern, rest = Words("恰有 {1} 个 {0}", "exactly {1} {0}"), number
    else:
        pattern, rest = Words("有 {0}，其值是 {1}", "some {0} that is {1}"), about["owl:someValuesFrom"]
    return Markup.escape(pattern.in_language(language)).format(
        *(_value(ontology, each, language) for each in (property_, *rest))
    )
