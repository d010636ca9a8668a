"""Commands that hand a graph to others: export (a file), publish (a folder for a web server), serve (a server)."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
import pyoxigraph
from rich.console import Console
from rich.progress import Progress

from xietong.cli.common import SOURCE, base_of, main, say, with_graph
from xietong.cli.pictures import view_of
from xietong.cli.servers import with_endpoint
from xietong.errors import GraphError
from xietong.faces.site.catalogue import LICENCE, PUBLISHER, Publication
from xietong.graph.dataset import Dataset
from xietong.graph.endpoint import Endpoint
from xietong.notebook import KNOWN, form_of
from xietong.notebook import export as write
from xietong.publication import publish
from xietong.words import Words


@main.command()
@click.argument("name", required=False)
@click.option("--query", type=SOURCE, help="自己的查询（CONSTRUCT 或两列 SELECT） · a query of your own, for a network")
@click.option("-o", "--output", type=SOURCE, required=True, help="文件或目录 · file or folder to write")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(KNOWN),
    help="格式，默认由文件名定 · form, else the name tells",
)
@with_endpoint
@with_graph
def export(
    name: str | None, query: Path | None, output: Path, form: str | None, graph: Path, endpoint: Endpoint | None
) -> None:
    """导出图谱或一个网络 · write the graph, or the network NAME, in a form that other programs read.

    \b
    ttl trig nt nq jsonld rdf   整个图谱 · the whole graph
    geojson                     地方和项目所在地 · places, and where projects lie
    csv stratml                 目录：表格（CSVW）、计划（StratML） · a folder: tables, plans
    gexf graphml                网络，供 Gephi、igraph · a network (default: coordination)
    """  # noqa: D301 - the mark of click for lines that stay
    form = form_of(output, form)  # before the graph is opened
    network = view_of(name, query) if name or query else None
    write(endpoint or Dataset.open(graph), output, form, network=network)
    say(f"已写入 {output}", f"Written to {output}")


def with_publisher(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options by which a publisher says who she is; it gets them as ``about``."""

    @click.option("--publisher", default=PUBLISHER, show_default=True, help="发布者 · name of the publisher")
    @click.option("--licence", default=LICENCE, show_default=True, help="许可的网址 · IRI of the licence")
    @wraps(command)
    def telling(*args: Any, publisher: str, licence: str, **rest: Any) -> None:
        _check_address(licence)
        command(*args, about=Publication(publisher, licence), **rest)

    return telling


@main.command("publish")
@click.option("-o", "--output", type=SOURCE, required=True, help="发布目录 · folder to write, of its own")
@click.option("--base", help="实体 IRI 的前缀，即发布的网址 · base of the IRIs: the address where it will stand")
@click.option(
    "--address",
    metavar="URL",
    help="本目录的网址，名称由 w3id 转向它 · address where the folder will stand, to which w3id leads",
)
@with_publisher
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="发布日期 · day of publication, 2026-05-01")
@click.option("--endpoint", metavar="URL", help="SPARQL 端点的网址（如有） · address of a SPARQL endpoint, if there is")
@with_graph
def publish_command(
    output: Path,
    base: str | None,
    address: str | None,
    day: datetime | None,
    endpoint: str | None,
    graph: Path,
    about: Publication,
) -> None:
    """写出可直接放到网站上的目录 · write a folder for any web server: pages, data, catalogue, answers."""
    for each in (endpoint, address):
        _check_address(each or LICENCE)
    dataset = Dataset.open(graph)
    dataset = dataset.rebased(base_of(base)) if base else dataset
    about = replace(about, day=day.date().isoformat() if day else None, endpoint=endpoint, address=address)
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(str(Words("写出网页", "writing pages")), total=None)
        number = publish(dataset, output, about, lambda files: bar.advance(task, files))
    say(
        f"已写入 {output}/，共 {number:,} 个文件；见 README.md。",
        f"Written to {output}/: {number:,} files; see README.md.",
    )


def _check_address(words: str) -> None:
    """Raise GraphError for what is no address."""
    try:
        pyoxigraph.NamedNode(words)
    except ValueError as error:
        raise GraphError(f"{words} 不是网址。", f"{words} is no address.") from error


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址 · address to listen on")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="端口 · port")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=30,
    show_default=True,
    help="一次查询最多的秒数 · seconds that one query may take",
)
@with_publisher
@with_graph
def serve(host: str, port: int, timeout: float, graph: Path, about: Publication) -> None:
    """开启网站与 SPARQL 端点，图谱文件更新后自动换上 · serve pages and a SPARQL endpoint; follows the graph file."""
    try:
        from xietong.server.run import run  # noqa: PLC0415 - not everybody installs what it needs
    except ImportError as error:
        raise GraphError(
            f"缺少 {error.name}；请运行 pip install 'xietong[serve]'。",
            f"{error.name} is missing; run pip install 'xietong[serve]'.",
        ) from error
    sys.exit(run(graph, host, port, timeout, about))
