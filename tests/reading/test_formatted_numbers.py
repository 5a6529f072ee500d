"""What a cell shows is what its writer meant: percent signs, leading zeros, hours beyond a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import openpyxl
import pytest

from handover_xlsx.handover.model import Handover
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.validation.run import validate

STORY = """
## start
| leaver | successor | last_day |
|---|---|---|
| Clara Whitfield | Priya Nair | 2026-11-30 |

## kpis
| name | unit | target |
|---|---|---|
| On time | percent | 11 |
| Orders | count | 22 |
| Ratio | ratio | 33 |

## kpi_history
| kpi | 2026-09 | 2026-10 |
|---|---|---|
| On time | 44 | 55 |
| Orders | 66 | 77 |

## projects
| name | progress | status_note |
|---|---|---|
| Fair | 88 |  |

## contacts
| name | organisation |
|---|---|
| Leo Marsh | 99 |
"""
Cells = Mapping[int, tuple[object, str]]


@pytest.fixture
def typed(workbook_from_markdown, tmp_path) -> Callable[[Cells], Handover]:
    """The story's workbook with other cells instead of its numbers: (value, number format)."""

    def change(cells: Cells) -> Handover:
        book = openpyxl.load_workbook(workbook_from_markdown(STORY))
        found = set()
        for sheet in book:
            if sheet.sheet_state != "visible":
                continue
            for row in sheet.iter_rows():
                for cell in row:
                    number = int(cell.value) if str(cell.value) in map(str, cells) else None
                    if number is not None:
                        cell.value, cell.number_format = cells[number]
                        found.add(number)
        assert found == set(cells)
        path = tmp_path / "typed.xlsx"
        book.save(path)
        return read_workbook(path)

    return change


def test_percent_cells_of_a_percent_figure_are_what_is_seen(typed):
    """Excel stores a typed 97% as 0.97; under the unit % it is 97, in target and months."""
    read = typed({11: (0.975, "0.0%"), 44: (0.91, "0%"), 55: (0.57, "0%")})

    assert read.rows("kpis")[0]["target"] == 97.5
    months = read.rows("kpi_history")[0]
    assert (months["2026-09"], months["2026-10"]) == (91, 57)


def test_a_percentage_typed_as_text_is_the_same(typed):
    """“97%” as a text means what the formatted cell means, and the note on it says so."""
    read = typed({11: ("97%", "@"), 44: ("91 %", "@")})

    assert read.rows("kpis")[0]["target"] == 97
    assert read.rows("kpi_history")[0]["2026-09"] == 91
    notes = [str(f.message) for f in validate(read).findings if f.code == "V190"]
    assert any("“97%” as 97" in note for note in notes)


def test_elsewhere_a_percentage_is_a_part_of_one(typed):
    """A ratio of 85% is 0.85; a figure without a percent sign remains as it is."""
    read = typed({33: (0.85, "0%"), 66: (0.5, "0%"), 11: (97, "0"), 44: (91.5, "General")})

    assert read.rows("kpis")[2]["target"] == 0.85
    assert read.rows("kpi_history")[1]["2026-09"] == 0.5
    assert read.rows("kpis")[0]["target"] == 97
    assert read.rows("kpi_history")[0]["2026-09"] == 91.5


def test_a_field_for_percentages_keeps_its_part_of_one(typed):
    """Progress is stored as 0.35 whichever way it was typed."""
    assert typed({88: (0.35, "0%")}).rows("projects")[0]["progress"] == 0.35


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (42, "00000", "00042"), (0.97, "0%", "97%"),
        (1.5, "[h]:mm", "36:00"), (1.5, "[h]:mm:ss", "36:00"), (0.5, "h:mm", "12:00"),
        (1234, "#,##0", "1,234"), (7, '"No. "0', "No. 7"), (42, "General", "42"),
    ],
)  # fmt: skip
def test_a_text_is_what_the_cell_shows(typed, value, code, text):
    """A staff number keeps its zeros, a duration its hours."""
    read = typed({99: (value, code)})

    assert read.rows("contacts")[0]["organisation"] == text


def test_a_field_whose_label_says_percent_counts_of_a_hundred():
    """“Rate (%)” asks for 97, so 97% is 97; a label alone is enough."""
    from handover_xlsx.sheets.number_formats import FormattedNumber
    from handover_xlsx.template.model import Field
    from handover_xlsx.values.convert import Context, convert

    rate = Field("rate", {"en": "Rate (%)", "zh": "比率（%）"}, "number", max=100)

    assert convert(FormattedNumber(0.97, "0%"), rate, Context()).value == 97
    assert convert("97%", rate, Context()).value == 97
    assert convert(0.97, rate, Context()).value == 0.97


def test_an_own_column_keeps_what_is_seen(typed, workbook_from_markdown, tmp_path):
    """A column that someone added: zeros and percent signs are seen, amounts remain numbers."""
    book = openpyxl.load_workbook(workbook_from_markdown(STORY))
    sheet = book["Contacts"]
    place = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Leo Marsh")
    last = sheet.max_column
    for offset, (value, code) in enumerate(
        [(42, "00000"), (0.97, "0%"), (1234.5, "#,##0.00"), (0.5, "0.00")], 1
    ):
        heading = sheet.cell(place.row - 1, last + offset, f"Own {offset}")
        assert heading.value
        sheet.cell(place.row, last + offset, value).number_format = code
    path = tmp_path / "own.xlsx"
    book.save(path)

    values = read_workbook(path).rows("contacts")[0]

    assert [values[f"Own {n}"] for n in (1, 2, 3, 4)] == ["00042", "97%", 1234.5, 0.5]
