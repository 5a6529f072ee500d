"""Markdown reports: tables that GitHub draws, and cells that remain text."""

from __future__ import annotations

import functools
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from handover_xlsx.handover.combine import combine
from handover_xlsx.handover.content import Content
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.reporting.common.markdown import escaped
from handover_xlsx.reporting.gaps.to_pages import gaps_markdown
from handover_xlsx.reporting.summary.model import summarise
from handover_xlsx.reporting.summary.to_pages import summary_markdown
from handover_xlsx.validation.run import Validation, validate

SAMPLES = Path(__file__).parents[2] / "samples"
TODAY = date(2026, 11, 2)
ATTACKS = [
    "<script>alert(1)</script>",
    "=cmd|'/c calc'!A1",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/a.png)",
    "| a | b |",
    "**bold** _it_ `code` ~~gone~~ # head $x$",
    "line\n\n- item\n\n# heading\n| - |",
    "back\\slash \\<b> \\` &lt;b&gt; &#60;",
    "<https://evil.example> a@evil.example www.evil.example @all",
    "`` ` a@b.example` ``<a@b.example>`",
]
RENDER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@functools.cache
def checked(*paths: Path) -> Validation:
    return validate(combine([read_workbook(path) for path in paths]))


def both(validation: Validation, language: str = "en") -> list[str]:
    summary = summarise(validation, language, today=TODAY)
    return [
        gaps_markdown(validation, language, today=TODAY),
        summary_markdown(summary, language),
    ]


def tags(markdown: str) -> set[str]:
    return set(re.findall(r"<([a-z0-9]+)", RENDER.render(markdown)))


def text_of(markdown: str) -> str:
    page = RENDER.render(markdown).replace("<br>", "\n")
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        page = re.sub(r"<[^>]*>", "", page) if entity == "&lt;" else page
        page = page.replace(entity, character)
    return page.strip()


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_cell_reads_the_same_and_does_nothing(attack):
    """In a table cell and after a label nothing but text, code and our own line breaks appear."""
    shown = escaped(attack)
    table = f"| a | b |\n| --- | --- |\n| {shown} | next |\n"

    assert tags(f"- Label: {shown}") <= {"ul", "li", "code", "br", "p"}
    assert tags(table) <= {"table", "thead", "tbody", "tr", "th", "td", "code", "br"}
    assert RENDER.render(table).count("<td>") == 2
    assert text_of(f"Label: {shown}") == f"Label: {attack}".strip()


@given(st.text(alphabet="ab1 |<>[]()*_`#!\\~&$;@:/.w\n-+=中", max_size=40))
def test_no_text_whatever_becomes_markup(text):
    """Any mixture of special characters remains in its cell."""
    table = f"| a | b |\n| --- | --- |\n| x {escaped(text)} y | next |\n"

    assert tags(table) <= {"table", "thead", "tbody", "tr", "th", "td", "code", "br"}
    assert RENDER.render(table).count("<td>") == 2


@pytest.mark.parametrize(
    "address", ["a@evil.example", "https://evil.example/x", "www.evil.example"]
)
def test_addresses_are_shown_as_code(address):
    """GitHub makes links of bare addresses by itself; in code it does not."""
    assert escaped(f"见{address}，然后 ({address}).") == f"见`{address}`，然后 (`{address}`)."


def test_hostile_cells_are_text_in_complete_reports(make_workbook, operations):
    """Every field of every section contains every attack; the password is masked."""
    text = " ".join(ATTACKS) + " password: Hunter2xyz!"
    rows = {
        section.id: [{item.id: text for item in section.fields}] for section in operations.sections
    }
    for report in both(checked(make_workbook(Content(rows=rows)))):
        assert not tags(report) & {"script", "a", "img", "b", "del", "h4", "pre"}
        assert "Hunter2xyz" not in report
        assert "alert(1)" in report


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_section_of_the_template_appears(language, operations):
    """Headings of the summary, rows of the gap report's table."""
    for report in both(checked(SAMPLES / f"handover-gaps.{language}.xlsx"), language):
        for section in operations.sections:
            assert escaped(section.sheet[language]) in report


def test_the_gap_report_begins_with_what_to_fix_first():
    """A numbered list of at most ten, each with its cell and code."""
    validation = checked(SAMPLES / "handover-gaps.en.xlsx")
    report = gaps_markdown(validation, "en", today=TODAY)
    first = report.split("## Fix these first")[1].split("## ")[0]

    assert re.findall(r"^(\d+)\. ", first, re.MULTILINE) == [str(n) for n in range(1, 11)]
    for finding in validation.findings:
        assert finding.code in report


def test_a_blank_workbook_is_met_kindly(make_workbook):
    """Where to begin, and what each sheet is for."""
    report = gaps_markdown(checked(make_workbook()), "en", today=TODAY)

    assert "Begin with the sheet “Start”" in report
    assert "Must be fixed" not in report


def test_the_figures_of_a_history_are_in_a_table():
    """Every month of every KPI, next to the words about it."""
    report = both(checked(SAMPLES / "handover-complete.en.xlsx"))[1]

    assert "| Shipped on time | 95.8% |" in report
    assert "**Conversion rate** · 3.0% · November 2026 · Target met" in report


def test_a_team_summary_names_every_leaver():
    """A list of leavers first, then whose row it is."""
    paths = sorted((SAMPLES / "team").glob("*.xlsx"))
    for report in both(checked(*paths)):
        for leaver in ("Anna Fischer", "Ben Carter", "刘思涵"):
            assert leaver in report
