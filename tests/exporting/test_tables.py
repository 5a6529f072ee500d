"""Handovers as tables: what is exported, and that reading it back gives the same values."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from handover_xlsx.errors import OutputError, UsageError
from handover_xlsx.exporting.tables import Column, Table, tables
from handover_xlsx.exporting.to_csv import guarded, table_csv, unguarded
from handover_xlsx.exporting.to_json import tables_json
from handover_xlsx.exporting.to_sqlite import tables_sqlite
from handover_xlsx.handover.combine import combine
from handover_xlsx.handover.model import Handover
from handover_xlsx.merging.merge import merge
from handover_xlsx.reading.read import read_bytes, read_workbook
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.writing.write import workbook_bytes

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[2] / "samples"
EVERYTHING = ("handover-full.en", "handover-gaps.zh", "operations-manual.en")


def read(*names: str) -> Handover:
    return combine([read_workbook(SAMPLES / f"{name}.xlsx") for name in names])


def named(handover: Handover, language: str = "en") -> dict[str, Table]:
    return {table.name: table for table in tables(handover, language)}


def rows(table: Table) -> list[dict[str, object]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


# --- What is in a table ---------------------------------------------------------------------


def test_every_row_says_where_it_comes_from():
    """File, person, workbook, sheet, and the row as a spreadsheet counts it."""
    first = rows(named(read("handover-complete.en"))["duties"])[0]

    assert {key: first[key] for key in ("_source", "_leaver", "_sheet", "_row")} == {
        "_source": "handover-complete.en.xlsx", "_leaver": "Hannah Kessler",
        "_sheet": "Duties", "_row": 7,
    }  # fmt: skip
    assert first["_workbook"]


def test_rows_of_a_team_name_the_file_they_came_from():
    """Sheet and row of that file, not of the team's workbook, and a key that is there only once."""
    paths = sorted((SAMPLES / "team").glob("*.xlsx"))
    single = [row for path in paths for row in rows(named(read_workbook(path))["duties"])]
    merged = merge([read_workbook(path) for path in paths])
    data, _ = workbook_bytes(load_template("operations"), content=merged.content)
    team = rows(named(read_bytes("team.xlsx", data))["duties"])

    origin = ("_source", "_workbook", "_sheet", "_row")
    assert [[row[key] for key in origin] for row in team] == [
        [row[key] for key in origin] for row in single
    ]


def test_no_row_and_no_value_is_left_out():
    """As many rows as the handover has, and everything that is in them."""
    handover = read("handover-full.en")
    made = named(handover)

    for section in handover.template.sections:
        found = rows(made[section.id])
        assert len(found) == len(handover.rows(section))
        for record, row in zip(handover.rows(section), found, strict=True):
            given = {key for key, value in record.items() if value is not None}
            assert given <= {key for key, value in row.items() if value is not None}


def test_choices_are_a_code_and_a_label_in_the_chosen_language(workbook_from_markdown):
    """The code is for programs, the label for people."""
    text = "## duties\n| name | frequency |\n|--|--|\n| Stock order | weekly |"
    row = rows(named(read_workbook(workbook_from_markdown(text)), "zh")["duties"])[0]

    assert (row["frequency"], row["frequency__label"]) == ("weekly", "每周")


def test_every_column_has_a_label_in_the_chosen_language(workbook_from_markdown):
    """Names of columns are the same in every language; what explains them is not."""
    text = "## duties\n| name | frequency |\n|--|--|\n| 周报 | weekly |"
    made = tables(read_workbook(workbook_from_markdown(text, language="zh")), "zh")
    labels = [column.label for table in made for column in table.columns]

    assert [label for label in labels if re.search("[A-Za-z]{2}", label)] == []  # but B角
    assert [
        column.label
        for column in named(read_workbook(workbook_from_markdown(text)), "en")["duties"].columns
    ][:2] == ["file the row comes from", "who hands over"]


def test_what_was_not_understood_is_next_to_the_typed_columns(workbook_from_markdown):
    """A column of dates contains dates only; nothing is lost."""
    text = (
        "## projects\n| name | planned_end | progress |\n|--|--|--|\n| Move | next spring | 0.5 |"
    )
    row = rows(named(read_workbook(workbook_from_markdown(text)))["projects"])[0]

    assert (row["planned_end"], row["progress"]) == (None, 0.5)
    assert row["_unread"] == {"planned_end": "next spring"}


def test_own_columns_have_the_type_of_what_is_in_them(workbook_from_markdown):
    """And never the name of another column, whatever their heading is."""
    text = "## duties\n| name | Cost | _ROW |\n|--|--|--|\n| Stock order | 4711 | x |"
    table = named(read_workbook(workbook_from_markdown(text)))["duties"]
    own = [column.name for column in table.columns][-3:]

    assert own == ["Cost", "_ROW (2)", "_unread"]
    assert rows(table)[0]["Cost"] == "4711"


def test_secrets_are_masked_everywhere(workbook_from_markdown):
    """In fields, in own columns, in reasons."""
    secret = "Hunter2xyz!"  # noqa: S105 - not a real one
    text = f"## duties\n| name | Login |\n|--|--|\n| password: {secret} | password: {secret} |\n"
    text += f"## kpis\nsee password: {secret}"
    made = tables(read_workbook(workbook_from_markdown(text)), "en")

    assert secret not in tables_json(made, "en")
    assert secret.encode() not in b"".join(table_csv(table) for table in made)
    assert secret.encode() not in tables_sqlite(made)


def test_sources_say_what_does_not_apply(workbook_from_markdown):
    """One line for each workbook, with its last day and its reasons."""
    text = "## start\n| leaver | last_day |\n|--|--|\n| Ada | 2026-12-18 |\n## kpis\nNo figures"
    source = rows(named(read_workbook(workbook_from_markdown(text)))["sources"])[0]

    assert (source["leaver"], source["last_day"]) == ("Ada", "2026-12-18")
    assert source["not_applicable"] == {"kpis": "No figures"}


