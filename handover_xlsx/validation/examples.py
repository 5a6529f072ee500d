"""For every rule an example that it finds, and one that it leaves alone (``examples.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from handover_xlsx.locale import N_, in_language, plural, translate
from handover_xlsx.template.model import Field, Template
from handover_xlsx.values.show import column_label, show

_FILE = Path(__file__).with_name("examples.yaml")
_WORDS = ("keep", "not_applicable", "file", "say")

_IN_ROW = N_("“{label}” in row {row}: {value}")
_PLACES = {0: N_("“{label}” in every row: {value}"), 1: N_("“{label}”: {value}")}


@dataclass(frozen=True)
class Change:
    """A value put into a row: of one (counted from 1) or, with row 0, of every one."""

    section: str
    row: int
    field: str
    value: object


@dataclass(frozen=True)
class Example:
    """What someone wrote, or did to the file."""

    changes: tuple[Change, ...]
    keep: Mapping[str, int]
    not_applicable: Mapping[str, object]
    file: str
    say: Mapping[str, str]

    def shown(self, template: Template, language: str) -> str:
        """The example in one line, in the words of the workbook."""
        if self.say:
            return str(in_language(self.say, language))
        return translate(N_("; "), language).join(self._parts(template, language))

    def _parts(self, template: Template, language: str) -> Iterator[str]:
        for change in self.changes:
            section = template.by_id[change.section]
            item = section.by_id.get(change.field)
            label = in_language(column_label(section, change.field), language)
            value = self._value(change.value, item, language)
            text = translate(_PLACES.get(change.row, _IN_ROW), language)
            yield text.format(label=label, value=value, row=change.row)
        for name, count in self.keep.items():
            sheet = in_language(template.by_id[name].sheet, language)
            text = plural(count, N_("“{sheet}” with one row"), N_("“{sheet}” with {count} rows"))
            text = text if count else N_("“{sheet}” with no rows")
            yield translate(text, language).format(sheet=sheet, count=count)
        for name, reason in self.not_applicable.items():
            text = translate(N_("“{sheet}” does not apply: {reason}"), language)
            sheet = in_language(template.by_id[name].sheet, language)
            yield text.format(sheet=sheet, reason=in_language(reason, language))

    @staticmethod
    def _value(value: object, item: Field | None, language: str) -> str:
        value = in_language(value, language)
        if value is None:
            return translate(N_("(blank)"), language)
        codes = item.choices.codes if item and item.choices else ()
        return show(value, item, language) if item and value in codes else str(value)


@dataclass(frozen=True)
class Examples:
    """Both examples of a rule."""

    wrong: Example
    right: Example


@cache
def examples() -> Mapping[str, Examples]:
    """The examples by the code of their rule."""
    import yaml  # only for explaining

    written: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        code: Examples(_example(pair["wrong"]), _example(pair["right"]))
        for code, pair in written.items()
    }


def _example(written: dict[str, Any]) -> Example:
    changes = tuple(
        _change(place, value) for place, value in written.items() if place not in _WORDS
    )
    return Example(
        changes, written.get("keep", {}), written.get("not_applicable", {}),
        written.get("file", ""), written.get("say", {}),
    )  # fmt: skip


def _change(place: str, value: object) -> Change:
    section, _, field = place.partition(".")
    name, _, row = section.partition("#")
    number = 0 if field.startswith("*") else int(row or 1)
    return Change(name, number, field.lstrip("*"), value)
