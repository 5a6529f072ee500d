"""The zip directory of a workbook, read by hand.

Readers of zip files forgive a lot, each in its own way: doubled parts, parts that overlap, data
in front of or between them. Whatever two readers could see differently is refused here, and
nothing is unpacked past the size that the directory states.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_
from handover_xlsx.package.limits import Limits

LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")
_END_SEARCH = END.size + 0xFFFF  # the end record may be followed by a comment of 64 KiB
_WIDE_LOCATOR, _WIDE_END = 20, 56  # sizes of the two records that zip64 adds before the end record
WIDE = 0xFFFFFFFF  # "look for the real number in the zip64 extra field"
_ENCRYPTED = 0x41  # flag bits 0 and 6
_STORED, _DEFLATED = 0, 8
_DESCRIPTOR = 24  # largest record that may follow a part's data (sizes written afterwards)
_NO_BREAK_SPACES = "\u00a0\u3000"  # not "printable" for Python, ordinary in file names


@dataclass(frozen=True, slots=True)
class Entry:
    """One part as the directory describes it."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int  # of its local header
    is_link: bool

    @property
    def shown(self) -> str:
        """The name as messages show it."""
        return printable(self.name)[:60]


@dataclass(frozen=True)
class Archive:
    """A zip whose directory is consistent: the file's bytes and where its parts are."""

    name: str
    data: bytes
    limits: Limits
    entries: Mapping[str, Entry]  # by name in lower case, in the order of the directory

    def unpack(self, entry: Entry) -> bytes:
        """The part's bytes: exactly as many as stated, with the stated checksum."""
        name_length, extra_length = struct.unpack_from("<HH", self.data, entry.offset + 26)
        start = entry.offset + LOCAL.size + name_length + extra_length
        packed = self.data[start : start + entry.packed]
        content = packed if entry.method == _STORED else self._inflate(entry, packed)
        if len(content) != entry.size or zlib.crc32(content) != entry.crc:
            reason = N_("is damaged: part '{part}' has a wrong checksum; get a fresh copy")
            raise UnreadableFile(self.name, reason, part=entry.shown)
        return content

    def _inflate(self, entry: Entry, packed: bytes) -> bytes:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflater.decompress(packed, entry.size + 1)
        except zlib.error:
            content = b""
        if len(content) > entry.size:
            reason = N_(
                "is damaged: part '{part}' unpacks to more than it says;"
                " open it in Excel and save it again"
            )
            raise UnreadableFile(self.name, reason, part=entry.shown)
        if not inflater.eof or inflater.unused_data:
            reason = N_("is damaged: part '{part}' cannot be unpacked; get a fresh copy")
            raise UnreadableFile(self.name, reason, part=entry.shown)
        return content


def printable(text: str) -> str:
    """The text with everything replaced that could confuse a terminal or a reader."""
    return "".join(c if c.isprintable() or c in _NO_BREAK_SPACES else "?" for c in text)


def read_archive(name: str, data: bytes, limits: Limits) -> Archive:
    """Read and check the directory of the zip in ``data``."""
    count, start, length = find_directory(name, data)
    if count > limits.parts:
        reason = N_(
            "contains {count:,} parts, the limit is {limit:,}; split it into smaller workbooks"
        )
        raise UnreadableFile(name, reason, count=count, limit=limits.parts)
    listed = _read_entries(name, data[start : start + length], count)
    entries: dict[str, Entry] = {}
    for entry in listed:
        _check_name(name, entry, entries)
        _check_packing(name, entry)
        entries[entry.name.lower()] = entry
    _check_sizes(name, listed, limits)
    _check_layout(name, data, sorted(listed, key=lambda entry: entry.offset), start)
    return Archive(name, data, limits, entries)


def find_directory(name: str, data: bytes) -> tuple[int, int, int]:
    """How many parts the directory lists, where it starts, and its length."""
    end = data.rfind(b"PK\5\6", max(0, len(data) - _END_SEARCH))
    if end < 0 or end + END.size > len(data):
        reason = N_("is damaged: its end is missing (cut off in transfer?); get a fresh copy")
        raise UnreadableFile(name, reason)
    _, disk, first_disk, here, count, length, start, comment = END.unpack_from(data, end)
    if disk or first_disk or here != count or data[end + END.size + comment :].strip(b"\0"):
        raise _stray_data(name)
    if data[max(0, end - _WIDE_LOCATOR) : end].startswith(b"PK\6\7"):
        end, count, length, start = _wide_end(name, data, end, (count, length, start))
    if start + length != end:
        raise _stray_data(name)
    return count, start, length


def _wide_end(
    name: str, data: bytes, end: int, narrow: tuple[int, int, int]
) -> tuple[int, int, int, int]:
    """The zip64 end record, which some programs write for any file that they stream."""
    (at,) = struct.unpack_from("<Q", data, end - _WIDE_LOCATOR + 8)
    last = end - _WIDE_LOCATOR - _WIDE_END
    if at != last or not data.startswith(b"PK\6\6", at):
        raise _stray_data(name)
    here, count, length, start = struct.unpack_from("<QQQQ", data, at + 24)
    for value, short in zip((count, length, start), narrow, strict=True):
        if short not in (value, 0xFFFF, WIDE):
            raise _stray_data(name)
    if here != count:
        raise _stray_data(name)
    return at, count, length, start


