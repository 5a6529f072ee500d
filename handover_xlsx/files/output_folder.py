"""Writing a folder of files: it appears complete or not at all, and never takes others' files along."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from handover_xlsx.errors import OutputError
from handover_xlsx.files.output import cannot_write
from handover_xlsx.locale import N_


def check_output_folder(path: Path, ending: str, *, mark: str, force: bool = False) -> None:
    """Raise OutputError if a folder must not be written.

    Only one that an earlier run wrote may be replaced: nothing is in it but files of the
    ``ending``, and among them the one called ``mark``.
    """
    if not path.absolute().parent.is_dir():
        raise OutputError(
            N_("{file}: its folder does not exist; make the folder first"), file=str(path)
        )
    if not path.exists() and not path.is_symlink():
        return
    if path.is_symlink() or not path.is_dir():
        raise OutputError(N_("{file}: is a file; name a new or empty folder"), file=str(path))
    inside = list(path.iterdir())
    if not inside:
        return
    ours = all(entry.suffix == ending and entry.is_file() for entry in inside)
    if not ours or not (path / mark).is_file():
        raise OutputError(
            N_("{file}: contains other files; name a new or empty folder"), file=str(path)
        )
    if not force:
        raise OutputError(
            N_("{file}: exists already; choose another name, or add --force to replace it"),
            file=str(path),
        )


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write files (name → content) into a folder that appears complete; an earlier one is replaced."""
    path = path.absolute()
    try:
        made = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    except OSError as error:
        raise cannot_write(path, error) from None
    earlier = made / ".earlier"
    try:
        fresh = made / path.name
        fresh.mkdir()
        for name, data in files.items():
            (fresh / name).write_bytes(data)
        if path.exists():
            path.rename(earlier)
        try:
            fresh.rename(path)
        except OSError:
            if earlier.exists():
                earlier.rename(path)
            raise
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        shutil.rmtree(made, ignore_errors=True)
