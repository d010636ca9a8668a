"""From sources to ``output/``: read, build, derive, validate, draw, write; all or nothing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from xietong.faces.gallery import gallery
from xietong.faces.panel import told
from xietong.faces.sheet import page
from xietong.faces.views import pictures
from xietong.graph.counting import count
from xietong.graph.dataset import Dataset, ontology_turtle
from xietong.graph.terms import Names, local_name
from xietong.graph.validation import Violation
from xietong.graph.vocabulary import knowledge
from xietong.graph.writer import notice_name
from xietong.model import Notice
from xietong.reading import read_curated
from xietong.reading.agency import LEVEL_WORD, NOT_A_LEVEL
from xietong.resources import data_folder, file_name, write_all
from xietong.words import Language, Words


@dataclass(slots=True)
class Report:
    """What a build did, for the summary at its end."""

    notices: list[Notice]
    counts: dict[Words, int] = field(default_factory=dict)
    violations: list[Violation] = field(default_factory=list)
    warnings: list[Words] = field(default_factory=list)
    seconds: dict[Words, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, zh: str, en: str) -> Iterator[None]:
        """Time a stage."""
        start = time.perf_counter()
        yield
        self.seconds[Words(zh, en)] = time.perf_counter() - start


def default_sources() -> list[Path]:
    """Return the notices that come with the project, in the order of their names."""
    return sorted(path for path in data_folder("sources").iterdir() if path.suffix in (".txt", ".html"))


def build(sources: list[Path], folder: Path, names: Names, language: Language) -> Report:
    """Build the graph of the sources and write it into ``folder``.

    Writes ``graph.ttl``, ``graph.nq``, ``ontology.ttl``, a page for every view and ``index.html``, which leads to
    them, and the text of each notice that offsets count in. Raises XietongError, with nothing written, if any source
    cannot be read.
    """
    report = Report([])
    with report.stage("读取", "reading"):
        world = knowledge()
        report.notices += [read_curated(path, world) for path in sources]
    with report.stage("建图与推导", "graph and derivation"):
        dataset = Dataset.of_notices(report.notices, names)
    with report.stage("校验", "validation"):
        report.violations = dataset.validate()
    report.counts = count(dataset)
    with report.stage("网络图", "network pages"):
        pages = network_pages(dataset, report.counts, language)
    with report.stage("写出", "writing"):
        files = {
            "graph.ttl": dataset.turtle(),
            "graph.nq": dataset.nquads(),
            "ontology.ttl": ontology_turtle(),
        } | pages
        for notice in report.notices:
            files[f"text/{name_of(notice)}.txt"] = notice.text.source.encode()
        write_all(folder, files)
    report.warnings = [_no_bodies(notice) for notice in report.notices if not any(task.duties for task in notice.tasks)]
    report.warnings += [_no_place(notice) for notice in report.notices if _lacks_place(notice)]
    return report


def network_pages(dataset: Dataset, counts: dict[Words, int], language: Language) -> dict[str, bytes]:
    """Return the page of every view and the index of all, by file name."""
    said = told(dataset)
    drawn = pictures(dataset, said)
    pages = {f"{each.view.name}.html": page(each, dataset.names, language).encode() for each in drawn}
    return pages | {"index.html": gallery(drawn, counts, language).encode()}


def name_of(notice: Notice) -> str:
    """Return a name for the files of a notice: that of its IRI, if a file can bear it."""
    name = local_name(notice_name(notice))
    return file_name(name, name)


def _no_bodies(notice: Notice) -> Words:
    """Return the warning for a notice that names no responsible body."""
    return Words(
        f"{notice.text.name}：未找到责任单位，图谱中只有任务。",
        f"{notice.text.name}: no responsible bodies found; the graph holds tasks only.",
    )


def _lacks_place(notice: Notice) -> bool:
    """Tell whether bodies kept a bare level word (市财政局), as the notice does not say of which place it is."""
    names = [duty.body.name for task in notice.tasks for duty in task.duties if duty.body.place is None]
    return notice.header.place is None and any(LEVEL_WORD.match(name) and not NOT_A_LEVEL.match(name) for name in names)


def _no_place(notice: Notice) -> Words:
    """Return the warning for a notice whose own place is not known."""
    return Words(
        f"{notice.text.name}：未认出发文的地方，“市财政局”一类的名称补不上地名；请在标题或落款中写全地名。",
        f"{notice.text.name}: its place is not recognised, so names like 市财政局 lack theirs; "
        "write the place in full in the title or the signature.",
    )
