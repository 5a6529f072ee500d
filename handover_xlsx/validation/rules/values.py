"""V – whether every required cell is filled, and every value fits its field."""

from __future__ import annotations

from collections.abc import Iterator

from handover_xlsx.locale import N_, Message
from handover_xlsx.template.model import BLANK, FILLED, Field, Section
from handover_xlsx.validation.registry import Hit, View, hit_of, remark_rule, rule
from handover_xlsx.workbook.conversion import clean
from handover_xlsx.workbook.handover import Record
from handover_xlsx.workbook.inputs import shown_text
from handover_xlsx.workbook.progress import is_started
from handover_xlsx.workbook.strict import CELL_LENGTH


@rule(
    "V101", "required-missing", "error",
    message=N_("“{field}” is missing"),
    hint=N_("{field_hint}"),
    why=N_("The successor cannot take over what is not written down."),
)  # fmt: skip
def required_missing(view: View) -> Iterator[Hit]:
    """A started row lacks a required value."""
    for section in view.template.sections:
        always = [item for item in section.own_fields if item.required]
        yield from _blank(view, section, always)


@rule(
    "V102", "required-here-missing", "error",
    message=N_("“{field}” is missing; it is needed here because {because}"),
    hint=N_("{field_hint}"),
    why=N_("Some rows need more than others: a daily duty needs a time, a blocked project a reason."),
)  # fmt: skip
def required_here_missing(view: View) -> Iterator[Hit]:
    """A started row lacks a value that its other values make necessary."""
    for section in view.template.sections:
        sometimes = [item for item in section.own_fields if item.required_if]
        yield from _blank(view, section, sometimes)


def _blank(view: View, section: Section, fields: list[Field]) -> Iterator[Hit]:
    """Blank cells of required fields in started rows, found on the section's table."""
    if not fields:
        return
    table = view.handover.table(section.id)
    records = view.handover.rows(section)
    for item in fields:
        blank = table.index[table[item.id].isna()]
        for index in blank:
            record = records[index]
            present = item.id in record.values
            if (
                present
                or not view.applies(section, record.source)
                or _is_lost(view, section, item, record.source)
            ):
                continue
            needed = item.required or (item.required_if and item.required_if.holds(record.values))
            if needed and is_started(section, record.values):
                because = _because(section, item, record)
                yield Hit(record.source, section.id, item.id, index, {"because": because})


def _is_lost(view: View, section: Section, item: Field, source: int) -> bool:
    """Whether the whole column is gone; one finding (S102) says so instead of one a row."""
    place = view.handover.sources[source].places.get(section.id)
    return place is None or (item.id not in place.columns and item.id not in place.lines)


def _because(section: Section, item: Field, record: Record) -> object:
    """What makes the field necessary in this row, in words."""
    reasons = [
        _reason(section.by_id[name], codes, record.values.get(name))
        for name, codes in (item.required_if.tests if item.required_if else ())
    ]
    if len(reasons) < 2:
        return reasons[0] if reasons else ""
    return Message(N_("{one} and {other}"), {"one": reasons[0], "other": reasons[1]})


def _reason(item: Field, codes: tuple[str, ...], value: object) -> Message:
    if codes == (BLANK,):
        return Message(N_("“{field}” is blank"), {"field": item.label})
    if codes == (FILLED,) or value is None:
        return Message(N_("“{field}” is filled in"), {"field": item.label})
    shown = {language: shown_text(item, value, language) for language in item.label}
    return Message(N_("“{field}” is “{value}”"), {"field": item.label, "value": shown})


@rule(
    "V103", "only-spaces", "error",
    message=N_("“{field}” holds only spaces or invisible characters"),
    hint=N_("{field_hint}"),
    why=N_("A space looks like nothing and counts as nothing."),
)  # fmt: skip
def only_spaces(view: View) -> Iterator[Hit]:
    """A cell that only looks filled; where the field is optional it is just mentioned."""
    for remark in view.remarks("only-spaces"):
        section = view.template.by_id[remark.section or ""]
        record = view.handover.records[section.id][remark.record or 0]
        item = section.by_id.get(remark.field or "")
        needed = item is not None and (
            item.required
            or (item.required_if is not None and item.required_if.holds(record.values))
        )
        # A required blank is already an error (V101, V102) on the same cell.
        if not needed and view.applies(section, remark.source):
            yield Hit(remark.source, section.id, remark.field, remark.record, severity="info",
                      hint=Message(N_("Delete the spaces, or fill the cell in.")))  # fmt: skip


