"""What the tests of the command line share: a small notice, ways to run a command, what a build writes."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from xietong.cli import main

FIRST = Path(__file__).parents[1] / "sources" / "zhaoqing-2016.txt"
PAGES = [f"{name}.html" for name in ("agency", "coordination", "goal-tree", "index", "places", "projects", "tasks")]
FILES = sorted([*PAGES, "graph.nq", "graph.ttl", "ontology.ttl", "text"])
NOTICE = """肇庆市人民政府办公室关于印发2016年重点工作的通知

肇府办〔2016〕1号

各县（市、区）人民政府：

现将2016年重点工作印发给你们，请认真贯彻执行。

肇庆市人民政府办公室
2016年3月1日

一、稳增长
（一）推进交通建设。建成大桥。（市交通运输局、市财政局、端州区政府等）
（二）发展教育。新建学校。（市教育局牵头，市财政局配合）
"""


def call(*words: str | Path, language: str = "en") -> Result:
    """Run a command within this process."""
    return CliRunner().invoke(main, [str(word) for word in words], env={"XIETONG_LANG": language})


def shell(*words: str | Path, language: str = "en", cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a person does, in a process and a folder of its own."""
    command = [str(Path(sys.executable).with_name("xietong")), *map(str, words)]
    return subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | {"XIETONG_LANG": language},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
