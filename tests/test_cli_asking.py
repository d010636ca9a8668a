"""Asking from the command line: saved questions with options of their own, free queries, servers, files to cite."""

import csv
import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.commands import call
from xietong.cli import main
from xietong.graph.queries import saved_queries


def asked(graph: Path, *words: str | Path, language: str = "en") -> Result:
    done = call(*words, "--graph", graph, language=language)
    assert done.exit_code == 0, done.output
    return done


# ---------------------------------------------------------------- saved questions


def test_without_a_name_the_questions_are_listed_and_can_be_searched() -> None:
    every = call("query").stdout
    assert all(name in every for name in saved_queries())
    found = call("query", "--search", "阅江 项目", language="zh").stdout + call("query", "-s", "牵头").stdout
    assert "roles-of-agencies" in found
    assert "milestones" not in found


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        ("桥", "zh", "who-answers-for-project"),  # 阅江大桥 is its example
        ("谁与谁协同 路径", "zh", "path-between-agencies"),  # by the name of its group
        ("who-with-whom", "en", "cliques-of-three"),
        ("没有的词", "zh", "没有提到“没有的词”的问题"),
        ("nosuchword", "en", "No question speaks of “nosuchword”"),
    ],
)
def test_questions_are_found_by_their_words_groups_and_examples(words: str, language: str, said: str) -> None:
    found = call("query", "-s", words, language=language)
    assert found.exit_code == 0
    assert said in found.stdout


def test_groups_are_named_in_the_readers_language() -> None:
    assert "任务与分工" in call("query", language="zh").stdout
    assert "who-with-whom" not in call("query", language="zh").stdout
    assert "who with whom" in call("query").stdout


@pytest.mark.parametrize("name", saved_queries())
def test_each_question_explains_itself_in_both_languages(name: str) -> None:
    said = " ".join(call("query", name, "--help").stdout.split())
    query = saved_queries()[name]
    assert query.summary.zh in said.replace(" ", "") or query.summary.zh in said
    assert query.summary.en in said
    assert all(f"--{parameter.name}" in said for parameter in query.parameters)


@pytest.mark.parametrize("words", ["市发展改革局", "发改局", "agency:肇庆市发展改革局", "肇庆市发展和改革局"])
def test_an_agency_goes_by_name_short_name_or_iri(words: str, graph: Path) -> None:
    done = asked(graph, "query", "agencies-by-tasks", "--agency", words, "-f", "csv")
    assert done.stdout.splitlines() == ["agency,tasks,goals,partners", "肇庆市发展改革局,21,7,48"]


def test_what_a_short_name_was_taken_for_is_said_beside_the_answer(graph: Path) -> None:
    done = asked(graph, "query", "agencies-by-tasks", "--agency", "发改局", language="zh")
    assert "“发改局”指 肇庆市发展改革局" in done.stderr


def test_a_name_that_means_nothing_ends_in_one_sentence_with_what_is_near(graph: Path) -> None:
    done = call("query", "agencies-by-tasks", "--agency", "肇庆市发展改进局", "--graph", graph)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "肇庆市发展改革局" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--latest", "soon", "2016-12-31"), ("--least", "many", "a number"), ("--measure", "furlong", "does not know")],
)
def test_a_value_of_the_wrong_kind_ends_in_one_sentence(option: str, value: str, said: str, graph: Path) -> None:
    name = {"--latest": "targets-by-due", "--least": "cliques-of-three", "--measure": "largest-figures"}[option]
    done = call("query", name, option, value, "--graph", graph)
    assert done.exit_code == 2
    assert said in done.stderr


def test_markdown_is_a_table(graph: Path) -> None:
    done = asked(graph, "query", "milestones", "-f", "markdown")
    lines = done.stdout.splitlines()
    assert lines[0] == "| due | milestone | thing | number | agencies | item |"
    assert lines[2].startswith("| 2016-12-31 | 确保广佛肇高速大旺至封开段年底前开通 |")


