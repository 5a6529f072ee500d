"""The same thing described differently by two leavers, and things that are probably the same.

Nothing is decided here: every value is named with its rows, and a person chooses.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handover_xlsx.handover.model import Decision, Handover, Record
from handover_xlsx.locale import LANGUAGES, N_, translate
from handover_xlsx.merging.comparable import comparable, is_chinese, text_key
from handover_xlsx.merging.similar import probable_duplicates
from handover_xlsx.template.model import Section, Template
from handover_xlsx.text.normalise import normalised
from handover_xlsx.values.periods import is_period

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
        one.key: words[normalised(one.choice)]
        for one in decisions
        if normalised(one.choice) in words
    }


def find_conflicts(handover: Handover) -> list[Conflict]:
    """Everything that disagrees between the workbooks of a team, section by section."""
    found: list[Conflict] = []
    for section in handover.template.sections:
        if is_shared(section, handover.template):
            records = handover.rows(section)
            found.extend(_disagreements(section, records))
            if section.kind == "table":
                found.extend(_duplicates(section, records))
    return found


def undecided_conflicts(handover: Handover) -> Iterator[Conflict]:
    """The conflicts that nobody has decided yet."""
    decisions = decisions_of(handover.decisions)
    return (one for one in find_conflicts(handover) if one.decided(decisions) is None)


def is_shared(section: Section, template: Template) -> bool:
    """Whether several leavers may describe the same thing on this sheet."""
    if section.kind == "history":
        target = section.by_id[section.names_row].to
        return bool(target and template.by_id[target.section].shared)
    return bool(section.shared)


def _disagreements(section: Section, records: list[Record]) -> Iterator[Conflict]:
    alike: dict[str, list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        name = record.values.get(section.names_row)
        if isinstance(name, str):
            alike[text_key(name)].append(index)
    for key, indexes in alike.items():
        if len({records[index].source for index in indexes}) < 2:
            continue
        name = str(records[indexes[0]].values[section.names_row])
        for field in _compared(section, (records[index] for index in indexes)):
            values = _grouped(section, field, records, indexes)
            if len(values) > 1 and not _only_translated(section, field, values):
                options = _options((section.id, field, key), values, records, field)
                yield Conflict(section.id, field, name, options)


def _compared(section: Section, records: Iterable[Record]) -> list[str]:
    """The fields to compare; of a history its periods."""
    if section.kind == "history":
        return sorted({key for record in records for key in record.values if is_period(key)})
    return list(section.shared)


def _grouped(
    section: Section, field: str, records: list[Record], indexes: Iterable[int]
) -> dict[str, list[int]]:
    """The rows by what they say, as it is compared; what could not be read is left to its rule."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index in indexes:
        value = records[index].values.get(field)
        if value is not None and field not in records[index].unread:
            groups[str(comparable(section.by_id.get(field), value))].append(index)
    return {said: rows for said, rows in groups.items() if said}


def _only_translated(section: Section, field: str, values: Iterable[str]) -> bool:
    """Whether texts may well say the same in two languages: one of them is Chinese, one is not."""
    item = section.by_id.get(field)
    scripts = [is_chinese(value) for value in values]
    return item is not None and item.type in _WORDS and sorted(scripts) == [False, True]


def _options(
    about: tuple[str, ...], groups: Mapping[str, list[int]], records: list[Record], field: str
) -> tuple[Option, ...]:
    """One option for each value, with a key by which its line is found again."""
    return tuple(
        Option(
            hashlib.sha256("|".join((*about, said)).encode("utf-8", "replace")).hexdigest()[:16],
            records[rows[0]].values[field],
            tuple(rows),
        )
        for said, rows in sorted(groups.items())
    )


def _duplicates(section: Section, records: list[Record]) -> Iterator[Conflict]:
    """Groups of names that probably mean one; each name stands with all its rows."""
    for group in probable_duplicates(section, records):
        names: dict[str, list[int]] = defaultdict(list)
        for row in group:
            names[text_key(str(records[row].values[section.names_row]))].append(row)
        about = (section.id, "same", *sorted(names))
        options = _options(about, names, records, section.names_row)
        name = str(options[0].value)
        yield Conflict(section.id, section.names_row, name, options, duplicate=True)
