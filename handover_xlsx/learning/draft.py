"""A draft of a template: what was learned, with remarks for the person who goes on with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from handover_xlsx.learning.areas import tidy
from handover_xlsx.learning.dropdowns import Listed
from handover_xlsx.learning.headings import slug, split_languages, unused_id
from handover_xlsx.locale import N_, Message
from handover_xlsx.text.normalise import normalised

_KEPT_CODES = ("filled", "blank", "aliases")  # they mean something in the template language
_Entry = tuple[str, dict[str, str], tuple[str, ...]]


@dataclass
class DraftChoices:
    """A choice list; ``entries`` pairs each code with its labels and other spellings."""

    id: str
    entries: list[_Entry]
    note: Message


@dataclass
class DraftField:
    """One field: first what its column shows, then its names."""

    id: str = ""
    label: dict[str, str] = field(default_factory=dict)
    type: str = "text"
    place: str = ""  # the column or cell in the company's file
    required: bool = False
    listed: Listed | None = None  # what its drop-down offers: choices, or rows of another sheet
    choices: str = ""
    to: str = ""
    person: bool = False
    min: str | None = None
    max: str | None = None
    max_length: int | None = None
    width: int | None = None
    hint: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()
    notes: list[Message] = field(default_factory=list)


@dataclass
class DraftSection:
    """One sheet."""

    id: str
    kind: str
    found: str  # the sheet in the company's file
    sheet: dict[str, str]
    purpose: dict[str, str]
    fields: list[DraftField]
    names_row: str = ""
    min_rows: int = 0
    months: int = 0
    prepared: list[dict[str, str]] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


@dataclass
class Draft:
    """The complete draft."""

    id: str
    file: str
    title: dict[str, str]
    sections: list[DraftSection]
    choices: list[DraftChoices]
    roles: dict[str, str] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)  # sheets that were skipped, and why

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the labels."""
        return tuple(self.title)


class ChoiceLists:
    """The lists drafted so far."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.drafted: list[DraftChoices] = []
        self._languages = languages
        self._by_entries: dict[tuple[str, ...], str] = {}
        self._ids: set[str] = set()

    def of(self, listed: Listed, item: DraftField) -> str:
        """The id of the list with these entries; named after its source, else after the field."""
        known = self._by_entries.get(listed.entries)
        if known:
            return known
        name = unused_id(slug(listed.name) or item.id, self._ids)
        note = Message(N_("from {place}"), {"place": listed.sheet or item.place})
        self.drafted.append(DraftChoices(name, self._entries(listed), note))
        self._by_entries[listed.entries] = name
        return name

    def _entries(self, listed: Listed) -> list[_Entry]:
        taken: dict[str, set[str]] = {language: set() for language in self._languages}
        codes: set[str] = set()
        entries: list[_Entry] = []
        for number, entry in enumerate(listed.entries, 1):
            text = " ".join(tidy(entry).split()) or entry
            labels = self._labels(text)
            if any(normalised(label) in taken[language] for language, label in labels.items()):
                continue
            for language, label in labels.items():
                taken[language].add(normalised(label))
            code = slug(labels.get("en", text)) or slug(text) or f"option_{number}"
            code = f"{code}_" if code in _KEPT_CODES else code
            aliases = () if entry in labels.values() else (entry,)
            entries.append((unused_id(code, codes), labels, aliases))
        return entries

    def _labels(self, text: str) -> dict[str, str]:
        both = split_languages(text) if len(self._languages) > 1 else None
        return dict(zip(self._languages, both or (text, text), strict=False))
