"""Carries what a workbook says over to another template, version or language. Nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handover_xlsx.format import layout
from handover_xlsx.handover.content import CellNotes, Content, Unplaced
from handover_xlsx.handover.model import Handover, Note
from handover_xlsx.handover.notes import note_as_unplaced
from handover_xlsx.handover.notices import masked_notes
from handover_xlsx.handover.table import Record
from handover_xlsx.locale import N_, Message, translate
from handover_xlsx.prefilling.match_fields import Target, correspond, find_heading
from handover_xlsx.prefilling.messages import Notes
from handover_xlsx.prefilling.refit_values import NUMBER, refit
from handover_xlsx.template.model import Reference, Section, Template, text_in
from handover_xlsx.values.convert import Context
from handover_xlsx.values.periods import is_period
from handover_xlsx.values.show import show
from handover_xlsx.writing.unplaced_sheet import unplaced_sheet_name


@dataclass(frozen=True)
class Carried:
    """What to write into the new workbook; ``notes`` say what moved and what found no place."""

    content: Content
    notes: tuple[Message, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows there are in all sections together."""
        return sum(len(rows) for rows in self.content.rows.values())


def carry(
    handover: Handover, template: Template, *, language: str, strays: Iterable[Unplaced] = ()
) -> Carried:
    """One person's handover as the content of a workbook of another template.

    ``language`` is the new workbook's; ``strays`` is what stood in the old one outside of its
    sections (see ``stray_cells``).
    """
    carrying = _Carrying(handover, template, language)
    for section in handover.template.sections:
        carrying.carry_section(section)
    reasons = carrying.carry_reasons()
    strays = tuple(strays)
    attached, loose = carrying.carry_notes()
    content = Content(
        rows=carrying.rows,
        not_applicable=reasons,
        own_columns={name: tuple(columns) for name, columns in carrying.own.items()},
        unplaced=(
            *carrying.unplaced,
            *handover.unplaced,
            *strays,
            *(note_as_unplaced(note) for note in loose),
        ),
        notes=attached,
    )
    notes = [
        *masked_notes(handover),
        *carrying.notes.all(),
        *_stray_sheets(strays),
        *unplaced_note(content, template, language),
    ]
    return Carried(content, tuple(notes))


def unplaced_note(content: Content, template: Template, language: str) -> list[Message]:
    """How many values found no place, and where they stand now."""
    if not content.unplaced:
        return []
    taken = layout.sheet_names(template, language, team=False).values()
    message = N_("{count} values could not be placed; they are on the sheet “{sheet}”.")
    if len(content.unplaced) == 1:
        message = N_("One value could not be placed; it is on the sheet “{sheet}”.")
    sheet = unplaced_sheet_name(language, taken)
    return [Message(message, {"count": len(content.unplaced), "sheet": sheet})]


def _stray_sheets(strays: Sequence[Unplaced]) -> list[Message]:
    counts = Counter(stray.where.rpartition("!")[0] for stray in strays)
    one = N_("“{sheet}”: one cell was outside the tables.")
    many = N_("“{sheet}”: {count} cells were outside the tables.")
    return [
        Message(one if count == 1 else many, {"sheet": sheet, "count": count})
        for sheet, count in counts.items()
    ]


def own_name(heading: str, section: Section, taken: Iterable[str]) -> str:
    """The name of an own column, unlike every field, period and other own column."""
    taken = {*taken, *section.by_id, layout.FROM_FIELD}
    while heading in taken or (section.periods and is_period(heading)):
        heading += layout.ANOTHER
    return heading


_Cell = tuple[str, int, str]  # section, row from 0, field


