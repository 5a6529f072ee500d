"""XlsxWriter drops many mistakes in silence; here a warning or a negative return is an error."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from handover_xlsx.errors import WriterError
from handover_xlsx.locale import N_
from handover_xlsx.sheets.cell_text import CELL_LENGTH, shortened, storable

FAULTY = N_("the workbook would be faulty ({reason}); please report this")
_AUTHOR_LENGTH = 50
_NOT_IN_NOTES = "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]"  # compiled for the first note
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@contextmanager
def strictly() -> Iterator[None]:
    """Warnings inside the block are errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            yield
        except UserWarning as warning:
            raise WriterError(FAULTY, reason=str(warning)) from warning


class Strict:
    """An XlsxWriter object whose methods raise instead of returning a negative number."""

    def __init__(self, target: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        self._target = target
        self.cut: list[tuple[int, int]] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        method = getattr(self._target, name)
        if not callable(method):
            return method

        def call(*args: object, **options: object) -> object:
            result = method(*args, **options)
            if isinstance(result, int) and result < 0:
                raise WriterError(FAULTY, reason=f"{name}{args!r:.120} → {result}")
            return result

        self.__dict__[name] = call  # cells are many: looked up once
        return call

    def write_text(self, row: int, column: int, text: str, style: object = None) -> None:
        """A text as a text: never a formula, a link or a number.

        Where it is too long for Excel, ``cut`` notes the cell.
        """
        kept = storable(text)
        if kept.is_cut:
            self.cut.append((row, column))
        self.write_string(row, column, kept.text, style)

    def write_note(self, row: int, column: int, author: str, text: str) -> None:
        """A note attached to a cell; what is too long for Excel is noted in ``cut``."""
        text = re.sub(_NOT_IN_NOTES, "\ufffd", text)
        kept = shortened(text, CELL_LENGTH)
        if kept != text:
            self.cut.append((row, column))
        author = shortened(re.sub(_NOT_IN_NOTES, "\ufffd", author), _AUTHOR_LENGTH)
        self.write_comment(row, column, kept, {"author": author})

    def write_link(self, row: int, column: int, target: str, text: str, style: object) -> None:
        """A link within the workbook; XlsxWriter also writes its text where XML can escape nothing."""
        self.write_url(row, column, f"internal:{target}", style, _CONTROL.sub("\ufffd", text))
