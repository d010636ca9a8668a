"""What stands before the head of a name: common words, or a name that sets the thing apart.

城南污水处理厂 is a name, 镇级污水处理厂 is none: 镇级 is a common word of the genre, 城南 is not.
"""

import re
from functools import lru_cache

from xietong.lexicon import lexicon

WORDS = lexicon("project")["generic"]
NUMERAL = r"\d+(?:\.\d+)?(?:[—~-]\d+(?:\.\d+)?)?(?:余|多)?|[一二两三四五六七八九十百]+(?:余|多)?"
COUNTED = WORDS["counted"]
MAY_COUNT = re.compile(r"[\d一二两三四五六七八九十百]")  # without one of these there is no count
COUNT = re.compile(f"(?:{NUMERAL}){COUNTED}")
CAPACITY = re.compile(
    r"年(?:产|处理|加工)[\d.]+[万亿]?[^\d]{1,3}?|[\d.]+万?(?:千伏|千瓦|兆瓦)"
)  # 年产11万吨磷酸铁锂项目 is one
MANAGERIAL = frozenset(WORDS["managerial"])
COMMON = frozenset(WORDS["qualities"] + WORDS["industries"]) | MANAGERIAL
# last character of a common word -> the lengths of those that end so, the shortest first
LENGTHS = {last: sorted({len(word) for word in COMMON if word[-1] == last}) for last in {word[-1] for word in COMMON}}
SETTLEMENTS = frozenset("省市县区镇乡村")
MARKS = re.compile("[“”\"'‘’·() A-Za-z0-9+.]")  # 5G基站 has no name either


def is_specific(words: str) -> bool:
    """Tell whether words say more than the common words of the genre do.

    >>> is_specific("雁栖湖"), is_specific("现代农业"), is_specific("雁栖湖现代农业")
    (True, False, True)
    """
    return _strange(words).count(True) >= 2


def begins_specific(words: str) -> bool:
    """Tell whether words begin with a name: 雁湖装备制造 does, 装备制造 does not."""
    strange = _strange(words)
    return len(strange) >= 2 and any(strange[:2]) and sum(strange) >= 2


def is_managerial(words: str) -> bool:
    """Tell whether words speak only of the management of projects: 年度重点交通.

    >>> is_managerial("重点交通"), is_managerial("镁合金轻量化")
    (True, False)
    """
    return not any(_strange(words, managerial=True))


def is_counted(words: str) -> bool:
    """Tell whether a count stands in words: 31个在建工业. A voltage or a year is no count."""
    return bool(MAY_COUNT.search(words) and COUNT.search(CAPACITY.sub("", words)))


@lru_cache(maxsize=8192)
def _strange(words: str, *, managerial: bool = False) -> tuple[bool, ...]:
    """Return for each character whether it belongs to no common word, in the reading with the fewest such."""
    words = MARKS.sub("", words)[:60]
    common = MANAGERIAL if managerial else COMMON
    best: list[tuple[int, int]] = [(0, 0)]  # fewest strange characters up to here, length of the last step (0: strange)
    for end in range(1, len(words) + 1):
        score, step = best[end - 1][0] + 1, 0
        for length in LENGTHS.get(words[end - 1], ()):
            if length <= end and best[end - length][0] < score and words[end - length : end] in common:
                score, step = best[end - length][0], length
        best.append((score, step))
    return _spread(words, best)


def _spread(words: str, best: list[tuple[int, int]]) -> tuple[bool, ...]:
    """Read the way back; a single character behind a strange one belongs to it: 故县, 曲村."""
    strange, at = [False] * len(words), len(words)
    single = [False] * len(words)
    while at:
        step = best[at][1]
        strange[at - 1] = not step
        at -= step or 1
        single[at] = step == 1
    for at in range(1, len(words)):
        strange[at] = strange[at] or (single[at] and strange[at - 1] and words[at] in SETTLEMENTS)
    return tuple(strange)
