"""Tables of an English page for its Chinese one: words from a list, figures as they are.

The Chinese pages call it where they are generated (``make docs``), so that a new measurement
writes each figure once. A cell with words that the list does not have stops with its text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

_HAS_WORDS = re.compile(r"[A-Za-z]{2}")
_IS_NAME = re.compile(r"`[^`]*`|\b[A-Z]\d{3}\b")


def tables(page: str, words: Mapping[str, str]) -> list[str]:
    """Every table of ``docs/PAGE.md``, with the words of its cells in the other language."""
    lines = (Path(__file__).parent / f"{page}.md").read_text(encoding="utf-8").splitlines()
    blocks = groupby(lines, key=lambda line: line.startswith("|"))
    return [
        "\n".join(_row(line, words) for line in block) for is_table, block in blocks if is_table
    ]


def _row(line: str, words: Mapping[str, str]) -> str:
    cells = (cell.strip() for cell in line.strip("|").split("|"))
    return "| " + " | ".join(_cell(cell, words) for cell in cells) + " |"


def _cell(cell: str, words: Mapping[str, str]) -> str:
    if cell in words:
        return words[cell]
    if _HAS_WORDS.search(_IS_NAME.sub("", cell)):
        raise KeyError(f"no word for the cell: {cell}")
    return cell
