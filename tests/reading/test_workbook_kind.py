"""What kind of workbook a file is: one as it was made may be made anew, any other is someone's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handover_xlsx.handover.content import Content
from handover_xlsx.reading.workbook_kind import is_blank_workbook
from handover_xlsx.template.catalogue import load_template, template_names
from handover_xlsx.template.model import Section, Template
from handover_xlsx.writing.write import write_workbook

OPERATIONS = load_template()
BEYOND_START = [section for section in OPERATIONS.sections if section is not OPERATIONS.start]
A_VALUE = {
    "date": date(2026, 11, 2), "month": "2026-11", "yesno": True, "integer": 3, "number": 3.5,
    "percent": 0.5, "money": 12.5,
}  # fmt: skip


def written(path: Path, template: Template, language: str = "en", **rows: object) -> Path:
    """A workbook, perhaps with rows."""
    write_workbook(template, path, language=language, content=Content(rows=rows))
    return path


def one_cell(section: Section) -> dict[str, object]:
    """A row in which a person filled in the last field only."""
    if section.kind == "history":
        return {"2026-10": 5}
    item = section.own_fields[-1]
    return {item.id: item.choices.codes[0] if item.choices else A_VALUE.get(item.type, "there")}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", template_names())
def test_a_workbook_is_blank_as_it_was_made(name, language, tmp_path):
    """Of every template, with every sheet; who leaves may be said already."""
    template = load_template(name)
    start = template.start
    rows = {start.id: [one_cell(start)]} if start else {}

    assert is_blank_workbook(written(tmp_path / "blank.xlsx", template, language))
    assert is_blank_workbook(written(tmp_path / "begun.xlsx", template, language, **rows))


@pytest.mark.parametrize("section", BEYOND_START, ids=lambda section: section.id)
def test_one_value_on_any_sheet_makes_it_someones(section, tmp_path):
    """Even where a program keeps the day on which it was made, as if nobody had saved it."""
    path = written(tmp_path / "filled.xlsx", OPERATIONS, **{section.id: [one_cell(section)]})

    assert not is_blank_workbook(path)
