"""Which number formats show a number as a date, a time or a duration."""

from __future__ import annotations

import re

from lxml import etree

from handover_xlsx.package.package import Container
from handover_xlsx.package.xml_guard import not_xml
from handover_xlsx.package.zip_directory import printable

_QUOTED = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.', re.IGNORECASE)
_DATE_CODES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_DURATION_CODES = frozenset([46])


def dated_styles(container: Container) -> dict[str, str]:
    """The cell styles that show numbers as dates or times: number → "date" or "duration"."""
    if not container.styles:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(container.part(container.styles), parser)
    except etree.XMLSyntaxError as error:
        raise not_xml(container.name, printable(container.styles), error.lineno) from None
    own = {
        _whole(item.get("numFmtId")): _format_kind(item.get("formatCode") or "")
        for item in root.iter("{*}numFmt")
    }
    kinds = {}
    for number, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        code = _whole(style.get("numFmtId"))
        builtin = "date" if code in _DATE_CODES else "duration" if code in _DURATION_CODES else ""
        kind = own.get(code, builtin)
        if kind:
            kinds[str(number)] = kind
    return kinds


def _whole(text: str | None) -> int:
    """A number of a style; 0, "General", for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _format_kind(code: str) -> str:
    bare = _QUOTED.sub("", code.split(";")[0]).lower()
    if re.search(r"\[(h+|m+|s+)\]", bare):
        return "duration"
    if "general" in bare:
        return ""
    return "date" if re.search(r"[ymdhs]", bare) else ""
