"""Help pages: in the reader's language to the last word, and wrapped by the columns they take.

Click translates its sentences, but not what it calls a value (``PATH``); and it counts a Chinese
character, which takes two columns, as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

from handover_xlsx.cli.options import _
from handover_xlsx.locale import N_, locale_language
from handover_xlsx.text.width import display_width

# What represents a value: in the commands, and of click's types.
_NAMES = (
    N_("[CODE]"), N_("CODES"), N_("DATE"), N_("FILE"), N_("FILE|FOLDER"), N_("FILE|FOLDER..."),
    N_("FOLDER"), N_("N"), N_("NAME"), N_("NEW"), N_("OLD"), N_("OLD.xlsx"), N_("SHEET"),
    N_("TEAM"),
)  # fmt: skip
_TYPES = {
    "text": N_("TEXT"), "path": N_("PATH"), "integer range": N_("N"), "date": N_("DATE"),
}  # fmt: skip
_RANGE, _AT_LEAST_ONE = re.compile(r"(\d+)<=x<=(\d+)"), re.compile(r"  \[x>=1\]|; x>=1(?=\])")
_WIDE = r"⺀-鿿豈-﫿︰-﹏＀-｠￠-￦"
# What is not torn apart: “[default: 20]”, a Chinese file's name; a Chinese character or a word,
# with the brackets and stops around it.
_PIECE = (
    rf"\s+|\[[^]]*\]|[一-鿿]+\.[a-z]+"
    rf"|[（“《]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[，。；：、？！）”》…]*"
)  # compiled when it is used: that takes as long as loading click's types
_WORD = r"\s+|\[[^]]*\]|\S+"  # the same where all signs are narrow
# Click joins its sentences as English ones, and quotes as a programmer does.
_CHINESE_ORDER = (
    (re.compile(r"', '"), "'、'"),
    (re.compile(r" ?'([^'\n]*)' ?"), r"“\1”"),
    (re.compile(r"”\.$", re.MULTILINE), "”。"),
    (re.compile(r"。 +"), "。"),
    (_RANGE, r"\1–\2"),
    (re.compile(r"x>=(\d+)"), r"\1 或更大"),
)


def our_way(command: click.Command) -> click.Command:
    """A command, and those below it, with help pages as they are described here."""
    command.context_class = Context
    command.options_metavar = _(N_("[OPTIONS]"))
    if isinstance(command, click.Group):
        command.subcommand_metavar = _(N_("COMMAND [ARGS]..."))
        for below in command.commands.values():
            our_way(below)
    for parameter in command.params:
        name = parameter.metavar or _TYPES.get(parameter.type.name)
        if name and not getattr(parameter, "is_flag", False):
            parameter.metavar = _(name)
    return command


def in_order(shown: str) -> str:
    """An error of click's, with Chinese quotation marks and stops where it is Chinese."""
    if locale_language() == "zh":
        for found, instead in _CHINESE_ORDER:
            shown = found.sub(instead, shown)
    return shown


class _Formatter(click.HelpFormatter):
    """Click's, with our headings and our wrapping."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or _(N_("Usage: ")))

    def write_heading(self, heading: str) -> None:
        self.write(" " * self.current_indent + _(N_("{heading}:")).format(heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        wide = self.width - self.current_indent
        paragraphs = ("\n".join(indent + line for line in _wrapped(paragraph, wide))
                      for paragraph in text.split("\n\n"))  # fmt: skip
        self.write("\n\n".join(paragraphs) + "\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        rows = list(rows)
        indent = " " * self.current_indent
        first = min(max(display_width(term) for term, _text in rows), col_max) + col_spacing
        for term, text in rows:
            fits = display_width(term) + col_spacing <= first
            lines = list(_wrapped(_plain(text), self.width - self.current_indent - first))
            head = (
                term + " " * (first - display_width(term)) + lines.pop(0)
                if fits and lines
                else term
            )
            self.write(f"{indent}{head}\n")
            self.write("".join(f"{indent}{' ' * first}{line}\n" for line in lines))


class Context(click.Context):
    """Click's, with our formatter."""

    formatter_class = _Formatter


def _plain(text: str) -> str:
    """An option's help without what only programmers read."""
    return _RANGE.sub(r"\1–\2", _AT_LEAST_ONE.sub("", text))


def _wrapped(text: str, wide: int) -> Iterator[str]:
    line = ""
    has_wide_signs = display_width(text) > len(text)
    for piece in re.findall(_PIECE if has_wide_signs else _WORD, text):
        if line and display_width(line + piece.rstrip()) > wide:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line:
        yield line.rstrip()
