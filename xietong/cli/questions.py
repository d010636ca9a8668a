"""Commands that ask: query (saved questions, each with options of its own) and sparql (free ones)."""

import sys
from collections.abc import Callable
from pathlib import Path

import click
import pyoxigraph as ox
from rich.console import Console
from rich.table import Table

from xietong.cli.common import SOURCE, main, say, with_graph
from xietong.cli.servers import with_endpoint
from xietong.errors import QueryError
from xietong.faces.site.answers import TAGS
from xietong.graph import answers, queries
from xietong.graph.asked import Asked, answering
from xietong.graph.asking import Answer, ask
from xietong.graph.dataset import Dataset
from xietong.graph.dump import as_turtle
from xietong.graph.endpoint import Endpoint
from xietong.graph.mistakes import check_terms
from xietong.resources import write_all
from xietong.words import Words, reader_language

FORMS = click.Choice(["table", *answers.FORMATS])
SUFFIXES = {".csv": "csv", ".json": "json", ".md": "markdown", ".markdown": "markdown"}


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
    example = ("须给出 required, " if parameter.required else "") + example
    return click.Option(
        [f"--{parameter.name}", *([f"--{parameter.type}"] if by_type else []), parameter.name],
        metavar=parameter.type.upper().replace("CONCEPT:", ""),
        help=f"{parameter.words.zh} · {parameter.words.en} ({example})",
    )


