"""The files of a graph for other programs, and their page: dumps in all forms of RDF, tables, points, networks."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xietong.errors import GraphError
from xietong.faces.export import EXPORTS, network
from xietong.faces.geojson import geojson
from xietong.faces.site.frame import Here, render
from xietong.faces.site.known import Known
from xietong.faces.stratml import stratml
from xietong.faces.tables import table_queries, tables
from xietong.faces.views import lines_of, view_named
from xietong.graph.dump import FORMS
from xietong.words import Words

MEDIA_TYPES = {form.syntax.media_type: form.name for form in FORMS.values()} | {
    "text/csv": "CSV",
    "application/csvm+json": "CSVW",
    "application/geo+json": "GeoJSON",
    "application/xml": "StratML",
    "application/graphml+xml": "GraphML",
    "application/gexf+xml": "GEXF",
}
NETWORKS = ("coordination", "tasks", "projects", "places")
GROUPS = {
    "graph": Words("整个图谱（RDF）", "the whole graph (RDF)"),
    "tables": Words("表格", "tables"),
    "geo": Words("地图", "maps"),
    "networks": Words("网络（Gephi、igraph 等可读）", "networks (for Gephi, igraph and others)"),
    "stratml": Words("计划（StratML，ISO 17469-1）", "plans (StratML, ISO 17469-1)"),
}


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file that is handed out: its path below the root of the site, what it is, how large, its SHA-256."""

    path: str
    group: str  # a key of GROUPS
    title: Words
    media_type: str
    size: int  # bytes
    sha256: str


def write_data(known: Known, folder: Path) -> list[Distribution]:
    """Write all files below ``folder``/data; return them in the order in which they are listed.

    The graph is written piece by piece. A form that cannot hold it (control characters in RDF/XML) is left out.
    """
    (folder / "data").mkdir(parents=True, exist_ok=True)
    return [*_dumps(known, folder), *(_written(folder, *each) for each in _others(known))]


def _dumps(known: Known, folder: Path) -> Iterator[Distribution]:
    for suffix, form in FORMS.items():
        path = folder / "data" / f"graph{suffix}"
        try:
            with path.open("wb") as out:
                form.write(known.store, known.names, out)
        except GraphError:
            path.unlink()
            continue
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        what = Words("带命名图", "with named graphs") if form.graphs else Words("合并为一个图", "merged into one graph")
        title = Words(f"{form.name}，{what.zh}", f"{form.name}, {what.en}")
        yield Distribution(f"data/{path.name}", "graph", title, form.syntax.media_type, path.stat().st_size, sha256)


def _others(known: Known) -> Iterator[tuple[str, str, Words, str, bytes]]:
    """Yield path, group, title, media type and content of the files that are made whole."""
    titles = {f"{name}.csv": query.summary for name, query in table_queries().items()}
    about = Words("各表及其各列的说明", "what the tables and their columns say")
    for name, content in tables(known.asked).items():
        media_type = "text/csv" if name in titles else "application/csvm+json"
        yield f"data/tables/{name}", "tables", titles.get(name, about), media_type, content
    title = Words("地方和项目所在地", "places, and where projects lie")
    yield "data/places.geojson", "geo", title, "application/geo+json", geojson(known.asked)
    for name in NETWORKS:
        view = view_named(name)
        lines, things = lines_of(known.asked, known.told, view)
        drawn = network(lines, things, known.names)
        for suffix, write in EXPORTS.items():
            kind = f"application/{suffix[1:]}+xml"
            yield f"data/networks/{name}{suffix}", "networks", view.query.summary, kind, write(drawn)
    for name, content in stratml(known.asked).items():
        yield f"data/stratml/{name}", "stratml", Words(name, name), "application/xml", content


def _written(folder: Path, path: str, group: str, title: Words, media_type: str, content: bytes) -> Distribution:
    """Write one file."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(content)
    return Distribution(path, group, title, media_type, len(content), hashlib.sha256(content).hexdigest())


def data_page(known: Known, files: Sequence[Distribution], version: str, here: Here) -> str:
    """Return the page from which a graph is fetched; ``version`` is the SHA-256 of its N-Quads."""
    groups = [(words, list(_of(files, group))) for group, words in GROUPS.items()]
    return render(
        "data.html",
        here,
        groups=[each for each in groups if each[1]],
        names=MEDIA_TYPES,
        version=version,
        base=known.names.base,
    )


def _of(files: Iterable[Distribution], group: str) -> Iterator[Distribution]:
    return (each for each in files if each.group == group)
