"""Notes on cells: ours are put in and taken out, a person's own ones remain as they wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from handover_xlsx.annotating.cell_formats import Place, place_of
from handover_xlsx.annotating.vml_shapes import Boxes, Grid
from handover_xlsx.format.annotation_marks import NOTE_AUTHOR, NOTE_BEGINS, NOTE_ENDS, note_spans
from handover_xlsx.package.addresses import address
from handover_xlsx.package.patch import Package, as_written, child, children, local_name, named_like

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_BOXES_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AFTER_BOXES = (
    "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst",
)  # fmt: skip
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Note:
    """What we say about a cell: a line that says how serious it is, and what is wrong."""

    title: str
    body: str

    @property
    def text(self) -> str:
        """The complete note, as programs show it."""
        return f"{NOTE_BEGINS}{self.title}\n{self.body}\n{NOTE_ENDS}"


class Notes:
    """The notes of one sheet."""

    def __init__(self, package: Package, sheet: str) -> None:
        self._package, self._sheet = package, sheet
        links = package.links(sheet)
        self._comments = next((link for link in links if link.kind == "comments"), None)
        self._threads = [link.path for link in links if link.kind == "threadedComment"]
        drawing = child(package.tree(sheet), "legacyDrawing")
        ident = package.link_id(drawing) if drawing is not None else ""
        self._boxes = next((link for link in links if link.ident == ident), None)

    # --- Taking ours away -------------------------------------------------------------------

    def clear(self) -> None:
        """Take our remarks out; a note that says nothing else goes, and its box with it."""
        if self._comments is None:
            return
        package, part = self._package, self._comments.path
        listed = _list(package.tree(part))
        ours = [element for element in children(listed, "comment") if note_spans(_text_of(element))]
        if not ours:
            return
        package.edit(part)
        gone = set()
        for note in ours:
            _cut(note)
            if not _text_of(note).strip("\n"):
                gone.add(place_of(str(note.get("ref"))))
                listed.remove(note)
        self._forget_author()
        if self._boxes is not None and package.has(self._boxes.path):
            boxes = Boxes(package.read(self._boxes.path))
            boxes.remove(gone)
            package.write(self._boxes.path, boxes.data)
            if not len(listed) and boxes.is_empty:
                self._drop_boxes(self._boxes.path, self._boxes.ident)
        if not len(listed):
            package.unlink(self._sheet, self._comments.ident)
            package.drop(part)
            self._comments = None

    def _forget_author(self) -> None:
        """Our name goes from the end of the authors when nothing there is ours."""
        root = self._package.tree(self._comments.path) if self._comments else None
        authors = child(root, "authors") if root is not None else None
        if root is None or authors is None or not len(authors) or authors[-1].text != NOTE_AUTHOR:
            return
        last = str(len(authors) - 1)
        if all(
            element.get("authorId") != last for element in root.iter(named_like(root, "comment"))
        ):
            authors.remove(authors[-1])

    def _drop_boxes(self, part: str, ident: str) -> None:
        self._package.unlink(self._sheet, ident)
        self._package.drop(part)
        root = self._package.edit(self._sheet)
        drawing = child(root, "legacyDrawing")
        if drawing is not None:
            root.remove(drawing)
        self._boxes = None

    # --- Putting ours in --------------------------------------------------------------------

    def write(self, notes: Mapping[Place, Note]) -> None:
        """Add a note to each cell, below what a person wrote there.

        A cell with a conversation (a threaded comment) keeps that alone: what programs show as
        its note is made from the conversation.
        """
        talked = self._conversations()
        notes = {place: note for place, note in sorted(notes.items()) if place not in talked}
        if not notes:
            return
        root = self._package.edit(self._comments_part())
        listed, author = _list(root), self._author(root)
        have = {
            place_of(str(element.get("ref"))): element for element in children(listed, "comment")
        }
        for place, note in notes.items():
            one = have.get(place)
            if one is None:
                one = root.makeelement(
                    named_like(root, "comment"), {"ref": address(*place), "authorId": author}
                )
                etree.SubElement(one, named_like(root, "text"))
                listed.append(one)
            _append(one, note)
        ordered = sorted(children(listed, "comment"), key=lambda c: place_of(str(c.get("ref"))))
        listed[:] = ordered
        self._write_boxes(notes)

    def _conversations(self) -> set[Place]:
        return {
            place_of(str(element.get("ref")))
            for part in self._threads
            for element in self._package.tree(part)
        }

    def _comments_part(self) -> str:
        if self._comments is not None:
            return self._comments.path
        package = self._package
        part = package.free("xl/comments{}.xml")
        namespace = etree.QName(package.tree(self._sheet)).namespace
        empty = f'<comments xmlns="{namespace}"><authors/><commentList/></comments>'
        package.add(part, empty.encode(), _COMMENTS_TYPE)
        package.link(self._sheet, "comments", part)
        return part

    @staticmethod
    def _author(root: etree._Element) -> str:
        authors = child(root, "authors")
        if authors is None:
            authors = root.makeelement(named_like(root, "authors"), {})
            root.insert(0, authors)
        names = [element.text for element in children(authors, "author")]
        if NOTE_AUTHOR not in names:
            etree.SubElement(authors, named_like(root, "author")).text = NOTE_AUTHOR
            names.append(NOTE_AUTHOR)
        return str(names.index(NOTE_AUTHOR))

    def _write_boxes(self, notes: Mapping[Place, Note]) -> None:
        package = self._package
        if self._boxes is not None and package.has(self._boxes.path):
            part = self._boxes.path
            boxes = Boxes(package.read(part))
        else:
            part = package.free("xl/drawings/vmlDrawing{}.vml")
            boxes = Boxes.new(package.read(name) for name in package.parts(".vml"))
            package.add(part, boxes.data, _BOXES_TYPE)
            self._refer_to(package.link(self._sheet, "vmlDrawing", part))
        grid = Grid(package.tree(self._sheet))
        boxes.add({place: grid.anchor(place, note.text) for place, note in notes.items()})
        package.write(part, boxes.data)

    def _refer_to(self, ident: str) -> None:
        """Name the boxes' drawing in the sheet, at its place in the order of elements."""
        root = self._package.edit(self._sheet)
        made = child(root, "legacyDrawing")
        if made is None:
            made = root.makeelement(named_like(root, "legacyDrawing"), {})
            following = next((e for e in root if _comes_after_boxes(e)), None)
            root.append(made) if following is None else following.addprevious(made)
        made.set(f"{{{self._package.link_namespace}}}id", ident)


