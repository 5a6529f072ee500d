"""A draft of a template: what was learned, with remarks for the person who goes on with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from handover_xlsx.locale import Message


@dataclass
class DraftChoices:
    """A choice list; ``entries`` pairs each code with its labels and other spellings."""

    id: str
    entries: list[tuple[str, dict[str, str], tuple[str, ...]]]
    note: Message


@dataclass
class DraftField:
    """One field."""

    id: str
    label: dict[str, str]
    type: str
    place: str  # the column or cell in the company's file
    required: bool = False
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
    """The whole draft."""

    id: str
    file: str
    title: dict[str, str]
    sections: list[DraftSection]
    choices: list[DraftChoices]
    roles: dict[str, str] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)  # sheets that were passed over, and why

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the labels."""
        return tuple(self.title)
