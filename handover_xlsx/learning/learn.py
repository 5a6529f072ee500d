"""Learns a draft template from the spreadsheet that a company already has.

``workbook`` shows a sheet without its file format, ``find_table`` and ``find_form`` find its outline,
``headings``, ``dropdowns`` and ``guess_type`` what the fields are; ``build_draft`` puts it
together and ``write_yaml`` writes it down with remarks.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from handover_xlsx.learning.draft import Draft

MOST_CELLS = 200_000  # with all its styles a cell takes a kilobyte


def open_book(name: str, data: bytes, parts: Mapping[str, bytes]) -> Workbook:
    """A workbook that passed the guard, with formats, comments and checks; formulas as formulas.

    Raises UnreadableFile when it is too large to be a form, or openpyxl cannot make sense of it.
    """
    import io
    from xml.etree.ElementTree import ParseError

    from openpyxl import load_workbook

    if sum(part.count(b"<c ") for part in parts.values()) > MOST_CELLS:
        raise UnreadableFile(
            name,
            N_("has more than {count} cells; delete rows until only a few examples are left"),
            count=MOST_CELLS,
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts that are left out and not needed here
            return load_workbook(io.BytesIO(data), data_only=False)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, ParseError):
        raise UnreadableFile(
            name, N_("cannot be learned from as it is; open it in Excel, save it again and retry")
        ) from None


def learn(book: Workbook, file: str, parts: Mapping[str, bytes] | None = None) -> Draft:
    """The draft of a template from a workbook.

    ``file`` names it in the draft; ``parts`` are its sheets as XML (name → bytes), where Excel
    keeps drop-downs that openpyxl does not read.
    """
    from handover_xlsx.learning.build_draft import draft
    from handover_xlsx.learning.workbook import read_sheets

    names = {name: str(defined.attr_text or "") for name, defined in book.defined_names.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return draft(read_sheets(book, parts or {}), names, file)
