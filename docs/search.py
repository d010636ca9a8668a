"""Search in texts that mix Chinese and English, in both sites: Chinese by pairs of characters, English by word stems.

A reader finds 发改局 wherever its characters stand together, in a list of words or not: a text and a question are cut
into the same overlapping pairs. What Sphinx has for Chinese cuts the text by a list of words, but not the question.
"""

import re

from sphinx.search import SearchLanguage
from sphinx.search.en import SearchEnglish

WORDS = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")
SPLITTER = r"""
function splitQuery(query) {
  const found = query.match(/[\u3400-\u9fff]+|[^\s\u3400-\u9fff\p{P}\p{S}]+/gu) || [];
  return found.flatMap((word) =>
    /^[\u3400-\u9fff]/.test(word) && word.length > 2
      ? Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2))
      : [word],
  );
}
"""


def pieces(text: str) -> list[str]:
    """Return the words of a text; of Chinese each character, and each pair of neighbours.

    >>> pieces("发改局 has 21 tasks")
    ['发', '改', '局', '发改', '改局', 'has', '21', 'tasks']
    """
    found = []
    for word in WORDS.findall(text):
        if word[0] >= "\u3400":
            found += [*word, *(word[at : at + 2] for at in range(len(word) - 1))]
        else:
            found.append(word)
    return found


class _Mixed(SearchEnglish):
    """English stems, and Chinese in pairs."""

    js_splitter_code = SPLITTER

    def split(self, input: str) -> list[str]:  # noqa: A002 - Sphinx's name
        return pieces(input)


class Chinese(_Mixed):
    """For the Chinese site; the name of the language, by which the script finds its stemmer, stays English."""

    lang = "zh"


class English(_Mixed):
    """For the English site."""


LANGUAGES: tuple[type[SearchLanguage], ...] = (Chinese, English)
