"""What is wrong with a text that is not YAML, in the words of a person who does not know YAML."""

from __future__ import annotations

import re
from typing import Any

import yaml

from handover_xlsx.locale import N_

_TAB = N_("a tab stands here; write spaces instead, two for each level")
_WIDE = N_("a Chinese “：” or “，” stands here; write “: ” or “, ”")
_BEGINS = N_("a text cannot begin with “{sign}” here; put it in quotation marks")
_BRACKET = N_("the bracket “{sign}” that opens here is not closed, or a comma is missing in it; put a text "
              "with a comma, a colon or a # in it in quotation marks")  # fmt: skip
# What the parser says (libyaml's words, or PyYAML's own); how the line looks around the place (\f);
# whether the place is where the part began, or where it broke off; and what we say.
_WORDS = (
    ("tab character", "", False, _TAB),
    ("cannot start any token", r"\f\t", False, _TAB),
    (r"cannot start any token", "", False, _BEGINS),
    (r"scanning an? (alias|anchor|tag|directive)|parsing a tag", "", True, _BEGINS),
    (r"expected ',' or", r"，\s*\w+:", True, _WIDE),
    (r"expected ',' or", "", True, _BRACKET),
    (r"quoted scalar.*end of stream", "", True,
     N_("the quotation mark that opens here is never closed; add the closing one")),
    (r"quoted scalar.*(hex|escape)", "", True,
     N_("“\\” has a meaning of its own in double quotation marks; use single ones")),
    (r"mapping values are not allowed", r":\s.*\f", False,
     N_("there is a second colon on this line; put the text behind the first one in quotation marks")),
    (r"mapping values are not allowed", "", False,
     N_("this line begins too far to the right; names of one level begin below each other")),
    (r"expected '-' indicator|block collection", "", False,
     N_("a line that begins with “- ” is expected here; correct the spaces at its beginning")),
    (r"expected (key|<block end>)", r"\S.*\f", False,
     N_("the text goes on behind its closing quotation mark; inside it use the other kind of "
        "quotation marks")),
    (r"expected (key|<block end>)", "", False,
     N_("this line begins below none of the names above it; correct the spaces at its beginning")),
    (r"could not find expected ':'", "：", True, _WIDE),
    (r"could not find expected ':'", "", True,
     N_("the colon behind the name is missing; write it like this: “name: text”")),
    (r"sequence entries are not allowed", "", False,
     N_("a list begins on a line of its own; begin a new line before “- ”")),
    (r"block scalar", "", True, N_("a text after “{sign}” begins on the next line")),
    ("node content", "", False,
     N_("nothing stands before “{sign}”; delete it, or put the text in quotation marks")),
)  # fmt: skip
_UNKNOWN = N_("this is not readable YAML ({reason}); check indentation, colons and quotes")


def what_is_wrong(text: str, error: yaml.MarkedYAMLError) -> tuple[int, str, dict[str, Any]]:
    """The line, the words, and the values that stand in the words."""
    lines = text.split("\n")
    reason = f"{error.context or ''}: {error.problem or ''}"
    for said, around, where_it_began, words in _WORDS:
        mark = (where_it_began and error.context_mark) or error.problem_mark
        if mark and re.search(said, reason):
            line = lines[mark.line] if mark.line < len(lines) else ""
            before, after = line[: mark.column], line[mark.column :]
            if re.search(around, f"{before}\f{after}"):
                return mark.line + 1, words, {"sign": after[:1]}
    line_number = error.problem_mark.line + 1 if error.problem_mark else 1
    return line_number, _UNKNOWN, {"reason": error.problem or error.context or "?"}
