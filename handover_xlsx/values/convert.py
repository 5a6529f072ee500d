"""From what was typed to what was meant, by the field's type. Ambiguous text is reported, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from handover_xlsx.sheets.cell_values import CellError, CellValue, Uncalculated
from handover_xlsx.sheets.number_formats import FormattedNumber
from handover_xlsx.template.model import YES_NO, Field
from handover_xlsx.text.nearest import nearest
from handover_xlsx.text.normalise import clean, folded, normalised
from handover_xlsx.text.patterns import when_used
from handover_xlsx.values.dates import FIRST_SAFE_DATE, convert_date, convert_month, parse_month
from handover_xlsx.values.field_types import FIELD_TYPES
from handover_xlsx.values.numbers import convert_number
from handover_xlsx.values.result import Context, Converted
from handover_xlsx.values.show import seen
from handover_xlsx.values.vocabulary import words

__all__ = [
    "FIRST_SAFE_DATE",
    "Context",
    "Converted",
    "clean",
    "convert",
    "is_kept_as_typed",
    "is_ordinary",
    "parse_month",
]


def convert(raw: CellValue, item: Field, context: Context) -> Converted:
    """What a filled cell means for a field. Blank cells are not converted."""
    if isinstance(raw, CellError):
        return Converted(raw.code, "error-value")
    if isinstance(raw, Uncalculated):
        return Converted(str(raw), "no-result")
    if isinstance(raw, str) and not clean(raw):
        return Converted(raw, "only-spaces")
    return READERS[FIELD_TYPES[item.type].reader](raw, item, context)


def is_kept_as_typed(item: Field) -> bool:
    """Whether a field takes any text as it is."""
    return FIELD_TYPES[item.type].reader == "text"


def is_ordinary(raw: CellValue) -> bool:
    """Whether a text is one that ``convert`` leaves as it is; only for such fields."""
    if not isinstance(raw, str) or "\r" in raw or "+" in raw:
        return False
    return raw[:1].isalnum() or bool(clean(raw))  # nearly all begin with a letter


# --- text ---------------------------------------------------------------------------------------


def _text(raw: CellValue, item: Field, context: Context) -> Converted:
    if isinstance(raw, str):
        text = raw.replace("\r\n", "\n").replace("\r", "\n")
        if item.type == "text" and _SCIENTIFIC.fullmatch(text.strip()):
            return Converted(text, "rounded", {"shown": text})  # an order number, once
        return Converted(text)
    if isinstance(raw, bool):
        return Converted(seen(raw), changed=True)
    if isinstance(raw, FormattedNumber):
        return Converted(seen(raw))
    if isinstance(raw, float | int):
        return _number_as_text(float(raw), item)
    if isinstance(raw, date):
        return _turned_into_date(raw)
    return Converted(seen(raw), changed=True)


def _turned_into_date(raw: date) -> Converted:
    return Converted(seen(raw), "turned-into-date", {"shown": seen(raw)})


def _number_as_text(number: float, item: Field) -> Converted:
    if number.is_integer() and abs(number) < 1e15:
        return Converted(str(int(number)), changed=item.type not in ("text", "long", "ref"))
    if number.is_integer():  # more than 15 digits: the spreadsheet has rounded the rest away
        return Converted(f"{number:.0f}", "rounded", {"shown": f"{number:.0f}"})
    return Converted(seen(number), changed=True)


# --- choices ------------------------------------------------------------------------------------


def _yesno(raw: CellValue, item: Field, context: Context) -> Converted:
    if isinstance(raw, bool):
        return Converted(raw, changed=True)
    word = (
        folded(seen(float(raw) if isinstance(raw, FormattedNumber) else raw))
        .casefold()
        .rstrip(" .。!！")
    )
    if word in words("yes") or word in words("no"):
        return Converted(word in words("yes"), changed=raw not in _YES_NO_LABELS)
    return Converted(raw, "not-yes-or-no")


_YES_NO_LABELS = {label for texts in YES_NO.values() for label in texts.values()}


def _spellings(item: Field, context: Context) -> dict[str, tuple[str, bool]]:
    """Every accepted spelling of a field's choices: normalised → (code, is it a plain label)."""
    name = item.choices.id if item.choices else ""
    if name not in context.spellings:
        context.spellings[name] = _all_spellings(item)
    return context.spellings[name]


def _all_spellings(item: Field) -> dict[str, tuple[str, bool]]:
    spellings: dict[str, tuple[str, bool]] = {}
    for choice in item.choices.choices if item.choices else ():
        for label in choice.label.values():
            spellings.setdefault(normalised(label), (choice.code, True))
    for choice in item.choices.choices if item.choices else ():
        for word in (choice.code, *choice.aliases):
            spellings.setdefault(normalised(word), (choice.code, False))
    return spellings


def _choice(raw: CellValue, item: Field, context: Context) -> Converted:
    text = clean(seen(raw))
    spellings = _spellings(item, context)
    found = spellings.get(normalised(text))
    if found is None and isinstance(raw, FormattedNumber):  # 1.00 for the choice 1
        return _choice(float(raw), item, context)
    if found:
        return Converted(found[0], changed=not found[1])
    near = nearest(normalised(text), spellings)
    code = spellings[near][0] if near else ""
    return Converted(raw if isinstance(raw, str) else text, "not-in-list", {"near": code})


