"""By when: the dates that a sentence sets for what follows, and the bases that it compares with.

至2016年底 · 2020年前 · 6月底前 · 年内 · 全年 · 上半年 -> the last day of that time; 比2015年, 较上年, 同比 are
bases of comparison.
"""

import calendar
import re
from datetime import date

from xietong.text import value

YEAR = r"(?<![\d—–~-])(?P<year>20\d\d)年(?!度|代|[是来])"
WITHIN = r"(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?|(?P<half>[上下]半年)|(?P<quarter>[一二三四])季度)"
MAY_DATE = re.compile("[年月季]")  # without one of these there is no date
CLOSE = "(?:年?底|年?末|初)?(?:之前|以前|前)?"
THIS_YEAR = "年内|全年|今年|本年度?|年底前?|年末"
DUE = re.compile(
    rf"(?<!比)(?<!较)(?:{YEAR}{WITHIN}?{CLOSE}|(?<!\d){WITHIN.replace('?P<', '?P<own_')}{CLOSE}|(?P<this>{THIS_YEAR}))"
)
BASE = re.compile(
    r"(?:比|较|与|相比)(?P<base>20\d\d年|上年|去年|上年度|同期|上年同期|“?十[一二三四五]五”?末?)|(?P<same>同比)"
)


@value()
class Due:
    """A date that a sentence sets: from ``end`` on it holds."""

    start: int
    end: int
    day: date


def dues(words: str, plan_year: int | None) -> list[Due]:
    """Return the dates that a sentence sets, in order; ``plan_year`` is what 年内 means.

    >>> [str(due.day) for due in dues("到2016年底,普及率达68%,6月底前完成", 2016)]
    ['2016-12-31', '2016-06-30']
    """
    found: list[Due] = []
    if not MAY_DATE.search(words):
        return found
    for match in DUE.finditer(words):
        part = match.groupdict()
        year = int(part["year"]) if part["year"] else plan_year
        month = part["month"] or part["own_month"]
        day = part["day"] or part["own_day"]
        half, quarter = part["half"] or part["own_half"], part["quarter"] or part["own_quarter"]
        behind = words[match.end() : match.end() + 2]
        if year is None or (
            part["year"] and (behind.startswith(("以来", "基础", "的", "(")) or year < (plan_year or year))
        ):
            continue
        last = (
            int(month)
            if month
            else {"上": 6, "下": 12}[half[0]]
            if half
            else "一二三四".index(quarter) * 3 + 3
            if quarter
            else 12
        )
        if 1 <= last <= 12:
            days = calendar.monthrange(year, last)[1]
            found.append(Due(match.start(), match.end(), date(year, last, min(int(day), days) if day else days)))
    return found


def base_before(words: str) -> str | None:
    """Return the last base of comparison that stands in ``words``.

    >>> base_before("PM2.5年均浓度比2015年"), base_before("进出口总额同比")
    ('2015年', '同比')
    """
    last = None
    for match in BASE.finditer(words):
        last = match["base"] or match["same"]
    return last
