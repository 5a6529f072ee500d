"""V – whether a value is of its field's kind: a number, a date, one of the list, an address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from handover_xlsx.handover.model import Remark
from handover_xlsx.locale import LANGUAGES, N_, Message, translate
from handover_xlsx.template.model import Field
from handover_xlsx.validation.registry import Hit, View, field_texts, hit_of, remark_rule, rule
from handover_xlsx.values.show import seen, show

_WHAT_IT_HOLDS = N_("A value of the wrong kind cannot be sorted, counted or compared.")

remark_rule(
    "V110", "not-a-number", "error",
    message=N_("“{field}” should be a number, not “{value}”"),
    hint=N_("Write only a number, such as 4 or 2.5; put any remark in a text column."),
    why=_WHAT_IT_HOLDS,
)  # fmt: skip
remark_rule(
    "V111", "ambiguous-number", "error",
    message=N_("“{field}”: “{value}” may mean {one} or {other}"),
    hint=N_("Enter the number again, with a point for decimals and nothing between the thousands, "
            "such as 1234.5."),
    why=N_("A comma separates thousands in one country and decimals in another."),
)  # fmt: skip
remark_rule(
    "V112", "not-whole", "error",
    message=N_("“{field}” should be a whole number, not “{value}”"),
    hint=N_("Write a whole number, such as 3; put any remainder in a note."),
    why=_WHAT_IT_HOLDS,
)  # fmt: skip
remark_rule(
    "V113", "too-small", "error",
    message=N_("“{field}” is {shown}; it cannot be less than {limit}"),
    hint=N_("Enter the right number; check its unit and the decimal point."),
    why=N_("A number outside the possible range is usually a typing error or a wrong unit."),
)  # fmt: skip
remark_rule(
    "V114", "too-large", "error",
    message=N_("“{field}” is {shown}; it cannot be more than {limit}"),
    hint=N_("Enter the right number; check its unit and the decimal point."),
    why=N_("A number outside the possible range is usually a typing error or a wrong unit."),
)  # fmt: skip
remark_rule(
    "V120", "not-a-date", "error",
    message=N_("“{field}” should be a date, not “{value}”"),
    hint=N_("Write a date, such as 2026-11-30; where it is not fixed yet, your best guess."),
    why=N_("Only a real date can be sorted, or checked against the last working day."),
)  # fmt: skip
remark_rule(
    "V121", "ambiguous-date", "error",
    message=N_("“{field}”: “{value}” may mean {one} or {other}"),
    hint=N_("Enter the one you mean, with the year first: {one} or {other}."),
    why=N_("Day and month change places between countries; a guess may be wrong by months."),
)  # fmt: skip
remark_rule(
    "V122", "too-early", "error",
    message=N_("“{field}”: “{value}” is before 1 March 1900"),
    hint=N_("Check the year. Write older dates as text in a note."),
    why=N_("Spreadsheet programs disagree about dates before March 1900."),
)  # fmt: skip
remark_rule(
    "V123", "not-a-month", "error",
    message=N_("“{field}” should be a month, not “{value}”"),
    hint=N_("Write a month, such as 2026-11."),
    why=_WHAT_IT_HOLDS,
)  # fmt: skip
remark_rule(
    "V124", "not-yes-or-no", "error",
    message=N_("“{field}” should be yes or no, not “{value}”"),
    hint=N_("Choose Yes or No from the list; put any remark in a note."),
    why=_WHAT_IT_HOLDS,
)  # fmt: skip


_NEAR_CHOICE = N_("Choose “{near}” from the list if you mean that; else one of: {choices}.")


@rule(
    "V130", "not-in-list", "error",
    message=N_("“{field}”: “{value}” is not in the list"),
    hint=N_("Choose one of: {choices}."),
    why=N_("Rows can be counted and sorted only when everyone uses the same words."),
)  # fmt: skip
def not_in_list(view: View) -> Iterator[Hit]:
    """A typed choice that the list does not have; the nearest one is proposed."""
    for remark in view.remarks("not-in-list"):
        section = view.template.by_id[remark.section or ""]
        item = section.by_id[remark.field or ""]
        if not item.choices or not view.applies(section, remark.source):
            continue
        hit = hit_of(view, remark)
        listed = {
            language: " / ".join(c.label.get(language, c.code) for c in item.choices.choices)
            for language in view.template.languages
        }
        values = {**hit.values, "choices": listed}
        near = next((c for c in item.choices.choices if c.code == remark.detail.get("near")), None)
        if near:
            values["near"] = near.label
            yield replace(hit, values=values, hint=Message(_NEAR_CHOICE, values))
            continue
        yield replace(hit, values=values)


remark_rule(
    "V140", "not-an-email", "error",
    message=N_("“{field}”: “{value}” is not an e-mail address"),
    hint=N_("Write the address as name@company.com; put a semicolon between several."),
    why=N_("A wrong address is only noticed on the day it is needed."),
)  # fmt: skip
remark_rule(
    "V141", "not-a-phone", "error",
    message=N_("“{field}”: “{value}” is not a phone number"),
    hint=N_("Write the digits with area or country code, such as +86 139 0000 1234."),
    why=N_("A wrong number is only noticed on the day it is needed."),
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
    hint=N_("Enter the value itself instead of the formula."),
    why=N_("An error value contains nothing; its formula has lost what it pointed to."),
)  # fmt: skip
remark_rule(
    "V151", "no-result", "error",
    message=N_("“{field}” contains a formula without a result"),
    hint=N_("Open the file in Excel or LibreOffice, save it, and send it again; or type the value."),
    why=N_("Formulas are not calculated here, so the value is unknown."),
)  # fmt: skip
remark_rule(
    "V152", "turned-into-date", "warning",
    message=N_("“{field}”: the spreadsheet has turned the entry into the date {shown}"),
    hint=N_("Format the cell as Text, then enter the value again."),
    why=N_("Numbers such as 2023-001 or 3-4 become dates when they are typed or pasted."),
)  # fmt: skip
remark_rule(
    "V153", "rounded", "error",
    message=N_("“{field}”: the spreadsheet has rounded the digits of {shown}"),
    hint=N_("Format the cell as Text, then enter the number again from its source."),
    why=N_("Spreadsheets keep 15 digits; longer numbers lose their end for good."),
)  # fmt: skip


_ONE_READ_AS = N_("“{field}”: one entry was read in its usual meaning: {examples}")
_LONGEST_SHOWN = 40


@rule(
    "V190", "read-as", "info",
    message=N_("“{field}”: {count} entries were read in their usual meaning: {examples}"),
    hint=N_("Nothing to do if that is what you meant. If not, enter it again: a number as 12000, a "
            "date as 2026-11-30."),
    why=N_("Every reinterpreted value is reported, so that nothing changes silently."),
)  # fmt: skip
def read_as(view: View) -> Iterator[Hit]:
    """Values that were understood although they were not written plainly; once a column."""
    for remark in view.remarks("changed"):
        if remark.section is None or not view.applies(remark.section, remark.source):
            continue
        hit = hit_of(view, remark)
        item = view.template.by_id[remark.section].by_id.get(remark.field or "")
        label, _ = field_texts(view.template.by_id[remark.section], remark.field)
        shown = {language: _examples(remark, item, language) for language in LANGUAGES}
        values = {**hit.values, "field": label, "examples": shown}
        one = Message(_ONE_READ_AS, values) if remark.detail["count"] == 1 else None
        yield replace(hit, values=values, message=one)


def _examples(remark: Remark, item: Field | None, language: str) -> str:
    """The first cells, with what was typed and what was understood."""
    examples: Sequence[tuple[str, object, object]] = remark.detail["examples"]  # type: ignore[assignment]
    sentence = translate(N_("{cell} “{typed}” as {value}"), language)
    shown = [
        sentence.format(
            cell=cell, typed=_shortened(raw), value=show(value, item, language, grouped=True)
        )
        for cell, raw, value in examples
    ]
    more = " …" if remark.detail["count"] != len(shown) else ""
    return translate(N_(", "), language).join(shown) + more


def _shortened(raw: object) -> str:
    """What was typed, in one line that is not too long."""
    text = " ".join(seen(raw).split())
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
