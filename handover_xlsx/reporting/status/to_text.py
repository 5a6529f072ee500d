"""The status for a terminal: columns that stand in line, with Chinese names too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handover_xlsx.display_width import display_width
from handover_xlsx.following.standing import FINISHED, OVERDUE, UNDER_WAY, URGENT
from handover_xlsx.locale import N_, translate
from handover_xlsx.reporting.status.view import Line, StatusReport
from handover_xlsx.reporting.to_text import printable

_COLOURS = {OVERDUE: "31", URGENT: "33", UNDER_WAY: "0", FINISHED: "32"}
_TITLES = (
    N_("Leaver"), N_("State"), N_("Last day"), N_("Left"), N_("Complete"), N_("Errors"),
    N_("Warnings"), N_("Sign-off"), N_("Saved"),
)  # fmt: skip
_TO_THE_RIGHT = (3, 4, 5, 6)
_WIDEST = 40


def status_text(report: StatusReport, *, colour: bool = False) -> str:
    """The whole status as text; ANSI colours only where asked for."""
    return "\n".join(_lines(report, colour=colour)) + "\n"


def _lines(report: StatusReport, *, colour: bool) -> Iterator[str]:
    titles = [translate(title, report.language) for title in _TITLES]
    if report.tracked:
        titles.append(translate(N_("Trend"), report.language))
    rows = [[shortened(printable(cell)) for cell in _cells(line, report)] for line in report.lines]
    widths = [max(map(display_width, column)) for column in zip(titles, *rows, strict=True)]
    yield printable(report.verdict)
    yield ""
    yield _joined(titles, widths)
    for line, row in zip(report.lines, rows, strict=True):
        text = _joined(row, widths)
        yield f"\x1b[{_COLOURS[line.level]}m{text}\x1b[0m" if colour else text
    if report.notes:
        yield ""
        yield from (printable(note) for note in report.notes)


def _cells(line: Line, report: StatusReport) -> list[str]:
    cells = [line.leaver, line.state, line.last_day, line.left, line.complete, str(line.errors),
             str(line.warnings), line.sign_off, line.saved]  # fmt: skip
    return [*cells, line.trend] if report.tracked else cells


def _joined(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = []
    for place, (cell, wide) in enumerate(zip(cells, widths, strict=True)):
        space = " " * (wide - display_width(cell))
        padded.append(space + cell if place in _TO_THE_RIGHT else cell + space)
    return "  ".join(padded).rstrip()


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
