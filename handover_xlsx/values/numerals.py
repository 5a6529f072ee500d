"""Numbers written with Chinese signs: 三十, 两万三千, 壹仟贰佰, 二〇二六. What may mean two is left."""

from __future__ import annotations

import re

from handover_xlsx.text.patterns import when_used

_FORMAL = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟萬億两兩〇貳參陸", "一二三四五六七八九十百千万亿二二零二三六"
)
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_RUN = when_used(
    "(?<![周期拜])[零〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億两兩貳參陸]+"
)
_IN_FIGURES = when_used("[零一二三四五六七八九]{2,}")
_BELOW_TEN_THOUSAND = when_used(
    "(?:([一二三四五六七八九])千)?(零)?(?:([一二三四五六七八九])百)?(零)?"
    "(?:([一二三四五六七八九])?十)?(零)?([一二三四五六七八九])?"
)


def with_figures(text: str) -> str:
    """The text with every Chinese number in figures; one that may mean two remains as it is."""
    return _RUN.sub(_figures, text)


def _figures(match: re.Match[str]) -> str:
    run = match[0].translate(_FORMAL)
    if _IN_FIGURES.fullmatch(run):  # 二零二六 is read sign by sign
        return "".join(str(_DIGITS[sign]) for sign in run)
    if run[0] in "万亿" or (run[0] in _UNITS and run[0] != "十"):
        return match[0]  # a unit behind figures: 5百, 1.2万
    value = _value(run)
    return match[0] if value is None else str(value)


def _value(run: str) -> int | None:
    """The number, or None where speakers mean two things: 一万二 is 12,000 or 10,002."""
    if run == "零":
        return 0
    total = 0
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if unit in run:
            before, _, run = run.partition(unit)
            part = _small(before)
            if not part:
                return None
            total += part * size
            if run and len(run) == 1:  # 一万二
                return None
    if not run:
        return total
    part = _small(run)
    return None if part is None else total + part


def _small(run: str) -> int | None:
    match = _BELOW_TEN_THOUSAND.fullmatch(run)
    if not match or not run or run.endswith("零"):
        return None
    thousands, first, hundreds, second, tens, third, ones = match.groups()
    if ones and not third and not second and not first and "十" not in run and len(run) > 1:
        return None  # 三千五 is 3,500 or 3,005
    ten = 10 * _DIGITS[tens or "一"] if "十" in run else 0
    values = [_DIGITS[sign] if sign else 0 for sign in (thousands, hundreds, ones)]
    return values[0] * 1000 + values[1] * 100 + ten + values[2]
