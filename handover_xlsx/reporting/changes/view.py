"""Puts a comparison into a reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from handover_xlsx.comparing import comparison as kinds
from handover_xlsx.comparing.comparison import Change, Comparison, Declared
from handover_xlsx.locale import N_
from handover_xlsx.reporting.changes.model import Cell, ChangeReport, Row, Sheet
from handover_xlsx.reporting.common.wording import Fact, Wording, in_one_line
from handover_xlsx.reporting.gaps.model import Gap, gap
from handover_xlsx.reporting.gaps.view import local_today
from handover_xlsx.template.model import Section
from handover_xlsx.validation.finding import Finding, Group, grouped


def change_report(comparison: Comparison, language: str, today: date | None = None) -> ChangeReport:
    """A comparison for a reader, in a language."""
    return _View(comparison, language, today or local_today()).report()


class _View:
    def __init__(self, comparison: Comparison, language: str, today: date) -> None:
        self.comparison = comparison
        self.before = Wording(comparison.old, language, today)
        self.after = Wording(comparison.new, language, today)
        self.say, self.count = self.after.say, self.after.count

    def report(self) -> ChangeReport:
        old, new = self.before, self.after
        found = self.comparison.findings
        return ChangeReport(
            language=new.language,
            title=self.say(
                N_("Changes: {title}"), title=new.label(self.comparison.new.template.title)
            ),
            heading=new.sources[0] if not new.team else self.say(
                N_("Team of {count}"), count=len(new.sources)
            ),
            old=_file(self.comparison.old.sources[0].name, old),
            new=_file(self.comparison.new.sources[0].name, new),
            today=new.today,
            same=not self.comparison.differs,
            verdict=self._verdict(),
            counted=self._counted(),
            findings_summary=self.say(
                N_("Findings: {fixed} fixed, {new} new, {open} still open"),
                fixed=_serious(found.fixed), new=_serious(found.new),
                open=_serious(found.still_open),
            ),
            notes=tuple(self._notes()),
            sheets=tuple(self._sheets()),
            fixed=_gaps(old, found.fixed),
            new_gaps=_gaps(new, found.new),
            still_open=_gaps(new, found.still_open),
        )  # fmt: skip

    def _verdict(self) -> str:
        number = len(self.comparison.changes) + len(self.comparison.declared)
        if number:
            return self.count(number, N_("One change"), N_("{count} changes"))
        if self.comparison.differs:
            return self.say(N_("Everything in both is the same"))
        return self.say(N_("No difference"))

    def _counted(self) -> str:
        """The changes counted by kind, in one line; "" where there is none."""
        parts = (
            (kinds.ROW_ADDED, N_("one row added"), N_("{count} rows added")),
            (kinds.ROW_REMOVED, N_("one row removed"), N_("{count} rows removed")),
            (kinds.CELL_ADDED, N_("one cell filled in"), N_("{count} cells filled in")),
            (kinds.CELL_CHANGED, N_("one cell changed"), N_("{count} cells changed")),
            (kinds.CELL_REMOVED, N_("one cell emptied"), N_("{count} cells emptied")),
            (kinds.APPLIES, N_("one sheet’s “does not apply” changed"),
             N_("{count} sheets’ “does not apply” changed")),
        )  # fmt: skip
        counts = ((self.comparison.count(what), one, many) for what, one, many in parts)
        return self.after.listed(self.count(n, one, many) for n, one, many in counts if n)

    def _notes(self) -> Iterator[str]:
        """What only one of the two has: sheets, people."""
        old, new = self.comparison.old, self.comparison.new
        sides = (
            (N_("Sheets only in OLD: {names}"), N_("People only in OLD: {names}"),
             old, self.before, self.comparison.only_old, self.comparison.people.only_old),
            (N_("Sheets only in NEW: {names}"), N_("People only in NEW: {names}"),
             new, self.after, self.comparison.only_new, self.comparison.people.only_new),
        )  # fmt: skip
        for sheets, people, handover, wording, sections, sources in sides:
            if sections:
                titles = [wording.label(handover.template.by_id[s].sheet) for s in sections]
                yield self.say(sheets, names=wording.listed(titles))
            if sources:
                yield self.say(people, names=wording.listed(wording.sources[s] for s in sources))
        gone, come = self.comparison.unplaced
        if gone or come:
            yield self.say(
                N_("Values without a place in the workbook: {gone} removed, {come} added."),
                gone=gone, come=come,
            )  # fmt: skip
        if old.template.id != new.template.id:
            yield self.say(
                N_("The templates differ ({old}, {new}): parts with the same id are compared."),
                old=old.template.id, new=new.template.id,
            )  # fmt: skip

    def _sheets(self) -> Iterator[Sheet]:
        changes: dict[str, list[Change]] = {}
        for change in self.comparison.changes:
            changes.setdefault(change.section, []).append(change)
        declared: dict[str, list[Declared]] = {}
        for declaration in self.comparison.declared:
            declared.setdefault(declaration.section, []).append(declaration)
        order = (*self.comparison.new.template.by_id, *self.comparison.only_old)
        for name in order:
            found, notes = changes.get(name, []), declared.get(name, [])
            if found or notes:
                section = self.comparison.section(name)
                yield Sheet(
                    title=self.after.label(section.sheet),
                    count=len(found) + len(notes),
                    notes=tuple(self._declaration(note) for note in notes),
                    rows=tuple(self._rows(section, found)),
                )

    def _declaration(self, declaration: Declared) -> str:
        values = {
            "old": in_one_line(declaration.old_reason or ""),
            "new": in_one_line(declaration.new_reason or ""),
        }
        if declaration.old_reason is None:
            message = N_("now declared not applicable: {new}")
        elif declaration.new_reason is None:
            message = N_("applies again (the reason was: {old})")
        else:
            message = N_("the reason why it does not apply changed: {old} → {new}")
        text = self.say(message, **values)
        origin = self.after.origin(declaration.new_source)
        return self.say(N_("{who}: {text}"), who=origin, text=text) if origin else text

    def _rows(self, section: Section, changes: Iterable[Change]) -> Iterator[Row]:
        rows: dict[tuple[int | None, int | None], list[Change]] = {}
        for change in changes:
            rows.setdefault((change.old, change.new), []).append(change)
        for (old, new), found in rows.items():
            if old is not None and new is not None:
                yield self._changed_row(section, old, new, found)
            elif new is not None:
                yield self._whole_row(section, self.after, new, N_("added"), kinds.ROW_ADDED)
            elif old is not None:
                yield self._whole_row(section, self.before, old, N_("removed"), kinds.ROW_REMOVED)

    def _changed_row(self, section: Section, old: int, new: int, found: list[Change]) -> Row:
        record = self.comparison.new.rows(section.id)[new]
        return Row(
            what="changed",
            word=self.say(N_("changed")),
            name="" if section.kind == "form" else self.after.name(section, record),
            place=_place(self.after, section, section.names_row, new),
            origin=self.after.origin(record.source),
            cells=tuple(self._cell(section, change) for change in found),
        )

    def _whole_row(
        self, section: Section, wording: Wording, index: int, word: str, what: str
    ) -> Row:
        record = wording.handover.rows(section.id)[index]
        own = wording.handover.template.by_id.get(section.id, section)
        place = _place(wording, own, own.names_row, index)
        return Row(
            what=what,
            word=self.say(word),
            name="" if own.kind == "form" else wording.name(own, record),
            place=place if what == kinds.ROW_ADDED else self.say(N_("{place} in OLD"), place=place),
            origin=wording.origin(record.source),
            facts=tuple(
                Fact(wording.heading(own, key), text)
                for key in dict.fromkeys((*own.by_id, *record))
                if key != own.names_row and (text := wording.cell(own, record, key))
            ),
        )

    def _cell(self, section: Section, change: Change) -> Cell:
        key = change.field or ""
        before = self.comparison.old.template.by_id.get(section.id, section)
        texts = (
            self.before.cell(before, self.comparison.old.rows(section.id)[change.old or 0], key),
            self.after.cell(section, self.comparison.new.rows(section.id)[change.new or 0], key),
        )
        place = _place(self.after, section, key, change.new or 0)
        if not place:  # NEW has no such column any more
            place = self.say(
                N_("{place} in OLD"), place=_place(self.before, before, key, change.old or 0)
            )
        known = section if key in section.by_id else before
        note = ""
        if texts[0] == texts[1]:
            note = self.say(_unseen(texts[0]))
        return Cell(change.what, self.after.heading(known, key), place, *texts, note)


def _serious(findings: Iterable[Finding]) -> int:
    """How many are errors or warnings: only those are listed."""
    return sum(finding.rank < 2 for finding in findings)


def _unseen(text: str) -> str:
    """Why two values that differ read the same."""
    if "••••••" in text:
        return N_("what looks like a secret was replaced by another; it is not shown")
    return N_("they look alike: only the type, spaces or invisible characters differ")


def _place(wording: Wording, section: Section, key: str, index: int) -> str:
    """The cell as people write it; "" where the workbook has no such column."""
    sheet, cell = wording.handover.cell(section.id, key, index)
    return f"{sheet}!{cell}" if cell else ""


def _file(name: str, wording: Wording) -> str:
    """What a workbook is called; a team's one by its own file."""
    return Path(wording.handover.sources[0].path).name if wording.team else in_one_line(name)


def _gaps(wording: Wording, findings: Iterable[Finding]) -> tuple[Gap, ...]:
    """Findings for a reader, errors first; mere notes are left to the gap report."""
    serious = [finding for finding in findings if finding.rank < 2]
    groups: list[Group] = sorted(grouped(serious), key=lambda group: group.first.rank)
    return tuple(gap(wording, group) for group in groups)
