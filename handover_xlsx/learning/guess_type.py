"""Which type a column is of: by its check, by the values already there, by format, by heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from handover_xlsx.learning.draft import DraftField
from handover_xlsx.learning.dropdowns import LONGEST_LIST, Listed, Lists
from handover_xlsx.learning.outline import Item
from handover_xlsx.learning.workbook import Check, Sheet, Spot
from handover_xlsx.locale import N_, Message
from handover_xlsx.secrets.headings import is_private
from handover_xlsx.sheets.number_formats import kind_of
from handover_xlsx.text.normalise import normalised
from handover_xlsx.values.field_types import type_of_format
from handover_xlsx.values.show import seen
from handover_xlsx.values.vocabulary import is_phrase

_PERSON = re.compile(
    r"(?<!联系)人$|负责人|联系人|姓名|经办|对接人|owner|\bname of|contact person|responsible|"
    r"taken over by|successor|supervisor|leaver|manager$",
    re.IGNORECASE,
)
_WHO = re.compile(r"(?:full |first |last |contact )?name", re.IGNORECASE)
_PHONE = re.compile(r"电话|手机|座机|phone|mobile|\btel\b|telephone|cell number", re.IGNORECASE)
_CODE = re.compile(r"编号|工号|单号|代码|\bid\b|\bcode\b|\bno\.?$|number$", re.IGNORECASE)
_MONEY = re.compile(r"金额|预算|费用|价格|单价|总价|amount|budget|cost|price|fee\b", re.IGNORECASE)
_BY_HEADING: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("yesno", r"^是否|\((?:y/n|yes/no|是/否)\)|（(?:是/否|是或否)）"),
        ("email", r"邮箱|电子邮件|e-?mail"),
        ("phone", _PHONE.pattern),
        ("url", r"网址|\burl\b|web ?site"),
        ("place", r"存放|路径|链接|保存位置|\bpath\b|\blink\b|stored|kept at|file location"),
        ("date", r"日期|\bdate$|最后工作日|^last (?:working )?day$"),
        (
            "long",
            r"备注|说明|描述|详情|详细|步骤|经验|description|notes?$|remarks?$|comments?$|details",
        ),
    )
)
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}")
_URL = re.compile(r"(?:https?://|www\.)\S+\.\S+", re.IGNORECASE)
_PHONE_TEXT = re.compile(
    r"\+\d[\d\s().-]{6,18}|1[3-9]\d{9}|0\d{2,3}-\d{7,8}|1[3-9]\d[ -]\d{4}[ -]\d{4}"
)
_DAY = re.compile(r"(?:19|20)\d{2}[-/.年](?:0?[1-9]|1[0-2])[-/.月](?:0?[1-9]|[12]\d|3[01])日?")
_PERCENT = re.compile(r"[-+]?\d+(?:\.\d+)?\s*[%％]")
_FEW, _ENOUGH, _EACH = 8, 6, 3


def guess(sheet: Sheet, item: Item, rows: Sequence[int], lists: Lists) -> DraftField:
    """What to fill in for a heading: the type, and what goes with it."""
    spots = _values(sheet, item, rows)
    values = [spot.value for spot in spots if spot.value is not None]
    found = DraftField(person=bool(_PERSON.search(item.text)))
    checks = sheet.checks_of(item.cells)
    found.hint = next((check.message for check in checks if check.message), "")
    if not _from_list(found, checks, sheet, lists):
        found.type = _type(item, values, checks, _formats(sheet, item), found)
        _limits(found, checks)
    if spots and not values:
        found.notes.append(Message(N_("calculated by formulas in your file")))
    if found.type not in ("text", "long"):
        found.person = False
    found.example = _example(item, found, values)
    return found


def _values(sheet: Sheet, item: Item, rows: Sequence[int]) -> list[Spot]:
    area = item.cells
    spots = (sheet.at(row, area.left) for row in rows if area.top <= row <= area.bottom)
    return [spot for spot in spots if spot and spot.filled][:500]


def _formats(sheet: Sheet, item: Item) -> str:
    """The number format of the cells to be filled in; "General" when there is none."""
    area = item.cells
    rows = range(area.top, min(area.bottom, area.top + 20) + 1)
    formats = [spot.format for row in rows if (spot := sheet.at(row, area.left))]
    own = sheet.formats.get(area.left, "General") if area.bottom > area.top else "General"
    return next((number_format for number_format in formats if number_format != "General"), own)


# --- drop-downs ---------------------------------------------------------------------------------


def _from_list(found: DraftField, checks: Sequence[Check], sheet: Sheet, lists: Lists) -> bool:
    """Whether a drop-down limits what may be entered."""
    check = next((one for one in checks if one.kind == "list"), None)
    if check is None:
        return False
    listed = lists.of(check, sheet)
    if listed is None or (not listed.entries and not listed.sheet):
        found.notes.append(
            Message(N_("has a drop-down list whose entries cannot be read here ({formula}); write "
                       "them under choices"), {"formula": check.first[:60]})
        )  # fmt: skip
        return False
    found.listed = listed
    words = {normalised(entry) for entry in listed.entries}
    if len(words) == 2 and all(map(_is_yes_or_no, words)):
        found.type, found.listed = "yesno", None
    elif len(listed.entries) > LONGEST_LIST:
        found.listed = None
        found.notes.append(
            Message(N_("has a drop-down list of {count} entries, too many for a template"),
                    {"count": len(listed.entries)})
        )  # fmt: skip
    else:
        found.type = "choice"  # or a reference: known only when all sheets are
    return True


# --- values, formats, headings ------------------------------------------------------------------


def _type(
    item: Item, values: list[object], checks: Sequence[Check], pattern: str, found: DraftField
) -> str:
    by_format = of_format(pattern)
    if values:
        kind = _of_values(item, values, by_format)
        if kind == "choice":
            found.listed = Listed(tuple(dict.fromkeys(str(value).strip() for value in values)))
            found.notes.append(
                Message(N_("a choice, because there are only {count} different values; if any text "
                           "may be entered, write type: text and delete choices"),
                        {"count": len(found.listed.entries)})
            )  # fmt: skip
        return kind
    by_check = {"date": "date", "whole": "integer", "decimal": "number"}
    kind = next((by_check[check.kind] for check in checks if check.kind in by_check), "")
    if kind and by_format in ("percent", "money", "month"):
        return by_format
    if kind or by_format not in ("", "text"):
        return _as_money(item, kind or by_format)
    text = f"{item.text} {item.second.text if item.second else ''}".strip()
    return next((kind for kind, words in _BY_HEADING if words.search(text)), "text")


def _as_money(item: Item, kind: str) -> str:
    return "money" if kind in ("integer", "number") and _MONEY.search(item.text) else kind


def of_format(pattern: str) -> str:
    """The type that a number format shows, "" when it says nothing."""
    return type_of_format(kind_of(pattern))


def _of_values(item: Item, values: list[object], by_format: str) -> str:
    """The type that every value fits."""
    if all(isinstance(value, bool) for value in values):
        return "yesno"
    if all(isinstance(value, date) for value in values):
        return "month" if by_format == "month" else "date"
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        return _of_numbers(item, values, by_format)
    if any(isinstance(value, (time, timedelta)) for value in values):
        return "text"
    all_text = all(isinstance(value, str) for value in values)
    return _of_texts(item, [seen(value).strip() for value in values], all_text=all_text)


def _of_numbers(item: Item, values: Sequence[object], by_format: str) -> str:
    numbers = [float(value) for value in values if isinstance(value, (int, float))]
    all_whole = all(number.is_integer() for number in numbers)
    if _PHONE.search(item.text) and all_whole and all(number >= 100 for number in numbers):
        return "phone"
    if _CODE.search(item.text) and all_whole:
        return "text"
    if by_format in ("percent", "money"):
        return by_format
    if by_format in ("date", "month") and all(20_000 < number < 80_000 for number in numbers):
        return by_format
    return _as_money(item, "integer" if all_whole and by_format != "number" else "number")


def _is_yes_or_no(text: str) -> bool:
    return is_phrase(text, "yes") or is_phrase(text, "no")


_ALL: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("yesno", _is_yes_or_no),
    ("email", _EMAIL.fullmatch),
    ("url", _URL.fullmatch),
    ("phone", _PHONE_TEXT.fullmatch),
    ("date", _DAY.fullmatch),
    ("percent", _PERCENT.fullmatch),
)


def _of_texts(item: Item, texts: list[str], *, all_text: bool) -> str:
    for kind, fits in _ALL:
        if all_text and all(fits(text) for text in texts):
            return kind
    if any("\n" in text or len(text) > 60 for text in texts):
        return "long"
    distinct = {normalised(text) for text in texts}
    many = len(texts) >= _ENOUGH and len(texts) >= _EACH * len(distinct)
    few = 2 <= len(distinct) <= _FEW and max(map(len, texts)) <= 20
    if all_text and many and few and not _PERSON.search(item.text):
        return "choice"
    kind = next((kind for kind, words in _BY_HEADING if words.search(item.text)), "text")
    return kind if kind in ("long", "place") else "text"


def _limits(found: DraftField, checks: Sequence[Check]) -> None:
    """Lowest and highest number, longest text, as the check requires."""
    for check in checks:
        low = check.first if check.operator in ("between", "greaterThanOrEqual") else ""
        high = {"between": check.second, "lessThanOrEqual": check.first}.get(check.operator, "")
        if check.kind in ("whole", "decimal") and found.type in (
            "integer", "number", "percent", "money",
        ):  # fmt: skip
            lowest, highest = _number(low), _number(high)
            if lowest is None or highest is None or float(lowest) <= float(highest):
                found.min, found.max = lowest, highest
            return
        if check.kind == "textLength" and found.type in ("text", "long"):
            most = _number(high)
            found.max_length = int(float(most)) if most and 0 < float(most) < 32768 else None


def _number(formula: str) -> str | None:
    formula = formula.strip()
    return formula if re.fullmatch(r"-?\d{1,15}(?:\.\d{1,10})?", formula) else None


def _example(item: Item, found: DraftField, values: list[object]) -> str:
    """The first value as an example: never a secret, nor what reaches or names a person."""
    if not values or found.person or found.type in ("choice", "yesno", "email", "phone"):
        return ""
    if is_private(item.text) or _WHO.fullmatch(normalised(item.text)):
        return ""
    value = values[0]
    if found.type == "percent" and isinstance(value, (int, float)):
        return f"{value * 100:.6g}%"
    if found.type in ("date", "month") and not isinstance(value, (date, datetime, str)):
        return ""
    text = seen(value).strip()
    if found.type == "month" and isinstance(value, date):
        text = value.strftime("%Y-%m")
    return text if len(text) <= (200 if found.type == "long" else 60) else ""