@dataclass
class _Carrying:
    """A handover on its way into another template."""

    handover: Handover
    template: Template
    language: str
    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    own: dict[str, list[str]] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    now_at: dict[_Cell, _Cell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.old = self.handover.template
        self.source = self.handover.sources[0]
        self.found = correspond(self.old, self.template)
        self.notes = Notes(self.source, self.language)
        last_day = self.handover.last_day(0)
        self.context = Context(last_day.year if last_day else None)

    def carry_section(self, section: Section) -> None:
        """The rows of one old section."""
        records = self.handover.rows(section)
        if not records:
            return
        target = self.template.by_id.get(self.found.sections.get(section.id, ""))
        keys = dict.fromkeys(key for record in records for key in record)
        targets = {key: self._target(section, key, target) for key in keys}
        misfits: Counter[str] = Counter()
        for index, record in enumerate(records):
            self._carry_record(section, index, record, target, targets, misfits)
        self.notes.tell(section, target, targets, misfits)

    def _target(self, section: Section, key: str, target: Section | None) -> Target | None:
        """Where the values of a column go; None where there is no place for them."""
        if key in section.by_id:
            reference = self.found.fields.get(Reference(section.id, key))
            if reference is None:
                return None
            item = self.template.field(reference)
            return Target(self.template.by_id[reference.section], item.id, item)
        if target is None:
            return None
        place = self.source.places.get(section.id)
        own = place is not None and key in place.own_columns
        if not own and is_period(key):
            return Target(target, key, NUMBER) if target.periods else None
        named = find_heading(key, self.found.free(target))
        if named:
            self.found.claimed.add(Reference(target.id, named.id))
            return Target(target, named.id, named)
        if target.kind == "form":
            return None
        columns = self.own.setdefault(target.id, [])
        columns.append(own_name(key, target, columns))
        return Target(target, columns[-1], None)

    def _carry_record(
        self,
        section: Section,
        index: int,
        record: Record,
        target: Section | None,
        targets: Mapping[str, Target | None],
        misfits: Counter[str],
    ) -> None:
        row: dict[str, object] = {}
        for key, value in record.items():
            to = targets[key]
            if to is None or (to.section.kind == "form" and index > 0):
                self._leave(section, index, key, value)
                continue
            if to.section.kind == "form":
                goal = self.rows.setdefault(to.section.id, [{}])[0]
            else:
                goal = row
            old = None if record.is_unread(key) else section.by_id.get(key)
            untyped = old is None and not to.item
            if untyped or (is_period(key) and to.item is NUMBER):
                goal[to.key] = value
                continue
            goal[to.key], fits = refit(value, old, to.item or NUMBER, self.context, self.language)
            if not fits and not record.is_unread(key):
                misfits[key] += 1
        only_prepared = record in section.prepared and not (target and row in target.prepared)
        if row and target and not only_prepared:  # by the old template, and not by the new one
            rows = self.rows.setdefault(target.id, [])
            for key in record:
                if (to := targets[key]) and to.section is target:
                    self.now_at[section.id, index, key] = (target.id, len(rows), to.key)
            rows.append(row)

    def _leave(self, section: Section, index: int, key: str, value: object) -> None:
        """A value that has no place, as a person would write it."""
        item = section.by_id.get(key)
        heading = text_in(item.label, self.source.language) if item else key
        sheet, cell = self.handover.cell(section.id, key, index)
        if isinstance(value, (tuple, bool)) or (item and item.choices):
            value = show(value, item, self.language)
        name = self.handover.row_name(section.id, index)
        where = f"{sheet}!{cell}" if cell else sheet
        self.unplaced.append(Unplaced(where, heading, value, "" if name == value else name))

    def carry_notes(self) -> tuple[dict[str, CellNotes], list[Note]]:
        """Notes by section, row and field of the new workbook; and those without such a cell."""
        attached: dict[str, CellNotes] = {}
        loose: list[Note] = []
        for note in self.handover.notes:
            cell = self.now_at.get((note.section or "", note.record or 0, note.field or ""))
            if note.record is None or cell is None:
                loose.append(note)
                continue
            section, row, key = cell
            attached.setdefault(section, {})[row, key] = (note.author, note.text)
        return attached, loose

    def carry_reasons(self) -> dict[str, str]:
        """Why sections do not apply."""
        reasons = {}
        start = self.old.start
        place = self.source.places.get(start.id) if start else None
        for name, reason in self.source.not_applicable.items():
            target = self.template.by_id.get(self.found.sections.get(name, ""))
            if target and target.may_not_apply:
                reasons[target.id] = reason
                continue
            head = translate(N_("Does not apply, because …"), self.language)
            sheet = text_in(self.old.by_id[name].sheet, self.source.language)
            self.unplaced.append(Unplaced(place.sheet if place else "", head, reason, sheet))
        return reasons
