"""Where headings and labels are on a sheet that no workbook of ours ever was.

A company's own sheet has no hidden ids. Its headings may take two rows (groups above, or a second
language below), and its forms may have labels anywhere, several in a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from handover_xlsx.package.addresses import column_index
from handover_xlsx.sheets.workbook import Grid
from handover_xlsx.text.normalise import normalised

_MERGED = re.compile(r"([A-Z]+)(\d+):([A-Z]+)\d+")

Row = Mapping[int, str]
"""Column → heading."""


def joined_headings(
    labels: Mapping[str, str], above: Row, row: Row, below: Row
) -> tuple[int, dict[int, str]]:
    """How many rows further down the headings end, and the headings of both rows together."""
    fields = [labels.get(normalised(text)) for text in below.values()]
    if len(fields) >= 2 and all(fields):
        return 1, _in_groups(labels, row, {**row, **below})
    lifted = {c: text for c, text in above.items() if c not in row and normalised(text) in labels}
    return 0, _in_groups(labels, above, {**lifted, **row})


def _in_groups(labels: Mapping[str, str], above: Row, row: Row) -> dict[int, str]:
    """Headings that appear twice are distinguished by the heading above them."""
    times = Counter(normalised(text) for text in row.values())
    headings = {}
    group = ""
    for column in sorted({*above, *row}):
        group = above.get(column, group)
        if column in row:
            together = f"{group} {row[column]}"
            doubled = times[normalised(row[column])] > 1 and normalised(together) in labels
            headings[column] = together if doubled else row[column]
    return headings


def form_cells(labels: Mapping[str, str], grid: Grid) -> dict[str, tuple[int, int]]:
    """Field → (row, column) of its value: the cell to the right of its label."""
    ends = {}
    for ref in grid.merged:
        if match := _MERGED.fullmatch(ref):
            ends[int(match[2]) - 1, column_index(match[1])] = column_index(match[3])
    cells: dict[str, tuple[int, int]] = {}
    for row, values in grid.rows:
        taken = -1
        for column, value in enumerate(values):
            key = labels.get(normalised(value)) if isinstance(value, str) else None
            if key and key not in cells and column != taken:
                taken = ends.get((row, column), column) + 1
                cells[key] = (row, taken)
    return cells
