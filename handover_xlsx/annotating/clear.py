"""Takes the marks of an earlier annotation away, wherever the file has been since."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from handover_xlsx.annotating.cell_formats import Cells
from handover_xlsx.annotating.format_styles import Formats, Was
from handover_xlsx.annotating.gaps_sheet import remembered
from handover_xlsx.annotating.notes import Notes
from handover_xlsx.format.annotation_marks import GAPS_MARK, is_gaps_sheet
from handover_xlsx.package.addresses import address
from handover_xlsx.package.package import Container
from handover_xlsx.package.patch import Package, child, children
from handover_xlsx.sheets.workbook import Workbook

_ONLY_ITS_OWN = ("table", "printerSettings", "comments", "vmlDrawing")
_FORGETS = "LibreOffice"  # writes a second colour of its own choosing into solid fills


def clear(package: Package, container: Container, styles: str | None) -> None:
    """Leave a workbook as it was before it was marked; one without marks is not touched."""
    lists = _gap_lists(package, container)
    grids = Workbook(container)
    memory: dict[tuple[str, str], Was] = {}
    for sheet in container.sheets:
        if sheet.name in lists:
            memory.update(remembered(grids.grid(sheet).first_column()))
    others = {sheet.name: sheet.path for sheet in container.sheets if sheet.name not in lists}
    for part in others.values():
        Notes(package, part).clear()
        package.settle(part)
    if styles is not None:
        formats = Formats(package.tree(styles))
        if formats.marks():
            package.edit(styles)
            trusted = bool(lists) or _FORGETS not in container.saved_by
            _clear_fills(package, others, formats, memory if lists else None, trusted=trusted)
            formats.prune()
    for name in lists:
        _drop_sheet(package, name)


def _gap_lists(package: Package, container: Container) -> list[str]:
    """The names of the sheets that list gaps."""
    mark = GAPS_MARK.encode()
    shared = container.shared_strings
    is_shared = shared is not None and mark in package.read(shared)
    book = Workbook(container)
    return [
        sheet.name
        for sheet in container.sheets
        if (is_shared or mark in package.read(sheet.path)) and is_gaps_sheet(book.grid(sheet))
    ]


def _clear_fills(
    package: Package,
    sheets: Mapping[str, str],
    formats: Formats,
    memory: Mapping[tuple[str, str], Was] | None,
    *,
    trusted: bool,
) -> None:
    """Give every marked cell, row and column its own format again."""
    marks = formats.marks()
    known = None if memory is None else {"", "other", *memory.values()}

    def before(number: int, place: tuple[str, str]) -> int:
        was = marks[number]
        if known is not None and was not in known:
            was = memory.get(place, "") if memory else ""
        return formats.restored(number, was if trusted else "")

    for name, part in sheets.items():
        cells = Cells(package.tree(part))
        for element, attribute in cells.formatted():  # a person may have copied the colour there
            if (number := _number(element, attribute)) in marks:
                package.edit(part)
                element.set(attribute, str(before(number, (name, ""))))
        for place, cell in list(cells.all()):
            if (number := _number(cell, "s")) in marks:
                package.edit(part)
                style = before(number, (name, address(*place)))
                cells.restore(place, cell, style, formats)
        package.settle(part)


def _number(element: etree._Element, attribute: str) -> int:
    given = str(element.get(attribute) or "")
    return int(given) if given.isdigit() else -1


def _drop_sheet(package: Package, name: str) -> None:
    """Take a sheet out of the workbook, and what only it leads to."""
    root = package.edit(package.book)
    sheets = child(root, "sheets")
    elements = list(children(sheets, "sheet"))
    place = next(n for n, one in enumerate(elements) if one.get("name") == name)
    ident = package.link_id(elements[place])
    part = next(link.path for link in package.links(package.book) if link.ident == ident)
    for link in package.links(part):
        if link.kind in _ONLY_ITS_OWN:
            package.drop(link.path)
    package.drop(part)
    package.unlink(package.book, ident)
    if sheets is not None:
        sheets.remove(elements[place])
    _shift_names(root, place)
    _shift_views(root, place)
    for link in package.links(package.book):  # programs make it again
        if link.kind == "calcChain":
            package.unlink(package.book, link.ident)
            package.drop(link.path)


def _shift_names(root: etree._Element, place: int) -> None:
    """Names of single sheets count sheets: those of the dropped one go, later ones move up."""
    names = child(root, "definedNames")
    for element in list(children(names, "definedName")):
        given = str(element.get("localSheetId") or "")
        if names is not None and given.isdigit() and int(given) == place:
            names.remove(element)
        elif given.isdigit() and int(given) > place:
            element.set("localSheetId", str(int(given) - 1))
    if names is not None and not len(names):
        root.remove(names)


def _shift_views(root: etree._Element, place: int) -> None:
    for view in children(child(root, "bookViews"), "workbookView"):
        for name in ("activeTab", "firstSheet"):
            given = str(view.get(name) or "0")
            if given.isdigit() and int(given) >= max(place, 1):
                view.set(name, "0" if int(given) == place else str(int(given) - 1))
