"""The ontology and its vocabularies keep what they promise.

Modelled on the checks that OOPS! and FOOPS! make on a file: metadata, labels, definitions, examples, domain and range,
naming, no untyped term, nobody else's namespace redefined; and on what the files promise of themselves: a shape for
every class, one concept for every written form, an example for every written form. HermiT finds the ontology
consistent, alone and with the valid examples of ``tests/shapes`` and the vocabularies, and refuses what must not be.
"""

import json
import re
import shutil
import unicodedata
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

import owlready2
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, VANN, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology"
EXAMPLES = Path(__file__).resolve().parent / "shapes"

HEADER = URIRef("https://w3id.org/xietong/ontology")
XT = Namespace("https://w3id.org/xietong/ontology#")
VOC = Namespace("https://w3id.org/xietong/vocabulary/")
SCHEMA = Namespace("https://schema.org/")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
OWN = "https://w3id.org/xietong/"

SCHEMES = {
    "changes": "change",
    "commitments": "commitment",
    "comparators": "comparator",
    "functions": "function",
    "measures": "measure",
    "place-kinds": "place-kind",
    "project-kinds": "project-kind",
    "roles": "role",
    "units": "unit",
}
EXAMPLE_FOR_EVERY_FORM = ("changes", "commitments", "comparators", "project-kinds", "roles")

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
DATATYPES_OF_OWL = {XSD.string, XSD.boolean, XSD.integer, XSD.decimal, XSD.nonNegativeInteger, RDFS.Literal}


@cache
def ontology() -> Graph:
    """Return the ontology, read once."""
    return Graph().parse(ONTOLOGY / "xietong.ttl")


@cache
def shapes() -> Graph:
    """Return the shapes, read once."""
    return Graph().parse(ONTOLOGY / "shapes.ttl")


@cache
def vocabulary(name: str) -> Graph:
    """Return one vocabulary, read once."""
    return Graph().parse(ONTOLOGY / "vocabulary" / f"{name}.ttl")


def named(nodes: object) -> list[URIRef]:
    """Keep the IRIs of a run of nodes, sorted."""
    assert hasattr(nodes, "__iter__")
    return sorted({node for node in nodes if isinstance(node, URIRef)})


def terms(*kinds: Node) -> list[URIRef]:
    """Return the ontology's own terms of the given kinds, by default of all."""
    found = (term for kind in kinds or KINDS for term in ontology().subjects(RDF.type, kind))
    return [term for term in named(found) if term.startswith(str(XT))]


def properties() -> list[URIRef]:
    """Return the ontology's own properties."""
    return terms(OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def concepts(name: str) -> list[URIRef]:
    """Return the concepts of a vocabulary."""
    return named(vocabulary(name).subjects(RDF.type, SKOS.Concept))


def texts(graph: Graph, subject: Node, predicate: URIRef, language: str) -> list[str]:
    """Return the values of a property in one language."""
    found = graph.objects(subject, predicate)
    return [str(value) for value in found if isinstance(value, Literal) and value.language == language]


def forms(name: str, concept: URIRef) -> set[str]:
    """Return every Chinese written form of a concept."""
    graph = vocabulary(name)
    by = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, XT.officialForm)
    return {unicodedata.normalize("NFKC", form) for label in by for form in texts(graph, concept, label, "zh")}


def is_built_in(term: Node) -> bool:
    """Tell whether a term belongs to RDF, RDFS, OWL or XSD."""
    return str(term).startswith((str(RDF), str(RDFS), str(OWL), str(XSD)))


def local(term: Node) -> str:
    """Return the last part of an IRI."""
    return re.split(r"[#/]", str(term))[-1]


# -- the file as a publication (FOOPS!) --------------------------------------------------------------------------------


def test_header_says_who_what_when_and_under_which_licence() -> None:
    graph = ontology()
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [HEADER]
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert len(texts(graph, HEADER, predicate, "zh")) == len(texts(graph, HEADER, predicate, "en")) == 1
    assert (HEADER, DCTERMS.license, URIRef("https://creativecommons.org/licenses/by/4.0/")) in graph
    creator = graph.value(HEADER, DCTERMS.creator)
    assert creator is not None
    assert graph.value(creator, RDFS.label)
    created, modified = graph.value(HEADER, DCTERMS.created), graph.value(HEADER, DCTERMS.modified)
    assert isinstance(created, Literal)
    assert isinstance(modified, Literal)
    assert created.datatype == modified.datatype == XSD.date
    assert str(created) <= str(modified)
    assert graph.value(HEADER, DCTERMS.bibliographicCitation)
    assert graph.value(HEADER, OWL.imports) is None, "the file stands alone"


