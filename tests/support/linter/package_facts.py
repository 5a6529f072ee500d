"""Gathers what a finished workbook's XML says, in one pass.

Read with expat, for loading lxml takes longer than reading a whole blank workbook. Nothing is
judged here: a part that cannot be read is noted, an attribute that is missing is blank.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Mapping
from xml.parsers import expat

from support.linter.facts import Attributes, Book, Check, Formula, Sheet, Table

_Handler = Callable[[Attributes, str], object]  # gets an element's attributes and text
_BOOK = "xl/workbook.xml"
_LONG_SHEET = 1 << 17  # bytes


def book_facts(data: bytes) -> Book:
    """What a workbook file says; raises BadZipFile when it is no zip package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        reader = _Reader(package)
        reader.read_book()
    return reader.book


class _Reader:
    """Goes through the parts, from the workbook on."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.book = Book(package.namelist())
        self._package = package
        self._waiting = dict.fromkeys(self.book.parts)

    def read_book(self) -> None:
        book, types = self.book, self.book.types
        self._read("[Content_Types].xml", {
            "Default": lambda a, _: types.update({_at(a, "Extension"): _at(a, "ContentType")}),
            "Override": lambda a, _: types.update({_at(a, "PartName"): _at(a, "ContentType")}),
        })  # fmt: skip
        main = next((p for role, p in self._links("").values() if role == "officeDocument"), _BOOK)
        sheets: list[Attributes] = []
        names: list[tuple[Attributes, str]] = []
        self._read(main, {
            "sheet": lambda a, _: sheets.append(a),
            "definedName": lambda a, text: names.append((a, text)),
        })  # fmt: skip
        links = self._links(main)
        for role, path in links.values():
            if role == "sharedStrings":
                self._read(path, _in_strings(book))
            elif role == "styles":
                self._read(path, _in_styles(book))
        titles = {str(place): _at(sheet, "name") for place, sheet in enumerate(sheets)}
        for given, text in names:
            scope = titles.get(_at(given, "localSheetId"), "")
            book.names.append((scope, _at(given, "name"), text.strip()))
        for given in sheets:
            _, path = links.get(_at(given, "r:id"), ("", ""))
            sheet = Sheet(_at(given, "name"), path, given.get("state", "visible") == "visible")
            book.sheets.append(sheet)
            self._read_sheet(sheet)
        for part in list(self._waiting):
            if part.endswith((".xml", ".rels")):
                self._read(part, {})

    def _read_sheet(self, sheet: Sheet) -> None:
        for role, path in self._links(sheet.part).values() if sheet.part else ():
            if role == "table":
                table = Table(path)
                self._read(path, _in_table(table))
                sheet.tables.append(table)
        self._read(sheet.part, _Cells(sheet, self.book.strings).handlers(), of_table=True)

    def _links(self, source: str) -> dict[str, tuple[str, str]]:
        """Where the links of a part ("" is the package) lead: id → role and part."""
        folder, base = posixpath.split(source)
        found: dict[str, tuple[str, str]] = {}

        def link(given: Attributes, _: str) -> None:
            role = _at(given, "Type").rpartition("/")[2]
            path = posixpath.normpath(posixpath.join("/", folder, _at(given, "Target")))[1:]
            if given.get("TargetMode") != "External":
                found[_at(given, "Id")] = role, path
                self.book.roles[path] = role
                if path not in self._package.NameToInfo:
                    self.book.dangling.append((source, path))

        self._read(posixpath.join(folder, "_rels", base + ".rels"), {"Relationship": link})
        return found

    def _read(self, part: str, handlers: Mapping[str, _Handler], *, of_table: bool = False) -> None:
        self._waiting.pop(part, None)
        if part not in self._package.NameToInfo:
            return
        try:
            xml = self._package.read(part)
            if of_table and len(xml) > _LONG_SHEET:
                _walk(xml, {})  # that all of it is XML, at expat's own speed
                xml = _first_rows(xml)
            _walk(xml, handlers)
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error) as error:
            self.book.unreadable[part] = str(error)


def _first_rows(xml: bytes) -> bytes:
    """A long sheet without most of its rows: the later ones are written as the first ones are."""
    start, end = xml.find(b"<row ", _LONG_SHEET), xml.find(b"</sheetData>")
    return xml[:start] + xml[end:] if 0 < start < end else xml


def _walk(xml: bytes, handlers: Mapping[str, _Handler]) -> None:
    """Call a handler for each element of its name; its text ends where the next element begins."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    handler: _Handler | None = None
    given: Attributes = {}
    chunks: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        nonlocal handler, given
        if handler is not None:
            handler(given, "".join(chunks) if chunks else "")
        if chunks:
            chunks.clear()
        handler, given = handlers.get(name), attributes

    if handlers:
        parser.StartElementHandler = start
        parser.CharacterDataHandler = chunks.append
    parser.Parse(xml, True)
    start("", {})


