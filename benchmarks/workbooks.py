"""Workbooks to measure with: one typical handover, one very long one, and a company's leavers.

    python benchmarks/workbooks.py FOLDER COUNT

A typical handover has ten sheets of twenty rows, every field filled in. A company's workbooks are
written once; each leaver's is that file with other names in it.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from handover_xlsx.handover.content import Content
from handover_xlsx.package.package import open_container
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.model import Field, Section, Template
from handover_xlsx.template.selecting import select
from handover_xlsx.values.periods import periods_before
from handover_xlsx.writing.write import write_workbook

LAST_DAY = date(2026, 12, 18)
MADE_ON = date(2026, 11, 2)
SHEETS = ("duties", "workflows", "projects", "kpis", "kpi_history", "contacts", "issues",
          "documents", "systems", "plan")  # fmt: skip
TYPICAL_ROWS = 20
_SHARED_SYSTEMS = 3  # of each leaver's twenty: others use them, too

_BEGINNINGS = ("Al", "Be", "Ca", "Da", "El", "Fa", "Gi", "Ha", "Ir", "Jo", "Ka", "Lu", "Ma", "No",
               "Or", "Pe", "Ra", "Sa", "Ti", "Ul", "Va", "Wi", "Ya", "Zo")  # fmt: skip
_MIDDLES = ("b", "br", "d", "dr", "g", "l", "ld", "m", "mb", "n", "nd", "r", "rt", "s", "st", "t",
            "v", "x")  # fmt: skip
_ENDS = ("a", "ack", "an", "ard", "ert", "ey", "ia", "in", "is", "ley", "o", "on", "or", "ow",
         "s", "son", "ton", "us")  # fmt: skip
_PLACEHOLDER = re.compile(rb"W\d{4}Q")


def word(chance: random.Random) -> str:
    """A word that looks like a name; there are 7,776 of them."""
    return chance.choice(_BEGINNINGS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)


class Filler:
    """Fills the rows of a template; ``names`` gives the words that rows are called by."""

    def __init__(self, template: Template, rows: int, names: Iterator[str]) -> None:
        self.template = template
        self.rows = rows
        self.names = {
            section.id: [f"{next(names)} {next(names)} {number:03}" for number in range(rows)]
            for section in template.sections
        }

    def content(self, leaver: str) -> Content:
        """Every field of every row."""
        rows: dict[str, list[dict[str, object]]] = {
            name: [self._row(self.template.by_id[name], number) for number in range(self.rows)]
            for name in SHEETS
        }
        start = self.template.start
        assert start is not None  # noqa: S101
        rows[start.id] = [{**self._row(start, 0), "leaver": leaver, "last_day": LAST_DAY}]
        return Content(rows=rows)

    def _row(self, section: Section, number: int) -> dict[str, object]:
        row = {item.id: self._value(section, item, number) for item in section.fields}
        if section.periods:
            months = periods_before(LAST_DAY, section.periods, None)
            row |= {month: number + place for place, month in enumerate(months)}
        return row

    def _value(self, section: Section, item: Field, number: int) -> object:
        own = self.names[section.id][number]
        if item.to is not None:
            return self.names[item.to.section][number]
        if item.id == section.names_row:
            return own
        if item.choices is not None:
            codes = item.choices.codes
            code = codes[number % len(codes)]
            return (code,) if item.type == "choices" else code
        slug = own.lower().replace(" ", ".")
        values: dict[str, object] = {
            "date": MADE_ON + timedelta(days=number % 40),
            "month": "2026-10",
            "integer": number + 1,
            "number": number + 0.5,
            "money": number * 100.25,
            "percent": number % 100 / 100,
            "yesno": number % 2 == 0,
            "email": f"{slug}@example.com",
            "phone": f"139 {number // 10000:04} {number % 10000:04}",
            "url": f"https://example.com/{slug}",
            "place": f"https://files.example.com/{section.id}/{slug}.docx",
            "long": f"What there is to say about {own}: it begins on Monday, ends on Friday, "
            f"and whoever does it asks first what {item.id} means for the customers.",
        }
        return values.get(item.type, f"{item.id.replace('_', ' ')} of {own}")


def write_typical(path: Path, rows: int = TYPICAL_ROWS, seed: int = 1) -> Path:
    """One handover with so many rows on each of its ten sheets."""
    chance = random.Random(seed)  # noqa: S311 - always the same
    template = select(load_template("operations"))
    names = iter(lambda: word(chance), "")
    content = Filler(template, rows, names).content("Ada Lee")
    write_workbook(template, path, content=content, today=MADE_ON, workbook_id="a" * 32)
    return path


Change = Callable[[dict[str, object], str, int], dict[str, object]]
"""What becomes of a row: from the row, the field that names it, and its number."""


def write_changed(path: Path, rows: int, change: Change, months: int | None = None) -> Path:
    """A handover with so many rows a sheet, each changed: what grows is the caller's choice."""
    template = select(load_template("operations"))
    chance = random.Random(1)  # noqa: S311 - always the same
    names = iter(lambda: word(chance), "")
    filled = Filler(template, rows, names).content("Ada Lee").rows
    changed: dict[str, list[dict[str, object]]] = {}
    for name, given in filled.items():
        section = template.by_id[name]
        table = section.kind == "table"
        changed[name] = [
            change(dict(row), section.names_row, place) if table else dict(row)
            for place, row in enumerate(given)
        ]
    own = {
        name: tuple(dict.fromkeys(key for row in given for key in row if key.startswith("Own ")))
        for name, given in changed.items()
    }
    content = Content(rows=changed, own_columns={name: keys for name, keys in own.items() if keys})
    write_workbook(
        template, path, content=content, today=MADE_ON, workbook_id="a" * 32, months=months
    )
    return path


def write_company(folder: Path, count: int) -> None:
    """The handovers of so many leavers; those that are there already remain."""
    folder.mkdir(parents=True, exist_ok=True)
    template = select(load_template("operations"))
    names = iter(f"W{number:04}Q" for number in range(10**4))
    filler = Filler(template, TYPICAL_ROWS, names)
    pattern = folder / ".pattern.xlsx"
    content = filler.content("W9998Q W9999Q")
    write_workbook(template, pattern, content=content, today=MADE_ON, workbook_id="I" * 32)
    container = open_container(pattern)
    pattern.unlink()
    part = container.shared_strings or ""
    text = container.part(part)
    systems = [name.split()[0].encode() for name in filler.names["systems"][:_SHARED_SYSTEMS]]
    for number in range(count):
        path = folder / f"leaver-{number:05}.xlsx"
        if not path.exists():
            named = _renamed(text, number, systems)
            path.write_bytes(container.repacked({part: named}, {}, ()))


def _renamed(text: bytes, number: int, systems: list[bytes]) -> bytes:
    """The texts of one leaver's workbook."""
    chance = random.Random(number)  # noqa: S311 - always the same
    words = {name: f"System{chance.randrange(200)}".encode() for name in systems}
    words[b"W9999Q"] = f"{word(chance)}{number}".encode()

    def replaced(match: re.Match[bytes]) -> bytes:
        if match[0] not in words:
            words[match[0]] = word(chance).encode()
        return words[match[0]]

    return _PLACEHOLDER.sub(replaced, text).replace(b"I" * 32, f"{number:032x}".encode())


if __name__ == "__main__":
    write_company(Path(sys.argv[1]), int(sys.argv[2]))
