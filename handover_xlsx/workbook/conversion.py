"""From what was typed to what was meant, by the field's type. Ambiguous is asked, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches

from handover_xlsx.template.model import YES_NO, Field
from handover_xlsx.workbook.careful import CellError, CellValue, Uncalculated
from handover_xlsx.workbook.layout import normalised

FIRST_SAFE_DATE = date(1900, 3, 1)  # before it, spreadsheet programs disagree about dates
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"), None)


@dataclass(frozen=True, slots=True)
class Converted:
    """A value of the field's type; or the kind of trouble (then ``value`` is what was typed).

    ``trouble`` is a name such as "not-a-date"; ``detail`` explains it (possible readings, the
    nearest choice). ``changed`` says that the typed text was understood but not plain.
    """

    value: object
    trouble: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What helps to understand a cell: the year for dates without one, and the 1904 calendar."""

    year: int | None = None
    date_1904: bool = False


def convert(raw: CellValue, item: Field, context: Context) -> Converted:
    """What a filled cell means for a field. Blank cells are not converted."""
    if isinstance(raw, CellError):
        return Converted(raw.code, "error-value")
    if isinstance(raw, Uncalculated):
        return Converted(str(raw), "no-result")
    if isinstance(raw, str) and not clean(raw):
        return Converted(raw, "only-spaces")
    return _CONVERTERS.get(item.type, _text)(raw, item, context)


def clean(text: str) -> str:
    """The text without invisible characters and outer spaces; line breaks inside stay."""
    return text.translate(_INVISIBLE).strip()


def _folded(raw: object) -> str:
    """For reading numbers, dates and choices: full-width forms become ordinary ones."""
    return clean(unicodedata.normalize("NFKC", str(raw)))


# --- text ---------------------------------------------------------------------------------------


def _text(raw: CellValue, item: Field, context: Context) -> Converted:
    if isinstance(raw, str):
        text = raw.replace("\r\n", "\n").replace("\r", "\n")
        return Converted(text)
    if isinstance(raw, bool):
        return Converted("TRUE" if raw else "FALSE", changed=True)
    if isinstance(raw, float | int):
        return _number_as_text(float(raw), item)
    if isinstance(raw, datetime | date):
        shown = raw.strftime("%Y-%m-%d %H:%M" if isinstance(raw, datetime) else "%Y-%m-%d")
        return Converted(shown, "turned-into-date", {"shown": shown})
    return Converted(str(raw), changed=True)


def _number_as_text(number: float, item: Field) -> Converted:
    if number.is_integer() and abs(number) < 1e15:
        return Converted(str(int(number)), changed=item.type not in ("text", "long", "ref"))
    if number.is_integer():  # more than 15 digits: the spreadsheet has rounded the rest away
        return Converted(f"{number:.0f}", "rounded", {"shown": f"{number:.0f}"})
    return Converted(repr(number), changed=True)


# --- numbers ------------------------------------------------------------------------------------

_NUMBER = re.compile(
    r"(?P<sign>[-+−(]?)(?P<currency>[¥￥$€£]|RMB|CNY|USD|EUR|GBP)?\s*(?P<sign2>[-−]?)"
    r"(?P<digits>\d{1,3}(?:[, \u00a0'’]\d{3})+|\d+)(?P<fraction>\.\d+)?\s*"
    r"(?P<scale>万|亿|千|[kKmM](?![a-z]))?\s*"
    r"(?P<unit>%|元|块|人民币|RMB|CNY|USD|EUR|GBP|[¥$€£])?\)?"
)
_SCALES = {"千": 1e3, "k": 1e3, "万": 1e4, "m": 1e6, "亿": 1e8}
_SHORT_COMMA = re.compile(r"[-+]?\d+,\d{1,2}|[-+]?\d{1,3}(?:\.\d{3})+,\d+")


def _parse_number(text: str) -> tuple[float, bool] | None:
    """A number and whether it was written with a percent sign."""
    match = _NUMBER.fullmatch(text)
    if not match:
        return None
    digits = re.sub(r"[^\d]", "", match["digits"]) + (match["fraction"] or "")
    value = float(digits)
    if match["scale"]:
        value *= _SCALES[match["scale"].lower()]
    if match["sign"] in ("-", "−", "(") or match["sign2"]:
        value = -value
    return (value, match["unit"] == "%")


def _number(raw: CellValue, item: Field, context: Context) -> Converted:
    if isinstance(raw, bool):
        return Converted(str(raw).upper(), "not-a-number")
    if isinstance(raw, float | int):
        return _in_range(float(raw), item, changed=False)
    if isinstance(raw, datetime | date):
        return Converted(raw.isoformat()[:10], "turned-into-date", {"shown": raw.isoformat()[:10]})
    if isinstance(raw, timedelta | time):
        return Converted(str(raw), "not-a-number")
    text = _folded(raw)
    if _SHORT_COMMA.fullmatch(text):
        return Converted(raw, "ambiguous-number", {
            "one": text.replace(",", ""), "other": text.replace(".", "").replace(",", "."),
        })  # fmt: skip
    parsed = _parse_number(text)
    if parsed is None:
        return Converted(raw, "not-a-number")
    value, percent = parsed
    if percent or (item.type == "percent" and abs(value) > 1):
        value = round(value / 100, 12)
    return _in_range(value, item, changed=True)


