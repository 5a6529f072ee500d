"""Passwords that their text gives away: “password: …”, “the PIN is …”, “admin / …”, 密码改成了….

Those with spaces in them are found complete: “Passwort: kitten 4711 Blue”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from handover_xlsx.secrets.headings import Asks
from handover_xlsx.secrets.shapes import has_digit, is_mixed, is_number, is_stand_in, looks_made_up
from handover_xlsx.secrets.words import (
    ASCII_WORD,
    ASIDE,
    CHINESE_WORD,
    FOR,
    IS,
    PASSWORD,
    STILL,
    WIFI,
    WORD,
    is_talk,
)
from handover_xlsx.text.patterns import when_used

Span = tuple[int, int]
_SHORTEST = 4
_COLON = when_used(r"[:：]")
_TAIL = ".,;:)\"'>`"
_TOLD = (
    rf"(?:{WORD}|\bkey(?=\s(?:is|was|for|of|to)\b|[:：]))[\"”]?{FOR}\s*{ASIDE}?"
    rf"\s*(?:{IS}?\s*[:：=]+|\s{IS}\s(?:{STILL}\s)*)\s*"
)
_OPENING = r"[\"'“‘「`<【［\[]?"
_VALUE = r"(?P<secret>\d{2,3}(?: \d{2,3}){1,4}\b|\d(?: \d){3,7}\b|[!-~]{3,})"
_NAMED = when_used(_TOLD + _OPENING + _VALUE, re.IGNORECASE)
_AT_LENGTH = when_used(  # “Password is kept in my head: Oslo1952”
    rf"{WORD}[^\n.。;；:：]{{1,40}}[:：]\s*{_OPENING}(?P<secret>[!-~]{{6,}})", re.IGNORECASE
)
_LEADS = when_used(rf"[:：=]|\b{IS}\b|为|是", re.IGNORECASE)  # without it _NAMED finds nothing
_SAID = when_used(
    rf"{ASCII_WORD}\s+(?:(?:is|was|now|still|=|-|–|→|->)\s+)*{_OPENING}{_VALUE}"
    rf"|{CHINESE_WORD}\s*(?:还是|就是|都是|均为|(?:改|换|更新|重置|设|调整)(?:成了?|为)|统一|原来的|老的|一样的|初始|默认|目前|暂时|现在|用|都|是|为|→|->|=>|-)*\s*{_OPENING}(?P<zh>\d(?: \d){{3,7}}\b|[!-~]{{4,}})",
    re.IGNORECASE,
)
_FIRST = when_used(  # “4711 is the PIN”, “Geheim#12 (password)”
    rf"(?<!\S)(?P<secret>[!-~]{{4,}})(?:\s+(?:is|as|was)\s+(?:(?:the|our|my|new|old|current)\s+)*|\s*[(（])"
    rf"(?:[a-z]+ )?{WORD}",
    re.IGNORECASE,
)
_MORE = when_used(
    r"\s*(?:[,;/，、；(（]|and|or|oder|und|和|或|及)\s*(?P<later>(?:(?:then|the|new|now|later|old|other|was|before|previously"
    r"|one|neu|alt|jetzt|früher|is)[:\s]+)*|(?:[新现原旧]密?码?|现在|后来|以前|之前)[是为：:]?)\s*(?P<secret>[!-~]{4,})"
)
_PASSWORD = when_used(r"pass|pw|kennwort|密码|密碼|口令", re.IGNORECASE)
_UNIT = when_used(
    r"\s*(?:days?|weeks?|months?|years?|characters?|chars|digits?|times|hours?|minutes?|min\b"
    r"|年|月|日|天|位|次|个|号|条|分钟|小时|周|字)",
    re.IGNORECASE,
)
_LATER_WORD = when_used(r"[ ]+[A-Za-z]{2,}")

# A user and a password: “admin / Sommer2026!”, “u: kessler p: rainyDay55”.
_MAIL = r"[A-Za-z0-9_.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
_LABELLED_PAIR = when_used(
    r"(?:(?<![A-Za-z])(?:login|account|user(?:name)?|log in(?: with)?|credentials|(?P<wifi>wi-?fi|wlan|ssid))"
    r"|账号|帐号|账户|用户名|登录名?)"
    r"\s*(?:is|are|是|为)?\s*[:：=]?\s*[\w.@-]{2,40}(?:\s*[/／,，;；|]\s*|\s[-–]\s)(?P<secret>[!-~]{6,})",
    re.IGNORECASE,
)
_KNOWN_PAIR = when_used(
    rf"(?<![A-Za-z0-9@./:-])(?:{_MAIL}|admin(?:istrator)?|root|sa|管理员)"
    r"(?:\s*[/／:：|,，;；]\s*|\s[-–]\s|\s+)(?P<secret>[!#-'*-:=?-~]{6,})",
    re.IGNORECASE,
)
_SHORT_PAIR = when_used(
    r"(?<![A-Za-z])u(?:ser)?\s*[:：=]\s*\S{2,40}[\s,;/]+p\s*[:：=]\s*(?P<secret>[!-~]{4,})"
    r"|\b(?:user(?:[ -]?(?:name|id))?|login)\s+\S{2,40}[\s,;/]+(?:pw|pwd|pass|passwor[dt])\s+(?P<mixed>(?=\S*\d)(?=\S*[a-z])[!-~]{4,})",
    re.IGNORECASE,
)
_DEFAULT_PAIR = when_used(
    r"(?<![\w@./:-])(?P<user>admin|root)\s*[/:：]\s*(?P<secret>(?P=user)|\d{4,}|(?=\w*\d)[a-z]\w{5,})\b"
)
_BELOW_ACCESS = when_used(
    r"(?P<user>[a-z\d][\w.@+-]+)(?:\s*[:：]\s*|\s+[/／|–-]\s+)(?P<secret>[!-.0-~][!-~]{4,})"
)
_TWO_WORDS = when_used(  # “hkessler Tulpe2025”
    r"(?P<user>[a-z][a-z.@\d-]+),? (?P<secret>(?=\S*\d)(?=\S*[a-z])[A-Z][!-~]{7,})"
)
_EIGHTS = when_used(
    r"\d{2,4}(?: \d{2,4}){1,4}|[\d一二两三四五六七八九十]{1,2}个[\da-z零一二三四五六七八九]"
)
_BELOW_SECRET = when_used(
    r"(?P<user>[a-z\d][\w.@+-]+)\s*[/／:：|,，;；\n –-]\s*(?P<secret>[!-~]{5,})"
)

# A password of several words.
_QUOTES = {'"': '"', "“": "”", "'": "'", "‘": "’", "„": "“", "「": "」", "`": "`", "«": "»"}
_LED = when_used(
    rf"{PASSWORD}[\"”]?{FOR}\s*{ASIDE}?\s*(?:{IS}?\s*(?P<announced>[:：=]+|→|->)|\s?{IS}(?:\s+{STILL})*(?=\s)|\s(?=[\"“„「]))\s*",
    re.IGNORECASE,
)
_CLAUSE = when_used(r"(?:(?![,;，；、。|(（<\n]|\.(?:\s|$)|\s[-–—/→]\s|\s&\s*$).){0,120}")
_NEXT_LABEL = when_used(
    r"(?:user(?:name)?|login|account|pin|puk|pw|pass\w*|ssid|url|host|port|id)[:=]?", re.IGNORECASE
)
_MOST_WORDS = 7
_FEWEST_SMALL = 3  # words without a digit, “sunny side up”; two may be a remark, but for a Wi-Fi


def stated_in(text: str) -> Iterator[Span]:
    """Passwords behind a word for them, or before it."""
    for match in _NAMED.finditer(text) if _LEADS.search(text) else ():
        # “password: sunshine” is one; “password is unchanged” and “secret: internal” are words.
        announced = re.search(r"[:：=]", text[match.start() : match.start("secret")]) is not None
        word = match["secret"].rstrip(_TAIL).isalpha()
        # Of a figure, a cabinet, a map …
        key = match[0].lower().startswith("key") and not WIFI.search(text)
        surely = announced and not key and (not word or bool(_PASSWORD.match(match[0])))
        surely = surely or (
            not announced and is_mixed(match["secret"]) and len(match["secret"]) >= 8
        )
        yield from _with_more(text, *match.span("secret"), surely=surely)
    for match in _AT_LENGTH.finditer(text) if has_digit(text) and _COLON.search(text) else ():
        value = match["secret"].rstrip(_TAIL)
        if is_mixed(value) and len(value) >= 6:
            yield from _password(text, *match.span("secret"), surely=True)
    for match in _SAID.finditer(text):
        group = "secret" if match["secret"] else "zh"
        together = group == "zh" and re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d)[!-~]{4,}", match["zh"])
        yield from _with_more(text, *match.span(group), surely=bool(together))
    for match in _FIRST.finditer(text) if has_digit(text) else ():
        if has_digit(match["secret"]):
            yield from _password(text, *match.span("secret"), surely=False)


def _with_more(text: str, start: int, end: int, *, surely: bool) -> Iterator[Span]:
    """The password there, and those that “and” or a comma adds to it: 1122 and 3344."""
    for span in _password(text, start, end, surely=surely):
        yield span
        while more := _MORE.match(text, span[1]):
            later = bool(more["later"]) and is_mixed(more["secret"])
            added = list(_password(text, *more.span("secret"), surely=later))
            if not added:
                break
            span = added[0]
            yield span


def pairs_in(text: str) -> Iterator[Span]:
    """Passwords behind a user's name."""
    for match in _LABELLED_PAIR.finditer(text):
        value = match["secret"]
        if is_mixed(value) and (looks_made_up(value) or (match["wifi"] and len(value) >= 8)):
            yield from _password(text, *match.span("secret"), surely=False)
    for match in _KNOWN_PAIR.finditer(text):
        value = match["secret"]
        if has_digit(value) and (looks_made_up(value) or (is_mixed(value) and "_" in value)):
            yield from _password(text, *match.span("secret"), surely=True)
    for pattern in (_SHORT_PAIR, _DEFAULT_PAIR):
        for match in pattern.finditer(text):
            group = "secret" if match["secret"] else "mixed"
            if pattern is _DEFAULT_PAIR and match["secret"] == match["user"]:  # admin/admin
                yield match.span("secret")
            else:
                yield from _password(text, *match.span(group), surely=True)


