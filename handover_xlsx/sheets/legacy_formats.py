"""Gate seven: formats that our guard cannot look inside are read for values, in a child process.

A hanging or dying child is one line about its file. On Windows only the time is limited.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_, Message
from handover_xlsx.package.addresses import address
from handover_xlsx.package.limits import Limits
from handover_xlsx.package.package import Container, SheetPart
from handover_xlsx.package.sniff import OtherWorkbook
from handover_xlsx.package.xml_guard import Parts
from handover_xlsx.package.zip_directory import Archive
from handover_xlsx.sheets import legacy_formats_child as values_child
from handover_xlsx.sheets.workbook import CellValue, Grid

_TYPES: Mapping[str, type[datetime | date | time]] = {
    "datetime": datetime, "date": date, "time": time,
}  # fmt: skip


class ValuesOnly:
    """The sheets of such a workbook: their values and merged ranges, nothing else."""

    def __init__(self, container: Container, grids: Mapping[str, Grid], kind: str) -> None:
        self.container = container
        self.kind = kind  # what the file is, marked for translation
        self._grids = grids

    def grid(self, sheet: SheetPart) -> Grid:
        """The cells of a sheet."""
        return self._grids[sheet.path]


def read_values(other: OtherWorkbook, data: bytes, limits: Limits) -> ValuesOnly:
    """Read a workbook for its values. Raises UnreadableFile when the child cannot."""
    sheets = _sheets(other, data, limits)
    if not sheets:
        raise UnreadableFile(other.file, N_("has no sheets with cells; send the workbook itself"))
    parts, grids = [], {}
    for number, sheet in enumerate(sheets):
        parts.append(
            SheetPart(sheet["name"], str(number), "visible" if sheet["visible"] else "hidden")
        )
        rows = [
            (row, _trimmed([_unpacked(value) for value in cells])) for row, cells in sheet["rows"]
        ]
        merged = tuple(f"{address(a, b)}:{address(c, d)}" for a, b, c, d in sheet["merged"])
        grids[str(number)] = Grid(rows, merged)
    container = Container(
        name=other.file, data=data, sheets=tuple(parts), defined_names={}, date_1904=False,
        shared_strings=None, styles=None, saved_by="", modified="", active_content=(),
        _parts=Parts(Archive(other.file, b"", limits, {})),
    )  # fmt: skip
    return ValuesOnly(container, grids, other.kind)


def _sheets(other: OtherWorkbook, data: bytes, limits: Limits) -> list[dict[str, Any]]:
    """What the child says, or why it did not."""
    given = (limits.child_memory, limits.child_seconds, limits.cells)
    # -P: nothing next to the person's workbooks may pass for a module of Python's.
    command = [sys.executable, "-P", str(Path(values_child.__file__)), *map(str, given)]
    kind = Message(other.kind)
    try:
        child = subprocess.run(  # noqa: S603 - our own file, by our own interpreter
            command, input=data, capture_output=True, timeout=limits.child_seconds, check=False
        )
    except subprocess.TimeoutExpired:
        reason = N_(
            "is {kind} that could not be read within {seconds} seconds; open it in Excel and save"
            " it as .xlsx"
        )
        raise UnreadableFile(other.file, reason, kind=kind, seconds=limits.child_seconds) from None
    if child.returncode == values_child.TOO_LARGE:
        reason = N_(
            "is {kind} with too many cells to be read; split it, or open it in Excel and save it"
            " as .xlsx"
        )
        raise UnreadableFile(other.file, reason, kind=kind)
    if child.returncode == values_child.SHORT_RECORDS:
        reason = N_(
            "is {kind} in a short form, of which cells would be lost; open it in Excel and save it"
            " as .xlsx"
        )
        raise UnreadableFile(other.file, reason, kind=kind)
    if child.returncode != 0:
        reason = N_(
            "is {kind} that cannot be read (damaged, or protected by a password?); open it in"
            " Excel and save it as .xlsx"
        )
        raise UnreadableFile(other.file, reason, kind=kind)
    found: list[dict[str, Any]] = json.loads(child.stdout)
    return found


def _unpacked(value: Any) -> CellValue:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        ((tag, content),) = value.items()
        return (
            timedelta(seconds=content) if tag == "timedelta" else _TYPES[tag].fromisoformat(content)
        )
    found: CellValue = value
    return found


def _trimmed(row: list[CellValue]) -> list[CellValue]:
    while row and row[-1] is None:
        row.pop()
    return row