def _in_range(value: float, item: Field, *, changed: bool) -> Converted:
    if item.type == "integer" and not value.is_integer():
        return Converted(value, "not-whole")
    whole: object = int(value) if item.type == "integer" else value
    for limit, beyond, trouble in (
        (item.min, item.min is not None and value < item.min, "too-small"),
        (item.max, item.max is not None and value > item.max, "too-large"),
    ):
        if beyond and limit is not None:
            detail = {"limit": shown_number(limit, item), "shown": shown_number(value, item)}
            return Converted(whole, trouble, detail)
    return Converted(whole, changed=changed)


def shown_number(value: float, item: Field) -> str:
    """A number as people write it: 0.85 of a percent field is 85 %."""
    return f"{value * 100:g} %" if item.type == "percent" else f"{value:g}"


# --- dates --------------------------------------------------------------------------------------

_YEAR_FIRST = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?|(\d{4})(\d{2})(\d{2})"
)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(
    r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?[\s\-.]+)?(?P<month>[A-Za-z]{3,9})\.?[\s\-,.]*"
    r"(?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?[\s,]+)?(?P<year>\d{4})"
)


def _date(raw: CellValue, item: Field, context: Context) -> Converted:
    if isinstance(raw, datetime):
        return _safe(raw.date(), raw, changed=raw.time() != time(0))
    if isinstance(raw, date):
        return _safe(raw, raw, changed=False)
    if isinstance(raw, (bool, time, timedelta)):
        return Converted(str(raw), "not-a-date")
    if isinstance(raw, float | int):
        return _serial(float(raw), context)
    text = _folded(raw)
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups() if part)
        return _built(raw, year, month, day)
    if match := _YEAR_LAST.fullmatch(text):
        return _day_and_month(raw, *(int(part) for part in match.groups()))
    if (match := _WITHOUT_YEAR.fullmatch(text)) and context.year:
        return _built(raw, context.year, int(match[1]), int(match[2]))
    if (match := _NAMED.fullmatch(text)) and match["month"].lower()[:3] in _MONTHS:
        named_day = match["d1"] or match["d2"]
        if named_day:
            month = _MONTHS.index(match["month"].lower()[:3]) + 1
            return _built(raw, int(match["year"]), month, int(named_day))
    return Converted(raw, "not-a-date")


def _serial(number: float, context: Context) -> Converted:
    """A bare number in a date field is a spreadsheet's day count (when it is a likely one)."""
    if not 61 <= number < 2958466:
        return Converted(f"{number:g}", "not-a-date")
    epoch = date(1904, 1, 1) if context.date_1904 else date(1899, 12, 30)
    return Converted(epoch + timedelta(days=int(number)), changed=True)


def _day_and_month(raw: object, first: int, second: int, year: int) -> Converted:
    """03/04/2025 may be 3 April or March 4; 25/12/2025 can only be one day."""
    if first > 12 >= second:
        return _built(raw, year, second, first)
    if second > 12 >= first or first == second:
        return _built(raw, year, first, second)
    readings = {
        "one": f"{year:04d}-{second:02d}-{first:02d}",
        "other": f"{year:04d}-{first:02d}-{second:02d}",
    }
    return Converted(raw, "ambiguous-date" if first <= 12 else "not-a-date", readings)


def _built(raw: object, year: int, month: int, day: int) -> Converted:
    try:
        return _safe(date(year, month, day), raw, changed=True)
    except ValueError:
        return Converted(raw, "not-a-date")


def _safe(day: date, raw: object, *, changed: bool) -> Converted:
    if day < FIRST_SAFE_DATE:
        return Converted(raw if isinstance(raw, str) else day.isoformat(), "too-early")
    return Converted(day, changed=changed)


_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?|(\d{4})(\d{2})")


def parse_month(raw: object) -> str | None:
    """``2025-03`` for the common spellings of a month, else None."""
    if isinstance(raw, date):
        return raw.strftime("%Y-%m")
    text = _folded(raw)
    if match := _MONTH.fullmatch(text):
        year, month = (int(part) for part in match.groups() if part)
    elif (match := _NAMED.fullmatch(text)) and match["month"].lower()[:3] in _MONTHS:
        year, month = int(match["year"]), _MONTHS.index(match["month"].lower()[:3]) + 1
    else:
        return None
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 and year >= 1900 else None