def _password(text: str, start: int, end: int, *, surely: bool) -> Iterator[Span]:
    """The password between two places of a text, if it is one."""
    value = re.split(r"[,;](?=\s|$)", text[start:end])[0].rstrip(_TAIL)
    end = start + len(value)
    rest = text[end:]
    if len(value) < _SHORTEST or is_talk(value):
        return
    if is_number(value):
        likely = not _UNIT.match(rest)
    elif surely:
        plain_word = value.isalpha() and (_LATER_WORD.match(rest) or value[:1].isupper())
        likely = not plain_word
    else:
        likely = looks_made_up(value)
    if likely:
        yield start, end


def asked_for(text: str, asks: Asks) -> Iterator[Span]:
    """What a heading asks for: one word, not a place or a name; or what follows a user's name."""
    word = text.strip()
    if asks is Asks.SECRET and (_is_phrase(word) or _is_word(word) or _EIGHTS.fullmatch(word)):
        yield text.index(word), text.index(word) + len(word)
        return
    pair = (_BELOW_SECRET if asks is Asks.SECRET else _BELOW_ACCESS).fullmatch(word)
    pair = pair or _TWO_WORDS.fullmatch(word)
    if pair and not is_talk(pair["user"]) and _is_second(pair["secret"], asks):
        start = text.rindex(pair["secret"])
        yield start, start + len(pair["secret"])
    elif asks is Asks.SECRET and (length := _length(word, announced=True, small=_FEWEST_SMALL)):
        yield text.index(word), text.index(word) + length


