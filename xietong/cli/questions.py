"""Commands that ask: query (saved questions, each with options of its own) and sparql (free ones)."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox
from rich.console import Console
from rich.table import Table

from xietong.cli.common import SOURCE, main, say, with_graph
from xietong.cli.servers import with_endpoint
from xietong.errors import QueryError
from xietong.graph import answers, queries
from xietong.graph.asked import Asked
from xietong.graph.asking import Answer, ask
from xietong.graph.dataset import Dataset
from xietong.graph.dump import as_turtle
from xietong.graph.endpoint import Endpoint
from xietong.graph.mistakes import check_terms
from xietong.resources import write_all
from xietong.words import Words, reader_language

FORMS = click.Choice(["table", *answers.FORMATS])


class Questions(click.Group):
    """The saved queries as commands: their parameters are options."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the saved queries."""
        return list(queries.saved_queries())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:  # noqa: ARG002
        """Return the command of a saved query. Raises QueryError, naming what there is."""
        query = queries.saved_query(cmd_name)
        callback = _shape(with_endpoint(with_graph(_asker(query))))
        shared: list[click.Parameter] = list(reversed(callback.__click_params__))  # type: ignore[attr-defined]
        return click.Command(
            query.name,
            callback=callback,
            params=[*(_option(query, parameter) for parameter in query.parameters), *shared],
            help="\n\n".join([*query.summary, *query.description]),
        )


def _option(query: queries.SavedQuery, parameter: queries.Parameter) -> click.Option:
    """Return the option of a parameter; it may be called by its type where only one parameter has it: --agency."""
    same = [each for each in query.parameters if each.type == parameter.type]
    by_type = len(same) == 1 and parameter.type.isalpha() and parameter.type not in (parameter.name, "thing", "text")
    example = f"例 e.g. {parameter.example}" + (f"，默认 default {parameter.default}" if parameter.default else "")
    return click.Option(
        [f"--{parameter.name}", *([f"--{parameter.type}"] if by_type else []), parameter.name],
        metavar=parameter.type.upper().replace("CONCEPT:", ""),
        help=f"{parameter.words.zh} · {parameter.words.en} ({example})",
    )


def _shape(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say in what form and where its answer goes."""
    command = click.option(
        "-o", "--output", type=SOURCE, help="写入 CSV 及其 CSVW 说明 · write CSV, with its metadata beside"
    )(command)
    return click.option(
        "-f", "--format", "form", type=FORMS, default="table", show_default=True, help="输出格式 · form of the answer"
    )(command)


def _asker(query: queries.SavedQuery) -> Callable[..., None]:
    """Return what the command of a saved query does."""

    def asking(*, form: str, output: Path | None, graph: Path, endpoint: Endpoint | None, **given: str | None) -> None:
        asked: Asked = endpoint or Dataset.open(graph)
        answer = ask(asked, query.name, {name: words for name, words in given.items() if words is not None})
        for note in answer.notes:
            click.echo(str(note), err=True)
        if output is not None:
            _write(answer, output, None if endpoint else graph, endpoint.url if endpoint else None)
        elif form == "table":
            _print_table(answer)
        else:
            click.echo(answers.FORMATS[form](answer.result), nl=False)

    return asking


@main.group("query", cls=Questions, invoke_without_command=True)
@click.option("-s", "--search", metavar="WORDS", help="按文字查找问题 · find questions by words")
@click.pass_context
def query_command(ctx: click.Context, search: str | None) -> None:
    """回答保存的问题；不给名称则列出 · answer a saved question; without a name, list them."""
    if ctx.invoked_subcommand is None:
        _print_queries(search or "")


def _print_queries(search: str) -> None:
    """List the saved queries with their questions, group by group; those that hold the words, if there are any."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, question in sorted(queries.saved_queries().items(), key=lambda item: (item[1].tags, item[0])):
        words = (name, *question.tags, *question.summary, *question.description)
        if all(any(word.casefold() in each.casefold() for each in words) for word in search.split()):
            table.add_row(f"[dim]{question.tags[0]}[/dim]", f"[bold]{name}[/bold]", str(question.summary))
    Console().print(table)
    say("用法：xietong query 名称 --help", "Usage: xietong query NAME --help")


def _write(answer: Answer, output: Path, graph: Path | None, endpoint: str | None) -> None:
    """Write an answer as CSV with its metadata beside it."""
    sidecar = f"{output.name}-metadata.json"
    files = {output.name: answers.as_csv(answer.result).encode()}
    files[sidecar] = answers.csvw(answer, output.name, graph, endpoint).encode()
    write_all(output.parent, files)
    say(f"已写入 {output} 和 {sidecar}", f"Written to {output} and {sidecar}")


def _print_table(answer: Answer) -> None:
    """Print an answer as a table with headings in words."""
    language = reader_language()
    result = answer.result
    table = Table(title=answer.query.summary.in_language(language), title_justify="left")
    examples = result.rows[0] if result.rows else result.columns
    for heading, example in zip(answers.headings(answer.query, result, language), examples, strict=True):
        table.add_column(heading, justify="right" if isinstance(example, int | float) else "left", overflow="fold")
    for row in result.rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    Console().print(table)
    say(f"{len(result.rows)} 行", f"{len(result.rows)} rows")


@main.command()
@click.argument("text", required=False, metavar="SPARQL")
@click.option("-i", "--file", "path", type=SOURCE, help="从文件读查询 · read the query from a file")
@_shape
@with_endpoint
@with_graph
def sparql(
    text: str | None, path: Path | None, form: str, output: Path | None, graph: Path, endpoint: Endpoint | None
) -> None:
    """运行任意 SPARQL 查询；CONSTRUCT 输出 Turtle · run any query; CONSTRUCT gives Turtle."""
    asked: Asked = endpoint or Dataset.open(graph)
    wanted = _text(text, path)
    check_terms(wanted, asked.names.prefixes())
    said = _said(asked.query(wanted), asked, form)
    if output is not None:
        write_all(output.parent, {output.name: said.encode()})
        say(f"已写入 {output}", f"Written to {output}")
    else:
        click.echo(said, nl=False)


def _text(text: str | None, path: Path | None) -> str:
    """Return the query of a command: its words, a file, or what is piped in."""
    try:
        if path is not None:
            return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise QueryError(f"读不了查询文件 {path}：{error}。", f"Cannot read the query file {path}: {error}.") from error
    if text is None and sys.stdin.isatty():
        raise click.UsageError(str(Words("请给出查询语句或 -i 文件。", "Give a query, or a file with -i.")))
    return text if text is not None else sys.stdin.read()


def _said(answer: Any, asked: Asked, form: str) -> str:
    """Return the answer to a free query as text: a table, true or false, or Turtle."""
    if isinstance(answer, ox.QueryBoolean):
        return f"{str(bool(answer)).lower()}\n"
    if isinstance(answer, ox.QueryTriples):
        return as_turtle(answer, asked.names).decode()
    result = queries.table_of(answer, asked.names)
    if form in answers.FORMATS:
        return answers.FORMATS[form](result)
    table = Table(*result.columns)
    for row in result.rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    console = Console()
    with console.capture() as capture:
        console.print(table)
    return capture.get()
