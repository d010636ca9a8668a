"""The pages of a server: addresses, forms, languages, headers; and what hostile clients send."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.server.conftest import served
from xietong.faces.site.known import known
from xietong.graph.dataset import Dataset
from xietong.graph.queries import saved_queries

AGENCY = "/agency/" + quote("肇庆市财政局")
BASE = "https://w3id.org/xietong/"
FORMS = {
    "text/html": "html",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}


@pytest.mark.parametrize(
    ("accept", "form"), [*FORMS.items(), ("*/*", "html"), ("text/turtle;q=0.5, text/html", "html")]
)
def test_the_name_of_a_thing_leads_to_the_form_that_is_preferred(http: httpx.Client, accept: str, form: str) -> None:
    for method in ("GET", "HEAD"):
        reply = http.request(method, AGENCY, headers={"Accept": accept})
        assert reply.status_code == 303
        assert "Accept" in reply.headers["vary"]
        target = httpx.URL(str(http.base_url)).join(AGENCY).join(reply.headers["location"])
        assert target.path == f"/agency/肇庆市财政局/index.{form}"
        assert http.get(str(target)).status_code == 200


def test_everything_that_has_a_page_is_found_by_its_name(http: httpx.Client, graph: Path) -> None:
    dataset = Dataset.open(graph)
    ids = sorted(known(dataset, dataset.store).ids())
    assert len(ids) > 1000
    for id_ in ids[::7]:
        assert http.head(f"/{id_ if '%' in id_ else quote(id_)}").status_code == 303, id_


def test_a_form_that_is_not_there_is_told_so(http: httpx.Client) -> None:
    assert http.get(AGENCY, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("form", ["ttl", "nt", "rdf"])
@pytest.mark.parametrize(
    "thing",
    [
        "agency/肇庆市财政局",
        "project/441200/阅江大桥",
        "notice/肇府办-2016-9/text",
        "coordination/中共肇庆市委宣传部~肇庆市国资委",
    ],
)
def test_every_form_says_what_the_graph_says(http: httpx.Client, graph: Path, thing: str, form: str) -> None:
    reply = http.get(f"/{quote(thing)}/index.{form}")
    kind = ox.RdfFormat.from_extension(form)
    found = {quad.triple for quad in ox.parse(reply.content, format=kind)}
    assert found == {triple for triple in Dataset.open(graph).triples() if triple.subject == ox.NamedNode(BASE + thing)}


def test_json_names_its_context_by_a_path_that_is_there(http: httpx.Client) -> None:
    said = http.get(f"{AGENCY}/index.jsonld").json()
    where = httpx.URL(str(http.base_url)).join(f"{AGENCY}/index.jsonld").join(said["@context"][0])
    assert "Task" in http.get(str(where)).json()["@context"]
    assert said["type"] == "Agency"


@pytest.mark.parametrize("path", ["/icon.svg", "/favicon.ico"])
def test_a_browser_that_shows_data_finds_the_icon_it_asks_for(http: httpx.Client, path: str) -> None:
    reply = http.get(path)
    assert (reply.status_code, reply.headers["content-type"]) == (200, "image/svg+xml")
    assert etree.fromstring(reply.content).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_page_that_the_client_has_is_not_sent_again(http: httpx.Client) -> None:
    first = http.get(f"{AGENCY}/index.html")
    again = http.get(f"{AGENCY}/index.html", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("header", "asked", "language"),
    [
        (None, "", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "", "zh"),
        ("en-US,en;q=0.9", "", "en"),
        ("fr", "", "en"),
        ("en-US,en;q=0.9", "?lang=zh", "zh"),
        ("zh-CN", "?lang=en", "en"),
        ("zh-CN", "?lang=xx", "zh"),
    ],
)
def test_the_language_is_the_readers(http: httpx.Client, header: str | None, asked: str, language: str) -> None:
    reply = http.get(f"/queries/index.html{asked}", headers={"Accept-Language": header} if header else {})
    assert f'<html lang="{language}">' in reply.text
    assert "Accept-Language" in reply.headers["vary"]


def test_a_chosen_language_goes_along_every_link(http: httpx.Client) -> None:
    page = http.get("/index.html?lang=en").text
    inner = [part.split('"')[0] for part in page.split('href="./')[1:]]
    pages = [link for link in inner if ".html" in link and "views/" not in link]
    assert pages
    assert all("lang=" in link for link in pages)


@pytest.mark.parametrize("name", saved_queries())
def test_every_question_has_its_page_and_files(http: httpx.Client, name: str) -> None:
    page = http.get(f"/queries/{name}/index.html")
    assert page.status_code == 200
    assert saved_queries()[name].summary.zh in page.text
    assert len(page.content) < 300_000
    needed = {each.name: each.example for each in saved_queries()[name].parameters if each.required}
    rows = http.get(f"/queries/{name}/answer.json", params=needed).json()
    lines = http.get(f"/queries/{name}/answer.csv", params=needed).text.split("\r\n")
    assert lines[0] == ",".join(saved_queries()[name].columns)
    assert len(rows) == 0 or set(rows[0]) == set(saved_queries()[name].columns)
    about = http.get(f"/queries/{name}/answer.csv-metadata.json", params=needed).json()
    assert about["query"]["name"] == name
    version = http.get("/health").json()["version"]
    assert about["dc:source"] == {"dc:identifier": "graph.nq", "sha256": version}
    assert "SELECT" in http.get(f"/queries/{name}/query.rq", params=needed).text


def test_a_question_that_must_be_told_of_what_opens_with_its_examples(http: httpx.Client) -> None:
    page = http.get("/queries/path-between-agencies/index.html").text
    assert "以部门甲“市旅游局”、部门乙“市公安局”为例" in page
    assert f"answer.csv?one={quote('市旅游局')}" in page
    reply = http.get("/queries/path-between-agencies/answer.json")
    assert reply.status_code == 400
    assert "市旅游局" in reply.json()["zh"]


@pytest.mark.parametrize(
    ("asked", "units"), [("", {"yuan"}), ("?measure=%E4%B8%AA", {"item"}), ("?measure=", None), ("?measure=+", None)]
)
def test_a_choice_emptied_asks_of_all(http: httpx.Client, asked: str, units: set[str] | None) -> None:
    found = {row["base"] for row in http.get(f"/queries/largest-figures/answer.json{asked}").json()}
    assert found == units or (units is None and len(found) > 5)
    page = http.get(f"/queries/largest-figures/index.html{asked}").text
    assert ("answer.csv?measure=" in page) == bool(asked)


def test_the_publisher_of_a_served_graph_is_who_serves_it(graph: Path) -> None:
    with served(graph, "--publisher", "甲市档案馆", "--licence", "https://licence.example/x") as address:
        said = httpx.get(f"{address}/data/dcat.ttl").text
    assert "甲市档案馆" in said
    assert "<https://licence.example/x>" in said


def test_words_for_a_parameter_are_taken_for_what_they_mean(http: httpx.Client) -> None:
    asked = {"body": "市旅游局"}
    rows = http.get("/queries/agency-tasks/answer.json", params=asked).json()
    assert [row["number"] for row in rows] == [10, 19, 30]
    page = http.get("/queries/agency-tasks/index.html", params=asked).text
    assert "“市旅游局”指 肇庆市旅游局" in page
    assert f"answer.csv?body={quote('市旅游局')}" in page
    assert [
        row["number"] for row in http.get("/queries/agency-tasks/answer.json", params={"agency": "市旅游局"}).json()
    ]


def test_an_answer_is_sorted_as_the_reader_wants(http: httpx.Client) -> None:
    def numbers(sort: str) -> list[int]:
        page = http.get("/queries/agencies-by-tasks/index.html", params={"sort": sort}).text
        return [int(cell.split("<")[0]) for cell in page.split('<td class="n">')[1::3]]

    up, down = numbers("tasks"), numbers("-tasks")
    assert up == sorted(up)
    assert down == up[::-1] or down == sorted(down, reverse=True)


@pytest.mark.parametrize("form", ["index.html", "answer.json", "answer.csv"])
def test_a_parameter_that_means_nothing_is_told_with_what_is_near(http: httpx.Client, form: str) -> None:
    reply = http.get(f"/queries/agency-tasks/{form}", params={"body": "市财正局"})
    assert reply.status_code == 400
    assert "肇庆市财政局" in reply.text
    assert http.get(f"/queries/agency-tasks/{form}", params={"nothing": "x"}).status_code == 400
    assert http.get(f"/queries/nothing/{form}").status_code == 404


@pytest.mark.parametrize(
    ("words", "first"),
    [("阅江大桥", "阅江大桥"), ("发改局", "肇庆市发展改革局"), ("25", "打好交通建设大会战"), ("财政", "肇庆市财政局")],
)
def test_search_finds_by_name_part_short_form_and_number(http: httpx.Client, words: str, first: str) -> None:
    page = http.get("/search", params={"q": words}).text
    things = page.partition('<ul class="things">')[2]
    assert first in things.partition("</li>")[0]
    assert "没有找到" in http.get("/search", params={"q": "不存在的名字"}).text


def test_every_listed_file_is_there_and_is_what_the_catalogue_says(http: httpx.Client) -> None:
    said = http.get("/data/dcat.ttl").content
    sizes = {}
    for quad in ox.parse(said, format=ox.RdfFormat.TURTLE):
        if quad.predicate.value.endswith("#downloadURL"):
            sizes[str(quad.subject)] = quad.object.value.removeprefix(BASE)
    assert len(sizes) > 20
    for path in sizes.values():
        assert http.head(f"/{path}").status_code == 200
    assert http.get("/data/graph.nq").content.count(b"\n") > 1000


@pytest.mark.parametrize(
    "path",
    [
        "/data/../store/CURRENT",
        "/data/%2e%2e/store/CURRENT",
        "/data/..%2f..%2f..%2fetc/passwd",
        "/ontology/..%2f..%2fpyproject.toml",
        "/views/..%2findex.html",
        "/queries/..%2f..%2fqueries%2fpanel%2froles/query.rq",
        "/agency/%00",
        "/agency/%ff",
        "/agency/<script>alert(1)</script>",
        "/agency/" + "a" * 20_000,
        "//agency/x",
        "/agency//",
        "/vocabulary",
        "/nothing",
        "/site.css/x",
    ],
)
def test_no_path_leads_out_of_the_data(server: str, path: str) -> None:
    done = subprocess.run(
        ["curl", "-s", "--path-as-is", "-o", "-", "-w", "\n%{http_code}", f"{server}{path}"],
        capture_output=True,
        check=True,
    )
    body, _, status = done.stdout.rpartition(b"\n")
    assert status in (b"404", b"400", b"303", b"414", b"431"), status
    assert b"root:" not in body
    assert b"MANIFEST" not in body
    assert b"<script>alert" not in body


def test_headers_keep_browsers_from_more_than_is_meant(http: httpx.Client) -> None:
    for path in ("/index.html", AGENCY, "/nothing", "/data/graph.ttl", "/search?q=%3Cscript%3E"):
        headers = http.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    network = http.get("/views/coordination.html").headers["content-security-policy"]
    assert "sha256-" in network.partition("style-src")[0]
    assert "unsafe" not in network.partition("style-src")[0]


def test_writing_is_no_method_of_any_page(http: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        for path in ("/index.html", AGENCY, "/queries/agency-tasks/answer.json", "/search"):
            assert http.request(method, path).status_code == 405


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    words=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    header=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60),
)
def test_nothing_that_clients_send_breaks_the_server(http: httpx.Client, path: str, words: str, header: str) -> None:
    headers = dict.fromkeys(("Accept", "Accept-Language", "If-None-Match"), header.strip())
    for address, asked in (
        (f"/{quote(path, safe='/')}", {"lang": words, "sort": words}),
        (f"/agency/{quote(path)}/index.html", {}),
        ("/search", {"q": words}),
        ("/queries/agency-tasks/index.html", {"body": words, "sort": words}),
        ("/queries/agencies-by-tasks/answer.csv", {words or "x": words}),
        ("/sparql", {"query": words}),
    ):
        reply = http.get(address, params=asked, headers=headers)
        assert reply.status_code < 500, (address, asked, reply.text)
        assert "<script>" not in reply.text.replace("</script>", "") or "views/" in address


def test_the_description_for_programs_holds_under_schemathesis(server: str, tmp_path: Path) -> None:
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "run", f"{server}/openapi.json"),
        *("--url", server, "--checks", "not_a_server_error,status_code_conformance,content_type_conformance"),
        *("--phases", "examples,fuzzing", "--max-examples", "1", "--seed", "1", "--no-color"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_health_and_the_description_name_no_secret(http: httpx.Client) -> None:
    assert set(http.get("/health").json()) == {"state", "version"}
    described = http.get("/openapi.json").json()
    assert len(described["paths"]) == 2 * len(saved_queries())
    assert "/tmp" not in json.dumps(described)  # noqa: S108
