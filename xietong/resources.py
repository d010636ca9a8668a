"""Where the data of the package lies, and how files are written: all or nothing."""

import errno
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from xietong.errors import GraphError

LONGEST_FILE_NAME = 200  # bytes
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


def file_name(name: str, whole: str, *, fits: bool = True) -> str:
    """Return a name for a file; one too long, or that does not fit, is cut and told apart by a hash of ``whole``.

    Most systems take 255 bytes; ours are shorter, so that an ending has room.
    """
    if fits and 0 < len(name.encode()) <= LONGEST_FILE_NAME:
        return name
    kept = name.encode()[: LONGEST_FILE_NAME - 20].decode(errors="ignore")
    return f"{kept}-{hashlib.sha256(whole.encode()).hexdigest()[:12]}"


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
        raise _unwritable(error, folder) from error


def write_file(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Let ``write`` fill a file beside ``path``, piece by piece, then rename it into place.

    Raises GraphError if it cannot be written; what stood there stays then, also if ``write`` raises.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder", str(path))
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=path.parent) as beside:
            with (Path(beside) / path.name).open("wb") as out:
                write(out)
            (Path(beside) / path.name).replace(path)
    except OSError as error:
        raise _unwritable(error, path) from error


def fill_folder(folder: Path, mark: str, fill: Callable[[Path], None]) -> None:
    """Let ``fill`` write files into a new folder beside ``folder``, then put it in its place, all or nothing.

    What stood there is replaced, but only a folder that is empty or holds the file ``mark``, by which one of ours is
    known. Raises GraphError for any other, with nothing changed, and if it cannot be written.
    """
    if folder.exists() and not (folder.is_dir() and ((folder / mark).is_file() or not any(folder.iterdir()))):
        raise GraphError(
            f"{folder} 已存在且不是 xietong 发布的目录，不会覆盖；请用 -o 指定新目录或空目录。",
            f"{folder} exists and was not published by xietong, so it is not replaced; name a new or empty folder "
            "with -o.",
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder.parent))
        try:
            (beside / "new").mkdir()
            fill(beside / "new")
            if folder.exists():
                folder.replace(beside / "old")
            try:
                (beside / "new").replace(folder)
            except OSError:
                if (beside / "old").exists():
                    (beside / "old").replace(folder)
                raise
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise _unwritable(error, folder) from error


def _unwritable(error: OSError, folder: Path) -> GraphError:
    where = error.filename or folder
    return GraphError(
        f"无法写入 {where}：{error.strerror}。请检查目录权限或用 -o 另选目录。",
        f"Cannot write {where}: {error.strerror}. Check the permissions or choose another folder with -o.",
    )


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