def test_version_is_one() -> None:
    version = str(ontology().value(HEADER, OWL.versionInfo))
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert ontology().value(HEADER, OWL.versionIRI) == URIRef(f"{HEADER}/{version}")
    assert f"version {version}" in str(ontology().value(HEADER, DCTERMS.bibliographicCitation))


def test_prefix_is_stated_and_used() -> None:
    assert str(ontology().value(HEADER, VANN.preferredNamespacePrefix)) == "xt"
    assert str(ontology().value(HEADER, VANN.preferredNamespaceUri)) == str(XT)
    assert dict(ontology().namespaces())["xt"] == URIRef(XT)


# -- every term (OOPS!) ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("term", terms(), ids=local)
def test_term_is_described(term: URIRef) -> None:
    graph = ontology()
    for predicate in (RDFS.label, SKOS.definition, RDFS.comment):
        for language in ("zh", "en"):
            assert len(texts(graph, term, predicate, language)) == 1, (predicate, language)
    for predicate in (SKOS.definition, RDFS.comment):
        (zh,), (en,) = texts(graph, term, predicate, "zh"), texts(graph, term, predicate, "en")
        assert zh.endswith("。")
        assert zh.count("。") == 1, "one sentence"
        assert en.endswith(".")
        assert ". " not in en, "one sentence"
    assert texts(graph, term, SKOS.definition, "zh") != texts(graph, term, RDFS.comment, "zh")
    assert graph.value(term, SKOS.example) is not None
    assert graph.value(term, RDFS.isDefinedBy) == HEADER


@pytest.mark.parametrize("term", terms(), ids=local)
def test_term_is_named_by_its_kind(term: URIRef) -> None:
    pattern = "[A-Z][A-Za-z]+" if (term, RDF.type, OWL.Class) in ontology() else "[a-z][A-Za-z0-9]+"
    assert re.fullmatch(pattern, local(term))


@pytest.mark.parametrize("term", terms(), ids=local)
def test_term_is_of_one_kind(term: URIRef) -> None:
    assert sum((term, RDF.type, kind) in ontology() for kind in KINDS) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_terms_share_a_label_or_a_definition(language: str) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        said = Counter(text for term in terms() for text in texts(ontology(), term, predicate, language))
        assert [text for text, count in said.items() if count > 1] == []


@pytest.mark.parametrize("term", properties(), ids=local)
def test_property_says_what_it_joins(term: URIRef) -> None:
    graph = ontology()
    for true, several in ((RDFS.domain, SCHEMA.domainIncludes), (RDFS.range, SCHEMA.rangeIncludes)):
        strict, loose = list(graph.objects(term, true)), list(graph.objects(term, several))
        assert len(strict) <= 1, "several domains or ranges would be taken for their intersection"
        assert bool(strict) != bool(loose), "one or the other"
        for thing in (*strict, *loose):
            known = (thing, RDF.type, OWL.Class) in graph or is_built_in(thing)
            assert known, f"{thing} is not declared"
    for datatype in graph.objects(term, RDFS.range):
        if (term, RDF.type, OWL.DatatypeProperty) in graph:
            assert datatype in DATATYPES_OF_OWL, "OWL 2 reasoners do not know it: schema:rangeIncludes"


@pytest.mark.parametrize("term", terms(OWL.Class), ids=local)
def test_class_is_aligned_or_specialises_one_that_is(term: URIRef) -> None:
    by = (RDFS.subClassOf, OWL.equivalentClass, SKOS.closeMatch, SKOS.relatedMatch)
    assert any(isinstance(other, URIRef) for link in by for other in ontology().objects(term, link))


@pytest.mark.parametrize("term", terms(), ids=local)
def test_hierarchy_has_no_circle(term: URIRef) -> None:
    for link in (RDFS.subClassOf, RDFS.subPropertyOf):
        above = [node for node in ontology().transitive_objects(term, link) if node != term]
        assert not any((node, link, term) in ontology() for node in above)


