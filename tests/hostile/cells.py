"""Cells whose value is not what it says."""

from __future__ import annotations

import re

from hostile.building import DUTIES, STRINGS, STYLES, Case, altered, found, replaced, row, same

_NAME = r'<c r="B7" s="\d+" t="s"><v>\d+</v></c>'


def _hours(cell: str) -> bytes:
    """The hours of the first duty, stored in another way."""
    return replaced(DUTIES, (row(7), _row_with(cell)))


def _row_with(cell: str) -> str:
    """The row of the first duty with other hours."""
    changed, count = re.subn(r'<c r="J7" s="\d+"><v>2</v></c>', lambda _: cell, row(7))
    assert count == 1
    return changed


def _name(cell: str) -> bytes:
    """The name of the first duty, stored in another way."""
    return altered(DUTIES, _NAME, lambda _: cell)


def _inline(text: str, kind: str = "inlineStr") -> str:
    return f'<c r="B7" t="{kind}"><is>{text}</is></c>'


_GOOD_NAMES = {
    "inline text": _inline("<t>Weekly report</t>"),
    "inline runs": _inline("<r><t>Weekly</t></r><r><rPr><b/></rPr><t xml:space='preserve'> report</t></r>"),
    "inline CDATA": _inline("<t><![CDATA[Weekly report]]></t>"),
    "inline escapes": _inline("<t>Weekly_x0020_report</t>"),
    "inline references": _inline("<t>&#87;eekly&#x20;report</t>"),
    "inline with a reading aid": _inline("<t>Weekly report</t><rPh sb='0' eb='1'><t>x</t></rPh>"),
    "a formula's text": '<c r="B7" t="str"><f>A1&amp;""</f><v>Weekly report</v></c>',
    "a formula without its sign": '<c r="B7" t="str"><v>Weekly report</v></c>',
}  # fmt: skip
_GOOD_HOURS = {
    "2.0": '<c r="J7"><v>2.0</v></c>',
    "2E0": '<c r="J7"><v>2E0</v></c>',
    "+2": '<c r="J7"><v>+2</v></c>',
    "with spaces": '<c r="J7"><v> 2 </v></c>',
    "with a type": '<c r="J7" t="n"><v>2</v></c>',
    "of an unknown type": '<c r="J7" t="zzz"><v>2</v></c>',
    "of an empty type": '<c r="J7" t=""><v>2</v></c>',
    "of a style that is not there": '<c r="J7" s="99999"><v>2</v></c>',
    "of a style that is no number": '<c r="J7" s="x"><v>2</v></c>',
    "of a formula": '<c r="J7"><f>1+1</f><v>2</v></c>',
    "of a shared formula": '<c r="J7"><f t="shared" si="99"/><v>2</v></c>',
    "of an array formula": '<c r="J7"><f t="array" ref="J7:XFD9">1+1</f><v>2</v></c>',
    "of a data table": '<c r="J7"><f t="dataTable" r1="A1" ref="J7"/><v>2</v></c>',
    "2 as text": '<c r="J7" t="str"><v>2</v></c>',
    "２ as text": '<c r="J7" t="inlineStr"><is><t>２</t></is></c>',
}
_BAD_HOURS = {
    "an error": ('<c r="J7" t="e"><v>#REF!</v></c>', "V150"),
    "a made-up error": ('<c r="J7" t="e"><v>boo</v></c>', "V150"),
    "a formula without its result": ('<c r="J7"><f>SUM(A1:A9)</f></c>', "V151"),
    "a call": ("<c r=\"J7\"><f>cmd|'/c calc'!A1</f></c>", "V151"),
    "a string that is not there": ('<c r="J7" t="s"><v>999999</v></c>', "V150"),
    "a string before the first": ('<c r="J7" t="s"><v>-1</v></c>', "V150"),
    "a string without a number": ('<c r="J7" t="s"><v>abc</v></c>', "V150"),
    "a string and a half": ('<c r="J7" t="s"><v>1.5</v></c>', "V150"),
    "NaN": ('<c r="J7"><v>NaN</v></c>', "V110"),
    "INF": ('<c r="J7"><v>INF</v></c>', "V110"),
    "1e999": ('<c r="J7"><v>1e999</v></c>', "V110"),
    "hex": ('<c r="J7"><v>0x10</v></c>', "V110"),
    "a comma": ('<c r="J7" t="str"><v>1,5</v></c>', "V111"),
    "minus": ('<c r="J7"><v>-2</v></c>', "V1"),
    "huge": ('<c r="J7"><v>1e300</v></c>', "V1"),
    "a true": ('<c r="J7" t="b"><v>1</v></c>', "V110"),
    "a date": ('<c r="J7" t="d"><v>2026-11-30</v></c>', "V1"),
    "an aware date": ('<c r="J7" t="d"><v>2026-11-30T10:00:00+08:00</v></c>', "V1"),
    "a year too far": ('<c r="J7" t="d"><v>99999-11-30</v></c>', "V110"),
    "a long text": (f'<c r="J7" t="inlineStr"><is><t>{"x" * 40_000}</t></is></c>', "V110"),
    "a script": ('<c r="J7" t="str"><v>&lt;script&gt;alert(1)&lt;/script&gt;</v></c>', "V110"),
    "a terminal escape": ('<c r="J7" t="str"><v>_x001B_[31m</v></c>', "V110"),
    "a zero": ('<c r="J7" t="str"><v>_x0000_</v></c>', "V110"),
    "half a pair": ('<c r="J7" t="str"><v>_xD800_</v></c>', "V110"),
    "a mark of direction": ('<c r="J7" t="str"><v>\u202exslx</v></c>', "V110"),
    "only invisible": ('<c r="J7" t="inlineStr"><is><t>\u200b\u3164</t></is></c>', "V103"),
}
_COUNT = r'count="\d+" uniqueCount="\d+"'

CELLS: dict[str, Case] = {
    **{f"name as {k}": same(lambda c=cell: _name(c)) for k, cell in _GOOD_NAMES.items()},
    **{f"hours {k}": same(lambda c=cell: _hours(c), "changed") for k, cell in _GOOD_HOURS.items()},
    **{f"hours: {k}": found(lambda c=cell: _hours(c), code)
       for k, (cell, code) in _BAD_HOURS.items()},
    **{f"strings say they are {count}": same(
           lambda c=count: altered(STRINGS, _COUNT, f'count="{c}" uniqueCount="{c}"'))
       for count in ("0", "-1", "4000000000", "18446744073709551615", "9" * 40, "x", "", "1e9")},
    "strings do not say": same(lambda: altered(STRINGS, _COUNT, "")),
    "styles with odd numbers": same(
        lambda: altered(STYLES, r'numFmtId="\d+"', 'numFmtId="x"'), "changed"
    ),
    "styles without any": same(lambda: altered(STYLES, r"<cellXfs.*</cellXfs>", ""), "changed"),
    "all numbers look like dates": found(
        lambda: altered(STYLES, r"<cellXfs.*?</cellXfs>",
                        lambda m: m[0].replace('numFmtId="0"', 'numFmtId="14"')), "V"),
}  # fmt: skip