def test_a_result_is_written_with_what_is_needed_to_cite_and_repeat_it(graph: Path, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "部门.csv"
    asked(graph, "query", "agency-tasks", "--agency", "市扶贫办", "-o", target)
    (row,) = csv.DictReader(target.read_text(encoding="utf-8").splitlines())
    assert (row["agency"], row["number"]) == ("肇庆市扶贫办", "38")
    about = json.loads(target.with_name("部门.csv-metadata.json").read_text(encoding="utf-8"))
    assert about["@context"][0] == "http://www.w3.org/ns/csvw"
    assert about["url"] == "部门.csv"
    assert about["dc:source"]["sha256"] == hashlib.sha256(graph.read_bytes()).hexdigest()
    assert about["query"]["parameters"] == {"body": "<https://w3id.org/xietong/agency/肇庆市扶贫办>"}
    assert [column["name"] for column in about["tableSchema"]["columns"]] == list(row)
    again = asked(graph, "sparql", about["query"]["sparql"], "-f", "csv").stdout
    assert again.splitlines() == target.read_bytes().decode().splitlines()


@pytest.mark.parametrize(
    ("words", "name", "begins"),
    [
        ((), "x.csv", "agency,first,tasks,share"),
        ((), "x.json", '[\n  {\n    "agency":'),
        ((), "x.MD", "| agency | first | tasks | share |"),
        (("-f", "json"), "x.json", '[\n  {\n    "agency":'),
        (("-f", "csv"), "answer", "agency,first,tasks,share"),
        (("-f", "markdown"), "x.markdown", "| agency | first | tasks | share |"),
    ],
)
def test_the_name_of_a_file_or_f_tells_its_form(
    words: tuple[str, ...], name: str, begins: str, graph: Path, tmp_path: Path
) -> None:
    asked(graph, "query", "first-named", *words, "-o", tmp_path / name)
    assert (tmp_path / name).read_bytes().decode().replace("\r\n", "\n").startswith(begins)
    about = json.loads((tmp_path / f"{name}-metadata.json").read_text(encoding="utf-8"))
    assert about["dc:source"]["sha256"] == hashlib.sha256(graph.read_bytes()).hexdigest()
    assert about["query"]["name"] == "first-named"


@pytest.mark.parametrize(
    ("words", "name"), [(("-f", "json"), "x.csv"), (("-f", "table"), "x.csv"), ((), "x.xlsx"), ((), "answer")]
)
@pytest.mark.parametrize("command", [("query", "first-named"), ("sparql", "SELECT ?t { ?t a xt:Task }")])
def test_a_form_that_does_not_fit_the_name_is_refused(
    command: tuple[str, ...], words: tuple[str, ...], name: str, graph: Path, tmp_path: Path
) -> None:
    done = call(*command, *words, "-o", tmp_path / name, "--graph", graph)
    assert done.exit_code == 2
    assert name in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_question_that_must_be_told_of_what_says_so(graph: Path) -> None:
    done = call("query", "path-between-agencies", "--graph", graph)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "needs the parameter one" in done.stderr
    assert "required" in call("query", "path-between-agencies", "--help").stdout


# ---------------------------------------------------------------- free queries


def test_a_free_query_answers_as_a_table_csv_or_json(graph: Path) -> None:
    count = "SELECT (COUNT(?t) AS ?tasks) { ?t a xt:Task }"
    assert asked(graph, "sparql", count, "-f", "csv").stdout.splitlines() == ["tasks", "47"]
    assert json.loads(asked(graph, "sparql", count, "-f", "json").stdout) == [{"tasks": 47}]
    assert "47" in asked(graph, "sparql", count).stdout


def test_ask_and_construct_have_their_own_forms(graph: Path) -> None:
    assert asked(graph, "sparql", "ASK { ?t a xt:Task }").stdout == "true\n"
    turtle = asked(graph, "sparql", "CONSTRUCT { ?t a xt:Task } { ?t a xt:Task ; xt:number 25 }").stdout
    assert "<notice/肇府办-2016-9/task/25> a xt:Task ." in turtle


def test_the_answer_to_a_free_query_is_written_with_what_is_needed_to_repeat_it(graph: Path, tmp_path: Path) -> None:
    count = "SELECT (COUNT(?t) AS ?tasks) { ?t a xt:Task }"
    asked(graph, "sparql", count, "-o", tmp_path / "n.csv")
    assert (tmp_path / "n.csv").read_text(encoding="utf-8").split() == ["tasks", "47"]
    about = json.loads((tmp_path / "n.csv-metadata.json").read_text(encoding="utf-8"))
    assert about["query"] == {"sparql": count}
    assert about["dc:source"]["sha256"] == hashlib.sha256(graph.read_bytes()).hexdigest()
    assert about["tableSchema"]["columns"] == [{"name": "tasks", "datatype": "integer"}]


@pytest.mark.parametrize(
    ("query", "name", "says"),
    [
        ("ASK { ?t a xt:Task }", "x.txt", "true\n"),
        ("CONSTRUCT { ?t a xt:Task } { ?t a xt:Task ; xt:number 25 }", "x.ttl", "/task/25> a xt:Task ."),
        ("ASK { ?t a xt:Task }", "x.csv", None),
        ("CONSTRUCT { ?t a xt:Task } { ?t a xt:Task }", "x.json", None),
    ],
)
def test_what_is_no_table_is_written_as_none(
    query: str, name: str, says: str | None, graph: Path, tmp_path: Path
) -> None:
    done = call("sparql", query, "-o", tmp_path / name, "--graph", graph)
    if says is None:
        assert (done.exit_code, list(tmp_path.iterdir())) == (2, [])
    else:
        assert says in (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["SELECT * ", "CONSTRUCT { ?s ?p ?o } ", "ASK "])
def test_a_service_that_is_not_reached_is_one_sentence(form: str, graph: Path) -> None:
    done = call("sparql", f"{form}{{ SERVICE <http://127.0.0.1:9/> {{ ?s ?p ?o }} }}", "--graph", graph)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("xietong: The query was not answered")
    assert done.stderr.count("\n") == 1


def test_a_query_comes_from_a_file_or_is_piped_in(graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("ASK { ?t a xt:Task }", encoding="utf-8")
    assert asked(graph, "sparql", "-i", path).stdout == "true\n"
    assert asked(graph, "sparql", "-f", path).stdout == "true\n"
    words = ["sparql", "--graph", str(graph)]
    assert CliRunner().invoke(main, words, input="ASK { ?t a xt:Task }").stdout == "true\n"


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ("SELECT ?a { ?t xt:responsibleAgncy ?a }", "did you mean xt:responsibleAgency?"),
        ("SELECT ?a {", "Line 1, column"),
        ("DELETE WHERE { ?s ?p ?o }", "Line 1, column"),
    ],
)
def test_a_mistake_is_shown_with_its_place(sparql: str, said: str, graph: Path) -> None:
    before = graph.read_bytes()
    done = call("sparql", sparql, "--graph", graph)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert graph.read_bytes() == before


def test_a_query_file_that_is_not_there_is_one_sentence(graph: Path, tmp_path: Path) -> None:
    done = call("sparql", "-i", tmp_path / "none.rq", "--graph", graph)
    assert done.exit_code == 2
    assert "none.rq" in done.stderr


# ---------------------------------------------------------------- servers


def test_an_endpoint_that_does_not_answer_is_one_sentence(graph: Path) -> None:
    for words in (("query", "goals"), ("sparql", "ASK {}"), ("load", "--graph", graph)):
        done = call(*words, "--endpoint", "http://127.0.0.1:9/sparql", "--timeout", "5")
        assert done.exit_code == 2
        assert "127.0.0.1:9" in done.stderr
        assert "Traceback" not in done.stderr


def test_load_needs_an_address(graph: Path) -> None:
    done = call("load", "--graph", graph)
    assert done.exit_code == 2
    assert "--endpoint" in done.stderr
