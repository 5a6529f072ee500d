"""The page that says where each element of the source documents went keeps its word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from handover_xlsx.template.catalogue import load_template, template_names

PAGE = Path(__file__).parents[2] / "docs" / "seeds.md"
HEADINGS = ["Place", "Element", "Held in", "Note"]
TARGETS = re.compile(r"`([^·`]+) · ([^`]+)`")
NOT_HELD = "–"


class Row(NamedTuple):
    """One element of a source document."""

    seed: str
    place: str
    element: str
    held_in: str
    note: str

    @property
    def targets(self) -> list[tuple[str, str]]:
        """Template and ``section.field`` of each field that contains the element."""
        return [
            (template, field)
            for template, fields in TARGETS.findall(self.held_in)
            for field in fields.split(", ")
        ]


def rows() -> Iterator[Row]:
    seed = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            seed = line[3:6]
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells != HEADINGS:
            yield Row(seed, *cells)


ROWS = list(rows())


def test_every_source_document_has_its_table() -> None:
    """Five of them, none cut short."""
    found = Counter(row.seed for row in ROWS)

    assert list(found) == ["000", "001", "002", "003", "004"]
    assert min(found.values()) >= 25


def test_every_element_is_covered_or_says_why_not() -> None:
    """Nothing that a source asks for is skipped in silence."""
    silent = [row for row in ROWS if not row.targets and not (row.held_in == NOT_HELD and row.note)]

    assert silent == []


def test_targets_are_written_in_one_way() -> None:
    """So that none of them escapes the next test."""
    unread = [row for row in ROWS if row.targets and TARGETS.sub("", row.held_in).strip("; ")]

    assert unread == []


def test_every_field_named_exists() -> None:
    """By template, section and field, as ``handover template show`` calls them."""
    named = sorted({target for row in ROWS for target in row.targets})
    known = {
        (name, f"{section.id}.{item.id}")
        for name in template_names()
        for section in load_template(name).sections
        for item in section.fields
    }

    assert [target for target in named if target not in known] == []


def test_no_element_appears_twice() -> None:
    """Two lines for one element would soon say two things."""
    places = Counter((row.seed, row.place, row.element) for row in ROWS)

    assert [place for place, times in places.items() if times > 1] == []


def test_passwords_are_named_and_refused() -> None:
    """Sources ask for them; the table says where only their place of keeping goes."""
    asked = [row for row in ROWS if "密码" in row.element]

    assert {row.seed for row in asked} == {"000", "001"}
    assert all("not held" in row.note for row in asked)
    assert all(("operations", "systems.credential_ref") in row.targets for row in asked)
