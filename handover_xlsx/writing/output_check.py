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

_SHEET_BYTES = 1 << 17  # that are checked: later rows are written by the same steps as the first
_SHEET = re.compile('<sheet name="([^"]*)"')
_NO_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$|^$|^history$", re.IGNORECASE)
_DEFINED = re.compile('(?:<definedName n| displayN)ame="([^"]*(?:" localSheetId="[0-9]+)?)"')
_CELL = re.compile('<(?:c r|tableColumn id="[0-9]+" name)="([^"]*)"')
# Only a text of half as many characters can be longer than a limit in UTF-16 units.
_TEXT = re.compile(f"<t(?: [^>]*)?>([^<]{{{CELL_LENGTH // 2},}})")
_FORMULA, _QUOTED = re.compile("<f>([^<]{128,})"), re.compile('"((?:[^"]|"")*)"')


def check(package: bytes) -> None:
    """Raise WriterError, with the first faults, when a workbook must not be handed out."""
    with zipfile.ZipFile(BytesIO(package)) as parts:
        xml = {name: _read(parts, name) for name in parts.namelist() if name.startswith("xl/")}
    names = [name for text in xml.values() for name in _DEFINED.findall(text)]
    sheets = _SHEET.findall(xml["xl/workbook.xml"])
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
    limited = [(text, CELL_LENGTH) for text in _TEXT.findall(xml)]
    for formula in _FORMULA.findall(xml):
        limited += [(formula, 8192), *((text, 255) for text in _QUOTED.findall(formula))]
    for text, limit in limited:
        if units(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")) > limit:
            what = N_("{part}: “{text}…” is longer than {limit} characters")
            yield Message(what, {"part": part, "text": text[:20], "limit": limit})
