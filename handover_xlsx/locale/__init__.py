"""Languages: English is the source, Chinese is complete.

Text for a reader is carried as a :class:`Message` (a template and its values) and put into
words where the reader's language is known: in the command line and in the report writers.
"""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh")
FOLDER = Path(__file__).parent  # where the catalogues are
_CATALOGUES = {"en": ("en",), "zh": ("zh_CN",)}


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a text for translation without translating it yet."""
    return text


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The gettext catalogue of a language; unknown languages speak English."""
    names = _CATALOGUES.get(language, ("en",))
    return gettext.translation("handover", FOLDER, names, fallback=True)


def translate(text: str, language: str) -> str:
    """The text in the given language ("" stays "")."""
    return catalogue(language).gettext(text) if text else ""


def plural(number: int, one: str, many: str) -> str:
    """The text that fits a number: “one row”, “{count} rows”; Chinese has one form for both."""
    return one if number == 1 else many


_ALL_DIGITS = 1e15  # spreadsheets keep 15 of them


def number(value: float, *, grouped_from: int = 10_000) -> str:
    """A number as people write it; digits are grouped from 10,000 on, so that years remain years."""
    if abs(value) < _ALL_DIGITS and value == int(value):
        rounded = int(value)
        return f"{rounded:,}" if abs(rounded) >= grouped_from else str(rounded)
    return f"{value:,.10g}" if abs(value) >= grouped_from else f"{value:.10g}"


def locale_language(environ: Mapping[str, str] | None = None) -> str:
    """The language that the terminal's locale asks for: "zh" for any Chinese locale, else "en"."""
    environ = os.environ if environ is None else environ
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "zh" if environ[name].lower().startswith("zh") else "en"
    return "zh" if _windows_locale().startswith("zh") else "en"


def _windows_locale() -> str:
    """The language of Windows' own menus; Windows sets no LANG."""
    if sys.platform != "win32":
        return ""
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for a reader: an English template with named places, and the values for them.

    Values may themselves be messages, mappings from language to text, or tuples of several texts;
    all are put into the reader's language together with the sentence.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """The sentence in the given language."""
        return translate(self.template, language).format_map(_InLanguage(self.values, language))

    def __str__(self) -> str:
        return self.text()


class _InLanguage(dict[str, object]):
    """The values of a sentence in a language; those that it does not name are not translated."""

    def __init__(self, values: Mapping[str, object], language: str) -> None:
        super().__init__()
        self._values, self._language = values, language

    def __missing__(self, name: str) -> object:
        return in_language(self._values[name], self._language)


def in_language(value: object, language: str) -> object:
    """Messages, lists (tuples) and mappings language → text as text; other values remain."""
    if isinstance(value, str):
        return value
    if isinstance(value, Message):
        return value.text(language)
    if isinstance(value, tuple):
        return translate(N_(", "), language).join(
            str(in_language(part, language)) for part in value
        )
    if isinstance(value, Mapping):
        return value.get(language) or value.get("en") or next(iter(value.values()), "")
    return value


class Speaker:
    """What says the program's sentences in one language."""

    language: str

    def say(self, template: str, /, **values: object) -> str:
        """A sentence (marked with ``N_``), and what is put into it."""
        return Message(template, values).text(self.language)

    def count(self, number: int, one: str, many: str, /, **values: object) -> str:
        """A sentence about a number: ``one`` for exactly one, else ``many`` with ``{count}``."""
        return self.say(plural(number, one, many), count=number, **values)

    def listed(self, texts: Iterable[str]) -> str:
        """Several texts in one line."""
        return self.say(N_(", ")).join(texts)
