"""Addresses of cells and areas, from 0 inside and as people and formulas write them."""

from __future__ import annotations

from functools import lru_cache

SHEET_ROWS, SHEET_COLUMNS = 1_048_576, 16_384  # as many as a sheet has in Excel


@lru_cache(20_000)  # there are 16,384
def column_letter(column: int) -> str:
    """``0`` → ``A``, ``27`` → ``AB``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """``A`` → ``0``."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def address(row: int, column: int) -> str:
    """The address that people see: ``address(6, 3) == "D7"``."""
    return f"{column_letter(column)}{row + 1}"


def absolute(row: int, column: int) -> str:
    """The address that remains when a formula is copied: ``$D$7``."""
    return f"${column_letter(column)}${row + 1}"


def quoted(sheet: str) -> str:
    """A sheet name as formulas and links write it."""
    return "'" + sheet.replace("'", "''") + "'"


def column_range(sheet: str, column: int, first: int, last: int) -> str:
    """An absolute reference to a part of a column: ``'Duties'!$B$7:$B$1000``."""
    letter = column_letter(column)
    return f"{quoted(sheet)}!${letter}${first + 1}:${letter}${last + 1}"
