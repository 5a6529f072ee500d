"""How high a row must be, before any program has measured its texts."""

import pytest

from handover_xlsx.writing.styles import lines_needed


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, 1),
        ("abcd efgh", 9, 1),
        ("abcd efgh ijkl", 9, 2),
        ("abcd efgh ijkl", 12, 2),  # 14 letters in 12 columns, but no word is cut
        ("abcde fghij klmno", 8, 3),  # three words, though 17 letters fit in three lines of 6
        ("abcdefghij", 4, 3),  # a word that is wider than the column is cut
        ("one\n\nthree", 20, 3),
        ("工作职责工作", 6, 2),  # two columns a character; a line may end after any
        ("见 https://example.com/twelve-points", 20, 3),  # after the blank and the slash
    ],
)
def test_lines_are_counted_as_programs_break_them(text, width, lines):
    """Between words, within Chinese anywhere, within an address after a slash."""
    assert lines_needed(text, width) == lines
