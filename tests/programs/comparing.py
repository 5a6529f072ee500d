"""What the tests compare before and after a program had a workbook."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl

from handover_xlsx.handover.model import Handover
from handover_xlsx.template.model import ROLES
from handover_xlsx.validation.scoring import score

Progress = dict[str, tuple[float, float, float]]
"""Rows, required and missing of each section, and of all ("")."""


def values(handover: Handover) -> dict[str, list[Mapping[str, object]]]:
    """The rows of each section."""
    return {name: [dict(record) for record in rows] for name, rows in handover.tables.items()}


def cells(handover: Handover) -> dict[tuple[str, int, str], tuple[str, str | None]]:
    """Sheet and address of every value."""
    return {
        (section, number, key): handover.cell(section, key, number)
        for section, rows in handover.tables.items()
        for number, record in enumerate(rows)
        for key in record
    }


def contents(handover: Handover) -> dict[str, object]:
    """Everything that a handover says, and where."""
    sources = handover.sources
    return {
        "values": values(handover),
        "cells": cells(handover),
        "rows": {
            name: [(record.row, record.source, record.unread) for record in rows]
            for name, rows in handover.tables.items()
        },
        "own columns": {name: handover.own_columns(name) for name in handover.tables},
        "not applicable": [source.not_applicable for source in sources],
        "roles": [
            {role: handover.role(role, index) for role in ROLES} for index in range(len(sources))
        ],
        "places": [source.places for source in sources],
        "identity": [
            (s.template_id, s.template_version, s.language, s.workbook_id, s.leaver)
            for s in sources
        ],
    }


def shown_progress(office) -> Progress:
    """The progress as the open Start sheet shows it, wherever that was moved to."""
    shown = (_progress(office.block(name, "A1:G80")) for name in office.sheets()[:2])
    return next(progress for progress in shown if progress)


def cached_progress(path: Path) -> Progress:
    """The numbers that we wrote into the Start sheet, for programs that do not calculate."""
    book = openpyxl.load_workbook(path, data_only=True)
    return _progress(book.worksheets[0].iter_rows(max_row=80, max_col=7, values_only=True))


def _progress(rows: Iterable[Sequence[object]]) -> Progress:
    """The lines of the progress list among the rows of the Start sheet: their first three numbers."""
    return {
        str(row[0]).removeprefix("_progress:"): _numbers(row)[:3]
        for row in rows
        if str(row[0]).startswith("_progress:")
    }


def _numbers(row: Sequence[object]) -> tuple[float, ...]:
    return tuple(cell for cell in row if isinstance(cell, (int, float)))


def scored(handover: Handover) -> Progress:
    """The same numbers from the score."""
    whole = score(handover)[0]
    return {
        name: (one.rows, one.required, one.missing)
        for name, one in [*whole.sections.items(), ("", whole.total)]
    }
