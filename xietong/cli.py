"""The command line: parse, call one function, print. Errors end in one sentence and status 2."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from xietong import __version__, evaluation, pipeline
from xietong.errors import GraphError, XietongError
from xietong.graph import queries
from xietong.graph.dataset import Dataset
from xietong.graph.terms import BASE, Names
from xietong.graph.validation import Violation
from xietong.graph.vocabulary import knowledge
from xietong.reading import read_curated, read_file
from xietong.record import as_record
from xietong.words import Language, Words, reader_language

DEFAULT_OUTPUT = Path("output")
MOST_VIOLATIONS = 20  # more than a person reads at once
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


# ---------------------------------------------------------------- build


@main.command("build")
@click.argument("sources", nargs=-1, type=SOURCE)
@click.option(
    "-o", "--output", type=SOURCE, default=DEFAULT_OUTPUT, show_default=True, help="输出目录 · folder to write into"
)
@click.option("--base", default=BASE, show_default=True, help="实体 IRI 的前缀 · base of the IRIs of all things")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="网络图的语言 · language of the network page",
)
def build_command(sources: tuple[Path, ...], output: Path, base: str, lang: Language) -> None:
    """读取通知，建成图谱 · read notices (default: sources/) and build the graph."""
    names = Names(_checked_base(base))
    report = pipeline.build(list(sources) or pipeline.default_sources(), output, names, lang)
    _print_report(report, output)


def _checked_base(base: str) -> str:
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


def _print_report(report: pipeline.Report, output: Path) -> None:
    """Print what a build did: counts, seconds by stage, warnings, violations."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for words, number in report.counts.items():
        table.add_row(str(words), f"{number:,}")
    for words, seconds in report.seconds.items():
        table.add_row(f"[dim]{words}[/dim]", f"[dim]{seconds:.2f} s[/dim]")
    Console().print(table)
    for warning in report.warnings:
        click.echo(f"! {warning}", err=True)
    _print_violations(report.violations)
    say(f"已写入 {output}/", f"Written to {output}/")


def _print_violations(violations: list[Violation]) -> None:
    """Print what the shapes found, in words."""
    if not violations:
        say("校验通过：图谱符合 ontology/shapes.ttl。", "Valid: the graph conforms to ontology/shapes.ttl.")
    for violation in violations[:MOST_VIOLATIONS]:
        click.echo(f"! {violation.focus}: {Words(violation.message_zh, violation.message_en)}", err=True)
    if (more := len(violations) - MOST_VIOLATIONS) > 0:
        click.echo(str(Words(f"! 另有 {more} 处不符", f"! and {more} more")), err=True)


def build() -> None:
    """Run ``xietong build`` with the words of the command line (for ``build_graph.py``)."""
    main(["build", *sys.argv[1:]])


# ---------------------------------------------------------------- extract, evaluate


@main.command()
@click.argument("source", type=SOURCE)
def extract(source: Path) -> None:
    """把通知读成 JSON · print what is read of a notice, as JSON in the keys of the guideline."""
    click.echo(json.dumps(as_record(read_file(source, knowledge())), ensure_ascii=False, indent=2))


@main.command()
@click.argument("pairs", nargs=-1, required=True, type=SOURCE, metavar="SOURCE GOLD [SOURCE GOLD]...")
@click.option("-v", "--verbose", is_flag=True, help="列出每处差异 · list every difference")
@click.option("--curated", is_flag=True, help="先应用人工更正 · apply the corrections beside the source first")
def evaluate(pairs: tuple[Path, ...], *, verbose: bool, curated: bool) -> None:
    """与人工标注比较 · print precision, recall and F1 of a reading against an annotation."""
    if len(pairs) % 2:
        raise click.UsageError(str(Words("请成对给出通知与标注。", "Give each notice with its annotation.")))
    total: dict[str, evaluation.Score] = {}
    for source, gold in zip(pairs[::2], pairs[1::2], strict=True):
        notice = read_curated(source, knowledge()) if curated else read_file(source, knowledge())
        scores, misses = evaluation.evaluate(as_record(notice), evaluation.load_annotation(gold))
        _print_scores(source.name, scores)
        for miss in misses if verbose else ():
            click.echo(f"  {miss.task or ''} {miss.kind}: {miss.annotated or '—'} ≠ {miss.read or '—'}")
        for kind, score in scores.items():
            total[kind] = total.get(kind, evaluation.Score()) + score
    if len(pairs) > 2:
        _print_scores(str(Words("全部", "all")), total)


def _print_scores(heading: str, scores: dict[str, evaluation.Score]) -> None:
    """Print one line a kind."""
    click.echo(f"{heading}\n{'':30}{'P':>7}{'R':>7}{'F1':>7}   right/wrong/missed")
    for kind, score in scores.items():
        counts = f"{score.right}/{score.wrong}/{score.missed}"
        click.echo(f"{kind:30}{score.precision:7.3f}{score.recall:7.3f}{score.f1:7.3f}   {counts}")


# ---------------------------------------------------------------- query, validate


def _with_graph(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option that says which graph it asks."""
    return click.option(
        "--graph",
        type=SOURCE,
        default=DEFAULT_OUTPUT / "graph.nq",
        show_default=True,
        help="图谱文件 · the graph to ask",
    )(command)


@main.command()
@click.argument("name", required=False)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", *queries.FORMATS]),
    default="table",
    show_default=True,
    help="输出格式 · form of the answer",
)
@_with_graph
def query(name: str | None, form: str, graph: Path) -> None:
    """回答一个保存的问题；不给名称则列出全部 · answer a saved question; without a name, list them."""
    if name is None:
        _print_queries()
        return
    question = queries.saved_query(name)
    result = queries.run(question, Dataset.open(graph))
    if form == "table":
        _print_table(question, result)
    else:
        click.echo(queries.FORMATS[form](result), nl=False)


def _print_queries() -> None:
    """List the saved queries with their questions."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, question in queries.saved_queries().items():
        table.add_row(f"[bold]{name}[/bold]", str(question.summary))
    Console().print(table)


def _print_table(question: queries.SavedQuery, result: queries.Result) -> None:
    """Print a result as a table with headings in words."""
    language = reader_language()
    table = Table(title=question.summary.in_language(language), title_justify="left")
    for heading, example in zip(
        queries.headings(question, result, language), result.rows[0] if result.rows else result.columns, strict=True
    ):
        table.add_column(heading, justify="right" if isinstance(example, int | float) else "left", overflow="fold")
    for row in result.rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    Console().print(table)
    say(f"{len(result.rows)} 行", f"{len(result.rows)} rows")


@main.command()
@_with_graph
def validate(graph: Path) -> None:
    """用 SHACL 形状校验图谱 · check a graph against ontology/shapes.ttl."""
    violations = Dataset.open(graph).validate()
    _print_violations(violations)
    if violations:
        sys.exit(1)
