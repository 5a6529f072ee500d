"""What is quoted of several cells is true of each."""

from __future__ import annotations

import re

import pytest

from handover_xlsx.reading.read import read_workbook
from handover_xlsx.reporting.gaps.to_text import gaps_text
from handover_xlsx.reporting.gaps.view import gap_report
from handover_xlsx.validation.run import validate

STORY = """
## start
| leaver | last_day |
|---|---|
| Clara Whitfield | 2026-11-30 |

## contacts
| name | email |
|---|---|
| Ann Lee | ann at example.com |
| Bo Ray | {} |
| Cy Fox | {} |
"""


@pytest.fixture
def checked(workbook_from_markdown):
    """The contacts' addresses, the first of which is wrong."""

    def check(*addresses: str):
        return validate(read_workbook(workbook_from_markdown(STORY.format(*addresses))), "V")

    return check


def message_of(validation) -> str:
    """The sentence about the addresses."""
    gaps = [gap for sheet in gap_report(validation, "en").sources[0].sheets for gap in sheet.gaps]
    return next(gap.full_message for gap in gaps if "ann at example.com" in gap.full_message)


def test_other_values_are_quoted_with_their_rows(checked):
    """“ann at example.com” is not in the rows of the others."""
    validation = checked("bo@@example.com", "cy.example.com")

    assert message_of(validation).endswith(
        "Similar in 2 more rows: Bo Ray (“bo@@example.com”), Cy Fox (“cy.example.com”)"
    )
    assert re.search(
        r"“ann at example.com”.* – and similar in 2 more rows", gaps_text([validation], "en")
    )


def test_one_value_in_several_rows_is_quoted_once(checked):
    """The same is the same."""
    validation = checked("ann at example.com", "ann at example.com")

    assert message_of(validation).endswith("The same in 2 more rows: Bo Ray, Cy Fox")
    assert re.search(r"“ann at example.com”.* – and 2 more rows", gaps_text([validation], "en"))
