"""The command that draws: view, a network as a page."""

from pathlib import Path

import click

from xietong.cli.common import DEFAULT_OUTPUT, SOURCE, main, say, with_graph
from xietong.cli.servers import with_endpoint
from xietong.errors import QueryError
from xietong.faces.panel import told
from xietong.faces.sheet import page
from xietong.faces.views import View, own_view, picture, view_named, views
from xietong.graph.dataset import Dataset
from xietong.graph.endpoint import Endpoint
from xietong.resources import write_all
from xietong.words import Language, reader_language


def view_of(name: str | None, query: Path | None) -> View:
    """Return the view that a person asks for: by name, or as a query of her own."""
    if (name is None) == (query is None):
        known = " ".join(views())
        raise QueryError(
            f"请给出一个网络图的名称（{known}）或 --query 文件。",
            f"Name a view ({known}) or give a query with --query.",
        )
    return own_view(query) if query else view_named(str(name))


@main.command("view")
@click.argument("name", required=False)
@click.option("--query", type=SOURCE, help="自己的查询（CONSTRUCT 或两列 SELECT） · a query of your own to draw")
@click.option("-o", "--output", type=SOURCE, help="网页文件，默认 output/名称.html · page to write")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="网页语言 · language of the page")
@with_endpoint
@with_graph
def view_command(
    name: str | None,
    query: Path | None,
    output: Path | None,
    lang: Language | None,
    graph: Path,
    endpoint: Endpoint | None,
) -> None:
    """画网络图，写成单个离线网页 · draw a network as one offline page: coordination, tasks, projects …"""
    view = view_of(name, query)
    asked = endpoint or Dataset.open(graph)
    found = picture(asked, told(asked), view)
    target = output or DEFAULT_OUTPUT / f"{view.name}.html"
    write_all(target.parent, {target.name: page(found, asked.names, lang or reader_language()).encode()})
    say(f"已写入 {target}，请用浏览器打开。", f"Written to {target}; open it in a browser.")
