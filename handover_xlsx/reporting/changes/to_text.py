"""The change report for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from handover_xlsx.comparing.comparison import CELL_ADDED, CELL_REMOVED, ROW_ADDED, ROW_REMOVED
from handover_xlsx.locale import N_
from handover_xlsx.reporting.changes.model import Cell, ChangeReport, Row, Sheet
from handover_xlsx.reporting.gaps.model import Gap
from handover_xlsx.reporting.gaps.to_text import TerminalText, printable
from handover_xlsx.text.wrap import wrapped

_MARKS = {ROW_ADDED: ("+", "32"), ROW_REMOVED: ("-", "31"), "changed": ("~", "33")}
_LONGEST = 160
_SHOWN_A_SHEET = 200


def changes_text(report: ChangeReport, *, colour: bool = False, width: int | None = None) -> str:
    """The change report as text; ANSI colours and lines of some width only where wanted."""
    lines = _Text(report.language, colour=colour).lines(report)
    return "\n".join(wrapped(lines, width) if width else lines).rstrip() + "\n"


class _Text(TerminalText):
    def lines(self, report: ChangeReport) -> Iterator[str]:
        both = f"{report.old} → {report.new}"
        named = self.say(N_("{head}: {text}"), head=both, text=report.heading)
        yield self.paint(printable(named), "1")
        counted = f": {report.counted}" if report.counted else ""
        if counted:
            counted = self.say(N_(": {counted}"), counted=report.counted)
        yield f"{report.verdict}{counted}"
        yield report.findings_summary
        yield from (printable(note) for note in report.notes)
        yield ""
        for sheet in report.sheets:
            yield from self._sheet(sheet)
        yield from self._gaps(N_("New findings"), report.new_gaps)
        yield from self._gaps(N_("Fixed findings"), report.fixed)

    def _sheet(self, sheet: Sheet) -> Iterator[str]:
        yield self.counted(sheet.title, sheet.count)
        yield from (f"  {printable(note)}" for note in sheet.notes)
        for row in sheet.rows[:_SHOWN_A_SHEET]:
            yield from self._row(row)
        if len(sheet.rows) > _SHOWN_A_SHEET:
            rest = len(sheet.rows) - _SHOWN_A_SHEET
            yield "  " + self.say(N_("… and {count} more; -f json lists all"), count=rest)
        yield ""

    def _row(self, row: Row) -> Iterator[str]:
        mark, code = _MARKS[row.what]
        parts = [part for part in (row.name, row.origin) if part]
        if row.what != "changed":
            parts += [row.word, row.place]
        if parts:
            yield "  " + self.paint(printable(f"{mark} {' · '.join(parts)}"), code)
        for cell in row.cells:
            yield f"      {printable(self._cell(cell))}"

    def _cell(self, cell: Cell) -> str:
        values = {"old": shortened(cell.before), "new": shortened(cell.after)}
        if cell.note:
            text = cell.note
        elif cell.what == CELL_ADDED:
            text = self.say(N_("blank → “{new}”"), **values)
        elif cell.what == CELL_REMOVED:
            text = self.say(N_("“{old}” → blank"), **values)
        else:
            old, new = around_difference(cell.before, cell.after)
            text = self.say(N_("“{old}” → “{new}”"), old=old, new=new)
        return self.say(
            N_("{place} {label}: {text}"), place=cell.place, label=cell.label, text=text
        )

    def _gaps(self, title: str, gaps: tuple[Gap, ...]) -> Iterator[str]:
        if not gaps:
            return
        yield self.counted(self.say(title), sum(gap.count for gap in gaps))
        for gap in gaps:
            named = " · ".join(part for part in (gap.place, gap.row, gap.origin) if part)
            where = self.say(N_("{who}: {text}"), who=named, text=gap.full_message) if named else ""
            yield "  " + printable(f"{gap.code}  {where or gap.full_message}")
        yield ""


def shortened(text: str) -> str:
    """A text with a length that a terminal can bear; the other formats show all of it."""
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + " …"


def around_difference(old: str, new: str) -> tuple[str, str]:
    """Two long texts cut to where they begin to differ."""
    if len(old) <= _LONGEST and len(new) <= _LONGEST:
        return old, new
    common = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    begin = max(0, common - _LONGEST // 4)
    lead = "… " if begin else ""
    return lead + shortened(old[begin:]), lead + shortened(new[begin:])
