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

TOO_LARGE = 3  # the exit code for more than is allowed
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
    """A value as JSON holds it: dates and durations are marked."""
    tag = TAGS.get(type(value))
    if tag is None:
        return None if value == "" else value
    return {tag: value.total_seconds() if isinstance(value, timedelta) else value.isoformat()}


# In .xlsb a cell beside the one before may leave its column out. SheetJS writes such short records,
# and calamine passes over them without a word: they are written out before it looks.
_SHEET_BEGINS = b"\x81\x01\x00"
_ROW, _CELLS, _SHORT = 0, range(1, 12), range(12, 19)
_LONG_FOR_SHORT = 11  # subtracted from the number of a short record


def _records(part: bytes) -> Iterator[tuple[int, int, int, int]]:
    """The number of each record, where it begins, and where its content begins and ends."""
    at = 0
    while at < len(part):
        begin, number, at = at, part[at], at + 1
        if number >= 0x80:
            number, at = (number & 0x7F) | (part[at] & 0x7F) << 7, at + 1
        size = shift = 0
        while True:
            byte, at = part[at], at + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift == 28:
                break
        yield number, begin, at, at + size
        at += size


def _written_out(part: bytes) -> bytes:
    """A sheet in which every cell says its column."""
    written, column, kept = [], -1, 0
    for number, begin, start, end in _records(part):
        if number == _ROW:
            column = -1
        elif number in _CELLS:
            column = int.from_bytes(part[start : start + 4], "little")
        elif number in _SHORT:
            column += 1
            header = bytes([number - _LONG_FOR_SHORT]) + _packed_size(end - start + 4)
            written += [part[kept:begin], header, column.to_bytes(4, "little"), part[start:end]]
            kept = end
    return b"".join((*written, part[kept:]))


def _packed_size(size: int) -> bytes:
    """A size as the format writes it: seven bits a byte, the lowest first."""
    packed = bytearray()
    while size >= 0x80:
        packed.append(size & 0x7F | 0x80)
        size >>= 7
    return bytes((*packed, size))


def _with_columns(data: bytes) -> bytes:
    """An .xlsb in which every cell says its column; every other file as it is."""
    if not data.startswith(b"PK"):
        return data
    with ZipFile(io.BytesIO(data)) as book:
        names = [name for name in book.namelist() if name.endswith(".bin")]
        sheets = {
            name: part for name in names if (part := book.read(name)).startswith(_SHEET_BEGINS)
        }
        changed = {n: out for n, part in sheets.items() if (out := _written_out(part)) != part}
        if not changed:
            return data
        made = io.BytesIO()
        with ZipFile(made, "w") as target:
            for name in dict.fromkeys(book.namelist()):
                target.writestr(name, changed.get(name) or book.read(name))
    return made.getvalue()


def _read(data: bytes, most: int) -> list[dict[str, Any]]:
    """The sheets with their filled rows. Raises MemoryError for more cells than allowed."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(_with_columns(data)))
    sheets = []
    for about in book.sheets_metadata:
        if "WorkSheet" not in str(about.typ):  # charts and macro sheets hold no cells
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
    try:
        sheets = _read(data, cells)
    except MemoryError:
        sys.exit(TOO_LARGE)
    sys.stdout.write(json.dumps(sheets))


if __name__ == "__main__":
    main()