# --- Reading back ---------------------------------------------------------------------------

_READ = {
    "integer": int, "number": float, "yesno": {"true": True, "false": False}.__getitem__,
    "date": str, "text": unguarded,
    "list": lambda text: unguarded(text).split("; "), "object": lambda t: json.loads(unguarded(t)),
}  # fmt: skip


def from_csv(table: Table, data: bytes) -> list[tuple[object, ...]]:
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert [unguarded(name) for name in next(lines)] == [column.name for column in table.columns]
    return [
        tuple(
            _READ[column.type](text) if text else None
            for column, text in zip(table.columns, line, strict=True)
        )
        for line in lines
    ]


def loaded(value: object, column: Column) -> object:
    """A cell of the database as the table has it."""
    if value is None:
        return None
    if column.type in ("list", "object"):
        return json.loads(value)
    return bool(value) if column.type == "yesno" else value


@pytest.mark.parametrize("name", EVERYTHING)
def test_csv_has_the_same_values(name):
    """Every section of the samples, read back by its columns' types."""
    for table in tables(read(name), "en"):
        assert from_csv(table, table_csv(table)) == list(table.rows), table.name


@pytest.mark.parametrize("name", EVERYTHING)
def test_sqlite_has_the_same_values(name, tmp_path):
    """One table a section, typed columns, sources next to them."""
    made = tables(read(name), "en")
    (tmp_path / "x.sqlite").write_bytes(tables_sqlite(made))
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as database:
        for table in made:
            got = [
                tuple(loaded(v, c) for v, c in zip(row, table.columns, strict=True))
                for row in database.execute(f'SELECT * FROM "{table.name}" ORDER BY rowid')  # noqa: S608
            ]
            assert got == list(table.rows), table.name
        types = {row[1]: row[2] for row in database.execute("PRAGMA table_info(sources)")}

    assert (types["last_day"], types["template_version"]) == ("DATE", "INTEGER")


@pytest.mark.parametrize("name", EVERYTHING)
def test_json_has_the_same_values(name):
    """Rows as objects, columns with type and label."""
    made = tables(read(name), "en")
    data = json.loads(tables_json(made, "en"))

    assert data["schema"] == "handover-export/1"
    for table in made:
        assert data["tables"][table.name]["rows"] == rows(table)


@pytest.mark.parametrize("name", EVERYTHING)
def test_json_says_by_a_schema_what_its_rows_are(name):
    """Every row fits its table's schema; a text among the numbers, or a row too short, does not."""
    for table in json.loads(tables_json(tables(read(name), "en"), "en"))["tables"].values():
        schema = Draft202012Validator(table["row_schema"], format_checker=FormatChecker(["date"]))
        Draft202012Validator.check_schema(table["row_schema"])
        for row in table["rows"]:
            assert [error.message for error in schema.iter_errors(row)] == []
            for column in table["columns"]:
                wrong = 5 if column["type"] in ("text", "date") else "five"
                assert not schema.is_valid({**row, column["name"]: wrong})
                assert not schema.is_valid({k: v for k, v in row.items() if k != column["name"]})


@pytest.mark.needs("pyarrow")
@pytest.mark.parametrize("name", EVERYTHING)
def test_parquet_has_the_same_values(name):
    """Dates as dates, lists as lists."""
    from pyarrow import parquet

    from handover_xlsx.exporting.to_parquet import table_parquet

    def plain(value, column):
        if isinstance(value, date):
            return value.isoformat()
        return json.loads(value) if value and column.type == "object" else value

    for table in tables(read(name), "en"):
        got = parquet.read_table(io.BytesIO(table_parquet(table))).to_pylist()
        found = [{c.name: plain(row[c.name], c) for c in table.columns} for row in got]
        assert found == rows(table), table.name


def test_without_pyarrow_parquet_says_how_to_get_it(monkeypatch):
    """The exact line to type, and what works without it."""
    from handover_xlsx.exporting.to_parquet import table_parquet

    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(UsageError, match="pip install pyarrow"):
        table_parquet(Table("t", (), ()))


# --- Hostile texts --------------------------------------------------------------------------


@given(st.text())
def test_the_guard_against_formulas_can_be_taken_off_again(text):
    """Whatever is in a cell; and what is guarded begins with no sign that starts a formula."""
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(
        ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    )


@pytest.mark.parametrize("text", ["=1+1", "+44 20 7946", "-x", "@sum", "\t=1", "＝1", "'=1"])
def test_text_is_never_a_formula_in_csv(text):
    """Cells and headings; a negative number remains a number."""
    table = Table("t", (Column(text, "text", ""), Column("n", "number", "")), ((text, -5.0),))
    lines = list(csv.reader(io.StringIO(table_csv(table).decode("utf-8-sig"), newline="")))

    assert lines == [["'" + text, "n"], ["'" + text, "-5"]]


def test_a_heading_is_never_sql():
    """Quotes in names of own columns end nothing."""
    evil = 'x" TEXT); DROP TABLE sources; --'
    data = tables_sqlite([Table("t", (Column(evil, "text", ""),), (("kept",),))])
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(data)
        cursor = database.execute("SELECT * FROM t")

        assert cursor.fetchall() == [("kept",)]
        assert cursor.description[0][0] == evil


def test_more_columns_than_sqlite_allows_are_answered_in_one_line():
    """What does not fit, and what to use instead."""
    wide = Table("wide", tuple(Column(f"c{n}", "text", "") for n in range(3000)), ())

    with pytest.raises(OutputError, match="does not fit into an SQLite table"):
        tables_sqlite([wide])
