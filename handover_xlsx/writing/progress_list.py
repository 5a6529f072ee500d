"""Writes the live list of progress on the Start sheet: one line a section, and a total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from handover_xlsx.format import layout
from handover_xlsx.format.layout import REASON_COLUMN
from handover_xlsx.handover.content import Content
from handover_xlsx.handover.progress import Progress, total
from handover_xlsx.locale import N_, translate
from handover_xlsx.package import addresses
from handover_xlsx.package.addresses import address
from handover_xlsx.template.model import Section, Template, text_in
from handover_xlsx.writing.progress_formulas import formulas
from handover_xlsx.writing.sheet_plan import SheetPlan
from handover_xlsx.writing.styles import BAR, NAVY, PALE_BLUE, Styles, line_height, lines_needed
from handover_xlsx.writing.xlsxwriter_strict import Strict

ROWS, REQUIRED, MISSING, BAR_COLUMN, STATUS = range(3, 8)
PURPOSE_WIDTH = 42
_HEADS = (
    N_("Sheet"), N_("What it is for"), N_("Rows"), N_("Required"), N_("Missing"), N_("Progress"),
    N_("Status"), N_("Does not apply, because …"),
)  # fmt: skip


class StartPlan(NamedTuple):
    """The Start sheet before it is written."""

    template: Template
    name: str
    language: str
    plans: Sequence[SheetPlan]
    content: Content
    progress: Mapping[str, Progress]

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections with a progress line: the form on this sheet, then every sheet."""
        form = self.form
        return (*((form,) if form else ()), *(plan.section for plan in self.plans))

    @property
    def form(self) -> Section | None:
        """The form on this sheet; a team's workbook has it as a table on a sheet of its own."""
        return None if self.content.team else self.template.start

    @property
    def places(self) -> layout.StartLayout:
        """Where the parts are."""
        return layout.start_layout(self.template, self.sections, team=self.content.team)


def write_progress(sheet: Strict, plan: StartPlan, styles: Styles) -> None:
    """Write the title, the headings, one line a section and the total."""
    places, language = plan.places, plan.language
    title = N_("How far the team is") if plan.content.team else N_("How far you are")
    sheet.write_text(places.progress_title, 1, translate(title, language), styles.subtitle())
    sheet.set_row(places.progress_title, 24)
    head_row = places.progress - 1
    for column, head in enumerate(_HEADS, 1):
        sheet.write_text(head_row, column, translate(head, language), styles.heading(required=True))
    sheet.set_row(head_row, 22)
    for line, section in enumerate(plan.sections, places.progress):
        _write_line(sheet, plan, section, line, styles)
    _write_total(sheet, plan, styles)
    _format_progress(sheet, plan, styles)


def _write_line(
    sheet: Strict, plan: StartPlan, section: Section, line: int, styles: Styles
) -> None:
    language, progress = plan.language, plan.progress[section.id]
    own = next((p for p in plan.plans if p.section is section), None)
    name, target = (own.name, own.name) if own else (plan.name, plan.name)
    box = {"border": 1, "border_color": "#D9D9D9", "valign": "vcenter"}
    sheet.write_text(line, 0, layout.PROGRESS_MARK + section.id, styles.identity())
    link = styles.make(font_color="#0563C1", underline=1, **box)
    cell = addresses.address(layout.FIRST_ROW, 1) if own else address(plan.places.form, 2)
    sheet.write_url(line, 1, f"internal:{addresses.quoted(target)}!{cell}", link, name)
    purpose = text_in(section.purpose, language)
    sheet.write_text(line, 2, purpose, styles.make(text_wrap=True, font_size=9, **box))
    height = 0.82 * line_height(language) * lines_needed(purpose, PURPOSE_WIDTH * 1.15)
    sheet.set_row(line, max(20, height + 5))
    rows_cell, required, missing, reason = (
        f"${addresses.column_letter(c)}${line + 1}"
        for c in (ROWS, REQUIRED, MISSING, REASON_COLUMN)
    )
    periods = own.periods if own else ()
    waiting = (plan.content.rows_waiting(section.id), progress.rows) if plan.content.team else None
    counts = formulas(section, language, periods, rows_cell, waiting)
    number = styles.make(align="center", **box)
    trouble = _quoted(translate(N_("check errors"), language))
    sheet.write_formula(line, ROWS, f"=IFERROR({counts.rows},{trouble})", number, progress.rows)
    declared = f'{reason}<>""' if section.may_not_apply else "FALSE"  # else the cell has a dash
    sheet.write_formula(
        line, REQUIRED, f"=IF({declared},0,IFERROR({counts.required},{trouble}))", number,
        progress.required,
    )  # fmt: skip
    sheet.write_formula(
        line, MISSING, f"=IF({declared},0,IFERROR({required}-({counts.filled}),{trouble}))",
        number, progress.missing,
    )  # fmt: skip
    sheet.write_formula(
        line, BAR_COLUMN,
        f'=IFERROR(IF({required}=0,IF({rows_cell}>0,1,""),'
        f'IF({missing}={required},"",1-{missing}/{required})),"")',
        styles.make(num_format="0%", align="center", **box), _bar(progress),
    )  # fmt: skip
    given = plan.content.not_applicable.get(section.id)
    status = _status(progress, given, language)
    sheet.write_formula(
        line, STATUS, f"={_status_formula(rows_cell, required, missing, declared, language)}",
        styles.make(**box), status,
    )  # fmt: skip
    _write_reason(sheet, section, line, given, plan, styles)


