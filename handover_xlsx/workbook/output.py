"""Writing files safely: an output appears whole or not at all, and never replaces an input."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from handover_xlsx.errors import OutputError
from handover_xlsx.locale import N_


def check_output(path: Path, *, force: bool = False, inputs: Iterable[Path] = ()) -> None:
    """Raise OutputError if a path must not be written: it is an input, a folder, or it exists."""
    if any(_same(path, given) for given in inputs):
        raise OutputError(
            N_("{file}: is one of the inputs and is never written to; choose another name"),
            file=path.name,
        )
    if path.is_dir():
        raise OutputError(N_("{file}: is a folder; name a file in it"), file=str(path))
    if path.exists() and not force:
        raise OutputError(
            N_("{file}: exists already; choose another name, or add --force to replace it"),
            file=str(path),
        )
    if not path.absolute().parent.is_dir():
        raise OutputError(
            N_("{file}: its folder does not exist; make the folder first"), file=str(path)
        )


def fingerprint(path: Path) -> str:
    """The same as long as nobody writes into the file; "" while there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def write_whole(path: Path, data: bytes, *, unless_changed: str | None = None) -> None:
    """Write a file through a temporary one beside it, so that it appears whole or not at all.

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
                    "{file}: was changed by somebody else meanwhile; nothing was written. Try again"
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
