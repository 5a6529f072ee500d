"""Tables as an SQLite database: one table a section, with typed columns."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from handover_xlsx.errors import OutputError
from handover_xlsx.exporting.tables import Table, Value
from handover_xlsx.locale import N_
from handover_xlsx.values.field_types import COLUMN_SQL


def tables_sqlite(tables: Sequence[Table]) -> bytes:
    """The database as the bytes of its file. Raises OutputError where SQLite has a limit."""
    with closing(sqlite3.connect(":memory:")) as database:
        for table in tables:
            with _reporting(table.name):
                _fill(database, table)
        database.commit()
        return database.serialize()


def _fill(database: sqlite3.Connection, table: Table) -> None:
    columns = ", ".join(
        f"{quoted(column.name)} {COLUMN_SQL[column.type]}" for column in table.columns
    )
    database.execute(f"CREATE TABLE {quoted(table.name)} ({columns})")
    places = ", ".join("?" * len(table.columns))
    database.executemany(
        f"INSERT INTO {quoted(table.name)} VALUES ({places})",  # noqa: S608 - quoted
        ([_cell(value) for value in row] for row in table.rows),
    )


def quoted(name: str) -> str:
    """A name as SQL writes it: whatever is in a heading, it is only a name."""
    return '"' + name.replace('"', '""').replace("\0", "") + '"'


def _cell(value: Value) -> str | int | float | None:
    """Lists and objects are JSON texts, which SQLite's own functions read."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    return json.dumps(value, ensure_ascii=False)


@contextmanager
def _reporting(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise OutputError(
            N_("{name}: does not fit into an SQLite table ({why}); export to .json or CSV instead"),
            name=name, why=str(error),
        ) from None  # fmt: skip
