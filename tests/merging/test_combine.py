"""Merging as a library: rows in = rows out, each with its source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handover_xlsx.errors import UsageError
from handover_xlsx.handover.content import Content
from handover_xlsx.handover.model import Source
from handover_xlsx.merging.merge import merge, source_labels
from handover_xlsx.reading.read import read_bytes
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.loading import load_text
from handover_xlsx.writing.write import workbook_bytes

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 2)


def made(leaver: str, duties: list[str], language: str = "en", name: str = ""):
    rows = {
        "start": [{"leaver": leaver, "last_day": date(2026, 12, 18)}],
        "duties": [{"name": duty, "frequency": "weekly"} for duty in duties],
    }
    template = load_template("operations")
    data, _ = workbook_bytes(template, language=language, content=Content(rows=rows), today=TODAY)
    return read_bytes(name or f"{leaver}.xlsx", data)


def written_again(merged, language: str):
    template = merged.handover.template
    data, _ = workbook_bytes(template, language=language, content=merged.content, today=TODAY)
    return read_bytes("team.xlsx", data)


def test_merging_a_team_again_changes_nothing():
    """Merged, written, read, merged: the same rows with the same origin."""
    first = merge([made("Ada", ["Report"]), made("李雷", ["周报", "盘点"], "zh")])
    second = merge([written_again(first, "en")])

    assert second.content.rows == first.content.rows


def test_workbooks_of_different_templates_are_not_mixed():
    """The message names both templates."""
    other = load_text(
        "template: tasks\nversion: 1\ntitle: {en: Tasks}\nsections:\n"
        "  - {id: tasks, kind: table, sheet: {en: Tasks}, purpose: {en: What},\n"
        "     fields: [{id: name, label: {en: Task}, type: text}]}\n",
        "tasks.yaml",
    )
    data, _ = workbook_bytes(other, content=Content(rows={"tasks": [{"name": "x"}]}))

    with pytest.raises(UsageError, match=r"operations 1, tasks 1"):
        merge([made("Ada", ["Report"]), read_bytes("tasks.xlsx", data)])


def test_two_people_of_one_name_keep_apart():
    """The From label is distinguished by a number."""
    source = Source("handover.xlsx", "", "en", "operations", 1, "", leaver="Li Wei")

    assert source_labels([source, source]) == [
        "Li Wei · handover.xlsx",
        "Li Wei · handover.xlsx (2)",
    ]


def test_a_section_that_applies_to_one_of_the_team_applies_to_the_team():
    """A reason counts for the person who gave it."""
    template = load_template("operations")
    one = Content(
        rows={"start": [{"leaver": "Ada"}]}, not_applicable={"projects": "no own projects"}
    )
    data, _ = workbook_bytes(template, content=one, today=TODAY)
    merged = merge([read_bytes("ada.xlsx", data), made("Ben", ["Report"])])
    back = written_again(merged, "en")

    assert merged.content.not_applicable == {}
    assert [dict(s.not_applicable) for s in back.sources] == [{"projects": "no own projects"}, {}]


def test_of_two_that_say_the_same_in_two_languages_every_merge_takes_the_same():
    """The rows name the sheets of one file, in whichever order the files are listed, now or later."""
    english, chinese = (made("Ada", ["Report"], language, "ada.xlsx") for language in ("en", "zh"))
    for one in (english, chinese):
        one.sources = (replace(one.sources[0], workbook_id="one", modified=""),)
    expected = merge([english, chinese]).content.rows

    assert merge([chinese, english]).content.rows == expected
    assert merge([written_again(merge([english]), "en"), chinese]).content.rows == expected
    assert merge([written_again(merge([chinese]), "en"), english]).content.rows == expected
