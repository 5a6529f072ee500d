"""The parts of a workbook while it is being patched: read, changed, added, linked, dropped."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from handover_xlsx.package.package import Container
from handover_xlsx.package.xml_guard import Link, links_in, list_of_links

_TYPES = "[Content_Types].xml"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_STRICT, _STRICT_RELS = (
    "purl.oclc.org/ooxml",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_USUAL_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile(r"_(x[0-9A-Fa-f]{4}_)")


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; "" for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def named_like(element: etree._Element, name: str) -> str:
    """A name in the namespace of an element, whichever kind of file it comes from."""
    return f"{{{etree.QName(element).namespace}}}{name}"


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of a name, in any namespace; none where there is no element."""
    return (child for child in (() if element is None else element) if local_name(child) == name)


def as_written(text: str) -> str:
    """A text as a workbook's XML has it: what XML cannot represent or programs would decode is not."""
    return _ESCAPE.sub(r"_x005F_\1", _NOT_IN_XML.sub("\ufffd", text))


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of a name."""
    return next(children(element, name), None)


class Package:
    """The parts of one workbook."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._stored = {name.lower(): name for name in container.part_names}
        self._added: dict[str, str] = {}
        self._trees: dict[str, etree._Element] = {}
        self._changed: dict[str, bytes | None] = {}  # None: as the tree has it
        self._dropped: set[str] = set()
        self.book = next(link.path for link in self.links("") if link.kind == "officeDocument")

    # --- Parts ------------------------------------------------------------------------------

    def has(self, part: str) -> bool:
        """Whether a part is in the package now."""
        key = part.lower()
        return (key in self._stored or key in self._changed) and key not in self._dropped

    def parts(self, ending: str) -> list[str]:
        """The parts whose names end so, in the order of the package."""
        names = dict.fromkeys((*self._stored, *self._changed))
        return [name for name in names if name.endswith(ending) and name not in self._dropped]

    def read(self, part: str) -> bytes:
        """A part's bytes."""
        key = part.lower()
        if key not in self._changed:
            return self._container.part(part)
        changed = self._changed[key]
        return serialised(self._trees[key]) if changed is None else changed

    def tree(self, part: str) -> etree._Element:
        """A part's XML, to be looked at."""
        key = part.lower()
        if key not in self._trees:
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, huge_tree=True, strip_cdata=False
            )
            self._trees[key] = etree.fromstring(self.read(part), parser)
        return self._trees[key]

    def edit(self, part: str) -> etree._Element:
        """A part's XML, to be changed."""
        tree = self.tree(part)
        self._changed[part.lower()] = None
        return tree

    def settle(self, part: str) -> None:
        """Keep a part as bytes again: the trees of all long sheets at once would fill the memory."""
        key = part.lower()
        if key in self._trees and key in self._changed:
            self._changed[key] = serialised(self._trees[key])
        self._trees.pop(key, None)

    def write(self, part: str, data: bytes) -> None:
        """Give a part other bytes."""
        self._trees.pop(part.lower(), None)
        self._changed[part.lower()] = data

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """Add a part; a content type may be that of its ending."""
        self._dropped.discard(part.lower())
        self._added.setdefault(part.lower(), part)
        self.write(part, data)
        types = self.edit(_TYPES)
        ending = part.rpartition(".")[2].lower()
        defaults = {str(element.get("Extension")).lower() for element in children(types, "Default")}
        if ending in defaults and ending != "xml":
            return
        if ending != "xml":
            types.insert(0, _element(types, "Default", Extension=ending, ContentType=content_type))
        else:
            types.append(_element(types, "Override", PartName=f"/{part}", ContentType=content_type))

    def drop(self, part: str) -> None:
        """Leave a part out, with its links and its content type."""
        for name in (part, list_of_links(part)):
            if self.has(name):
                self._dropped.add(name.lower())
                self._changed.pop(name.lower(), None)
                self._trees.pop(name.lower(), None)
        for element in list(children(self.tree(_TYPES), "Override")):
            if str(element.get("PartName")).lower() == f"/{part}".lower():
                self.edit(_TYPES).remove(element)

    def free(self, pattern: str) -> str:
        """The first name of a pattern such as ``xl/comments{}.xml`` that no part has."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    # --- Links ------------------------------------------------------------------------------

    @property
    def link_namespace(self) -> str:
        """The namespace of link ids and link types: strict files have another one."""
        strict = _STRICT in str(etree.QName(self.tree(self.book)).namespace)
        return _STRICT_RELS if strict else _USUAL_RELS

    def links(self, part: str) -> list[Link]:
        """Where a part ("" is the package) leads within the package."""
        rels = list_of_links(part)
        found = links_in(self.tree(rels), part) if self.has(rels) else []
        return [link for link in found if link.path]

    def link(self, part: str, kind: str, target: str) -> str:
        """Let a part lead to another one; the new link's id."""
        rels = list_of_links(part)
        if not self.has(rels):
            self.add(rels, f'<Relationships xmlns="{_RELS}"/>'.encode(), _RELS_TYPE)
        taken = {str(element.get("Id")) for element in children(self.tree(rels), "Relationship")}
        ident = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        tree = self.edit(rels)
        way = posixpath.relpath(f"/{target}", f"/{posixpath.dirname(part)}")
        kind = f"{self.link_namespace}/{kind}"
        tree.append(_element(tree, "Relationship", Id=ident, Type=kind, Target=way))
        return ident

    def unlink(self, part: str, ident: str) -> None:
        """Take a link away; a part without any needs no list of links."""
        tree = self.edit(list_of_links(part))
        for one in [r for r in children(tree, "Relationship") if r.get("Id") == ident]:
            tree.remove(one)
        if len(tree) == 0:
            self.drop(list_of_links(part))

    def link_id(self, element: etree._Element) -> str:
        """The id of the link that an element refers to."""
        names = (str(name) for name in element.attrib if str(name).endswith("/relationships}id"))
        return str(element.get(next(names, "")) or "")

    # --- The copy ---------------------------------------------------------------------------

    def finished(self) -> bytes:
        """The workbook with everything that was changed."""
        changed, added = {}, {}
        for key, data in self._changed.items():
            content = serialised(self._trees[key]) if data is None else data
            if key in self._stored:
                changed[self._stored[key]] = content
            else:
                added[self._added[key]] = content
        dropped = {self._stored[key] for key in self._dropped if key in self._stored}
        return self._container.repacked(changed, added, dropped)


def _element(near: etree._Element, name: str, **attributes: str) -> etree._Element:
    return near.makeelement(named_like(near, name), attributes)


def serialised(root: etree._Element) -> bytes:
    """XML as it was: the same encoding and prefixes, and the declaration that programs write."""
    tree = root.getroottree()
    encoding = (tree.docinfo.encoding or "UTF-8").upper()
    text = etree.tostring(tree, encoding=encoding, standalone=True)
    text = text if isinstance(text, bytes) else text.encode(encoding)
    if encoding != "UTF-8":
        return text
    return DECLARATION + text.partition(b"?>")[2].lstrip(b"\r\n")
