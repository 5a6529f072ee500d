"""``handover validate``: what is missing, what to fix first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from handover_xlsx.cli.console import colours, inform, put
from handover_xlsx.cli.copies import plan_copies, write_copies
from handover_xlsx.cli.inputs import find_files, read_inputs
from handover_xlsx.cli.options import (
    _,
    check_ending,
    files_argument,
    force_option,
    language_option,
    limit_options,
    output_option,
    reading_template_option,
)
from handover_xlsx.errors import UsageError
from handover_xlsx.locale import N_, locale_language

if TYPE_CHECKING:
    from handover_xlsx.validation.run import Validation
    from handover_xlsx.workbook.zip_directory import Limits

FORMATS = ("text", "json", "html", "md", "xlsx", "csv")
_ENDINGS = {
    ".html": "html", ".md": "md", ".xlsx": "xlsx", ".csv": "csv", ".json": "json", ".txt": "text",
}  # fmt: skip


@click.command(
    help=_(N_("Check workbooks: say cell by cell what is missing, and what to fix first.\n\n"
              "Exit code 0: nothing to mend; 1: gaps found; 2: a file could not be read.\n\n"
              "Example: handover validate ada.xlsx -f html -o gaps.html")),
)  # fmt: skip
@files_argument()
@reading_template_option()
@click.option("-f", "--format", "format_name", type=click.Choice(FORMATS),
              help=_(N_("Form of the report (default: text, or by the ending of -o).")))  # fmt: skip
@output_option(N_("Write the report into a file."))
@language_option(N_("Language of the report (default: the workbook's)."))
@click.option("--annotate", type=click.Path(path_type=Path), metavar="FILE|FOLDER",
              help=_(N_("Write a copy of the workbook in which every gap is marked; of several "
                        "workbooks a folder of copies.")))  # fmt: skip
@click.option("--select", default="", metavar="CODES",
              help=_(N_("Only these rules: codes or their beginnings, such as V1,C.")))  # fmt: skip
@click.option("--ignore", default="", metavar="CODES", help=_(N_("All rules but these.")))
@click.option("--fail-on", type=click.Choice(["error", "warning", "never"]), default="warning",
              show_default=True, help=_(N_("From which severity on the exit code is 1.")))  # fmt: skip
@force_option()
@limit_options()
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    template_name: str | None,
    format_name: str | None,
    output: Path | None,
    annotate: Path | None,
    language: str | None,
    select: str,
    ignore: str,
    fail_on: str,
    force: bool,
    limits: Limits,
) -> None:
    """Read, check, print."""
    from handover_xlsx.validation.registry import chosen_rules
    from handover_xlsx.validation.run import validate
    from handover_xlsx.workbook.joining import joined
    from handover_xlsx.workbook.output import check_output

    files = find_files(paths)
    targets = plan_copies(files, annotate, force=force) if annotate else {}
    files = list(targets) if annotate else files
    if output:
        check_output(output, force=force, inputs=[*files, *targets.values()])
        format_name = format_name or _ENDINGS[check_ending(output, tuple(_ENDINGS))]
    elif format_name == "xlsx":
        raise UsageError(N_("a workbook cannot be shown here; add a file for it: -o gaps.xlsx"))
    chosen_rules(select, ignore)  # a wrong code is said before a long reading begins
    inputs = read_inputs(files, template_name, limits)
    validations = [validate(whole, select, ignore) for whole in joined(inputs.handovers)]
    if validations:
        spoken = language or validations[0].handover.sources[0].language
        put(render(validations, format_name or "text", spoken, output), output)
        if output:
            inform(N_("{file} is ready."), locale_language(), file=str(output))
    bad = inputs.bad + write_copies(validations, targets, language)
    gaps = sum(one.at_or_above(fail_on) for one in validations)
    ctx.exit(2 if bad else 1 if gaps else 0)


def render(
    validations: list[Validation], format_name: str, language: str, output: Path | None = None
) -> str | bytes:
    """The gap report in one of the formats; its links are relative to the ``output``."""
    language = language if language in ("en", "zh") else locale_language()
    if format_name == "xlsx":
        from handover_xlsx.reporting.to_xlsx import gaps_xlsx

        return gaps_xlsx(validations, language, output.absolute().parent if output else None)
    if format_name == "csv":
        from handover_xlsx.reporting.to_csv import gaps_csv

        return gaps_csv(validations, language)
    if format_name == "json":
        from handover_xlsx.reporting.to_json import gaps_json

        return gaps_json(validations, language)
    if format_name in ("html", "md") and len(validations) > 1:
        raise UsageError(
            N_("these workbooks are made from different templates ({names}); report on each alone"),
            names=", ".join(sorted({v.handover.template.id for v in validations})),
        )
    if format_name == "html":
        from handover_xlsx.reporting.to_html import gaps_html

        return gaps_html(validations[0], language)
    if format_name == "md":
        from handover_xlsx.reporting.to_markdown import gaps_markdown

        return gaps_markdown(validations[0], language)
    from handover_xlsx.reporting.to_text import gaps_text

    return gaps_text(validations, language, colour=colours())
