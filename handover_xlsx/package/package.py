"""Is this file safe to open? What a workbook file contains, checked before any workbook reader.

Gates, in this order: open the file once and read it into memory, and name what it is if it is no
package (``sniffing.py``); read the zip directory (``zip_directory.py``); find the workbook and
its sheets (here); unpack every part once and check it (``xml_guard.py``). A file that fails
raises :class:`UnreadableFile`. Nothing in a workbook is run, followed or fetched.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_
from handover_xlsx.package.active_content import active_content
from handover_xlsx.package.limits import LIMITS, Limits
from handover_xlsx.package.repack import repacked
from handover_xlsx.package.sniff import (
    OtherWorkbook,
    check_file_name,
    check_file_size,
    explain_other_file,
    explain_other_package,
    no_workbook,
    read_once,
)
from handover_xlsx.package.xml_guard import Link, Parts, list_of_links
from handover_xlsx.package.zip_directory import printable, read_archive

__all__ = ["LIMITS", "Container", "Limits", "SheetPart", "open_container", "open_container_bytes"]

_PACKAGE = b"PK\3\4"
_HIDDEN = ("hidden", "veryHidden")
_PROPERTIES = ("core-properties", "extended-properties", "custom-properties")
_NOT_WORKSHEETS = ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: its name, the part that has it, and whether a person sees it."""

    name: str
    path: str
    state: str  # "visible" | "hidden" | "veryHidden"

    @property
    def shown(self) -> str:
        """The name as messages show it."""
        return printable(self.name)[:40]


@dataclass(frozen=True)
class Container:
    """A workbook file that passed the guard: its bytes, its parts, its sheets."""

    name: str  # the file's name as messages show it
    data: bytes = field(repr=False)  # the complete file
    sheets: tuple[SheetPart, ...]
    defined_names: Mapping[str, str]  # names of the workbook -> formula
    date_1904: bool
    shared_strings: str | None  # the part's path
    styles: str | None
    saved_by: str  # the program, "" when the file does not say
    modified: str  # as written in the file, "" when it does not say
    active_content: tuple[str, ...]  # kinds found, for N_; never followed
    _parts: Parts = field(repr=False, compare=False)

    @property
    def limits(self) -> Limits:
        """What the workbook was allowed to contain."""
        return self._parts.archive.limits

    @property
    def part_names(self) -> tuple[str, ...]:
        """The names of all parts, as stored and in the order of the file's directory."""
        return tuple(entry.name for entry in self._parts.archive.entries.values())

    def part(self, path: str) -> bytes:
        """A part's bytes, unpacked and checked; capitals in the path make no difference."""
        return self._parts.content(path)

    def tree(self, path: str) -> etree._Element:
        """A small part, parsed."""
        return self._parts.tree(path)

    def links(self, path: str) -> list[Link]:
        """Where a part leads."""
        has_any = self._parts.find(list_of_links(path)) is not None
        return self._parts.links(path) if has_any else []

    def repacked(
        self, changed: Mapping[str, bytes], added: Mapping[str, bytes], dropped: Collection[str]
    ) -> bytes:
        """A copy of the file with some parts changed, added or dropped, all others as they are."""
        return repacked(self._parts.archive, changed, added, dropped)


def open_container(path: Path, limits: Limits = LIMITS) -> Container:
    """Read a workbook file once, check it, and list what it contains."""
    return open_container_bytes(*read_file(path, limits), limits)


def read_file(path: Path, limits: Limits = LIMITS) -> tuple[str, bytes]:
    """The name of a file as messages show it, and its bytes; what is no regular file is refused."""
    name = printable(path.name or str(path))
    check_file_name(name)
    return name, read_once(path, name, limits)


def open_container_bytes(name: str, data: bytes, limits: Limits = LIMITS) -> Container:
    """Check a workbook whose bytes are in memory already, and list what it contains."""
    name = printable(name)
    check_file_name(name)
    check_file_size(name, len(data), limits)
    if not data.startswith(_PACKAGE):
        raise explain_other_file(name, data)
    parts = Parts(read_archive(name, data, limits))
    types = _content_types(parts)
    package = parts.links("")
    book_path = _book_path(name, package)
    book = parts.tree(book_path)
    links = parts.links(book_path)
    sheets = _sheets(parts, book, links)
    strings = _linked_part(parts, links, "sharedStrings")
    styles = _linked_part(parts, links, "styles")
    parts.check_all({r.path.lower() for r in package if r.kind in _PROPERTIES})
    settings = book.find("{*}workbookPr")
    return Container(
        name=name,
        data=data,
        sheets=sheets,
        defined_names=_defined_names(book),
        date_1904=settings is not None and settings.get("date1904") in ("1", "true", "on"),
        shared_strings=strings,
        styles=styles,
        saved_by=_property(parts, package, "extended-properties", "Application"),
        modified=_property(parts, package, "core-properties", "modified"),
        active_content=active_content(parts, types),
        _parts=parts,
    )


