"""The annotated copies that ``handover validate --annotate`` writes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from handover_xlsx.cli.console import complain, inform
from handover_xlsx.cli.inputs import WORKBOOK_SUFFIXES
from handover_xlsx.cli.options import check_ending
from handover_xlsx.errors import HandoverError, OutputError, UsageError
from handover_xlsx.locale import N_, plural

if TYPE_CHECKING:
    from handover_xlsx.validation.run import Validation


def plan_copies(files: Sequence[Path], output: Path, *, force: bool) -> dict[Path, Path]:
    """Where the copy of each file goes: into the output, or into a folder of that name.

    Copies that are in the folder already, from an earlier run, are no input.
    """
    from handover_xlsx.files.output import check_output

    if any(str(path) == "-" for path in files):
        raise UsageError(N_("--annotate needs the workbook's file; it cannot come from stdin"))
    if output.suffix.lower() in WORKBOOK_SUFFIXES and not output.is_dir():
        if len(files) > 1:
            raise UsageError(
                N_("{file}: there are {count} workbooks; name a folder for their copies"),
                file=str(output), count=len(files),
            )  # fmt: skip
        check_ending(output, (files[0].suffix.lower() or ".xlsx",))
        check_output(output, force=force, inputs=files, replaces=_is_copy_of(files[0]))
        return {files[0]: output}
    if output.exists() and not output.is_dir():
        raise OutputError(N_("{file}: is a file; name a folder"), file=str(output))
    folder = output.absolute()
    inputs = [path for path in files if folder not in path.absolute().parents]
    targets = _in_folder(inputs, output)
    for path, target in targets.items():
        if target.exists():
            check_output(target, force=force, inputs=inputs, replaces=_is_copy_of(path))
    return targets


def _is_copy_of(original: Path) -> Callable[[Path], bool]:
    """Checks that nothing is lost with a file: a copy in which no one has worked since."""
    from handover_xlsx.annotating.untouched_check import is_untouched_copy

    return lambda path: path.read_bytes() == original.read_bytes() or is_untouched_copy(path)


def _in_folder(files: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Each file under its own name; files of one name under their folders' names, too."""
    if len({path.name.casefold() for path in files}) == len(files):
        return {path: folder / path.name for path in files}
    common = os.path.commonpath([path.absolute().parent for path in files])
    return {path: folder / path.absolute().relative_to(common) for path in files}


def write_copies(
    validations: Sequence[Validation],
    targets: Mapping[Path, Path],
    language: str | None,
    seen: MutableMapping[Path, str],
) -> int:
    """Write a copy of each file that was read; how many could not be written.

    ``seen`` are the fingerprints that the copies' places had when they were looked at last:
    someone may have begun to work in one while another was watched.
    """
    from handover_xlsx.annotating.annotate import MOST_GAPS, annotate
    from handover_xlsx.files.output import fingerprint, write_whole
    from handover_xlsx.package.package import open_container
    from handover_xlsx.reporting.gaps.rows import most_severe

    bad = 0
    handovers = [validation.handover for validation in validations]
    languages = {s.path: s.language for handover in handovers for s in handover.sources}
    for path, target in targets.items():
        if str(path) not in languages:
            continue
        report_language = language or languages[str(path)]
        try:
            rows, more = most_severe(validations, report_language, str(path), MOST_GAPS)
            copy = annotate(open_container(path), rows, report_language, more)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, copy.data, unless_changed=seen.get(target))
            seen[target] = fingerprint(target)
        except HandoverError as error:
            complain(error)
            bad += 1
            continue
        message = N_("{file} is ready: there is nothing to mark.")
        if copy.gaps:
            message = plural(
                copy.cells,
                N_("{file} is ready: one cell is marked, and its last sheet lists what to fix."),
                N_("{file} is ready: {cells} cells are marked, and its last sheet lists {gaps} "
                   "gaps."),
            )  # fmt: skip
        inform(message, file=str(target), cells=copy.cells, gaps=copy.gaps)
        if more:
            inform(N_("{file}: {count} more gaps are neither marked nor listed in it; see: "
                      "handover validate FILE -o gaps.xlsx"),
                   file=target.name, count=more)  # fmt: skip
        _warn_of_secrets(validations, path, target)
    return bad


def _warn_of_secrets(validations: Sequence[Validation], path: Path, target: Path) -> None:
    """A copy is her own workbook, with all that she wrote; the marked cells show where it is."""
    count = sum(
        remark.kind == "secret" and validation.handover.sources[remark.source].path == str(path)
        for validation in validations
        for remark in validation.handover.remarks
    )
    if count:
        message = plural(
            count,
            N_("{file} still shows the secret in the workbook: remove it before you pass the file "
               "on."),
            N_("{file} still shows the {count} secrets in the workbook: remove them before you "
               "pass the file on."),
        )  # fmt: skip
        inform(message, file=target.name, count=count)
