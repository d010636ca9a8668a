"""A graph file as it is served: its store on disk, what the pages know of it, the files to fetch, its own server."""

import asyncio
import hashlib
import shutil
import tempfile
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox

from xietong.errors import GraphError
from xietong.faces.site.catalogue import Publication, dcat
from xietong.faces.site.data import Distribution, write_data
from xietong.faces.site.frame import folder_of
from xietong.faces.site.known import Known, known
from xietong.faces.views import Picture, pictures
from xietong.graph.counting import count
from xietong.graph.dataset import Dataset
from xietong.server.engine import Engine, Limits
from xietong.words import Words

MOST_PAGES = 4000  # kept ready


@dataclass(slots=True)
class Snapshot:
    """One version of a graph, from its first question to its last.

    ``renamed`` leads from the paths of things whose files could not bear their name to their ids.
    """

    name: str  # of the graph file
    version: str  # its SHA-256
    folder: Path
    known: Known
    counts: dict[Words, int]
    pictures: list[Picture]
    files: list[Distribution]
    renamed: dict[str, str]
    engine: Engine
    pages: "OrderedDict[tuple[object, ...], bytes]" = field(default_factory=OrderedDict)

    def keep(self, key: tuple[object, ...], content: bytes) -> bytes:
        """Keep a page ready under a key; the one asked for longest ago makes room."""
        self.pages[key] = content
        while len(self.pages) > MOST_PAGES:
            self.pages.popitem(last=False)
        return content

    async def close(self) -> None:
        """End its server when it has answered; remove its files."""
        await self.engine.close()
        shutil.rmtree(self.folder, ignore_errors=True)


async def opened(graph: Path, limits: Limits, about: Publication) -> Snapshot:
    """Make ready what is needed to serve a graph file, and start its server.

    Raises GraphError if the file cannot be opened or the server does not start; nothing is left behind then.
    """
    folder = Path(tempfile.mkdtemp(prefix="xietong-"))
    try:
        snapshot = await asyncio.to_thread(_prepared, graph, folder, limits, about)
        await snapshot.engine.start()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return snapshot


def _prepared(graph: Path, folder: Path, limits: Limits, about: Publication) -> Snapshot:
    dataset = Dataset.open(graph)
    version = _sha256(graph)
    store = folder / "store"
    stored(dataset, store)
    found = known(dataset, dataset.store)
    drawn, counts = pictures(dataset, found.told), count(dataset)
    files = write_data(found, folder)
    (folder / "data" / "dcat.ttl").write_bytes(dcat(found, files, replace(about, version=version)))
    renamed = {
        path: id_ for id_ in found.ids() if folder_of(id_) != unquote(id_) for path in (folder_of(id_), unquote(id_))
    }
    disk = ox.Store.read_only(str(store))  # from here on nothing of the graph is in memory but what pages tell
    dataset.store = dataset.merged = found.store = disk
    return Snapshot(graph.name, version, folder, found, counts, drawn, files, renamed, Engine(store, limits))


def stored(dataset: Dataset, folder: Path) -> None:
    """Write a graph into a store on disk: its named graphs, and in the default graph their merge."""
    store = ox.Store(str(folder))
    store.bulk_extend(dataset.merged)
    store.flush()


def _sha256(graph: Path) -> str:
    try:
        with graph.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise GraphError(
            f"读不了图谱 {graph}：{error.strerror}。", f"Cannot read the graph {graph}: {error.strerror}."
        ) from error
