"""A short check of a finished workbook before it is handed out: names, lengths, doubled cells.

Content could bring these faults about, and they make a program refuse or “repair” the workbook.
What else a linter and the schemas find is tested over templates, languages and random content.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from handover_xlsx.errors import WriterError
from handover_xlsx.locale import N_, Message
from handover_xlsx.sheets.cell_text import CELL_LENGTH, units
from handover_xlsx.writing.xlsxwriter_strict import FAULTY

_CHECKED = re.compile(r"xl/(?:workbook|sharedStrings|(?:worksheets|tables)/[^/]*)\.xml")
_SHEET_BYTES = 1 << 17  # that are checked: later rows are written by the same steps as the first
_SHEET = re.compile('<sheet name="([^"]*)"')
_NO_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$|^$|^history$", re.IGNORECASE)
_DEFINED = re.compile('<definedName name="([^"]*(?:" localSheetId="[0-9]+)?)"')
_TABLE = re.compile(' displayName="([^"]*)"')
_CELL = re.compile('<(?:c r|tableColumn id="[0-9]+" name)="([^"]*)"')
_QUOTED = re.compile('"((?:[^"]|"")*)"')
_SHORTEST_LIMIT = 255  # UTF-16 units of a text in a formula; half as many characters can be as long


def check(package: bytes) -> None:
    """Raise WriterError, with the first faults, when a workbook must not be handed out."""
    with zipfile.ZipFile(BytesIO(package)) as parts:
        xml = {name: _read(parts, name) for name in parts.namelist() if _CHECKED.match(name)}
    sheets, names = (found.findall(xml["xl/workbook.xml"]) for found in (_SHEET, _DEFINED))
    tables = (text for part, text in xml.items() if part.startswith("xl/tables/"))
    names += [name for text in tables for name in _TABLE.findall(text)]
    faults = [*_sheets(sheets), *_twice("sheets", sheets), *_twice("names", names)]
    for part, text in xml.items():
        faults += [*_twice(part, _CELL.findall(text)), *_too_long(part, text)]
    if faults:
        raise WriterError(FAULTY, reason=tuple(faults[:5]))


def _read(parts: zipfile.ZipFile, name: str) -> str:
    with parts.open(name) as part:
        return part.read(_SHEET_BYTES if "/worksheets/" in name else -1).decode(errors="replace")


def _sheets(names: list[str]) -> Iterator[Message]:
    for name in names:
        if _NO_SHEET.search(name) or units(name.replace("&amp;", "&")) > 31:
            yield Message(N_("“{name}” is not a name that a sheet may have"), {"name": name})


def _twice(part: str, names: list[str]) -> Iterator[Message]:
    for name, times in Counter(map(str.casefold, names)).items():
        if times > 1:
            yield Message(N_("{part}: “{name}” is there twice"), {"part": part, "name": name})


def _too_long(part: str, xml: str) -> Iterator[Message]:
    limited: list[tuple[str, int]] = []
    for piece in xml.split("<"):
        if len(piece) <= _SHORTEST_LIMIT // 2:
            continue
        element, _, text = piece.partition(">")
        if element.partition(" ")[0] == "t":
            limited.append((text, CELL_LENGTH))
        elif element == "f":
            limited += [(text, 8192), *((one, _SHORTEST_LIMIT) for one in _QUOTED.findall(text))]
    for text, limit in limited:
        if (
            2 * len(text) > limit
            and units(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")) > limit
        ):
            what = N_("{part}: “{text}…” is longer than {limit} characters")
            yield Message(what, {"part": part, "text": text[:20], "limit": limit})
