"""Q – whether what is filled in says something: no phrases, no one in particular, no copies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

import numpy as np
import pandas as pd

from handover_xlsx.handover.columns import alike
from handover_xlsx.locale import N_
from handover_xlsx.template.model import Field, Section
from handover_xlsx.text.prefilter import Prefilter, wider
from handover_xlsx.text.width import display_width
from handover_xlsx.validation.persons import BETWEEN_NAMES, is_no_one, several_named
from handover_xlsx.validation.private_places import (
    LOCAL_PLACE,
    PERSONAL_PLACE,
    is_local_place,
    is_personal_place,
)
from handover_xlsx.validation.registry import Hit, View, rule
from handover_xlsx.validation.texts import DistinctText, distinct_texts
from handover_xlsx.values.vocabulary import folded, is_phrase, phrase_prefilter

_WORDS = ("text", "long", "place")


def _words(view: View) -> Iterator[DistinctText]:
    """What may be a phrase, an example, or a place that no one else can open."""
    return distinct_texts(view, (*_WORDS, "url"), partial(_word_prefilters, view))


def _word_prefilters(view: View) -> Iterator[Prefilter]:
    fields = (item for section in view.template.sections for item in section.own_fields)
    yield phrase_prefilter((x for item in fields for x in _examples(item)), "anywhere", "required")
    yield str, "|".join(map(wider, (LOCAL_PLACE, _LOCAL_PATH, PERSONAL_PLACE)))


def _persons(view: View) -> Iterator[DistinctText]:
    """What may name a group, or several persons, where one person should be named."""
    return distinct_texts(view, ("text", "ref"), _person_prefilters, person=True)


def _person_prefilters() -> Iterator[Prefilter]:
    yield phrase_prefilter((), "nobody", "desk", "anywhere", "required")
    yield str, wider(BETWEEN_NAMES)


def _hits(view: View, one: DistinctText, rows: Iterable[int]) -> Iterator[Hit]:
    """A text in some of its rows."""
    sources = view.columns(one.section).source
    for row in rows:
        yield Hit(int(sources[row]), one.section.id, one.item.id, row, value=one.text)


@rule(
    "Q101", "placeholder", "warning",
    message=N_("“{field}” says only “{value}”"),
    hint=N_("Write it down here in one sentence, or say exactly where it is written: name, place, "
            "page."),
    why=N_("A cell that is filled with a phrase looks finished, and the successor finds nothing in it."),
)  # fmt: skip
def placeholder(view: View) -> Iterator[Hit]:
    """A whole cell is a phrase that says nothing: TBD, see attachment, 同上, 已同步, 问老王.

    What may be a fine answer (none, 无, n/a) counts only where something is required.
    """
    for entry in view.once(_words):
        if entry.item.type not in _WORDS:
            continue
        if is_phrase(entry.text, "anywhere"):
            yield from _hits(view, entry, entry.rows)
        elif is_phrase(entry.text, "required") and not _is_invited(entry.item, entry.text):
            required = view.columns(entry.section).required(entry.item)
            yield from _hits(view, entry, filter(required.__getitem__, entry.rows))


def _is_invited(item: Field, value: str) -> bool:
    """Whether the field's own hint proposes the word: else write “none”."""
    quoted = (word for text in item.hint.values() for word in re.findall(r"“([^”]+)”", text))
    return folded(value) in map(folded, quoted)


@rule(
    "Q102", "nobody-named", "warning",
    message=N_("“{field}”: “{value}” is not one named person"),
    hint=N_("Write the first and last name of one person; ask the supervisor if no one has been "
            "found yet."),
    why=N_("What everyone is responsible for, no one does."),
)  # fmt: skip
def no_one_named(view: View) -> Iterator[Hit]:
    """A team, a role or “the colleagues” are named instead of one person."""
    for entry in view.once(_persons):
        records = view.handover.tables[entry.section.id]
        unnamed = (
            r
            for r in entry.rows
            if is_no_one(view, entry.section, entry.item, records[r], entry.text)
        )
        yield from _hits(view, entry, unnamed)


@rule(
    "Q103", "several-named", "warning",
    message=N_("“{field}” names several persons: “{value}”"),
    hint=N_("Name the one person responsible for it; name the others as stand-in or in a note."),
    why=N_("If two people are responsible, each waits for the other."),
)  # fmt: skip
def several_persons(view: View) -> Iterator[Hit]:
    """Two names or more in a field for one person."""
    for entry in view.once(_persons):
        records = view.handover.tables[entry.section.id]
        several = (r for r in entry.rows if several_named(view, entry.item, records[r], entry.text))
        yield from _hits(view, entry, several)


