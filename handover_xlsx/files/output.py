"""Writing files safely: an output appears complete or not at all, and never replaces an input."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from handover_xlsx.errors import OutputError
from handover_xlsx.locale import N_

_WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods", ".et")
_WORKBOOK_BEGINS = (b"PK\3\4", b"\xd0\xcf\x11\xe0")  # also one with a password, or misnamed


def check_output(
    path: Path,
    *,
    force: bool = False,
    inputs: Iterable[Path] = (),
    replaces: Callable[[Path], bool] | None = None,
) -> None:
    """Raise OutputError if a path must not be written: it is an input, a folder, or it exists.

    A workbook that is there is someone's, and remains whatever ``force`` says, unless it is of the
    kind that is written here: ``replaces`` decides.
    """
    if any(_same(path, given) for given in inputs):
        raise OutputError(
            N_("{file}: is one of the inputs and is never written to; choose another name"),
            file=path.name,
        )
    if path.is_dir():
        raise OutputError(N_("{file}: is a folder; name a file in it"), file=str(path))
    if _holds_workbook(path) and not (replaces and replaces(path)):
        raise OutputError(
            N_("{file}: is someone's own workbook and is never replaced; choose another name"),
            file=str(path),
        )
    if path.exists() and not force:
        raise OutputError(
            N_("{file}: exists already; choose another name, or add --force to replace it"),
            file=str(path),
        )
    if not path.absolute().parent.is_dir():
        raise OutputError(
            N_("{file}: its folder does not exist; make the folder first"), file=str(path)
        )


def _holds_workbook(path: Path) -> bool:
    """Whether a file is a workbook by its name or by how it begins; an empty one is nothing."""
    if not path.is_file() or path.stat().st_size == 0:
        return False
    if path.suffix.lower() in _WORKBOOK_ENDINGS:
        return True
    with path.open("rb") as file:
        return file.read(4).startswith(_WORKBOOK_BEGINS)


def fingerprint(path: Path) -> str:
    """The same as long as no one writes into the file; "" while there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def write_whole(path: Path, data: bytes, *, unless_changed: str | None = None) -> None:
    """Write a file through a temporary one next to it, so that it appears complete or not at all.

    ``unless_changed`` is the fingerprint that the file must still have.
    """
    path = path.absolute()
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise cannot_write(path, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~_umask())
        if unless_changed is not None and fingerprint(path) != unless_changed:
            raise OutputError(
                N_(
                    "{file}: was changed by someone else in the meantime; nothing was written. Try "
                    "again"
                ),
                file=path.name,
            )
        Path(name).replace(path)
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()


def cannot_write(path: Path, error: OSError) -> OutputError:
    """The error that says why a path cannot be written."""
    return OutputError(
        N_("{file}: cannot be written ({why}); choose another folder"),
        file=str(path), why=error.strerror or str(error),
    )  # fmt: skip


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
