"""No output of ours repeats a secret, wherever in the workbook it was typed."""

from __future__ import annotations

import html
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

pytestmark = pytest.mark.slow

PLANTED = {
    "Systems & access!C7": ("Orders. Password: Winter2025!hx", "Winter2025!hx"),
    "Start!C16": ("Mon: log in, pwd=Qx7-pelican", "Qx7-pelican"),
    "Contacts!I7": ("PIN: 90417263", "90417263"),
    "Duties!B7": ("Release, key AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"),
    "KPI history!C7": ("token: ghp_16C7e42F292c6912E7710c838347Ae178B4a", "ghp_16C7e42F292c69"),
    "Documents!D7": ("https://ops:Harbour77@drive.example.com/x", "Harbour77"),
    "Duties!Z6": ("登录密码", None),
    "Duties!Z7": ("zhoumin0801", "zhoumin0801"),
    "Duties!AA6": ("pwd: Heading#2026", "Heading#2026"),
    "Duties!AA7": ("x", None),
    "Documents!C20": ("密码：Abc@1234", "Abc@1234"),
    "Scribbles!A1": ("Passwords", None),
    "Scribbles!A2": ("Tr0ub4dor-3", "Tr0ub4dor-3"),
    "Scribbles!C5": ("身份证 11010519491231002X", "11010519491231002X"),
    "Scribbles!D5": (4012888888881881, "4012888888881881"),
    "Systems & access!J7": ("Sommer2026!", "Sommer2026!"),
    "KPIs!B7": ("Login: hkessler / Tulpe#77, until May: Krokus#76", "Krokus#76"),
    "Contacts!K8": ("Herbst$2025x", "Herbst$2025x"),
    "Issues & risks!B7": ("PINs: 90417255 and 90417266", "90417266"),
    "Scribbles!E5": ("card 4111 1111 1111 1111, PIN 55813", "55813"),
    "Unplaced!F9": ("IBAN DE89 3704 0044 0532 0130 00", "3704 0044"),
}
NOTES = {
    "D7": "the old password (Winter2024?) still works; the new one is Fruehling#25",
    "D8": "Nordwind_12!",
}
SHEET, AUTHOR = "pw=Kranich!2026", "Hannah, PIN: 90417299"
SECRETS = (
    *(secret for _, secret in PLANTED.values() if secret),
    "Tulpe#77", "90417255", "4111 1111 1111 1111", "Winter2024", "Fruehling#25", "Nordwind_12",
    "Kranich!2026", "90417299",
)  # fmt: skip


@pytest.fixture
def leaky(samples, tmp_path) -> Path:
    """The complete sample with secrets in rows, headings, forms and on sheets of one's own."""
    book = openpyxl.load_workbook(samples / "handover-complete.en.xlsx")
    book.create_sheet("Scribbles")
    unplaced = book.create_sheet("Unplaced")
    unplaced.append([])
    for column, heading in enumerate(("Where it was", "Row", "Heading", "Value"), 2):
        unplaced.cell(6, column, heading)
    for column, value in enumerate(("Old!A1", "", "Bank", "see F9"), 2):
        unplaced.cell(9, column, value)
    for place, (value, _) in PLANTED.items():
        sheet, cell = place.split("!")
        book[sheet][cell] = value
    for cell, text in NOTES.items():
        book["Duties"][cell].comment = Comment(text, "Hannah")
    book["Duties"]["D9"].comment = Comment("Ask me", AUTHOR)
    book.create_sheet(SHEET)["B2"] = "see there"
    book.save(tmp_path / "leaky.xlsx")
    return tmp_path / "leaky.xlsx"


def everything_in(path: Path) -> str:
    """All text of a file, of every part of a workbook, of every file in a folder."""
    if path.is_dir():
        return "\n".join(everything_in(one) for one in path.rglob("*") if one.is_file())
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as parts:
            names = parts.namelist()
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in names)
    return path.read_bytes().decode("utf-8", "replace")


