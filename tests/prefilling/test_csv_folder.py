"""Tables exported from elsewhere become rows: whatever the encoding, delimiter and headings."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.handover.content import Unplaced
from handover_xlsx.prefilling.csv_folder import read_tables
from handover_xlsx.prefilling.from_tables import from_tables, headings_known
from handover_xlsx.prefilling.from_workbook import Carried
from handover_xlsx.template.catalogue import load_template

OPERATIONS = load_template()


def taken(folder: Path, language: str = "en") -> Carried:
    tables = read_tables(folder, partial(headings_known, OPERATIONS))
    return from_tables(tables, OPERATIONS, language)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])  # fmt: skip
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found_out(tmp_path, encoding, delimiter):
    """What Excel, WPS and databases write is read without a question."""
    lines = [["职责名称", "频率", "最常合作的人"], ["周报；月报, 年报", "每周", "王建国"]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    (tmp_path / "工作职责.csv").write_bytes(text.encode(encoding))
    row = taken(tmp_path).content.rows["duties"][0]

    assert (row["name"], row["frequency"]) == ("周报；月报, 年报", "weekly")


@pytest.mark.parametrize("name", ["kpi_history", "kpi-history", "KPI history", "指标历史"])
def test_a_file_is_named_after_its_sheet_or_id(tmp_path, name):
    """In any language; signs that file names cannot contain do not matter."""
    (tmp_path / f"{name}.CSV").write_text("kpi,2025-11,Dec 2025\nSales,1.2万,\n", encoding="utf-8")

    assert taken(tmp_path).content.rows == {"kpi_history": [{"kpi": "Sales", "2025-11": 12000.0}]}


def test_a_percentage_is_what_the_unit_says(tmp_path):
    """97% is 97 where the unit is %, as it is read from a workbook; elsewhere it is 0.97."""
    (tmp_path / "kpis.csv").write_text("name,unit,target\nOn time,%,97%\nStock,Ratio,97%\n")
    (tmp_path / "kpi_history.csv").write_text("kpi,2025-11\nOn time,91 %\nStock,91%\n")
    (tmp_path / "projects.csv").write_text("name,progress\nMove,35%\n")
    rows = taken(tmp_path).content.rows

    assert [row["target"] for row in rows["kpis"]] == [97, 0.97]
    assert [row["2025-11"] for row in rows["kpi_history"]] == [91, 0.91]
    assert rows["projects"][0]["progress"] == 0.35


def test_headings_are_ids_labels_or_aliases(tmp_path):
    """In any language and mixed; other columns are one's own."""
    (tmp_path / "contacts.csv").write_text(
        "organisation,姓名,E-mail *,Shoe size,\nAcme,Bo,bo@example.com,44,x\n", encoding="utf-8"
    )
    content = taken(tmp_path).content

    assert content.rows["contacts"] == [
        {"organisation": "Acme", "name": "Bo", "email": "bo@example.com", "Shoe size": "44",
         "E": "x"}
    ]  # fmt: skip
    assert content.own_columns == {"contacts": ("Shoe size", "E")}


@pytest.mark.parametrize("text", ["Leaver,Last working day\nAda,18 Dec 2026\n",
                                  "Leaver,Ada\nLast working day,18 Dec 2026\n"])  # fmt: skip
def test_a_form_is_in_one_row_or_line_by_line(tmp_path, text):
    """Both are how programs export details."""
    (tmp_path / "Start.csv").write_text(text, encoding="utf-8")

    assert taken(tmp_path).content.rows["start"] == [
        {"leaver": "Ada", "last_day": date(2026, 12, 18)}
    ]


def test_values_are_understood_or_kept_as_typed(tmp_path):
    """Dates, numbers, and what is neither; numbers in text fields keep their zeros."""
    (tmp_path / "duties.csv").write_text(
        'name,hours,frequency\n00123,"1,5",每日\n', encoding="utf-8"
    )
    result = taken(tmp_path)

    assert result.content.rows["duties"] == [
        {"name": "00123", "hours": "1,5", "frequency": "daily"}
    ]
    assert [note.text() for note in result.notes] == [
        "duties.csv: 1 row copied to “Duties”.",
        "Duties: one value of “Hours each time” was not understood; it is kept as typed.",
    ]


def test_what_has_no_place_is_unplaced(tmp_path):
    """A file of another name, a line that the form does not have, a form's second row."""
    (tmp_path / "dutis.csv").write_text("a,b,\n1,\n", encoding="utf-8")
    (tmp_path / "start.csv").write_text("Leaver,Ada\nHobby,chess\n,tea\n", encoding="utf-8")
    (tmp_path / "开始.csv").write_text("Leaver,Position\nBo,Cook\n", encoding="utf-8")
    result = taken(tmp_path)

    assert result.content.unplaced == (
        Unplaced("start.csv!B2", "Hobby", "chess"),
        Unplaced("start.csv!B3", "", "tea"),
        Unplaced("开始.csv!A2", "Leaver", "Bo"),
        Unplaced("开始.csv!B2", "Position", "Cook"),
        Unplaced("dutis.csv!A2", "a", "1"),
        Unplaced("dutis.csv!B1", "", "b"),
    )
    assert "dutis.csv: no sheet has this name; did you mean “Duties”?" in [
        note.text() for note in result.notes
    ]


def test_excels_own_first_line_names_the_delimiter(tmp_path):
    """``sep=;`` is no heading."""
    (tmp_path / "duties.csv").write_text("sep=;\r\nname;done_when\r\na,b;c\r\n", encoding="utf-8")

    assert taken(tmp_path).content.rows["duties"] == [{"name": "a,b", "done_when": "c"}]


def test_several_tables_of_a_section_are_one(tmp_path):
    """Rows are added, an own column is there once."""
    for name in ("duties.csv", "工作职责.tsv"):
        (tmp_path / name).write_text(f"name,Mine\n{name},x\n", encoding="utf-8")
    content = taken(tmp_path).content

    assert [row["Mine"] for row in content.rows["duties"]] == ["x", "x"]
    assert content.own_columns["duties"] == ("Mine",)


def test_a_blank_or_headed_table_says_nothing(tmp_path):
    """A file with headings only, or with nothing but spaces, adds no row."""
    (tmp_path / "duties.csv").write_text("name,hours\n", encoding="utf-8")
    (tmp_path / "contacts.csv").write_text(" , \n\n", encoding="utf-8")

    assert taken(tmp_path).content.rows == {}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "contains no table (.csv)"),
        ({"duties.csv": b""}, "is empty"),
        ({"duties.csv": b"\xff\xff\xff\xff"}, "save it as CSV UTF-8"),
        ({"duties.csv": b"name\n" + b"x" * 10_000_001}, "cannot be read as a table"),
    ],
)
def test_what_cannot_be_read_is_reported_in_one_line(tmp_path, files, message):
    """Which file, and what to do."""
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    with pytest.raises(UnreadableFile, match="csv") as caught:
        taken(tmp_path)
    assert message in str(caught.value)


def test_a_file_in_place_of_a_folder_is_refused(tmp_path):
    """The command needs a folder of tables."""
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")

    with pytest.raises(UnreadableFile, match="is not a folder"):
        taken(tmp_path / "a.csv")