def test_no_term_is_left_untyped() -> None:
    graph = ontology()
    typed = set(graph.subjects(RDF.type, None))
    skip = {RDFS.seeAlso, DCTERMS.license, OWL.versionIRI, SKOS.closeMatch, SKOS.relatedMatch}
    skip |= {URIRef("http://purl.org/ontology/bibo/status")}
    used: set[Node] = set(graph.predicates())
    used |= {node for _, predicate, node in graph if isinstance(node, URIRef) and predicate not in skip}
    assert [node for node in named(used) if node not in typed and not is_built_in(node)] == []


def test_no_namespace_of_others_is_redefined() -> None:
    for subject, predicate, value in ontology():
        if isinstance(subject, URIRef) and not subject.startswith(OWN):
            assert predicate == RDF.type, f"{subject} is another's term: declare its type and no more"
            assert value in KINDS


def test_no_datatype_of_our_own() -> None:
    assert list(ontology().subjects(RDF.type, RDFS.Datatype)) == []


def test_terms_of_others_that_the_graph_uses_are_declared() -> None:
    graph = Graph()
    for path in (EXAMPLES / "valid").glob("*.ttl"):
        graph.parse(path)
    used = {*graph.predicates(), *graph.objects(None, RDF.type)}
    assert [term for term in named(used) if (term, RDF.type, None) not in ontology() and not is_built_in(term)] == []


def test_terms_of_others_are_declared_once_in_order() -> None:
    block = (ONTOLOGY / "xietong.ttl").read_text(encoding="utf-8").split("declared by their type and nothing else")[1]
    for part in block.split("\n# ")[1:]:
        declared = re.findall(r"^(\S+)\s+a owl:", part, flags=re.MULTILINE)
        assert declared == sorted(set(declared))


# -- the files fit each other ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("term", terms(OWL.Class), ids=local)
def test_class_has_a_shape(term: URIRef) -> None:
    assert (None, SH.targetClass, term) in shapes()


def test_shapes_and_vocabularies_use_declared_terms_only() -> None:
    known = set(terms())
    for path in (ONTOLOGY / "shapes.ttl", *sorted((ONTOLOGY / "vocabulary").glob("*.ttl"))):
        text = re.sub(r"(?m)^\s*#.*$", "", path.read_text(encoding="utf-8"))
        used = {XT[name] for name in re.findall(r"(?<![\w-])xt:(\w+)", text)}
        assert used - known == set(), path.name


@pytest.mark.parametrize("name", ["changes", "commitments", "comparators", "roles"])
def test_shape_allows_exactly_the_concepts_of_the_scheme(name: str) -> None:
    lists = [
        set(shapes().items(list_))
        for path in shapes().subjects(SH.path, XT[SCHEMES[name]])
        for list_ in shapes().objects(path, SH["in"])
    ]
    assert lists
    assert all(allowed == set(concepts(name)) for allowed in lists)


def test_context_holds_every_term_under_its_own_name() -> None:
    context = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    defined = {key: value["@id"] if isinstance(value, dict) else value for key, value in context.items()}
    ours = {key: value for key, value in defined.items() if isinstance(value, str) and re.match(r"xt:\w", value)}
    assert ours == {local(term): f"xt:{local(term)}" for term in terms()}
    prefixes = {key for key, value in defined.items() if isinstance(value, str) and value.endswith(("#", "/"))}
    for value in defined.values():
        if isinstance(value, str) and ":" in value and "//" not in value:
            assert value.split(":")[0] in prefixes, value
    for term in properties():
        if isinstance(context[local(term)], str):
            assert (term, RDF.type, OWL.ObjectProperty) not in ontology()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser uses it
@pytest.mark.parametrize("path", sorted((EXAMPLES / "valid").glob("*.ttl")), ids=lambda path: path.stem)
def test_context_carries_the_examples_there_and_back(path: Path) -> None:
    context = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    graph = Graph().parse(path)
    written = graph.serialize(format="json-ld", context=context)
    assert set(Graph().parse(data=written, format="json-ld")) == set(graph)


# -- vocabularies ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCHEMES)
def test_scheme_is_described(name: str) -> None:
    graph, scheme = vocabulary(name), VOC[SCHEMES[name]]
    assert list(graph.subjects(RDF.type, SKOS.ConceptScheme)) == [scheme]
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert len(texts(graph, scheme, predicate, "zh")) == len(texts(graph, scheme, predicate, "en")) == 1
    assert graph.value(scheme, DCTERMS.license)
    assert graph.value(scheme, DCTERMS.creator)
    assert graph.value(scheme, OWL.versionInfo) == ontology().value(HEADER, OWL.versionInfo)


