"""The status for a terminal: columns in line, with Chinese names too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from handover_xlsx.locale import N_, translate
from handover_xlsx.reporting.gaps.to_text import printable
from handover_xlsx.reporting.status.view import Line, StatusReport
from handover_xlsx.status.leaver_status import FINISHED, OVERDUE, UNDER_WAY, URGENT
from handover_xlsx.text.width import display_width
from handover_xlsx.text.wrap import wrapped

_COLOURS = {OVERDUE: "31", URGENT: "33", UNDER_WAY: "0", FINISHED: "32"}
_TITLES = (
    N_("Leaver"), N_("State"), N_("Last day"), N_("Left"), N_("Complete"), N_("Errors"),
    N_("Warnings"), N_("Sign-off"), N_("Saved"),
)  # fmt: skip
_TO_THE_RIGHT = (3, 4, 5, 6)
_WIDEST = 40
_BETWEEN = "  "


def status_text(report: StatusReport, *, colour: bool = False, width: int | None = None) -> str:
    """The status as text; ANSI colours and lines of some width only where wanted."""
    lines = [printable(report.verdict), "", *_table(report, colour, width)]
    if report.notes:
        lines += ["", *map(printable, report.notes)]
    return "\n".join(wrapped(lines, width) if width else lines) + "\n"


def _table(report: StatusReport, colour: bool, width: int | None) -> Iterator[str]:
    """One line a leaver; columns that the window has no room for are below it with their names."""
    titles = [translate(title, report.language) for title in _TITLES]
    if report.tracked:
        titles.append(translate(N_("Trend"), report.language))
    rows = [[shortened(printable(cell)) for cell in _cells(line, report)] for line in report.lines]
    widths = [max(map(display_width, column)) for column in zip(titles, *rows, strict=True)]
    room = _columns_with_room(widths, width)
    yield _joined(titles[:room], widths[:room])
    for line, row in zip(report.lines, rows, strict=True):
        shown = _joined(row[:room], widths[:room])
        yield f"\x1b[{_COLOURS[line.level]}m{shown}\x1b[0m" if colour else shown
        below = _named(titles[room:], row[room:], report.language)
        yield from wrapped([below], width) if width and below else ()


def _columns_with_room(widths: Sequence[int], width: int | None) -> int:
    """How many columns fit side by side."""
    ends = accumulate(wide + len(_BETWEEN) for wide in widths)
    return sum(width is None or end - len(_BETWEEN) <= width for end in ends)


def _named(titles: Sequence[str], cells: Sequence[str], language: str) -> str:
    """``Sign-off: open · Saved: 2026-11-02`` for what is there."""
    say = translate(N_("{head}: {text}"), language)
    parts = (say.format(head=t, text=c) for t, c in zip(titles, cells, strict=True) if c)
    return "  " + " · ".join(parts) if any(cells) else ""


def _cells(line: Line, report: StatusReport) -> list[str]:
    cells = [line.leaver, line.state, line.last_day, line.left, line.complete, str(line.errors),
             str(line.warnings), line.sign_off, line.saved]  # fmt: skip
    return [*cells, line.trend] if report.tracked else cells


def _joined(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = []
    for place, (cell, wide) in enumerate(zip(cells, widths, strict=True)):
        space = " " * (wide - display_width(cell))
        padded.append(space + cell if place in _TO_THE_RIGHT else cell + space)
    return _BETWEEN.join(padded).rstrip()


def shortened(text: str, widest: int = _WIDEST) -> str:
    """A text that leaves room for the other columns."""
    if display_width(text) <= widest:
        return text
    kept = ""
    for character in text:
        if display_width(kept) + display_width(character) > widest - 1:
            break
        kept += character
    return f"{kept}…"
