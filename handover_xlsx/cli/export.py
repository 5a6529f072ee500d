"""``handover export``: the content of handovers as data for other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handover_xlsx.cli.console import complain, inform
from handover_xlsx.cli.inputs import find_files, read_inputs
from handover_xlsx.cli.options import (
    _,
    files_argument,
    force_option,
    jobs_option,
    language_option,
    limit_options,
    output_option,
    reading_template_option,
)
from handover_xlsx.errors import UsageError
from handover_xlsx.locale import LANGUAGES, N_, locale_language, plural

if TYPE_CHECKING:
    from handover_xlsx.exporting.tables import Table
    from handover_xlsx.handover.model import Handover
    from handover_xlsx.package.limits import Limits

ENDINGS = (".json", ".sqlite", ".db", ".parquet", ".ics", ".vcf")


@click.command(
    help=_(N_("Write tables, deadlines or contacts for other programs.\n\n"
              "The ending of the output decides the format: a folder's name (data/) makes CSV "
              "files, .json, .sqlite, .parquet; .ics a calendar of the deadlines, .vcf the "
              "contacts.\n\n"
              "Example: handover export returned/ -o team.sqlite")),
)  # fmt: skip
@files_argument()
@reading_template_option()
@output_option(N_("The output: a folder, or a name ending in .json, .sqlite, .db, .parquet, .ics "
                  "or .vcf."), required=True)  # fmt: skip
@language_option(N_("Language of labels (default: the first workbook's)."))
@jobs_option()
@force_option()
@limit_options()
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    template_name: str | None,
    output: Path,
    language: str | None,
    jobs: int | None,
    force: bool,
    limits: Limits,
) -> None:
    """Read, make tables, write."""
    kind = output.suffix.lower() if not output.is_dir() or output.suffix == ".parquet" else ""
    if kind and kind not in ENDINGS:
        raise UsageError(
            N_("{file}: name a folder for CSV files, or let the name end in {endings}"),
            file=str(output), endings=" / ".join(ENDINGS),
        )  # fmt: skip
    files = find_files(paths)
    _check(output, kind, files, force=force)
    inputs = read_inputs(files, template_name, limits, jobs)
    if not inputs.handovers:
        ctx.exit(2)
    groups = _newest(inputs.handovers)
    spoken = language or groups[0].sources[0].language
    spoken = spoken if spoken in LANGUAGES else locale_language()
    said, count = _WRITERS[kind](groups, output, spoken)
    inform(plural(count, *said), locale_language(), file=str(output), count=count)
    ctx.exit(2 if inputs.bad else 0)


def _newest(handovers: Sequence[Handover]) -> list[Handover]:
    """The newest workbook of everybody, by template; which others are left out is said."""
    from handover_xlsx.merging.counting import counted
    from handover_xlsx.reading.same_template import joined

    groups = [counted(pile) for pile in joined(handovers)]
    for note in (note for group in groups for note in group.notes):
        complain(note.text(locale_language()))
    return [group.handover for group in groups]


def _check(output: Path, kind: str, files: Sequence[Path], *, force: bool) -> None:
    from handover_xlsx.files.output import check_output
    from handover_xlsx.files.output_folder import check_output_folder

    if kind in ("", ".parquet"):
        ending = kind or ".csv"
        check_output_folder(output, ending, mark=f"sources{ending}", force=force)
    else:
        check_output(output, force=force, inputs=files)


_Said = tuple[tuple[str, str], int]  # a text for one and one for many, and how many
_TABLES = N_("{file} is ready: one row."), N_("{file} is ready: {count} rows.")
_DATES = N_("{file} is ready: one date."), N_("{file} is ready: {count} dates.")
_PEOPLE = N_("{file} is ready: one contact."), N_("{file} is ready: {count} contacts.")


def _tables(groups: Sequence[Handover], language: str) -> list[Table]:
    from handover_xlsx.exporting.tables import tables

    if len(groups) > 1:
        raise UsageError(
            N_("these workbooks are made from different templates ({names}); export each kind "
               "alone"),
            names=tuple(sorted({f"{g.template.id} {g.template.version}" for g in groups})),
        )  # fmt: skip
    return tables(groups[0], language)


def _rows(made: Sequence[Table]) -> int:
    """Rows of all sections; the list of sources is not one."""
    return sum(len(table.rows) for table in made[1:])


def _csv(groups: Sequence[Handover], output: Path, language: str) -> _Said:
    from handover_xlsx.exporting.to_csv import table_csv
    from handover_xlsx.files.output_folder import write_folder

    made = _tables(groups, language)
    write_folder(output, {f"{table.name}.csv": table_csv(table) for table in made})
    return _TABLES, _rows(made)


def _parquet(groups: Sequence[Handover], output: Path, language: str) -> _Said:
    from handover_xlsx.exporting.to_parquet import table_parquet
    from handover_xlsx.files.output_folder import write_folder

    made = _tables(groups, language)
    write_folder(output, {f"{table.name}.parquet": table_parquet(table) for table in made})
    return _TABLES, _rows(made)


def _json(groups: Sequence[Handover], output: Path, language: str) -> _Said:
    from handover_xlsx.exporting.to_json import tables_json
    from handover_xlsx.files.output import write_whole

    made = _tables(groups, language)
    write_whole(output, tables_json(made, language).encode("utf-8", "replace"))
    return _TABLES, _rows(made)


def _sqlite(groups: Sequence[Handover], output: Path, language: str) -> _Said:
    from handover_xlsx.exporting.to_sqlite import tables_sqlite
    from handover_xlsx.files.output import write_whole

    made = _tables(groups, language)
    write_whole(output, tables_sqlite(made))
    return _TABLES, _rows(made)


def _calendar(groups: Sequence[Handover], output: Path, language: str) -> _Said:
    from handover_xlsx.exporting.calendar import calendar_file, deadlines
    from handover_xlsx.files.output import write_whole
    from handover_xlsx.reporting.common.wording import Wording
    from handover_xlsx.reporting.gaps.view import local_today

    today = local_today()
    found = [one for group in groups for one in deadlines(Wording(group, language, today))]
    write_whole(output, calendar_file(found))
    return _DATES, len(found)


def _contacts(groups: Sequence[Handover], output: Path, language: str) -> _Said:
    from handover_xlsx.exporting.contacts import contacts, contacts_file
    from handover_xlsx.files.output import write_whole
    from handover_xlsx.reporting.common.wording import Wording
    from handover_xlsx.reporting.gaps.view import local_today

    today = local_today()
    found = [one for group in groups for one in contacts(Wording(group, language, today))]
    write_whole(output, contacts_file(found))
    return _PEOPLE, len(found)


_WRITERS: dict[str, Callable[[Sequence[Handover], Path, str], _Said]] = {
    "": _csv, ".json": _json, ".sqlite": _sqlite, ".db": _sqlite, ".parquet": _parquet,
    ".ics": _calendar, ".vcf": _contacts,
}  # fmt: skip
