"""Numbers as the genre writes them: 467.2, 1,200, 十二, 三分之二 -> Decimal.

GB/T 15835-2011 gives the forms; full-width digits are folded before (see :mod:`xietong.reading.clean`).
"""

from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from xietong.model import Knowledge, Unit

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
GROUPS = {"万": 10_000, "亿": 100_000_000}
MAGNITUDES = "".join((*TENS, *GROUPS))


def arabic(written: str) -> Decimal:
    """Return the value of a number in digits, with or without thousands separators.

    >>> arabic("1,200.50")
    Decimal('1200.50')
    """
    return Decimal(written.replace(",", ""))


def chinese(written: str) -> Decimal:
    """Return the value of a number in Chinese characters.

    >>> chinese("三"), chinese("二十一"), chinese("一百零五"), chinese("两万三千")
    (Decimal('3'), Decimal('21'), Decimal('105'), Decimal('23000'))
    """
    total, section, digit = 0, 0, 0
    for char in written:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in TENS:
            section += (digit or 1) * TENS[char]
            digit = 0
        elif char in GROUPS:
            total = (total + section + digit) * GROUPS[char]
            section = digit = 0
    return Decimal(total + section + digit)


@lru_cache(maxsize=1024)
def base_unit(written: str, knowledge: Knowledge) -> tuple[Unit | None, Decimal]:
    """Return the unit behind a magnitude, and the factor to its base unit: 万亩 -> (亩, 6666666.67).

    Without a known unit (9.7万) the factor is that of the magnitude alone.
    """
    end = len(written) - len(written.lstrip(MAGNITUDES))
    while end > 0 and written[end:] not in knowledge.units and written[end - 1 :] in knowledge.units:
        end -= 1  # 千瓦 is a unit of its own
    unit = knowledge.units.get(written[end:].removeprefix("个")) or knowledge.units.get(written[end:])
    factor = Decimal(1)
    for char in written[:end]:
        factor *= Decimal(TENS.get(char) or GROUPS[char])
    return unit, factor * unit.factor if unit else factor


def fraction(denominator: str, numerator: str) -> Decimal:
    """Return the value of a fraction, to four places.

    >>> fraction("三", "二")
    Decimal('0.6667')
    """
    return (chinese(numerator) / chinese(denominator)).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
