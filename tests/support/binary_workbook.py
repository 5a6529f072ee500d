"""Binary workbooks (.xlsb) as Excel writes them, made of those that leave columns out."""

import io
from collections.abc import Iterator
from zipfile import ZipFile

_SHEET_BEGINS = b"\x81\x01\x00"
_ROW, _CELLS, _SHORT = 0, range(1, 12), range(12, 19)
_LONG_FOR_SHORT = 11  # subtracted from the number of a short record


def records(part: bytes) -> Iterator[tuple[int, int, int, int]]:
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


def written_out(part: bytes) -> bytes:
    """A sheet in which every cell says its column."""
    written, column, kept = [], -1, 0
    for number, begin, start, end in records(part):
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


def with_columns(data: bytes) -> bytes:
    """An .xlsb in which every cell says its column."""
    with ZipFile(io.BytesIO(data)) as book:
        names = [name for name in book.namelist() if name.endswith(".bin")]
        sheets = {
            name: part for name in names if (part := book.read(name)).startswith(_SHEET_BEGINS)
        }
        changed = {n: out for n, part in sheets.items() if (out := written_out(part)) != part}
        if not changed:
            return data
        made = io.BytesIO()
        with ZipFile(made, "w") as target:
            for name in dict.fromkeys(book.namelist()):
                target.writestr(name, changed.get(name) or book.read(name))
    return made.getvalue()
