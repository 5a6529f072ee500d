"""What a sheet is: a table with a row of headings, a form of labels with values next to them, or neither."""

from __future__ import annotations

from handover_xlsx.learning.find_form import find_pairs, form_of, weak_pairs
from handover_xlsx.learning.find_table import find_table
from handover_xlsx.learning.outline import Outline
from handover_xlsx.learning.workbook import Sheet
from handover_xlsx.locale import N_, Message


def outline(sheet: Sheet) -> Outline | None:
    """The table or form on a sheet, None when it is neither."""
    pairs = find_pairs(sheet)
    settled = pairs if len(pairs) >= 3 else []
    taken = {(s.row, s.column) for s, _ in settled} | {place for _, place in settled}
    table = find_table(sheet, taken)
    if table and (len(table.items) > 2 or not settled or sheet.tables):
        top = min(item.spot.row for item in table.items)
        above = [label for label, _ in settled if label.row < top]
        if len(above) >= 2:
            shown = above[0].text[:40]
            table.notes.append(
                Message(N_("the lines above the table (“{text}” …) are not read: a sheet contains "
                           "one table or one form; move them to a sheet of their "
                           "own"), {"text": shown})
            )  # fmt: skip
        return table
    if len(pairs) < 2 and not table:
        pairs = weak_pairs(sheet)
    if len(pairs) >= 2 and (settled or not table):
        return form_of(sheet, pairs)
    return table
