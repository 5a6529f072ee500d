"""How wide a text looks on a terminal."""

import pytest

from handover_xlsx.text.width import display_width


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Duties", 6),
        ("naïve – 25 €", 12),
        ("工作职责", 8),
        ("V101，必填", 10),
        ("cafe\u0301", 4),  # the accent is a sign of its own
        ("👩\u200d👧", 4),  # joined by a sign that is not seen
        ("☎\ufe0f", 1),  # the last sign only says in which style
        ("", 0),
    ],
)
def test_a_text_takes_the_columns_that_a_terminal_gives_it(text, columns):
    """A Chinese character and a picture take two, what is not seen by itself takes none."""
    assert display_width(text) == columns
