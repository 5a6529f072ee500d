"""The gap report as CSV for a spreadsheet or a script: one row a finding, in the reader's words."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from handover_xlsx.locale import translate
from handover_xlsx.reporting.gaps.rows import HEADINGS, gap_rows
from handover_xlsx.validation.run import Validation

_MARK = "\ufeff"  # without it Excel takes UTF-8 for the system's old encoding
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like it gets a ``'``.

    OWASP's advice on CSV injection; quoting alone does not help.
    """
    suspect = text.startswith(_STARTS_A_FORMULA) or text.lstrip().startswith(_STARTS_A_FORMULA)
    return f"'{text}" if suspect else text


def gaps_csv(validations: Sequence[Validation], language: str) -> str:
    """All findings with headings in the reader's language."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([translate(heading, language) for heading in HEADINGS])
    for row in gap_rows(validations, language):
        table.writerow([guarded(text) for text in row.texts])
    return _MARK + written.getvalue()