def _month(raw: CellValue, item: Field, context: Context) -> Converted:
    parsed = parse_month(raw)
    if parsed is None:
        return Converted(raw if isinstance(raw, str) else str(raw), "not-a-month")
    return Converted(parsed, changed=raw != parsed)


# --- choices ------------------------------------------------------------------------------------

_YES = {"yes", "y", "true", "是", "✓", "✔", "√", "x", "1", "有", "对", "ok"}
_NO = {"no", "n", "false", "否", "✗", "✘", "×", "0", "无", "没有", "不是"}


def _yesno(raw: CellValue, item: Field, context: Context) -> Converted:
    if isinstance(raw, bool):
        return Converted(raw, changed=True)
    word = _folded(f"{raw:g}" if isinstance(raw, float) else raw).casefold()
    if word in _YES or word in _NO:
        return Converted(word in _YES, changed=raw not in _YES_NO_LABELS)
    return Converted(raw, "not-yes-or-no")


_YES_NO_LABELS = {label for texts in YES_NO.values() for label in texts.values()}


def _spellings(item: Field) -> dict[str, tuple[str, bool]]:
    """Every accepted spelling of a field's choices: normalised → (code, is it a plain label)."""
    spellings: dict[str, tuple[str, bool]] = {}
    for choice in item.choices.choices if item.choices else ():
        for label in choice.label.values():
            spellings.setdefault(normalised(label), (choice.code, True))
    for choice in item.choices.choices if item.choices else ():
        for word in (choice.code, *choice.aliases):
            spellings.setdefault(normalised(word), (choice.code, False))
    return spellings


def _choice(raw: CellValue, item: Field, context: Context) -> Converted:
    text = f"{raw:g}" if isinstance(raw, float) else clean(str(raw))
    spellings = _spellings(item)
    found = spellings.get(normalised(text))
    if found:
        return Converted(found[0], changed=not found[1])
    near = get_close_matches(normalised(text), list(spellings), n=1, cutoff=0.6)
    code = spellings[near[0]][0] if near else ""
    return Converted(raw if isinstance(raw, str) else text, "not-in-list", {"near": code})


def _choices(raw: CellValue, item: Field, context: Context) -> Converted:
    parts = [part for part in re.split(r"[;；,，、/\n]", str(raw)) if clean(part)]
    read = [_choice(part, item, context) for part in parts]
    wrong = next((one for one in read if one.trouble), None)
    if wrong:
        return Converted(raw if isinstance(raw, str) else str(raw), wrong.trouble, wrong.detail)
    return Converted(
        tuple(dict.fromkeys(str(one.value) for one in read)), changed=any(r.changed for r in read)
    )


# --- ways to reach somebody, places -------------------------------------------------------------


def _email(raw: CellValue, item: Field, context: Context) -> Converted:
    text = clean(str(raw))
    for part in re.split(r"[;；,，\s]+", text):
        if part and not _is_email(part):
            return Converted(raw if isinstance(raw, str) else str(raw), "not-an-email")
    return Converted(text)


def _is_email(text: str) -> bool:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


_EXTENSION = re.compile(r"\s*(?:ext\.?|x|转|分机)\s*\d{1,6}$", re.IGNORECASE)
_INTERNAL = re.compile(r"\d{3,6}")


def _phone(raw: CellValue, item: Field, context: Context) -> Converted:
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        text = f"{raw:.0f}"
    else:
        text = clean(str(raw))
    if re.fullmatch(r"\d(?:\.\d+)?[eE]\+\d+", text):
        return Converted(text, "rounded", {"shown": text})
    bare = _EXTENSION.sub("", _folded(text))
    if _INTERNAL.fullmatch(bare) or any(
        _is_phone(bare, region) for region in ("CN", "US", "GB", None)
    ):
        return Converted(text)
    return Converted(text, "not-a-phone")


def _is_phone(text: str, region: str | None) -> bool:
    from phonenumbers import NumberParseException, is_possible_number, parse

    if re.search(r"[^\d\s+().\-–/·]", text):
        return False
    try:
        return is_possible_number(parse(text, region))
    except NumberParseException:
        return False


_URL = re.compile(
    r"(?:https?://|ftp://|www\.)?[^\s/:@]+\.[^\s/:@.]{2,}(?::\d+)?(?:[/?#]\S*)?|https?://\S+"
)


def _url(raw: CellValue, item: Field, context: Context) -> Converted:
    text = clean(str(raw))
    return Converted(text) if _URL.fullmatch(text) else Converted(text, "not-a-url")


_CONVERTERS: Mapping[str, Callable[[CellValue, Field, Context], Converted]] = {
    "integer": _number,
    "number": _number,
    "percent": _number,
    "money": _number,
    "date": _date,
    "month": _month,
    "yesno": _yesno,
    "choice": _choice,
    "choices": _choices,
    "email": _email,
    "phone": _phone,
    "url": _url,
}
