"""The reading room: knows Chinese, knows no RDF. ``read`` runs its stages in order."""

from pathlib import Path

from xietong.errors import StructureError
from xietong.model import Knowledge, Notice
from xietong.reading.agency import body, home_of
from xietong.reading.clean import clean
from xietong.reading.curation import curate, curation_file
from xietong.reading.facts import FactReader
from xietong.reading.files import read_source
from xietong.reading.header import read_header
from xietong.reading.layouts import rule_of_first, statements
from xietong.reading.outline import lines_of, outline
from xietong.reading.tasks import arrange
from xietong.text import Span


def read_file(path: Path, knowledge: Knowledge) -> Notice:
    """Read a file as published. Raises SourceError and StructureError, naming the file."""
    return read(path.name, read_source(path), knowledge)


def read_curated(path: Path, knowledge: Knowledge) -> Notice:
    """Read a file and apply the corrections beside it (``NAME.curation.yaml``), if there are any.

    Raises CurationError for corrections that do not fit, beside what :func:`read_file` raises.
    """
    notice = read_file(path, knowledge)
    corrections = curation_file(path)
    if corrections is None:
        return notice
    home = home_of(knowledge.places.get(notice.header.place or ""), central=notice.header.place is None)
    return curate(notice, corrections, lambda words: body(words, home, knowledge))


def read(name: str, source: str, knowledge: Knowledge) -> Notice:
    """Read a source text whole.

    ``name`` is the file's name, kept for messages and for the graph. Raises StructureError if the
    text holds no numbered item that could be a task.
    """
    text = clean(name, source)
    whole = Span(0, len(text.clean))
    layout = read_header(text, lines_of(text, whole), knowledge)
    sections = outline(text, layout.body) or outline(text, whole)
    if sections:
        region = Span(sections[0].written.start, sections[-1].end)
        found = statements(text, lines_of(text, region), layout.home, knowledge)
        facts = FactReader(text, layout.home, knowledge, layout.header.plan_year)
        goals, tasks = arrange(text, sections, found, rule_of_first(text), facts)
        preamble = facts.read([Span(layout.body.start, max(layout.body.start, region.start))])
    if not sections or not tasks:
        raise StructureError(
            f"{name}：找不到编号的任务（如 一、 （一） 1.）；请检查文件是否为布置工作任务的通知。",
            f"{name}: no numbered tasks found (一、 （一） 1.); check that the file is a notice that assigns tasks.",
        )
    return Notice(text=text, header=layout.header, goals=goals, tasks=tasks, facts=preamble)
