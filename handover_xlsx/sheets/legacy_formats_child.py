"""The child process that reads the values of a workbook our guard cannot look inside.

Run as a file of its own, with a workbook on stdin and JSON on stdout: whatever the file does to
the reader, it does to this process only. Nothing of ours is imported here, and nothing else.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zipfile import ZipFile

TOO_LARGE, SHORT_RECORDS = 3, 4  # exit codes: more than is allowed; cells would be lost
LARGEST_AREA = 8_000_000  # laid out; beyond it a stray cell fills the memory
TAGS = {datetime: "datetime", date: "date", time: "time", timedelta: "timedelta"}


def _limit(memory: int, seconds: int) -> None:
    """Memory and processor time from the system itself, where it can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _packed(value: Any) -> Any:  # noqa: ANN401 - whatever the reader returns
    """A value as JSON has it: dates and durations are marked."""
    tag = TAGS.get(type(value))
    if tag is None:
        return None if value == "" else value
    return {tag: value.total_seconds() if isinstance(value, timedelta) else value.isoformat()}


# In .xlsb a cell next to the one before may leave its column out. SheetJS writes such short records
# (Excel does not), and calamine skips them without a word.
_SHEET_BEGINS = b"\x81\x01\x00"
_SHORT = range(12, 19)


def _records(part: bytes) -> Iterator[int]:
    """The number of each record: number and size take seven bits a byte, the lowest first."""
    at = 0
    while at < len(part):
        number, at = part[at], at + 1
        if number >= 0x80:
            number, at = (number & 0x7F) | (part[at] & 0x7F) << 7, at + 1
        size = shift = 0
        while True:
            byte, at = part[at], at + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift == 28:
                break
        yield number
        at += size


def _has_short_records(data: bytes) -> bool:
    """Whether a file is an .xlsb with cells that do not say their column."""
    if not data.startswith(b"PK"):
        return False
    with ZipFile(io.BytesIO(data)) as book:
        parts = (book.read(name) for name in book.namelist() if name.endswith(".bin"))
        sheets = (part for part in parts if part.startswith(_SHEET_BEGINS))
        return any(number in _SHORT for sheet in sheets for number in _records(sheet))


def _read(data: bytes, most: int) -> list[dict[str, Any]]:
    """The sheets with their filled rows. Raises MemoryError for more cells than allowed."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = []
    for about in book.sheets_metadata:
        if "WorkSheet" not in str(about.typ):  # charts and macro sheets have no cells
            continue
        sheet = book.get_sheet_by_name(about.name)
        end = sheet.end or (0, 0)
        if (end[0] + 1) * (end[1] + 1) > LARGEST_AREA:
            raise MemoryError
        rows = []
        for number, values in enumerate(sheet.to_python(skip_empty_area=False)):
            row = [_packed(value) for value in values]
            filled = len(row) - row.count(None)
            most -= filled
            if most < 0:
                raise MemoryError
            if filled:
                rows.append([number, row])
        merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
        visible = str(about.visible).endswith(".Visible")
        sheets.append({"name": about.name, "visible": visible, "rows": rows, "merged": merged})
    return sheets


def main() -> None:
    """Read stdin, write stdout; the arguments are memory, seconds and cells."""
    memory, seconds, cells = map(int, sys.argv[1:4])
    data = sys.stdin.buffer.read()
    _limit(memory, seconds)
    if _has_short_records(data):
        sys.exit(SHORT_RECORDS)
    try:
        sheets = _read(data, cells)
    except MemoryError:
        sys.exit(TOO_LARGE)
    sys.stdout.write(json.dumps(sheets))


if __name__ == "__main__":
    main()
