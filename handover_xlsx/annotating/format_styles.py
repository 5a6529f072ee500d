"""Cell formats with a mark's colour, made of the formats that the cells have – and back again.

A marked format is the cell's own one with another fill. Which fill the cell had is remembered in
the mark's fill itself, in the second colour, which a solid fill does not show.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from handover_xlsx.format.annotation_marks import FILLS
from handover_xlsx.package.patch import child, children, local_name, named_like

Was = str
"""The fill a cell had: "" (none), "rgb=FFDDEBF7", "theme=4 tint=0.5", or "other" (a pattern)."""

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_NOTHING, _SOMETHING_ELSE = "indexed=64", "indexed=65"
_BASIC_FILLS = ("none", "gray125")  # programs count on these two


class Formats:
    """The formats of a workbook (the root of its styles part)."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self.fonts, self.fills, self.borders = map(self._list, ("fonts", "fills", "borders"))
        self.xfs = self._list("cellXfs")
        if len(self.fills) == 0:
            for kind in _BASIC_FILLS:
                self._add(self.fills, f'<fill><patternFill patternType="{kind}"/></fill>')
        for needed, xml in ((self.fonts, "<font/>"), (self.borders, "<border/>")):
            if len(needed) == 0:
                self._add(needed, xml)
        if len(self.xfs) == 0:
            self.format_of()
        self._marked: dict[tuple[int, str], tuple[int, Was]] = {}
        self._restored: dict[tuple[int, Was], int] = {}

    # --- Finding and adding -----------------------------------------------------------------

    def format_of(self, font: str = "", fill: str = "", alignment: str = "") -> int:
        """The number of a format made of XML for its parts ("" is the usual)."""
        font_id = self._add(self.fonts, font) if font else 0
        fill_id = self._add(self.fills, fill) if fill else 0
        inside = f"{alignment}</xf>" if alignment else "</xf>"
        applied = 'applyFont="1" applyFill="1" applyAlignment="1"'
        return self._add(
            self.xfs,
            f'<xf numFmtId="0" fontId="{font_id}" fillId="{fill_id}" borderId="0" xfId="0" '
            f"{applied}>{inside}",
        )

    def _add(self, parent: etree._Element, xml: str) -> int:
        """The place of an element in a list; it is added where the list has none like it."""
        namespace = etree.QName(self._root).namespace
        made = etree.fromstring(f'<r xmlns="{namespace}">{xml}</r>')[0]
        return self._place(parent, made, local_name(made))

    def _place(self, parent: etree._Element, made: etree._Element, name: str) -> int:
        wanted = _canonical(made)
        for place, element in enumerate(children(parent, name)):
            if _canonical(element) == wanted:
                return place
        parent.append(made)
        etree.cleanup_namespaces(made)
        count = sum(1 for _ in children(parent, name))
        parent.set("count", str(count))
        return count - 1

    def _list(self, name: str) -> etree._Element:
        found = child(self._root, name)
        if found is None:
            found = self._root.makeelement(named_like(self._root, name), {})
            later = _ORDER[_ORDER.index(name) + 1 :]
            after = [e for e in self._root if local_name(e) not in _ORDER[: _ORDER.index(name)]]
            following = next((e for e in after if local_name(e) in later or after), None)
            if following is None:
                self._root.append(found)
            else:
                following.addprevious(found)
        return found

    # --- Marking ----------------------------------------------------------------------------

    def marked(self, base: int, severity: str) -> tuple[int, Was]:
        """The format of a cell with a mark's colour, and the fill it had."""
        key = (base, severity)
        if key not in self._marked:
            xfs = list(children(self.xfs, "xf"))
            own = xfs[base] if 0 <= base < len(xfs) else xfs[0]
            was = self._was(own)
            xf = deepcopy(own)
            xf.set("fillId", str(self._mark_fill(severity, was)))
            xf.set("applyFill", "1")
            self._marked[key] = self._place(self.xfs, xf, "xf"), was
        return self._marked[key]

    def _mark_fill(self, severity: str, was: Was) -> int:
        memory = {"": _NOTHING, "other": _SOMETHING_ELSE}.get(was, was)
        attributes = " ".join(
            f'{name}="{value}"' for name, _, value in (p.partition("=") for p in memory.split())
        )
        return self._add(
            self.fills,
            f'<fill><patternFill patternType="solid"><fgColor rgb="{FILLS[severity]}"/>'
            f"<bgColor {attributes}/></patternFill></fill>",
        )

    def _fill_of(self, xf: etree._Element) -> etree._Element | None:
        fills = list(children(self.fills, "fill"))
        number = str(xf.get("fillId") or "0")
        return fills[int(number)] if number.isdigit() and int(number) < len(fills) else None

    def _was(self, xf: etree._Element) -> Was:
        """The fill of a format, in words that fit into an attribute."""
        fill = self._fill_of(xf)
        pattern = None if fill is None else child(fill, "patternFill")
        if fill is None or (pattern is not None and pattern.get("patternType") in (None, "none")):
            return ""
        if pattern is None or pattern.get("patternType") != "solid":
            return "other"
        return _colour(child(pattern, "fgColor"))

    # --- Taking marks away ------------------------------------------------------------------

    def marks(self) -> Mapping[int, Was]:
        """The formats that are marks, and the fill that each says there was."""
        found = {}
        for place, xf in enumerate(children(self.xfs, "xf")):
            fill = self._fill_of(xf)
            pattern = None if fill is None else child(fill, "patternFill")
            front = None if pattern is None else child(pattern, "fgColor")
            if front is not None and str(front.get("rgb")).upper() in FILLS.values():
                memory = _colour(child(pattern, "bgColor")) if pattern is not None else ""
                found[place] = {_NOTHING: "", _SOMETHING_ELSE: "other"}.get(memory, memory)
        return found

    def restored(self, place: int, was: Was) -> int:
        """The format that a marked one was made of, given the fill it had."""
        key = (place, was)
        if key not in self._restored:
            xfs = list(children(self.xfs, "xf"))
            wanted, marks = _but_for_fill(xfs[place]), self.marks()
            like_it = (
                n for n, xf in enumerate(xfs)
                if n not in marks and _but_for_fill(xf) == wanted and self._was(xf) == was
            )  # fmt: skip
            found = next(like_it, None)
            self._restored[key] = self._with_fill(place, was) if found is None else found
        return self._restored[key]

    def are_alike(self, one: int, other: int) -> bool:
        """Whether two formats look the same."""
        xfs = list(children(self.xfs, "xf"))
        known = one < len(xfs) and other < len(xfs)
        return one == other or (known and _canonical(xfs[one]) == _canonical(xfs[other]))

    def _with_fill(self, place: int, was: Was) -> int:
        """The format with a fill that no other format like it has any more."""
        xf = deepcopy(list(children(self.xfs, "xf"))[place])
        number = 0
        if was not in ("", "other"):
            colour = " ".join(f'{n}="{v}"' for n, _, v in (p.partition("=") for p in was.split()))
            number = self._add(
                self.fills,
                f'<fill><patternFill patternType="solid"><fgColor {colour}/>'
                '<bgColor indexed="64"/></patternFill></fill>',
            )
        xf.set("fillId", str(number))
        return self._place(self.xfs, xf, "xf")

    def prune(self) -> None:
        """Drop formats and fills of marks from the ends of the lists: nothing uses them now."""
        self._marked.clear()
        self._restored.clear()
        marks = self.marks()
        xfs = list(children(self.xfs, "xf"))
        while len(xfs) - 1 in marks:
            self.xfs.remove(xfs.pop())
        self.xfs.set("count", str(len(xfs)))
        used = {str(xf.get("fillId")) for xf in self._root.iter(named_like(self._root, "xf"))}
        fills = list(children(self.fills, "fill"))
        while str(len(fills) - 1) not in used and _is_mark(fills[-1]):
            self.fills.remove(fills.pop())
        self.fills.set("count", str(len(fills)))


def _is_mark(fill: etree._Element) -> bool:
    colours = (str(e.get("rgb")).upper() for e in fill.iter() if local_name(e) == "fgColor")
    return any(colour in FILLS.values() for colour in colours)


def _colour(element: etree._Element | None) -> Was:
    """A colour's attributes as one word each."""
    return "" if element is None else " ".join(f"{n!s}={v!s}" for n, v in element.items())


def _canonical(element: etree._Element) -> str:
    """What an element says, whichever prefix it has."""
    inside = "".join(_canonical(e) for e in element if isinstance(e.tag, str))
    given = sorted((str(n), str(v)) for n, v in element.attrib.items())
    return f"<{local_name(element)} {given}>{inside}"


def _but_for_fill(xf: etree._Element) -> str:
    plain = deepcopy(xf)
    for name in ("fillId", "applyFill"):
        plain.attrib.pop(name, "")
    return _canonical(plain)
