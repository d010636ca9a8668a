"""A published folder on a real web server: Apache, with the rules that come with the folder."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import httpx
import pytest

from tests.commands import call
from xietong.faces.site.hosting import w3id

APACHE = "/usr/sbin/apache2"
MODULES = ("mpm_event", "authz_core", "rewrite", "headers", "mime", "dir", "alias")
CONFIGURATION = """
ServerRoot {folder}
PidFile {folder}/pid
Mutex pthread
Listen 127.0.0.1:{port}
ServerName localhost
{modules}
TypesConfig /etc/mime.types
ErrorLog {folder}/errors.log
DirectoryIndex index.html
DocumentRoot {folder}/root
Alias /id {folder}/site
Alias /xietong {folder}/w3id
<Directory {folder}>
  AllowOverride All
  Require all granted
</Directory>
User www-data
Group www-data
"""
THINGS = (
    "agency/肇庆市财政局",
    "notice/肇府办-2016-9/task/25",
    "notice/肇府办-2016-9/text",
    "programme/441200/美丽肇庆?幸福家园",  # no file name on every system
    "policy/珠江三角洲地区改革发展规划纲要(2008—2020年)",
)


@pytest.fixture(scope="module")
def hosted(graph: Path) -> Iterator[str]:
    """Return the address at which Apache hosts the published folder, not at the root of the site."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)  # Apache's own user reads it
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/id/"
    try:
        done = call("publish", "-o", folder / "site", "--graph", graph, "--base", address)
        assert done.exit_code == 0, done.stderr
        (folder / "w3id").mkdir()
        (folder / "w3id" / ".htaccess").write_text(w3id(address), encoding="utf-8")
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
        (folder / "root").mkdir()
        modules = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in MODULES)
        text = CONFIGURATION.format(folder=folder, port=port, modules=modules)
        if os.getuid():
            text = text.replace("User www-data\nGroup www-data\n", "")
        (folder / "httpd.conf").write_text(text, encoding="utf-8")
        with subprocess.Popen([APACHE, "-f", folder / "httpd.conf", "-DFOREGROUND"]) as process:
            for _ in range(100):
                try:
                    httpx.get(address)
                    break
                except httpx.TransportError:
                    time.sleep(0.05)
            yield address
            process.terminate()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize(
    ("accept", "language", "end", "media_type"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "zh-CN", "index.html", "text/html"),
        ("text/html", "en-US,en;q=0.9", "index.en.html", "text/html"),
        ("*/*", "", "index.html", "text/html"),
        ("text/turtle", "en", "index.ttl", "text/turtle"),
        ("application/ld+json", "", "index.jsonld", "application/ld+json"),
    ],
)
def test_the_name_of_a_thing_leads_to_the_form_that_is_asked_for(
    hosted: str, thing: str, accept: str, language: str, end: str, media_type: str
) -> None:
    with httpx.Client(headers={"Accept": accept, "Accept-Language": language}) as client:
        first = client.get(hosted + quote(thing))
        assert first.status_code == 303
        assert "Accept" in first.headers["vary"]
        found = client.get(first.headers["location"])
    assert found.status_code == 200
    assert found.headers["content-type"].partition(";")[0] == media_type
    assert unquote(str(found.url)).endswith(f"/{end}")


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("", "text/html"),
        ("data/graph.ttl", "text/turtle"),
        ("data/graph.jsonld", "application/ld+json"),
        ("data/places.geojson", "application/geo+json"),
        ("queries/agency-tasks/answer.csv", "text/csv"),
        (quote("agency/肇庆市财政局/"), "text/html"),
    ],
)
def test_files_have_their_types(hosted: str, path: str, media_type: str) -> None:
    reply = httpx.get(hosted + path, follow_redirects=True)
    assert reply.status_code == 200
    assert reply.headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize(
    ("name", "accept", "end"),
    [
        *((thing, "text/html", "/index.html") for thing in THINGS),
        (THINGS[0], "text/turtle", "/index.ttl"),
        ("ontology", "text/html", "id/ontology/index.html"),
        ("ontology", "text/turtle", "id/ontology/ontology.ttl"),
        ("shapes", "*/*", "id/ontology/shapes.ttl"),
        ("vocabulary/unit/yuan", "text/html", "id/ontology/index.html#vocabulary/unit/yuan"),
        ("", "text/html", "id/"),
    ],
)
def test_w3id_leads_each_name_to_where_the_folder_stands(hosted: str, name: str, accept: str, end: str) -> None:
    common = hosted.replace("/id/", "/xietong/")
    with httpx.Client(headers={"Accept": accept, "Accept-Language": "zh"}) as client:
        first = client.get(common + quote(name))
        assert first.status_code == 303
        assert first.headers["location"].startswith(hosted)
        found = client.get(first.headers["location"], follow_redirects=True)
    assert found.status_code == 200
    assert unquote(str(found.url)).endswith(end)


def test_what_is_not_there_is_not_found(hosted: str) -> None:
    assert httpx.get(f"{hosted}agency/nothing", follow_redirects=True).status_code == 404
    assert httpx.get(f"{hosted}nothing").status_code == 404
