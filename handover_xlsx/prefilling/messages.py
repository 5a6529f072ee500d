"""What there is to say when a workbook is carried over: renamed, moved, misfit, without a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handover_xlsx.handover.model import Source
from handover_xlsx.locale import N_, Message
from handover_xlsx.prefilling.match_fields import Target, labels_of
from handover_xlsx.prefilling.refit_values import NUMBER
from handover_xlsx.template.model import Section, text_in
from handover_xlsx.text.normalise import normalised
from handover_xlsx.values.show import column_label


class Notes:
    """Sentences for the reader; names are as in the new workbook, whose language is given."""

    def __init__(self, source: Source, language: str) -> None:
        self.source = source
        self.language = language
        self._messages: list[Message] = []
        self._gone: list[str] = []

    def all(self) -> list[Message]:
        """All sentences."""
        message = N_("The new workbook has no place for the sheets {sheets}.")
        if len(self._gone) == 1:
            message = N_("The new workbook has no place for the sheet {sheets}.")
        gone = [Message(message, {"sheets": _listed(self._gone)})] if self._gone else []
        return [*self._messages, *gone]

    def tell(
        self,
        section: Section,
        target: Section | None,
        targets: Mapping[str, Target | None],
        misfits: Mapping[str, int],
    ) -> None:
        """What became of a section and of its columns (key → where its values went)."""
        place = self.source.places.get(section.id)
        before = place.sheet if place else text_in(section.sheet, self.source.language)
        left = [self._heading(section, key) for key, to in targets.items() if to is None]
        after = text_in(target.sheet, self.language) if target else before
        if target and _is_renamed(before, section.sheet, target.sheet):
            self._say(N_("The sheet “{old}” is now “{new}”."), old=before, new=after)
        if target is None and left:
            self._gone.append(before)
        elif left:
            message = N_("{sheet}: the new workbook has no place for {headings}.")
            self._say(message, sheet=after, headings=_listed(left))
        for key, to in targets.items():
            if to and to.item and to.item is not NUMBER:
                self._tell_column(section, key, after, to, target)
                self._tell_misfits(to, misfits.get(key, 0))

    def _heading(self, section: Section, key: str) -> str:
        """What a column was called: as a person renamed it, else as the template has it."""
        place = self.source.places.get(section.id)
        renamed = place.renamed.get(key, ("", ""))[1] if place else ""
        return renamed or text_in(column_label(section, key), self.source.language)

    def _tell_column(
        self, section: Section, key: str, sheet: str, to: Target, target: Section | None
    ) -> None:
        item, heading = section.by_id.get(key), self._heading(section, key)
        new = to.item.label if to.item else {}
        if to.section is not target:
            self._say(
                N_("{sheet}: “{old}” is now on the sheet “{there}” as “{new}”."),
                sheet=sheet, old=heading, there=text_in(to.section.sheet, self.language),
                new=text_in(new, self.language),
            )  # fmt: skip
        elif item is None and to.item and normalised(heading) in labels_of(to.item):
            message = N_("{sheet}: your own column “{old}” is now one of the template's.")
            self._say(message, sheet=sheet, old=heading)
        elif item is None or _is_renamed(heading, item.label, new):
            message = N_("{sheet}: the column “{old}” is now “{new}”.")
            if to.section.kind == "form":
                message = N_("{sheet}: the line “{old}” is now “{new}”.")
            self._say(message, sheet=sheet, old=heading, new=text_in(new, self.language))

    def _tell_misfits(self, to: Target, count: int) -> None:
        if count == 0 or to.item is None:
            return
        message = N_("{sheet}: {count} values of “{heading}” no longer fit there; they are kept as "
                  "typed.")  # fmt: skip
        if count == 1:
            message = N_("{sheet}: one value of “{heading}” no longer fits there; it is kept as typed.")  # fmt: skip
        self._say(
            message, sheet=text_in(to.section.sheet, self.language), count=count,
            heading=text_in(to.item.label, self.language),
        )  # fmt: skip

    def _say(self, template: str, **values: object) -> None:
        self._messages.append(Message(template, values))


def _listed(names: Sequence[str]) -> dict[str, str]:
    """Several names in a sentence of each language."""
    quoted = [f"“{name}”" for name in names]
    return {"en": ", ".join(quoted), "zh": "、".join(quoted)}


def _is_renamed(heading: str, old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Whether a heading differs from what it is called now; another language is no other name."""
    now = {normalised(text) for text in new.values()}
    before = {normalised(text) for text in old.values()}
    translated = normalised(heading) in before and bool(before & now)
    return normalised(heading) not in now and not translated