def _shape(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say in what form and where its answer goes."""
    command = click.option(
        "-o",
        "--output",
        type=SOURCE,
        help="写入文件，格式由后缀定，旁有 CSVW 说明 · write a file (.csv .json .md), with its metadata beside",
    )(command)
    return click.option(
        "-f", "--format", "form", type=FORMS, help="输出格式，默认 table · form of the answer, a table by default"
    )(command)


def _form(form: str | None, output: Path | None) -> str:
    """Return the form of an answer: the one asked for, else the one that the name of the file tells.

    Raises QueryError if the two differ, and for a table, which is for the screen.
    """
    told = SUFFIXES.get(output.suffix.lower()) if output else "table"
    if output and (form == "table" or (form and told and form != told) or not (form or told)):
        raise QueryError(
            f"{output.name} 与格式 {form or '（未指定）'} 不符；文件可为 {' '.join(SUFFIXES)}，或用 -f 指定格式。",
            f"{output.name} does not fit the form {form or '(none given)'}; a file is one of {' '.join(SUFFIXES)}, or "
            "say -f.",
        )
    return form or told or "csv"


def _asker(query: queries.SavedQuery) -> Callable[..., None]:
    """Return what the command of a saved query does."""

    def asking(
        *, form: str | None, output: Path | None, graph: Path, endpoint: Endpoint | None, **given: str | None
    ) -> None:
        form = _form(form, output)
        asked: Asked = endpoint or Dataset.open(graph)
        answer = ask(asked, query.name, {name: words for name, words in given.items() if words is not None})
        for note in answer.notes:
            click.echo(str(note), err=True)
        if output is not None:
            sidecar = answers.csvw(answer, output.name, _source(graph, endpoint))
            _write(answers.FORMATS[form](answer.result), output, sidecar)
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
    order = list(TAGS)
    for question in sorted(queries.saved_queries().values(), key=lambda each: (order.index(each.tags[0]), each.name)):
        if all(_holds(question, word) for word in search.split()):
            table.add_row(
                f"[dim]{TAGS[question.tags[0]]}[/dim]", f"[bold]{question.name}[/bold]", str(question.summary)
            )
    if table.row_count:
        Console().print(table)
    else:
        say(f"没有提到“{search}”的问题。", f"No question speaks of “{search}”.")
    say("用法：xietong query 名称 --help", "Usage: xietong query NAME --help")


def _holds(question: queries.SavedQuery, word: str) -> bool:
    """Tell whether a question has a word in its name, group or sentences, or in its parameters and their examples."""
    parameters = (words for each in question.parameters for words in (*each.words, each.example))
    groups = (words for tag in question.tags for words in (tag, *TAGS.get(tag, ())))
    said = (question.name, *groups, *question.summary, *question.description, *parameters)
    return any(word.casefold() in each.casefold() for each in said)


def _source(graph: Path, endpoint: Endpoint | None) -> dict[str, str]:
    """Return what a sidecar says of what was asked."""
    return {"dc:identifier": endpoint.url} if endpoint else answers.file_of(graph)


def _write(answer: str, output: Path, about: str) -> None:
    """Write an answer with its metadata beside it."""
    sidecar = f"{output.name}-metadata.json"
    write_all(output.parent, {output.name: answer.encode(), sidecar: about.encode()})
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


class FormOrFile(click.ParamType[str | Path]):
    """A form of the answer, or a file with a query: both are given with -f."""

    name = "form"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> str | Path:
        """Return the form, or the path of a file."""
        is_file = value not in FORMS.choices and Path(value).is_file()
        return Path(value) if is_file else str(FORMS.convert(value, param, ctx))

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - as click calls it
        """Return what help shows."""
        return f"[{'|'.join(FORMS.choices)}]|FILE"


@main.command()
@click.argument("text", required=False, metavar="SPARQL")
@click.option("-i", "--file", "path", type=SOURCE, help="从文件读查询 · read the query from a file")
@click.option(
    "-f",
    "--format",
    "form",
    type=FormOrFile(),
    help="输出格式，默认 table；或查询文件 · form of the answer, a table by default; or a file with the query",
)
@click.option(
    "-o",
    "--output",
    type=SOURCE,
    help="写入文件：.csv .json .md，CONSTRUCT 为 .ttl · write a file, its suffix tells the form",
)
@with_endpoint
@with_graph
def sparql(
    text: str | None,
    path: Path | None,
    form: str | Path | None,
    output: Path | None,
    graph: Path,
    endpoint: Endpoint | None,
) -> None:
    """运行任意 SPARQL 查询；CONSTRUCT 输出 Turtle · run any query; CONSTRUCT gives Turtle."""
    if isinstance(form, Path):
        path, form = path or form, None
    asked: Asked = endpoint or Dataset.open(graph)
    wanted = _text(text, path)
    check_terms(wanted, asked.names.prefixes())
    reply = asked.query(wanted)
    if isinstance(reply, ox.QuerySolutions):
        form = _form(form, output)
        result = queries.table_of(reply, asked.names)
        if output is not None:
            about = answers.free_csvw(wanted, result, output.name, _source(graph, endpoint))
            _write(answers.FORMATS[form](result), output, about)
        elif form == "table":
            _print_plain(result)
        else:
            click.echo(answers.FORMATS[form](result), nl=False)
    elif output is None:
        click.echo(_said(reply, asked), nl=False)
    else:
        _write_said(_said(reply, asked), output)


def _write_said(said: str, output: Path) -> None:
    """Write an answer that is no table. Raises QueryError for the name of a table."""
    if output.suffix.lower() in SUFFIXES:
        raise QueryError(
            f"{output.name}：这个查询的回答不是表格；CONSTRUCT 请写入 .ttl，ASK 写入 .txt。",
            f"{output.name}: the answer to this query is no table; write CONSTRUCT to .ttl, ASK to .txt.",
        )
    write_all(output.parent, {output.name: said.encode()})
    say(f"已写入 {output}", f"Written to {output}")


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


def _said(answer: ox.QueryTriples | ox.QueryBoolean, asked: Asked) -> str:
    """Return an answer that is no table: Turtle, or true or false."""
    if isinstance(answer, ox.QueryBoolean):
        return f"{str(bool(answer)).lower()}\n"
    with answering():
        return as_turtle(answer, asked.names).decode()


def _print_plain(result: queries.Result) -> None:
    """Print the answer to a free query as a table."""
    table = Table(*result.columns)
    for row in result.rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    Console().print(table)
