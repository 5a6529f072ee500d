"""Rules that an organisation adds: modules named by the entry point group ``handover_xlsx.rules``."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from handover_xlsx.errors import UsageError
from handover_xlsx.locale import N_

GROUP = "handover_xlsx.rules"


@cache
def load_own_rules() -> None:
    """Import every module that an installed package names; each registers its rules with ``@rule``.

    Raises UsageError, in one line, when a module cannot be imported.
    """
    if not any(map(_names_rules, sys.path)):
        return
    from importlib.metadata import entry_points  # slow to import, and rarely needed

    for entry in entry_points(group=GROUP):
        try:
            entry.load()
        except Exception as error:
            raise UsageError(
                N_("the rules “{name}” ({module}) cannot be loaded: {why}; fix the package that "
                   "provides them, or uninstall it"),
                name=entry.name, module=entry.value, why=f"{type(error).__name__}: {error}",
            ) from error  # fmt: skip


def _names_rules(folder: str) -> bool:
    """Whether a package in a folder of the import path has rules: a glance at its entry points."""
    try:
        with os.scandir(folder or ".") as entries:
            named = [Path(e.path) / "entry_points.txt" for e in entries
                     if e.name.endswith((".dist-info", ".egg-info"))]  # fmt: skip
    except OSError:  # not a folder
        return False
    return any(GROUP.encode() in _bytes(path) for path in named)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
