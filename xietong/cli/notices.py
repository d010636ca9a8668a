"""Commands that read notices: build, extract, review, evaluate."""

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from xietong import evaluation, pipeline
from xietong.cli.common import DEFAULT_OUTPUT, SOURCE, base_of, main, say
from xietong.faces.review import review_page
from xietong.graph.terms import BASE, Names
from xietong.graph.validation import Violation
from xietong.graph.vocabulary import knowledge
from xietong.reading import read_curated, read_file
from xietong.record import as_record
from xietong.resources import write_all
from xietong.words import Language, Words, reader_language

MOST_VIOLATIONS = 20  # more than a person reads at once


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
    names = Names(base_of(base))
    report = pipeline.build(list(sources) or pipeline.default_sources(), output, names, lang)
    _print_report(report, output)


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
    print_violations(report.violations)
    say(f"已写入 {output}/", f"Written to {output}/")


def print_violations(violations: list[Violation]) -> None:
    """Print what the shapes found, in words."""
    if not violations:
        say("校验通过：图谱符合 ontology/shapes.ttl。", "Valid: the graph conforms to ontology/shapes.ttl.")
    for violation in violations[:MOST_VIOLATIONS]:
        click.echo(f"! {violation.focus}: {Words(violation.message_zh, violation.message_en)}", err=True)
    if (more := len(violations) - MOST_VIOLATIONS) > 0:
        click.echo(str(Words(f"! 另有 {more} 处不符", f"! and {more} more")), err=True)


@main.command()
@click.argument("source", type=SOURCE)
def extract(source: Path) -> None:
    """把通知读成 JSON · print what is read of a notice, as JSON in the keys of the guideline."""
    click.echo(json.dumps(as_record(read_file(source, knowledge())), ensure_ascii=False, indent=2))


@main.command()
@click.argument("source", type=SOURCE)
@click.option("-o", "--output", type=SOURCE, help="输出文件，默认 output/review/名称.html · file to write")
def review(source: Path, output: Path | None) -> None:
    """写出核对页：原文、标注与遗漏的数字 · write the page on which a reader checks what was read of a notice."""
    notice = read_curated(source, knowledge())
    target = output or DEFAULT_OUTPUT / "review" / f"{pipeline.name_of(notice)}.html"
    write_all(target.parent, {target.name: review_page(notice, reader_language()).encode()})
    say(f"已写入 {target}，请用浏览器打开。", f"Written to {target}; open it in a browser.")


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
