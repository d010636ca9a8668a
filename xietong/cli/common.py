"""The command line: parse, call one function, print. Errors end in one sentence and status 2."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from xietong import __version__
from xietong.errors import GraphError, XietongError
from xietong.words import Words

DEFAULT_OUTPUT = Path("output")
SOURCE = click.Path(path_type=Path)


class OneSentence(click.Group):
    """A group whose commands end in one sentence when something a person can mend goes wrong."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print an XietongError and leave with status 2."""
        try:
            return super().invoke(ctx)
        except XietongError as error:
            click.echo(f"xietong: {error}", err=True)
            ctx.exit(2)


@click.group(cls=OneSentence, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="xietong")
def main() -> None:
    """Xietong 协同：把政府任务通知读成知识图谱 · reads task notices into a knowledge graph."""


def say(zh: str, en: str) -> None:
    """Print a sentence in the reader's language."""
    click.echo(str(Words(zh, en)))


def with_graph(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option that says which graph it asks."""
    return click.option(
        "--graph",
        type=SOURCE,
        default=DEFAULT_OUTPUT / "graph.nq",
        show_default=True,
        help="图谱文件 · the graph to ask",
    )(command)


def base_of(base: str) -> str:
    """Return a base IRI that ends in a slash; refuse what no IRI can begin with."""
    import pyoxigraph  # noqa: PLC0415

    ended = base if base.endswith(("/", "#")) else base + "/"
    try:
        pyoxigraph.NamedNode(ended)
    except ValueError:
        ended = ""
    if not ended.startswith(("http://", "https://", "urn:")) or "#" in ended or "?" in ended:
        raise GraphError(
            f"--base {base} 不能作为 IRI 前缀，应形如 https://data.example.cn/id/。",
            f"--base {base} cannot be the base of IRIs; it should look like https://data.example.cn/id/.",
        )
    return ended
