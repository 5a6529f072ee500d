"""Every part of a workbook, unpacked once; parts that are XML are checked before they are parsed.

An XML parser can be made to run for hours or to fill the memory by a small file: by entities, by
endless tokens, by elements nested without end. What honest programs never write is refused here.
"""

from __future__ import annotations

import codecs
import posixpath
import re
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_
from handover_xlsx.package.zip_directory import Archive, Entry, printable

_XML_ENDINGS = (".xml", ".rels")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_ENCODINGS = {b"utf-8", b"utf-16", b"us-ascii", b"ascii"}
_ROOT = re.compile(rb"<(?![?!])")
_DECLARATION_BYTES = 200  # <?xml version="1.0" encoding="UTF-8" standalone="yes"?> and room
_PROLOG_BYTES = _SLICE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Link:
    """Where a part leads: the link's id, the last word of its type, the part ("" is outside)."""

    ident: str
    kind: str  # the same in transitional and strict files
    path: str


def links_in(listed: etree._Element, part: str) -> list[Link]:
    """The links of a part ("" is the package), from the part that lists them."""
    found = []
    for element in listed.iter("{*}Relationship"):
        target = str(element.get("Target", ""))
        folder = "" if target.startswith("/") else posixpath.dirname(part)
        path = posixpath.normpath(posixpath.join(folder, target.lstrip("/")))
        outside = element.get("TargetMode") == "External" or path.startswith("..")
        kind = str(element.get("Type", "")).rpartition("/")[2]
        found.append(Link(str(element.get("Id", "")), kind, "" if outside else path))
    return found


def list_of_links(part: str) -> str:
    """The name of the part that lists the links of a part."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", base + ".rels")


class Parts:
    """The parts of a package. XML parts are checked when first asked for, and kept unpacked."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._xml: dict[str, bytes] = {}

    def find(self, path: str) -> Entry | None:
        """The directory's entry of a part; capitals in the path make no difference."""
        return self.archive.entries.get(path.lower())

    def entry(self, path: str) -> Entry:
        """The same for a part that must be there."""
        entry = self.find(path)
        if entry is None:
            reason = N_("is damaged: part '{part}' is missing; get a fresh copy")
            raise UnreadableFile(self.archive.name, reason, part=printable(path)[:60])
        return entry

    def content(self, path: str) -> bytes:
        """A part's bytes, unpacked."""
        entry = self.entry(path)
        kept = self._xml.get(entry.name)
        return self.archive.unpack(entry) if kept is None else kept

    def xml(self, entry: Entry, *, lenient: bool = False) -> bytes:
        """The bytes of a part that is XML, whatever its name says."""
        content = self._xml.get(entry.name)
        if content is None:
            content = _XmlGuard(self.archive, entry).unpack(lenient=lenient)
            self._xml[entry.name] = content
        return content

    def tree(self, path: str) -> etree._Element:
        """A small part, parsed."""
        entry = self.entry(path)
        limit = self.archive.limits.small_part_bytes
        if entry.size > limit:
            reason = N_(
                "contains a part '{part}' of more than {limit:,.0f} MiB; delete unused names in "
                "Excel and save it again"
            )
            raise UnreadableFile(self.archive.name, reason, part=entry.shown, limit=limit / 2**20)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            return etree.fromstring(self.xml(entry), parser)
        except etree.XMLSyntaxError as error:
            raise not_xml(self.archive.name, entry.shown, error.lineno) from None

    def links(self, part: str) -> list[Link]:
        """The links of a part ("" is the package) that must have some."""
        return links_in(self.tree(list_of_links(part)), part)

    def check_all(self, lenient: set[str]) -> None:
        """Check what was not asked for yet; ``lenient``: parts that may be broken XML."""
        for key, entry in self.archive.entries.items():
            if key.endswith(_XML_ENDINGS):
                self.xml(entry, lenient=key in lenient)
            elif entry.name not in self._xml:
                self.archive.unpack(entry)