def leaked(text: str) -> list[str]:
    """The planted secrets that can be read in a text, also where it is escaped."""
    plain = html.unescape(text).replace("\\", "").replace("\r\n ", "")
    return [secret for secret in SECRETS if secret in plain]


OUTPUTS = {
    "gaps.txt": ("validate", "leaky.xlsx"),
    "gaps.json": ("validate", "leaky.xlsx"),
    "gaps.html": ("validate", "leaky.xlsx"),
    "gaps.md": ("validate", "leaky.xlsx"),
    "gaps.csv": ("validate", "leaky.xlsx"),
    "gaps.xlsx": ("validate", "leaky.xlsx"),
    "summary.html": ("report", "leaky.xlsx"),
    "summary.md": ("report", "leaky.xlsx"),
    "team.xlsx": ("merge", "leaky.xlsx"),
    "again.xlsx": ("new", "--from", "leaky.xlsx"),
    "other.xlsx": ("new", "--from", "leaky.xlsx", "-t", "handover-slip"),
    "parts": ("split", "leaky.xlsx"),
    "by-section": ("split", "leaky.xlsx", "--by", "section"),
    "tables": ("export", "leaky.xlsx"),
    "data.json": ("export", "leaky.xlsx"),
    "data.sqlite": ("export", "leaky.xlsx"),
    "dates.ics": ("export", "leaky.xlsx"),
    "contacts.vcf": ("export", "leaky.xlsx"),
    "status.txt": ("status", "leaky.xlsx"),
    "status.json": ("status", "leaky.xlsx"),
    "status.html": ("status", "leaky.xlsx"),
    "learned.yaml": ("template", "learn", "leaky.xlsx"),
    "changes.txt": ("diff", "clean.xlsx", "leaky.xlsx"),
    "changes.json": ("diff", "clean.xlsx", "leaky.xlsx"),
    "changes.html": ("diff", "leaky.xlsx", "clean.xlsx"),
    "changes.md": ("diff", "leaky.xlsx", "clean.xlsx"),
}


@pytest.mark.parametrize("output", OUTPUTS)
def test_no_output_repeats_a_secret(handover, leaky, samples, output):
    """Reports, exports, merged workbooks and those that start from an old one contain dots instead."""
    shutil.copy(samples / "handover-complete.en.xlsx", leaky.with_name("clean.xlsx"))
    outcome = handover(*OUTPUTS[output], "-o", output)
    shown = everything_in(leaky.with_name(output))

    assert outcome.code in (0, 1), outcome.err
    assert leaked(shown + outcome.out + outcome.err) == []
    assert len(shown) > 200


def test_a_copy_with_marks_repeats_no_secret_in_what_we_add(handover, leaky):
    """The cells and notes of the copy are her own; our notes and our sheet of gaps name no secret."""
    handover("validate", "leaky.xlsx", "--annotate", "marked.xlsx")
    book = openpyxl.load_workbook(leaky.with_name("marked.xlsx"))
    ours = [str(value) for row in book.worksheets[-1].values for value in row if value]
    notes = [
        cell.comment.text.replace(NOTES.get(cell.coordinate, "-"), "")
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    ]

    assert len(ours) > 50
    assert len(notes) > 10
    assert leaked("\n".join([*ours, *notes])) == []


def test_every_secret_is_named_by_its_cell(handover, leaky):
    """In rows, own columns, headings, on sheets of one's own – each with what to write instead."""
    report = handover("validate", "leaky.xlsx", "--select", "P", "-l", "en").out
    places = [place for place, (_, secret) in PLANTED.items() if secret]

    assert [place for place in places if place not in report] == []
    assert "pw=••••••: The name of this sheet contains what looks like a password" in report
    assert "Write instead who looks after it and where it is kept" in report


def test_a_merge_says_that_secrets_were_left_behind(handover, leaky):
    """Nothing changes in silence."""
    assert "cells contained a secret, such as a password; it was replaced by dots" in (
        handover("merge", "leaky.xlsx", "-o", "team.xlsx").err
    )
