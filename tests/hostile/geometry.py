"""Cells in places that no sheet has, or in an order that makes readers lose them."""

from __future__ import annotations

import re

from hostile.building import DUTIES, Case, altered, found, plain, refused, replaced, row, same

_DIMENSION = r'<dimension ref="[^"]*"/>'


def _at(place: str) -> bytes:
    """The name of the first duty says that it is somewhere else."""
    return replaced(DUTIES, ('<c r="B7"', f'<c r="{place}"'))


def _numbered(number: str) -> bytes:
    return replaced(DUTIES, ('<row r="7"', f'<row r="{number}"'))


def _with_rows(rows: str) -> bytes:
    """More rows at the end of the duties."""
    return replaced(DUTIES, ("</sheetData>", rows + "</sheetData>"))


def _row_order(numbers: tuple[int, ...]) -> bytes:
    rows = "".join(map(row, numbers))
    return altered(DUTIES, r'<row r="7".*</row>(?=</sheetData>)', lambda _: rows)


def _backwards() -> bytes:
    """The cells of every row from right to left."""

    def turned(match: re.Match[str]) -> str:
        cells = re.findall(r"<c .*?(?:/>|</c>)", match[2])
        return match[1] + "".join(reversed(cells)) + "</row>"

    return altered(DUTIES, r"(<row r=\"[789]\"[^>]*>)(.*?)</row>", turned)


_BLANKS = "".join(f'<row r="{n}"><c r="B{n}" s="1"/></row>' for n in range(1_001, 60_001))
_WIDE = "".join(
    f'<row r="{n}"><c r="B{n}"><v>1</v></c><c r="XFD{n}"><v>1</v></c></row>'
    for n in range(1_001, 5_001)
)

GEOMETRY: dict[str, Case] = {
    **{
        f"cell at {place!r}": refused(lambda p=place: _at(p), "outside the sheet")
        for place in ("XFE7", "ZZZ7", "AAAA7", "A0", "A1048577", "B99999999999", "7B", "B", "",
                      "B7:C7", "$B$7", "B-7", "Ｂ７", "B7 ", "R7C2", "#REF!")
    },
    **{
        f"row {number!r}": refused(lambda n=number: _numbered(n), "outside the sheet")
        for number in ("0", "-1", "1048577", "99999999999999999999", "seven", "", "7.0", "７")
    },
    **{
        f"dimension {ref!r}": same(
            lambda r=ref: altered(DUTIES, _DIMENSION, f'<dimension ref="{r}"/>')
        )
        for ref in ("A1", "XFD1048576", "A1:XFD1048576", "Z99:A1", "", "A0", "x", "A1:B2:C3",
                    "A1:ZZZZZZ99999999999999999999")
    },
    "no dimension": same(lambda: altered(DUTIES, _DIMENSION, "")),
    "rows out of order": same(lambda: _row_order((9, 7, 8))),
    "rows backwards": same(lambda: _row_order((9, 8, 7))),
    "cells backwards": same(_backwards),
    "small letters": same(lambda: altered(DUTIES, r'<c r="([A-Z]+\d+)"',
                                          lambda m: f'<c r="{m[1].lower()}"')),
    "no row numbers in full rows": same(lambda: altered(DUTIES, r'<row r="([89])"', "<row")),
    "doubled cell": found(
        lambda: replaced(DUTIES, (row(7), row(7).replace("</row>", '<c r="J7"><v>9</v></c></row>'))),
        "S131",
    ),
    "doubled row": found(
        lambda: _with_rows('<row r="7"><c r="J7"><v>9</v></c></row>'), "S131"
    ),
    "doubled row of the same": same(lambda: _with_rows(row(7))),
    "cell in another row": same(lambda: _with_rows('<row r="999"><c r="J8"><v>1.5</v></c></row>')),
    "stray cell in the last corner": found(
        lambda: _with_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "S106"
    ),
    "sixty thousand formatted blanks": same(lambda: _with_rows(_BLANKS)),
    "cells far to the right in every row": refused(
        lambda: _with_rows(_WIDE), "has cells far to the right"
    ),
    "merged everything": found(
        lambda: replaced(DUTIES, ("</sheetData>",
            '</sheetData><mergeCells count="1"><mergeCell ref="A7:XFD1048576"/></mergeCells>')),
        "S111",
    ),
    "merged nonsense": same(
        lambda: replaced(DUTIES, ("</sheetData>",
            '</sheetData><mergeCells count="9"><mergeCell ref="x"/><mergeCell/></mergeCells>'))
    ),
    "rows inside rows": found(
        lambda: _with_rows('<row r="20"><row r="21"><c r="B21"><v>5</v></c></row></row>'), "V101"
    ),
    "nothing changed": same(plain),
}  # fmt: skip