def _is_second(word: str, asks: Asks) -> bool:
    likely = looks_made_up(word) or (asks is Asks.SECRET and is_mixed(word))
    return likely and not is_stand_in(word)


def _is_phrase(text: str) -> bool:
    """Whether it is a passphrase: four small words or more, none of which is about a place."""
    words = text.split()
    small = re.fullmatch(r"[a-z]{3,}(?: [a-z]{3,}){3,}", text) is not None
    return small and not any(map(is_stand_in, words))


def _is_word(word: str) -> bool:
    """Whether it may be a password: neither a place nor a name nor a word in Chinese."""
    plain = word.isalpha() and (len(word) < 6 or word[:1].isupper() or not word.isascii())
    spaced = re.search(r"[\s\u4e00-\u9fff•]", word) is not None
    return 4 <= len(word) <= 200 and not (spaced or plain or is_stand_in(word))


def spaced_in(text: str) -> Iterator[Span]:
    """Where passwords of several words are, each complete."""
    small = _FEWEST_SMALL - bool(WIFI.search(text))
    for match in _LED.finditer(text):
        start = match.end()
        closing = _QUOTES.get(text[start : start + 1], "")
        end = text.find(closing, start + 1) if closing else -1
        if end > start:
            # In a line of settings, PASS="mail relay 25", there is no sentence.
            words = text[start + 1 : end].split(" ")
            odd = match["announced"] or not "".join(words).isalpha()
            if match["announced"] == "=" or (odd and not is_talk(words[0])):
                yield start + 1, end
        else:
            clause = _CLAUSE.match(text, start) or match  # it always does
            length = _length(clause[0].rstrip(), announced=bool(match["announced"]), small=small)
            if length:
                yield start, start + length


def _length(clause: str, *, announced: bool, small: int) -> int:
    """How much of a clause is a password; so many small words may be one after a colon."""
    words = clause.split(" ")
    run = _before(words, is_talk)
    if len(words) - len(run) == 1 < len(run):  # “dy 2025 ok”: better a word too much than too few
        run = words
    run = _before(run, lambda word: bool(_NEXT_LABEL.fullmatch(word)))
    odd = [number for number, word in enumerate(run, 1) if not word.isalpha()]
    if not 2 <= len(run) <= _MOST_WORDS or all(map(is_number, run)):
        return 0
    if not odd:
        complete = announced and len(run) == len(words) >= small and clause.islower()
        return len(clause) if complete else 0
    if looks_made_up(run[0]):  # what follows it may be about something else
        run = run[: odd[-1]]
    elif not has_digit(" ".join(run)) or not (announced or len(run) == len(words)):
        return 0
    return len(" ".join(run)) if len(run) > 1 else 0


def _before(words: list[str], ends: Callable[[str], bool]) -> list[str]:
    """The words up to the first that ends them."""
    return words[: next((at for at, word in enumerate(words) if ends(word)), len(words))]
