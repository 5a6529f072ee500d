"""``handover split``: a team workbook as one workbook a person, or a sheet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handover_xlsx.cli.console import complain, inform
from handover_xlsx.cli.inputs import read_inputs
from handover_xlsx.cli.options import _, language_option, limit_options
from handover_xlsx.locale import N_, plural, translate
from handover_xlsx.text.normalise import unused

if TYPE_CHECKING:
    from handover_xlsx.merging.parts import Part
    from handover_xlsx.package.limits import Limits

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


@click.command(
    help=_(N_("Give everyone their part of a team workbook.\n\n"
              "One workbook for each successor, leaver or sheet, with the contacts, systems and "
              "documents that its rows name. Merging the parts restores the complete team "
              "workbook.\n\n"
              "Example: handover split team.xlsx --by successor -o parts")),
)  # fmt: skip
@click.argument("path", type=click.Path(path_type=Path), metavar="TEAM")
@click.option("--by", type=click.Choice(("successor", "from", "section")), default="successor",
              show_default=True, help=_(N_("What to split by.")))  # fmt: skip
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), required=True,
              help=_(N_("The folder for the parts; it must be new or empty.")))  # fmt: skip
@language_option(N_("Language of the parts (default: the team workbook's)."))
@limit_options()
@click.pass_context
def command(
    ctx: click.Context, path: Path, by: str, folder: Path, language: str | None, limits: Limits
) -> None:
    """Read, split, write."""
    from handover_xlsx.files.output_folder import check_output_folder, write_folder
    from handover_xlsx.merging.merge import merge
    from handover_xlsx.merging.parts import split

    check_output_folder(folder, ".xlsx", mark="")  # no folder is known to have parts only
    inputs = read_inputs([path], limits=limits)
    if not inputs.handovers:
        ctx.exit(2)
    merged = merge(inputs.handovers)
    language = language or merged.handover.sources[0].language
    parts = split(merged.handover, by)
    names = _file_names(parts, language)
    files = {name: _written(part, language) for name, part in zip(names, parts, strict=True)}
    write_folder(folder, files)
    for note in merged.notes:
        complain(note)
    for name, part in zip(names, parts, strict=True):
        rows = part.handover.rows_of_sources.total()
        message = plural(rows, N_("  {file}: one row"), N_("  {file}: {rows} rows"))
        inform(message, file=name, rows=rows)
    message = plural(
        len(parts),
        N_("{folder} contains one workbook."),
        N_("{folder} contains {count} workbooks."),
    )
    inform(message, folder=str(folder), count=len(parts))


def _file_names(parts: list[Part], language: str) -> list[str]:
    """A file name for each part, each only once."""
    names: list[str] = []
    taken: set[str] = set()
    for part in parts:
        wanted = _NOT_IN_NAMES.sub("_", part.name or translate(N_("others"), language))
        names.append(f"{unused(wanted.strip(' .')[:80] or '_', taken)}.xlsx")
    return names


def _written(part: Part, language: str) -> bytes:
    from handover_xlsx.merging.merge import content_of
    from handover_xlsx.writing.write import workbook_bytes

    content = content_of(part.handover)
    data, _about = workbook_bytes(part.handover.template, language=language, content=content)
    return data
