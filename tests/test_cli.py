"""The command line as a person meets it: what it prints, what it writes, and how it fails."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import FILES, FIRST, NOTICE, call, shell, tree
from xietong.graph.queries import saved_queries

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
COMMANDS = ("analyse", "build", "evaluate", "export", "extract", "query", "review", "validate", "view")

NO_BRACKETS = (
    "肇庆市人民政府关于做好2016年工作的通知\n\n一、稳增长\n（一）推进交通建设。建成大桥。\n（二）发展教育。建校。\n"
)


def names(folder: Path) -> list[str]:
    """Return what stands in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """Return a small notice in a folder of its own."""
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of the default build, made by a process of its own in an empty folder."""
    folder = tmp_path_factory.mktemp("built")
    done = shell("build", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "output"


# ---------------------------------------------------------------- help


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_lists_every_command_in_both_languages(flag: str) -> None:
    said = call(flag)
    assert said.exit_code == 0
    assert all(command in said.stdout for command in COMMANDS)
    assert "知识图谱" in said.stdout
    assert "knowledge graph" in said.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_both_languages(command: str) -> None:
    said = call(command, "--help")
    assert (said.exit_code, said.stderr) == (0, "")
    assert re.search("[\u4e00-\u9fff]{3,}", said.stdout)
    assert re.search("[a-z]{3,} [a-z]{2,}", said.stdout)


def test_the_version_is_that_of_the_project() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    assert version[1] in call("--version").stdout


# ---------------------------------------------------------------- build


def test_build_writes_graph_ontology_page_and_text(built: Path) -> None:
    assert names(built) == FILES
    assert names(built / "text") == ["肇府办-2016-9.txt"]
    assert (
        (built / "text" / "肇府办-2016-9.txt")
        .read_text(encoding="utf-8")
        .startswith(FIRST.read_text(encoding="utf-8-sig")[:200])
    )


def test_build_ends_with_a_summary(tmp_path: Path, notice: Path) -> None:
    said = call("build", notice, "-o", tmp_path / "out")
    assert (said.exit_code, said.stderr) == (0, "")
    counts = dict(re.findall(r"^(\w[\w ]*?)\s{2,}([\d,]+)$", said.stdout, re.MULTILINE))
    assert {
        name: counts[name] for name in ("notices", "tasks", "agencies", "responsibilities", "coordination pairs")
    } == {
        "notices": "1",
        "tasks": "2",
        "agencies": "4",
        "responsibilities": "5",
        "coordination pairs": "4",
    }
    assert int(counts["triples"].replace(",", "")) > 100
    for stage in ("reading", "validation", "writing"):
        assert re.search(rf"{stage}\s+\d+\.\d\d s", said.stdout)
    assert "Valid: the graph conforms" in said.stdout
    assert f"Written to {tmp_path / 'out'}/" in said.stdout.replace("\n", "")


def test_build_speaks_chinese(tmp_path: Path, notice: Path) -> None:
    said = call("build", notice, "-o", tmp_path / "out", language="zh_CN.UTF-8")
    assert re.search(r"^任务\s+2$", said.stdout, re.MULTILINE)
    assert "校验通过" in said.stdout
    assert "已写入" in said.stdout


def test_build_graph_py_is_the_same_as_build(tmp_path: Path, built: Path) -> None:
    command = [sys.executable, str(ROOT / "build_graph.py"), "-o", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert tree(tmp_path / "out") == tree(built)


def test_build_twice_gives_the_same_files(tmp_path: Path, notice: Path) -> None:
    assert call("build", notice, "-o", tmp_path / "out").exit_code == 0
    before = tree(tmp_path / "out")
    assert call("build", notice, "-o", tmp_path / "out").exit_code == 0
    assert tree(tmp_path / "out") == before


def test_build_of_many_notices(tmp_path: Path) -> None:
    said = call("build", *sorted(GOLD.glob("*.txt"))[:3], "-o", tmp_path / "out")
    assert said.exit_code == 0
    assert re.search(r"^notices\s+3$", said.stdout, re.MULTILINE)
    assert len(names(tmp_path / "out" / "text")) == 3


@pytest.mark.parametrize(
    ("encoding", "line_end"), [("utf-8-sig", "\r\n"), ("gb18030", "\n"), ("utf-16", "\n")], ids=["BOM", "GB", "UTF-16"]
)
def test_build_reads_files_as_people_have_them(tmp_path: Path, notice: Path, encoding: str, line_end: str) -> None:
    notice.write_bytes(NOTICE.replace("\n", line_end).encode(encoding))
    assert call("build", notice, "-o", tmp_path / "out").exit_code == 0
    assert "推进交通建设" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")


def test_build_reads_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    lines = "".join(f"<p>{line}</p>" for line in NOTICE.splitlines())
    page.write_text(f"<html><head><meta charset=utf-8></head><body><div>{lines}</div></body></html>", encoding="utf-8")
    said = call("build", page, "-o", tmp_path / "out")
    assert said.exit_code == 0
    assert re.search(r"^tasks\s+2$", said.stdout, re.MULTILINE)


def test_another_base_and_language_of_the_page(tmp_path: Path, notice: Path) -> None:
    said = call("build", notice, "-o", tmp_path / "out", "--base", "https://data.example.cn/id", "--lang", "en")
    assert said.exit_code == 0
    lines = (tmp_path / "out" / "graph.nq").read_text(encoding="utf-8")
    assert "<https://data.example.cn/id/agency/肇庆市财政局>" in lines
    assert "<https://w3id.org/xietong/agency/" not in lines
    assert "<https://w3id.org/xietong/ontology#Task>" in lines
    assert "Agency coordination" in (tmp_path / "out" / "coordination.html").read_text(encoding="utf-8")


def test_a_notice_without_brackets_builds_with_a_warning(tmp_path: Path, notice: Path) -> None:
    notice.write_text(NO_BRACKETS, encoding="utf-8")
    said = call("build", notice, "-o", tmp_path / "out")
    assert said.exit_code == 0
    assert "! notice.txt: no responsible bodies found" in said.stderr
    assert names(tmp_path / "out") == FILES
    assert "未找到责任单位" in call("build", notice, "-o", tmp_path / "out", language="zh").stderr


@pytest.mark.parametrize(
    ("title", "warned"), [("青禾市人民政府", True), ("芜湖市人民政府", False), ("国务院办公厅", False)]
)
def test_build_warns_of_a_place_it_does_not_know(tmp_path: Path, title: str, *, warned: bool) -> None:
    notice = tmp_path / "notice.txt"
    bodies = "市场监管总局、财政部" if title == "国务院办公厅" else "市财政局"
    text = f"{title}关于印发2025年重点工作的通知\n\n一、产业\n（一）培育企业。新增企业50家。（{bodies}）\n"
    notice.write_text(text, encoding="utf-8")
    said = call("build", notice, "-o", tmp_path / "out").stderr
    assert ("its place is not recognised" in said) is warned


def test_a_notice_without_a_number_and_with_a_long_title_builds(tmp_path: Path, notice: Path) -> None:
    title = (
        "肇庆市人民政府办公室关于印发肇庆市“"
        + "深入实施创新驱动发展战略加快推进产业转型升级" * 4
        + "”2016年工作安排的通知"
    )
    notice.write_text(title + "\n\n" + NOTICE.split("\n\n", 2)[2], encoding="utf-8")
    said = call("build", notice, "-o", tmp_path / "out")
    assert (said.exit_code, said.stderr) == (0, "")
    assert len(names(tmp_path / "out" / "text")) == 1


# ---------------------------------------------------------------- extract, evaluate


def test_extract_prints_the_record_with_offsets_into_the_source(tmp_path: Path, notice: Path) -> None:
    done = shell("extract", notice, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    assert list(record) == ["document", "goals", "tasks"]
    assert record["document"]["number"] == "肇府办〔2016〕1号"
    assert [(goal["title"], goal["tasks"]) for goal in record["goals"]] == [("稳增长", [1, 2])]
    one, two = record["tasks"]
    assert [body["name"] for body in one["responsible"]] == ["肇庆市交通运输局", "肇庆市财政局", "端州区人民政府"]
    assert (one["open"], two["open"]) == (True, False)
    assert [body["role"] for body in two["responsible"]] == ["lead", "support"]
    for body in (*one["responsible"], *two["responsible"]):
        assert NOTICE[body["start"] : body["end"]].startswith(body["as"])
    assert names(tmp_path) == ["notice.txt"], "nothing is written"


def test_evaluate_of_the_first_notice_finds_it_read_whole(tmp_path: Path) -> None:
    done = shell("evaluate", FIRST, GOLD / "zhaoqing-2016.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    scores = {line[:30].strip(): line[30:].split() for line in done.stdout.splitlines()}
    assert scores["task"] == ["1.000", "1.000", "1.000", "47/0/0"]
    assert scores["goal"] == ["1.000", "1.000", "1.000", "10/0/0"]
    assert scores["document field"][:3] == ["1.000", "1.000", "1.000"]
    assert scores["responsible (name and role)"] == ["1.000", "1.000", "1.000", "220/0/0"]


def test_evaluate_lists_differences_and_sums_up(tmp_path: Path, notice: Path) -> None:
    gold = tmp_path / "gold.yaml"
    gold.write_text(
        "tasks:\n- {number: 1, title: 推进交通建设, open: true,\n"
        "   responsible: [{name: 肇庆市水利局, as: 市水利局, role: lead}]}\n",
        encoding="utf-8",
    )
    said = call("evaluate", "-v", notice, gold, notice, gold)
    assert said.exit_code == 0
    assert "肇庆市水利局 lead" in said.stdout
    assert re.search("^all$", said.stdout, re.MULTILINE)


# ---------------------------------------------------------------- query, validate


def test_query_without_a_name_lists_the_questions() -> None:
    for language in ("zh", "en"):
        said = call("query", language=language)
        assert said.exit_code == 0
        for name, question in saved_queries().items():
            assert name in said.stdout
            assert question.summary.in_language("zh" if language == "zh" else "en")[:12] in said.stdout


def test_query_looks_into_the_output_of_the_last_build(built: Path) -> None:
    done = shell("query", "sole-responsibility", "-f", "csv", cwd=built.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("number,task,agency")


@pytest.mark.parametrize("name", saved_queries())
def test_every_question_answers_in_every_form(built: Path, name: str) -> None:
    graph = built / "graph.nq"
    required = [each for each in saved_queries()[name].parameters if each.required]
    needed = [word for each in required for word in (f"--{each.name}", "肇庆市财政局")]
    table, as_csv, as_json = (
        call("query", name, *needed, "--graph", graph, "-f", form) for form in ("table", "csv", "json")
    )
    assert [said.exit_code for said in (table, as_csv, as_json)] == [0, 0, 0]
    assert [said.stderr for said in (table, as_csv, as_json)] == ["", "", ""]
    head, *rows = csv.reader(io.StringIO(as_csv.stdout))
    objects = json.loads(as_json.stdout)
    assert len(objects) == len(rows) > 0
    assert all(list(each) == head for each in objects)
    assert f"{len(rows)} rows" in table.stdout


def test_a_table_has_words_as_headings_in_the_language_of_the_reader(built: Path) -> None:
    graph = built / "graph.nq"
    chinese = call("query", "partners", "--graph", graph, language="zh").stdout
    english = call("query", "partners", "--graph", graph).stdout
    assert "各部门的协同广度与深度" in chinese
    assert "协同部门数" in chinese
    assert "59 行" in chinese
    assert "Breadth and depth of coordination" in english
    assert "59 rows" in english
    assert "肇庆市发展改革局" in chinese.replace("\n", "")


def test_turtle_and_nquads_answer_alike(built: Path) -> None:
    answers = {call("query", "coordination-pairs", "--graph", built / file, "-f", "csv").stdout for file in FILES[1:3]}
    assert len(answers) == 1


def test_a_reader_that_stops_early_sees_no_traceback(built: Path) -> None:
    command = f"'{Path(sys.executable).with_name('xietong')}' query agency-tasks -f csv --graph graph.nq | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=built, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "agency,number,task,role,position,notice,item"
    assert done.stderr == ""


def test_output_reads_well_where_the_locale_is_plain(built: Path) -> None:
    command = [str(Path(sys.executable).with_name("xietong")), "query", "partners", "--graph", "graph.nq"]
    surroundings = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    done = subprocess.run(command, cwd=built, env=surroundings, capture_output=True, check=True)
    assert "肇庆市" in done.stdout.decode("utf-8")


def test_validate_finds_the_first_graph_right(built: Path) -> None:
    for language, words in (("en", "Valid"), ("zh", "校验通过")):
        said = call("validate", "--graph", built / "graph.nq", language=language)
        assert (said.exit_code, said.stderr) == (0, "")
        assert words in said.stdout


def test_validate_says_what_is_wrong_and_ends_in_one(tmp_path: Path, built: Path) -> None:
    lines = (
        (built / "graph.ttl")
        .read_text(encoding="utf-8")
        .replace('rdfs:label "推动实体经济加快发展"@zh', "rdfs:comment 1")
    )
    graph = tmp_path / "wrong.ttl"
    graph.write_text(lines, encoding="utf-8")
    said = call("validate", "--graph", graph)
    assert said.exit_code == 1
    assert said.stderr.splitlines() == [
        "! https://w3id.org/xietong/notice/肇府办-2016-9/task/1: A task needs a title with its language, one in each."
    ]
    assert "任务要有标题" in call("validate", "--graph", graph, language="zh").stderr
