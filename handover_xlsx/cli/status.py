"""``handover status``: how far everybody's handover has come, who needs help first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handover_xlsx.cli import options
from handover_xlsx.cli.console import complain, put, text_style
from handover_xlsx.cli.inputs import find_files, read_inputs
from handover_xlsx.cli.options import _
from handover_xlsx.errors import HandoverError
from handover_xlsx.locale import N_, locale_language

if TYPE_CHECKING:
    from handover_xlsx.package.limits import Limits
    from handover_xlsx.status.leaver_status import LeaverStatus
    from handover_xlsx.status.snapshots import Snapshot

_FORMATS = ("text", "json", "html")


@click.command(
    help=_(N_("Show the progress of every handover.\n\n"
              "One line per leaver, those who need help first: last day, days left, completeness, "
              "errors, sign-off, when it was last saved.\n\n"
              "Exit code 0: shown; 2: a file could not be read.\n\n"
              "Example: handover status returned/ --track")),
)  # fmt: skip
@options.files_argument()
@options.reading_template_option()
@options.format_option(
    _FORMATS, N_("Format of the status (default: text, or by the ending of -o).")
)
@options.output_option(N_("Write the status into a file."))
@click.option("--track", "tracked", is_flag=True,
              help=_(N_("Save this snapshot in the folder (.handover/status.sqlite), so that the "
                        "next status shows a trend.")))  # fmt: skip
@click.option("--as-of", "today", type=options.Day(), metavar="DATE",
              help=_(N_("Count the remaining days from this date (default: today).")))  # fmt: skip
@options.language_option(N_("Language of the status (default: the terminal's)."))
@options.jobs_option()
@options.force_option()
@options.limit_options()
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    template_name: str | None,
    format_name: str | None,
    output: Path | None,
    tracked: bool,
    today: date | None,
    language: str | None,
    jobs: int | None,
    force: bool,
    limits: Limits,
) -> None:
    """Read, check, compare with the last snapshot, print."""
    from handover_xlsx.files.output import check_output
    from handover_xlsx.reporting.gaps.view import local_today
    from handover_xlsx.status.leaver_status import leaver_statuses

    files = find_files(paths)
    if output:
        check_output(output, force=force, inputs=files)
    format_name = options.chosen_format(format_name, output, _FORMATS)
    inputs = read_inputs(files, template_name, limits, jobs)
    today = today or local_today()
    found = leaver_statuses(inputs.handovers, today)
    memory = _Memory(paths)
    snapshots = memory.snapshots()
    if found:
        language = language or locale_language()
        put(_render(found, snapshots, format_name, language, today, output), output)
        if tracked:
            memory.track(found, today)
    ctx.exit(2 if inputs.bad or memory.bad else 0)


class _Memory:
    """The tracked snapshots of all folders that were named; what is damaged is named and left alone."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.folders = list(dict.fromkeys(p if p.is_dir() else p.parent for p in paths))
        self.bad: set[Path] = set()

    def snapshots(self) -> Mapping[str, Snapshot]:
        from handover_xlsx.status.snapshots import last_snapshots

        seen: dict[str, Snapshot] = {}
        for folder in self.folders:
            try:
                seen.update(last_snapshots(folder))
            except HandoverError as error:
                self._say(folder, error)
        return seen

    def track(self, found: Sequence[LeaverStatus], today: date) -> None:
        from handover_xlsx.status.snapshots import track

        for folder in self.folders:
            here = [status for status in found if self._home(status) == folder]
            if folder in self.bad or not here:
                continue
            try:
                track(folder, here, today)
            except HandoverError as error:
                self._say(folder, error)

    def _home(self, status: LeaverStatus) -> Path | None:
        """The folder that a workbook was found in: of several the nearest."""
        above = Path(status.source.path).absolute().parents
        around = [folder for folder in self.folders if folder.absolute() in above]
        return max(around, key=lambda folder: len(folder.absolute().parts), default=None)

    def _say(self, folder: Path, error: HandoverError) -> None:
        complain(error)
        self.bad.add(folder)


def _render(
    found: Sequence[LeaverStatus],
    snapshots: Mapping[str, Snapshot],
    format_name: str,
    language: str,
    today: date,
    output: Path | None,
) -> str:
    """The status in one of the formats."""
    if format_name == "json":
        from handover_xlsx.reporting.status.to_json import status_json

        return status_json(found, snapshots, today)
    from handover_xlsx.reporting.status.view import status_report

    report = status_report(found, snapshots, language, today)
    if format_name == "html":
        from handover_xlsx.reporting.status.to_pages import status_html

        return status_html(report)
    from handover_xlsx.reporting.status.to_text import status_text

    return status_text(report, **text_style(output))
