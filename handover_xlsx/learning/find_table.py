"""Finds a table: the row of headings, what is above it, and where its rows end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from handover_xlsx.learning.areas import Area
from handover_xlsx.learning.headings import is_chinese
from handover_xlsx.learning.outline import Item, Outline, heading_text, is_month
from handover_xlsx.learning.workbook import Sheet, Spot
from handover_xlsx.locale import N_, Message

_HEADINGS_WITHIN = 40  # rows in which the reader expects headings
_TOTAL = re.compile(
    r"(合计|总计|小计|总和|grand total|sub-?total|totals?|sum)\s*[:：]?", re.IGNORECASE
)
_EXPLAINS = re.compile(
    r"\s*[(（]?\s*(例|示例|样例|如[:：]|填写|请|e\.?\s?g\b|example|sample|please|enter |choose )",
    re.IGNORECASE,
)


def find_table(sheet: Sheet, taken: set[tuple[int, int]]) -> Outline | None:
    """The table on a sheet: an Excel table, else below the row that looks like headings.

    Cells that are ``taken`` belong to the lines of a form.
    """
    listed = next((table for table in sheet.tables if table.has_headings), None)
    if listed:
        row, area = listed.area.top, listed.area
        run = [s for s in _headings(sheet, row, set()) if area.left <= s.column <= area.right]
        if run:
            last = area.bottom - listed.totals
            return _below(sheet, row, run, last)
    found = [(row, _run(sheet, _headings(sheet, row, taken))) for row in list(sheet.rows)]
    found = [(row, run) for row, run in found if len(run) >= 2 and row <= _HEADINGS_WITHIN]
    if not found:
        return None
    row, run = _likeliest(sheet, found)
    return _below(sheet, row, run, max(sheet.rows))


def _headings(sheet: Sheet, row: int, taken: set[tuple[int, int]]) -> list[Spot]:
    """The texts of a row that may be headings, also those merged into it from above."""
    own = [s for s in sheet.rows.get(row, ()) if (s.row, s.column) not in taken]
    above = [
        spot
        for area in sheet.merged
        if area.top < row <= area.bottom and (spot := sheet.at(area.top, area.left))
    ]
    texts = {
        s.column: s for s in (*above, *own) if heading_text(s) and not s.text.endswith((":", "："))
    }
    return [texts[column] for column in sorted(texts)]


def _run(sheet: Sheet, spots: list[Spot]) -> list[Spot]:
    """The longest run of headings; two blank columns end a table."""
    runs: list[list[Spot]] = []
    for spot in spots:
        if runs and spot.column - sheet.span(runs[-1][-1]).right <= 2:
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return max(runs, key=len, default=[])


def _likeliest(sheet: Sheet, found: list[tuple[int, list[Spot]]]) -> tuple[int, list[Spot]]:
    most = max(len(run) for _, run in found)
    styled = [
        (row, run)
        for row, run in found
        if len(run) >= max(2, 0.6 * most) and sum(s.styled for s in run) >= 0.6 * len(run)
    ]
    if sheet.filtered:
        for row, run in found:
            if row == sheet.filtered.top:
                return row, run
    return styled[0] if styled else next(one for one in found if len(one[1]) >= 0.8 * most)


def _below(sheet: Sheet, row: int, run: list[Spot], last: int) -> Outline:
    """The table below a row of headings, which may be two rows."""
    row, items = _two_rows(sheet, row, run)
    first = row + 1
    table = Outline("table", items, row)
    table.rows = [n for n in sheet.rows if first <= n <= last]
    _name(sheet, table, min(item.spot.row for item in items))
    _end(sheet, table)
    _leave_out(sheet, table)
    last = max(table.rows, default=first)
    for item in items:
        column = item.cells.left
        item.cells = Area(first, column, max(last, first + 9), column)
        item.month = is_month(item.spot)
    return table


def _item(spot: Spot, second: Spot | None = None, group: str = "") -> Item:
    area = Area(spot.row, spot.column, spot.row, spot.column)
    return Item(spot, heading_text(spot), area, second, group)


def _two_rows(sheet: Sheet, row: int, run: list[Spot]) -> tuple[int, list[Item]]:
    """The last row of the headings, and the headings: one row, two languages, or groups above."""
    left, right = run[0].column, sheet.span(run[-1]).right
    below = [s for s in _headings(sheet, row + 1, set()) if left <= s.column <= right]
    grouped = {s.column: sheet.span(s) for s in run if sheet.span(s).right > s.column}
    if any(
        sum(area.left <= s.column <= area.right for s in below) >= 2 for area in grouped.values()
    ):
        own = [s for s in below if s.row == row + 1]
        covered = {s.column for s in below}
        single = [s for s in run if s.column not in covered]
        lower = sorted([*below, *single], key=lambda s: s.column)
        groups = [sheet.at(row, area.left) for area in grouped.values()]
        return row + 1, [
            _item(s, group=_group(sheet, s, groups) if s in own else "") for s in lower
        ]
    if _is_translation(run, below):
        seconds = {s.column: s for s in below}
        return row + 1, [_item(s, seconds.get(s.column)) for s in run]
    above = [s for s in sheet.rows.get(row - 1, ()) if sheet.span(s).right > s.column]
    total = right - left
    groups = [s for s in above if sheet.span(s).right - s.column < total and heading_text(s)]
    return row, [_item(s, group=_group(sheet, s, groups) if s.row == row else "") for s in run]


def _group(sheet: Sheet, spot: Spot, groups: Sequence[Spot | None]) -> str:
    areas = ((sheet.span(group), group) for group in groups if group)
    return next((heading_text(g) for a, g in areas if a.left <= spot.column <= a.right), "")


def _is_translation(run: list[Spot], below: list[Spot]) -> bool:
    """Whether the row below has the same headings in the other language."""
    upper = {s.column: s for s in run}
    both = [(upper[s.column], s) for s in below if s.column in upper]
    if len(both) < max(2, 0.8 * len(run)) or any(not s.text for _, s in both):
        return False
    other = sum(is_chinese(a.text) != is_chinese(b.text) for a, b in both)
    alike = sum((a.bold, a.fill) == (b.bold, b.fill) for a, b in both)
    short = all(len(b.text) <= 40 and not re.search(r"\d", b.text) for _, b in both)
    return short and other >= 0.7 * len(both) and alike >= 0.7 * len(both)


def _name(sheet: Sheet, table: Outline, top: int) -> None:
    """Title, purpose and hints from the rows above the headings."""
    columns = {item.spot.column: item for item in table.items}
    for row, spots in sheet.rows.items():
        if row >= top:
            break
        texts = [s for s in spots if s.text]
        if len(texts) == 1 and not table.title:
            table.title = texts[0].text
        elif len(texts) == 1:
            table.purpose = table.purpose or texts[0].text
        elif row == top - 1 and all(not s.bold and sheet.span(s).right == s.column for s in texts):
            for spot in texts:
                if spot.column in columns:
                    columns[spot.column].hint = spot.text


def _end(sheet: Sheet, table: Outline) -> None:
    """Leave out what is below the table: another one, or remarks after a blank row."""
    styles = Counter((item.spot.bold, item.spot.fill) for item in table.items)
    usual = styles.most_common(1)[0][0]
    wide = len(table.items) >= 3
    before = table.heading_row
    for place, row in enumerate(table.rows):
        spots = sheet.rows[row]
        gap = row > before + 1
        before = row
        again = len(_run(sheet, _headings(sheet, row, set()))) >= 2 and any(usual)
        another = again and all((s.bold, s.fill) == usual for s in spots)
        aside = len(spots) == 1 and spots[0].text and wide and place > 0
        if gap and (another or aside):
            text = next((s.text for s in spots if s.text), "")[:40]
            table.notes.append(
                Message(N_("row {row} and below (“{text}” …) do not belong to this table, but are "
                           "read as its rows: move them to a sheet of their own"),
                        {"row": row, "text": text})
            )  # fmt: skip
            del table.rows[place:]
            return


def _leave_out(sheet: Sheet, table: Outline) -> None:
    """Totals, and a row of explanations: nothing to learn a type from."""
    for row in list(table.rows):
        spots = sheet.rows[row]
        texts = [s.text for s in spots if s.text]
        if texts and _TOTAL.fullmatch(texts[0]):
            table.rows.remove(row)
            table.notes.append(
                Message(N_("row {row} is a row of totals; delete it before the filled sheet is "
                           "checked, or it is read as an entry"), {"row": row})
            )  # fmt: skip
        elif row == table.heading_row + 1 and _explains(texts):
            table.rows.remove(row)
            hints = {s.column: s.text for s in spots}
            for item in table.items:
                item.hint = hints.get(item.spot.column, item.hint)
            table.notes.append(
                Message(N_("row {row} explains the columns; delete it before the filled sheet is "
                           "checked, or it is read as an entry"), {"row": row})
            )  # fmt: skip


def _explains(texts: Sequence[str]) -> bool:
    explaining = sum(bool(_EXPLAINS.match(text)) for text in texts)
    return bool(texts) and (
        explaining >= 0.6 * len(texts)
        or bool(re.match(r"(例|示例|样例|e\.?\s?g\b|example)", texts[0], re.IGNORECASE))
    )
