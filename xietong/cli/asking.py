"""Commands that ask a graph: query, validate, analyse."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from xietong.cli.common import SOURCE, main, say, with_graph
from xietong.cli.notices import print_violations
from xietong.errors import GraphError
from xietong.graph import answers, network, queries
from xietong.graph.dataset import Dataset
from xietong.resources import write_all
from xietong.words import Words

MOST_AGENCIES = 15
SHOWN = ("degree", "strength", "betweenness", "constraint", "community")  # what fits eighty columns


@main.command()
@with_graph
def validate(graph: Path) -> None:
    """用 SHACL 形状校验图谱 · check a graph against ontology/shapes.ttl."""
    violations = Dataset.open(graph).validate()
    print_violations(violations)
    if violations:
        sys.exit(1)


@main.command()
@click.option("-o", "--output", type=SOURCE, help="把全部度量写成 CSV · write every measure of every agency as CSV")
@click.option(
    "--write", is_flag=True, help="把度量写入图谱 · add the measures to the graph (graph/analysis) and its .ttl"
)
@with_graph
def analyse(output: Path | None, graph: Path, *, write: bool) -> None:
    """度量机构在协同网络中的位置 · measure where agencies stand in the network of coordination."""
    if write and graph.suffix != ".nq":
        raise GraphError(
            f"{graph} 不分命名图，--write 需要 .nq 文件。", f"{graph} has no named graphs; --write needs an .nq file."
        )
    dataset = Dataset.open(graph)
    found = network.measures(dataset)
    result = network.table(found)
    _print_measures(result)
    if output:
        write_all(output.parent, {output.name: answers.as_csv(result).encode()})
        say(f"已写入 {output}", f"Written to {output}")
    if write:
        dataset.replace(network.measure_quads(found, dataset.names))
        write_all(graph.parent, {graph.name: dataset.nquads(), f"{graph.stem}.ttl": dataset.turtle()})
        say(f"度量已写入 {graph}", f"The measures are in {graph}")


def _print_measures(result: queries.Result) -> None:
    """Print the most connected agencies with the measures that fit a screen."""
    names = network.headings()
    table = Table(
        title=str(Words("协同网络中的机构", "Agencies in the coordination network")),
        title_justify="left",
        box=None,
        pad_edge=False,
    )
    table.add_column(str(Words("机构", "agency")), no_wrap=True)
    for measure in SHOWN:
        table.add_column(str(names[measure]), justify="right", overflow="fold")
    for row in result.rows[:MOST_AGENCIES]:
        value = dict(zip(result.columns, row, strict=True))
        table.add_row(str(value["label"]), *("" if value[each] is None else f"{value[each]:.3g}" for each in SHOWN))
    Console().print(table)
    say(
        f"共 {len(result.rows)} 个机构，表中为协同机构最多的；全部见 -o FILE.csv",
        f"{len(result.rows)} agencies, those with the most partners shown; -o FILE.csv has all",
    )
