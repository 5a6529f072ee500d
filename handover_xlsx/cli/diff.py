"""``handover diff``: what changed between two states of a handover."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from handover_xlsx.cli import options
from handover_xlsx.cli.console import put, text_style
from handover_xlsx.cli.inputs import read_inputs, readers_language
from handover_xlsx.cli.options import _
from handover_xlsx.locale import N_

if TYPE_CHECKING:
    from handover_xlsx.comparing.comparison import Comparison
    from handover_xlsx.package.limits import Limits

_FORMATS = ("text", "json", "html", "md")


@click.command(
    help=_(N_("Show what changed between two states of a handover.\n\n"
              "Lists what was added, removed and changed, cell by cell, and which findings were "
              "fixed. Sorting or moving rows, columns or sheets does not count as a change.\n\n"
              "Exit code 0: no difference; 1: differences; 2: a file could not be read.\n\n"
              "Example: handover diff monday.xlsx friday.xlsx -o changes.html")),
)  # fmt: skip
@click.argument("old", type=click.Path(path_type=Path), metavar="OLD")
@click.argument("new", type=click.Path(path_type=Path), metavar="NEW")
@options.reading_template_option()
@options.format_option(
    _FORMATS, N_("Format of the report (default: text, or by the ending of -o).")
)
@options.output_option(N_("Write the report into a file."))
@options.language_option(N_("Language of the report (default: the language of NEW)."))
@options.force_option()
@options.limit_options()
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
    format_name = options.chosen_format(format_name, output, _FORMATS)
    inputs = read_inputs([old, new], template_name, limits)
    if inputs.bad:
        ctx.exit(2)
    comparison = compare(*inputs.handovers)
    language = readers_language(language, comparison.new)
    put(_render(comparison, format_name, language, output), output)
    ctx.exit(1 if comparison.differs else 0)


def _render(comparison: Comparison, format_name: str, language: str, output: Path | None) -> str:
    """The change report in one of the formats."""
    if format_name == "json":
        from handover_xlsx.reporting.changes.to_json import changes_json

        return changes_json(comparison, language)
    from handover_xlsx.reporting.changes.view import change_report

    report = change_report(comparison, language)
    if format_name == "html":
        from handover_xlsx.reporting.changes.to_pages import changes_html

        return changes_html(report)
    if format_name == "md":
        from handover_xlsx.reporting.changes.to_pages import changes_markdown

        return changes_markdown(report)
    from handover_xlsx.reporting.changes.to_text import changes_text

    return changes_text(report, **text_style(output))
