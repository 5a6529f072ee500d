"""Places on a sheet, counted from 1, and texts without invisible characters."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from handover_xlsx.package.addresses import SHEET_COLUMNS, SHEET_ROWS, column_index

_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")
_REF = re.compile(r"\$?([A-Z]{1,3})?\$?(\d+)?(?::\$?([A-Z]{1,3})?\$?(\d+)?)?")


def tidy(text: str) -> str:
    """A text without control and invisible characters and outer spaces; line breaks remain."""
    kept = (
        c if c == "\n" or unicodedata.category(c) not in _INVISIBLE else " " if c == "\t" else ""
        for c in text.replace("\r\n", "\n").replace("_x000D_", "")
    )
    return "".join(kept).strip()


class Area(NamedTuple):
    """Cells from one corner to the other, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def contains(self, row: int, column: int) -> bool:
        """Whether a cell is inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: Area) -> bool:
        """Whether two areas share a cell."""
        return not (
            self.bottom < other.top
            or other.bottom < self.top
            or self.right < other.left
            or other.right < self.left
        )


def area_of(ref: str) -> Area | None:
    """``$A$2:B9`` or a complete column ``A:A`` as an area."""
    match = _REF.fullmatch(ref.strip().upper())
    if not match or not (match[1] or match[2]):
        return None
    single = ":" not in ref
    left = column_index(match[1]) + 1 if match[1] else 1
    right = left if single else column_index(match[3]) + 1 if match[3] else SHEET_COLUMNS
    top = int(match[2]) if match[2] else 1
    bottom = top if single else int(match[4]) if match[4] else SHEET_ROWS
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