def _at(given: Attributes, name: str) -> str:
    return given.get(name, "")


def _in_strings(book: Book) -> Mapping[str, _Handler]:
    """Shared strings; a text may be in several runs, and readings (rPh) are no part of it."""
    is_reading = False

    def begin(_: Attributes, __: str) -> None:
        nonlocal is_reading
        is_reading = False
        book.strings.append("")

    def reading(_: Attributes, __: str) -> None:
        nonlocal is_reading
        is_reading = True

    def text(_: Attributes, text: str) -> None:
        if not is_reading:
            book.strings[-1] += text

    return {"si": begin, "rPh": reading, "t": text}


def _in_styles(book: Book) -> Mapping[str, _Handler]:
    """How many formats there are; ``xf`` is in two lists, of which the last one counts."""

    def begin(_: Attributes, __: str) -> None:
        book.style_count = 0

    def style(_: Attributes, __: str) -> None:
        book.style_count += 1

    def mark(_: Attributes, __: str) -> None:
        book.mark_count += 1

    return {"cellXfs": begin, "xf": style, "dxf": mark}


def _in_table(table: Table) -> Mapping[str, _Handler]:
    def begin(given: Attributes, _: str) -> None:
        table.attributes = given

    return {"table": begin, "tableColumn": lambda given, _: table.columns.append(given)}


class _Cells:
    """The elements of a worksheet."""

    def __init__(self, sheet: Sheet, strings: list[str]) -> None:
        self._sheet, self._strings = sheet, strings
        self._headings = {cell for table in sheet.tables for cell in table.cells.first_row}
        self._row, self._last = "0", (0, "")
        self._address = self._kind = ""
        self._has_formula = False

    def handlers(self) -> Mapping[str, _Handler]:
        sheet = self._sheet
        return {
            "row": self.row, "c": self.cell, "f": self.formula, "v": self.value, "t": self.text,
            "col": lambda given, _: sheet.styles.add(given.get("style", "0")),
            "mergeCell": lambda given, _: sheet.merges.append(_at(given, "ref")),
            "hyperlink": lambda given, _: sheet.links.append(given),
            "cfRule": lambda given, _: sheet.marks.update([given["dxfId"]] if "dxfId" in given else ()),
            "formula": lambda _, text: sheet.conditions.append(text.strip()),
            "dataValidation": lambda given, _: sheet.checks.append(Check(given)),
            "formula1": lambda _, text: sheet.checks[-1].formulas.append(text.strip()),
            "formula2": lambda _, text: sheet.checks[-1].formulas.append(text.strip()),
        }  # fmt: skip

    def row(self, given: Attributes, _: str) -> None:
        number = _at(given, "r")
        if (len(number), number) <= (len(self._row), self._row):
            self._sheet.misplaced.append(f"{number}:{number}")
        self._row, self._last = number, (0, "")
        if "s" in given:
            self._sheet.styles.add(given["s"])

    def cell(self, given: Attributes, _: str) -> None:
        address = self._address = _at(given, "r")
        letters = address.removesuffix(self._row)
        place = (len(letters), letters)
        if place <= self._last or len(letters) == len(address):
            self._sheet.misplaced.append(address)
        self._last = place
        self._kind = _at(given, "t")
        self._has_formula = False
        if "s" in given:
            self._sheet.styles.add(given["s"])

    def formula(self, _: Attributes, text: str) -> None:
        self._has_formula = True
        self._sheet.formulas.append(Formula(self._address, text.strip()))

    def value(self, _: Attributes, text: str) -> None:
        if self._has_formula:
            self._sheet.formulas[-1].has_value = True
        if self._kind == "s":
            index = text.strip()
            self._sheet.strings.add(index)
            if self._address in self._headings and index.isdigit():
                self._heading("".join(self._strings[int(index) : int(index) + 1]))
        elif self._kind == "str":
            self.text({}, text)

    def text(self, _: Attributes, text: str) -> None:
        self._sheet.texts.append(text)
        if self._address in self._headings:
            self._heading(text)

    def _heading(self, text: str) -> None:
        self._sheet.headings[self._address] = self._sheet.headings.get(self._address, "") + text
