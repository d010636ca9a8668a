"""A saved query and a look -> one pyvis page, self-contained, drawn at positions computed beforehand."""

import json
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import jinja2
import networkx as nx

from xietong.graph.dataset import Dataset
from xietong.graph.queries import Result, load_query, run
from xietong.resources import PACKAGE, data_folder
from xietong.words import Language, Words

# Okabe and Ito's palette: told apart also by those who see colours differently
KINDS = {
    "central": (Words("中央机构", "central body"), "#CC79A7"),
    "province": (Words("省级机构", "provincial body"), "#D55E00"),
    "prefecture": (Words("市级机构", "city body"), "#0072B2"),
    "county": (Words("县级机构", "county body"), "#009E73"),
    "group": (Words("集合主体（如各县区政府）", "group of bodies"), "#E69F00"),
    "other": (Words("其他", "other"), "#7A7A7A"),
}
WORDS = {
    "legend": Words("图例", "legend"),
    "tasks": Words("任务", "tasks"),
    "partners": Words("协同部门", "partners"),
    "shared": Words("共同任务", "shared tasks"),
}
SEED = 7
WIDTH, HEIGHT = 1240, 560  # of the drawing at least: what a laptop's screen leaves to it
FILLED = 0.4  # the share of the drawing that dots and labels may fill
FONT = 14


@dataclass(frozen=True, slots=True)
class Node:
    """A dot: a body with its number of tasks."""

    iri: str
    name: str
    tasks: int
    kind: str


def coordination_page(dataset: Dataset, language: Language) -> str:
    """Return the page of agencies that share tasks, as one HTML file without any outside reference."""
    query = load_query(data_folder("queries") / "views" / "coordination.rq")
    result = run(query, dataset)
    nodes, edges = _network(result)
    positions = place_nodes(nodes, [(one, other, weight) for one, other, weight, _ in edges])
    return _draw(
        query.summary.in_language(language), query.description.in_language(language), nodes, edges, positions, language
    )


def _network(result: Result) -> tuple[dict[str, Node], list[tuple[str, str, int, str]]]:
    """Return the nodes by IRI and the edges of a result."""
    nodes: dict[str, Node] = {}
    edges = []
    for row in result.rows:
        value = dict(zip(result.columns, row, strict=True))
        for end in ("one", "other"):
            nodes[str(value[end])] = Node(
                str(value[end]), str(value[end + "Name"]), int(value[end + "Tasks"] or 0), _kind(value[end + "Kind"])
            )
        edges.append((str(value["one"]), str(value["other"]), int(value["weight"] or 0), str(value["tasks"])))
    return nodes, edges


def _kind(value: object) -> str:
    """Return the kind of a body as the legend knows it."""
    return str(value) if str(value) in KINDS else "other"


def place_nodes(nodes: dict[str, Node], edges: list[tuple[str, str, int]]) -> dict[str, tuple[float, float]]:
    """Return a position for each node: a spring layout with a fixed seed, spread over the page, labels pushed apart.

    The page is as large as the labels need; its units are pixels at full size.
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_weighted_edges_from(edges)
    if not nodes:
        return {}
    raw = nx.spring_layout(graph, k=2 / math.sqrt(len(nodes)), iterations=120, seed=SEED, method="force")
    half = {iri: (FONT * len(node.name) / 2 + 6, node_size(node.tasks) + FONT + 4) for iri, node in nodes.items()}
    needed = sum(4 * width * height for width, height in half.values()) / FILLED
    width = max(WIDTH, math.sqrt(needed * WIDTH / HEIGHT))
    across = _spread({node: float(raw[node][0]) for node in nodes}, width)
    down = _spread({node: float(raw[node][1]) for node in nodes}, width * HEIGHT / WIDTH)
    points = {node: [across[node], down[node]] for node in nodes}
    _push_apart(points, half)
    return {iri: (round(x, 1), round(y, 1)) for iri, (x, y) in points.items()}


def _spread(values: dict[str, float], length: float) -> dict[str, float]:
    """Spread coordinates over a length: by value and, more, by rank, so that no outlier presses the rest."""
    order = sorted(values, key=lambda node: (values[node], node))
    low, span, last = values[order[0]], values[order[-1]] - values[order[0]] or 1.0, max(1, len(order) - 1)
    return {
        node: (0.35 * (values[node] - low) / span + 0.65 * rank / last - 0.5) * length
        for rank, node in enumerate(order)
    }


def _push_apart(points: dict[str, list[float]], half: dict[str, tuple[float, float]]) -> None:
    """Move boxes (given by their half widths and heights) until none lies on another, in place."""
    order = sorted(points)
    for _ in range(400):
        moved = False
        for at, one in enumerate(order):
            for other in order[at + 1 :]:
                dx, dy = points[other][0] - points[one][0], points[other][1] - points[one][1]
                over_x, over_y = half[one][0] + half[other][0] - abs(dx), half[one][1] + half[other][1] - abs(dy)
                if over_x > 0 and over_y > 0:
                    moved = True
                    axis, over, sign = (0, over_x, dx) if over_x < over_y else (1, over_y, dy)
                    step = (over / 2 + 0.5) * (1 if sign >= 0 else -1)
                    points[one][axis] -= step
                    points[other][axis] += step
        if not moved:
            return


def node_size(tasks: int) -> float:
    """Return the radius of a dot; its area grows with the number of tasks."""
    return round(4 + 2.4 * math.sqrt(tasks), 1)


def _draw(
    heading: str,
    description: str,
    nodes: dict[str, Node],
    edges: list[tuple[str, str, int, str]],
    positions: dict[str, tuple[float, float]],
    language: Language,
) -> str:
    """Fill our template through pyvis, with vis-network from the installed package."""
    from pyvis import network as pyvis  # noqa: PLC0415 (imports IPython, 0.4 s)

    net = pyvis.Network(cdn_resources="in_line")
    net.heading = heading
    for iri, node in sorted(nodes.items()):
        x, y = positions[iri]
        net.add_node(
            iri,
            label=node.name,
            x=x,
            y=y,
            tasks=node.tasks,
            size=node_size(node.tasks),
            color=KINDS[node.kind][1],
            title=None,
        )
    for one, other, weight, tasks in edges:
        net.add_edge(one, other, value=weight, tasks=tasks, title=None)
    net.set_options(
        json.dumps(
            {
                "physics": {"enabled": False},
                "nodes": {
                    "shape": "dot",
                    "scaling": {"min": 6, "max": 18},
                    "font": {"size": FONT, "color": "#1f2933", "strokeWidth": 4, "strokeColor": "#fbfaf7"},
                },
                "edges": {
                    "smooth": False,
                    "color": {"color": "#9aa5b1", "opacity": 0.45, "highlight": "#b45309"},
                    "scaling": {"min": 0.6, "max": 7},
                },
                "interaction": {
                    "hover": True,
                    "keyboard": {"enabled": True, "bindToWindow": False},
                    "tooltipDelay": 150,
                },
            }
        )
    )
    kinds = Counter(node.kind for node in nodes.values())
    folders = [PACKAGE / "faces", Path(pyvis.__file__).parent / "templates"]
    net.templateEnv = jinja2.Environment(loader=jinja2.FileSystemLoader(folders), autoescape=True)
    net.templateEnv.globals.update(
        language=language,
        description=description,
        words={key: words.in_language(language) for key, words in WORDS.items()},
        legend=[
            {"words": words.in_language(language), "colour": colour, "count": kinds[kind]}
            for kind, (words, colour) in KINDS.items()
            if kinds[kind]
        ],
    )
    net.path = "page.html"
    return str(net.generate_html())
