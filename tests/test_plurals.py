"""Numbers, nouns and lists in sentences, as people write them in both languages."""

from __future__ import annotations

import pytest

from handover_xlsx.locale import N_, Message, number, plural


def test_one_is_not_many():
    """“1 rows” appears nowhere."""
    assert [plural(count, "one row", "{count} rows") for count in (0, 1, 2)] == [
        "{count} rows", "one row", "{count} rows",
    ]  # fmt: skip


def test_a_list_is_written_as_in_the_readers_language():
    """A half-width comma looks foreign between Chinese words."""
    message = Message(N_("{file}: good. {contents}, languages: {languages}."),
                   {"file": "a.yaml", "contents": "…", "languages": ("en", "zh")})  # fmt: skip

    assert message.text("en") == "a.yaml: good. …, languages: en, zh."
    assert message.text("zh") == "a.yaml：没问题。…，语言：en、zh。"


@pytest.mark.parametrize(
    ("value", "shown"), [(2026.0, "2026"), (4000, "4000"), (12000, "12,000"), (0.5, "0.5")]
)
def test_numbers_are_written_in_one_way(value, shown):
    """Digits are grouped from 10,000 on, so that years remain years."""
    assert number(value) == shown
