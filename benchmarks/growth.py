"""How the time grows with what a workbook contains: exponents, which should remain below 1.1.

``make bench`` prints them after the pairs; ``python benchmarks/growth.py findings`` only the rows
whose names contain that word. Each size is the median of three runs, in CPU seconds.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from measuring import Work, growth
from workbooks import Change, write_changed, write_company, write_typical

HANDOVER = [sys.executable, "-m", "handover_xlsx"]
_LONGEST_CELL = 32_000


def only_names(row: dict[str, object], names_row: str, _place: int) -> dict[str, object]:
    """A row that someone began and left: nearly every required cell is missing."""
    return {names_row: row.get(names_row)}


def faulty(row: dict[str, object], names_row: str, place: int) -> dict[str, object]:
    """The same with dates and numbers in words, and names that are listed nowhere.

    A rule lists at most 20,000 findings of a workbook, so that a flood needs several.
    """
    wrong = {
        key: "soon" for key, value in row.items()
        if isinstance(value, (date, int, float)) and not isinstance(value, bool)
    }  # fmt: skip
    people = unknown_names(row, names_row, place)
    names = {key: value for key, value in people.items() if value != row[key]}
    return {**wrong, **names, names_row: row.get(names_row)}


def unknown_names(row: dict[str, object], names_row: str, place: int) -> dict[str, object]:
    """Every reference names someone, or something, that is listed nowhere."""
    return {
        key: f"Nobody {place} {key}" if key in ("successor", "taken_over_by", "backup") else value
        for key, value in row.items()
    }


def long_texts(row: dict[str, object], names_row: str, place: int) -> dict[str, object]:
    """A text in every row is as long as a cell can contain."""
    text = f"Paragraph {place} of what has to be said about it, in all the detail. "
    return {**row, "description": (text * (_LONGEST_CELL // len(text)))}


def own_columns(count: int) -> Change:
    """So many columns that people added, each filled in."""

    def change(row: dict[str, object], names_row: str, place: int) -> dict[str, object]:
        return {**row, **{f"Own {number}": f"own {number} {place}" for number in range(count)}}

    return change


def validate(path: Path, *options: str, says: str = "") -> Work:
    """A check that finds gaps."""
    return Work([*HANDOVER, "validate", str(path), "--max-seconds", "600", *options], says, exits=1)


Series = tuple[str, tuple[int, ...], Callable[[int], Work]]


def series(folder: Path) -> Iterator[Series]:
    """Each thing that may grow: its name, the sizes, and the work at a size."""

    def changed(rows: int, change: Change, name: str, **options: int) -> Path:
        return write_changed(folder / f"{name}-{rows}-{options}.xlsx", rows, change, **options)

    yield (
        "rows",
        (300, 1_000, 3_000),
        lambda n: validate(write_typical(folder / f"rows-{n}.xlsx", n)),
    )
    for form in ("html", "md", "xlsx", "json"):
        yield (
            f"findings, {form}",
            (100, 300, 900),
            lambda n, form=form: validate(  # type: ignore[misc]
                changed(n, only_names, "findings"),
                "-f",
                form,
                "-o",
                str(folder / f"gaps.{form}"),
                "--force",
            ),
        )
    yield (
        "findings, annotated copy",
        (100, 300, 900),
        lambda n: validate(
            changed(n, only_names, "findings"), "--annotate", str(folder / "marked.xlsx"), "--force"
        ),
    )
    yield (
        "unknown references",
        (100, 300, 900),
        lambda n: validate(changed(n, unknown_names, "unknown")),
    )
    yield "long texts", (30, 100, 300), lambda n: validate(changed(n, long_texts, "long"))
    yield "own columns", (20, 60, 180), lambda n: validate(changed(300, own_columns(n), f"own-{n}"))
    yield (
        "periods",
        (12, 36, 60),
        lambda n: validate(changed(300, lambda row, *_: row, "periods", months=n)),
    )

    def merge(count: int) -> Work:
        company, team = folder / f"company-{count}", folder / "team.xlsx"
        write_company(company, count)
        command = [*HANDOVER, "merge", str(company), "-o", str(team), "--jobs", "1"]
        return Work(command, f"{count:,}", team)

    yield "workbooks merged", (30, 100, 300), merge


def main() -> None:
    """Print one row a series."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        idle = validate(write_typical(folder / "idle.xlsx", 1)).take().cpu
        print(f"{'what grows':<38} {'sizes':<26} {'CPU s':<24} exponent (at most 1.1)")
        for what, sizes, work in series(folder):
            if wanted in what:
                growth(what, sizes, [work(size) for size in sizes], idle)


if __name__ == "__main__":
    main()
