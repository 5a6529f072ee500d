"""What is done in the last days is judged by the time left; a date that has passed is reported as such."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from inline_snapshot import snapshot
from test_rules import Rows, Story, put, story  # noqa: F401 - the fixture

from handover_xlsx.handover.content import Content
from handover_xlsx.reading.read import read_bytes
from handover_xlsx.template.catalogue import find_text, load_template
from handover_xlsx.template.loading import load_text
from handover_xlsx.template.selecting import select
from handover_xlsx.validation.finding import Finding
from handover_xlsx.validation.run import validate
from handover_xlsx.writing.write import workbook_bytes

pytestmark = pytest.mark.slow

LAST_DAY = date(2026, 12, 18)
FOUR_WEEKS_BEFORE, IN_THE_LAST_WEEK = date(2026, 11, 20), date(2026, 12, 11)
ON_THE_LAST_DAY, AFTER = LAST_DAY, date(2026, 12, 19)


def unsigned(rows: Rows) -> None:
    """Everyone is named, no one has signed."""
    for row in rows["signoff"]:
        for name in ("decision", "date", "reservation", "read_back"):
            row.pop(name, None)


def untouched(rows: Rows) -> None:
    """No one has looked at the sheet yet."""
    rows["signoff"].clear()


def half_named(rows: Rows) -> None:
    """Two of four are named."""
    unsigned(rows)
    del rows["signoff"][2:]


def untried(rows: Rows) -> None:
    """The successor has not done the critical duty yet."""
    put("duties", 1, readiness="aware")(rows)


def found(sample: Story, saved: date, *more: str) -> list[Finding]:
    template = select(load_template("operations"), add=list(more))
    data, _ = workbook_bytes(template, content=Content(rows=sample.rows), today=saved)
    overdue = ("Q130",)  # the story's own dates pass, too
    return [f for f in validate(read_bytes("a.xlsx", data)).findings if f.code not in overdue]


@pytest.mark.parametrize(
    ("open_at_the_end", "code"),
    [(unsigned, "C202"), (untouched, "C101"), (half_named, "C102"), (untried, "C206")],
)
@pytest.mark.parametrize(
    ("saved", "severity"),
    [
        (FOUR_WEEKS_BEFORE, "info"),
        (date(2026, 12, 10), "info"),
        (IN_THE_LAST_WEEK, "warning"),
        (ON_THE_LAST_DAY, "warning"),
        (AFTER, "error"),
    ],
)
def test_what_is_done_at_the_end_is_judged_by_the_time_left(
    story, open_at_the_end, code, saved, severity  # noqa: F811 - the fixture
):  # fmt: skip
    """A missing signature is a note weeks before, a warning in the last week, then an error."""
    open_at_the_end(story.rows)
    findings = [f for f in found(story, saved) if f.code == code]

    assert findings
    assert {f.severity for f in findings} == {severity}


def test_a_check_at_the_end_is_not_expected_before(story):  # noqa: F811
    """The optional sheet Acceptance check is filled in when all the rest is there."""
    days = (FOUR_WEEKS_BEFORE, AFTER)
    findings = [f for day in days for f in found(story, day, "review") if f.section == "review"]

    assert [(f.code, f.severity) for f in findings] == [("C101", "info"), ("C101", "error")]


def test_what_is_not_due_yet_says_when_it_is(story):  # noqa: F811
    """The day on which the last week begins, then what is to be done."""
    untouched(story.rows)
    untried(story.rows)
    findings = found(story, FOUR_WEEKS_BEFORE)

    assert [(f.message.text("en"), f.hint.text("en")) for f in findings] == snapshot(
        [
            (
                "The successor has never done the critical duty “Daily order release”",
                "Not due before 2026-12-11. Let them do it once with you before your last day, "
                "then raise the level.",
            ),
            (
                "“Sign-off” is still empty",
                "Not due before 2026-12-11. Fill in the prepared lines. What they are for: At the "
                "very end, everyone says whether the handover is good enough. Name what is missing "
                "rather than hide it.",
            ),
        ]
    )
    assert [f.hint.text("zh") for f in findings] == snapshot(
        [
            "2026-12-11 起再办就行。最后工作日之前带着做一遍，再更新熟练度。",
            "2026-12-11 起再办就行。把表里预先写好的几行填上。（这几行的用处：最后各方确认交接是否到位。还缺什么就写出来，不要藏着。）",
        ]
    )


def test_without_a_last_day_no_one_can_say_what_is_early(story):  # noqa: F811
    """The sign-off remains a warning; that the last day is missing is reported on its own."""
    unsigned(story.rows)
    put("start", 1, last_day=None)(story.rows)
    findings = [f for f in found(story, FOUR_WEEKS_BEFORE) if f.code == "C202"]

    assert {f.severity for f in findings} == {"warning"}


def test_a_template_says_when_the_last_days_begin(story):  # noqa: F811
    """Its limit, and its own fields for the last days."""
    unsigned(story.rows)
    template = select(load_text(
        "{template: early, version: 1, extends: operations, title: {en: Early},"
        " rules: {C202: {last_days: 30}}}", "early.yaml",
        find_text,
    ))  # fmt: skip
    data, _ = workbook_bytes(template, content=Content(rows=story.rows), today=FOUR_WEEKS_BEFORE)
    findings = validate(read_bytes("a.xlsx", data)).findings

    assert {f.severity for f in findings if f.code == "C202"} == {"warning"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_contract_that_has_ended_does_not_end_soon(story, language):  # noqa: F811
    """The message has the day it ended, and what to write now; on its last day it has not ended yet."""
    put("documents", 1, kind="contract", expiry=date(2026, 10, 31), advice=None)(story.rows)
    put("documents", 2, kind="contract", expiry=date(2026, 11, 20), advice=None)(story.rows)
    messages = [
        (f.message.text(language), f.hint.text(language))
        for f in found(story, date(2026, 11, 20))
        if f.code == "C203"
    ]

    assert (
        messages
        == {
            "en": snapshot(
                [
                    (
                        "“Swiftline courier contract” ended on 2026-10-31, 20 days before this "
                        "file was saved, and nothing says what became of it",
                        "Say whether it was renewed or is over. If it was renewed, write the new end date.",
                    ),
                    (
                        "“Northgate warehouse contract” ends soon, and there is no advice what to do then",
                        "Say whether to renew, renegotiate or end it, and by when to give notice.",
                    ),
                ]
            ),
            "zh": snapshot(
                [
                    (
                        "“Swiftline courier contract”已于 2026-10-31 到期（保存这份表格时已过 20 天），没有写后来怎么处理",
                        "写明是续了还是到此为止；续了的话，把到期日改成新的。",
                    ),
                    (
                        "“Northgate warehouse contract”快到期了，还没有写到期怎么办",
                        "写明续签、重谈还是终止，以及要提前多久通知。",
                    ),
                ]
            ),
        }[language]
    )


def test_a_template_without_words_for_the_past_still_says_that_it_is_past(story):  # noqa: F811
    """The program's own sentence names the field and the day; one day is one day."""
    template = load_template("operations")
    coverage = tuple(one._replace(says_past=None, hint_past=None) for one in template.coverage)
    put("documents", 1, kind="contract", expiry=date(2026, 11, 19), advice=None)(story.rows)
    plain = select(replace(template, coverage=coverage))
    data, _ = workbook_bytes(plain, content=Content(rows=story.rows), today=date(2026, 11, 20))
    (finding,) = [f for f in validate(read_bytes("a.xlsx", data)).findings if f.code == "C203"]

    assert (finding.message.text("en"), finding.hint.text("en")) == snapshot(
        (
            "“Swiftline courier contract”: “Valid until” (2026-11-19) had passed one day before the file was saved",
            "Say what became of it; if it goes on, write the new date.",
        )
    )
