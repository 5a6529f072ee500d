"""Q – phrases, groups, copies and places, row by row."""

from __future__ import annotations

import re

from handover_xlsx.handover.progress import is_required
from handover_xlsx.handover.table import Record
from handover_xlsx.template.model import Field, Section
from handover_xlsx.text.width import display_width
from handover_xlsx.validation.persons import is_nobody, several_named
from handover_xlsx.validation.private_places import is_local_place, is_personal_place
from handover_xlsx.validation.registry import Hit, View
from handover_xlsx.values.vocabulary import folded, is_phrase
from row_oracle.checks import by_rows, texts

_WORDS = ("text", "long", "place")
_Cell = tuple[Section, Field, int, Record, str]


def _texts(view: View, types: tuple[str, ...], *, person: bool = False):
    """Every text in fields of some types, in sections that apply."""
    for section in view.template.sections:
        for item in section.own_fields:
            if item.type in types and item.person == person:
                for index, record, value in texts(view, section, item):
                    yield section, item, index, record, value


@by_rows("Q101")
def placeholder(view):
    """A whole cell is a phrase that says nothing: TBD, see attachment, 同上, 已同步, 问老王.

    What may be a fine answer (none, 无, n/a) counts only where something is required.
    """
    for section, item, index, record, value in _texts(view, _WORDS):
        empty = is_phrase(value, "anywhere") or (
            is_required(item, record)
            and is_phrase(value, "required")
            and not _is_invited(item, value)
        )
        if empty:
            yield Hit(record.source, section.id, item.id, index, value=value)


def _is_invited(item: Field, value: str):
    """Whether the field's own hint proposes the word: else write “none”."""
    quoted = (word for text in item.hint.values() for word in re.findall(r"“([^”]+)”", text))
    return folded(value) in map(folded, quoted)


@by_rows("Q102")
def nobody_named(view):
    """A team, a role or “the colleagues” stand where one person should be named."""
    for section, item, index, record, value in _texts(view, ("text", "ref"), person=True):
        if is_nobody(view, section, item, record, value):
            yield Hit(record.source, section.id, item.id, index, value=value)


@by_rows("Q103")
def several_persons(view):
    """Two names or more in a field for one person."""
    for section, item, index, record, value in _texts(view, ("text", "ref"), person=True):
        if several_named(view, item, record, value):
            yield Hit(record.source, section.id, item.id, index, value=value)


# Shorter ones come true by chance: “Community Manager”.
_SHORTEST_EXAMPLE = 32
_SHORTEST_COPY = 12


@by_rows("Q104")
def example_left(view):
    """A text is word for word the example above the heading."""
    examples: dict[tuple[str, str], set[str]] = {}
    for section, item, index, record, value in _texts(view, (*_WORDS, "url")):
        # A file that was not made here never showed the example to anybody.
        made_here = view.handover.sources[record.source].workbook_id
        if not made_here or not _has_length(value, _SHORTEST_EXAMPLE):
            continue
        key = (section.id, item.id)
        if key not in examples:
            examples[key] = {folded(text) for text in item.example.values()}
        if folded(value) in examples[key]:
            yield Hit(record.source, section.id, item.id, index, value=value)


def _has_length(text: str, least: int):
    """Whether a text is so long to read: a Chinese character says as much as two letters."""
    return len(text) >= least or display_width(text) >= least


@by_rows("Q110")
def pasted_down(view):
    """The same longer text in several rows of a column."""
    alike: dict[tuple[int, str, str, str], list[int]] = {}
    for section, item, index, record, value in _texts(view, ("long",)):
        if _has_length(value, _SHORTEST_COPY) and not is_phrase(value, "anywhere"):
            alike.setdefault((record.source, section.id, item.id, folded(value)), []).append(index)
    for (source, name, field_id, _), rows in alike.items():
        if len(rows) >= view.limit("Q110", "rows"):
            first = view.handover.cell(name, field_id, rows[0])[1] or ""
            value = str(view.handover.tables[name][rows[0]][field_id])
            for index in rows[1:]:
                yield Hit(source, name, field_id, index, {"first": first}, value=value)


_LOCAL_PATH = re.compile(r"(?<![A-Za-z])[a-z]:\\users\\|(?<!\w)/users/\w+/", re.IGNORECASE)


def _is_local_path(text: str):
    return "users" in text.lower() and _LOCAL_PATH.search(text) is not None


@by_rows("Q120")
def local_place(view):
    """A place on one computer: the disk C, the desktop, a USB stick."""
    for section, item, index, record, value in _texts(view, (*_WORDS, "url")):
        found = is_local_place(value) if item.type == "place" else _is_local_path(value)
        if found:
            yield Hit(record.source, section.id, item.id, index, value=value)


@by_rows("Q121")
def personal_place(view):
    """A personal cloud, a chat or a private mailbox as the place of a document."""
    for section, item, index, record, value in _texts(view, ("place", "url")):
        if is_personal_place(value):
            yield Hit(record.source, section.id, item.id, index, value=value)
