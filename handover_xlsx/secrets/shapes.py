"""What a secret looks like, and what looks like one and is a place, a name, a file or a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_xlsx.text.patterns import when_used

# What follows the word for a secret and is none: a place, a rule for it, what became of it.
_NO_SECRET = when_used(
    r"(?:in|see|at|kept|stored|with|from|ask|on|the|via|by|via|safe|manager|none|no|n/a|na"
    r"|unknown|(?:1password|keepass\w{0,3}|bitwarden|lastpass|keeper|vault)(?:[-/:.]\S*)?|reset|changed?|changes|expires?|expired"
    r"|required|needed|missing|lost|forgotten|shared|personal|same|sent|given|handed|rotated?|revoked"
    r"|deleted|protected|policy|rules?|to|is|not|will|was|and|or|for|of|be|tbd|todo|must|should|can"
    r"|only|every|each|after|before|never|always|empty|blank|set|done|ok|yes|it|hr|sso|ldap|mfa|2fa"
    r"|admin|owner|successor|entry|login|user|team|password|secret|token|pwd)",
    re.IGNORECASE,
)
_FILE = (
    r"(?<![^\s\"“”])[^\s\"“”]{1,80}\.(?:xlsx?|xlsm|docx?|pdf|pptx?|csv|txt|zip|kdbx?|pem|key|ppk|pfx|crt|json|ya?ml|xml"
    r"|png|jpe?g|md|sql|log|msg|eml|bat|sh|ps1|py|exe|lnk|rdp|html?)\b"
)
_MAIL = r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
_NAME_OR_PLACE = when_used(
    rf"\w+://.*|\\\\.*|[A-Z]:\\.*|{_FILE}|{_MAIL}"
    r"|(?-i:[A-Z]{2,10}-?\d{1,10})|(?:ticket|inc|req|case|ref)-\d+|#\d+|\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?(?:T[\d:]+)?"
    r"|v?\d+(?:\.\d+)+(?:[-+]\w+)*|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}"
    r"|\*{3,}|[.…•x-]{3,}|<.*>?|\[.*|\{.*|\$[{(].*|(?-i:\$[A-Z_]+)|%\w+%",
    re.IGNORECASE,
)
_ASIDE = when_used(  # the last is where a merged row came from: “Anna · a.xlsx · Duties!7”
    rf"(?<!\w)\w{{1,20}}://\S+|\bwww\.\S+|\b[A-Z]:\\\S+|\\\\\S+|{_FILE}|{_MAIL}|·[^·\n]*![A-Z]*\d+\b",
    re.IGNORECASE,
)
_WORD = when_used(r"[!#$%&*+.\-0-9?@A-Z^_a-z~]{6,64}")
_SIGN = when_used(r"[!#$%&+?@^*~]")
_PRODUCT = r"(?:office|windows|win|microsoft|m|exchange|outlook|sql|dynamics|excel|server|sap|teams|vpn)\d*"
_NAMED_THING = when_used(  # a cell's address, a person's machine, a numbered thing, products joined
    r".*!\$?[A-Z]{1,3}\$?\d+|[a-z][\w.-]*@[a-z][\w.-]*|[\w.-]+@\d+\.\d.*|.*[*x]{2,}.*"
    r"|(?i:ticket|inc|req|room|case|issue|order|vault|entry|box|key|no|nr|po|bug|pr|mr|item|card|desk"
    r"|slot|locker|safe|port|floor|line|user|account|badge|printer)#\w+|.*#[A-Z]{2,}-\d+"
    rf"|(?i:{_PRODUCT}[!?]|{_PRODUCT}[+&].*|.*[+&]{_PRODUCT})"
)
_LETTER, _DIGIT = when_used(r"[A-Za-z]"), when_used(r"\d")


def has_letter(text: str) -> bool:
    """Whether a Latin letter is in it."""
    return _LETTER.search(text) is not None


def has_digit(text: str) -> bool:
    """Whether a digit is in it."""
    return _DIGIT.search(text) is not None


def is_stand_in(value: str) -> bool:
    """Whether a word names a place, a rule or what became of a secret, and is none itself."""
    return bool(_NO_SECRET.fullmatch(value) or _NAME_OR_PLACE.fullmatch(value))


def is_product(value: str) -> bool:
    """Whether a word with digits is a program's name: Office365, Excel2016."""
    return re.fullmatch(rf"{_PRODUCT}\d*", value, re.IGNORECASE) is not None


def is_number(value: str) -> bool:
    """Whether a value is a PIN or a combination: 4711, 38-21-74, 4711#."""
    return re.fullmatch(r"\*?\d+(?:[ -]\d+)*[#*]?", value) is not None


def is_mixed(value: str) -> bool:
    """Letters and digits, or small letters and capitals with a sign between: Herbst_24."""
    return has_letter(value) and has_digit(value)


def looks_made_up(value: str) -> bool:
    """Letters with digits or signs between them, as no word has: Winter2025!hx."""
    mixed = is_mixed(value)
    signs = re.search(r"[!@#$%^&*+=?~]", value) is not None
    capital = re.search(r"[A-Z]", value) is not None and re.search(r"[a-z]", value) is not None
    random = mixed and len(value) >= 12 and len(re.findall(r"[A-Za-z]\d|\d[A-Za-z]", value)) >= 4
    return len(value) >= 6 and (
        (mixed and (signs or capital)) or (signs and has_letter(value)) or random
    )


def made_up_words(text: str) -> Iterator[tuple[int, int]]:
    """Words that no one would call a name or a place: small letters, digits and signs in one.

    Only for a text that has to do with secrets: elsewhere it may be a product's code.
    """
    if not _SIGN.search(text):
        return
    text = _ASIDE.sub(lambda aside: " " * len(aside[0]), text)
    for match in _WORD.finditer(text):
        word = match[0].strip(".-").rstrip("*%+")
        bare = word.lstrip("#@~$")
        if (
            len(word) >= 6
            and _SIGN.search(bare)
            and has_digit(bare)
            and re.search(r"[a-z]", bare)
            and not _NAMED_THING.fullmatch(bare)
            and not is_stand_in(bare)
        ):
            start = text.index(word, match.start())
            yield start, start + len(word)


_BARE = when_used(r"(?=.*[!@#$%^&?~])(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[!-~]{8,40}")


def is_bare_password(text: str) -> bool:
    """Whether a cell as a whole is one word of small letters, capitals, digits and signs.

    “Sommer2026!” is a password in any cell, also where nothing speaks of one.
    """
    return (
        8 <= len(text) <= 40
        and " " not in text
        and _BARE.fullmatch(text) is not None
        and any(end - start == len(text) for start, end in made_up_words(text))
    )
