"""The forms of RDF: every one says the same graph, to us and to other people's parsers, in the same bytes each time."""

import io
import json
import subprocess
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from xietong.errors import GraphError
from xietong.graph.dataset import Dataset
from xietong.graph.dump import FORMS, triples_of
from xietong.graph.jsonld import context, document, node
from xietong.graph.terms import BASE, Names, term
from xietong.graph.vocabulary import knowledge
from xietong.reading import read

OTHER = "https://data.example.cn/id/"
HOSTILE = """甲市人民政府关于“<b>&amp;\\u0041”的通知

甲政发〔2020〕1号

一、"引号' ]]> @zh
（一）建设}桥{梁。\u200b建成<script>alert(1)</script>大桥，投资3亿元。（市交通运输局、市财政局）
"""


@cache
def hostile(base: str = BASE) -> Dataset:
    return Dataset.of_notices([read("<&>.txt", HOSTILE, knowledge())], Names(base))


@pytest.fixture(params=["first", "hostile", "other base"])
def dataset(request: pytest.FixtureRequest, first: Dataset) -> Dataset:
    if request.param == "first":
        return first
    return hostile(OTHER if request.param == "other base" else BASE)


def canonical(statements: object) -> str:
    """Return statements as canonical N-Quads (RDFC-1.0); triples stand in the default graph."""
    found = ox.Dataset(each if isinstance(each, ox.Quad) else ox.Quad(*each) for each in statements)  # type: ignore[attr-defined]
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return "\n".join(sorted(map(str, found)))


def wanted(dataset: Dataset, suffix: str) -> str:
    return canonical(dataset.store if FORMS[suffix].graphs else dataset.triples())


def written(dataset: Dataset, suffix: str) -> bytes:
    out = io.BytesIO()
    dataset.write(suffix, out)
    return out.getvalue()


@pytest.mark.parametrize("suffix", FORMS)
def test_a_form_reads_back_to_the_same_graph(dataset: Dataset, suffix: str) -> None:
    assert canonical(ox.parse(written(dataset, suffix), format=FORMS[suffix].syntax)) == wanted(dataset, suffix)


@pytest.mark.parametrize("suffix", FORMS)
def test_the_bytes_do_not_depend_on_the_order_in_which_facts_came(first: Dataset, suffix: str) -> None:
    again = Dataset(first.names)
    again.store.extend(sorted(first.store, key=str, reverse=True))
    assert written(again, suffix) == written(first, suffix)