def _comes_after_boxes(element: etree._Element) -> bool:
    """Some elements are inside one that offers alternatives."""
    inside = element.iter() if local_name(element) == "AlternateContent" else (element,)
    return any(local_name(alternative) in _AFTER_BOXES for alternative in inside)


def _list(root: etree._Element) -> etree._Element:
    found = child(root, "commentList")
    return etree.SubElement(root, named_like(root, "commentList")) if found is None else found


def _texts(comment: etree._Element) -> list[etree._Element]:
    """The elements that have a note's text, in order; readings of characters are none."""
    every = comment.iter(named_like(comment, "t"))
    return [
        element
        for element in every
        if all(local_name(up) != "rPh" for up in element.iterancestors())
    ]


def _text_of(comment: etree._Element) -> str:
    return "".join(element.text or "" for element in _texts(comment))


def _cut(comment: etree._Element) -> None:
    """Take our remarks out of a note, whichever runs a program has made of it."""
    spans = note_spans(_text_of(comment))
    at = 0
    for element in _texts(comment):
        text = element.text or ""
        kept = "".join(
            letter for n, letter in enumerate(text, at) if not any(a <= n < b for a, b in spans)
        )
        at += len(text)
        parent = element.getparent()
        if text and not kept and parent is not None:
            holder = parent if local_name(parent) == "r" else element
            above = holder.getparent()
            if above is not None:
                above.remove(holder)
        elif kept != text:
            element.text = kept


def _append(comment: etree._Element, note: Note) -> None:
    """Our remarks as runs at a note's end, the first line in bold."""
    text = child(comment, "text")
    if text is None:
        text = etree.SubElement(comment, named_like(comment, "text"))
    before = "\n\n" if _text_of(comment) else ""
    place = sum(local_name(one) in ("t", "r") for one in text)
    for bold, words in ((True, f"{before}{NOTE_BEGINS}{note.title}\n"),
                        (False, f"{note.body}\n{NOTE_ENDS}")):  # fmt: skip
        run = text.makeelement(named_like(text, "r"), {})
        run_format = etree.SubElement(run, named_like(text, "rPr"))
        if bold:
            etree.SubElement(run_format, named_like(text, "b"))
        for name, value in (("sz", "9"), ("rFont", "Tahoma"), ("family", "2")):
            etree.SubElement(run_format, named_like(text, name), {"val": value})
        holder = etree.SubElement(run, named_like(text, "t"))
        holder.text = as_written(words)
        holder.set(_SPACE, "preserve")
        text.insert(place, run)
        place += 1
