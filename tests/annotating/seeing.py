"""Marking workbooks in tests, and what a person sees in the copy."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Sequence

import openpyxl

from handover_xlsx.annotating.annotate import Annotated, annotate
from handover_xlsx.format.annotation_marks import FILLS
from handover_xlsx.package.package import open_container_bytes
from handover_xlsx.reporting.gaps.rows import GapRow


def gap(sheet: str, cell: str, message: str = "is missing", severity: str = "error") -> GapRow:
    """One gap as the rules would find it."""
    word = {"error": "Must be fixed", "warning": "Should be fixed"}.get(severity, "Note")
    return GapRow(
        severity,
        word,
        sheet,
        cell,
        "",
        "",
        message,
        "Fill it in.",
        "V101",
        "Ada",
        "a.xlsx",
        "a.xlsx",
    )


def marked(data: bytes, gaps: Sequence[GapRow], language: str = "en") -> bytes:
    """The annotated copy of a workbook."""
    return annotated(data, gaps, language).data


def annotated(data: bytes, gaps: Sequence[GapRow], language: str = "en") -> Annotated:
    return annotate(open_container_bytes("a.xlsx", data), gaps, language)


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package, unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """A package of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def book(data: bytes) -> openpyxl.Workbook:
    """A workbook as openpyxl sees it; it warns of all that it would lose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))


def coloured(data: bytes) -> dict[str, str]:
    """The cells that show a mark's colour: place → severity."""
    severities = {colour: severity for severity, colour in FILLS.items()}
    return {
        f"{sheet.title}!{cell.coordinate}": severities[cell.fill.fgColor.rgb]
        for sheet in book(data)
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.patternType == "solid" and cell.fill.fgColor.rgb in severities
    }


def noted(data: bytes) -> dict[str, str]:
    """The notes: place → text."""
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book(data)
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
