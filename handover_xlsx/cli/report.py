"""``handover report``: the summary that the successor reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from handover_xlsx.cli import options
from handover_xlsx.cli.console import put
from handover_xlsx.cli.inputs import find_files, read_inputs
from handover_xlsx.cli.options import _
from handover_xlsx.errors import UsageError
from handover_xlsx.locale import N_

if TYPE_CHECKING:
    from handover_xlsx.package.limits import Limits


@click.command(
    help=_(N_("Write the summary that the successor reads.\n\n"
              "Who hands over to whom, what comes first, all content, and the gaps next to it.\n\n"
              "Example: handover report ada.xlsx -o ada.html")),
)  # fmt: skip
@options.files_argument()
@options.reading_template_option()
@options.output_option(N_("The report: a file ending in .html or .md."), required=True)
@options.language_option(N_("Language of the report (default: the workbook's)."))
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
    """Read, check, summarise, write."""
    from handover_xlsx.files.output import check_output
    from handover_xlsx.reading.same_template import joined
    from handover_xlsx.reporting.summary.model import summarise
    from handover_xlsx.validation.run import validate

    ending = options.check_ending(output, (".html", ".md"))
    files = find_files(paths)
    check_output(output, force=force, inputs=files)
    inputs = read_inputs(files, template_name, limits, jobs, rows_once=True)
    groups = joined(inputs.handovers)
    if len(groups) > 1:
        raise UsageError(
            N_("these workbooks are made from different templates ({names}); report on each alone"),
            names=tuple(sorted({group.template.id for group in groups})),
        )
    if not groups:
        ctx.exit(2)
    validation = validate(groups[0])
    language = language or validation.handover.sources[0].language
    summary = summarise(validation, language)
    if ending == ".html":
        from handover_xlsx.reporting.summary.to_pages import summary_html

        put(summary_html(summary, language), output)
    else:
        from handover_xlsx.reporting.summary.to_pages import summary_markdown

        put(summary_markdown(summary, language), output)
    ctx.exit(2 if inputs.bad else 0)
