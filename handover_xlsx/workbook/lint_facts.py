"""What the XML of a finished workbook says, gathered in one pass for ``linting.py``.

Read with expat, which is there without waiting for lxml. Nothing is judged here: a part that
cannot be read is noted, and a missing attribute is blank.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

Attributes = dict[str, str]
_Handlers = Mapping[str, Callable[[Attributes], None]]


@dataclass
class Check:
    """A validation of cells."""

    cells: str
    attributes: Attributes
    formulas: list[str] = field(default_factory=list)


@dataclass
class Formula:
    """A formula in a cell; ``has_value`` when its result is stored beside it."""

    cell: str
    text: str
    has_value: bool = False


@dataclass
class Table:
    """An Excel table."""

    attributes: Attributes = field(default_factory=dict)
    columns: list[Attributes] = field(default_factory=list)


@dataclass
class Sheet:
    """A worksheet, without the values of its cells."""

    name: str
    part: str
    cells: list[tuple[int, str]] = field(default_factory=list)  # row and address, as they stand
    texts: dict[str, str] = field(default_factory=dict)  # of the cells in tables' heading rows
    formulas: list[Formula] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)  # formulas of conditional formats
    checks: list[Check] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    links: list[Attributes] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)  # texts that are not shared
    strings: set[int] = field(default_factory=set)  # indexes in use …
    styles: set[int] = field(default_factory=set)
    marks: set[int] = field(default_factory=set)  # … the last of differential formats


@dataclass
class Book:
    """A workbook file."""

    parts: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)  # part and reason
    dangling: list[tuple[str, str]] = field(default_factory=list)  # part and where it links to
    types: dict[str, str] = field(default_factory=dict)  # part or ending -> content type
    states: list[str] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    names: list[tuple[str, str, str]] = field(default_factory=list)  # name, its sheet, formula
    strings: list[str] = field(default_factory=list)
    styles: int = 0
    marks: int = 0


def book_facts(data: bytes) -> Book:
    """What a workbook file says; raises BadZipFile when it is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return _Reader(package).read()


def text_of(escaped: str) -> str:
    """A text with ``_x000a_`` and the like as the characters that they stand for."""
    if "_x" not in escaped:
        return escaped
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), escaped)


class _Reader:
    """Goes through the parts, from the workbook on."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._book = Book(package.namelist())
        self._there = set(self._book.parts)

    def read(self) -> Book:
        book = self._book
        types = book.types
        self._parse("[Content_Types].xml", {
            "Default": lambda a: types.update({a.get("Extension", "").lower(): a["ContentType"]}),
            "Override": lambda a: types.update({a.get("PartName", "")[1:]: a["ContentType"]}),
        })  # fmt: skip
        main = [path for kind, path in self._links("").values() if kind == "officeDocument"]
        found: list[Attributes] = []
        name: list[Attributes] = []
        texts = self._parse(main[0] if main else "xl/workbook.xml", {
            "sheet": found.append, "definedName": name.append,
        }, "definedName")  # fmt: skip
        links = self._links(main[0] if main else "xl/workbook.xml")
        for kind, path in links.values():
            if kind == "sharedStrings":
                book.strings = _shared_strings(self, path)
            elif kind == "styles":
                self._styles(path)
        titles = [sheet.get("name", "") for sheet in found]
        for given, text in zip(name, texts, strict=True):
            scope = given.get("localSheetId", "")
            owner = titles[int(scope)] if scope.isdigit() and int(scope) < len(titles) else scope
            book.names.append((given.get("name", ""), owner, text))
        for sheet, title in zip(found, titles, strict=True):
            kind, path = links.get(sheet.get("r:id", ""), ("worksheet", ""))
            book.states.append(sheet.get("state", "visible"))
            book.sheets.append(Sheet(title, path))
            if kind == "worksheet":
                self._sheet(book.sheets[-1])
        return book
