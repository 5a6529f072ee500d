"""The summary: numbers as counted, words of the reader, everything the successor must know."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

import pytest

from handover_xlsx.handover.combine import combine
from handover_xlsx.handover.content import Content
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.reporting.summary.model import Summary, summarise
from handover_xlsx.reporting.summary.to_pages import summary_html, summary_markdown
from handover_xlsx.template.loading import load_text
from handover_xlsx.validation.run import Validation, validate

SAMPLES = Path(__file__).parents[2] / "samples"
TODAY = date(2026, 11, 2)

START = """
## start
| leaver | position | department | successor | supervisor | last_day | reason | first_week |
| Clara Whitfield | Planner | Retail | Priya Nair | Martin Osei | 2026-11-30 | transfer | Mon: call Leeds.<br>Tue: order. |
"""

BAKERY = """
template: bakery
version: 1
title: {en: Bakery round, zh: 面包房交接}
description: {en: A bakery hands over, zh: 面包房的交接}
roles: {leaver: shop.baker, last_day: shop.until}
choices:
  heat: {hot: {en: Hot, zh: 烫}, warm: {en: Warm, zh: 温}}
sections:
  - id: shop
    kind: form
    sheet: {en: Shop, zh: 店}
    purpose: {en: The shop., zh: 店。}
    report: {columns: [baker, until], details: [dawn]}
    fields:
      - {id: baker, label: {en: Baker, zh: 面包师}, type: text, required: true}
      - {id: until, label: {en: Bakes until, zh: 做到}, type: date}
      - {id: dawn, label: {en: At dawn, zh: 清晨}, type: long}
  - id: loaves
    kind: table
    sheet: {en: Loaves, zh: 面包}
    purpose: {en: The loaves., zh: 面包。}
    names_row: product
    priority: warmth
    closed_when: {sold_out: filled}
    fields:
      - {id: product, label: {en: Loaf, zh: 面包名}, type: text, required: true}
      - {id: warmth, label: {en: Heat, zh: 热度}, type: choice, choices: heat}
      - {id: best_before, label: {en: Sell by, zh: 售至}, type: date, deadline: true}
      - {id: sold_out, label: {en: Gone, zh: 售完}, type: date}
      - {id: tale, label: {en: Story, zh: 故事}, type: long}
  - id: sales
    kind: history
    sheet: {en: Sales, zh: 销量}
    purpose: {en: The sales., zh: 销量。}
    names_row: product
    periods: {unit: month, count: 3}
    fields:
      - {id: product, label: {en: Loaf, zh: 面包名}, type: ref, to: loaves.product, required: true}
"""


@functools.cache
def checked(*paths: Path) -> Validation:
    handovers = [read_workbook(path) for path in paths]
    return validate(combine(handovers) if len(handovers) > 1 else handovers[0])


def summary_of(*paths: Path, language: str = "en") -> Summary:
    return summarise(checked(*paths), language, today=TODAY)


def block(summary: Summary, section: str):
    return next(block for block in summary.blocks if block.id == section)


@pytest.mark.parametrize("name", ["complete.en", "complete.zh", "gaps.en", "gaps.zh"])
def test_the_numbers_are_those_of_the_validation(name):
    """Nothing is counted a second time in another way."""
    validation = checked(SAMPLES / f"handover-{name}.xlsx")
    summary = summarise(validation, "en", today=TODAY)

    assert summary.readiness.progress.completeness == validation.completeness
    assert summary.readiness.counts.errors == validation.counts.errors
    assert summary.readiness.counts.warnings == validation.counts.warnings
    assert [leaver.readiness.progress.filled for leaver in summary.leavers] == [
        score.total.filled for score in validation.scores
    ]


@pytest.mark.parametrize("name", ["complete.en", "gaps.zh"])
def test_every_error_and_warning_is_next_to_what_it_concerns(name):
    """A successor meets each gap where it matters; notes for information are left out."""
    validation = checked(SAMPLES / f"handover-{name}.xlsx")
    summary = summarise(validation, "en", today=TODAY)
    shown = [*summary.gaps]
    for one in summary.blocks:
        shown += one.gaps
        shown += [gap for row in (*one.rows, *one.trends) for gap in row.gaps]

    assert sum(gap.count for gap in shown) == validation.at_or_above("warning")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_section_has_its_block_in_the_readers_language(language, operations):
    """A Chinese workbook can be read as an English summary and the other way round."""
    other = {"en": "zh", "zh": "en"}[language]
    summary = summary_of(SAMPLES / f"handover-complete.{other}.xlsx", language=language)

    assert [one.title for one in summary.blocks] == [
        section.sheet[language] for section in operations.sections
    ]
    priority = operations.choices["priority"].label("critical", language)
    assert priority in {cell for row in block(summary, "duties").rows for cell in row.cells}


def test_a_complete_handover_is_called_ready():
    """The verdict is a sentence, not a number alone."""
    summary = summary_of(SAMPLES / "handover-complete.en.xlsx")

    assert summary.heading == "Hannah Kessler → Daniel Mensah"
    assert summary.readiness.level == "ready"
    assert summary.readiness.verdict == "Ready to hand over"
    assert summary.leavers[0].days_left == "2026-12-18 (in 46 days)"


def test_a_blank_workbook_is_called_empty(make_workbook):
    """No one is blamed for a workbook that was just made."""
    summary = summary_of(make_workbook())

    assert summary.readiness.verdict == "Nothing is filled in yet"
    assert all(one.empty for one in summary.blocks)
    assert block(summary, "duties").notes == ("Nothing has been filled in here.",)


def test_the_leavers_own_words_come_first(workbook_from_markdown):
    """What to do in the first week opens the summary, line breaks and all."""
    summary = summary_of(workbook_from_markdown(START))

    assert [(o.label, o.text) for o in summary.agenda.openings] == [
        ("First week", "Mon: call Leeds.\nTue: order.")
    ]


def test_open_dates_are_listed_soonest_first(workbook_from_markdown):
    """What is done drops out; what is past is apart, under a heading of its own."""
    text = (
        START
        + """
