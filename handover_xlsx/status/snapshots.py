"""Remembers every tracked snapshot in a small database in the folder, so that a trend can be seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.files.output import cannot_write
from handover_xlsx.locale import N_
from handover_xlsx.status.leaver_status import LeaverStatus

_VERSION = 1
_SCHEMA = """
CREATE TABLE looks (id INTEGER PRIMARY KEY, day TEXT NOT NULL);
CREATE TABLE standings (
    look INTEGER NOT NULL REFERENCES looks (id),
    person TEXT NOT NULL,
    leaver TEXT NOT NULL,
    required INTEGER NOT NULL,
    filled INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    warnings INTEGER NOT NULL,
    PRIMARY KEY (look, person)
);
PRAGMA user_version = 1;
"""


@dataclass(frozen=True)
class Snapshot:
    """What the last tracked snapshot has about a person. Completeness is a share between 0 and 1."""

    day: date
    completeness: float
    errors: int
    warnings: int


def tracking_file(folder: Path) -> Path:
    """Where a folder's snapshots are remembered."""
    return folder / ".handover" / "status.sqlite"


def last_snapshots(folder: Path) -> Mapping[str, Snapshot]:
    """Person → their newest snapshot; nothing where nothing was tracked yet.

    Raises UnreadableFile where the file is damaged.
    """
    path = tracking_file(folder)
    if not path.exists():
        return {}
    with _opened(path, write=False) as database:
        rows = database.execute(
            "SELECT person, day, required, filled, errors, warnings FROM standings"
            " JOIN looks ON looks.id = standings.look ORDER BY looks.id"
        ).fetchall()
        return {
            str(person): Snapshot(
                date.fromisoformat(day), filled / required if required else 1.0, errors, warnings
            )
            for person, day, required, filled, errors, warnings in rows
        }


def track(folder: Path, found: Iterable[LeaverStatus], today: date) -> None:
    """Remember a snapshot; all of it or nothing. Raises UnreadableFile, or OutputError."""
    path = tracking_file(folder)
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from None
    with _opened(path, write=True) as database, database:
        snapshot = database.execute(
            "INSERT INTO looks (day) VALUES (?)", [today.isoformat()]
        ).lastrowid
        database.executemany(
            "INSERT OR REPLACE INTO standings VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (snapshot, status.person, status.leaver, status.progress.required, status.progress.filled,
                 status.errors, status.warnings)
                for status in found
            ],
        )  # fmt: skip


@contextmanager
def _opened(path: Path, *, write: bool) -> Iterator[sqlite3.Connection]:
    """The database, made where it is missing and wanted; every trouble is one of our errors."""
    try:
        mode = "rwc" if write else "ro"
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True)
        ) as opened:
            version = opened.execute("PRAGMA user_version").fetchone()[0]
            tables = opened.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if write and not tables:
                opened.executescript(f"BEGIN; {_SCHEMA} COMMIT;")
            elif version != _VERSION:
                raise _damaged(path, f"version {version}")
            yield opened
    except sqlite3.OperationalError as error:
        raise (
            cannot_write(path, OSError(0, str(error))) if write else _damaged(path, error)
        ) from None
    except (sqlite3.DatabaseError, ValueError, TypeError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise _damaged(path, error) from None


def _damaged(path: Path, why: object) -> UnreadableFile:
    return UnreadableFile(
        str(path),
        N_("is not a valid status history ({why}); delete it to start over"),
        why=str(why),
    )
