"""No output of ours repeats a secret, wherever in the workbook it was typed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

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
    "Unplaced!F9": ("IBAN DE89 3704 0044 0532 0130 00", "3704 0044"),
}


@pytest.fixture
def leaky(samples, tmp_path) -> Path:
    """The complete sample with secrets in rows, headings, forms and on sheets of one's own."""
    book = openpyxl.load_workbook(samples / "handover-complete.en.xlsx")
    book.create_sheet("Scribbles")
    unplaced = book.create_sheet("Unplaced")
    unplaced.append([])
    for column, heading in enumerate(("Where it stood", "Row", "Heading", "Value"), 2):
        unplaced.cell(6, column, heading)
    for column, value in enumerate(("Old!A1", "", "Bank", "see F9"), 2):
        unplaced.cell(9, column, value)
    for place, (value, _) in PLANTED.items():
        sheet, cell = place.split("!")
        book[sheet][cell] = value
    book.save(tmp_path / "leaky.xlsx")
    return tmp_path / "leaky.xlsx"


def everything_in(path: Path) -> str:
    """All text of a file, of every part of a workbook."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


OUTPUTS = {
    "gaps.txt": ("validate", "leaky.xlsx", "-o", "gaps.txt"),
    "gaps.json": ("validate", "leaky.xlsx", "-o", "gaps.json"),
    "gaps.html": ("validate", "leaky.xlsx", "-o", "gaps.html"),
    "gaps.md": ("validate", "leaky.xlsx", "-o", "gaps.md"),
    "summary.html": ("report", "leaky.xlsx", "-o", "summary.html"),
    "summary.md": ("report", "leaky.xlsx", "-o", "summary.md"),
    "team.xlsx": ("merge", "leaky.xlsx", "-o", "team.xlsx"),
    "again.xlsx": ("new", "--from", "leaky.xlsx", "-o", "again.xlsx"),
    "other.xlsx": ("new", "--from", "leaky.xlsx", "-t", "handover-slip", "-o", "other.xlsx"),
}


@pytest.mark.parametrize("output", OUTPUTS)
def test_no_output_repeats_a_secret(handover, leaky, output):
    """Reports, merged workbooks and workbooks that start from an old one hold dots instead."""
    outcome = handover(*OUTPUTS[output])
    shown = everything_in(leaky.with_name(output)) + outcome.out + outcome.err

    assert [secret for _, secret in PLANTED.values() if secret and secret in shown] == []
    assert leaky.with_name(output).stat().st_size > 500


def test_every_secret_is_named_by_its_cell(handover, leaky):
    """In rows, own columns, headings, on sheets of one's own – each with what to write instead."""
    told = handover("validate", "leaky.xlsx", "--select", "P", "-l", "en").out
    places = [place for place, (_, secret) in PLANTED.items() if secret]

    assert [place for place in places if place not in told] == []
    assert "Write instead who looks after it and where it is kept" in told


def test_a_merge_says_that_secrets_were_left_behind(handover, leaky):
    """Nothing changes in silence."""
    assert "cells held a secret, such as a password; it was replaced by dots" in (
        handover("merge", "leaky.xlsx", "-o", "team.xlsx").err
    )
