"""How an annotated copy marks a person's workbook: by a last sheet, by notes, and by fills.

Marks are no content: reading skips them, and the next annotation takes
them away. This is the one place that knows what they look like, and by what name a gap report of
ours is known.
"""

from __future__ import annotations

import re

from handover_xlsx.sheets.workbook import Grid

GAPS_SHEET = {"en": "Gaps", "zh": "待补清单"}
GAPS_MARK = "_gaps"  # in the hidden first row of that sheet
_MARK_WITHIN = 40  # rows may be inserted above

REPORT_NAME = "handover_gap_report"  # a defined name of the gap report, which is no handover

NOTE_AUTHOR = "handover"
NOTE_BEGINS, NOTE_ENDS = "handover · ", "――――――"  # programs may forget who wrote a note
_NOTE = re.compile(rf"\n*^{NOTE_BEGINS}.*?(?:\n{NOTE_ENDS}|\Z)", re.MULTILINE | re.DOTALL)

FILLS = {"error": "FFF9C7B0", "warning": "FFFFE59B"}  # severity -> colour, unlike any palette's


def is_gaps_sheet(grid: Grid) -> bool:
    """Whether a sheet is the list of gaps that an annotated copy ends with."""
    return any(row <= _MARK_WITHIN and value == GAPS_MARK for row, value in grid.first_column())


def note_spans(text: str) -> list[tuple[int, int]]:
    """Where in the text of a note our own remarks are; a person may have written around them."""
    return [match.span() for match in _NOTE.finditer(text)]


def own_words(text: str) -> str:
    """What a person wrote in a note: "" where it is all ours."""
    return _NOTE.sub("", text).strip("\n")
