"""Checks whether anyone has worked in an annotated copy since it was written.

The list of gaps remembers a seal over all other parts of the copy. Whichever
program saves the copy writes these again; a copy with another seal is someone's own workbook.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.format.annotation_marks import is_gaps_sheet
from handover_xlsx.package.package import open_container
from handover_xlsx.package.patch import Package
from handover_xlsx.sheets.workbook import Workbook

NOT_SEALED = "_seal:" + "0" * 64
_SEAL = "_seal:{}"


def seal_of(package: Package, but: str) -> str:
    """The seal over all parts of a package but one."""
    return _seal_of((part, package.read(part)) for part in package.parts("") if part != but.lower())


def is_untouched_copy(path: Path) -> bool:
    """Whether a file is an annotated copy as we wrote it."""
    try:
        container = open_container(path)
        book = Workbook(container)
        for sheet in reversed(container.sheets):  # it is the last one
            grid = book.grid(sheet)
            if is_gaps_sheet(grid):
                seal = seal_of(Package(container), sheet.path)
                return any(seal in values for _, values in grid.rows[:1])
    except UnreadableFile:
        pass
    return False


def _seal_of(parts: Iterable[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, data in sorted(parts):
        digest.update(f"{name}\n{len(data)}\n".encode())
        digest.update(data)
    return _SEAL.format(digest.hexdigest())
