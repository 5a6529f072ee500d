"""Writes a workbook from a template: blank, or with rows in it."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from handover_xlsx import __version__
from handover_xlsx.files.output import write_whole
from handover_xlsx.format import layout
from handover_xlsx.format.hidden_sheet import entries_of
from handover_xlsx.handover.content import Content, Row, all_periods
from handover_xlsx.handover.progress import Progress, count
from handover_xlsx.package import addresses
from handover_xlsx.template.model import Template, text_in
from handover_xlsx.values.periods import periods_before
from handover_xlsx.writing.forms import write_form_sheet
from handover_xlsx.writing.history_columns import shown_columns, write_shown
from handover_xlsx.writing.output_check import check
from handover_xlsx.writing.progress_list import StartPlan
from handover_xlsx.writing.sections import write_section
from handover_xlsx.writing.sheet_plan import SheetPlan, form_names, plan_columns
from handover_xlsx.writing.start import write_start
from handover_xlsx.writing.styles import FONTS, NAVY, Styles, ordinary_row
from handover_xlsx.writing.xlsxwriter_internals import new_workbook
from handover_xlsx.writing.xlsxwriter_strict import Strict, strictly

if TYPE_CHECKING:
    from handover_xlsx.writing.long_tables import LongTable


class Written(NamedTuple):
    """What was written, and the cells whose text is too long for Excel."""

    workbook_id: str
    cut: tuple[str, ...] = ()


class _Order(NamedTuple):
    """What is to be written."""

    template: Template
    language: str
    content: Content
    today: date
    workbook_id: str


def write_workbook(
    template: Template,
    target: str | Path | IO[bytes],
    *,
    language: str = "en",
    content: Content | None = None,
    today: date | None = None,
    workbook_id: str | None = None,
    months: int | None = None,
) -> Written:
    """Write a workbook of a template.

    ``target`` is a path or a binary file; ``content`` has the rows (none: a blank workbook).
    History columns are the months before the leaver's last day (before ``today`` where that is
    not known). Raises WriterError when the workbook would be faulty, and OutputError when it
    cannot be written; nothing is written then.
    """
    content = content or Content()
    today = today or datetime.now(UTC).date()
    order = _Order(template, language, content, today, workbook_id or os.urandom(16).hex())
    plans = _plan(order, months)
    finished = io.BytesIO()
    with strictly():
        book = Strict(new_workbook(finished, FONTS.get(language, FONTS["en"])))
        book.set_calc_mode("auto")
        book.set_properties({
            "title": text_in(template.title, language),
            "comments": f"handover-xlsx {__version__}",
            "created": datetime(today.year, today.month, today.day, tzinfo=UTC),
        })  # fmt: skip
        written = _write_sheets(book, order, plans)
        long = {sheet.part: table for _, sheet, table in written if table}
        book.close()
    package = finished.getvalue()
    if long:
        from handover_xlsx.writing.long_tables import with_rows

        package = with_rows(package, long)
    _hand_out(package, target)
    cut = [(name, place) for name, sheet, table in written
           for place in (*sheet.cut, *(table.cut if table else ()))]  # fmt: skip
    return Written(
        order.workbook_id, tuple(f"{name}!{addresses.address(*place)}" for name, place in cut)
    )


def workbook_bytes(
    template: Template,
    *,
    language: str = "en",
    content: Content | None = None,
    today: date | None = None,
    months: int | None = None,
) -> tuple[bytes, Written]:
    """The same workbook in memory, for outputs that must appear complete or not at all."""
    buffer = io.BytesIO()
    written = write_workbook(
        template, buffer, language=language, content=content, today=today, months=months
    )
    return buffer.getvalue(), written


def _hand_out(data: bytes, target: str | Path | IO[bytes]) -> None:
    """Give a workbook away once it is checked."""
    check(data)
    if isinstance(target, (str, Path)):
        write_whole(Path(target), data)
    else:
        target.write(data)


def reference_day(template: Template, content: Content, today: date) -> date:
    """The leaver's last working day where it is given, else today."""
    role = template.roles.get("last_day")
    rows = content.rows.get(role.section, ()) if role else ()
    known = [row.get(role.field) for row in rows] if role else []
    days = [day for day in known if isinstance(day, date)]
    return max(days, default=today)


def _plan(order: _Order, months: int | None) -> list[SheetPlan]:
    template, language, content, today, _ = order
    names = layout.sheet_names(template, language, team=content.team)
    start = layout.start_sheet_name(template, language)
    last_day = reference_day(template, content, today)
    sections = [s for s in template.sections if content.team or s is not template.start]
    plans = []
    for place, section in enumerate(sections):
        rows = content.of(section)
        periods: tuple[str, ...] = ()
        if section.periods:
            prepared = periods_before(last_day, section.periods, months)
            periods = all_periods(rows, prepared)
        own = content.own_columns.get(section.id, ())
        looks_up = section.kind == "history" and not content.team
        shown = shown_columns(template, section, language) if looks_up else ()
        columns = plan_columns(section, language, periods, own, shown, team=content.team)
        following = names[sections[place + 1].id] if place + 1 < len(sections) else None
        name, notes = names[section.id], content.notes.get(section.id, {})
        plan = SheetPlan(section, name, language, columns, rows, start, following, notes)
        plans.append(plan)
    return plans