## plan
| task | phase | method | due | participant | status |
| Later | formal | meeting | 2026-11-20 | Priya Nair | not_started |
| Done | formal | meeting | 2026-11-03 | Priya Nair | done |
| Missed | formal | meeting | 2026-11-01 | Priya Nair | not_started |
| Long missed | formal | meeting | 2026-10-01 | Priya Nair | not_started |
| Soon | formal | meeting | 2026-11-03 | Priya Nair | in_progress |
"""
    )
    summary = summary_of(workbook_from_markdown(text))
    pages = (summary_markdown(summary, "en"), summary_html(summary, "en"))
    ahead, overdue = summary.agenda.dates, summary.agenda.overdue

    assert [(d.name, d.time_left) for d in ahead] == [("Soon", "tomorrow"), ("Later", "in 18 days")]
    assert [(d.name, d.time_left) for d in overdue] == [
        ("Missed", "yesterday"),
        ("Long missed", "32 days ago"),
    ]
    assert ahead[0].who == "Priya Nair"
    for page in pages:
        places = [page.index(word) for word in ("Next dates", "Later", "Overdue", "Missed")]
        assert places == sorted(places)
        assert "Missed" not in page[places[0] : places[2]]


def test_what_is_left_off_the_list_of_dates_is_counted(workbook_from_markdown):
    """Twelve dates are enough to begin with, but nothing disappears in silence."""
    rows = "".join(
        f"| Task {day} | formal | meeting | 2026-11-{day} | Priya Nair | not_started |\n"
        for day in range(10, 25)
    )
    head = "\n## plan\n| task | phase | method | due | participant | status |\n"
    summary = summary_of(workbook_from_markdown(START + head + rows))

    assert len(summary.agenda.dates) == 12
    assert summary.agenda.more_dates == "3 more are in their sections below."


def test_rows_are_in_the_order_of_their_priority(workbook_from_markdown):
    """Critical first, closed last and counted."""
    text = (
        START
        + """
## issues
| title | kind | impact | status | description | due |
| Small | issue | low | in_progress | a | 2026-12-01 |
| Over | issue | critical | done | b | 2026-12-01 |
| Big | issue | critical | in_progress | c | 2026-12-01 |
"""
    )
    summary = summary_of(workbook_from_markdown(text))
    issues = block(summary, "issues")

    assert [row.name for row in issues.rows] == ["Big", "Small", "Over"]
    assert issues.status == "3 rows, 1 of them closed"
    assert [matter.name for matter in summary.agenda.matters] == ["Big"]


def test_a_trend_says_where_the_figure_stands(workbook_from_markdown):
    """Last, previous, lowest, highest and the target from the KPIs sheet, judged in words."""
    text = (
        START
        + """
## kpis
| name | definition | unit | direction | frequency | target |
| Returns | how many | percent | down | monthly | 12 |
## kpi_history
| kpi | 2026-07 | 2026-08 | 2026-10 |
| Returns | 14.5 | 13 | 11.5 |
"""
    )
    trend = block(summary_of(workbook_from_markdown(text)), "kpi_history").trends[0]
    facts = {fact.label: fact.text for fact in trend.facts}

    assert (trend.last.text, trend.judged, trend.met) == ("11.5%", "Target met", True)
    assert trend.changed == "−1.5 since August 2026, better"
    assert facts["Highest"] == "14.5% in July 2026"
    assert facts["Target"] == "12% (Lower is better)"
    assert [(p.period, p.text) for p in trend.points] == [
        ("2026-07", "14.5%"), ("2026-08", "13.0%"), ("2026-10", "11.5%"),
    ]  # fmt: skip


def test_figures_of_a_trend_are_grouped_from_a_thousand_on(workbook_from_markdown):
    """9,500 and 14,500 are side by side, and so does their difference; none of them is a year."""
    text = START + "## kpi_history\n| kpi | 2026-07 | 2026-08 |\n| Visits | 9500 | 14500 |\n"
    trend = block(summary_of(workbook_from_markdown(text)), "kpi_history").trends[0]

    assert [point.text for point in trend.points] == ["9,500", "14,500"]
    assert trend.changed == "+5,000 since July 2026"


def test_a_figure_without_target_is_not_judged(workbook_from_markdown):
    """No target, no verdict; a text in place of a number is shown, not drawn."""
    text = START + "## kpi_history\n| kpi | 2026-07 | 2026-08 |\n| Visits | 12000 | many |\n"
    trend = block(summary_of(workbook_from_markdown(text)), "kpi_history").trends[0]

    assert (trend.judged, trend.met) == ("No target", None)
    assert [point.text for point in trend.points] == ["12,000", "many"]
    assert trend.points[1].value is None


def test_a_section_that_does_not_apply_gives_its_reason(workbook_from_markdown):
    """The successor need not wonder whether it was forgotten."""
    text = START + "## projects\nI ran no projects\n"

    assert block(summary_of(workbook_from_markdown(text)), "projects").notes == (
        "Does not apply: I ran no projects",
    )


def test_the_sign_off_names_who_is_still_missing(workbook_from_markdown):
    """Prepared rows count as complete when their columns are filled."""
    text = (
        START
        + """
