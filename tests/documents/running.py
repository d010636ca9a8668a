"""A document is run: its blocks in their order, in a clone, with servers where it asks for them."""

import re
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.documents.clone import Failed, fresh
from tests.documents.markdown import RUN, Block, Document, Place
from tests.endpoint.conftest import oxigraph_server, virtuoso_server

if TYPE_CHECKING:
    from xietong.graph.loading import Target


@dataclass
class Ran:
    """What came of a document: what each block printed, until one failed."""

    printed: dict[Place, str] = field(default_factory=dict)
    failed: str = ""
    seconds: float = 0


class Servers:
    """SPARQL servers, each started when a document first asks for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = threading.Lock()
        self.stack = ExitStack()
        self.running: dict[str, Target] = {}

    def address(self, server: str, part: str) -> str:
        """Return the address of a part of a server, empty when it starts: query, update or store."""
        with self.lock:
            if server not in self.running:
                folder = self.folder / server
                folder.mkdir()
                start = virtuoso_server if server == "virtuoso" else oxigraph_server
                self.running[server] = self.stack.enter_context(start(folder))
        target = self.running[server]
        found = target.endpoint.url if part == "query" else getattr(target, part)
        assert found, f"{server} has no address for {part}"
        return str(found)


def run(documents: Sequence[Document], folder: Path, program: Path, built: Path) -> Ran:
    """Run the blocks of a document, with those of the same in the other language, in a new clone below a folder.

    The two have the same code (a test says so). It runs once, and again in the second language where something is
    said of what it prints, or where it asks for that language. See :func:`tests.documents.clone.fresh`.
    """
    from_ = time.monotonic()
    ran, servers = Ran(), Servers(folder)
    clone = fresh(folder, documents[0], program, built, servers.address)
    try:
        for same in zip(*(document.blocks for document in documents), strict=True):
            chosen = {
                document.language: block
                for document, block in zip(documents, same, strict=True)
                if block is same[0] or block.prints or code(block) != code(same[0])
            }
            if same[0].file or same[0].kind in RUN:
                printed = clone.run(chosen)
                ran.printed |= {block.place: printed[language] for language, block in chosen.items()}
    except (Failed, ValueError) as mistake:
        ran.failed = f"{' '.join(str(block.place) for block in same)}\n{same[0].content}\n{mistake}"
    finally:
        clone.close()
        servers.stack.close()
    ran.seconds = time.monotonic() - from_
    return ran


def code(block: Block) -> list[str]:
    """Return the lines of a block without comments."""
    bare = (re.sub(r"(?:^|\s+)#.*$", "", line) for line in block.content.splitlines())
    return [line for line in bare if line]


def lines(text: str) -> list[str]:
    """Return the lines of a text without blanks at their ends, and without empty ones around."""
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def fits(said: str, printed: str) -> bool:
    r"""Tell whether what is said to be printed is what is printed; a line … stands for any lines.

    >>> fits("one\n…\nfour", "one  \ntwo\nthree\nfour\n"), fits("one", "one\ntwo")
    (True, False)
    """
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line) + "\n" for line in lines(said))
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines(printed))) is not None
