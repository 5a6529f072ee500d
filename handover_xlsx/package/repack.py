"""A copy of a package in which only some parts differ; all others are copied as they lie there.

The packed bytes of an untouched part are never unpacked and packed again: whatever a person's
program wrote comes out byte for byte, in the same order.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from handover_xlsx.package.zip_directory import CENTRAL, END, LOCAL, WIDE, Archive, find_directory

_DEFLATED = 8
_VERSION = 20  # what deflate needs
_EPOCH = (0, 0x21)  # 1 January 1980: copies made of the same workbook are the same
_ZIP64 = 1


@dataclass(frozen=True)
class _Record:
    """A part as it will lie in the copy: its local part, and its line in the directory."""

    local: bytes
    central: bytes


def repacked(
    archive: Archive,
    changed: Mapping[str, bytes],
    added: Mapping[str, bytes],
    dropped: Collection[str] = (),
) -> bytes:
    """The package with parts changed or dropped (named as stored) and parts added at the end."""
    records = dict(_records(archive))
    for name, content in changed.items():
        records[name] = _packed(records[name].central, content)
    order = [entry.name for entry in sorted(archive.entries.values(), key=lambda e: e.offset)]
    listed = [entry.name for entry in archive.entries.values()]
    for name, content in added.items():
        records[name] = _packed(_new_line(name), content)
        order.append(name)
        listed.append(name)
    package = bytearray()
    offsets = {}
    for name in order:
        if name not in dropped:
            offsets[name] = len(package)
            package += records[name].local
    start = len(package)
    for name in listed:
        if name in offsets:
            package += _moved(records[name].central, offsets[name])
    count, length = len(offsets), len(package) - start
    return bytes(package) + END.pack(b"PK\5\6", 0, 0, count, count, length, start, 0)


def _records(archive: Archive) -> Iterator[tuple[str, _Record]]:
    """Every part as it is there; a descriptor behind its data belongs to it."""
    data = archive.data
    _, directory, _ = find_directory(archive.name, data)
    by_place = sorted(archive.entries.values(), key=lambda entry: entry.offset)
    ends = [*(entry.offset for entry in by_place[1:]), directory]
    local = {
        entry.name: data[entry.offset : end] for entry, end in zip(by_place, ends, strict=True)
    }
    at = directory
    for entry in archive.entries.values():
        lengths = CENTRAL.unpack_from(data, at)[10:13]
        size = CENTRAL.size + sum(lengths)
        yield entry.name, _Record(local[entry.name], data[at : at + size])
        at += size


def _new_line(name: str) -> bytes:
    """The directory's line of a part that is new."""
    raw = name.encode("ascii")
    fields = (_VERSION, _VERSION, 0, _DEFLATED, *_EPOCH, 0, 0, 0, len(raw), 0, 0, 0, 0, 0, 0)
    return CENTRAL.pack(b"PK\1\2", *fields) + raw


def _packed(line: bytes, content: bytes) -> _Record:
    """A part with other content under its name and date."""
    old = CENTRAL.unpack_from(line)
    name = line[CENTRAL.size : CENTRAL.size + old[10]]
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    sizes = (zlib.crc32(content), len(packed), len(content))
    flags = old[3] & 0x800  # the name is UTF-8
    local = LOCAL.pack(b"PK\3\4", _VERSION, flags, _DEFLATED, old[5], old[6], *sizes, len(name), 0)
    central = CENTRAL.pack(
        b"PK\1\2", old[1], _VERSION, flags, _DEFLATED, old[5], old[6], *sizes,
        len(name), 0, 0, 0, old[14], old[15], 0,
    )  # fmt: skip
    return _Record(local + name + packed, central + name)


def _moved(line: bytes, offset: int) -> bytes:
    """The directory's line of a part that is elsewhere now."""
    fields = CENTRAL.unpack_from(line)
    if fields[16] != WIDE:
        return line[:42] + struct.pack("<I", offset) + line[46:]
    before = sum(number == WIDE for number in (fields[8], fields[9]))  # packed size, size
    extra = CENTRAL.size + fields[10]
    end = extra + fields[11]
    while extra + 4 <= end:
        kind, length = struct.unpack_from("<HH", line, extra)
        if kind == _ZIP64:
            at = extra + 4 + 8 * before
            return line[:at] + struct.pack("<Q", offset) + line[at + 8 :]
        extra += 4 + length
    return line