class _XmlGuard:
    """Checks one XML part: ratio, encoding, no DOCTYPE, no endless tokens, well-formed."""

    def __init__(self, archive: Archive, entry: Entry) -> None:
        self.archive = archive
        self.entry = entry
        self.limits = archive.limits

    def unpack(self, *, lenient: bool) -> bytes:
        ratio = self.entry.size // max(self.entry.packed, 1)
        if self.entry.size > self.limits.ratio_free_bytes and ratio > self.limits.xml_ratio:
            reason = N_(
                "contains a part '{part}' that unpacks to {ratio:,} times its size, the limit is "
                "{limit}; delete unused formatted rows and columns and save it again"
            )
            raise self._refusal(reason, ratio=ratio, limit=self.limits.xml_ratio)
        content = self.archive.unpack(self.entry)
        text = self._as_utf8(content)
        self._check_prolog(text)
        aside = _may_hold_asides(text)
        self._check_tokens(text, aside=aside)
        try:
            self._parse(content, exact_depth=self._may_be_deep(text, aside=aside))
        except UnreadableFile:  # is a ValueError, too
            raise
        except (expat.ExpatError, LookupError, ValueError) as error:
            if not lenient:
                line = getattr(error, "lineno", 1)
                raise not_xml(self.archive.name, self.entry.shown, line) from None
        return content

    def _refusal(self, reason: str, **values: object) -> UnreadableFile:
        return UnreadableFile(self.archive.name, reason, part=self.entry.shown, **values)

    def _as_utf8(self, content: bytes) -> bytes:
        """UTF-16 is legal, too; the checks look for bytes of UTF-8."""
        if content.startswith(_UTF16_MARKS):
            encoding = "utf-16"
        elif b"\0" in content[:2]:
            encoding = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
        else:
            return content
        try:
            return content.decode(encoding).encode()
        except UnicodeError:
            raise not_xml(self.archive.name, self.entry.shown, 1) from None

    def _check_prolog(self, text: bytes) -> None:
        root = _ROOT.search(text, 0, _PROLOG_BYTES)
        prolog = text[: root.start() if root else _PROLOG_BYTES]
        declared = _ENCODING.search(prolog)
        if declared and declared[1].lower() not in _ENCODINGS:
            reason = N_(
                "contains a part '{part}' in the text encoding '{encoding}', which workbooks may "
                "not use; open it in Excel and save it again"
            )
            raise self._refusal(reason, encoding=printable(declared[1].decode("latin-1"))[:20])
        if b"<!DOCTYPE" in prolog or b"<!ENTITY" in prolog:
            raise self._doctype()

    def _doctype(self) -> UnreadableFile:
        reason = N_(
            "contains a part '{part}' with a DOCTYPE (XML entities), which workbooks may not use; "
            "open it in Excel and save it again"
        )
        return self._refusal(reason)

    def _check_tokens(self, text: bytes, *, aside: bool) -> None:
        """No piece of text or markup that a parser would have to keep, or read over and over."""
        limit = self.limits.token_bytes
        if len(text) <= limit:
            return
        if aside and text.count(b"<!--") + text.count(b"<?") > self.limits.asides:
            reason = N_(
                "contains a part '{part}' with thousands of comments; open it in Excel and save it "
                "again"
            )
            raise self._refusal(reason)
        if (
            _has_gap(text, b"<", limit)
            or (aside and _has_span(text, b"<!--", b"-->", limit))
            or (aside and _has_span(text, b"<?", b"?>", limit))
        ):
            reason = N_(
                "contains a part '{part}' with a single piece of text of more than {limit:,.0f} "
                "MiB; shorten that text in Excel and save it again"
            )
            raise self._refusal(reason, limit=limit / 2**20)

    def _may_be_deep(self, text: bytes, *, aside: bool) -> bool:
        """Whether so many elements may be open at once that their depth must be counted.

        Counting in Python makes the parser three times slower, so ordinary parts only get an
        upper bound: tags that open minus tags that close, from the start to any slice's end.
        """
        if len(text) // len(b"<a>") <= self.limits.open_elements:
            return False
        if aside and (b"<!" in text or text.find(b"?>", _DECLARATION_BYTES) > 0):
            return True  # these may contain tags that are none
        opened = 0
        for at in range(0, len(text), _SLICE_BYTES):
            end = at + _SLICE_BYTES
            opened += text.count(b"<", at, end) - 2 * text.count(b"</", at, end + 1)
            if opened > self.limits.open_elements:
                return True
        return False

    def _parse(self, content: bytes, *, exact_depth: bool) -> None:
        """Well-formed? Without handlers for elements this runs at expat's own speed."""
        parser = expat.ParserCreate()
        depth = 0

        def doctype(*_: object) -> None:  # whatever hid it from the look at the prolog
            raise self._doctype()

        def start(*_: object) -> None:
            nonlocal depth
            depth += 1
            if depth > self.limits.depth:
                reason = N_(
                    "contains a part '{part}' nested more than {limit} levels deep; open it in "
                    "Excel and save it again"
                )
                raise self._refusal(reason, limit=self.limits.depth)

        def end(_: str) -> None:
            nonlocal depth
            depth -= 1

        parser.StartDoctypeDeclHandler = doctype
        if exact_depth:
            parser.StartElementHandler = start
            parser.EndElementHandler = end
        parser.Parse(content, True)


def not_xml(name: str, part: str, line: int | None) -> UnreadableFile:
    """The refusal of a part that no XML parser can read; ``part`` as messages show it."""
    reason = N_("is damaged: part '{part}' is not valid XML (line {line}); get a fresh copy")
    return UnreadableFile(name, reason, part=part, line=line)


def _may_hold_asides(text: bytes) -> bool:
    """Whether there may be comments, CDATA or instructions in addition to the XML declaration.

    Both characters are rare in a sheet, which makes this much faster than looking for ``<!``.
    """
    return b"!" in text or text.find(b"?", _DECLARATION_BYTES) > 0


def _has_gap(text: bytes, mark: bytes, limit: int) -> bool:
    """Whether a stretch longer than ``limit`` contains no mark.

    Such a stretch covers at least one complete window of half its length, and an ordinary window
    contains a mark near its start: a few searches decide over a large part.
    """
    step = max(1, limit // 2)
    for at in range(0, len(text), step):
        if text.find(mark, at, at + step) < 0:
            after = text.find(mark, at)
            if (len(text) if after < 0 else after) - text.rfind(mark, 0, at) > limit:
                return True
    return False


def _has_span(text: bytes, opening: bytes, closing: bytes, limit: int) -> bool:
    """Whether something longer than ``limit`` is between an opening and its closing mark."""
    at = text.find(opening)
    while at >= 0:
        end = text.find(closing, at + len(opening))
        if (len(text) if end < 0 else end) - at > limit:
            return True
        at = text.find(opening, end) if end >= 0 else -1
    return False
