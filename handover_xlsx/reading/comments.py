"""What people wrote next to cells instead of into them: the notes and comments of a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from handover_xlsx.format.annotation_marks import NOTE_AUTHOR, own_words
from handover_xlsx.handover.model import Note
from handover_xlsx.handover.places import RecordsAt
from handover_xlsx.handover.table import Table
from handover_xlsx.package.addresses import column_index
from handover_xlsx.package.package import Container, SheetPart
from handover_xlsx.secrets.find import find_secrets, without

_THREAD = "tc="  # author of the note that stands in for a conversation, for older programs
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class _Found:
    cell: str
    author: str
    text: str


def read_notes(container: Container) -> Iterator[Note]:
    """The notes of all sheets, cell by cell; ours are skipped."""
    if not any("comments" in name.lower() for name in container.part_names):
        return
    for sheet in container.sheets:
        found: dict[str, list[_Found]] = {}
        for one in _found_on(container, sheet):
            found.setdefault(one.cell, []).append(one)
        for cell, several in found.items():
            talk = [one for one in several if not one.author.startswith(_THREAD)]
            text = "\n".join(one.text for one in talk or several)
            author = (talk or several)[0].author
            yield Note(sheet.name, cell, text, "" if author.startswith(_THREAD) else author)


def _found_on(container: Container, sheet: SheetPart) -> Iterator[_Found]:
    for path in _linked(container, sheet, "comments"):
        tree = container.tree(path)
        authors = [str(one.text or "").strip() for one in tree.iterfind("{*}authors/{*}author")]
        for one in tree.iter("{*}comment"):
            author = _author(authors, one.get("authorId"))
            yield from _noted(one, "" if author == NOTE_AUTHOR else author, "t")
    for path in _linked(container, sheet, "threadedComment"):
        for one in container.tree(path).iter("{*}threadedComment"):
            yield from _noted(one, "", "text")


def _noted(element: etree._Element, author: str, tag: str) -> Iterator[_Found]:
    cell = str(element.get("ref", "")).upper()
    text = "".join(part.text or "" for part in element.iter("{*}" + tag))
    text = own_words(text.replace("\r\n", "\n")).strip()
    if author and text.startswith(f"{author}:"):  # Excel writes the name into the note, too
        text = text[len(author) + 1 :].strip()
    if text and _CELL.fullmatch(cell):
        yield _Found(cell, author, text)


def _author(authors: list[str], number: str | None) -> str:
    known = number is not None and number.isdigit() and len(number) < 6
    return authors[int(number or 0)] if known and int(number or 0) < len(authors) else ""


def _linked(container: Container, sheet: SheetPart, kind: str) -> Iterator[str]:
    """The parts of a kind that a sheet links to and that are there."""
    present = {name.lower() for name in container.part_names}
    for link in container.links(sheet.path):
        if link.kind == kind and link.path.lower() in present:
            yield link.path


def attached(note: Note, records_at: RecordsAt, tables: Mapping[str, Table]) -> Note:
    """The note with the section, field and record of its cell, where it is next to one."""
    match = _CELL.fullmatch(note.cell)
    found = match and records_at.find(note.sheet, int(match[2]) - 1, column_index(match[1]))
    if not found:
        return note
    section, key, index = found
    source = tables[section].source[index]
    return replace(note, section=section, field=key, record=index, source=source)


def mask_notes(notes: Iterable[Note]) -> Iterator[tuple[Note, str]]:
    """The notes without their secrets, each with the kind of the first one ("" for none)."""
    for note in notes:
        found, signed = find_secrets(note.text), find_secrets(note.author)
        text, author = without(note.text, found), without(note.author, signed)
        kinds = [one.kind for one in (*found, *signed)]
        yield replace(note, text=text, author=author), kinds[0] if kinds else ""
