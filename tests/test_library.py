"""The library as a researcher uses it in a notebook: few names, typed, documented, the same as the command line."""

import inspect
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
import rdflib

import xietong
from xietong.errors import XietongError

FIRST = Path(__file__).parents[1] / "sources" / "zhaoqing-2016.txt"


@pytest.fixture(scope="module")
def dataset() -> xietong.Dataset:
    return xietong.build([str(FIRST)])


def test_a_notice_is_read_from_a_path_as_text() -> None:
    assert len(xietong.read(str(FIRST)).tasks) == 47


def test_a_question_in_words_is_a_table_of_pandas(dataset: xietong.Dataset) -> None:
    answer = xietong.ask(dataset, "partners-of-agency", {"agency": "发改局"})
    frame = answer.frame()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == ["agency", "partner", "shared", "numbers"]
    assert len(frame) == len(answer.result.rows) == 48
    assert frame.shared.max() == 14


def test_without_pandas_one_sentence_says_what_to_do(dataset: xietong.Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(XietongError, match="pandas"):
        xietong.ask(dataset, "goals").frame()


def test_a_graph_is_rdflib_s_and_networkx_s_too(dataset: xietong.Dataset) -> None:
    plain = dataset.as_rdflib()
    assert isinstance(plain, rdflib.Graph)
    assert len(plain) == len(dataset.triples())
    network = xietong.coordination_network(dataset)
    assert isinstance(network, nx.Graph)
    assert network.number_of_edges() == 480


def test_a_graph_that_was_written_opens(dataset: xietong.Dataset, tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_bytes(dataset.nquads())
    assert xietong.open_graph(str(tmp_path / "graph.nq")).nquads() == dataset.nquads()


def test_every_public_name_is_there_and_says_what_it_does() -> None:
    for name in xietong.__all__:
        thing = getattr(xietong, name)
        assert name == "__version__" or inspect.getdoc(thing)
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = xietong.nothing_of_the_kind


def test_importing_xietong_loads_nothing_heavy() -> None:
    code = "import sys, xietong; print(sorted({'rdflib', 'networkx', 'pyoxigraph', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
