"""Where the data of the package lies, and how files are written: all or nothing."""

import errno
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from xietong.errors import GraphError

PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """Return the folder ``ontology``, ``queries``, ``sources`` or ``lexicon`` that this program uses.

    In an installed wheel it lies in ``xietong/data/``; in a checkout beside the package,
    where a maintainer edits it. ``lexicon`` is part of the package in both.

    Raises GraphError if the installation lacks the folder.
    """
    for folder in (PACKAGE / "data" / name, PACKAGE / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise GraphError(
        f"安装不完整：找不到数据目录 {name}，请重新安装 xietong。",
        f"The installation is incomplete: the data folder {name} is missing; reinstall xietong.",
    )


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write ``files`` (relative name -> content) into ``folder``, all or nothing.

    Everything is first written into a folder beside the targets; only when all of it stands on the disk, and no
    target is a folder, is each file renamed into place. If that fails midway, the former files are put back.

    Raises GraphError if the target cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
        try:
            for name, content in files.items():
                for draft in (beside / "new" / name, beside / "old" / name):
                    draft.parent.mkdir(parents=True, exist_ok=True)
                (beside / "new" / name).write_bytes(content)
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                if (folder / name).is_dir():
                    raise IsADirectoryError(errno.EISDIR, "is a folder", str(folder / name))
            _swap(folder, beside, list(files))
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        where = error.filename or folder
        raise GraphError(
            f"无法写入 {where}：{error.strerror}。请检查目录权限或用 -o 另选目录。",
            f"Cannot write {where}: {error.strerror}. Check the permissions or choose another folder with -o.",
        ) from error


def _swap(folder: Path, beside: Path, names: list[str]) -> None:
    """Move the new files into place; on failure put the former ones back."""
    done: list[str] = []
    try:
        for name in names:
            if (folder / name).exists():
                (folder / name).replace(beside / "old" / name)
            done.append(name)
            (beside / "new" / name).replace(folder / name)
    except OSError:
        for name in done:
            (folder / name).unlink(missing_ok=True)
            if (beside / "old" / name).exists():
                (beside / "old" / name).replace(folder / name)
        raise
