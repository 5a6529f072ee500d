"""What each sheet asks for: its headings in their languages, marks, types, and prepared rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handover_xlsx.learning.areas import tidy
from handover_xlsx.learning.draft import DraftField
from handover_xlsx.learning.dropdowns import Lists
from handover_xlsx.learning.find_form import find_pairs, form_of, weak_pairs
from handover_xlsx.learning.find_table import find_table
from handover_xlsx.learning.guess_type import guess
from handover_xlsx.learning.headings import is_chinese, split_languages, without_marks
from handover_xlsx.learning.outline import Item, Outline
from handover_xlsx.learning.workbook import Sheet
from handover_xlsx.locale import N_, Message
from handover_xlsx.package.addresses import column_letter
from handover_xlsx.text.normalise import normalised
from handover_xlsx.values.show import seen

_RUNNING_NUMBER = ("序号", "行号", "no", "no.", "#", "nr", "nr.", "s/n", "item no.", "item no", "№")


@dataclass
class Learned:
    """A heading with everything that was found out about it."""

    item: Item
    field: DraftField
    name: str  # without marks
    english: str = ""
    chinese: str = ""


@dataclass
class Part:
    """A sheet that becomes a section."""

    sheet: Sheet
    outline: Outline
    learned: list[Learned]
    prepared: tuple[Learned, ...] = ()


def passed_over(sheet: Sheet, feeding: set[str]) -> str:
    """Why a sheet is not looked at, "" when it is."""
    if sheet.hidden:
        return N_("it is hidden")
    if not sheet.rows:
        return N_("it is blank")
    return N_("it only feeds drop-down lists") if sheet.name in feeding else ""


def feeding_sheets(sheets: Sequence[Sheet], lists: Lists) -> set[str]:
    """The sheets whose every column feeds a drop-down of some sheet."""
    fed: dict[str, set[int]] = {}
    for sheet in sheets:
        for check in sheet.checks:
            listed = lists.of(check, sheet) if check.kind == "list" else None
            if listed and listed.area:
                columns = range(listed.area.left, min(listed.area.right, 300) + 1)
                fed.setdefault(listed.sheet, set()).update(columns)
    used = {sheet.name: {s.column for row in sheet.rows.values() for s in row} for sheet in sheets}
    checked = {sheet.name for sheet in sheets if sheet.checks}
    return {name for name, columns in fed.items() if used[name] <= columns and name not in checked}


def languages_of(parts: Sequence[Part]) -> tuple[str, ...]:
    """The languages that the headings are written in."""
    names = [learned for part in parts for learned in part.learned]
    both = sum(bool(name.english and name.chinese) for name in names)
    chinese = sum(is_chinese(name.name) for name in names)
    if both and both >= 0.5 * len(names):
        return ("en", "zh")
    return ("zh",) if chinese and chinese >= 0.4 * len(names) else ("en",)


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


def read_part(sheet: Sheet, found: Outline, lists: Lists) -> Part:
    """A sheet with what its headings ask for."""
    marks = _marked(found.items, sheet)
    learned = []
    for item in found.items:
        if not item.text or item.month or _is_running_number(sheet, item, found):
            continue
        name, required = without_marks(item.text)
        english, chinese = _both(name, item)
        second = without_marks(item.second.text)[1] if item.second else False
        field = guess(sheet, item, found.rows, lists)
        computed = any("formulas" in note.template for note in field.notes)
        field.required = (required or second or id(item) in marks) and not computed
        learned.append(Learned(item, field, name, english, chinese))
    if found.kind == "form":
        return Part(sheet, found, learned)
    return Part(sheet, found, learned, _prepared(sheet, found, learned))


def _both(name: str, item: Item) -> tuple[str, str]:
    """English and Chinese of a heading in two languages."""
    if item.second:
        other = without_marks(item.second.text)[0]
        return (other, name) if is_chinese(name) else (name, other)
    return split_languages(name) or ("", "")


def _marked(items: Iterable[Item], sheet: Sheet) -> set[int]:
    """The headings that are marked in red or yellow, unless all of them do."""
    items = list(items)
    marks: set[int] = set()
    for marked in (
        [item for item in items if item.spot.red],
        [item for item in items if item.spot.fill == "yellow"],
        [item for item in items if _is_yellow(sheet, item)],
    ):
        if len(marked) < len(items):
            marks.update(map(id, marked))
    return marks


def _is_yellow(sheet: Sheet, item: Item) -> bool:
    spot = sheet.at(item.cells.top, item.cells.left)
    return spot is not None and spot.fill == "yellow" and item.spot.fill != "yellow"


def _is_running_number(sheet: Sheet, item: Item, found: Outline) -> bool:
    """Whether a column only numbers the rows: those are no entries yet."""
    if found.kind == "form" or normalised(item.text) not in _RUNNING_NUMBER:
        return False
    found.notes.append(
        Message(N_("column {column} (“{label}”) only numbers the rows; it is left out, and kept as a "
                   "column of your own when a filled copy is read"),
                {"column": column_letter(item.cells.left - 1), "label": item.text})
    )  # fmt: skip
    return True


def _prepared(sheet: Sheet, found: Outline, learned: list[Learned]) -> tuple[Learned, ...]:
    """The columns that are filled in already where everything else is blank: a checklist."""
    rows = [row for row in found.rows if any(text_at(sheet, row, column) for column in learned)]
    filled = [column for column in learned if all(text_at(sheet, row, column) for row in rows)]
    blank = [column for column in learned if not any(text_at(sheet, row, column) for row in rows)]
    texts = all(isinstance(_value(sheet, row, one), str) for row in rows for one in filled)
    if not 2 <= len(rows) <= 100 or not filled or not texts or len(blank) < len(filled):
        return ()
    distinct = {tuple(text_at(sheet, row, one) for one in filled) for row in rows}
    all_or_none = len(filled) + len(blank) == len(learned)
    return tuple(filled) if all_or_none and len(distinct) == len(rows) else ()


def _value(sheet: Sheet, row: int, column: Learned) -> object:
    spot = sheet.at(row, column.item.cells.left)
    return spot.value if spot else None


def text_at(sheet: Sheet, row: int, column: Learned) -> str:
    """What a row has below a heading, as a text."""
    value = _value(sheet, row, column)
    return "" if value is None else tidy(seen(value))