# Shorter ones come true by chance: “Community Manager”.
_SHORTEST_EXAMPLE = 32
_SHORTEST_COPY = 12


@rule(
    "Q104", "example-left", "warning",
    message=N_("“{field}” still contains the template's example: “{value}”"),
    hint=N_("Write what is true for this job; if it is the same by chance, say it in other words."),
    why=N_("An example that was left in place will be taken for the truth."),
)  # fmt: skip
def example_left(view: View) -> Iterator[Hit]:
    """A text is word for word the example above the heading."""
    # A file that was not made here never showed the example to anyone.
    made_here = [bool(source.workbook_id) for source in view.handover.sources]
    for entry in view.once(_words):
        if _has_length(entry.text, _SHORTEST_EXAMPLE) and folded(entry.text) in _examples(
            entry.item
        ):
            sources = view.columns(entry.section).source
            yield from _hits(view, entry, (row for row in entry.rows if made_here[sources[row]]))


def _examples(item: Field) -> set[str]:
    return {folded(text) for text in item.example.values()}


def _has_length(text: str, least: int) -> bool:
    """Whether a text is so long to read: a Chinese character says as much as two letters."""
    return len(text) >= least or display_width(text) >= least


@rule(
    "Q110", "pasted-down", "warning",
    message=N_("“{field}” is word for word the same as {first}: “{value}”"),
    hint=N_("Write for each row what is different there, or make one row of them."),
    why=N_("The same words in every row were pasted down, not thought about."),
)  # fmt: skip
def pasted_down(view: View) -> Iterator[Hit]:
    """The same longer text in several rows of a column."""
    for section in view.template.sections:
        columns = view.columns(section)
        for item in section.own_fields:
            if item.type != "long" or item.person:
                continue
            codes, values = columns.distinct(item.id)
            folds = pd.factorize(np.array([*map(_as_copied, values), None], dtype=object))[0]
            keys = np.where(folds[codes] < 0, -1, folds[codes] + (columns.source << 32))
            for rows in alike(keys, view.applicable(section)):
                yield from _copies(view, section, item, rows)


def _as_copied(value: object) -> str | None:
    """A text as copies are compared; None for one so short that two may be alike by chance."""
    long_enough = isinstance(value, str) and _has_length(value, _SHORTEST_COPY)
    return folded(str(value)) if long_enough else None


def _copies(view: View, section: Section, item: Field, shared: list[int]) -> Iterator[Hit]:
    """All but the first of the rows that say the same, where that is more than a phrase."""
    texts = view.columns(section).typed(item.id)
    rows = [row for row in shared if not is_phrase(texts[row], "anywhere")]
    if len(rows) >= view.limit("Q110", "rows"):
        first = view.handover.cell(section.id, item.id, rows[0])[1] or ""
        source = int(view.columns(section).source[rows[0]])
        for row in rows[1:]:
            yield Hit(source, section.id, item.id, row, {"first": first}, value=texts[rows[0]])


_LOCAL_PATH = re.compile(r"(?<![A-Za-z])[a-z]:\\users\\|(?<!\w)/users/\w+/", re.IGNORECASE)


def _is_local_path(text: str) -> bool:
    return "users" in text.lower() and _LOCAL_PATH.search(text) is not None


@rule(
    "Q120", "local-place", "warning",
    message=N_("“{field}”: “{value}” is on one person's computer"),
    hint=N_("Move it to the shared drive or the company cloud, and write that place here."),
    why=N_("The computer is wiped after the last day, and no one else can open it before."),
)  # fmt: skip
def local_place(view: View) -> Iterator[Hit]:
    """A place on one computer: the disk C, the desktop, a USB stick."""
    for entry in view.once(_words):
        is_one = is_local_place if entry.item.type == "place" else _is_local_path
        if is_one(entry.text):
            yield from _hits(view, entry, entry.rows)


@rule(
    "Q121", "personal-place", "warning",
    message=N_("“{field}”: “{value}” belongs to one person's own account"),
    hint=N_("Move it to a place of the company that the successor can open, and write that place here."),
    why=N_("A private cloud, chat or mailbox leaves together with its owner."),
)  # fmt: skip
def personal_place(view: View) -> Iterator[Hit]:
    """A personal cloud, a chat or a private mailbox as the place of a document."""
    for entry in view.once(_words):
        if entry.item.type in ("place", "url") and is_personal_place(entry.text):
            yield from _hits(view, entry, entry.rows)
