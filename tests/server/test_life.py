"""The server's life: limits that answer clearly, a child that dies, a graph that changes, an end that is graceful."""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest

from tests.commands import NOTICE, call, shell
from tests.server.conftest import PROGRAM, healthy, served
from xietong.library import build

COUNT = "SELECT (COUNT(*) AS ?n) { ?task a <https://w3id.org/xietong/ontology#Task> }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HUGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def tasks(address: str) -> str:
    reply = httpx.post(f"{address}/sparql", data={"query": COUNT}, headers={"Accept": "text/csv"}, timeout=30)
    assert reply.status_code == 200, reply.text
    return reply.text.split()[1]


def children(port: str) -> list[psutil.Process]:
    """Return the servers of Oxigraph that a server of ours has started, by the port that it listens on."""
    listening = (each for each in psutil.net_connections("tcp4") if each.status == psutil.CONN_LISTEN)
    ours = [each.pid for each in listening if each.laddr and each.laddr.port == int(port)]
    return [child for pid in ours if pid for child in psutil.Process(pid).children()]


def test_a_query_out_of_time_is_told_so_and_its_server_is_replaced(graph: Path) -> None:
    with served(graph, "--timeout", "1") as address:
        (before,) = children(address.rpartition(":")[2])
        reply = httpx.post(f"{address}/sparql", data={"query": ENDLESS}, timeout=30)
        assert reply.status_code == 503
        assert "1 seconds" in reply.text
        assert "1 秒" in reply.text
        assert int(reply.headers["retry-after"]) > 0
        for _ in range(100):
            if not before.is_running() or before.status() == psutil.STATUS_ZOMBIE:
                break
            assert tasks(address) == "47"
            time.sleep(0.1)
        assert not before.is_running() or before.status() == psutil.STATUS_ZOMBIE, "it would count for ever"
        assert tasks(address) == "47"


def test_an_answer_too_large_is_told_so_and_never_cut(server: str) -> None:
    reply = httpx.post(f"{server}/sparql", data={"query": HUGE}, headers={"Accept": "text/csv"}, timeout=60)
    assert reply.status_code == 503
    assert "LIMIT" in reply.text
    assert tasks(server) == "47"


def test_more_questions_than_can_be_asked_at_once_wait_their_turn(server: str) -> None:
    with ThreadPoolExecutor(40) as pool:
        assert Counter(pool.map(tasks, [server] * 100)) == {"47": 100}


def test_a_child_killed_again_and_again_loses_no_question(graph: Path) -> None:
    with served(graph) as address, ThreadPoolExecutor(8) as pool:
        found = [pool.submit(tasks, address) for _ in range(150)]
        for _ in range(2):
            time.sleep(0.2)
            for child in children(address.rpartition(":")[2]):
                child.kill()
        assert Counter(each.result() for each in found) == {"47": 150}
        assert healthy(address)["state"] == "up"


def test_a_new_build_takes_the_place_of_the_old_without_a_lost_request(graph: Path, tmp_path: Path) -> None:
    path, source = tmp_path / "graph.nq", tmp_path / "small.txt"
    shutil.copy(graph, path)
    source.write_text(NOTICE, encoding="utf-8")
    with served(path) as address:
        version = healthy(address)["version"]
        stop, seen = threading.Event(), []

        def ask() -> None:
            while not stop.is_set():
                seen.append(tasks(address))
                assert httpx.get(f"{address}/browse/task/index.html").status_code == 200

        with ThreadPoolExecutor(4) as pool:
            asking = [pool.submit(ask) for _ in range(4)]
            new = tmp_path / "new.nq"
            new.write_bytes(build([source]).nquads())
            new.replace(path)
            healthy(address, version)
            time.sleep(1)
            stop.set()
            for each in asking:
                each.result()
        assert set(seen) == {"47", "2"}
        assert seen[-1] == "2"
        assert tasks(address) == "2"
        path.write_text("<urn:a> <urn:b> nonsense", encoding="utf-8")
        time.sleep(3)
        assert tasks(address) == "2", "a broken file changes nothing"


def test_it_ends_when_it_is_told_to_and_leaves_nothing(graph: Path, tmp_path: Path) -> None:
    environment = os.environ | {"TMPDIR": str(tmp_path), "XIETONG_LANG": "en"}
    process = subprocess.Popen(
        [PROGRAM, "serve", "--graph", graph, "--port", "0"], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout is not None
    assert "Serving at" in process.stdout.readline()
    (child,) = psutil.Process(process.pid).children()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert not child.is_running()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "says"), [(None, "There is no graph"), ("<urn:a> <urn:b> <urn:c> .", "no notice"), ("{", "broken")]
)
def test_what_cannot_be_served_ends_in_one_sentence(content: str | None, says: str, tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    done = shell("serve", "--graph", path, "--port", "0", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_port_that_is_taken_ends_in_one_sentence(server: str, graph: Path, tmp_path: Path) -> None:
    done = shell("serve", "--graph", graph, "--port", server.rpartition(":")[2], cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "Cannot listen on 127.0.0.1" in done.stderr
    assert done.stderr.count("\n") == 1


def test_help_tells_what_it_does() -> None:
    assert "SPARQL" in call("serve", "--help").output
