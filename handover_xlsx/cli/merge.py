"""``handover merge``: many workbooks as one team workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handover_xlsx.cli import options
from handover_xlsx.cli.console import complain, inform, quoted
from handover_xlsx.cli.inputs import Inputs, find_files, is_earlier_output, read_inputs
from handover_xlsx.cli.options import _
from handover_xlsx.errors import UsageError
from handover_xlsx.locale import N_, Message, plural

if TYPE_CHECKING:
    from handover_xlsx.merging.conflicts import Conflict
    from handover_xlsx.merging.deciding import Refusal
    from handover_xlsx.merging.merge import Merged
    from handover_xlsx.package.limits import Limits


@click.command(
    help=_(N_("Merge workbooks of one template into a team workbook.\n\n"
              "Every row is kept and says where it comes from.\n\n"
              "Example: handover merge returned/ -o team.xlsx")),
)  # fmt: skip
@options.files_argument()
@options.output_option(N_("The team workbook."))
@click.option("--into", type=click.Path(path_type=Path), metavar="TEAM",
              help=_(N_("Add to this team workbook: the same result as merging all at once.")))  # fmt: skip
@click.option("--resolve", is_flag=True,
              help=_(N_("Apply the decisions from the sheet Conflicts of a team workbook.")))  # fmt: skip
@options.jobs_option()
@options.language_option(N_("Language of the team workbook (default: the first workbook's)."))
@options.force_option()
@options.limit_options()
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    output: Path | None,
    into: Path | None,
    resolve: bool,
    jobs: int | None,
    language: str | None,
    force: bool,
    limits: Limits,
) -> None:
    """Read, merge, write."""
    from handover_xlsx.files.output import check_output, fingerprint
    from handover_xlsx.merging.merge import merge
    from handover_xlsx.reading.workbook_kind import is_team_workbook

    target = _target(paths, output, into, resolve=resolve)
    options.check_ending(target, (".xlsx",))
    found = find_files((*paths, *((into,) if into else ())))
    # The team's workbook of an earlier merge is no input, unless it is to be added to.
    grows = into or resolve
    files = [path for path in dict.fromkeys(found) if grows or not is_earlier_output(path, target)]
    people = [path for path in files if not is_earlier_output(path, target)]
    if grows:
        _check_grows(target)
    check_output(target, force=force or bool(grows), inputs=people, replaces=is_team_workbook)
    before = fingerprint(target)
    # A path names no one: the same workbook would be another one after it was moved.
    inputs = read_inputs(files, limits=limits, jobs=jobs, paths_tell_apart=False)
    if not inputs.handovers or (into and inputs.bad):
        ctx.exit(2)
    merged = merge(inputs.handovers)
    language = language or merged.handover.sources[0].language
    refused: Sequence[Refusal] = ()
    if resolve:
        merged, refused = _resolved(merged, language)
    merged, conflicts = _with_sheets(merged, language)
    complete = _write(merged, target, before, language, force=force or bool(grows))
    _tell(merged, target, inputs)
    _tell_conflicts(merged, conflicts, refused, target)
    ctx.exit(2 if inputs.bad or not complete else 1 if refused else 0)


def _target(
    paths: tuple[Path, ...], output: Path | None, into: Path | None, *, resolve: bool
) -> Path:
    """The workbook to write."""
    if into and not into.exists():
        raise UsageError(
            N_("{file}: does not exist; make it first with: handover merge … -o {file}"),
            file=str(into),
        )
    team = paths[0] if len(paths) == 1 and not paths[0].is_dir() else None
    target = output or into or (team if resolve else None)
    if target is None and resolve:
        raise UsageError(
            N_(
                "the decisions are in the team's workbook; name it: handover merge team.xlsx "
                "--resolve"
            )
        )
    if target is None:
        raise UsageError(N_("say what to write: -o team.xlsx, or --into team.xlsx"))
    return target


def _check_grows(target: Path) -> None:
    """Only a team's workbook is added to."""
    from handover_xlsx.reading.workbook_kind import is_persons_workbook

    if is_persons_workbook(target):
        raise UsageError(
            N_(
                "{file}: is not a team workbook; make one first with: handover merge … -o team.xlsx"
            ),
            file=str(target),
        )


def _resolved(merged: Merged, language: str) -> tuple[Merged, Sequence[Refusal]]:
    """The same with the lead's decisions applied, and those that could not be."""
    from handover_xlsx.merging.changed import change_messages
    from handover_xlsx.merging.deciding import resolve
    from handover_xlsx.merging.merge import content_of

    done = resolve(merged.handover)
    message = plural(done.applied, N_("One decision applied."), N_("{count} decisions applied."))
    if done.applied == 0 and not done.refused:
        message = N_("No decisions found: choose “Use this” on the sheet Conflicts, and save.")
    inform(message, count=done.applied)
    for line in change_messages(merged.handover, done.changed, language):
        inform(N_("  {text}"), text=line)
    return replace(merged, content=content_of(merged.handover)), done.refused


def _with_sheets(merged: Merged, language: str) -> tuple[Merged, Sequence[Conflict]]:
    """The same with the sheets about the team, and the conflicts that are on them."""
    from handover_xlsx.merging.conflicts import find_conflicts
    from handover_xlsx.merging.sheets import team_sheets

    conflicts = find_conflicts(merged.handover)
    sheets = team_sheets(merged.handover, language, conflicts)
    return replace(merged, content=replace(merged.content, overviews=sheets)), conflicts


