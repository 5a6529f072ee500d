"""How a workbook looks: colours with enough contrast, column widths, number formats."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from handover_xlsx.template.model import Field, text_in
from handover_xlsx.text.width import display_width
from handover_xlsx.values.field_types import FIELD_TYPES
from handover_xlsx.writing.xlsxwriter_strict import Strict

NAVY, PALE_BLUE, GREY, LINK = "#1F3864", "#DDEBF7", "#595959", "#0563C1"
MISSING_FILL, MISSING_TEXT, BAR = "#FFE699", "#5F4B00", "#9DC3E6"
DONE_FILL, DONE_TEXT = "#E2EFDA", "#375623"

FONTS = {"en": "Calibri", "zh": "Microsoft YaHei"}
WIDER = {"zh": 1.15}  # Latin letters and digits are wider in Chinese fonts

LINE_HEIGHTS = {"en": 15.5, "zh": 18.5}  # points a line of 11-point text takes in the tallest font

PERIOD_WIDTH = 10
MOMENT_FORMAT = "yyyy-mm-dd hh:mm"
TALLEST = 400  # points of a row; Excel allows 409


_LINE = {"bottom": 1, "bottom_color": "#D9D9D9"}
_BOX = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}


@dataclass
class Styles:
    """The formats of one workbook; each is made once."""

    book: Strict
    language: str
    border: bool = False
    _made: dict[tuple[object, ...], object] = field(default_factory=dict)
    _cells: dict[tuple[str, bool], object] = field(default_factory=dict)

    def make(self, **properties: object) -> Any:  # noqa: ANN401 - an XlsxWriter format
        """A format with these properties on top of the workbook's font."""
        key = ("font", *properties.items())
        if key not in self._made:
            font = FONTS.get(self.language, FONTS["en"])
            usual = {"font_name": font, "font_size": 11, "valign": "top"}
            self._made[key] = self.book.add_format({**usual, **properties})
        return self._made[key]

    def _once(self, **properties: object) -> Any:  # noqa: ANN401
        key = tuple(properties.items())
        if key not in self._made:
            self._made[key] = self.book.add_format(dict(properties))
        return self._made[key]

    def title(self) -> Any:  # noqa: ANN401
        """The sheet's title."""
        return self.make(bold=True, font_size=18, font_color=NAVY, valign="vcenter")

    def subtitle(self) -> Any:  # noqa: ANN401
        """The title of a part of a sheet."""
        return self.make(bold=True, font_size=13, font_color=NAVY, valign="vcenter")

    def plain(self, **more: object) -> Any:  # noqa: ANN401
        """Ordinary text."""
        return self.make(**more)

    def hint(self, *, wrap: bool = True) -> Any:  # noqa: ANN401
        """Grey help text."""
        return self.make(
            font_size=9, font_color=GREY, text_wrap=wrap, valign="bottom" if wrap else "vcenter"
        )

    def identity(self) -> Any:  # noqa: ANN401
        """The hidden id row."""
        return self.make(font_size=8, font_color="#808080")

    def link(self) -> Any:  # noqa: ANN401
        """A link to another sheet."""
        return self.make(font_color=LINK, underline=1)

    def heading(self, *, required: bool) -> Any:  # noqa: ANN401
        """A column heading: dark when required, light when optional."""
        colours = (NAVY, "#FFFFFF") if required else (PALE_BLUE, NAVY)
        return self.make(bold=True, bg_color=colours[0], font_color=colours[1], text_wrap=True,
                         valign="vcenter", border=1, border_color="#BFBFBF")  # fmt: skip

    def missing(self, *, ruled: bool = False) -> Any:  # noqa: ANN401
        """The yellow of a missing cell, for a conditional format (so it sets no font)."""
        line = _LINE if ruled else {}
        return self._once(bg_color=MISSING_FILL, font_color=MISSING_TEXT, **line)

    def ruled(self) -> Any:  # noqa: ANN401
        """The line under a row that is in use, for a conditional format."""
        return self._once(**_LINE)

    def line(self, **properties: object) -> Any:  # noqa: ANN401
        """A format that follows a condition."""
        return self._once(**properties)

    def done(self) -> Any:  # noqa: ANN401
        """The green of a complete section, for a conditional format."""
        return self._once(bg_color=DONE_FILL, font_color=DONE_TEXT)

    def cell(self, kind: str, **more: object) -> Any:  # noqa: ANN401
        """A cell that people fill in, by the field's type."""
        if more:
            return self._cell(kind, **more)
        if (kind, self.border) not in self._cells:
            self._cells[kind, self.border] = self._cell(kind)
        return self._cells[kind, self.border]

    def of_value(self, item: Field | None, kind: str) -> Any:  # noqa: ANN401
        """A cell with a kind of value (see ``typed``), whatever its field expects."""
        if kind == "text" or (kind == "number" and item):
            kind = item.type if item else "text"
        return self.cell(kind)

    def _cell(self, kind: str, **more: object) -> Any:  # noqa: ANN401
        number_format = MOMENT_FORMAT if kind == "moment" else FIELD_TYPES[kind].number_format
        shown = {"num_format": number_format} if number_format else {}
        box = _BOX if self.border else {}
        return self.make(text_wrap=True, align="left", **shown, **box, **more)

    def boxed(self) -> Styles:
        """The same styles for cells with a border, as on a form."""
        return replace(self, border=True)


def column_width(item: Field, language: str, *, names_row: bool) -> float:
    """Width of a field's column in characters; the column that names the row is a bit wider."""
    width = item.width or FIELD_TYPES[item.type].width
    longest_word = max(map(display_width, text_in(item.label, language).split()), default=0)
    wide = max(width, 28 if names_row and item.type in ("text", "ref") else 0, longest_word + 4)
    return wide * WIDER.get(language, 1)


def line_height(language: str) -> float:
    """Points that a line of ordinary text takes; Chinese fonts need more than Latin ones."""
    return LINE_HEIGHTS.get(language, LINE_HEIGHTS["en"])


@lru_cache(10_000)  # hints and messages are measured again and again
def lines_needed(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width, wrapped.

    A letter counts as a digit, by which a column's width is measured: in the fonts that a workbook
    is shown in, few are wider, so that a text has room in the widest of them.
    """
    usable = max(int(width), 1)
    if len(text) * 2 <= usable and "\n" not in text:
        return 1  # even if all of it were Chinese
    return sum(_wrapped(line, usable) for line in text.split("\n"))


def _wrapped(line: str, usable: int) -> int:
    """Lines of a text without line breaks: words are not split, addresses break after a slash."""
    if not line.isascii() and display_width(line) > len(line):
        # One sign a column; a line may end at a blank.
        line = "".join("  " if display_width(sign) == 2 else sign for sign in line)
    lines, begin = 1, 0
    while len(line) - begin > usable:
        end = line.rfind(" ", begin, begin + usable + 1) + 1
        end = end or line.rfind("/", begin, begin + usable) + 1
        begin = end or begin + usable
        lines += 1
    return lines


def text_height(text: str, width: float, language: str) -> float:
    """Points that a text takes in a column of a width, wrapped; Chinese texts are taller anywhere."""
    chinese = not text.isascii() and display_width(text) > len(text)
    return line_height("zh" if chinese else language) * lines_needed(text, width)


def ordinary_row(language: str) -> float:
    """Points of a row with one line; programs would make it too low for Chinese fonts."""
    return line_height(language) + 2
