"""What a number format shows: its kind, and the text that people see."""

from __future__ import annotations

import io
import pickle
from datetime import timedelta

import openpyxl
import pytest

from handover_xlsx.package.package import open_container_bytes
from handover_xlsx.sheets.number_formats import FormattedNumber, as_seen, kind_of
from handover_xlsx.sheets.workbook import Workbook


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", ""), ("", ""), (";;;", ""), ("0", "integer"), ("00000", "integer"),
        ("#,##0", "integer"), ("0.00", "number"), ("0.00E+00", "number"), ("# ?/?", "integer"),
        ("0%", "percent"), ("0.0 %", "percent"), ('0"%"', "integer"), ("@", "text"),
        ("¥#,##0.00", "money"), ("[$¥-804]#,##0", "money"), ('#,##0.00" USD"', "money"),
        ('General"元"', "money"), ("_ ¥* #,##0.00_ ", "money"),
        ("yyyy-mm-dd", "date"), ('[$-804]yyyy"年"m"月"d"日"', "date"), ("yyyy", "date"),
        ('yyyy"年"m"月"', "month"), ("mmm-yy", "month"), ("yyyy-mm-dd hh:mm", "moment"),
        ("h:mm AM/PM", "time"), ("mm:ss.0", "time"), ("[h]:mm", "duration"), ("[mm]:ss", "duration"),
        ("0;[Red]-0;yyyy", "integer"), ("[Red]0.0", "number"), ('0" days"', "integer"),
    ],
)  # fmt: skip
def test_a_format_is_of_one_kind(code: str, kind: str) -> None:
    """Words in quotes, colours and languages in brackets do not count; [$-804] is no dollar."""
    assert kind_of(code) == kind


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (0.97, "0%", "97%"), (0.975, "0%", "97.5%"), (0.97, "0.00%", "97.00%"), (-0.5, "0%", "-50%"),
        (42, "00000", "00042"), (123456, "00000", "123456"), (1234567.5, "#,##0.00", "1,234,567.50"),
        (-1234, "#,##0", "-1,234"), (7, '"No. "0', "No. 7"), (3, '0" 天"', "3 天"),
        (1200, "[$¥-804]#,##0", "¥1,200"), (99.5, "_ ¥* #,##0.00_ ", "¥99.50"),
        (12, "0", "12"), (12.5, "0", "12.5"), (1e20, "#,##0", "1e+20"), (5551234, "000-0000", "5551234"),
        (12345, "#,##0,", "12345"), (0.5, "# ?/?", "0.5"),
    ],
)  # fmt: skip
def test_a_number_is_the_text_that_people_see(number: float, code: str, text: str) -> None:
    """Zeros, signs and words of the format are seen; digits that it would round away are not lost."""
    assert as_seen(number, code) == text


def test_a_formatted_number_is_still_the_number() -> None:
    """It counts, sorts and travels between processes like any other."""
    share = FormattedNumber(0.97, "0%")

    assert (share, share * 100, str(share), share.is_share) == (0.97, 97.0, "97%", True)
    assert str(pickle.loads(pickle.dumps(share))) == "97%"  # noqa: S301 - our own bytes


def test_cells_carry_the_formats_that_change_what_is_seen() -> None:
    """A company's list: what needs no format remains a plain number, and costs nothing more."""
    book = openpyxl.Workbook()
    sheet = book.active
    for place, (value, code) in enumerate(
        [(0.97, "0%"), (42, "00000"), (42, "General"), (42, "0"), (1.5, "[h]:mm"), (42, "@")], 1
    ):
        sheet.cell(1, place, value).number_format = code
    stream = io.BytesIO()
    book.save(stream)
    container = open_container_bytes("list.xlsx", stream.getvalue())

    cells = Workbook(container).grid(container.sheets[0]).rows[0][1]

    assert list(map(str, cells[:2])) == ["97%", "00042"]
    assert cells[4] == timedelta(hours=36)
    assert [type(cells[place]) for place in (2, 3, 5)] == [float] * 3


def test_format_46_is_a_duration() -> None:
    """Excel names [h]:mm:ss by its number alone; 36 hours are no day in 1900."""
    book = openpyxl.Workbook()
    book.active.cell(1, 1, 1.5).number_format = "[h]:mm:ss"
    stream = io.BytesIO()
    book.save(stream)
    container = open_container_bytes("list.xlsx", stream.getvalue())

    assert b'numFmtId="46"' in container.part(container.styles)
    assert Workbook(container).grid(container.sheets[0]).value(0, 0) == timedelta(hours=36)