@pytest.mark.parametrize("name", SCHEMES)
def test_concepts_are_labelled_and_in_their_scheme(name: str) -> None:
    graph, scheme = vocabulary(name), VOC[SCHEMES[name]]
    assert set(graph.subjects()) == {scheme, *concepts(name)}, "something stands here that is no concept"
    for concept in concepts(name):
        assert re.fullmatch(rf"{re.escape(scheme)}/[a-z0-9]+(-[a-z0-9]+)*", concept)
        assert len(texts(graph, concept, SKOS.prefLabel, "zh")) == 1, concept
        assert len(texts(graph, concept, SKOS.prefLabel, "en")) == 1, concept
        assert (concept, SKOS.inScheme, scheme) in graph
        assert (concept, SKOS.topConceptOf, scheme) in graph
        preferred = set(texts(graph, concept, SKOS.prefLabel, "zh"))
        assert not preferred & set(texts(graph, concept, SKOS.altLabel, "zh")), concept
        if name != "comparators":
            assert graph.value(concept, SKOS.notation) == Literal(local(concept))


@pytest.mark.parametrize("name", SCHEMES)
def test_a_written_form_names_one_concept(name: str) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for concept in concepts(name):
        for form in forms(name, concept):
            assert form == form.strip() != ""
            owners[form].add(local(concept))
    assert {form: owner for form, owner in owners.items() if len(owner) > 1} == {}


@pytest.mark.parametrize("name", SCHEMES)
def test_english_labels_are_unique(name: str) -> None:
    said = Counter(
        label for concept in concepts(name) for label in texts(vocabulary(name), concept, SKOS.prefLabel, "en")
    )
    assert [label for label, count in said.items() if count > 1] == []


@pytest.mark.parametrize("name", EXAMPLE_FOR_EVERY_FORM)
def test_every_written_form_has_an_example_and_every_example_a_form(name: str) -> None:
    for concept in concepts(name):
        examples = [
            unicodedata.normalize("NFKC", text) for text in texts(vocabulary(name), concept, SKOS.example, "zh")
        ]
        known = forms(name, concept)
        assert [form for form in sorted(known) if not any(form in example for example in examples)] == [], concept
        assert [example for example in examples if not any(form in example for form in known)] == [], concept


def test_functions_have_an_official_form_and_the_name_of_a_body() -> None:
    graph = vocabulary("functions")
    for concept in concepts("functions"):
        assert len(texts(graph, concept, XT.officialForm, "zh")) == 1, concept
        (example,) = texts(graph, concept, SKOS.example, "zh")
        assert any(form in example for form in forms("functions", concept)), concept
        for other in graph.objects(concept, SKOS.related):
            assert other in concepts("functions")
            assert other != concept
            assert (other, SKOS.related, concept) in graph


def test_functions_tell_reforms_apart_and_join_wordings() -> None:
    by_form = {form: local(concept) for concept in concepts("functions") for form in forms("functions", concept)}
    same = ("发改", "发展改革", "发展和改革")
    assert {by_form[form] for form in same} == {"development-and-reform"}
    assert {by_form[form] for form in ("人社", "人力社保", "人力资源和社会保障")} == {
        "human-resources-and-social-security"
    }
    assert by_form["国土资源"] != by_form["自然资源"]
    assert by_form["工商"] != by_form["市场监管"] != by_form["质监"]
    assert by_form["卫计"] != by_form["卫健"]


def test_comparators_are_the_six_signs() -> None:
    notations = {
        str(sign)
        for concept in concepts("comparators")
        for sign in vocabulary("comparators").objects(concept, SKOS.notation)
    }
    assert notations == {"=", ">=", ">", "<=", "<", "~"}


def test_units_reduce_to_base_units() -> None:
    graph = vocabulary("units")
    for unit in concepts("units"):
        (base,), (factor,) = list(graph.objects(unit, XT.baseUnit)), list(graph.objects(unit, XT.baseFactor))
        assert isinstance(factor, Literal)
        assert factor.datatype == XSD.decimal
        assert factor.toPython() > 0
        assert graph.value(base, XT.baseUnit) == base, f"{base} is not a base unit"
        assert graph.value(base, XT.baseFactor) == Literal(Decimal("1.0"))
        assert (base == unit) == (factor == Literal(Decimal("1.0"))), unit
        for match in graph.objects(unit, SKOS.exactMatch):
            assert str(match).startswith("http://qudt.org/vocab/unit/")


