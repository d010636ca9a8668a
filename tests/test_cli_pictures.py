"""Drawing from the command line: saved views, a query of one's own, a server's graph; networks for other programs."""

import re
from pathlib import Path

import igraph
import networkx as nx
import pytest

from tests.commands import call
from xietong.faces.views import views

OWN = "CONSTRUCT { ?a xt:coordinatesWith ?b } WHERE { ?a xt:coordinatesWith ?b . FILTER(STR(?a) < STR(?b)) }"


def heading(page: Path) -> str:
    """Return the h1 of a page."""
    (found,) = re.findall("<h1>(.*?)</h1>", page.read_text(encoding="utf-8"))
    return str(found)


@pytest.mark.parametrize("name", views())
def test_any_view_is_drawn_by_its_name(name: str, graph: Path, tmp_path: Path) -> None:
    done = call("view", name, "-o", tmp_path / "page.html", "--graph", graph)
    assert done.exit_code == 0, done.output
    assert heading(tmp_path / "page.html") == views()[name].query.summary.en


def test_the_page_speaks_the_language_asked_for(graph: Path, tmp_path: Path) -> None:
    call("view", "coordination", "-o", tmp_path / "zh.html", "--graph", graph, "--lang", "zh")
    assert heading(tmp_path / "zh.html") == "部门协同"
    call("view", "coordination", "-o", tmp_path / "zh2.html", "--graph", graph, language="zh")
    assert (tmp_path / "zh.html").read_bytes() == (tmp_path / "zh2.html").read_bytes()


def test_a_query_of_ones_own_is_drawn_under_the_name_of_its_file(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "我的网络.rq").write_text(OWN, encoding="utf-8")
    done = call("view", "--query", tmp_path / "我的网络.rq", "-o", tmp_path / "own.html", "--graph", graph)
    assert done.exit_code == 0, done.output
    assert heading(tmp_path / "own.html") == "我的网络"


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_a_network_is_written_for_other_programs(form: str, graph: Path, tmp_path: Path) -> None:
    done = call("export", "coordination", "-o", tmp_path / f"network.{form}", "--graph", graph)
    assert done.exit_code == 0, done.output
    read = nx.read_gexf if form == "gexf" else nx.read_graphml
    network = read(tmp_path / f"network.{form}")
    assert (len(network), network.number_of_edges()) == (59, 480)
    node = network.nodes["https://w3id.org/xietong/agency/肇庆市旅游局"]
    assert (node["label"], node["kind"], node["kind_zh"]) == ("肇庆市旅游局", "prefecture", "市级机构")


def test_igraph_reads_the_network_with_all_attributes(graph: Path, tmp_path: Path) -> None:
    call("export", "projects", "-o", tmp_path / "network.graphml", "--graph", graph)
    network = igraph.Graph.Read_GraphML(str(tmp_path / "network.graphml"))
    bridge = network.vs.find(label="阅江大桥")
    assert (bridge["kind"], bridge["kind_zh"], bridge["id"].rsplit("/", 1)[1]) == ("project", "项目", "阅江大桥")
    (edge,) = network.es.select(_incident=[bridge.index])
    assert edge["relation"] == "xt:concernsProject"
    assert edge["weight"] == 1.0
    assert edge["tasks"].endswith("/task/25")


def test_an_export_is_the_same_on_every_day(graph: Path, tmp_path: Path) -> None:
    for name in ("one.gexf", "other.gexf"):
        call("export", "goal-tree", "-o", tmp_path / name, "--graph", graph)
    assert (tmp_path / "one.gexf").read_bytes() == (tmp_path / "other.gexf").read_bytes()
    assert b"lastmodifieddate" not in (tmp_path / "one.gexf").read_bytes()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["view"], "Name a view"),
        (["view", "nothing"], "There is no view nothing"),
        (["view", "goal-tree", "--query", "x.rq"], "Name a view"),
        (["view", "--query", "absent.rq"], "Cannot read the query absent.rq"),
        (["export", "goal-tree", "-o", "network.docx"], "docx is no known format; there are: ttl .* gexf"),
        (["export", "goal-tree", "-o", "network"], "network is no known format"),
    ],
)
def test_what_cannot_be_drawn_ends_in_one_sentence(words: list[str], says: str, graph: Path) -> None:
    done = call(*words, "--graph", graph)
    assert done.exit_code == 2
    assert re.search(says, done.stderr)
    assert done.stderr.count("\n") == 1
