"""Finding and reading the workbooks that a command was given."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from handover_xlsx.cli.console import complain
from handover_xlsx.errors import HandoverError, UnreadableFile
from handover_xlsx.locale import N_, locale_language

if TYPE_CHECKING:
    from handover_xlsx.workbook.handover import Handover

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")


@dataclass
class Inputs:
    """What could be read, and how many files could not."""

    handovers: list[Handover] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    bad: int = 0

    def by_template(self) -> list[list[Handover]]:
        """Handovers of the same template together, in the order given."""
        from handover_xlsx.template import resolved

        groups: dict[str, list[Handover]] = {}
        for one in self.handovers:
            groups.setdefault(resolved.digest(one.template), []).append(one)
        return list(groups.values())


def find_files(paths: tuple[Path, ...], output: Path | None = None) -> list[Path]:
    """The files named, and the workbooks in the folders named (lock files are passed over)."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(path.rglob("*"))
            found.update(dict.fromkeys(p for p in inside if _is_workbook(p)))
        else:
            found[path] = None
    own = output.absolute() if output else None
    return [path for path in found if path.absolute() != own]


def _is_workbook(path: Path) -> bool:
    hidden = path.name.startswith(("~$", ".", "._"))
    return path.suffix.lower() in WORKBOOK_SUFFIXES and not hidden and path.is_file()


def read_inputs(paths: tuple[Path, ...], output: Path | None = None) -> Inputs:
    """Read every workbook; each that cannot be read is named in one line and the rest goes on."""
    from handover_xlsx.workbook.reading import read_bytes, read_workbook

    inputs = Inputs()
    for path in find_files(paths, output):
        try:
            if str(path) == "-":
                inputs.handovers.append(read_bytes("-", _stdin()))
            else:
                inputs.handovers.append(read_workbook(path))
                inputs.files.append(path)
        except HandoverError as error:
            complain(error.text(locale_language()))
            inputs.bad += 1
    if not inputs.handovers and not inputs.bad:
        raise UnreadableFile(
            ", ".join(str(path) for path in paths),
            N_("holds no workbook (.xlsx); check the folder's name"),
        )
    return inputs


def _stdin() -> bytes:
    import sys

    return sys.stdin.buffer.read()