# --- The package: workbook, sheets, names -----------------------------------------------------


def _content_types(parts: Parts) -> list[str]:
    """The content types that the package declares, in lower case; a spreadsheet's among them."""
    name, names = parts.archive.name, parts.archive.entries
    if "[content_types].xml" not in names:
        raise explain_other_package(name, names)
    tree = parts.tree("[Content_Types].xml")
    types = [str(element.get("ContentType", "")).lower() for element in tree.iter("{*}*")]
    mains = [kind for kind in types if "main+xml" in kind or kind.endswith(".main")]
    main = " ".join(mains)
    if any(word in main for word in ("wordprocessing", "ms-word", "presentation", "ms-powerpoint")):
        raise no_workbook(name, N_("a Word or PowerPoint document"))
    if mains and all("sheet.binary" in kind for kind in mains):  # SheetJS always names it, too
        raise OtherWorkbook(name, ".xlsb", N_("a binary workbook (.xlsb)"))
    if "spreadsheetml" not in main and "ms-excel" not in main:
        reason = N_("is damaged: it does not say that it is a workbook; get a fresh copy")
        raise UnreadableFile(name, reason)
    return types


def _book_path(name: str, package: list[Link]) -> str:
    """The part that is the workbook: there is one, or readers would disagree."""
    paths = {link.path for link in package if link.kind == "officeDocument"}
    if len(paths) != 1 or "" in paths:
        reason = N_("is damaged: it does not say which part is its workbook; get a fresh copy")
        raise UnreadableFile(name, reason)
    return paths.pop()


def _sheets(parts: Parts, book: etree._Element, links: list[Link]) -> tuple[SheetPart, ...]:
    """The worksheets in the workbook's order; each has its part and a name of its own."""
    name = parts.archive.name
    by_id = {link.ident: link for link in links}
    sheets = []
    names = set()
    for element in book.iterfind("{*}sheets/{*}sheet"):
        title = str(element.get("name", ""))
        idents = (v for k, v in element.items() if str(k).endswith("/relationships}id"))
        link = by_id.get(str(next(idents, "")))
        entry = parts.find(link.path) if link else None
        if not link or not entry:
            reason = N_("is damaged: the contents of sheet '{sheet}' are missing; get a fresh copy")
            raise UnreadableFile(name, reason, sheet=printable(title)[:40])
        if title.casefold() in names:
            reason = N_("has two sheets named '{sheet}'; rename one in Excel and save it again")
            raise UnreadableFile(name, reason, sheet=printable(title)[:40])
        names.add(title.casefold())
        state = str(element.get("state"))
        if link.kind not in _NOT_WORKSHEETS:
            parts.xml(entry)
            sheets.append(SheetPart(title, entry.name, state if state in _HIDDEN else "visible"))
    if not sheets:
        raise UnreadableFile(name, N_("has no sheets with cells; send the workbook itself"))
    return tuple(sheets)


def _linked_part(parts: Parts, links: list[Link], kind: str) -> str | None:
    """The part that the workbook links to as its shared strings or styles, checked."""
    link = next((link for link in links if link.kind == kind), None)
    if link is None:
        return None
    entry = parts.entry(link.path)
    parts.xml(entry)
    return entry.name


def _defined_names(book: etree._Element) -> dict[str, str]:
    elements = book.iterfind("{*}definedNames/{*}definedName")
    return {
        str(element.get("name", "")): element.text or ""
        for element in elements
        if element.get("localSheetId") is None
    }


def _property(parts: Parts, package: list[Link], kind: str, tag: str) -> str:
    """A document property; "" when absent or in a broken part, for nothing depends on it."""
    link = next((link for link in package if link.kind == kind), None)
    entry = parts.find(link.path) if link else None
    if entry is None:
        return ""
    try:
        text = parts.tree(entry.name).findtext("{*}" + tag)
    except UnreadableFile:
        return ""
    return printable((text or "").strip())[:100]