## signoff
| role | name | decision | date |
| leaver | Clara Whitfield | accepted | 2026-11-29 |
| successor | Priya Nair |  |  |
"""
    )
    signoff = block(summary_of(workbook_from_markdown(text)), "signoff")

    assert signoff.status == "1 of 4 complete"
    assert signoff.notes[-1] == "Still open: Successor, Supervisor, HR"


def test_columns_that_people_added_are_not_lost(workbook_from_markdown):
    """Own columns are among the details under their own heading."""
    text = (
        START
        + """
## duties
| name | description | frequency | Ask before 9 |
| Report | Write it | weekly | yes, always |
"""
    )
    row = block(summary_of(workbook_from_markdown(text)), "duties").rows[0]

    assert ("Ask before 9", "yes, always") in {(f.label, f.text) for f in row.details}


def test_secrets_never_reach_the_summary(make_workbook):
    """Masked before any format can show them: in names, texts, reasons and headings."""
    secret = "password: " + "Hunter2xyz!"
    content = Content(
        rows={
            "start": [{"leaver": f"Ada {secret}", "first_week": secret}],
            "duties": [{"name": secret, "description": secret, secret: secret}],
            "kpi_history": [{"kpi": secret, "note": secret}],
        },
        not_applicable={"projects": secret},
        own_columns={"duties": (secret,)},
    )
    summary = summary_of(make_workbook(content))

    assert "Hunter2xyz" not in repr(summary)
    assert "••••••" in summary.heading


def test_a_team_summary_says_whose_every_row_is():
    """Leavers first, then every row with its owner."""
    paths = sorted((SAMPLES / "team").glob("*.xlsx"))
    summary = summary_of(*paths)
    names = {"Anna Fischer", "Ben Carter", "刘思涵"}

    assert summary.team
    assert {leaver.name for leaver in summary.leavers} == names
    for section in ("duties", "contacts", "plan"):
        assert {row.origin for row in block(summary, section).rows} == names
    assert {trend.origin for trend in block(summary, "kpi_history").trends} == names


def test_leavers_of_one_name_are_distinguished(workbook_from_markdown):
    """Two people called Clara Whitfield get their file's name as well."""
    first = workbook_from_markdown(START, name="a.xlsx")
    second = workbook_from_markdown(START, name="b.xlsx")

    assert [leaver.name for leaver in summary_of(first, second).leavers] == [
        "Clara Whitfield (a.xlsx)",
        "Clara Whitfield (b.xlsx)",
    ]


@pytest.mark.parametrize(("language", "loaf"), [("en", "Loaf"), ("zh", "面包名")])
def test_any_template_can_be_summarised(make_workbook, language, loaf):
    """Nothing depends on the operations template: roles, dates, priority come from the template."""
    template = load_text(BAKERY, "bakery.yaml")
    content = Content(
        rows={
            "shop": [{"baker": "Otto", "until": date(2026, 11, 2), "dawn": "Light the oven"}],
            "loaves": [
                {"product": "Rye", "warmth": "warm", "best_before": date(2026, 11, 3)},
                {"product": "Spelt", "warmth": "hot", "tale": "Grandmother's"},
                {"product": "Oat", "warmth": "hot", "sold_out": date(2026, 11, 1)},
            ],
            "sales": [{"product": "Rye", "2026-09": 5, "2026-10": 7}],
        }
    )
    path = make_workbook(content, template=template)
    summary = summarise(validate(read_workbook(path, template)), language, today=TODAY)
    loaves = block(summary, "loaves")

    assert summary.heading.startswith("Otto")
    assert summary.agenda.openings[0].text == "Light the oven"
    assert [item.name for item in summary.agenda.dates] == ["Rye"]
    assert [matter.name for matter in summary.agenda.matters] == ["Spelt"]
    assert loaves.columns[0] == loaf
    assert [row.name for row in loaves.rows] == ["Spelt", "Rye", "Oat"]
    assert block(summary, "sales").trends[0].last.value == 7
