"""The texts that cells share, each read when a cell asks for it; and elements, one after the other."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from lxml import etree

from handover_xlsx.workbook.container import Container
from handover_xlsx.workbook.xml_guard import not_xml
from handover_xlsx.workbook.zip_directory import printable

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ITEM = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_PLAIN_ITEM = re.compile(rb'<t( xml:space="preserve")?>([^<\r]*)</t>')
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_UNKNOWN_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)")


class SharedStrings:
    """The shared strings of a workbook.

    Most sheets that need the careful reader hold few texts of a long table: only those are read.
    """

    def __init__(self, container: Container) -> None:
        self._container = container
        self._items = _items(container)
        self._read: list[str] | None = None

    def text(self, index: int) -> str | None:
        """The text of a number; None where there is none."""
        if self._items is not None and self._read is None:
            if not 0 <= index < len(self._items):
                return None
            plain = _PLAIN_ITEM.fullmatch(self._items[index])
            if plain and not _UNKNOWN_ENTITY.search(plain[2]):
                shown = _without_entities(plain[2].decode())
                return unescaped(shown if plain[1] else shown.strip(" \t\n"))
        if self._read is None:
            path = self._container.shared_strings
            self._read = list(_all_texts(self._container, path)) if path else []
        return self._read[index] if 0 <= index < len(self._read) else None


def _without_entities(shown: str) -> str:
    if "&" in shown:
        for entity, character in _ENTITIES.items():
            shown = shown.replace(entity, character)
    return shown


def _items(container: Container) -> list[bytes] | None:
    """What stands between the tags of each text; None where the file is not written plainly."""
    data = container.part(container.shared_strings) if container.shared_strings else b""
    items = _ITEM.findall(data)
    plainly = data.count(b"si>") == 2 * len(items) == 2 * data.count(b"<si")
    return items if plainly and b"<!" not in data and b"\0" not in data[:200] else None


def _all_texts(container: Container, path: str) -> Iterator[str]:
    for element in elements(container, path, "si"):
        yield text(element)
        free(element)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def elements(container: Container, path: str, name: str) -> Iterator[etree._Element]:
    """Elements of a name in a part, whatever their namespace, one after the other."""
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": True}
    data = io.BytesIO(container.part(path))
    try:
        for _, element in etree.iterparse(data, events=("end",), tag="{*}" + name, **options):
            yield element
    except etree.XMLSyntaxError as error:  # such as a prefix that is not declared
        raise not_xml(container.name, printable(path), error.lineno) from None


def free(element: etree._Element) -> None:
    """Give back the memory of what has been read."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def text(element: etree._Element) -> str:
    """The text of a string: its runs joined, reading aids (phonetic runs) left out."""
    return "".join(
        unescaped(part.text if part.get(_SPACE) == "preserve" else part.text.strip(" \t\r\n"))
        for part in element.iter()
        if local(part) == "t" and part.text and local(part.getparent()) != "rPh"  # type: ignore[arg-type]
    )


def unescaped(stored: str) -> str:
    """The text with its escapes resolved."""
    return _ESCAPED.sub(_character, stored) if "_x" in stored else stored


def _character(match: re.Match[str]) -> str:
    """The character of an escape such as ``_x000D_``; others than the fast reader knows stay."""
    code = int(match[1], 16)
    return chr(code) if code <= 0xFF else match[0]
