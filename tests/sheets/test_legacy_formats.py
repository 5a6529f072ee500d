"""Binary workbooks: no cell is lost in silence where cells leave their column out."""

import io
import zipfile

import pytest
from support.binary_workbook import records, written_out

from handover_xlsx.sheets.legacy_formats_child import _has_short_records, _records


def record(number: int, content: bytes = b"") -> bytes:
    """A record of a binary workbook."""
    size = len(content)
    sizes = bytes([size]) if size < 0x80 else bytes([size & 0x7F | 0x80, size >> 7])
    numbers = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    return numbers + sizes + content


def column(number: int) -> bytes:
    return number.to_bytes(4, "little")


STYLE = b"\0\0\0\0"
TEXT = 60 * b"t\0"  # with its style and column it needs a size of two bytes
BEGIN, ROW = record(129), record(0, 17 * b"\0")


def test_a_cell_without_a_column_is_right_of_the_one_before():
    """In every row again; numbers, texts and blanks alike; all else remains as it is."""
    part = b"".join((
        BEGIN, ROW,
        record(5, column(3) + STYLE + b"12345678"), record(12, STYLE), record(17, STYLE + TEXT),
        record(8, column(9) + STYLE + TEXT), record(18, STYLE + b"1234"),
        ROW, record(13, STYLE + b"1234"), record(146),
    ))  # fmt: skip

    assert written_out(part) == b"".join((
        BEGIN, ROW,
        record(5, column(3) + STYLE + b"12345678"), record(1, column(4) + STYLE),
        record(6, column(5) + STYLE + TEXT),
        record(8, column(9) + STYLE + TEXT), record(7, column(10) + STYLE + b"1234"),
        ROW, record(2, column(0) + STYLE + b"1234"), record(146),
    ))  # fmt: skip


def test_a_sheet_whose_cells_say_their_columns_remains_as_it_is():
    """As Excel writes them."""
    part = b"".join((BEGIN, ROW, record(5, column(3) + STYLE + b"12345678"), record(146)))

    assert written_out(part) == part
    assert list(_records(part)) == [number for number, *_ in records(part)] == [129, 0, 5, 146]


def package(*parts: bytes) -> bytes:
    """A binary workbook of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        for number, part in enumerate(parts):
            book.writestr(f"xl/worksheets/sheet{number}.bin", part)
    return stream.getvalue()


LONG = b"".join((BEGIN, ROW, record(5, column(3) + STYLE + b"12345678"), record(146)))


@pytest.mark.parametrize("number", range(12, 19))
def test_each_kind_of_cell_without_a_column_is_noticed(number):
    """On whatever sheet it is, after other cells; not in parts that are no sheets."""
    short = b"".join((BEGIN, ROW, record(5, column(0) + STYLE), record(number, STYLE), record(146)))

    assert _has_short_records(package(LONG, short))
    assert not _has_short_records(package(LONG, written_out(short)))
    assert not _has_short_records(package(LONG, short[1:]))


def test_other_files_have_no_such_cells():
    """An old .xls is no package."""
    assert not _has_short_records(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100))
