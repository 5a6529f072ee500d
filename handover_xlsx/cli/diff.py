"""``handover diff``: what changed between two states of a handover."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from handover_xlsx.cli.console import colours, inform, line_width, put
from handover_xlsx.cli.inputs import read_inputs
from handover_xlsx.cli.options import (
    _,
    check_ending,
    force_option,
    language_option,
    limit_options,
    output_option,
    reading_template_option,
)
from handover_xlsx.locale import LANGUAGES, N_, locale_language

if TYPE_CHECKING:
    from handover_xlsx.comparing.comparison import Comparison
    from handover_xlsx.package.limits import Limits

FORMATS = ("text", "json", "html", "md")
_ENDINGS = {".html": "html", ".md": "md", ".json": "json", ".txt": "text"}


@click.command(
    help=_(N_("Show what changed between two states of a handover.\n\n"
              "Lists what was added, removed and changed, cell by cell, and which findings were "
              "fixed. Sorting or moving rows, columns or sheets does not count as a change.\n\n"
              "Exit code 0: no difference; 1: differences; 2: a file could not be read.\n\n"
              "Example: handover diff monday.xlsx friday.xlsx -o changes.html")),
)  # fmt: skip
@click.argument("old", type=click.Path(path_type=Path), metavar="OLD")
@click.argument("new", type=click.Path(path_type=Path), metavar="NEW")
@reading_template_option()
@click.option("-f", "--format", "format_name", type=click.Choice(FORMATS),
              help=_(N_("Format of the report (default: text, or by the ending of -o).")))  # fmt: skip
@output_option(N_("Write the report into a file."))
@language_option(N_("Language of the report (default: the language of NEW)."))
@force_option()
@limit_options()
@click.pass_context
def command(
    ctx: click.Context,
    old: Path,
    new: Path,
    template_name: str | None,
    format_name: str | None,
    output: Path | None,
    language: str | None,
    force: bool,
    limits: Limits,
) -> None:
    """Read both, compare, print."""
    from handover_xlsx.comparing.comparison import compare
    from handover_xlsx.files.output import check_output

    if output:
        check_output(output, force=force, inputs=(old, new))
        format_name = format_name or _ENDINGS[check_ending(output, tuple(_ENDINGS))]
    inputs = read_inputs([old, new], template_name, limits)
    if inputs.bad:
        ctx.exit(2)
    comparison = compare(*inputs.handovers)
    spoken = language or comparison.new.sources[0].language
    spoken = spoken if spoken in LANGUAGES else locale_language()
    put(render(comparison, format_name or "text", spoken, to_file=bool(output)), output)
    if output:
        inform(N_("{file} is ready."), locale_language(), file=str(output))
    ctx.exit(1 if comparison.differs else 0)


def render(comparison: Comparison, format_name: str, language: str, *, to_file: bool) -> str:
    """The change report in one of the formats."""
    if format_name == "json":
        from handover_xlsx.reporting.changes.to_json import changes_json

        return changes_json(comparison, language)
    from handover_xlsx.reporting.changes.view import change_report

    report = change_report(comparison, language)
    if format_name == "html":
        from handover_xlsx.reporting.changes.to_html import changes_html

        return changes_html(report)
    if format_name == "md":
        from handover_xlsx.reporting.changes.to_markdown import changes_markdown

        return changes_markdown(report)
    from handover_xlsx.reporting.changes.to_text import changes_text

    if to_file:
        return changes_text(report)
    return changes_text(report, colour=colours(), width=line_width())