@pytest.mark.parametrize("suffix", FORMS)
def test_every_form_opens_again_under_its_own_base(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"graph{suffix}"
    path.write_bytes(written(hostile(OTHER), suffix))
    opened = Dataset.open(path)
    assert opened.names.base == OTHER
    assert opened.triples() == hostile(OTHER).triples()
    assert opened.rows("SELECT ?task { ?task a xt:Task }") == hostile(OTHER).rows("SELECT ?task { ?task a xt:Task }")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's parsers of datasets use what rdflib deprecates
@pytest.mark.parametrize("suffix", FORMS)
def test_rdflib_reads_it(dataset: Dataset, suffix: str) -> None:
    found = rdflib.Dataset().parse(data=written(dataset, suffix), format=FORMS[suffix].syntax.media_type)
    triples = {(each[0], each[1], each[2]) for graph in found.graphs() for each in graph}
    assert triples == set(dataset.as_rdflib())


def told(*command: str, data: bytes) -> str:
    """Return what a parser of others makes of a file, as sorted N-Triples or N-Quads; it must not complain."""
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    assert done.stderr == b""
    return canonical(ox.parse(done.stdout, format=ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize(
    ("suffix", "name"),
    [(".ttl", "turtle"), (".nt", "ntriples"), (".nq", "nquads"), (".trig", "trig"), (".rdf", "rdfxml")],
)
def test_rapper_reads_it(dataset: Dataset, suffix: str, name: str) -> None:
    data = written(dataset, suffix)
    assert told("rapper", "-q", "-i", name, "-o", "nquads", "-", dataset.names.base, data=data) == wanted(
        dataset, suffix
    )


@pytest.mark.parametrize(
    ("suffix", "name"), [(".ttl", "turtle"), (".nt", "ntriples"), (".nq", "nquads"), (".trig", "trig")]
)
def test_serdi_reads_it(dataset: Dataset, suffix: str, name: str) -> None:
    assert told("serdi", "-i", name, "-o", "nquads", "-", data=written(dataset, suffix)) == wanted(dataset, suffix)


def test_pyld_reads_the_json() -> None:
    """The first notice takes pyld minutes; what matters is that it takes our context and our short names as we do."""
    quads = jsonld.to_rdf(json.loads(written(hostile(), ".jsonld")), {"format": "application/n-quads"})
    assert canonical(ox.parse(quads.encode(), format=ox.RdfFormat.N_QUADS)) == wanted(hostile(), ".jsonld")


def test_json_speaks_short_names(first: Dataset) -> None:
    task = node(triples_of(first.store, ox.NamedNode(f"{BASE}notice/肇府办-2016-9/task/25")), BASE)
    assert task["id"] == "notice/肇府办-2016-9/task/25"
    assert task["type"] == "Task"
    assert task["number"] == 25
    assert task["openEnded"] is True
    assert task["label"] == {"zh": "打好交通建设大会战"}
    assert "agency/肇庆市交通运输局" in task["responsibleAgency"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["xt:text", "xt:number", "xt:due", "xt:agency", "rdfs:label", "rdf:type", "dcterms:created"]
            ),
            st.one_of(
                st.text(st.characters(exclude_categories=["Cs"])).map(ox.Literal),
                st.text(st.characters(exclude_categories=["Cs"])).map(lambda words: ox.Literal(words, language="zh")),
                st.sampled_from(["1", "01", "-0", "1e5", "true", "1", "2016-02-30"]).flatmap(
                    lambda words: st.sampled_from(["integer", "boolean", "decimal", "date", "gYear"]).map(
                        lambda kind: ox.Literal(words, datatype=term(f"xsd:{kind}"))
                    )
                ),
                st.sampled_from(
                    ["agency/甲", "a//b", "a/../b", ".", "x:y", "notice/甲/text#char=1,2", "?a", "#b", "", "@id", "id"]
                ).map(lambda rest: ox.NamedNode(BASE + rest)),
                st.sampled_from(["urn:x", "https://w3id.org/", term("xt:Task").value]).map(ox.NamedNode),
            ),
        ),
        min_size=1,
    )
)
def test_any_value_under_any_property_survives_json(said: list[tuple[str, ox.Literal | ox.NamedNode]]) -> None:
    subject = ox.NamedNode(f"{BASE}agency/甲")
    triples = [ox.Triple(subject, term(name), value) for name, value in said]
    whole = document([node(triples, BASE)], "context.jsonld", BASE)
    whole["@context"][0] = context()
    again = ox.parse(json.dumps(whole), format=ox.RdfFormat.JSON_LD)
    assert canonical(again) == canonical(set(triples))


def test_what_xml_cannot_hold_is_refused_in_one_sentence() -> None:
    dataset = Dataset.of_notices([read("feed.txt", HOSTILE.replace("梁", "\x0c"), knowledge())])
    with pytest.raises(GraphError, match=r"U\+000C"):
        written(dataset, ".rdf")
    assert canonical(ox.parse(written(dataset, ".ttl"), format=ox.RdfFormat.TURTLE)) == wanted(dataset, ".ttl")


def test_another_base_moves_what_is_ours_and_nothing_else() -> None:
    moved = hostile().rebased(OTHER)
    assert moved.triples() == hostile(OTHER).triples()
    assert moved.rebased(BASE).triples() == hostile().triples()
    assert hostile().rebased(BASE) is hostile()
