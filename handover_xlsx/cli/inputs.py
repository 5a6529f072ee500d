"""Finding and reading the workbooks that a command was given."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from handover_xlsx.cli.console import complain, inform, progress
from handover_xlsx.errors import HandoverError, OwnReport, UnreadableFile
from handover_xlsx.locale import LANGUAGES, N_, locale_language

if TYPE_CHECKING:
    from handover_xlsx.handover.model import Handover
    from handover_xlsx.package.limits import Limits
    from handover_xlsx.template.model import Template

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".ods", ".xls", ".xlsb")
_STDIN = "-"


@dataclass
class Inputs:
    """What could be read, and how many files could not."""

    handovers: list[Handover] = field(default_factory=list)
    bad: int = 0


def find_files(paths: tuple[Path, ...]) -> list[Path]:
    """The files named, and the workbooks in the folders named (lock files are skipped)."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(path.rglob("*"))
            found.update(dict.fromkeys(p for p in inside if _is_workbook(p)))
        else:
            found[path] = None
    if not found:
        raise UnreadableFile(
            ", ".join(str(path) for path in paths),
            N_("contains no workbook (.xlsx); check the folder's name"),
        )
    return list(found)


def _is_workbook(path: Path) -> bool:
    hidden = path.name.startswith(("~$", ".", "._"))
    return path.suffix.lower() in WORKBOOK_SUFFIXES and not hidden and path.is_file()


def read_inputs(
    files: list[Path],
    template_name: str | None = None,
    limits: Limits | None = None,
    jobs: int | None = None,
    *,
    paths_tell_apart: bool = True,
    rows_once: bool = False,
) -> Inputs:
    """Read every workbook; each that cannot be read is named in one line and the rest goes on.

    ``jobs`` processes read many workbooks at once (one for each processor unless given).
    With ``rows_once`` a team's workbook is left out where all that were merged into it are there.
    """
    from handover_xlsx.package.limits import LIMITS

    template = _template(template_name)
    inputs = Inputs()
    answers = progress(
        _read(files, template, limits or LIMITS, jobs or os.cpu_count() or 1), len(files)
    )
    passed = 0
    for _, read in sorted(answers, key=lambda answer: answer[0]):
        if isinstance(read, HandoverError):
            complain(read)
            passed += isinstance(read, OwnReport)
            inputs.bad += not isinstance(read, OwnReport)
        else:
            inputs.handovers.append(read)
    if passed and not inputs.handovers:  # nothing else was named
        inputs.bad += passed
    if rows_once:
        inputs.handovers = _without_teams(inputs.handovers)
    if paths_tell_apart:
        _tell_apart(inputs.handovers)
    return inputs


def _without_teams(handovers: list[Handover]) -> list[Handover]:
    """The workbooks of people; a team's workbook next to them would repeat everything."""
    own = {
        handover.sources[0].workbook_id for handover in handovers if not _is_merged(handover)
    } - {""}
    kept = []
    for handover in handovers:
        if _is_merged(handover) and own.issuperset(
            source.workbook_id for source in handover.sources
        ):
            message = N_("{file}: was merged from workbooks that are here, too; it is skipped")
            inform(message, file=Path(handover.sources[0].path).name)
        else:
            kept.append(handover)
    return kept


def _is_merged(handover: Handover) -> bool:
    return any(source.fingerprint for source in handover.sources)


def _read(
    files: list[Path], template: Template | None, limits: Limits, jobs: int
) -> Iterator[tuple[int, Handover | HandoverError]]:
    """One workbook is read here; several by processes of their own, which may die of one."""
    if len(files) > 1 and _STDIN not in map(str, files):
        from handover_xlsx.reading.batch import read_all

        yield from read_all(files, template, limits, min(jobs, 1 + len(files) // 10))
        return
    yield from enumerate(_read_here(files, template, limits))


def _read_here(
    files: list[Path], template: Template | None, limits: Limits
) -> Iterator[Handover | HandoverError]:
    from handover_xlsx.reading.read import read_bytes, read_workbook

    for path in files:
        try:
            if str(path) == _STDIN:
                yield read_bytes(_STDIN, _stdin(limits), template, limits)
            else:
                yield read_workbook(path, template, limits)
        except HandoverError as error:
            yield error
        except MemoryError:
            reason = N_("needs too much memory to be read; split it into smaller workbooks")
            yield UnreadableFile(path.name, reason)


def _template(name: str | None) -> Template | None:
    """The template that ``-t`` names; without it every workbook names its own."""
    if name is None:
        return None
    from handover_xlsx.template.catalogue import load_template

    return load_template(name)


def readers_language(wanted: str | None, handover: Handover) -> str:
    """What ``-l`` asks for, else the language of the workbook, else the terminal's."""
    language = wanted or handover.sources[0].language
    return language if language in LANGUAGES else locale_language()


def is_earlier_output(path: Path, output: Path) -> bool:
    """Whether a file is the team workbook that an earlier merge wrote to the same place.

    Only that is left out of a merge; a person's own workbook is never an output.
    """
    from handover_xlsx.reading.workbook_kind import is_team_workbook

    return _is_output(path, output) and is_team_workbook(path)


def is_earlier_report(path: Path, output: Path | None) -> bool:
    """Whether a file is the gap report that an earlier validation wrote to the same place."""
    from handover_xlsx.reading.workbook_kind import is_gap_report

    return output is not None and _is_output(path, output) and is_gap_report(path)


def _is_output(path: Path, output: Path) -> bool:
    return output.exists() and path.exists() and path.samefile(output)


def _tell_apart(handovers: list[Handover]) -> None:
    """Workbooks of one name from several folders are called by their paths."""
    names = Counter(
        handover.sources[0].name for handover in handovers if len(handover.sources) == 1
    )
    for handover in handovers:
        if len(handover.sources) == 1 and names[handover.sources[0].name] > 1:
            handover.sources = (replace(handover.sources[0], name=handover.sources[0].path),)


def _stdin(limits: Limits) -> bytes:
    import sys

    if sys.stdin is None:
        raise UnreadableFile(_STDIN, N_("is closed; name a file, or pipe one into the command"))
    return sys.stdin.buffer.read(limits.file_bytes + 1)  # one more is too large, and says so
