"""The texts that cells share, each read when a cell asks for it; and elements, one after the other."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from handover_xlsx.package.package import Container
from handover_xlsx.package.xml_guard import not_xml
from handover_xlsx.package.zip_directory import printable

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ITEM = re.compile(
    r'<si>(?:<t( xml:space="preserve")?>([^<]*)</t>|(.*?))</si>', re.ASCII | re.DOTALL
)
_READING_AID = re.compile(r"<rPh\b[^>]*(?:(?<=/)>|>.*?</rPh>)", re.DOTALL)
_RUN = re.compile(r'<t( xml:space="preserve")?(?:/>|>([^<]*)</t>)')
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));")
_ENTITIES = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
OUTER_SPACE = " \t\r\n"  # does not count where a text does not say that it does


class SharedStrings:
    """The shared strings of a workbook."""

    def __init__(self, container: Container) -> None:
        self._container = container

    @cached_property
    def texts(self) -> list[str]:
        """All texts, by number."""
        path = self._container.shared_strings
        if path is None:
            return []
        plain = _plain_texts(self._container.part(path))
        return list(_all_texts(self._container, path)) if plain is None else plain

    def text(self, index: int) -> str | None:
        """The text of a number; None where there is none."""
        return self.texts[index] if 0 <= index < len(self.texts) else None


def _plain_texts(data: bytes) -> list[str] | None:
    """The texts, where the file is written plainly; else None."""
    if b"\0" in data[:200] or b"<!" in data or data.find(b"\r", 200) > 0 or b"<?" in data[1:]:
        return None
    items = _ITEM.findall(data.decode())
    if not data.count(b"<si") == data.count(b"si>") - len(items) == len(items):
        return None
    texts = [
        (stored if preserved else stored.strip(OUTER_SPACE))
        if stored and "&" not in stored and "_x" not in stored  # as in nearly all
        else joined_runs(runs)
        if runs
        else _shown(preserved, stored)
        for preserved, stored, runs in items
    ]
    known = [text for text in texts if text is not None]
    return known if len(known) == len(texts) else None


def joined_runs(written: str) -> str | None:
    """The runs of a text in one, without its reading aids; None where they are written oddly."""
    written = _READING_AID.sub("", written)
    runs = _RUN.findall(written)
    if written.count("<t") != len(runs):
        return None
    return "".join(_shown(preserved, stored) for preserved, stored in runs)


def _shown(preserved: str, stored: str) -> str:
    text = without_entities(stored)
    return unescaped(text if preserved else text.strip(OUTER_SPACE))


def without_entities(stored: str) -> str:
    """The text with ``&amp;`` and its like resolved."""
    return _ENTITY.sub(_meant, stored) if "&" in stored else stored


def _meant(entity: re.Match[str]) -> str:
    by_name, in_tens = entity[3], entity[2]
    if by_name:
        return _ENTITIES[by_name]
    return chr(int(in_tens) if in_tens else int(entity[1], 16))


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
        unescaped(part.text if part.get(_SPACE) == "preserve" else part.text.strip(OUTER_SPACE))
        for part in element.iter()
        if local(part) == "t" and part.text and local(part.getparent()) != "rPh"  # type: ignore[arg-type]
    )


def unescaped(stored: str) -> str:
    """The text with its escapes resolved."""
    return _ESCAPED.sub(_character, stored) if "_x" in stored else stored


def _character(match: re.Match[str]) -> str:
    """The character of an escape such as ``_x000D_``; others than the fast reader knows remain."""
    code = int(match[1], 16)
    return chr(code) if code <= 0xFF else match[0]
