"""What a drop-down offers: entries in the check, a range, a name, or a column of an Excel table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handover_xlsx.learning.areas import Area, area_of
from handover_xlsx.learning.workbook import Check, Sheet
from handover_xlsx.values.show import seen

LONGEST_LIST = 200
_INDIRECT = re.compile(r"INDIRECT\(\s*\"([^\"]+)\"\s*\)", re.IGNORECASE)
_TABLE_COLUMN = re.compile(r"([^\[\]!]+)\[\s*([^\[\]]+)\]")
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)")


@dataclass(frozen=True)
class Listed:
    """The entries of a drop-down, and where they are ("" for entries within the check)."""

    entries: tuple[str, ...]
    name: str = ""
    sheet: str = ""
    area: Area | None = None


class Lists:
    """Looks up drop-downs in a workbook."""

    def __init__(self, sheets: Sequence[Sheet], names: Mapping[str, str]) -> None:
        self._sheets = {sheet.name.casefold(): sheet for sheet in sheets}
        self._names = {name.casefold(): formula for name, formula in names.items()}

    def of(self, check: Check, sheet: Sheet) -> Listed | None:
        """The entries of a check of a sheet; None when they cannot be read."""
        formula = check.first.strip().removeprefix("=").strip()
        if formula.startswith('"') and formula.endswith('"'):
            return Listed(_distinct(formula[1:-1].replace('""', '"').split(",")))
        return self._resolve(formula, sheet, "", 0)

    def _resolve(self, formula: str, sheet: Sheet, name: str, depth: int) -> Listed | None:
        formula = formula.strip().removeprefix("=").strip()
        if match := _INDIRECT.fullmatch(formula):
            formula = match[1]
        if match := _SHEET.fullmatch(formula):
            other = (match[1] or match[2]).replace("''", "'")
            found = self._sheets.get(other.casefold())
            area = area_of(match[3])
            return self._entries(found, area, name) if found and area else None
        if match := _TABLE_COLUMN.fullmatch(formula):
            return self._table_column(match[1], match[2], name)
        known = self._names.get(formula.casefold())
        if known is not None:
            return self._resolve(known, sheet, formula, depth + 1) if depth < 5 else None
        area = area_of(formula)
        return self._entries(sheet, area, name) if area else None

    def _table_column(self, table: str, column: str, name: str) -> Listed | None:
        for sheet in self._sheets.values():
            for one in sheet.tables:
                if one.name.casefold() == table.casefold() and column in one.columns:
                    place = one.area.left + one.columns.index(column)
                    top = one.area.top + (1 if one.has_headings else 0)
                    area = Area(top, place, max(top, one.area.bottom - one.totals), place)
                    return self._entries(sheet, area, name)
        return None

    def _entries(self, sheet: Sheet, area: Area, name: str) -> Listed:
        texts = [seen(spot.value) for spot in sheet.inside(area) if spot.value is not None]
        return Listed(_distinct(texts), name, sheet.name, area)


def _distinct(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))
