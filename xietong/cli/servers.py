"""The command that loads a server, and the options by which other commands ask one."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from xietong.cli.common import main, say, with_graph
from xietong.graph.dataset import Dataset
from xietong.graph.endpoint import Endpoint
from xietong.graph.loading import Target, load, size
from xietong.graph.terms import BASE, Names
from xietong.graph.transport import Login
from xietong.words import Words


def with_endpoint(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that name a server; it gets them as ``endpoint``, None without ``--endpoint``."""

    @click.option("--endpoint", "url", metavar="URL", help="SPARQL 查询地址 · address of a server for queries")
    @click.option(
        "--default-graph",
        metavar="IRI",
        help="替代服务器默认图的图（Virtuoso 需要） · graph in place of the server's default graph (Virtuoso)",
    )
    @click.option("--base", default=BASE, show_default=True, help="实体 IRI 的前缀 · base of the IRIs on the server")
    @click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=60,
        show_default=True,
        help="等候服务器的秒数 · seconds to wait for the server",
    )
    @click.option(
        "--user",
        envvar="XIETONG_USER",
        help="用户名；密码取自 XIETONG_PASSWORD，否则询问 · user; the password is XIETONG_PASSWORD's, else asked for",
    )
    @wraps(command)
    def asking(
        *args: Any, url: str | None, default_graph: str | None, base: str, timeout: float, user: str | None, **rest: Any
    ) -> None:
        login = None
        if url and user:
            password = os.environ.get("XIETONG_PASSWORD")
            login = Login(user, password if password is not None else click.prompt("XIETONG_PASSWORD", hide_input=True))
        endpoint = Endpoint(url, timeout, login, default_graph, Names(base)) if url else None
        command(*args, endpoint=endpoint, **rest)

    return asking


@main.command("load")
@with_endpoint
@click.option("--store", metavar="URL", help="Graph Store Protocol 地址 · address of the Graph Store Protocol")
@click.option(
    "--update", metavar="URL", help="无 --store 时：SPARQL Update 地址 · without --store: address of SPARQL Update"
)
@click.option("--resume", is_flag=True, help="续传：跳过已完整的图 · go on: pass graphs that are complete")
@with_graph
def load_command(
    endpoint: Endpoint | None, store: str | None, update: str | None, graph: Path, *, resume: bool
) -> None:
    """把图谱载入 SPARQL 服务器，替换其默认图与同名图 · load a server: its default graph and ours are replaced."""
    if endpoint is None:
        raise click.UsageError(
            str(Words("请用 --endpoint 给出查询地址。", "Give the address for queries: --endpoint."))
        )
    dataset = Dataset.open(graph)
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(str(Words("载入", "loading")), total=size(dataset))
        target = Target(endpoint, store, update)
        done = load(dataset, target, resume=resume, progress=lambda number: bar.advance(task, number))
    say(
        f"已送出 {done.sent:,} 条三元组，{done.kept:,} 条原已在。",
        f"{done.sent:,} triples sent, {done.kept:,} were there.",
    )
