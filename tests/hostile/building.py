"""The plain workbook that every case is made from, and the ways to spoil it."""

from __future__ import annotations

import functools
import io
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from handover_xlsx.handover.content import Content
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.selecting import only
from handover_xlsx.writing.write import write_workbook

DUTIES = "xl/worksheets/sheet2.xml"
BOOK = "xl/workbook.xml"
BOOK_LINKS = "xl/_rels/workbook.xml.rels"
LINKS = "_rels/.rels"
TYPES = "[Content_Types].xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
SECTIONS = ("start", "duties", "contacts", "kpis", "kpi_history")

REFUSED, FOUND, SAME = "refused", "found", "same"


@dataclass(frozen=True)
class Case:
    """One file and what must become of it.

    ``REFUSED``: one line with ``words``, exit 2. ``FOUND``: read, with a finding whose code is in
    ``words``, exit 0 or 1. ``SAME``: read like the plain workbook; ``words`` are kinds of remarks
    that may be made.
    """

    outcome: str
    build: Callable[[], bytes]
    words: str = ""
    file: str = "case.xlsx"


def refused(build: Callable[[], bytes], words: str, file: str = "case.xlsx") -> Case:
    """A file that must end in one line."""
    return Case(REFUSED, build, words, file)


def found(build: Callable[[], bytes], code: str) -> Case:
    """A file that must be read with a finding."""
    return Case(FOUND, build, code)


def same(build: Callable[[], bytes], remarks: str = "", file: str = "case.xlsx") -> Case:
    """A file that is odd, but good."""
    return Case(SAME, build, remarks, file)


@functools.cache
def plain() -> bytes:
    """A small handover: a form, tables, a history, hidden sheets."""
    template = only(load_template("operations"), set(SECTIONS))
    rows = {
        "start": [{"leaver": "Clara Whitfield", "last_day": date(2026, 11, 30)}],
        "duties": [
            {"name": "Weekly report", "frequency": "weekly", "hours": 2},
            {"name": "库存盘点", "frequency": "daily", "hours": 1.5},
            {"name": "Invoices\nand reminders", "frequency": "monthly", "hours": 4},
        ],
        "contacts": [{"name": "Ann Lee", "email": "ann@example.com"}],
        "kpis": [{"name": "Sales"}],
        "kpi_history": [{"kpi": "Sales", "2026-09": 100, "2026-10": 110}],
    }
    stream = io.BytesIO()
    write_workbook(
        template, stream, content=Content(rows=rows), today=date(2026, 11, 2),
        workbook_id="00000000-0000-4000-8000-000000000009",
    )  # fmt: skip
    return stream.getvalue()


def parts() -> dict[str, bytes]:
    """The parts of the plain workbook by name."""
    with zipfile.ZipFile(io.BytesIO(plain())) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(given: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts as one package."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        for name, content in given.items():
            package.writestr(name, content)
    return stream.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """The workbook with one part added or replaced."""
    return pack(parts() | {name: content})


def without(*names: str) -> bytes:
    """The workbook with some parts gone."""
    return pack({name: content for name, content in parts().items() if name not in names})


def replaced(name: str, *pairs: tuple[str, str]) -> bytes:
    """The workbook with texts in one of its parts replaced; each must be there."""
    content = parts()[name].decode()
    for old, new in pairs:
        assert old in content, (name, old)
        content = content.replace(old, new)
    return with_part(name, content.encode())


def altered(name: str, pattern: str, new: str | Callable[[re.Match[str]], str]) -> bytes:
    """The workbook with a pattern in one of its parts replaced; it must be there."""
    content, count = re.subn(pattern, new, parts()[name].decode(), flags=re.DOTALL)
    assert count, (name, pattern)
    return with_part(name, content.encode())


def everywhere(change: Callable[[str, bytes], bytes], ending: str = ".xml") -> bytes:
    """The workbook with every part of an ending changed."""
    return pack({k: change(k, v) if k.endswith(ending) else v for k, v in parts().items()})


def row(number: int) -> str:
    """The XML of a row on the duties sheet."""
    match = re.search(rf'<row r="{number}".*?</row>', parts()[DUTIES].decode(), re.DOTALL)
    assert match
    return match[0]


def directory_entry(data: bytes, name: str) -> int:
    """Where the directory's entry of a part starts."""
    start = struct.unpack_from("<I", data, data.rfind(b"PK\5\6") + 16)[0]
    return data.index(name.encode(), start) - 46


def patched(field: int, fmt: str, value: int, name: str = DUTIES, data: bytes = b"") -> bytes:
    """The workbook with one number in a directory entry changed."""
    changed = bytearray(data or plain())
    struct.pack_into(fmt, changed, directory_entry(bytes(changed), name) + field, value)
    return bytes(changed)
