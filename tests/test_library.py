"""The library as a researcher uses it in a notebook: few names, typed, documented, the same as the command line."""

import inspect
import subprocess
import sys
from html import unescape
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
import rdflib
from matplotlib import font_manager
from playwright.sync_api import Browser

import xietong
from xietong.errors import GraphError, QueryError, SourceError, XietongError
from xietong.notebook import FONTS

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


def test_a_table_has_headings_in_words(dataset: xietong.Dataset) -> None:
    answer = xietong.ask(dataset, "partners-of-agency", {"agency": "发改局"})
    assert list(answer.frame("zh").columns) == ["部门", "协同部门", "共同任务数", "任务序号"]
    assert list(answer.frame("en").columns) == [words.en for words in answer.query.columns.values()]
    assert answer.frame("zh").to_numpy().tolist() == answer.frame().to_numpy().tolist()


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


def test_the_notices_that_come_with_the_program_are_found() -> None:
    sources = xietong.default_sources()
    assert FIRST in sources
    assert all(path.is_file() for path in sources)


# ---------------------------------------------------------------- pages within a notebook


def test_a_page_is_shown_in_a_frame_that_holds_it_as_text(dataset: xietong.Dataset, tmp_path: Path) -> None:
    shown = xietong.view(dataset, "projects", language="en")
    html = shown._repr_html_()
    assert html.count("<") == 2  # the frame begins and ends, all else is its text
    assert unescape(html.split('srcdoc="')[1].split('"')[0]) == shown.html
    assert len(repr(shown)) < 100
    shown.save(str(tmp_path / "projects.html"))
    assert (tmp_path / "projects.html").read_bytes().decode() == shown.html
    assert '<html lang="en">' in shown.html


def test_a_network_page_works_within_a_frame_and_a_review_page_does(dataset: xietong.Dataset, browser: Browser) -> None:
    tab = browser.new_page()
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    pages = xietong.view(dataset, language="zh"), xietong.review(xietong.read(FIRST), language="zh")
    tab.set_content("".join(page._repr_html_() for page in pages))
    network, review = tab.frames[1:]
    network.fill("#search", "发改局")
    network.press("#search", "Enter")
    network.wait_for_selector("#panel:not([hidden]) >> text=负责的任务")
    review.locator("a.to[href]").nth(5).click()
    review.locator("nav a").last.click()
    assert review.locator("h1").first.inner_text().startswith("肇庆市人民政府办公室")  # the frame did not go elsewhere
    assert review.evaluate(
        "(() => { try { return parent.document.title } catch (error) { return error.name } })()"
    ) == ("SecurityError")
    assert wrong == []
    tab.close()


def test_an_own_query_is_drawn(dataset: xietong.Dataset, tmp_path: Path) -> None:
    query = tmp_path / "mine.rq"
    query.write_text("SELECT ?one ?other { ?task a xt:Task ; xt:responsibleAgency ?one ; xt:concernsProject ?other }")
    assert "阅江大桥" in xietong.view(dataset, query=query).html
    with pytest.raises(QueryError, match="nothing"):
        xietong.view(dataset, "nothing")


# ---------------------------------------------------------------- files


@pytest.mark.parametrize(
    ("name", "form", "holds"),
    [
        ("graph.ttl", None, b"@prefix xt:"),
        ("graph.data", "nq", b"/graph/derived> ."),
        ("places.geojson", None, b'"FeatureCollection"'),
        ("network.gexf", None, b"<gexf"),
    ],
)
def test_a_graph_is_exported(
    dataset: xietong.Dataset, tmp_path: Path, name: str, form: str | None, holds: bytes
) -> None:
    xietong.export(dataset, str(tmp_path / name), form)
    assert holds in (tmp_path / name).read_bytes()


def test_tables_and_a_named_network_are_exported(dataset: xietong.Dataset, tmp_path: Path) -> None:
    xietong.export(dataset, tmp_path / "tables", "csv")
    assert len(pd.read_csv(tmp_path / "tables" / "tasks.csv")) == 47
    xietong.export(dataset, tmp_path / "goals.graphml", network="goal-tree")
    assert "notice" in set(nx.get_node_attributes(nx.read_graphml(tmp_path / "goals.graphml"), "kind").values())


def test_what_cannot_be_exported_says_so(dataset: xietong.Dataset, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="graphml"):
        xietong.export(dataset, tmp_path / "graph.docx")
    with pytest.raises(QueryError, match="gexf"):
        xietong.export(dataset, tmp_path / "graph.ttl", network="tasks")
    with pytest.raises(GraphError, match="file"):
        xietong.export(xietong.Endpoint("http://127.0.0.1:9/sparql"), tmp_path / "graph.ttl")
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- scores and fonts


def test_a_reading_is_held_against_an_annotation(tmp_path: Path) -> None:
    notice = xietong.read(FIRST)
    scores, misses = xietong.evaluate(notice, Path(__file__).parent / "gold" / "zhaoqing-2016.yaml")
    assert scores["task"].f1 == 1
    assert scores["task"].right == 47
    assert sum(score.wrong + score.missed for score in scores.values()) >= len(misses)
    with pytest.raises(SourceError, match=r"none\.yaml"):
        xietong.evaluate(notice, tmp_path / "none.yaml")


def test_a_chinese_font_is_found_among_those_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    font = xietong.chinese_font()
    assert font in FONTS
    assert Path(font_manager.findfont(font, fallback_to_default=False)).is_file()
    monkeypatch.setattr(font_manager, "get_font_names", lambda: ["DejaVu Sans"])
    with pytest.raises(XietongError, match="Noto Sans CJK SC"):
        xietong.chinese_font()


def test_the_command_line_is_a_module_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "xietong", "--version"], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == f"xietong, version {xietong.__version__}"


# ---------------------------------------------------------------- names


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