def _write_sheets(
    book: Strict, order: _Order, plans: Sequence[SheetPlan]
) -> list[tuple[str, Strict, LongTable | None]]:
    """Each sheet by its name, and the rows that are put into it when it is finished."""
    template, language, content = order.template, order.language, order.content
    styles = Styles(book, language)
    start = StartPlan(
        template, layout.start_sheet_name(template, language), language, plans, content,
        _progress(template, content, plans),
    )  # fmt: skip
    start_sheet = Strict(book.add_worksheet(start.name))
    sheets = [(plan, Strict(book.add_worksheet(plan.name))) for plan in plans]
    start_sheet.set_default_row(ordinary_row(language))
    write_start(start_sheet, start, styles)
    long: dict[str, LongTable] = {}
    for plan, sheet in sheets:
        (write_form_sheet if plan.is_form else write_section)(sheet, plan, styles)
        if plan.section.kind == "history" and not content.team:
            write_shown(sheet, plan, template, _rows_named(content, plan), styles)
        if plan.team and plan.rows:
            from handover_xlsx.writing.long_tables import LongTable

            long[plan.name] = LongTable(plan, styles)
            last = layout.FIRST_ROW + len(plan.rows) - 1
            sheet.leave_out(layout.FIRST_ROW, last, plan.last_column)
        sheet.set_default_row(ordinary_row(language))
        sheet.set_tab_color(NAVY if plan.section.needed_rows else "#9DC3E6")
    named = [(start.name, start_sheet), *((plan.name, sheet) for plan, sheet in sheets)]
    if content.unplaced:
        from handover_xlsx.writing.unplaced_sheet import unplaced_sheet_name, write_unplaced

        name = unplaced_sheet_name(language, [name for name, _ in named])
        named.append((name, Strict(book.add_worksheet(name))))
        write_unplaced(named[-1][1], name, content, styles)
    for overview in content.overviews:
        from handover_xlsx.writing.overview_sheets import write_overview

        named.append((overview.name, Strict(book.add_worksheet(overview.name))))
        by_id = {plan.section.id: plan for plan in plans}
        write_overview(named[-1][1], overview, by_id, styles)
    _write_lists(book, template, language)
    _write_meta(book, order)
    _define_names(book, start, plans)
    start_sheet.activate()
    return [(name, sheet, long.get(name)) for name, sheet in named]


def _rows_named(content: Content, plan: SheetPlan) -> Sequence[Row]:
    """The rows that a history's names refer to."""
    target = plan.section.by_id[plan.section.names_row].to
    return content.rows.get(target.section, ()) if target else ()


def _progress(
    template: Template, content: Content, plans: Sequence[SheetPlan]
) -> dict[str, Progress]:
    rows: dict[str, Sequence[Row]] = {plan.section.id: plan.rows for plan in plans}
    if template.start and not content.team:
        rows[template.start.id] = content.of(template.start)
    return {
        name: count(
            template.by_id[name],
            found,
            content.not_applicable.get(name),
            content.rows_waiting(name) if content.team else None,
        )
        for name, found in rows.items()
    }


def _write_lists(book: Strict, template: Template, language: str) -> None:
    """The hidden sheet that feeds the drop-downs (a list inside a cell's check ends at 255)."""
    sheet = Strict(book.add_worksheet(layout.LISTS_SHEET))
    for column, listed in enumerate(template.choices.values()):
        sheet.write_text(0, column, listed.id)
        for row, choice in enumerate(listed.choices, 1):
            sheet.write_text(row, column, text_in(choice.label, language))
        cells = addresses.column_range(layout.LISTS_SHEET, column, 1, len(listed.choices))
        book.define_name(layout.list_name(listed.id), f"={cells}")
    sheet.hide()


def _write_meta(book: Strict, order: _Order) -> None:
    """The hidden sheet by which a workbook explains itself: template, version, language, id."""
    sheet = Strict(book.add_worksheet(layout.META_SHEET))
    entries = entries_of(
        order.template, order.content, language=order.language, workbook_id=order.workbook_id,
        today=order.today,
    )  # fmt: skip
    for row, (name, value) in enumerate(entries.items()):
        sheet.write_text(row, 0, name)
        sheet.write_text(row, 1, value)
    sheet.very_hidden()


def _define_names(book: Strict, start: StartPlan, plans: Sequence[SheetPlan]) -> None:
    names: dict[str, str] = {}
    for plan in plans:
        names.update(plan.names())
    if start.form:
        names.update(form_names(start.form, start.name, start.places.form))
    for name, cells in names.items():
        book.define_name(name, f"={cells}")
