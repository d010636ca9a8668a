"""The metadata that a government site sets above a notice: 索引号, 发布机构, 成文日期, 文号 …

The labels are those of the disclosure catalogues; a page may set several in a line, or a label and its
value in two lines (two cells of a table).
"""

import re
from itertools import zip_longest

from xietong.lexicon import any_of, lexicon
from xietong.text import Span, Text

LABELS: dict[str, list[str]] = lexicon("header")["labels"]
FIELD_OF_LABEL = {label: field for field, labels in LABELS.items() for label in labels}
# 名　　称 is set with spaces between
ANY_LABEL = "|".join(" *".join(label) for label in any_of(list(FIELD_OF_LABEL)).split("|"))
NEXT_LABEL = rf"[ \t|]+(?:(?:{ANY_LABEL}|[^\W\d_]{{2,6}}) ?:|(?:{ANY_LABEL})\t)"
LABELLED = re.compile(rf"(?<![^\s|(])(?P<label>{ANY_LABEL})(?: ?:[ \t]*|\t+)(?P<value>.*?)(?={NEXT_LABEL}|\t|[ \t]*$)")


def page_metadata(text: Text, lines: list[Span]) -> dict[str, Span]:
    """Return field -> where its value stands, for the labelled values in the given lines.

    The fields are those of ``lexicon/header.toml``; the first value of each kind counts.
    """
    found: dict[str, Span] = {}
    for line, following in zip_longest(lines, lines[1:]):
        words = text[line]
        for match in LABELLED.finditer(words) if ":" in words or "\t" in words else ():
            field = FIELD_OF_LABEL[match.group("label").replace(" ", "")]
            value = Span(line.start + match.start("value"), line.start + match.end("value"))
            ends_line = value.start == value.end and match.end() == line.end - line.start
            if ends_line and following is not None and ":" not in text[following][:8]:
                value = following
            if value.start < value.end:
                found.setdefault(field, value)
    if "number" in found and not re.search(r"\d", text[found["number"]]):
        del found["number"]  # 文号: 无
    return found
