"""The change report as Markdown, for a wiki, a ticket or a chat."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from handover_xlsx.comparing.comparison import ROW_ADDED
from handover_xlsx.locale import N_, translate
from handover_xlsx.reporting.changes.model import Cell, ChangeReport, Row, Sheet
from handover_xlsx.reporting.common.markdown import escaped, table
from handover_xlsx.reporting.gaps.model import Gap


def changes_markdown(report: ChangeReport) -> str:
    """The change report as GitHub-flavoured Markdown."""
    say = partial(translate, language=report.language)
    counted = f" – {escaped(report.counted)}" if report.counted else ""
    lines = [
        f"# {escaped(report.title)}", "",
        say(N_("{head}: {text}")).format(
            head=escaped(report.heading), text=f"{escaped(report.old)} → {escaped(report.new)}"
        ), "",
        f"**{escaped(report.verdict)}**{counted}", "",
        escaped(report.mended), "",
    ]  # fmt: skip
    lines += [f"- {escaped(note)}" for note in report.notes]
    lines += [""] if report.notes else []
    for sheet in report.sheets:
        lines += _sheet(sheet, report.language)
    lines += _gaps(N_("New findings"), report.new_gaps, report.language)
    lines += _gaps(N_("Fixed findings"), report.fixed, report.language)
    lines.append(f"{say(N_('Compared on'))} {report.today}")
    return "\n".join(lines) + "\n"


def _sheet(sheet: Sheet, language: str) -> Iterator[str]:
    say = partial(translate, language=language)
    yield "## " + _noted(escaped(sheet.title), sheet.count, language)
    yield ""
    for note in sheet.notes:
        yield f"- {escaped(note)}"
    if sheet.notes:
        yield ""
    changed = [(row, cell) for row in sheet.rows for cell in row.cells]
    if changed:
        titles = (N_("Row"), N_("Field"), N_("Cell"), N_("Before"), N_("After"))
        yield from table(
            [say(title) for title in titles], (_cell(row, cell, language) for row, cell in changed)
        )
    whole = [row for row in sheet.rows if row.what != "changed"]
    yield from (_whole(row, language) for row in whole)
    if whole:
        yield ""


def _cell(row: Row, cell: Cell, language: str) -> tuple[str, ...]:
    name = " · ".join(part for part in (row.name, row.origin) if part)
    after = _noted(cell.after, cell.note, language) if cell.note else cell.after
    return tuple(escaped(text) for text in (name, cell.label, cell.place, cell.before, after))


def _whole(row: Row, language: str) -> str:
    say = partial(translate, language=language)
    mark = "+" if row.what == ROW_ADDED else "−"
    name = " · ".join(part for part in (row.name, row.origin, row.word, row.place) if part)
    said = say(N_("{head}: {text}"))
    facts = say(N_("; ")).join(said.format(head=f.label, text=f.text) for f in row.facts)
    return f"- **{mark} {escaped(name)}**" + (f" – {escaped(facts)}" if facts else "")


def _noted(text: str, note: object, language: str) -> str:
    return translate(N_("{text} ({note})"), language).format(text=text, note=note)


def _gaps(title: str, gaps: tuple[Gap, ...], language: str) -> Iterator[str]:
    if not gaps:
        return
    count = sum(gap.count for gap in gaps)
    yield "## " + _noted(translate(title, language), count, language)
    yield ""
    for gap in gaps:
        named = " · ".join(part for part in (gap.word, gap.place, gap.row, gap.origin) if part)
        said = translate(N_("{head}: {text}"), language)
        head = f"**{escaped(named)}** · {gap.code}"
        yield "- " + said.format(head=head, text=escaped(gap.told))
    yield ""
