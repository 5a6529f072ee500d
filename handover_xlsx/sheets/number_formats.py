"""What a number format makes of a number: its kind, and the text that people see.

Everything that has to judge a format asks here: reading cells, writing them as text, and guessing
the type of a column. No part of a file is read here, so that writing may ask, too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# Patterns are compiled when a format is judged: to write a workbook, none has to be.
_ASIDE = r'(?i)"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.'
_CURRENCY = r"[¥￥$€£₩₹]|CNY|RMB|USD|EUR|元"
_LANGUAGE = r"\[\$-[^\]]*\]"  # [$-804] says Chinese, not dollars
_PIECE = r'(?s)"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].|([#0?,.%])|(.)'
_DIGITS = r"([#0?,]*[#0?])(?:\.([#0?]*))?"

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 46: "[h]:mm:ss", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((*range(14, 18), *range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 45, 47), "h:mm:ss"),
    22: "yyyy-mm-dd hh:mm",
}  # fmt: skip
"""The formats that a file names by number only; dates mean those of every country."""


@lru_cache(1_000)
def kind_of(code: str) -> str:
    """What a format shows: "" where it says nothing, else what its first section is made for.

    One of date, month (a date without its day), moment (a date with a clock), time, duration, text,
    percent, money, number, integer.
    """
    first = code.split(";")[0]
    bare = re.sub(_ASIDE, "", first).lower()
    if re.search(r"\[(h+|m+|s+)\]", bare):
        return "duration"
    if not bare.strip() or "general" in bare:
        return (
            "money" if bare.strip() and re.search(_CURRENCY, re.sub(_LANGUAGE, "", first)) else ""
        )
    if re.search(r"[ymdhs]", bare):
        return _of_clock(bare)
    if "@" in bare:
        return "text"
    if "%" in bare:
        return "percent"
    if re.search(_CURRENCY, re.sub(_LANGUAGE, "", first)):
        return "money"
    if re.search(r"[0#?]", bare):
        return "number" if "." in bare or "e" in bare else "integer"
    return ""


def _of_clock(bare: str) -> str:
    day, year, clock = "d" in bare, "y" in bare, re.search(r"[hs]", bare)
    if clock:
        return "moment" if day or year else "time"
    return "date" if day or "m" not in bare else "month"


class FormattedNumber(float):
    """A number whose format shows more than its digits: 97%, 00042, 1,234, No. 7.

    It counts as the number it is; as a text it is what people see.
    """

    __slots__ = ("code",)
    code: str

    def __new__(cls, value: float, code: str) -> FormattedNumber:
        """The number with the code of its format."""
        made = super().__new__(cls, value)
        made.code = code
        return made

    def __reduce__(self) -> tuple[type[FormattedNumber], tuple[float, str]]:
        return FormattedNumber, (float(self), self.code)

    def __str__(self) -> str:
        return as_seen(self, self.code)

    @property
    def is_share(self) -> bool:
        """Whether it is shown as so many of a hundred."""
        return kind_of(self.code) == "percent"

    @property
    def is_code(self) -> bool:
        """Whether zeros are put before it, as before a staff number."""
        shape = _shape(self.code)
        return shape is not None and shape.whole > 1


class _Shape(NamedTuple):
    """A format taken apart: what is around the digits, and how many digits there are."""

    before: str
    whole: int  # zeros that are always shown
    grouped: bool
    decimals: int
    after: str
    shares: int  # how many % signs


@lru_cache(1_000)
def _shape(code: str) -> _Shape | None:
    """The shape of a format; None where it is too odd to be followed, or shows digits only."""
    if kind_of(code) not in ("percent", "money", "number", "integer"):
        return None
    around, digits, shares = ["", ""], "", 0
    for quoted, escaped, currency, sign, other in re.findall(_PIECE, code.split(";")[0]):
        if sign == "%":
            shares += 1
        elif sign:
            if around[1] or shares:
                return None  # digits on both sides of a word: a telephone number, a fraction
            digits += sign
            continue
        around[bool(digits)] += quoted or escaped or currency or sign or other
    match = re.fullmatch(_DIGITS, digits)
    if match is None or re.search("e[+-]", re.sub(_ASIDE, "", code), re.IGNORECASE):
        return None
    whole, decimals = match[1], match[2] or ""
    shape = _Shape(around[0].lstrip(), whole.count("0"), "," in whole, decimals.count("0"),
                   around[1].rstrip(), shares)  # fmt: skip
    says_more = shape.before or shape.after or shape.whole > 1 or shape.grouped or shape.decimals
    return shape if says_more else None


def changes_what_is_seen(code: str) -> bool:
    """Whether a number under a format looks like another text than its digits."""
    return _shape(code) is not None


def as_seen(value: float, code: str) -> str:
    """The text that a number is shown as; digits that the format would round away remain."""
    shape = _shape(code)
    shown = f"{abs(value) * 100 ** (shape.shares if shape else 0):.15g}"
    if shape is None or "e" in shown:
        return f"{float(value):.15g}"
    whole, _, decimals = shown.partition(".")
    whole = whole.zfill(shape.whole)
    if shape.grouped:
        whole = f"{int(whole):,}".rjust(len(whole), "0")
    decimals = decimals.ljust(shape.decimals, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{shape.before}{whole}{'.' if decimals else ''}{decimals}{shape.after}"
