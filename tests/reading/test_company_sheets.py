"""A company's own sheet: headings in two rows, labels anywhere, no hidden ids."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from handover_xlsx.reading.read import read_workbook
from handover_xlsx.template.loading import load_text
from handover_xlsx.template.model import Template

PHONES = """
template: company
version: 1
title: {en: Company}
sections:
  - id: people
    kind: table
    sheet: {en: People}
    purpose: {en: Who}
    fields:
      - {id: team, label: {en: Team}, type: text}
      - {id: leaver, label: {en: Leaver Name}, type: text, aliases: {en: Name}}
      - {id: leaver_phone, label: {en: Leaver Phone}, type: phone, aliases: {en: Phone}}
      - {id: successor, label: {en: Successor Name}, type: text}
      - {id: successor_phone, label: {en: Successor Phone}, type: phone}
  - id: start
    kind: form
    sheet: {en: Basics}
    purpose: {en: Who}
    fields:
      - {id: name, label: {en: Name}, type: text, required: true}
      - {id: department, label: {en: Department}, type: text}
      - {id: position, label: {en: Position}, type: text}
"""


@pytest.fixture(scope="module")
def company() -> Template:
    return load_text(PHONES, "company.yaml")


def values(book: Workbook, template: Template, tmp_path, section: str) -> list[dict[str, object]]:
    book.save(tmp_path / "filled.xlsx")
    read = read_workbook(tmp_path / "filled.xlsx", template)
    return [dict(record) for record in read.tables[section]]


def test_equal_headings_are_distinguished_by_the_heading_above_them(company, tmp_path):
    """“Leaver | Successor” above “Name | Phone | Name | Phone”; one heading is in the upper row."""
    book = Workbook()
    book.active.title = "People"
    for row in (
        ["Team", "Leaver", None, "Successor", None],
        [None, "Name", "Phone", "Name", "Phone"],
        ["Shop", "Ada", "+44 20 7946 0123", "Priya", "+44 20 7946 0124"],
    ):
        book.active.append(row)

    assert values(book, company, tmp_path, "people") == [
        {"team": "Shop", "leaver": "Ada", "leaver_phone": "+44 20 7946 0123",
         "successor": "Priya", "successor_phone": "+44 20 7946 0124"}
    ]  # fmt: skip


def test_a_form_is_read_wherever_its_labels_are(company, tmp_path):
    """Several labels a line, merged labels, a value that reads like a label."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Basics"
    sheet["B3"], sheet["D3"], sheet["F3"], sheet["G3"] = "Name:", "Position", "Department", "Shop"
    sheet.merge_cells("B3:C3")
    sheet.merge_cells("F3:F4")
    sheet["D3"], sheet["E3"] = "Position", None
    sheet["B5"], sheet["D5"] = "Position", "Lead"
    sheet.merge_cells("B5:C5")

    assert values(book, company, tmp_path, "start") == [
        {"name": "Position", "department": "Shop", "position": "Lead"}
    ]


def test_a_missing_value_of_a_company_form_is_named_with_its_cell(company, tmp_path):
    """The cell next to the label, in whatever column it is."""
    from handover_xlsx.validation.run import validate

    book = Workbook()
    book.active.title = "Basics"
    book.active["A1"], book.active["B1"], book.active["E1"] = "Department", "Shop", "Name"
    book.save(tmp_path / "filled.xlsx")
    found = validate(read_workbook(tmp_path / "filled.xlsx", company)).findings

    assert ("V101", "F1") in {(finding.code, finding.cell) for finding in found}
