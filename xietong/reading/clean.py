"""Source text -> Text: widths folded, glyphs dropped, broken lines healed.

The clean text has one paragraph a line, without indentation or empty lines, and every mark in
one width, so that no later rule has to know two. Nothing is added; see :mod:`xietong.text`.
"""

import re
from itertools import accumulate, zip_longest

from xietong.text import Span, Text, keep

# Full-width forms (U+FF01..FF5E) stand for ASCII; 。、《》“”〔〕— stay as they are.
FOLD: dict[str, str] = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
FOLD |= dict.fromkeys("\u00a0\u1680\u2002\u2003\u2009\u200a\u202f\u3000\t\v\f\r", " ")
FOLD |= {
    "﹕": ":",
    "﹔": ";",
    "﹐": ",",
    "﹙": "(",
    "﹚": ")",
    "〈": "《",
    "〉": "》",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u0085": "\n",
    "［": "[",
    "］": "]",
}
# Icon fonts of web pages live in the private use area; they are no text.
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
INVISIBLE = re.compile("[^\u200b-\u200f\u2060\ufeff]+")  # what stands between zero-width marks
OLD_LINE_END = re.compile("\r(?!\n)|\f")
# Some sites lose the line ends of the paragraphs and keep only their indentation: 。　　（二）…
NUMBERED = "[（(]?[一二三四五六七八九十]{1,3}[）)、]|\\d{1,2}[.．、]"
LOST_LINE_END = re.compile(
    f"(?<=[。；：）\\]】！？])(?:\u3000(?=\u3000)|[\u3000\xa0 ](?=[\u3000\xa0 ]{{1,9}}(?:{NUMBERED})))"
)

CN_NUMBER = "[〇零一二三四五六七八九十百]{1,5}"
# how a numbered item begins: 第一章 · 一、 · (一) · 1. 1、 · (1) 1) · ①; 1.5万亩 is none, 3.2022年… is one
CHAPTER = rf"第{CN_NUMBER}[编篇部分章节条]{{1,2}}(?=[ :、]|[^\W\d_])"
ARABIC = r"\d{1,3} ?[.、](?!\d)|\d{1,3}[.、](?=(?:19|20)\d\d年)"
MARKER = re.compile(rf"{CHAPTER}|{CN_NUMBER} ?[、.]|\( ?{CN_NUMBER} ?\)|{ARABIC}|\(\d{{1,3}}\)|\d{{1,2}}\)|[①-⑳⑴-⑽]")
# a line that says what follows, before a colon: 牵头单位:… 完成时限:…
LABEL_LINE = re.compile(r"[^\W\d_]{2,8}\d{0,2} ?:")
ENDS_SENTENCE = re.compile(r"[。;!?:.)\]】〕》”…]$")
INNER_SENTENCE = re.compile(r"[。;].")
STANDS_ALONE = re.compile(
    r"附(件|表|:)|[\d〇零一二三四五六七八九十]{4}年.{1,6}日|抄送|主题词|\(此件|【|索引号|发文字号|文号"
)


def clean(name: str, source: str) -> Text:
    """Return the Text of a source; ``name`` is kept for messages and for the graph."""
    folded = PRIVATE.sub(" ", _fold(OLD_LINE_END.sub("\n", LOST_LINE_END.sub("\n", source))))
    lines = [Span(start, end) for start, end in _stripped_lines(folded)]
    wrapped_at = _wrapped_at([line.end - line.start for line in lines])
    kept: list[Span] = []
    for line, following in zip_longest(lines, lines[1:]):
        words = folded[line.start : line.end]
        heals = following is not None and continues(words, folded[following.start : following.end], wrapped_at)
        kept += [Span(line.start + part.start(), line.start + part.end()) for part in INVISIBLE.finditer(words)]
        if following is not None and not heals:
            at = folded.index("\n", line.end)  # one line end stays between two paragraphs
            kept.append(Span(at, at + 1))
    return keep(name, source, folded, kept)


def _fold(words: str) -> str:
    """Return words of the same length in one width.

    A text has few of the characters that fold; to replace these one by one is faster than str.translate, which looks
    every character up.
    """
    for char in FOLD.keys() & set(words):
        words = words.replace(char, FOLD[char])
    return words


def _stripped_lines(folded: str) -> list[tuple[int, int]]:
    """Return start and end of every line that holds text, without the white space around it."""
    return [match.span() for match in re.finditer(r"[^\s](?:[^\n]*[^\s])?", folded)]


def _wrapped_at(widths: list[int]) -> int | None:
    """Return the width at which the text was hard-wrapped, if it was.

    A wrapped text has many lines of nearly its greatest width; in a text with one paragraph a
    line the widths differ widely.
    """
    widest = max(widths, default=0)
    full = sum(widest - 2 <= width <= widest for width in widths)
    return widest - 2 if 20 <= widest <= 100 and full >= 5 and full * 3 >= len(widths) else None


def continues(line: str, following: str, wrapped_at: int | None = None) -> bool:
    """Tell whether ``following`` is the rest of a sentence that a line break cut in two.

    >>> continues("（四十三）提升水平。实施全民参保计划,加快社", "会保障城乡一体化。")
    True
    >>> continues("一、全力以赴稳增长", "2016年是开局之年。")
    False
    """
    if MARKER.match(following) or STANDS_ALONE.match(following):
        return False
    if LABEL_LINE.fullmatch(line):  # 责任单位: / 市发改委、市住建局
        return not LABEL_LINE.match(following)
    if line.endswith(("、", ",")):  # 责任单位:市发改局、 / 市财政局
        return not LABEL_LINE.match(following)
    if ENDS_SENTENCE.search(line) and not _opens(line, following):
        return False
    if _opens(line, following):  # …关于印发《实施珠三角 / 规划纲要》的通知
        return True
    if LABEL_LINE.match(following) or LABEL_LINE.match(line):
        return False
    if wrapped_at is not None and len(line) >= wrapped_at:
        return True
    if MARKER.match(line) or not re.search("[,、]", line):  # a heading, a title, a signature
        return bool(INNER_SENTENCE.search(line))
    return len(line) >= 12 or bool(INNER_SENTENCE.search(line))


def _opens(line: str, following: str) -> bool:
    """Tell whether a bracket or a title opens in ``line`` and closes in ``following``.

    >>> _opens("扩大开放。(责", "任单位:市民政局、各县(市、区)政府)"), _opens("(一", "二(三)")
    (True, False)
    """
    for opening, closing in ("《》", "()", "[]", "【】", "“”"):
        at = line.rfind(opening)
        if at >= 0 and closing not in line[at:] and closing in following:
            depths = accumulate((char == opening) - (char == closing) for char in following)
            return any(depth < 0 for depth in depths)
    return False