def test_fifteen_mu_are_a_hectare() -> None:
    graph, unit = vocabulary("units"), Namespace(f"{VOC}unit/")
    mu, hectare = graph.value(unit.mu, XT.baseFactor), graph.value(unit.hectare, XT.baseFactor)
    assert isinstance(mu, Literal)
    assert isinstance(hectare, Literal)
    assert abs(mu.toPython() * 15 - hectare.toPython()) < Decimal("1e-12")


# -- consistency (HermiT) ----------------------------------------------------------------------------------------------


def reasoned(tmp_path: Path, graph: Graph) -> owlready2.World:
    """Let HermiT reason over ``graph`` with the ontology, and return the world with what it inferred.

    Literals of datatypes that OWL 2 does not know (dates) are left out, and things are declared as individuals, which
    OWL 2 asks for and RDF does not.
    """
    assert shutil.which("java"), "HermiT needs Java: apt-get install default-jre-headless"
    whole = Graph()
    for triple in (*ontology(), *graph):
        datatype = triple[2].datatype if isinstance(triple[2], Literal) else None
        if datatype not in {XSD.date, XSD.gYear, GEO.wktLiteral}:
            whole.add(triple)
    for class_ in named(whole.subjects(RDF.type, OWL.Class)):
        for thing in named(whole.subjects(RDF.type, class_)):
            whole.add((thing, RDF.type, OWL.NamedIndividual))
    path = tmp_path / "whole.nt"
    whole.serialize(path, format="nt", encoding="utf-8")
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    return world


def test_ontology_is_consistent_and_every_class_can_have_members(tmp_path: Path) -> None:
    assert list(reasoned(tmp_path, Graph()).inconsistent_classes()) == []


def test_ontology_is_consistent_with_the_examples_and_the_vocabularies(tmp_path: Path) -> None:
    graph = Graph()
    for path in sorted((EXAMPLES / "valid").glob("*.ttl")):
        graph.parse(path)
    for name in SCHEMES:
        graph += vocabulary(name)
    assert list(reasoned(tmp_path, graph).inconsistent_classes()) == []


def test_reasoner_finds_mentions_and_the_shortcut_to_agencies(tmp_path: Path) -> None:
    graph = Graph().parse(
        data="""
        @prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
        @prefix xt:  <https://w3id.org/xietong/ontology#> .
        <urn:task> a xt:Task ; xt:hasResponsibility <urn:part> .
        <urn:part> a xt:Responsibility ; xt:agency <urn:bureau> .
        <urn:bureau> a xt:Agency .
        <urn:text> a nif:Context ; xt:sha256 "00" .
        <urn:quote> a nif:OffsetBasedString ; nif:referenceContext <urn:text> .
        <urn:elsewhere> a nif:OffsetBasedString .
        """,
    )
    world = reasoned(tmp_path, graph)
    mention = world[str(XT.Mention)]
    assert mention in world["urn:quote"].is_a
    assert mention not in world["urn:elsewhere"].is_a
    assert world[str(XT.SourceText)] in world["urn:text"].is_a
    inferred = world.sparql(f"SELECT ?agency {{ <urn:task> <{XT.responsibleAgency}> ?agency }}")
    assert [[agency.iri] for (agency,) in inferred] == [["urn:bureau"]]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param("<urn:a> a xt:Project , org:Organization .", id="a bridge is no organisation"),
        pytest.param("<urn:a> a xt:Project , prov:Agent .", id="nor does it do anything"),
        pytest.param("<urn:a> a xt:Task , prov:Activity .", id="a planned task has not happened"),
        pytest.param("<urn:a> a xt:Target , xt:ScaleFigure .", id="a target is no scale figure"),
        pytest.param("<urn:a> a xt:Place , xt:Agency .", id="a zone is a place, its administration an agency"),
        pytest.param("<urn:a> a xt:Agency , xt:AgencyGroup .", id="an agency is no group of them"),
        pytest.param("<urn:a> xt:coordinatesWith <urn:a> .", id="no body coordinates with itself"),
        pytest.param("<urn:a> xt:hasMember <urn:b> . <urn:b> a xt:Place .", id="the members of a group are agencies"),
    ],
)
def test_reasoner_refuses(tmp_path: Path, facts: str) -> None:
    prefixes = f"""
        @prefix org:  <http://www.w3.org/ns/org#> .
        @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix xt:   <{XT}> .
    """
    graph = Graph().parse(data=prefixes + facts)
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reasoned(tmp_path, graph)
