"""Names become IRIs: every name a valid segment, equal names the same one, different names different ones."""

import re
import unicodedata
from urllib.parse import unquote, urljoin

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xietong.graph.terms import BASE, THINGS, VOCABULARIES, Names, local_name, term

ANYTHING = st.text(st.characters(exclude_categories=()), min_size=1)  # lone surrogates too
TEXT = st.text(min_size=1)
NAMES = [
    ("肇庆市发展改革局", "肇庆市发展改革局"),
    ("各县（市、区）人民政府", "各县(市、区)人民政府"),
    ("各县(市、区)人民政府", "各县(市、区)人民政府"),
    ("粤桂合作特别试验区（肇庆）管委会", "粤桂合作特别试验区(肇庆)管委会"),
    ("Ｇ３２１国道", "G321国道"),
    ("柯尔克孜·阿合奇", "柯尔克孜·阿合奇"),
    ("昆明理工大学 附属医院", "昆明理工大学%20附属医院"),
    ("A/B", "A%2FB"),
    ("甲~乙", "甲%7E乙"),  # ~ parts the two names of a coordination
    ("50%", "50%25"),
    ("<script>", "%3Cscript%3E"),
    ("甲#乙?丙", "甲%23乙%3F丙"),
    ("“十三五”", "%E2%80%9C十三五%E2%80%9D"),
]


@pytest.mark.parametrize(("name", "segment"), NAMES, ids=[name for name, _ in NAMES])
def test_names_stay_readable(name: str, segment: str) -> None:
    assert local_name(name) == segment


@given(ANYTHING)
def test_any_name_is_one_segment(name: str) -> None:
    assert not re.search(r"[/#?<>\s~\"{}|\\^`]", local_name(name))


@given(ANYTHING)
@settings(deadline=None)
def test_any_name_is_an_iri_for_oxigraph_and_rdflib(name: str) -> None:
    iri = Names().thing("agency", name).value
    line = f"<{iri}> <{RDFS_LABEL}> <{iri}> .\n"
    assert {quad.subject for quad in ox.parse(line, format=ox.RdfFormat.N_TRIPLES)} == {ox.NamedNode(iri)}
    assert set(rdflib.Graph().parse(data=line, format="turtle").subjects()) == {rdflib.URIRef(iri)}


@given(ANYTHING)
@example("葛\U000e0100")
@example(".")
@example("..")
@example("‥")
@settings(deadline=None)
def test_an_iri_resolves_to_itself(name: str) -> None:
    """A browser or a Turtle parser that resolves it against the base does not climb out of the folder."""
    iri = Names().thing("agency", name).value
    assert urljoin(BASE, iri) == iri
    line = f"@base <{BASE}> . <agency/{local_name(name)}> a <x> ."
    assert {quad.subject.value for quad in ox.parse(line, format=ox.RdfFormat.TURTLE)} == {iri}


@given(TEXT)
def test_names_that_differ_in_width_or_composition_only_are_one(name: str) -> None:
    normal = unicodedata.normalize("NFKC", name)
    for form in (normal, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)):
        assert local_name(form) == local_name(name)


@given(TEXT)
def test_the_name_can_be_read_back(name: str) -> None:
    """So two names that NFKC tells apart never share an IRI."""
    assert unquote(local_name(name)) == unicodedata.normalize("NFKC", name)


@given(st.sampled_from(THINGS), TEXT)
def test_the_base_is_one_setting(kind: str, name: str) -> None:
    here, there = Names().thing(kind, name).value, Names("https://data.example.cn/id/").thing(kind, name).value
    assert here.removeprefix(BASE) == there.removeprefix("https://data.example.cn/id/")


def test_vocabularies_stay_where_they_are_whatever_the_base() -> None:
    prefixes = Names("https://data.example.cn/id/").prefixes()
    assert {prefix: prefixes[prefix] for prefix in VOCABULARIES} == VOCABULARIES
    assert {prefixes[kind] for kind in THINGS} == {f"https://data.example.cn/id/{kind}/" for kind in THINGS}
    assert term("xt:Task").value == "https://w3id.org/xietong/ontology#Task"


def test_no_prefix_has_two_meanings() -> None:
    assert not set(VOCABULARIES) & set(THINGS)
    assert len(set(VOCABULARIES.values())) == len(VOCABULARIES)


RDFS_LABEL = VOCABULARIES["rdfs"] + "label"
