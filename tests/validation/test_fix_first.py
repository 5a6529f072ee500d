"""The ten things that matter first: what has leaked, then errors by priority and days left."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from test_rules import Story, put, story  # noqa: F401 - the fixture

from handover_xlsx.annotating.annotate import annotate
from handover_xlsx.package.package import open_container
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.reporting.gaps.rows import gap_rows
from handover_xlsx.reporting.gaps.to_pages import gaps_html, gaps_markdown
from handover_xlsx.reporting.gaps.to_text import gaps_text
from handover_xlsx.reporting.gaps.to_xlsx import gaps_xlsx
from handover_xlsx.reporting.gaps.view import gap_report
from handover_xlsx.validation.run import Validation, validate

SHOP = "Orders. Password: Winter2025!hx"
IBAN = "Invoices, IBAN DE89 3704 0044 0532 0130 00"


@pytest.fixture
def leaking(story: Story) -> Validation:  # noqa: F811 - the fixture
    """Everything critical is wrong, and on the last row of a sheet of low rank is a password."""
    for number in range(1, len(story.rows["duties"]) + 1):
        put("duties", number, priority="critical", description=None, done_when=None)(story.rows)
    put("start", 1, first_week=None)(story.rows)
    put("contacts", len(story.rows["contacts"]), topics=IBAN)(story.rows)
    put("systems", len(story.rows["systems"]), used_for=SHOP)(story.rows)
    return story.checked()


def test_a_leaked_secret_comes_before_every_other_error(leaking):
    """It can be read by everyone who gets the file; a password can still be changed, so it leads."""
    codes = [group.first.code for group in leaking.fix_first]

    assert codes[:2] == ["P101", "P103"]
    assert len(codes) > 2


def test_every_format_names_the_secret_first(leaking):
    """Terminal, page, Markdown and workbook agree on the first line of “Fix these first”."""
    place = leaking.fix_first[0].first.place
    text = gaps_text([leaking], "en")
    html = gaps_html(leaking, "en", date(2026, 11, 2))
    book = load_workbook(BytesIO(gaps_xlsx([leaking], "en")))

    assert text.split("Fix these first\n")[1].lstrip().startswith(f"1. {place} ")
    assert f"1. **Must be fixed · {place} ·" in gaps_markdown(
        leaking, "en", date(2026, 11, 2)
    ).replace("\\", "")
    assert book["Fix these first"]["C4"].value == place
    first = html[html.index('<ol class="gaps numbered">') :]
    assert place in first[: first.index("</li>")].replace("&amp;", "&")


def test_the_list_in_an_annotated_copy_begins_with_what_leaked(story, tmp_path):  # noqa: F811
    """Its last sheet goes sheet by sheet; only secrets come before the first sheet."""
    put("start", 1, first_week=None)(story.rows)
    put("systems", len(story.rows["systems"]), used_for=SHOP)(story.rows)
    path = tmp_path / "story.xlsx"
    path.write_bytes(story.written())
    rows = gap_rows([validate(read_workbook(path))], "en")
    copy = load_workbook(BytesIO(annotate(open_container(path), rows, "en").data))

    assert [row[8].value for row in copy.worksheets[-1].iter_rows(min_row=6)] == ["P101", "V101"]


def test_a_secret_in_a_new_workbook_is_not_skipped(make_workbook):
    """Nothing is filled in yet, but someone noted a password on a sheet of their own."""
    path = make_workbook()
    book = load_workbook(path)
    book.create_sheet("Notes")["A1"] = "Password: Winter2025!hx"
    book.save(path)
    validation = validate(read_workbook(path))

    assert gaps_text([validation], "en").split("Fix these first\n")[1].startswith("  1. Notes!A1: ")
    assert not gap_report(validation, "en").begin
