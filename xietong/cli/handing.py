"""Commands that hand a graph to others: export (a file), publish (a folder for a web server), serve (a server)."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click
import pyoxigraph
from rich.console import Console
from rich.progress import Progress

from xietong.cli.common import SOURCE, base_of, main, say, with_graph
from xietong.cli.pictures import view_of
from xietong.cli.servers import with_endpoint
from xietong.errors import GraphError, QueryError
from xietong.faces.export import EXPORTS, network
from xietong.faces.geojson import geojson
from xietong.faces.panel import told
from xietong.faces.site.catalogue import LICENCE, Publication
from xietong.faces.stratml import stratml
from xietong.faces.tables import tables
from xietong.faces.views import lines_of
from xietong.graph.asked import Asked
from xietong.graph.dataset import Dataset
from xietong.graph.dump import FORMS
from xietong.graph.endpoint import Endpoint
from xietong.publication import publish
from xietong.resources import write_all, write_file
from xietong.words import Words

FOLDERS: dict[str, Callable[[Asked], dict[str, bytes]]] = {"csv": tables, "stratml": stratml}
KNOWN = (*(suffix[1:] for suffix in (*FORMS, ".geojson", *EXPORTS)), *FOLDERS)


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
    form = form or output.suffix[1:].lower()
    if form not in KNOWN:
        known = " ".join(KNOWN)
        raise QueryError(
            f"不认识的格式 {form or output.name}；可用的有：{known}。",
            f"{form or output.name} is no known format; there are: {known}.",
        )
    if f".{form}" in EXPORTS:
        view = view_of(name or (None if query else "coordination"), query)
        asked = endpoint or Dataset.open(graph)
        lines, things = lines_of(asked, told(asked), view)
        write_all(output.parent, {output.name: EXPORTS[f".{form}"](network(lines, things, asked.names))})
    elif name or query:
        known = " ".join(EXPORTS)
        raise QueryError(f"网络只能导出为 {known}。", f"A network is written as {known} only.")
    elif f".{form}" in FORMS:
        if endpoint:
            raise GraphError("整个图谱请从文件导出（--graph）。", "The whole graph is written from a file (--graph).")
        dataset = Dataset.open(graph)
        write_file(output, lambda out: dataset.write(f".{form}", out))
    elif form in FOLDERS:
        write_all(output, FOLDERS[form](endpoint or Dataset.open(graph)))
    else:
        write_all(output.parent, {output.name: geojson(endpoint or Dataset.open(graph))})
    say(f"已写入 {output}", f"Written to {output}")


@main.command("publish")
@click.option("-o", "--output", type=SOURCE, required=True, help="发布目录 · folder to write, of its own")
@click.option("--base", help="实体 IRI 的前缀，即发布的网址 · base of the IRIs: the address where it will stand")
@click.option("--publisher", default="Xietong 协同", show_default=True, help="发布者 · name of the publisher")
@click.option("--licence", default=LICENCE, show_default=True, help="许可的网址 · IRI of the licence")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="发布日期 · day of publication, 2026-05-01")
@click.option("--endpoint", metavar="URL", help="SPARQL 端点的网址（如有） · address of a SPARQL endpoint, if there is")
@with_graph
def publish_command(
    output: Path,
    base: str | None,
    publisher: str,
    licence: str,
    day: datetime | None,
    endpoint: str | None,
    graph: Path,
) -> None:
    """写出可直接放到网站上的目录 · write a folder for any web server: pages, data, catalogue, answers."""
    for address in (licence, endpoint or LICENCE):
        _check_address(address)
    dataset = Dataset.open(graph)
    dataset = dataset.rebased(base_of(base)) if base else dataset
    about = Publication(publisher, licence, day=day.date().isoformat() if day else None, endpoint=endpoint)
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
@with_graph
def serve(host: str, port: int, timeout: float, graph: Path) -> None:
    """开启网站与 SPARQL 端点，图谱文件更新后自动换上 · serve pages and a SPARQL endpoint; follows the graph file."""
    try:
        from xietong.server.run import run  # noqa: PLC0415 - not everybody installs what it needs
    except ImportError as error:
        raise GraphError(
            f"缺少 {error.name}；请运行 pip install 'xietong[serve]'。",
            f"{error.name} is missing; run pip install 'xietong[serve]'.",
        ) from error
    sys.exit(run(graph, host, port, timeout))
