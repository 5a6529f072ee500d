"""One list for each kind of word, used by everyone who has to know."""

from __future__ import annotations

from pathlib import Path

import pytest

from handover_xlsx.merging.load import loads, unclaimed
from handover_xlsx.merging.merge import merge
from handover_xlsx.merging.parts import split
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.reporting.common.readiness import leavers
from handover_xlsx.reporting.common.wording import Wording
from handover_xlsx.validation.run import validate
from handover_xlsx.values import vocabulary
from handover_xlsx.values.vocabulary import is_phrase, names_no_one, says_something, words

NO_ONE = (
    "TBD", "待定", "暂无", "无", "n/a", "-", "–", "none", "To be named", "the team", "相关同事", "help desk",
    "客服团队", "to be confirmed", "unknown", "同上",
)  # fmt: skip
SOMEONE = ("Priya Nair", "何俊杰", "Nona Abel", "Tim", "无名", "Teamer, Ann")

STORY = """
## start
| leaver | successor | last_day |
|---|---|---|
| Clara Whitfield | {word} | 2026-11-30 |

## duties
| name | description | frequency | priority | hours | successor |
|---|---|---|---|---|---|
| Weekly report | Collect | weekly | critical | 2 | {word} |
| Stock order | Order | daily | high | 1 | Priya Nair |
"""


@pytest.mark.parametrize("text", NO_ONE)
def test_no_one_is_named(text):
    """Blank phrases, groups, roles and desks, in both languages."""
    assert names_no_one(text)


@pytest.mark.parametrize("text", SOMEONE)
def test_someone_is_named(text):
    """A name that only looks like such a word is a name."""
    assert not names_no_one(text)


@pytest.mark.parametrize("word", ["TBD", "暂无", "the team"])
def test_no_one_is_no_one_everywhere(workbook_from_markdown, word):
    """Load, what no one takes, splitting, the report's title and the rules judge by one list."""
    read = read_workbook(workbook_from_markdown(STORY.format(word=word)))

    assert [load.name for load in loads(read)] == ["Priya Nair"]
    assert [(section.id, row) for section, row in unclaimed(read)] == [("duties", 0)]
    assert {part.name for part in split(merge([read]).handover, "successor")} == {"Priya Nair", ""}
    checked = validate(read)
    about = {(one.section, one.field) for one in checked.findings if one.code == "Q102"}
    assert {("start", "successor"), ("duties", "successor")} <= about
    day = read.last_day(0)
    assert day is not None
    (leaver,) = leavers(Wording(read, "en", day), checked)
    assert leaver.heading == "Clara Whitfield → no successor named"


@pytest.mark.parametrize(
    "reason", ["", "  ", "n/a", "No.", "无", "是", "later", "see attachment", "略"]
)
def test_a_phrase_is_no_reason(reason):
    """“Does not apply, because later” gives none."""
    assert not says_something(reason)


@pytest.mark.parametrize(
    "reason", ["We have no budget of our own", "没有自己的预算", "Done by Finance"]
)
def test_a_sentence_is_a_reason(reason):
    """Who has read it knows why."""
    assert says_something(reason)


def test_every_list_is_read_and_no_word_is_in_it_twice():
    """A list that no one asks for, or a doubled line, is a slip."""
    asked = {"anywhere", "required", "nobody", "desk", "yes", "no", "no_reason", "percent"}
    lines = vocabulary._lines()

    assert set(lines) == asked
    assert {kind: len(found) for kind, found in lines.items()} == {
        kind: len(set(found)) for kind, found in lines.items()
    }
    assert not words("yes") & words("no")
    assert is_phrase("Ask Leila", "anywhere")
    assert list(Path(vocabulary.__file__).with_name("words").glob("*.txt"))
