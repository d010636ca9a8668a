"""The installed program, warm: it starts once, and runs each command in a fork of itself, in a tenth of the time.

    python -m tests.documents.warm SOCKET       # serves until its input ends

A command that the documents run says to the socket where it stands and what it is called with, and hands over its own
input and outputs; the fork takes them, runs ``xietong.cli.main`` and answers with the status. As an editable
installation does, it reads the folders ``ontology``, ``queries`` and ``sources`` of the clone in which it is called
and, where the document has changed the code there, that code.

A block of Python is run by a fork that stays, so that one document has one namespace.
"""

import ast
import contextlib
import io
import json
import os
import select
import signal
import socket
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pyshacl
import rdflib

from xietong import cli, resources

WARMED = (cli, nx, pd, pyshacl, rdflib)  # what commands load when they need it
CODE = (".py", ".toml", ".html", ".css", ".js")

CLIENT = """#!{python} -SE
import json, os, socket, sys
if sys.argv[1:2] == ["serve"]:
    os.execv({program!r}, [{program!r}, *sys.argv[1:]])
with socket.socket(socket.AF_UNIX) as line:
    line.connect({address!r})
    said = {{"clone": {clone!r}, "words": sys.argv[1:], "folder": os.getcwd(), "variables": dict(os.environ)}}
    socket.send_fds(line, [json.dumps(said).encode() + b"\\n"], [0, 1, 2])
    status = line.recv(16)
sys.exit(int(status or 1))
"""


def state(package: Path) -> dict[str, int]:
    """Return the files of a package with the times when they were changed."""
    return {
        str(path.relative_to(package)): path.stat().st_mtime_ns for path in package.rglob("*") if path.suffix in CODE
    }


BEGUN = state(resources.PACKAGE)  # the code that is loaded


def main(address: str) -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen()
        while sys.stdin not in select.select([server, sys.stdin], [], [])[0]:
            line, _ = server.accept()
            if os.fork() == 0:
                server.close()
                os._exit(answer(line))
            line.close()


def answer(line: socket.socket) -> int:
    """Do what the other end of a line asks for."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said, handed, _, _ = socket.recv_fds(line, 1 << 16, 3)
    while not said.endswith(b"\n"):
        said += line.recv(1 << 16)
    asked = json.loads(said)
    settle(Path(asked["clone"]))
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["variables"])
    if asked["words"] is None:
        return converse(line)
    for number, file in enumerate(handed):
        os.dup2(file, number)
    sys.argv = ["xietong", *asked["words"]]
    status = run()
    line.sendall(str(status).encode())
    return status


def settle(clone: Path) -> None:
    """Belong to a clone: to its folders, and to its code where that has changed."""
    resources.PACKAGE = clone / "xietong"
    if state(clone / "xietong") != BEGUN:
        for name in [name for name in sys.modules if name.partition(".")[0] == "xietong"]:
            del sys.modules[name]
        sys.path.insert(0, str(clone))


def run() -> int:
    """Run the command; return the status with which it leaves."""
    status: Any = 0
    try:
        import_module("xietong.cli").main(prog_name="xietong")
    except SystemExit as leaving:
        status = leaving.code
    except BaseException:  # noqa: BLE001 - the process ends here
        traceback.print_exc()
        status = 1
    with contextlib.suppress(OSError):  # the reader of a pipe may have gone
        sys.stdout.flush()
        sys.stderr.flush()
    return status if isinstance(status, int) else int(status is not None)


def converse(line: socket.socket) -> int:
    """Run blocks of Python, one a line, in one namespace; answer each with what it prints, and with its mistake."""
    sys.path.insert(0, "")
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with line.makefile(encoding="utf-8") as blocks:
        for block in blocks:
            printed = io.StringIO()
            mistake = ""
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                try:
                    asked = json.loads(block)
                    os.environ["XIETONG_LANG"] = asked["language"]
                    perform(asked["code"], namespace)
                except BaseException:  # noqa: BLE001 - it is told to the one who asked
                    mistake = traceback.format_exc()
            line.sendall(json.dumps([printed.getvalue(), mistake]).encode() + b"\n")
    return 0


def perform(code: str, namespace: dict[str, Any]) -> None:
    """Run code; show the value of its last line, as a notebook does."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "block", "exec"), namespace)  # noqa: S102 - that is what is asked for
    if isinstance(last, ast.Expr):
        value = eval(compile(ast.Expression(last.value), "block", "eval"), namespace)  # noqa: S307
        if value is not None:
            print(repr(value))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