def _choices(raw: CellValue, item: Field, context: Context) -> Converted:
    parts = _entries(seen(raw), _spellings(item, context)) or [seen(raw)]
    read = [_choice(part, item, context) for part in parts]
    wrong = next((converted for converted in read if converted.trouble), None)
    if wrong:
        return Converted(seen(raw), wrong.trouble, wrong.detail)
    return Converted(
        tuple(dict.fromkeys(str(converted.value) for converted in read)),
        changed=any(r.changed for r in read),
    )


def _entries(text: str, spellings: Mapping[str, object]) -> list[str]:
    """The entries of a list; a label may contain separators itself (up to six)."""
    rest = re.split(r"([;；,，、/\n])", text)  # entry, separator, entry, …
    entries = []
    while rest:
        lengths = range(min(len(rest), 13), 1, -2)
        known = (n for n in lengths if normalised("".join(rest[:n])) in spellings)
        length = next(known, 1)
        entries.append("".join(rest[:length]))
        rest = rest[length + 1 :]
    return [entry for entry in entries if clean(entry)]


# --- ways to reach a person, places -------------------------------------------------------------


def _email(raw: CellValue, item: Field, context: Context) -> Converted:
    text = clean(seen(raw))
    bare = re.sub(r"[^<>@;；,，、]*<([^<>]+)>", r" \1 ", text)  # Ann Lee <ann@example.com>
    parts = [part for part in re.split(r"[;；,，、\s]+", bare) if part]
    if parts and all(map(_is_email, parts)):
        return Converted(text)
    return Converted(text, "not-an-email")


@lru_cache(10_000)
def _is_email(text: str) -> bool:
    simple = _SIMPLE_EMAIL.fullmatch(text)
    if simple and simple[1] not in _NOBODYS and len(text) < _LONGEST_SIMPLE_EMAIL:
        return True  # the validator takes a hundred times as long, and much longer to be loaded
    from email_validator import EmailNotValidError, validate_email

    # No one owns .local, so the validator refuses it; inside a company its mail arrives.
    public = re.sub(r"\.local$", ".lan", text, flags=re.IGNORECASE)
    try:
        validate_email(public, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return "." in text.rpartition("@")[2]


_SIMPLE_EMAIL = when_used(
    r"[a-z0-9]+(?:[._-][a-z0-9]+)*@(?:[a-z0-9]{1,60}\.)+([a-z]{2,6})", re.ASCII
)
_NOBODYS = {"arpa", "local", "onion"}
_LONGEST_SIMPLE_EMAIL = 60
_EXTENSION = when_used(r"\s*(?:ext\.?|x|#|转|分机|(?<=\d{4})-)\s*\d{1,6}$", re.IGNORECASE)
_REMARK = when_used(r"(?<=\d)\s*\([^()]*\)$")  # 139 0000 1234 (mobile)
_INTERNAL = when_used(r"(?:(?:ext\.?|x|#|转|分机|内线|短号)\s*:?\s*)?\d{3,6}", re.IGNORECASE)
_SCIENTIFIC = when_used(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)


def _phone(raw: CellValue, item: Field, context: Context) -> Converted:
    if isinstance(raw, date):
        return _turned_into_date(raw)
    grouped = isinstance(raw, FormattedNumber) and "," in raw.code
    text = clean(seen(float(raw) if grouped else raw))  # type: ignore[arg-type]
    if _SCIENTIFIC.fullmatch(text):
        return Converted(text, "rounded", {"shown": text})
    parts = [part for part in re.split(r"[;,、/\n]", folded(text)) if part.strip()]
    if parts and all(_is_phone(part.strip()) for part in parts):
        return Converted(text)
    return Converted(text, "not-a-phone")


@lru_cache(10_000)
def _is_phone(text: str) -> bool:
    """A number that can be dialled: from anywhere, in the country, or inside the company."""
    bare = _REMARK.sub("", text)
    spellings = (bare, _EXTENSION.sub("", bare))
    return bool(_INTERNAL.fullmatch(bare)) or any(
        _may_be_dialled(spelling, region)
        for spelling in dict.fromkeys(spellings)
        for region in ("CN", "US", "GB", None)
    )


def _may_be_dialled(text: str, region: str | None) -> bool:
    from phonenumbers import NumberParseException, is_possible_number, parse

    if re.search(r"[^\d\s+().\-–·]", text):
        return False
    try:
        return is_possible_number(parse(text, region))
    except NumberParseException:
        return False


_URL = when_used(
    r"https?://\S+|(?:ftp://|www\.)[^\s/:@]+\.[^\s/:@.]{2,}(?::\d+)?(?:[/?#]\S*)?"
    r"|(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}|\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)


def _url(raw: CellValue, item: Field, context: Context) -> Converted:
    text = clean(seen(raw))
    return Converted(text) if _URL.fullmatch(text) else Converted(text, "not-a-url")


READERS: Mapping[str, Callable[[CellValue, Field, Context], Converted]] = {
    "text": _text,
    "number": convert_number,
    "date": convert_date,
    "month": convert_month,
    "yesno": _yesno,
    "choice": _choice,
    "choices": _choices,
    "email": _email,
    "phone": _phone,
    "url": _url,
}
"""How a cell is read, by the name that a field's type gives its reader."""
