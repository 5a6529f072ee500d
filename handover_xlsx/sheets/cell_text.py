"""How much of a text fits into a cell, in any spreadsheet program."""

from __future__ import annotations

import re
from typing import NamedTuple

CELL_LENGTH = 32767  # Excel's limit in UTF-16 units; XlsxWriter would leave a longer text out


_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


class Storable(NamedTuple):
    """A text as it fits into a cell, and whether some of it had to be left out."""

    text: str
    is_cut: bool


def storable(text: str) -> Storable:
    """What fits into a cell of a text."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = _NOT_IN_XML.sub("\ufffd", text)
    kept = shortened(text, CELL_LENGTH)
    return Storable(kept, kept != text)


def shortened(text: str, limit: int) -> str:
    """The beginning of a text that fits into a number of UTF-16 units, as Excel counts."""
    if len(text) * 2 <= limit:
        return text
    return text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore")


def units(text: str) -> int:
    """The length of a text as Excel counts it: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
