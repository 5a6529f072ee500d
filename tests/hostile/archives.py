"""Packages whose directory lies, hides or overflows."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

from hostile.building import (
    BOOK,
    BOOK_LINKS,
    DUTIES,
    LINKS,
    STRINGS,
    STYLES,
    TYPES,
    Case,
    directory_entry,
    found,
    pack,
    parts,
    patched,
    plain,
    refused,
    replaced,
    with_part,
    without,
)

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def _cut(share: float) -> bytes:
    return plain()[: int(len(plain()) * share)]


def _doubled(name: str) -> bytes:
    stream = io.BytesIO(plain())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(stream, "a") as package:
            package.writestr(name, b"<worksheet/>")
    return stream.getvalue()


def _link() -> bytes:
    stream = io.BytesIO(plain())
    with zipfile.ZipFile(stream, "a") as package:
        info = zipfile.ZipInfo("xl/media/link")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        package.writestr(info, "/etc/passwd")
    return stream.getvalue()


def _end(field: int, fmt: str, value: int) -> bytes:
    """One number in the record at the very end changed."""
    changed = bytearray(plain())
    struct.pack_into(fmt, changed, changed.rfind(b"PK\5\6") + field, value)
    return bytes(changed)


def _shared_place() -> bytes:
    """Two parts in the directory, one in the file."""
    data = plain()
    place = struct.unpack_from("<I", data, directory_entry(data, DUTIES) + 42)[0]
    return patched(42, "<I", place, "xl/worksheets/sheet3.xml")


def _gap(size: int) -> bytes:
    data = plain()
    end = data.rfind(b"PK\5\6")
    start = struct.unpack_from("<I", data, end + 16)[0]
    tail = bytearray(data[start:])
    struct.pack_into("<I", tail, end - start + 16, start + size)
    return data[:start] + bytes(size) + bytes(tail)


def _bomb() -> bytes:
    return with_part(DUTIES, b"<worksheet>" + b" " * (24 << 20) + b"</worksheet>")


def _types_of(kind: str) -> bytes:
    return replaced(TYPES, (_EXCEL, kind))


ARCHIVES: dict[str, Case] = {
    **{
        f"cut off at {share:.0%}": refused(lambda s=share: _cut(s), "cut off in transfer")
        for share in (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.999)
    },
    "zip of nothing": refused(lambda: pack({}), "is damaged or is not"),
    "zip of a text": refused(lambda: pack({"a.txt": b"x"}), "is a zip, but not"),
    "zip of the workbook": refused(lambda: pack({"a.xlsx": plain()}), "a zip that contains a"),
    "zip of an app": refused(lambda: pack({"META-INF/MANIFEST.MF": b"x"}), "is a zip, but not"),
    "two workbooks glued": refused(lambda: plain() + plain(), "between its parts"),
    "text in front": refused(lambda: b"PK\3\4" + plain(), "between its parts"),
    "mail in front": refused(lambda: b"From: ann\n\n" + plain(), "is damaged or"),
    "text behind": refused(lambda: plain() + b"-- \nsent from my phone", "between its parts"),
    "hidden data": refused(lambda: _gap(500), "between its parts"),
    "doubled part": refused(lambda: _doubled(DUTIES), "twice"),
    "doubled in capitals": refused(lambda: _doubled(DUTIES.upper()), "twice"),
    "symbolic link": refused(_link, "contains a symbolic link"),
    "climbing name": refused(lambda: with_part("xl/../../etc/cron", b""), "unsafe name"),
    "absolute name": refused(lambda: with_part("/etc/passwd", b""), "unsafe name"),
    "drive name": refused(lambda: with_part("c:/windows/a.xml", b""), "unsafe name"),
    "backslash name": refused(lambda: with_part("xl\\evil.xml", b""), "unsafe name"),
    "escape in a name": refused(lambda: with_part("xl/\x1b[2J.xml", b""), "unsafe name"),
    "too many parts": refused(
        lambda: pack(parts() | {f"xl/media/{n}.bin": b"" for n in range(2_001)}), "the limit is"
    ),
    "disk two of three": refused(lambda: _end(4, "<H", 1), "between its parts"),
    "more parts than there are": refused(lambda: _end(10, "<H", 99), "is damaged"),
    "directory elsewhere": refused(lambda: _end(16, "<I", 17), "is damaged"),
    "directory of no length": refused(lambda: _end(12, "<I", 0), "is damaged"),
    "wrong checksum": refused(lambda: patched(16, "<I", 1), "wrong checksum"),
    "size too small": refused(lambda: patched(24, "<I", 9), "unpacks to more than it says"),
    "size too large": refused(lambda: patched(24, "<I", 9_999_999), "wrong checksum"),
    "size of a gigabyte": refused(lambda: patched(24, "<I", 1 << 30), "unpacks to 1,024 MiB"),
    "packed size too small": refused(lambda: patched(20, "<I", 9), "is damaged"),
    "packed size too large": refused(lambda: patched(20, "<I", 1 << 25), "hidden parts"),
    "place outside": refused(lambda: patched(42, "<I", 1 << 30), "is damaged"),
    "two parts in one place": refused(_shared_place, "two descriptions"),
    "encrypted part": refused(lambda: patched(8, "<H", 1), "is encrypted"),
    **{
        f"compression method {method}": refused(
            lambda m=method: patched(10, "<H", m), "a compression method Excel does not use"
        )
        for method in (1, 9, 12, 14, 93, 95)
    },
    "bomb": refused(_bomb, "times its size, the limit is 200"),
    "bomb that lies": refused(
        lambda: patched(24, "<I", 5_000, data=_bomb()), "unpacks to more than it says"
    ),
    "word document": refused(lambda: _types_of(_WORD), "is a Word or PowerPoint document"),
    "unknown document": refused(lambda: _types_of("application/x"), "does not say that it is a"),
    "binary workbook in name": found(
        lambda: _types_of("application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        "S132",
    ),
    **{
        f"without {name}": refused(lambda n=name: without(n), "")
        for name in (TYPES, LINKS, BOOK, BOOK_LINKS, DUTIES, STRINGS, STYLES)
    },
    "sheet outside the package": refused(
        lambda: replaced(BOOK_LINKS, ("worksheets/sheet2.xml", "../../../etc/passwd")),
        "the contents of sheet 'Duties' are missing",
    ),
    "sheet on the internet": refused(
        lambda: replaced(BOOK_LINKS, (
            'Target="worksheets/sheet2.xml"',
            'Target="http://127.0.0.1:9/sheet.xml" TargetMode="External"')),
        "the contents of sheet 'Duties' are missing",
    ),
    "two sheets of one name": refused(
        lambda: replaced(BOOK, ('name="Contacts"', 'name="DUTIES"')), "has two sheets named"
    ),
    "no sheets": refused(lambda: replaced(BOOK, ("sheets>", "none>")), "has no sheets"),
    "two workbooks inside": refused(
        lambda: replaced(LINKS, ("</Relationships>",
            '<Relationship Id="x" Type="http://x/officeDocument" Target="xl/styles.xml"/>'
            "</Relationships>")),
        "which part is its workbook",
    ),
}  # fmt: skip