_WHAT_IT_HOLDS = N_("A value of the wrong kind cannot be sorted, counted or compared.")

remark_rule(
    "V110", "not-a-number", "error",
    message=N_("“{field}” should be a number, not “{value}”"),
    hint=N_("Write only the number; put words into a column for text."),
    why=_WHAT_IT_HOLDS,
)  # fmt: skip
remark_rule(
    "V111", "ambiguous-number", "error",
    message=N_("“{field}”: “{value}” may mean {one} or {other}"),
    hint=N_("Type the number again with a point for decimals, such as 1234.5."),
    why=N_("A comma separates thousands in one country and decimals in another."),
)  # fmt: skip
remark_rule(
    "V112", "not-whole", "error",
    message=N_("“{field}” should be a whole number, not “{value}”"),
    hint=N_("Round it, or write the rest as a note."),
    why=_WHAT_IT_HOLDS,
)  # fmt: skip
remark_rule(
    "V113", "too-small", "error",
    message=N_("“{field}” is {shown}; at least {limit} is possible"),
    hint=N_("Check the number and its unit."),
    why=N_("A number outside the possible range is a slip of the hand or of the unit."),
)  # fmt: skip
remark_rule(
    "V114", "too-large", "error",
    message=N_("“{field}” is {shown}; at most {limit} is possible"),
    hint=N_("Check the number and its unit."),
    why=N_("A number outside the possible range is a slip of the hand or of the unit."),
)  # fmt: skip
remark_rule(
    "V120", "not-a-date", "error",
    message=N_("“{field}” should be a date, not “{value}”"),
    hint=N_("Write the date as 2026-11-30."),
    why=N_("Only a real date can be sorted, or checked against the last working day."),
)  # fmt: skip
remark_rule(
    "V121", "ambiguous-date", "error",
    message=N_("“{field}”: “{value}” may mean {one} or {other}"),
    hint=N_("Write the date with the year first: {one} or {other}."),
    why=N_("Day and month change places between countries; a guess may be wrong by months."),
)  # fmt: skip
remark_rule(
    "V122", "too-early", "error",
    message=N_("“{field}”: “{value}” lies before 1 March 1900"),
    hint=N_("Check the year. Write older dates as text in a note."),
    why=N_("Spreadsheet programs disagree about dates before March 1900."),
)  # fmt: skip
remark_rule(
    "V123", "not-a-month", "error",
    message=N_("“{field}” should be a month, not “{value}”"),
    hint=N_("Write the month as 2026-11."),
    why=_WHAT_IT_HOLDS,
)  # fmt: skip
remark_rule(
    "V124", "not-yes-or-no", "error",
    message=N_("“{field}” should be yes or no, not “{value}”"),
    hint=N_("Choose from the list; put the rest into a note."),
    why=_WHAT_IT_HOLDS,
)  # fmt: skip


@rule(
    "V130", "not-in-list", "error",
    message=N_("“{field}”: “{value}” is not in the list"),
    hint=N_("Choose one of: {choices}."),
    why=N_("Rows can be counted and sorted only when everybody uses the same words."),
)  # fmt: skip
def not_in_list(view: View) -> Iterator[Hit]:
    """A typed choice that the list does not have; the nearest one is proposed."""
    for remark in view.remarks("not-in-list"):
        section = view.template.by_id[remark.section or ""]
        item = section.by_id[remark.field or ""]
        if not item.choices or not view.applies(section, remark.source):
            continue
        hit = hit_of(view, remark)
        near = next((c for c in item.choices.choices if c.code == remark.detail.get("near")), None)
        if near:
            proposal = Message(N_("Did you mean “{near}”?"), {"near": near.label})
            yield Hit(hit.source, hit.section, hit.field, hit.record, hit.values, hit.sheet,
                      hit.cell, hit.value, hint=proposal)  # fmt: skip
            continue
        listed = {
            language: " / ".join(c.label.get(language, c.code) for c in item.choices.choices)
            for language in view.template.languages
        }
        yield Hit(hit.source, hit.section, hit.field, hit.record,
                  {**hit.values, "choices": listed}, hit.sheet, hit.cell, hit.value)  # fmt: skip


