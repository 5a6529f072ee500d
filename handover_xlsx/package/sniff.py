"""Open a file once, read it into memory, and name what it is when it is no workbook package."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path, PurePath

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_, Message
from handover_xlsx.package.limits import Limits

# O_NONBLOCK: opening a pipe must not wait for its writer. Windows has neither flag.
_OPEN_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_NOT_THERE = (errno.ENOENT, errno.ENOTDIR)
_CANNOT_OPEN = {
    **dict.fromkeys(_NOT_THERE, N_("does not exist; check the name and the folder")),
    errno.EISDIR: N_("is a folder, not a file; name the workbook in it"),
    errno.EACCES: N_("may not be read (permission denied); ask its owner for access"),
    errno.EPERM: N_("may not be read (permission denied); ask its owner for access"),
    errno.ELOOP: N_("is a link that points at itself; name the workbook it should lead to"),
}

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCUMENTS = ("WordDocument", "PowerPoint Document")  # streams in old Office files
_OTHER_FILES = {  # first bytes in lower case -> what the file is
    b"%pdf": N_("a PDF"),
    b"\x89png": N_("a picture (PNG)"),
    b"\xff\xd8\xff": N_("a picture (JPEG)"),
    b"gif8": N_("a picture (GIF)"),
    b"\x1f\x8b": N_("a gzip-compressed file"),
    b"rar!": N_("a RAR archive"),
    b"7z\xbc\xaf": N_("a 7-Zip archive"),
    b"<!doctype html": N_("a web page (HTML)"),
    b"<html": N_("a web page (HTML)"),
    b"<table": N_("a web page (HTML)"),
    b"<?xml": N_("an XML file"),
    b"{\\rtf": N_("a formatted text (RTF)"),
    b"{": N_("a JSON text"),
}
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


# --- Open and read ------------------------------------------------------------------------------


def check_file_name(name: str) -> None:
    """Refuse the side files that office programs and file systems leave next to a workbook."""
    if name.startswith("~$"):
        reason = N_(
            "is Excel's lock file of a workbook someone has open; it contains no data, so give the "
            "workbook itself"
        )
        raise UnreadableFile(name, reason)
    if name.startswith("._"):
        reason = N_("is a macOS side file; it contains no data, so give the workbook itself")
        raise UnreadableFile(name, reason)


def read_once(path: Path, name: str, limits: Limits) -> bytes:
    """The bytes of a regular file of a bearable size; anything else is refused by its name."""
    try:
        return _bytes_of(path, name, limits)
    except OSError as error:
        code = errno.EISDIR if path.is_dir() else error.errno  # Windows says EACCES for folders
        known = _CANNOT_OPEN.get(code or 0)
        if known:
            # A missing file is named by its full path: mostly the folder is the wrong one.
            shown = str(path.with_name(name)) if code in _NOT_THERE else name
            raise UnreadableFile(shown, known) from None
        reason = N_("cannot be opened ({error}); check the path and try again")
        raise UnreadableFile(name, reason, error=error.strerror or type(error).__name__) from None


def _bytes_of(path: Path, name: str, limits: Limits) -> bytes:
    def opener(file: str, flags: int) -> int:
        return os.open(file, flags | _OPEN_FLAGS)

    try:
        stream = open(path, "rb", opener=opener)  # noqa: SIM115 - Path.open has no opener
    except ValueError:  # a NUL in the path
        raise UnreadableFile(name, _CANNOT_OPEN[errno.ENOENT]) from None
    with stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            reason = N_("is not a regular file (a pipe or device); give the workbook itself")
            raise UnreadableFile(name, reason)
        check_file_size(name, status.st_size, limits)
        return stream.read(limits.file_bytes + 1)


def check_file_size(name: str, size: int, limits: Limits) -> None:
    """Refuse an empty file and one that is too large for memory."""
    if size == 0:
        raise UnreadableFile(name, N_("is empty (0 bytes); get a fresh copy"))
    if size > limits.file_bytes:
        reason = N_(
            "is {size:,.0f} MiB, the limit is {limit:,.0f} MiB; delete pictures or split it"
        )
        limit = limits.file_bytes / 2**20
        raise UnreadableFile(name, reason, size=size / 2**20, limit=limit)


# --- What is it, if it is no workbook package -----------------------------------------------


def explain_other_file(name: str, data: bytes) -> UnreadableFile:
    """What a file is that does not begin like a package."""
    if data.startswith(_COMPOUND_FILE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            reason = N_(
                "is protected by a password or a rights label;"
                " save it without protection and send it again"
            )
            return UnreadableFile(name, reason)
        if any(stream.encode("utf-16-le") in data for stream in _DOCUMENTS):
            return no_workbook(name, N_("a Word or PowerPoint document"))
        return OtherWorkbook(name, ".xls", N_("an old Excel 97-2003 file (.xls)"))
    head = data[:4096]
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for magic, kind in _OTHER_FILES.items():
        if start.startswith(magic):
            return no_workbook(name, kind)
    if head.startswith(_UTF16_MARKS) or not _BINARY.search(head):
        return no_workbook(name, N_("a plain text (CSV?)"))
    reason = N_("is damaged or is not an Excel workbook (.xlsx); get a fresh copy")
    return UnreadableFile(name, reason)


def explain_other_package(name: str, names: Iterable[str]) -> UnreadableFile:
    """What a zip is that declares no content types; ``names`` are in lower case."""
    if {"mimetype", "content.xml"}.intersection(names):
        return OtherWorkbook(name, ".ods", N_("an OpenDocument file (.ods)"))
    if any(part.endswith((".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")) for part in names):
        reason = N_("is a zip that contains a workbook; unpack it and send the workbook itself")
        return UnreadableFile(name, reason)
    reason = N_("is a zip, but not an Excel workbook (.xlsx); send the workbook itself")
    return UnreadableFile(name, reason)


def no_workbook(name: str, kind: str) -> UnreadableFile:
    """A file of another kind: ``kind`` is marked for translation."""
    reason = N_(
        "is {kind}, not an Excel workbook (.xlsx); send the workbook itself, saved as .xlsx"
    )
    return UnreadableFile(name, reason, kind=Message(kind))


class OtherWorkbook(UnreadableFile):
    """A workbook in a format that our guard cannot look inside; its values may still be read.

    ``suffix`` is the format's usual ending, ``kind`` its name, marked for translation.
    """

    def __init__(self, file: str, suffix: str, kind: str) -> None:
        self.suffix, self.kind = suffix, kind
        named = PurePath(file).suffix.lower()
        if named in ("", suffix):
            reason = N_("is {kind}; open it in Excel and save it as .xlsx")
        else:
            reason = N_("is {kind} under the name {named}; open it in Excel and save it as .xlsx")
        super().__init__(file, reason, kind=Message(kind), named=named)
