"""The number formats of a workbook's cell styles, as far as they change what is seen."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from handover_xlsx.package.package import Container
from handover_xlsx.package.xml_guard import not_xml
from handover_xlsx.package.zip_directory import printable
from handover_xlsx.sheets.number_formats import BUILT_IN, changes_what_is_seen, kind_of


class CellStyle(NamedTuple):
    """What a style makes of a number: a "date", a "duration", or a "number" that is not shown as stored."""

    kind: str
    code: str


_DATES = ("date", "month", "moment", "time")


def cell_styles(container: Container) -> dict[str, CellStyle]:
    """The styles that make more of a number than its digits, by their number (``s`` of a cell)."""
    if not container.styles:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(container.part(container.styles), parser)
    except etree.XMLSyntaxError as error:
        raise not_xml(container.name, printable(container.styles), error.lineno) from None
    own = {
        _whole(item.get("numFmtId")): item.get("formatCode") or ""
        for item in root.iter("{*}numFmt")
    }
    styles = {}
    for number, xf in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        code = _whole(xf.get("numFmtId"))
        style = _style(own.get(code, BUILT_IN.get(code, "")))
        if style:
            styles[str(number)] = style
    return styles


def _style(code: str) -> CellStyle | None:
    kind = kind_of(code)
    if kind == "duration" or kind in _DATES:
        return CellStyle("duration" if kind == "duration" else "date", code)
    return CellStyle("number", code) if changes_what_is_seen(code) else None


def _whole(text: str | None) -> int:
    """A number of a style; 0, "General", for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
