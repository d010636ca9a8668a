"""Files as published -> the source text that all offsets count in.

One function a format, in ``FORMATS``. What a function returns is *the source*: for a text file
the decoded file itself, for a page the text taken from it (and published beside the graph,
since offsets into markup would point nowhere).
"""

import codecs
import re
from collections.abc import Callable
from pathlib import Path

import lxml.etree
import lxml.html

from xietong.errors import SourceError

MAX_BYTES = 50_000_000  # a notice has some 100 kB; what is larger was picked by mistake
UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read_source(path: Path) -> str:
    """Return the source text of a file.

    Raises SourceError for a file that is missing, unreadable, empty, too large, binary, in an
    unknown encoding or of a format that is not read.
    """
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        known = " ".join(FORMATS)
        raise SourceError(
            f"{path}：不能读取 {path.suffix or '无扩展名'} 文件，可读的格式是 {known}；请先另存为文本或网页。",
            f"{path}: files of type {path.suffix or '(none)'} are not read, only {known}; save it as text first.",
        )
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(
                f"{path}：文件超过 50 MB，不像一份通知；请检查所选文件。",
                f"{path}: larger than 50 MB, which no notice is; check the file you chose.",
            )
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path}：无法读取（{error.strerror}）；请检查路径和权限。",
            f"{path}: cannot be read ({error.strerror}); check the path and the permissions.",
        ) from error
    text = reader(content, path)
    if not text.strip():
        raise SourceError(
            f"{path}：文件中没有文字；请检查所选文件。",
            f"{path}: there is no text in the file; check the file you chose.",
        )
    return text


def decode(content: bytes, path: Path) -> str:
    """Decode a text file: UTF-8 (with or without BOM), UTF-16 with BOM, else GB18030.

    GB18030 contains GBK and GB2312, the encodings of older sites. Line ends stay as they are.
    ``path`` is only named in the error. Raises SourceError where none fits.
    """
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not UNPRINTABLE.search(text):
            return text
    raise SourceError(
        f"{path}：不是文本文件，或编码不是 UTF-8 / GB18030；请另存为 UTF-8 文本。",
        f"{path}: not a text file, or neither UTF-8 nor GB18030; save it as UTF-8 text.",
    )


# ---------------------------------------------------------------- HTML

# what is no prose, by the meaning that HTML itself gives to the element
FURNITURE = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "footer",
    "aside",
    "form",
    "button",
    "select",
    "iframe",
    "svg",
    "head",
)
BLOCKS = frozenset(
    "address article blockquote body br caption center dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr li "  # noqa: SIM905
    "main ol p pre section table tbody tfoot thead tr ul".split()
)
CELLS = frozenset(("td", "th"))
SENTENCE_END = re.compile("[。；;]")
HEADS = "preceding::table | preceding::h1 | preceding::h2 | preceding::h3 | preceding::ul[contains(., '：')]"
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)


def html_text(content: bytes, path: Path) -> str:
    """Return the notice's text of a government page, without the furniture around it.

    The page's body is the smallest element that holds nine tenths of the page's sentence ends;
    what stands before it in the page (metadata table, title) is kept if it is a table or a heading,
    so that 索引号 and 文号 are read. One block element gives one line, cells of a row are parted by
    a tab. Raises SourceError as :func:`decode` does, or if the page holds no sentence.
    """
    declared = CHARSET.search(content[:4096])
    name = declared.group(1).decode("ascii") if declared else ""
    try:
        page = content.decode("gb18030" if name.lower().startswith("gb") else "utf-8-sig")
    except UnicodeDecodeError:
        page = decode(content, path)
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    try:
        root = lxml.html.document_fromstring(page) if page.strip() else None
    except lxml.etree.ParserError:
        root = None
    if root is None:
        return ""
    lxml.etree.strip_elements(root, *FURNITURE, lxml.etree.Comment, with_tail=False)
    main = _main_element(root)
    if main is None:
        raise SourceError(
            f"{path}：网页中没有正文句子；请保存通知所在的页面。",
            f"{path}: the page holds no sentence; save the page that shows the notice itself.",
        )
    return "\n".join([*_heads_before(main), *_lines(main)]) + "\n"


def _main_element(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """Return the smallest element that holds nine tenths of all sentence ends."""
    ends = {root: len(SENTENCE_END.findall("".join(root.itertext())))}
    if not ends[root]:
        return None
    element, enough = root, ends[root] * 0.9
    while True:
        inner = next(
            (
                child
                for child in element
                if isinstance(child.tag, str) and len(SENTENCE_END.findall("".join(child.itertext()))) >= enough
            ),
            None,
        )
        if inner is None:
            return element
        element = inner


def _heads_before(main: lxml.html.HtmlElement) -> list[str]:
    """Return the lines of the tables and headings that stand before the body of the notice."""
    lines: list[str] = []
    for element in main.xpath(HEADS):
        if element.getparent() is not None and not element.xpath("ancestor::table"):
            lines += _lines(element)
    return lines


def _lines(element: lxml.html.HtmlElement) -> list[str]:
    """Return the text of an element, one line a block, white space as a browser shows it."""
    pieces: list[str] = []

    def walk(node: lxml.html.HtmlElement) -> None:
        if not isinstance(node.tag, str):
            return
        mark = "\n" if node.tag in BLOCKS else "\t" if node.tag in CELLS else ""
        pieces.append(mark)
        pieces.append(re.sub(r"[ \t\r\n\f]+", " ", node.text or ""))
        for child in node:
            walk(child)
            pieces.append(re.sub(r"[ \t\r\n\f]+", " ", child.tail or ""))
        pieces.append(mark)

    walk(element)
    lines = (re.sub(r"[ \t]*\t[ \t]*", "\t", line).strip(" \t") for line in "".join(pieces).split("\n"))
    return [line for line in lines if line]


FORMATS: dict[str, Callable[[bytes, Path], str]] = {".txt": decode, ".html": html_text, ".htm": html_text}
