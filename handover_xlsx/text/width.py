"""How wide a text looks, on a terminal and in a cell."""

from __future__ import annotations

import unicodedata

_FIRST_OTHER = "\u0300"  # before it are only signs that are one column wide
_NO_WIDTH = ("Mn", "Me", "Cf")  # accents of their own, and signs that only say how others are set


def display_width(text: str) -> int:
    """Columns that a text takes: a Chinese character two, an accent or a joiner of its own none."""
    if text.isascii() or max(text) < _FIRST_OTHER:
        return len(text)
    return sum(map(_width, text))


def _width(sign: str) -> int:
    if unicodedata.east_asian_width(sign) in "WF":
        return 2
    return 0 if unicodedata.category(sign) in _NO_WIDTH else 1