def _write(merged: Merged, target: Path, before: str, language: str, *, force: bool) -> bool:
    """Write the workbook; whether all rows are in it."""
    from handover_xlsx.files.output import write_whole
    from handover_xlsx.merging.oversize_sections import too_long, without
    from handover_xlsx.template.model import text_in
    from handover_xlsx.writing.write import workbook_bytes

    long = too_long(merged.content)
    content = without(merged, long).content
    data, written = workbook_bytes(merged.handover.template, language=language, content=content)
    side_files = _side_tables(merged, long, target, language, force=force)
    for path, table in side_files.items():
        write_whole(path, table)
    write_whole(target, data, unless_changed=before)
    for path, section in zip(side_files, long, strict=True):
        inform(N_("{file}: {rows} rows of “{sheet}” are more than a sheet can hold; all of them are "
                  "in {table}, and the sheet is empty"), file=target.name,
               rows=len(merged.content.rows[section]), table=str(path),
               sheet=text_in(merged.handover.template.by_id[section].sheet, language))  # fmt: skip
    for cell in written.cut:
        inform(N_("{file}: {cell}: the text was cut at 32,767 characters, Excel's limit for a cell; "
                  "the original workbook has all of it"), file=target.name, cell=cell)  # fmt: skip
    return not long


def _side_tables(
    merged: Merged, sections: Sequence[str], target: Path, language: str, *, force: bool
) -> dict[Path, bytes]:
    """Files with all rows of these sections: Parquet, or CSV where pyarrow is not installed."""
    if not sections:
        return {}
    from handover_xlsx.exporting.tables import tables
    from handover_xlsx.exporting.to_csv import table_csv
    from handover_xlsx.exporting.to_parquet import table_parquet
    from handover_xlsx.files.output import check_output

    ending, written = (".parquet", table_parquet)
    if find_spec("pyarrow") is None:
        ending, written = (".csv", table_csv)
    found = {table.name: table for table in tables(merged.handover, language)}
    files = {}
    for section in sections:
        path = target.with_name(f"{target.stem}.{section}{ending}")
        check_output(path, force=force)
        files[path] = written(found[section])
    return files


def _tell(merged: Merged, target: Path, inputs: Inputs) -> None:
    for note in merged.notes:
        complain(note)
    rows = merged.rows
    count = sum(not source.added for source in merged.handover.sources)
    inform(N_("{file} is ready: {rows} from {workbooks}."), file=str(target),
           rows=Message(plural(rows, N_("one row"), N_("{count} rows")), {"count": rows}),
           workbooks=Message(plural(count, N_("one workbook"), N_("{count} workbooks")),
                             {"count": count}))  # fmt: skip
    _tell_added(merged)
    if inputs.bad:
        missing = plural(
            inputs.bad,
            N_("One file could not be read (named above); its rows are missing."),
            N_("{count} files could not be read (named above); their rows are missing."),
        )
        inform(missing, count=inputs.bad)
    _tell_size(merged, target)


def _tell_added(merged: Merged) -> None:
    """That some rows have no leaver: added to the team's workbook."""
    rows, sources = merged.handover.rows_of_sources, merged.handover.sources
    added = sum(count for source, count in rows.items() if sources[source].added)
    if added:
        message = plural(
            added,
            N_("One row has no leaver under “From”: it was added to the team and is part of no "
               "one's handover."),
            N_("{count} rows have no leaver under “From”: they were added to the team and are part "
               "of no one's handover."),
        )  # fmt: skip
        inform(message, count=added)


def _tell_size(merged: Merged, target: Path) -> None:
    """What it takes to read a very large team's workbook again."""
    from handover_xlsx.package.limits import LIMITS

    tables = merged.handover.tables.values()
    cells = sum(len(table) + table.cells for table in tables)  # From is one more
    if cells > LIMITS.cells:
        times = 2 + cells // LIMITS.cells
        inform(N_("{file} has {cells:,} filled cells, more than the default limit. To read it "
                  "again, add: --max-cells {most} --max-file-mb {file_mb} --max-unpacked-mb {mb} "
                  "--max-seconds 900"), file=str(target), cells=cells, most=times * LIMITS.cells,
               file_mb=times * (LIMITS.file_bytes >> 20),
               mb=times * (LIMITS.total_bytes >> 20))  # fmt: skip


def _tell_conflicts(
    merged: Merged, conflicts: Sequence[Conflict], refused: Sequence[Refusal], target: Path
) -> None:
    """Which decisions could not be applied, and how many conflicts wait for one, and where."""
    from handover_xlsx.merging.conflict_sheet import place_of
    from handover_xlsx.merging.conflicts import decisions_of

    sheet = next(overview for overview in merged.content.overviews if overview.id == "conflicts")
    for refusal in refused:
        complain(refusal.sentence(place_of(sheet, refusal.key)))
    decisions = decisions_of(merged.handover.decisions)
    open_ones = sum(conflict.decided(decisions) is None for conflict in conflicts)
    if open_ones:
        message = plural(
            open_ones,
            N_("One conflict: resolve it on the sheet {sheet} of {file}, then run: handover merge "
               "{quoted} --resolve"),
            N_("{count} conflicts: resolve them on the sheet {sheet} of {file}, then run: handover "
               "merge {quoted} --resolve"),
        )  # fmt: skip
        inform(message, count=open_ones, sheet=sheet.name, file=str(target),
               quoted=quoted(target))  # fmt: skip
