"""The benchmarks measure what they say: the graph of many notices has all that the questions ask for."""

import pytest

from benchmarks.many import many, move
from benchmarks.queries import HOME, asked, first_notice, large
from xietong.graph.dataset import Dataset
from xietong.graph.vocabulary import knowledge

NOTICES = 40


@pytest.fixture(scope="module")
def made() -> Dataset:
    """Return the graph of some notices."""
    return many(NOTICES)


def test_every_question_has_an_answer_of_all_and_of_one_city(made: Dataset) -> None:
    assert large(made, asked(first_notice())) == []


@pytest.mark.parametrize(
    ("city", "name", "moved"),
    [
        ("340100", "肇庆市财政局", "合肥市财政局"),
        ("340100", "端州区人民政府", "瑶海区人民政府"),
        ("340100", "肇庆市高要区人民政府", "合肥市蜀山区人民政府"),
        ("340100", "肇庆(高要)智能制造研究院", "合肥(蜀山)智能制造研究院"),
        ("340100", "广东省西江航道局", "安徽省西江航道局"),
        ("441900", "四会市人民政府", "东莞市人民政府"),  # it has no counties
    ],
)
def test_a_name_is_moved_with_its_county_and_province(city: str, name: str, moved: str) -> None:
    assert move(HOME, knowledge().places[city]).said(name) == moved


def test_counties_stay_below_their_city(made: Dataset) -> None:
    rows = made.rows(
        "SELECT ?county ?city { ?notice a xt:Notice ; xt:jurisdiction ?city . ?notice dcterms:hasPart+ ?task . "
        '?task xt:responsibleAgency/xt:jurisdiction ?county . ?county xt:placeLevel "county" }'
    )
    assert rows
    places = knowledge().places
    code = {iri: iri.rpartition("/")[2] for row in rows for iri in row.values()}
    assert all(places[code[row["county"]]].parent == code[row["city"]] for row in rows)
