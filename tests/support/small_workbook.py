"""A small workbook, and ways to break it."""

import io
import re
import zipfile
from collections.abc import Callable

from handover_xlsx.handover.content import Content
from handover_xlsx.template.loading import load_text

SMALL = load_text(
    """
template: small
version: 1
title: {en: Small}
roles: {leaver: about.leaver}
choices:
  rhythm: {daily: {en: Daily}, weekly: {en: Weekly}}
sections:
  - id: about
    kind: form
    sheet: {en: Start}
    purpose: {en: Who}
    fields:
      - {id: leaver, label: {en: Leaver}, type: text, required: true}
      - {id: background, label: {en: Background}, type: long}
  - id: duties
    kind: table
    sheet: {en: Duties}
    purpose: {en: What}
    min_rows: 1
    fields:
      - {id: name, label: {en: Duty}, type: text, required: true}
      - {id: rhythm, label: {en: How often}, type: choice, choices: rhythm, required: true}
      - {id: tried, label: {en: Tried}, type: yesno}
      - {id: next, label: {en: Passed on to}, type: ref, to: people.name}
  - id: people
    kind: table
    sheet: {en: People}
    purpose: {en: Whom}
    fields:
      - {id: name, label: {en: Name}, type: text}
""",
    "small.yaml",
)
FILLED = Content(
    rows={
        "about": [{"leaver": "Ada Lee"}],
        "duties": [{"name": "Weekly report", "notes": "ask Ben"}],
    },
    own_columns={"duties": ("notes",)},
)

BOOK, STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
TYPES, BOOK_LINKS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
START, DUTIES = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
TABLE, OTHER_TABLE = "xl/tables/table1.xml", "xl/tables/table2.xml"


def rewritten(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The package with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def broken(data: bytes, *edits: tuple[str, str, str]) -> bytes:
    """The workbook with the first match of a pattern replaced, in one part after the other."""

    def change(parts: dict[str, bytes]) -> None:
        for part, pattern, new in edits:
            text, found = re.subn(pattern, lambda _, new=new: new, parts[part].decode(), count=1)
            assert found, pattern
            parts[part] = text.encode()

    return rewritten(data, change)
