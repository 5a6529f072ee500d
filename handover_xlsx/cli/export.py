"""``handover export``: the content of handovers as data for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handover_xlsx.cli import options
from handover_xlsx.cli.console import complain, inform
from handover_xlsx.cli.inputs import find_files, read_inputs, readers_language
from handover_xlsx.cli.options import _
from handover_xlsx.errors import UsageError
from handover_xlsx.locale import N_, plural

if TYPE_CHECKING:
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
@options.files_argument()
@options.reading_template_option()
@options.output_option(N_("The output: a folder, or a name ending in .json, .sqlite, .db, .parquet, .ics "
                  "or .vcf."), required=True)  # fmt: skip
@options.language_option(N_("Language of labels (default: the first workbook's)."))
@options.jobs_option()
@options.force_option()
@options.limit_options()
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
    language = readers_language(language, groups[0])
    write = _write_list if kind in (".ics", ".vcf") else _write_tables
    message, count = write(kind, groups, output, language)
    inform(plural(count, *message), file=str(output), count=count)
    ctx.exit(2 if inputs.bad else 0)


def _newest(handovers: Sequence[Handover]) -> list[Handover]:
    """The newest workbook of each person, by template; it reports which others are left out."""
    from handover_xlsx.merging.counting import counted
    from handover_xlsx.reading.same_template import joined

    groups = [counted(pile) for pile in joined(handovers)]
    for note in (note for group in groups for note in group.notes):
        complain(note)
    return [group.handover for group in groups]


def _check(output: Path, kind: str, files: Sequence[Path], *, force: bool) -> None:
    from handover_xlsx.files.output import check_output
    from handover_xlsx.files.output_folder import check_output_folder

    if kind in ("", ".parquet"):
        ending = kind or ".csv"
        check_output_folder(output, ending, mark=f"sources{ending}", force=force)
    else:
        check_output(output, force=force, inputs=files)


_Done = tuple[tuple[str, str], int]  # a text for one and one for many, and how many
_TABLES = N_("{file} is ready: one row."), N_("{file} is ready: {count} rows.")
_DATES = N_("{file} is ready: one date."), N_("{file} is ready: {count} dates.")
_PEOPLE = N_("{file} is ready: one contact."), N_("{file} is ready: {count} contacts.")


def _write_tables(kind: str, groups: Sequence[Handover], output: Path, language: str) -> _Done:
    """A table for each sheet: in a file each, or all in one. The list of sources has no rows."""
    from handover_xlsx.exporting.tables import tables
    from handover_xlsx.files.output import write_whole
    from handover_xlsx.files.output_folder import write_folder

    if len(groups) > 1:
        raise UsageError(
            N_("these workbooks are made from different templates ({names}); export each kind "
               "alone"),
            names=tuple(sorted({f"{g.template.id} {g.template.version}" for g in groups})),
        )  # fmt: skip
    made = tables(groups[0], language)
    if kind == "":
        from handover_xlsx.exporting.to_csv import table_csv

        write_folder(output, {f"{table.name}.csv": table_csv(table) for table in made})
    elif kind == ".parquet":
        from handover_xlsx.exporting.to_parquet import table_parquet

        write_folder(output, {f"{table.name}.parquet": table_parquet(table) for table in made})
    elif kind == ".json":
        from handover_xlsx.exporting.to_json import tables_json

        write_whole(output, tables_json(made, language).encode("utf-8", "replace"))
    else:
        from handover_xlsx.exporting.to_sqlite import tables_sqlite

        write_whole(output, tables_sqlite(made))
    return _TABLES, sum(len(table.rows) for table in made[1:])


def _write_list(kind: str, groups: Sequence[Handover], output: Path, language: str) -> _Done:
    """The deadlines as a calendar, or the people as contacts."""
    from handover_xlsx.files.output import write_whole
    from handover_xlsx.reporting.common.wording import Wording
    from handover_xlsx.reporting.gaps.view import local_today

    today = local_today()
    wordings = [Wording(group, language, today) for group in groups]
    if kind == ".ics":
        from handover_xlsx.exporting.calendar import calendar_file, deadlines

        dates = [deadline for wording in wordings for deadline in deadlines(wording)]
        write_whole(output, calendar_file(dates))
        return _DATES, len(dates)
    from handover_xlsx.exporting.contacts import contacts, contacts_file

    people = [contact for wording in wordings for contact in contacts(wording)]
    write_whole(output, contacts_file(people))
    return _PEOPLE, len(people)