remark_rule(
    "V140", "not-an-email", "error",
    message=N_("“{field}”: “{value}” is not an e-mail address"),
    hint=N_("Write it as name@company.com; several are separated by a semicolon."),
    why=N_("A wrong address is found out on the day it is needed."),
)  # fmt: skip
remark_rule(
    "V141", "not-a-phone", "error",
    message=N_("“{field}”: “{value}” is not a phone number"),
    hint=N_("Write the digits with area or country code, such as +86 139 0000 1234."),
    why=N_("A wrong number is found out on the day it is needed."),
)  # fmt: skip
remark_rule(
    "V142", "not-a-url", "error",
    message=N_("“{field}”: “{value}” is not a web address"),
    hint=N_("Copy the whole address from the browser, beginning with https://."),
    why=N_("A successor cannot open “the usual page”."),
)  # fmt: skip
remark_rule(
    "V150", "error-value", "error",
    message=N_("“{field}” shows the spreadsheet error {value}"),
    hint=N_("Type the value itself instead of the formula."),
    why=N_("An error value holds nothing; its formula has lost what it pointed to."),
)  # fmt: skip
remark_rule(
    "V151", "no-result", "error",
    message=N_("“{field}” holds a formula without a result"),
    hint=N_("Open the file in Excel or LibreOffice, save it, and send it again; or type the value."),
    why=N_("Nothing in a workbook is calculated here, so the value is not known."),
)  # fmt: skip
remark_rule(
    "V152", "turned-into-date", "warning",
    message=N_("“{field}”: the spreadsheet has turned the entry into the date {shown}"),
    hint=N_("Format the cell as Text, then type the entry again."),
    why=N_("Numbers such as 2023-001 or 3-4 become dates when they are typed or pasted."),
)  # fmt: skip
remark_rule(
    "V153", "rounded", "error",
    message=N_("“{field}”: the spreadsheet has rounded the digits of {shown}"),
    hint=N_("Format the cell as Text, then type the number again from its source."),
    why=N_("Spreadsheets keep 15 digits; longer numbers lose their end for good."),
)  # fmt: skip


@rule(
    "V160", "too-long", "error",
    message=N_("“{field}” is {length} characters long; at most {limit} are possible"),
    hint=N_("Shorten it, or put the text into a document and say where it is."),
    why=N_("Spreadsheets cut what is longer than 32,767 characters when they save."),
)  # fmt: skip
def too_long(view: View) -> Iterator[Hit]:
    """A text beyond the field's limit, or beyond what a cell can hold."""
    for section in view.template.sections:
        limits = {item.id: item.max_length for item in section.fields}
        for index, record in enumerate(view.handover.rows(section)):
            for name, value in record.values.items():
                limit = limits.get(name) or CELL_LENGTH
                # A text of just Excel's limit has most likely been cut by the program that saved it.
                if isinstance(value, str) and (len(value) > limit or len(value) >= CELL_LENGTH):
                    values = {"length": f"{len(value):,}", "limit": f"{limit:,}"}
                    yield Hit(record.source, section.id, name, index, values)


@rule(
    "V161", "duplicate", "error",
    message=N_("“{field}”: “{value}” stands in more than one row ({cells})"),
    hint=N_("Merge the rows, or tell them apart by name."),
    why=N_("Other sheets refer to a row by this name; with two of them nobody knows which one."),
)  # fmt: skip
def duplicate(view: View) -> Iterator[Hit]:
    """Two rows of one workbook have the same name in a field that must be unique."""
    for section in view.template.sections:
        table = view.handover.table(section.id)
        for item in section.fields:
            if not item.unique or table.empty:
                continue
            names = table[item.id].astype("string").map(_key, na_action="ignore")
            alike = table.assign(_name=names).dropna(subset=["_name"])
            for _, rows in alike.groupby(["_source", "_name"], sort=False):
                source = int(rows["_source"].iloc[0])
                if len(rows) < 2 or not view.applies(section, source):
                    continue
                places = [view.handover.cell(section.id, item.id, i)[1] or "" for i in rows.index]
                for index in rows.index[1:]:
                    yield Hit(source, section.id, item.id, index,
                              {"cells": ", ".join(places)}, value=rows[item.id][index])  # fmt: skip


def _key(text: str) -> str:
    return clean(text).casefold()


@rule(
    "V190", "read-as", "info",
    message=N_("“{field}”: {count} entries were read in their usual meaning (“1.2万” as 12000)"),
    hint=N_("Nothing to do, if the summary report shows them as you meant them."),
    why=N_("Whatever is changed in reading is said, so that nothing changes in silence."),
)  # fmt: skip
def read_as(view: View) -> Iterator[Hit]:
    """Values that were understood although they were not written plainly; once a column."""
    for remark in view.remarks("changed"):
        if remark.section is None or view.applies(remark.section, remark.source):
            yield hit_of(view, remark)
