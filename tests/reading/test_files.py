"""Files as they come: encodings, pages of government sites, and what is no notice."""

from pathlib import Path

import pytest

from xietong.errors import SourceError, StructureError, XietongError
from xietong.graph.vocabulary import knowledge
from xietong.model import Notice
from xietong.reading import read_file
from xietong.reading.files import read_source

PLAIN = """衡阳市人民政府办公室关于印发《2019年重点工作任务分解》的通知
各县市区人民政府，市直有关单位：
现印发给你们，请认真贯彻执行。
衡阳市人民政府办公室
2019年3月12日
一、加快转型升级
（一）推进工业发展。新增规模以上企业50家。（市工信局、市发改委等）
（二）扩大开放。引进项目3个。（市商务局）
"""
NOVEL = "山里的雨下了三天。老人坐在门口，看着河水一点一点涨上来，什么也没有说。\n" * 40


def content(notice: Notice) -> object:
    """Return what two files of one notice must share: everything but offsets."""
    header = notice.header
    return (
        header.title and header.title.value,
        [party.body.key for party in header.issuers],
        header.issued and header.issued[0],
        [party.body.key for party in header.addressees],
        [(goal.title, goal.tasks) for goal in notice.goals],
        [(task.title, task.open, [(duty.body.key, duty.role) for duty in task.duties]) for task in notice.tasks],
        [[(each.value, each.indicator) for each in task.facts.quantities] for task in notice.tasks],
    )


@pytest.mark.parametrize(
    ("encoding", "line_end"),
    [("utf-8", "\n"), ("utf-8-sig", "\n"), ("gb18030", "\r\n"), ("gbk", "\n"), ("utf-16", "\n"), ("utf-8", "\r\n")],
)
def test_encodings_and_line_ends_read_alike(tmp_path: Path, encoding: str, line_end: str) -> None:
    path = tmp_path / "notice.txt"
    path.write_bytes(PLAIN.replace("\n", line_end).encode(encoding))
    notice = read_file(path, knowledge())
    assert notice.text.source == PLAIN.replace("\n", line_end)
    plain = tmp_path / "plain.txt"
    plain.write_text(PLAIN, encoding="utf-8")
    assert content(notice) == content(read_file(plain, knowledge()))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_reads_like_its_plain_text(tmp_path: Path, encoding: str) -> None:
    page = (Path(__file__).parent / "pages" / "notice.html").read_text(encoding="utf-8")
    path, plain = tmp_path / "notice.html", tmp_path / "plain.txt"
    charset = "gb2312" if encoding == "gb18030" else encoding
    path.write_bytes(page.replace('charset="utf-8"', f'charset="{charset}"').encode(encoding))
    plain.write_text(PLAIN, encoding="utf-8")
    notice = read_file(path, knowledge())
    assert content(notice) == content(read_file(plain, knowledge()))
    header = notice.header
    assert header.index is not None
    assert header.index.value == "430S00/2019-01234"
    assert header.number is not None
    assert header.number.value == "衡政办发〔2019〕7号"
    assert header.publisher is not None
    assert header.publisher.body.name == "衡阳市人民政府"
    assert "不是正文" not in notice.text.source


@pytest.mark.parametrize("path", [Path(__file__).parent / "pages" / "notice.html"])
def test_offsets_of_a_page_count_in_the_text_taken_from_it(path: Path) -> None:
    notice = read_file(path, knowledge())
    assert notice.text.source == read_source(path)
    for task in notice.tasks:
        for duty in task.duties:
            assert notice.text.source[duty.quote.start : duty.quote.end] == duty.quote.text


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("empty.txt", b"", SourceError),
        ("blank.txt", b" \n\t\n", SourceError),
        ("photo.txt", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 4, SourceError),
        ("photo.jpg", b"\xff\xd8\xff\xe0", SourceError),
        ("broken.txt", "一、目标".encode() + b"\xff\xff\xff", SourceError),
        ("empty.html", b"", SourceError),
        ("menu.html", b"<html><body><a>home</a></body></html>", SourceError),
        ("novel.txt", NOVEL.encode(), StructureError),
    ],
)
def test_what_is_no_notice_is_refused_in_both_languages(
    tmp_path: Path, name: str, content: bytes, error: type[XietongError]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error) as refused:
        read_file(path, knowledge())
    assert name in refused.value.words.zh
    assert name in refused.value.words.en


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    for name in ("missing.txt", "folder.txt"):
        with pytest.raises(SourceError):
            read_file(tmp_path / name, knowledge())
