"""The same thing described differently by two leavers, and things that are probably the same.

Nothing is decided here: every value is named with its rows, and a person chooses.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from handover_xlsx.handover.columns import Columns, Whole
from handover_xlsx.handover.model import Decision, Handover
from handover_xlsx.locale import LANGUAGES, N_, translate
from handover_xlsx.merging.comparable import comparable, is_chinese, text_key
from handover_xlsx.merging.similar import probable_duplicates
from handover_xlsx.template.model import Field, Section, Template
from handover_xlsx.text.normalise import normalised

_WORDS = ("text", "long", "ref")
USE, APART = N_("Use this"), N_("Different things")


@dataclass(frozen=True)
class Option:
    """One of the values that disagree, and the rows (indexes into the section's) that say it."""

    key: str
    value: object
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Conflict:
    """Values that disagree about one thing; for probable duplicates, the names it may have."""

    section: str
    field: str
    name: str
    options: tuple[Option, ...]
    duplicate: bool = False

    def decided(self, decisions: Mapping[str, str]) -> str | None:
        """The choice that was made: USE, APART or None; several that contradict decide nothing."""
        made = [decisions[option.key] for option in self.options if option.key in decisions]
        contradicting = len(made) > 1 and USE in made
        return made[0] if made and not contradicting else None


def decisions_of(decisions: Iterable[Decision]) -> dict[str, str]:
    """The key of a line → USE or APART, in whichever language it was chosen."""
    words = {
        normalised(translate(choice, language)): choice
        for choice in (USE, APART)
        for language in LANGUAGES
    }
    return {
        decision.key: words[normalised(decision.choice)]
        for decision in decisions
        if normalised(decision.choice) in words
    }


def find_conflicts(handover: Handover) -> list[Conflict]:
    """Everything that disagrees between the workbooks of a team, section by section."""
    found: list[Conflict] = []
    for section in handover.template.sections:
        if is_shared(section, handover.template):
            columns = handover.columns(section)
            found.extend(_disagreements(columns))
            if section.kind == "table":
                found.extend(_duplicates(columns))
    return found


def undecided_conflicts(handover: Handover) -> Iterator[Conflict]:
    """The conflicts that no one has decided yet."""
    decisions = decisions_of(handover.decisions)
    return (
        conflict for conflict in find_conflicts(handover) if conflict.decided(decisions) is None
    )


def is_shared(section: Section, template: Template) -> bool:
    """Whether several leavers may describe the same thing on this sheet."""
    if section.kind == "history":
        target = section.by_id[section.names_row].to
        return bool(target and template.by_id[target.section].shared)
    return bool(section.shared)


def _disagreements(columns: Columns) -> list[Conflict]:
    """Fields of one thing in which several sources differ, thing by thing as they first occur."""
    section = columns.section
    things, keys = _things(columns)
    numbers, first = np.unique(things, return_index=True)
    names = dict(zip(numbers.tolist(), columns.typed(section.names_row)[first], strict=True))
    rows = pd.DataFrame({"thing": things, "source": columns.source})[things >= 0]
    rows = rows[rows.groupby("thing")["source"].transform("nunique") > 1]
    found: dict[tuple[int, int], Conflict] = {}
    for number, field in enumerate(_compared(columns)):
        item = section.by_id.get(field)
        codes, texts = columns.keyed(field, partial(_shown, item))
        filled = rows.assign(value=codes[rows.index])
        filled = filled[filled["value"] >= 0]
        differing = filled[filled.groupby("thing")["value"].transform("nunique") > 1]
        groups: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for row, thing, _, code in differing.itertuples():  # what differs, which is little
            groups[thing][texts[code]].append(row)
        for thing, values in groups.items():
            if not _only_translated(item, values):
                options = _options((section.id, field, keys[thing]), values, columns, field)
                found[thing, number] = Conflict(section.id, field, str(names[thing]), options)
    return [found[place] for place in sorted(found)]


def _shown(item: Field | None, value: object) -> str:
    """A value as it is compared."""
    return str(comparable(item, value))


def _things(columns: Columns) -> tuple[Whole, list[str]]:
    """What each row is about, by its name as names are compared: an index into the keys, or -1."""
    return columns.keyed(
        columns.section.names_row, lambda name: text_key(name) if isinstance(name, str) else None
    )


def _compared(columns: Columns) -> Sequence[str]:
    """The fields to compare; of a history its periods."""
    section = columns.section
    return sorted(columns.periods) if section.kind == "history" else section.shared


def _only_translated(item: Field | None, values: Iterable[str]) -> bool:
    """Whether texts may well say the same in two languages: one of them is Chinese, one is not."""
    scripts = [is_chinese(value) for value in values]
    return item is not None and item.type in _WORDS and sorted(scripts) == [False, True]


def _options(
    about: tuple[str, ...], groups: Mapping[str, list[int]], columns: Columns, field: str
) -> tuple[Option, ...]:
    """One option for each value, with a key by which its line is found again."""
    return tuple(
        Option(
            hashlib.sha256("|".join((*about, shown)).encode("utf-8", "replace")).hexdigest()[:16],
            columns.typed(field)[rows[0]],
            tuple(rows),
        )
        for shown, rows in sorted(groups.items())
    )


def _duplicates(columns: Columns) -> Iterator[Conflict]:
    """Groups of names that probably mean one; each name is with all its rows."""
    section = columns.section
    things, keys = _things(columns)
    for group in probable_duplicates(columns):
        names: dict[str, list[int]] = defaultdict(list)
        for row in group:
            names[keys[things[row]]].append(row)
        about = (section.id, "same", *sorted(names))
        options = _options(about, names, columns, section.names_row)
        name = str(options[0].value)
        yield Conflict(section.id, section.names_row, name, options, duplicate=True)
