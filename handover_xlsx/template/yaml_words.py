"""What is wrong with a text that is not YAML, in the words of a person who does not know YAML.

The parser names two places, where a part began and where it broke off. What is there tells
the mistake; the parser's own words do not: every version words it differently.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.parser import ParserError
from yaml.scanner import ScannerError

from handover_xlsx.locale import N_

_WIDE = N_("a Chinese “：” or “，” is used here; write “: ” or “, ”")
# Which half of the parser breaks off; what the line contains around the place where the part began, and
# around the one where it broke off (\f is the place); which of the two we name; what we say.
_BEGAN, _BROKE = True, False
_LOOKS = (
    (ScannerError, "", r"\f\t", _BROKE,
     N_("there is a tab here; write spaces instead, two for each level")),
    (ScannerError, r"\f[|>]", r"[|>].*\f", _BEGAN,
     N_("a text after “{sign}” begins on the next line")),
    (ScannerError, r"\f[@`%&*!|>]", "", _BEGAN,
     N_("a text cannot begin with “{sign}” here; put it in quotation marks")),
    (ScannerError, r"\f\"", r"\f\\|\\\w*\f", _BEGAN,
     N_("“\\” has a special meaning in double quotation marks; use single ones")),
    (ScannerError, r"\f(\"[^\"]*|'[^']*)$", "", _BEGAN,
     N_("the quotation mark that opens here is never closed; add the closing one")),
    (ScannerError, "", r"\f:\S", _BROKE,
     N_("the space after the colon is missing; write it like this: “name: text”")),
    (ScannerError, r":\s.*\f:", "", _BEGAN,
     N_("there is a second colon on this line; put the text after the first one in quotation marks")),
    (ScannerError, r"\f:", "", _BEGAN,
     N_("this line begins too far to the right; align the names of one level")),
    (ScannerError, r"\f-(\s|$)", "", _BEGAN,
     N_("a list begins on a line of its own; begin a new line before “- ”")),
    (ScannerError, "：", "", _BEGAN, _WIDE),
    (ScannerError, "", "", _BEGAN,
     N_("the colon after the name is missing; write it like this: “name: text”")),
    (ParserError, r"\f[\[{].*，\s*\w+:", "", _BEGAN, _WIDE),
    (ParserError, r"\f[\[{]", "", _BEGAN,
     N_("the bracket “{sign}” that opens here is not closed, or a comma is missing in it; put a "
        "text with a comma, a colon or a # in it in quotation marks")),
    (ParserError, "", r"\f[,:\]}]|[,\[{]\s*\f-", _BROKE,
     N_("there is nothing before “{sign}”; delete it, or put the text in quotation marks")),
    (ParserError, r"\f-\s", r"\f(?!-\s)", _BROKE,
     N_("a line that begins with “- ” is expected here; correct the spaces at its beginning")),
    (ParserError, "", r"\S.*\f", _BROKE,
     N_("the text continues after its closing quotation mark; inside it use the other kind of "
        "quotation marks")),
    (ParserError, "", "", _BROKE,
     N_("this line is not aligned with any of the names above it; correct the spaces at its "
        "beginning")),
)  # fmt: skip
_UNKNOWN = N_("this is not readable YAML ({reason}); check indentation, colons and quotes")


def what_is_wrong(text: str, error: yaml.MarkedYAMLError) -> tuple[int, str, dict[str, Any]]:
    """The line, the words, and the values that appear in the words."""
    lines = [*text.split("\n"), ""]

    def around(mark: Any) -> str:  # noqa: ANN401 - PyYAML's marks
        line = lines[mark.line]
        return f"{line[: mark.column]}\f{line[mark.column :]}"

    broke = error.problem_mark
    if broke is None:
        return 1, _UNKNOWN, {"reason": error.problem or error.context or "?"}
    began = error.context_mark or broke
    for kind, where_it_began, where_it_broke, name_began, words in _LOOKS:
        if (
            isinstance(error, kind)
            and re.search(where_it_began, around(began))
            and re.search(where_it_broke, around(broke))
        ):
            mark = began if name_began else broke
            return mark.line + 1, words, {"sign": around(mark).partition("\f")[2][:1]}
    return broke.line + 1, _UNKNOWN, {"reason": error.problem or error.context or "?"}
