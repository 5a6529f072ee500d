"""Numbers as people write them: 1,234.5, ¥1,200, 1.2万, 35%, (500)."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date

from handover_xlsx.sheets.cell_values import CellValue
from handover_xlsx.sheets.number_formats import FormattedNumber
from handover_xlsx.template.model import Field
from handover_xlsx.text.normalise import folded
from handover_xlsx.text.patterns import when_used
from handover_xlsx.values.numerals import with_figures
from handover_xlsx.values.result import Context, Converted
from handover_xlsx.values.show import seen, show

_CURRENCY = (
    r"(?:US|HK|NT|S|A|C|NZ|AU|CA)?\$|[¥€£₩₹₽฿]"
    r"|RMB|CNY|USD|EUR|GBP|HKD|JPY|CHF|AUD|CAD|SGD|NZD|TWD|NTD|MOP|KRW|INR|THB"
    r"|人民币|美元|美金|欧元|英镑|港元|港币|日元|澳元|加元|新加坡元|新台币|台币|澳门元|韩元|瑞士法郎|瑞郎"
)
_NUMBER = when_used(
    rf"(?P<sign>[-+−–]?)\s*(?P<currency>{_CURRENCY})?\s*(?P<sign2>[-+−–]?)\s*"
    r"(?P<digits>\.?\d(?:[\d,. '’]*\d)?)\s*"
    r"(?P<scale>[百千万]?[万亿]|[百千]|thousand|million|billion|bn|mn|[km](?![a-z]))?\s*"
    rf"(?P<unit>%|‰|percent|per cent|pct|成|[元圆]整?|块钱?|{_CURRENCY})?",
    re.IGNORECASE,
)
_PLAIN = when_used(r"\d+(?:\.\d+)?|\.\d+")
_GROUPED = when_used(r"[1-9]\d{0,2}(?P<by>[, '’])\d{3}(?:(?P=by)\d{3})*(?:\.\d+)?")
_BELOW_ONE = when_used(r"0,\d+")
_COMMA_LAST = when_used(r"\d+,\d+|\d{1,3}(?:[. '’]\d{3})+,\d+")
_LARGEST_WHOLE = 10**15 - 1  # spreadsheets keep 15 digits
_SCALES = {
    "百": 1e2, "千": 1e3, "k": 1e3, "thousand": 1e3, "万": 1e4, "m": 1e6, "mn": 1e6,
    "million": 1e6, "亿": 1e8, "bn": 1e9, "billion": 1e9,
}  # fmt: skip
_SHARES = {"%": 100, "percent": 100, "per cent": 100, "pct": 100, "‰": 1000, "成": 10}
_PERCENT = {sign for sign, parts in _SHARES.items() if parts == 100}
_OF_HUNDRED = when_used(r"百分之\s*(.+)")
_OF_THOUSAND = when_used(r"千分之\s*(.+)")
_COMPOUND = when_used(
    r"(?<![\d.,'’ ])(?:(\d+)亿)?(?:(\d{1,4})万)?(?:(\d)千)?(?:(\d)百)?(?![\d百千万亿])"
)


def convert_number(raw: CellValue, item: Field, context: Context) -> Converted:
    """A number; of a percent field, 0.35 and "35%" and "35" are all 35 percent."""
    if isinstance(raw, bool):
        return Converted(seen(raw), "not-a-number")
    if isinstance(raw, float | int) and math.isfinite(raw):
        share = isinstance(raw, FormattedNumber) and raw.is_share
        return _in_range(float(raw), item, changed=False, share=share)
    if isinstance(raw, date):
        shown = seen(raw)
        return Converted(shown, "turned-into-date", {"shown": shown})
    return _typed(raw, item) if isinstance(raw, str) else Converted(seen(raw), "not-a-number")


def _typed(raw: str, item: Field) -> Converted:
    text = _rewritten(folded(raw))
    in_brackets = text[:1] == "(" and text[-1:] == ")"  # less than nothing, for bookkeepers
    match = _NUMBER.fullmatch(text[1:-1] if in_brackets else text)
    if not match or _is_raised(raw) or _is_metre(match, item):
        return Converted(raw, "not-a-number")
    signs = match["sign"] + match["sign2"] + ("-" if in_brackets else "")
    digits = match["digits"]
    if _GROUPED.fullmatch(digits):
        digits = re.sub(r"[, '’]", "", digits)
    elif _BELOW_ONE.fullmatch(digits):
        digits = digits.replace(",", ".")
    elif _COMMA_LAST.fullmatch(digits):
        return Converted(raw, "ambiguous-number", _readings(text, digits))
    value = _scaled(float(digits), match, item) if _PLAIN.fullmatch(digits) else math.nan
    if len(signs) > 1 or not math.isfinite(value):
        return Converted(raw, "not-a-number")
    share = (match["unit"] or "").lower() in _PERCENT
    return _in_range(value if signs in ("", "+") else -value, item, changed=True, share=share)


def _rewritten(text: str) -> str:
    """Chinese figures in Arabic ones; 百分之七 and 3万5千 in one number."""
    if text.isascii():
        return text
    if match := _OF_HUNDRED.fullmatch(text):
        return with_figures(match[1]) + "%"
    if match := _OF_THOUSAND.fullmatch(text):
        return with_figures(match[1]) + "‰"
    text = with_figures(text)
    match = _COMPOUND.search(text)
    if match and sum(part is not None for part in match.groups()) > 1:
        whole = sum(int(n or 0) * size for n, size in zip(match.groups(), _SIZES, strict=True))
        return text.replace(match[0], str(whole), 1)
    return text


_SIZES = (10**8, 10**4, 1000, 100)


def _scaled(value: float, match: re.Match[str], item: Field) -> float:
    named = (match["scale"] or "").lower()
    scale = _SCALES.get(named) or math.prod(_SCALES[sign] for sign in named)
    share = _SHARES.get((match["unit"] or "").lower())
    if share or (item.type == "percent" and value * scale > 1):
        scale /= share or 100
    # 0.07万 is 700, not 700.0000000000001.
    return value if scale == 1 else float(f"{value * scale:.15g}")


def _is_raised(text: str) -> bool:
    """10² is not 102."""
    return any(unicodedata.decomposition(sign).startswith(("<super>", "<sub>")) for sign in text)


def _is_metre(match: re.Match[str], item: Field) -> bool:
    """A small m is a million of money only; else it may be a metre, a minute or a month."""
    unit = (match["unit"] or "%").lower()
    money = item.type == "money" or match["currency"] or unit not in _SHARES
    return match["scale"] == "m" and not money


def _readings(text: str, digits: str) -> dict[str, object]:
    """1,5 may be fifteen or one and a half."""
    one = re.sub(r"[, '’]", "", digits)
    other = re.sub(r"[. '’]", "", digits).replace(",", ".")
    return {"one": text.replace(digits, one, 1), "other": text.replace(digits, other, 1)}


def of_hundred(share: float) -> float:
    """0.97 as so many of a hundred: 97, without the dust of binary fractions."""
    return float(f"{share * 100:.15g}")


def _counts_of_hundred(item: Field) -> bool:
    """Whether a plain number is one of a hundred by its label: Rate (%)."""
    in_label = any("%" in folded(text) for text in item.label.values())
    return in_label and item.type != "percent" and (item.max is None or item.max > 1)


def _in_range(value: float, item: Field, *, changed: bool, share: bool = False) -> Converted:
    if share and _counts_of_hundred(item):
        value, share = of_hundred(value), False
    if item.type == "integer" and not value.is_integer():
        return Converted(value, "not-whole")
    number: object = int(value) if item.type == "integer" else value
    most = _LARGEST_WHOLE if item.type == "integer" else math.inf
    least = -most if item.min is None else max(item.min, -most)
    most = most if item.max is None else min(item.max, most)
    if least <= value <= most:
        return Converted(number, changed=changed, share=share and item.type == "number")
    limit, trouble = (least, "too-small") if value < least else (most, "too-large")
    detail = {"limit": show(limit, item, grouped=True), "shown": show(value, item, grouped=True)}
    return Converted(number, trouble, detail)
