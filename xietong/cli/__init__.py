"""The command line: ``main`` is the entry point; each module adds the commands that it defines."""

import sys

from xietong.cli import asking, handing, notices, pictures, questions, servers
from xietong.cli.common import main

__all__ = ["asking", "build", "handing", "main", "notices", "pictures", "questions", "servers"]


def build() -> None:
    """Run ``xietong build`` with the words of the command line (for ``build_graph.py``)."""
    main(["build", *sys.argv[1:]])
