"""Numbers that identify a person or an account, known from any other number by their check digits.

python-stdnum is imported when a number of that length and form is met, which is seldom.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from handover_xlsx.text.patterns import when_used

_PROVINCE = when_used(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_CARDS = when_used(
    r"62\d{14,17}|4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|5\d\d)\d{12}|35\d{14}"
)

_RUN = when_used(r"(?<![0-9A-Za-z.])\d+(?:[ \u00a0\u3000–-]{1,2}\d+)*[Xx]?(?![0-9A-Za-z])")
_GROUP = when_used(r"\d+[Xx]?")
_IBAN = when_used(
    r"(?<![0-9A-Za-z])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![0-9A-Za-z])"
)
_COUNTED = (
    "order|tracking|parcel|ticket|invoice|serial|shipment|订单|运单|快递|单号|工单|发票|序列|流水"
)
_NUMBERED = when_used(  # “Invoices, account 4111 …” is an account's number all the same
    rf"(?:{_COUNTED})(?:(?!account|card|iban|账|帐|卡)\D){{0,12}}$", re.IGNORECASE
)
_COUNTING = when_used(
    rf"[\w ]{{0,12}}(?:{_COUNTED})s?(?:[ _-]?(?:no|nr|number|id|code|ref)\.?|号码?|编号)?[ *]*",
    re.IGNORECASE,
)
_FEWEST, _MOST = 15, 19  # digits
_MOST_GROUPS = 5


def personal_numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """The kind, the start and the end of each identity-card, bank-card and account number."""
    for run in _RUN.finditer(text):
        if run.end() - run.start() >= _FEWEST:
            yield from _in_run(text, [group.span() for group in _GROUP.finditer(text, *run.span())])
    for match in _IBAN.finditer(text):
        if is_iban(match[0]):
            yield "bank number", match.start(), match.end()


def counts(heading: str) -> bool:
    """Whether a column so headed numbers orders, parcels or tickets, some of them like a card's."""
    return _COUNTING.fullmatch(heading) is not None


def _in_run(text: str, groups: list[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """The numbers in groups of digits, however these are set apart: 440305 1988 1123 0712."""
    reached = 0
    for first, (start, _) in enumerate(groups):
        digits = 0
        for begin, end in groups[first : first + _MOST_GROUPS]:
            digits += end - begin
            if start < reached or digits > _MOST:
                break
            kind = _kind(text[start:end]) if digits >= _FEWEST else ""
            if kind and not _NUMBERED.search(text[:start]):
                yield kind, start, end
                reached = end


def _kind(digits: str) -> str:
    number = re.sub(r"[^\dXx]", "", unicodedata.normalize("NFKC", digits))
    if len(number) == 18 and is_identity_number(number):
        return "identity number"
    return "bank number" if is_card(number) else ""


def is_identity_number(text: str) -> bool:
    """A mainland identity-card number: province, birthday, check digit.

    Also one whose end a spreadsheet has rounded to zeros: fifteen of its digits are enough.
    """
    digits = re.sub(r"[ -]", "", text).upper()
    if not _PROVINCE.match(digits) or not digits[:17].isdigit() or not _is_birthday(digits[6:14]):
        return False
    from stdnum.cn import ric

    return digits[17] == ric.calc_check_digit(digits) or digits.endswith("000")


def _is_birthday(digits: str) -> bool:
    try:
        born = date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    except ValueError:
        return False
    return 1900 <= born.year <= 2099


def is_card(text: str) -> bool:
    """A bank card's number: a known kind of card, and the Luhn check digit."""
    digits = re.sub(r"[ -]", "", text)
    if not _CARDS.fullmatch(digits) or len(set(digits)) < 2:
        return False
    from stdnum import luhn

    return bool(luhn.is_valid(digits))


def is_iban(text: str) -> bool:
    """An international bank account number: its country's form, and the check digits.

    Check digits within the number, which some countries have, are another question.
    """
    from stdnum import iban

    return bool(iban.is_valid(text, check_country=False))