def _write_reason(
    sheet: Strict, section: Section, line: int, given: str | None, plan: StartPlan, styles: Styles
) -> None:
    box = {"border": 1, "border_color": "#D9D9D9", "valign": "vcenter", "text_wrap": True}
    if not section.may_not_apply:
        always = translate(N_("always needed"), plan.language)
        sheet.write_text(line, REASON_COLUMN, always, styles.make(font_color="#7F7F7F", **box))
        return
    if given:
        sheet.write_text(line, REASON_COLUMN, given, styles.make(**box))
    else:
        sheet.write_blank(line, REASON_COLUMN, None, styles.make(**box))
    sheet.data_validation(line, REASON_COLUMN, line, REASON_COLUMN, {
        "validate": "any",
        "input_title": translate(N_("Does not apply?"), plan.language),
        "input_message": translate(
            N_("Leave blank, or say in a few words why this part does not apply to your job."),
            plan.language,
        ),
    })  # fmt: skip


def _bar(progress: Progress) -> object:
    """The share for the bar; blank at nothing, for even an empty data bar shows a stub."""
    if progress.required:
        return progress.completeness if progress.filled else ""
    return 1 if progress.rows else ""


_STATUS_WORDS = {
    "not_applicable": N_("does not apply"),
    "optional": N_("optional, nothing yet"),
    "complete": N_("✓ complete"),
    "not_started": N_("not started"),
    "missing": N_("{count} missing"),
}


def _status(progress: Progress, reason: str | None, language: str) -> str:
    def say(word: str) -> str:
        return translate(_STATUS_WORDS[word], language)

    if reason:
        return say("not_applicable")
    if progress.required == 0 and progress.rows == 0:
        return say("optional")
    if progress.missing == 0:
        return say("complete")
    if progress.filled == 0:
        return say("not_started")
    return say("missing").format(count=progress.missing)


def _status_formula(rows: str, required: str, missing: str, declared: str, language: str) -> str:
    def say(word: str) -> str:
        return _quoted(translate(_STATUS_WORDS[word], language))

    before, _, after = translate(_STATUS_WORDS["missing"], language).partition("{count}")
    counted = f"{_quoted(before)}&{missing}&{_quoted(after)}"
    return (
        f"IF({declared},{say('not_applicable')},"
        f"IFERROR(IF({required}+{rows}=0,{say('optional')},IF({missing}=0,{say('complete')},"
        f"IF({missing}={required},{say('not_started')},{counted}))),"
        f"{_quoted(translate(N_('check errors'), language))}))"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _write_total(sheet: Strict, plan: StartPlan, styles: Styles) -> None:
    places, language = plan.places, plan.language
    sums = total(plan.progress)
    box = {"bold": True, "border": 1, "border_color": "#BFBFBF", "bg_color": PALE_BLUE,
           "font_color": NAVY, "valign": "vcenter"}  # fmt: skip
    row, first, last = places.total, places.progress + 1, places.total
    sheet.set_row(row, 22)
    sheet.write_text(row, 0, layout.PROGRESS_MARK, styles.identity())
    sheet.write_text(row, 1, translate(N_("Total"), language), styles.make(**box))
    sheet.write_blank(row, 2, None, styles.make(**box))
    number = styles.make(align="center", **box)
    for column, value in ((ROWS, sums.rows), (REQUIRED, sums.required), (MISSING, sums.missing)):
        letter = addresses.column_letter(column)
        sheet.write_formula(row, column, f"=SUM({letter}{first}:{letter}{last})", number, value)
    required, missing = address(row, REQUIRED), address(row, MISSING)
    percent = styles.make(num_format="0%", align="center", **box)
    sheet.write_formula(
        row, BAR_COLUMN, f"=IFERROR(1-{missing}/{required},1)", percent, sums.completeness
    )
    done, open_ = translate(N_("✓ complete"), language), translate(N_("{count} missing"), language)
    before, _, after = open_.partition("{count}")
    sheet.write_formula(
        row, STATUS,
        f"=IF({missing}=0,{_quoted(done)},{_quoted(before)}&{missing}&{_quoted(after)})",
        styles.make(**box), done if sums.missing == 0 else open_.format(count=sums.missing),
    )  # fmt: skip
    sheet.write_blank(row, REASON_COLUMN, None, styles.make(**box))


def _format_progress(sheet: Strict, plan: StartPlan, styles: Styles) -> None:
    places = plan.places
    sheet.conditional_format(places.progress, BAR_COLUMN, places.total, BAR_COLUMN, {
        "type": "data_bar", "bar_color": BAR,
        "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1,
    })  # fmt: skip
    for column, test, style in (
        (MISSING, "AND(ISNUMBER({cell}),{cell}>0)", styles.missing()),
        (STATUS, "AND({missing}=0,{rows}>0)", styles.done()),
    ):
        cells = {
            "cell": address(places.progress, column),
            "missing": f"${address(places.progress, MISSING)}",
            "rows": f"${address(places.progress, ROWS)}",
        }
        sheet.conditional_format(places.progress, column, places.total, column, {
            "type": "formula", "criteria": "=" + test.format(**cells), "format": style,
        })  # fmt: skip
