"""``handover merge``: many workbooks as one team workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from handover_xlsx.cli.console import complain, inform
from handover_xlsx.cli.inputs import find_files, is_earlier_output, read_inputs
from handover_xlsx.cli.options import (
    _,
    check_ending,
    files_argument,
    force_option,
    language_option,
    limit_options,
    output_option,
)
from handover_xlsx.locale import N_, locale_language

if TYPE_CHECKING:
    from handover_xlsx.workbook.zip_directory import Limits


@click.command(
    help=_(N_("Merge workbooks of one template into a team workbook: every row is kept and says "
              "where it comes from.\n\nExample: handover merge returned/ -o team.xlsx")),
)  # fmt: skip
@files_argument()
@output_option(N_("The team workbook."), required=True)
@language_option(N_("Language of the team workbook (default: the first workbook's)."))
@force_option()
@limit_options()
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    output: Path,
    language: str | None,
    force: bool,
    limits: Limits,
) -> None:
    """Read, merge, write."""
    from handover_xlsx.merging.combine import merge
    from handover_xlsx.workbook.output import check_output, write_whole
    from handover_xlsx.workbook.writing import workbook_bytes

    check_ending(output, (".xlsx",))
    found = find_files(paths)
    earlier = [path for path in found if is_earlier_output(path, output)]
    files = [path for path in found if path not in earlier]
    check_output(output, force=force, inputs=files)
    inputs = read_inputs(files, limits=limits)
    if not inputs.handovers:
        ctx.exit(2)
    merged = merge(inputs.handovers)
    template = merged.handover.template
    spoken = language or merged.handover.sources[0].language
    data, written = workbook_bytes(template, language=spoken, content=merged.content)
    write_whole(output, data)
    speech = locale_language()
    for note in merged.notes:
        complain(note.text(speech))
    for cell in written.cut:
        inform(N_("{file}: {cell}: the text was cut at 32,767 characters, Excel's limit for a cell; "
                  "the original workbook has all of it"),
               speech, file=output.name, cell=cell)  # fmt: skip
    inform(N_("{file} is ready: {rows} rows from {count} workbooks."), speech,
           file=str(output), rows=merged.rows, count=len(merged.handover.sources))  # fmt: skip
    if inputs.bad:
        missing = N_("{count} files could not be read (named above); their rows are missing.")
        if inputs.bad == 1:
            missing = N_("One file could not be read (named above); its rows are missing.")
        inform(missing, speech, count=inputs.bad)
    ctx.exit(2 if inputs.bad else 0)
