"""``handover merge``: many workbooks as one."""

from __future__ import annotations

import openpyxl

from handover_xlsx.workbook.reading import read_workbook


def test_every_row_says_where_it_comes_from(handover, samples, tmp_path):
    """Three workbooks, one of them Chinese, become one English team workbook."""
    outcome = handover("merge", samples / "team", "-o", "team.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "team.xlsx")["Duties"]
    origins = {sheet.cell(row, 2).value for row in range(7, 7 + 13)}

    assert outcome.code == 0
    assert "rows from 3 workbooks" in outcome.err
    assert sheet["B6"].value == "From"
    assert {text.rpartition(" · ")[0] for text in origins} == {
        "Anna Fischer · anna-fischer.en.xlsx",
        "Ben Carter · ben-carter.en.xlsx",
        "刘思涵 · liu-sihan.zh.xlsx",
    }
    assert "刘思涵 · liu-sihan.zh.xlsx · 工作职责!8" in origins


def test_no_row_is_dropped(handover, samples, tmp_path):
    """Rows in = rows out, section by section, and choices are translated."""
    handover("merge", samples / "team", "-l", "zh", "-o", "team.xlsx")
    team = read_workbook(tmp_path / "team.xlsx")
    single = [read_workbook(path) for path in sorted((samples / "team").glob("*.xlsx"))]

    for section in team.template.sections:
        before = [r.values for one in single for r in one.rows(section)]
        assert [r.values for r in team.rows(section)] == before, section.id
    frequencies = openpyxl.load_workbook(tmp_path / "team.xlsx")["工作职责"]
    assert frequencies["E7"].value in ("每日", "每周", "每月", "双周", "每季")


def test_a_merged_workbook_can_be_validated_reported_and_merged_again(handover, samples, tmp_path):
    """It is an ordinary workbook of the template."""
    handover("merge", samples / "team", "-o", "team.xlsx")

    assert handover("validate", "team.xlsx").code == 0
    assert handover("report", "team.xlsx", "-o", "team.html").code == 0
    assert (
        handover("merge", "team.xlsx", samples / "handover-complete.en.xlsx", "-o", "all.xlsx").code
        == 0
    )
    leavers = [source.leaver for source in read_workbook(tmp_path / "all.xlsx").sources]
    assert leavers == ["Anna Fischer", "Ben Carter", "Hannah Kessler", "刘思涵"]


def test_an_unreadable_workbook_is_named_and_the_rest_merges(handover, samples, tmp_path):
    """Exit 2 says that something is missing; the others are there."""
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 broken")
    outcome = handover("merge", samples / "team", "bad.xlsx", "-o", "team.xlsx")

    assert outcome.code == 2
    assert outcome.err.startswith("bad.xlsx: is damaged")
    assert "One file could not be read" in outcome.err
    assert len(read_workbook(tmp_path / "team.xlsx").sources) == 3


def test_the_output_inside_the_folder_is_not_merged_into_itself(handover, samples, tmp_path):
    """Merging the same folder twice gives the same team."""
    for path in (samples / "team").glob("*.xlsx"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    handover("merge", ".", "-o", "team.xlsx")
    handover("merge", ".", "-o", "team.xlsx", "--force")

    assert len(read_workbook(tmp_path / "team.xlsx").sources) == 3


def test_columns_of_ones_own_travel_along(handover, samples, tmp_path):
    """A column that only one person added is a column of the team's workbook."""
    book = openpyxl.load_workbook(samples / "team" / "anna-fischer.en.xlsx")
    sheet = book["Duties"]
    column = sheet.max_column + 1
    sheet.cell(6, column, "Cost centre")
    sheet.cell(7, column, "4711")
    book.save(tmp_path / "anna.xlsx")
    handover("merge", "anna.xlsx", samples / "team" / "ben-carter.en.xlsx", "-o", "team.xlsx")
    rows = read_workbook(tmp_path / "team.xlsx").rows("duties")

    assert [row.values.get("Cost centre") for row in rows][:2] == ["4711", None]


def test_the_same_workbook_twice_counts_once(handover, samples, tmp_path):
    """A copy under another name adds nothing, and a line says so."""
    original = samples / "handover-complete.en.xlsx"
    (tmp_path / "copy.xlsx").write_bytes(original.read_bytes())
    outcome = handover("merge", original, "copy.xlsx", "-o", "team.xlsx")

    assert "the same workbook is there twice; it counts once" in outcome.err
    assert "from 1 workbooks" in outcome.err


def test_a_persons_workbook_is_never_an_output(handover, samples, tmp_path):
    """Not even with --force, and not even when only its folder was named."""
    ours = {path.name: path.read_bytes() for path in (samples / "team").glob("*.xlsx")}
    for name, data in ours.items():
        (tmp_path / name).write_bytes(data)
    merged = handover("merge", ".", "-o", "ben-carter.en.xlsx", "--force")
    checked = handover("validate", ".", "-f", "text", "-o", "anna-fischer.en.xlsx", "--force")

    assert merged.code == checked.code == 2
    assert "ben-carter.en.xlsx: is one of the inputs" in merged.err
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.xlsx")} == ours


def test_the_output_must_be_a_workbook(handover, samples):
    """A name that Excel would not open is refused before anything is written."""
    outcome = handover("merge", samples / "team", "-o", "team.xls")

    assert outcome.code == 2
    assert outcome.err == "team.xls: the name should end in .xlsx\n"
