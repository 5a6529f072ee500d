"""``handover validate``: what is missing, what to fix first."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handover_xlsx.cli import options
from handover_xlsx.cli.console import inform, put, text_style
from handover_xlsx.cli.inputs import find_files, is_earlier_report, read_inputs, readers_language
from handover_xlsx.cli.options import _
from handover_xlsx.errors import UsageError
from handover_xlsx.locale import N_

if TYPE_CHECKING:
    from handover_xlsx.package.limits import Limits
    from handover_xlsx.validation.run import Validation

_FORMATS = ("text", "json", "html", "md", "xlsx", "csv")


@click.command(
    help=_(N_("Show, cell by cell, what is missing and what to fix first.\n\n"
              "Exit code 0: nothing to fix; 1: gaps found; 2: a file could not be read.\n\n"
              "Example: handover validate ada.xlsx -f html -o gaps.html")),
)  # fmt: skip
@options.files_argument()
@options.reading_template_option()
@options.format_option(
    _FORMATS, N_("Format of the report (default: text, or by the ending of -o).")
)
@options.output_option(N_("Write the report into a file."))
@options.language_option(N_("Language of the report (default: the workbook's)."))
@click.option("--annotate", type=click.Path(path_type=Path), metavar="FILE|FOLDER",
              help=_(N_("Write a copy of the workbook in which every gap is marked; for several "
                        "workbooks, a folder of copies.")))  # fmt: skip
@click.option("--select", default="", metavar="CODES",
              help=_(N_("Only these rules: codes or their beginnings, such as V1,C.")))  # fmt: skip
@click.option("--ignore", default="", metavar="CODES", help=_(N_("All rules but these.")))
@click.option("--fail-on", type=click.Choice(["error", "warning", "never"]), default="warning",
              show_default=True, help=_(N_("Exit with code 1 from this severity up.")))  # fmt: skip
@click.option("--watch", is_flag=True,
              help=_(N_("Check again whenever the workbook is saved; press Ctrl-C to stop.")))  # fmt: skip
@options.jobs_option()
@options.force_option()
@options.limit_options()
@click.pass_context
def command(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    output: Path | None,
    annotate: Path | None,
    format_name: str | None,
    force: bool,
    watch: bool,
    **given: Any,  # noqa: ANN401 - click's options, as Request names them
) -> None:
    """Read, check, print."""
    from handover_xlsx.files.output import check_output, fingerprint
    from handover_xlsx.reading.workbook_kind import is_gap_report
    from handover_xlsx.validation.registry import chosen_rules

    # The report of an earlier check may be in the folder that it is about.
    files = [path for path in find_files(paths) if not is_earlier_report(path, output)]
    targets: dict[Path, Path] = {}
    if annotate:
        from handover_xlsx.cli.copies import plan_copies

        targets = plan_copies(files, annotate, force=force)
        files = list(targets)
    if output:
        check_output(
            output, force=force, inputs=[*files, *targets.values()], replaces=is_gap_report
        )
    elif format_name == "xlsx":
        raise UsageError(N_("a workbook cannot be shown here; add a file for it: -o gaps.xlsx"))
    chosen_rules(given["select"], given["ignore"])  # a wrong code is reported before a long reading
    seen = {target: fingerprint(target) for target in targets.values()}
    format_name = options.chosen_format(format_name, output, _FORMATS)
    request = Request(files, targets, seen, output, format_name, **given)
    if not watch:
        ctx.exit(check(request))
    from handover_xlsx.cli.watching import watch as check_after_every_save

    if any(str(path) == "-" for path in files):
        raise UsageError(N_("--watch needs the workbook's file; it cannot come from stdin"))
    meeting = Meeting()
    ctx.exit(check_after_every_save(files, lambda: check(request, meeting)))


@dataclass(frozen=True)
class Request:
    """What was requested.

    ``targets`` are the annotated copies to write, by their original; ``seen`` the fingerprints of
    what was in their places.
    """

    files: list[Path]
    targets: dict[Path, Path]
    seen: dict[Path, str]
    output: Path | None
    format_name: str
    template_name: str | None
    language: str | None
    select: str
    ignore: str
    fail_on: str
    jobs: int | None
    limits: Limits


@dataclass
class Meeting:
    """The gaps at the last save, while they are closed together (``--watch``)."""

    gaps: set[tuple[object, ...]] | None = None

    def report(self, validations: list[Validation]) -> None:
        """Say what the last save changed."""
        gaps: set[tuple[object, ...]] = {
            (
                validation.handover.sources[finding.source].name,
                finding.code,
                finding.sheet,
                finding.cell,
                finding.field,
            )
            for validation in validations
            for finding in validation.findings
            if finding.severity != "info"
        }
        if self.gaps is not None:
            inform(N_("Since the last save: {closed} closed, {new} new, {left} left."),
                   closed=len(self.gaps - gaps), new=len(gaps - self.gaps), left=len(gaps))  # fmt: skip
        self.gaps = gaps


def check(request: Request, meeting: Meeting | None = None) -> int:
    """Check the workbooks once, give the report out, and say with which code to end."""
    from handover_xlsx.reading.same_template import joined
    from handover_xlsx.validation.run import validate

    inputs = read_inputs(
        request.files, request.template_name, request.limits, request.jobs,
        rows_once=not request.targets,
    )  # fmt: skip
    select, ignore, output = request.select, request.ignore, request.output
    validations = [validate(handover, select, ignore) for handover in joined(inputs.handovers)]
    if meeting and not output and sys.stdout.isatty():
        click.clear()
    if validations:
        language = readers_language(request.language, validations[0].handover)
        put(_render(validations, request.format_name, language, output), output)
    bad = inputs.bad
    if request.targets:
        from handover_xlsx.cli.copies import write_copies

        bad += write_copies(validations, request.targets, request.language, request.seen)
    if meeting and not bad:
        meeting.report(validations)
    gaps = sum(validation.at_or_above(request.fail_on) for validation in validations)
    return 2 if bad else 1 if gaps else 0


def _render(
    validations: list[Validation], format_name: str, language: str, output: Path | None
) -> str | bytes:
    """The gap report in one of the formats; its links are relative to the ``output``."""
    if format_name == "xlsx":
        from handover_xlsx.reporting.gaps.to_xlsx import gaps_xlsx

        return gaps_xlsx(validations, language, output.absolute().parent if output else None)
    if format_name == "csv":
        from handover_xlsx.reporting.gaps.to_csv import gaps_csv

        return gaps_csv(validations, language)
    if format_name == "json":
        from handover_xlsx.reporting.gaps.to_json import gaps_json

        return gaps_json(validations, language)
    if format_name in ("html", "md") and len(validations) > 1:
        raise UsageError(
            N_("these workbooks are made from different templates ({names}); report on each alone"),
            names=tuple(sorted({v.handover.template.id for v in validations})),
        )
    if format_name == "html":
        from handover_xlsx.reporting.gaps.to_pages import gaps_html

        return gaps_html(validations[0], language)
    if format_name == "md":
        from handover_xlsx.reporting.gaps.to_pages import gaps_markdown

        return gaps_markdown(validations[0], language)
    from handover_xlsx.reporting.gaps.to_text import gaps_text

    return gaps_text(validations, language, **text_style(output))
