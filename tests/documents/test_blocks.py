"""Every block of every document: commands run, code runs, data parses, and what is said to be printed is printed."""

import json
import re
import tomllib
from concurrent.futures import Future
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from tests.documents.clone import SERVERS, STAND_INS
from tests.documents.markdown import KINDS, PARSED, Block, Document, documents, other_language, read
from tests.documents.running import Ran, code, fits

every_document = pytest.mark.parametrize("document", documents(), ids=str)
WITH_COMMENTS = ("sh", "python", "sparql", "turtle", "yaml", "toml")
PARSERS = {
    "turtle": lambda text: list(ox.parse(text, format=ox.RdfFormat.TURTLE)),
    "yaml": yaml.safe_load,
    "json": json.loads,
    "toml": tomllib.loads,
}


@pytest.mark.timeout(900)  # it waits for its turn
@every_document
def test_every_block_does_what_the_document_says(document: Document, runs: dict[Path, Future[Ran]]) -> None:
    ran = runs[document.path].result()
    assert not ran.failed, ran.failed
    for block, said in pairwise(document.blocks):
        if said.printed:
            printed = ran.printed[block.place]
            assert fits(said.content, printed), f"{said.place} prints:\n{printed}"


@every_document
def test_every_block_says_of_which_kind_it_is(document: Document) -> None:
    """There is no other way to write a block, so that none is passed over; a file may be of any kind."""
    assert [str(block.place) for block in document.blocks if block.kind not in KINDS and not block.file] == []


@every_document
def test_every_block_of_data_parses(document: Document) -> None:
    for block in document.blocks:
        if block.kind in PARSED and block.content.strip():
            assert PARSERS[block.kind](block.content), block.place


@every_document
def test_the_other_language_has_the_same_headings_and_the_same_code(document: Document) -> None:
    """Comments, outputs and texts are in the language of the document; what runs is the same."""
    path = other_language(document)
    if path is None:
        return
    assert path.is_file(), f"{path} is missing"
    other = read(path)
    assert [level for level, _ in document.headings] == [level for level, _ in other.headings]
    assert [(block.kind, block.file, block.printed) for block in document.blocks] == [
        (block.kind, block.file, block.printed) for block in other.blocks
    ]
    for mine, theirs in zip(document.blocks, other.blocks, strict=True):
        if mine.kind in WITH_COMMENTS:
            assert in_any_language(mine) == in_any_language(theirs), f"{mine.place} {theirs.place}"


def in_any_language(block: Block) -> list[str]:
    """Return the code of a block without the language that it asks for."""
    asked = re.compile(r"(--lang[= ]|XIETONG_LANG=|language=\"|frame\(\"|lang=)(?:zh|en)\b")
    return [asked.sub(r"\1", line) for line in code(block)]


def test_every_stand_in_is_needed() -> None:
    """What is not done as a document says is said openly, and no more than is needed."""
    blocks = [block for document in documents() for block in document.blocks]
    commands = "\n".join(line for block in blocks if block.kind == "sh" for line in code(block))
    assert [each.command for each in STAND_INS if not re.search(each.command, commands, re.MULTILINE)] == []
    assert [each for each, _, _ in SERVERS if not any(re.search(each, block.content) for block in blocks)] == []
    assert all(each.why for each in STAND_INS)