def _stray_data(name: str) -> UnreadableFile:
    reason = N_(
        "is damaged: there is data before, after or between its parts that does not"
        " belong there; open it in Excel and save it again"
    )
    return UnreadableFile(name, reason)


def _read_entries(name: str, directory: bytes, count: int) -> list[Entry]:
    entries = []
    at = 0
    for _ in range(count):
        if not directory.startswith(b"PK\1\2", at) or at + CENTRAL.size > len(directory):
            break
        fields = CENTRAL.unpack_from(directory, at)
        made_by, flags, method, crc, packed, size = (fields[k] for k in (1, 3, 4, 7, 8, 9))
        name_length, extra_length, comment_length = fields[10:13]
        name_end = at + CENTRAL.size + name_length
        raw_name = directory[at + CENTRAL.size : name_end]
        extra = directory[name_end : name_end + extra_length]
        size, packed, offset = _wide_numbers(extra, (size, packed, fields[16]))
        is_link = made_by >> 8 == 3 and stat.S_ISLNK(fields[15] >> 16)  # 3: made on Unix
        part = raw_name.decode("utf-8", "replace")
        entries.append(Entry(part, raw_name, flags, method, crc, packed, size, offset, is_link))
        at = name_end + extra_length + comment_length
    if at != len(directory) or len(entries) != count:
        reason = N_("is damaged: its list of parts is broken; get a fresh copy")
        raise UnreadableFile(name, reason)
    return entries


def _wide_numbers(extra: bytes, narrow: tuple[int, int, int]) -> tuple[int, int, int]:
    """Size, packed size and offset, taken from the zip64 extra field where they are too large."""
    wide: list[int] = []
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            body = extra[at + 4 : at + 4 + length]
            wide = [number for (number,) in struct.iter_unpack("<Q", body[: len(body) // 8 * 8])]
            break
        at += 4 + length
    size, packed, offset = (wide.pop(0) if n == WIDE and wide else n for n in narrow)
    return size, packed, offset


def _check_name(name: str, entry: Entry, seen: Mapping[str, Entry]) -> None:
    part = entry.name
    climbs = part.startswith("/") or ".." in part.split("/")
    if not part or climbs or "\\" in part or ":" in part or min(part) < " ":
        reason = N_(
            "contains a part with an unsafe name ('{part}'); open it in Excel and save it again"
        )
        raise UnreadableFile(name, reason, part=entry.shown)
    if part.lower() in seen:
        reason = N_("contains the part '{part}' twice; open it in Excel and save it again")
        raise UnreadableFile(name, reason, part=entry.shown)


def _check_packing(name: str, entry: Entry) -> None:
    if entry.is_link:
        reason = N_("contains a symbolic link ('{part}'); open it in Excel and save it again")
        raise UnreadableFile(name, reason, part=entry.shown)
    if entry.flags & _ENCRYPTED:
        reason = N_("is encrypted (zip password); unpack it and send the workbook itself")
        raise UnreadableFile(name, reason)
    if entry.method not in (_STORED, _DEFLATED):
        reason = N_(
            "uses a compression method Excel does not use ({method});"
            " open it in Excel and save it again"
        )
        raise UnreadableFile(name, reason, method=entry.method)


def _check_sizes(name: str, entries: list[Entry], limits: Limits) -> None:
    largest = max(entries, key=lambda entry: entry.size, default=None)
    if largest and largest.size > limits.part_bytes:
        reason = N_(
            "contains a part '{part}' that unpacks to {size:,.0f} MiB, the limit is {limit:,.0f} "
            "MiB; delete unused formatted rows and columns, or split it"
        )
        raise UnreadableFile(
            name,
            reason,
            part=largest.shown,
            size=largest.size / 2**20,
            limit=limits.part_bytes / 2**20,
        )
    if sum(entry.size for entry in entries) > limits.total_bytes:
        reason = N_("unpacks to more than {limit:,.0f} MiB; split it into smaller workbooks,"
                    " or allow more with --max-unpacked-mb")  # fmt: skip
        raise UnreadableFile(name, reason, limit=limits.total_bytes / 2**20)


def _check_layout(name: str, data: bytes, entries: list[Entry], directory: int) -> None:
    """The parts lie one after another from the first byte to the directory."""
    end = 0
    for entry in entries:
        if not data.startswith(b"PK\3\4", entry.offset) or entry.offset > directory - LOCAL.size:
            reason = N_("is damaged: a part is not where the list says; get a fresh copy")
            raise UnreadableFile(name, reason)
        local = LOCAL.unpack_from(data, entry.offset)
        name_start = entry.offset + LOCAL.size
        local_name = data[name_start : name_start + local[9]]
        same_packing = local[3] == entry.method and not local[2] & _ENCRYPTED
        if local_name != entry.raw_name or not same_packing:
            reason = N_("is damaged: the part '{part}' has two descriptions; get a fresh copy")
            raise UnreadableFile(name, reason, part=entry.shown)
        _check_gap(name, entry.offset - end, _DESCRIPTOR if end else 0)
        end = name_start + local[9] + local[10] + entry.packed
    if entries:
        _check_gap(name, directory - end, _DESCRIPTOR)


def _check_gap(name: str, gap: int, most: int) -> None:
    if gap < 0:
        reason = N_("contains overlapping or hidden parts; open it in Excel and save it again")
        raise UnreadableFile(name, reason)
    if gap > most:
        raise _stray_data(name)
