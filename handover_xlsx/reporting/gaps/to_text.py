"""The gap report for a terminal: what to fix first, then everything by sheet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from handover_xlsx.handover.model import Source
from handover_xlsx.locale import N_, Speaker, plural
from handover_xlsx.reporting.common.readiness import ONLY_A_PART
from handover_xlsx.reporting.common.wording import percent
from handover_xlsx.secrets.find import masked
from handover_xlsx.template.model import text_in
from handover_xlsx.text.wrap import wrapped
from handover_xlsx.validation.finding import (
    SEVERITY_WORDS,
    Finding,
    Group,
    counts,
    fix_first,
    grouped,
)
from handover_xlsx.validation.run import Validation
from handover_xlsx.validation.scoring import Score

_STYLES = {"error": "31", "warning": "33", "info": "36"}
_SHOWN_A_SHEET = 200
_BAR = 12


def printable(text: str) -> str:
    """Text from a cell for a terminal: no escapes, no control or direction marks, one line."""
    shown = re.sub(r"\s*\n\s*", " ⏎ ", text)
    return "".join(c if _is_harmless(c) else "�" for c in shown)


def _is_harmless(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def gaps_text(
    validations: Sequence[Validation],
    language: str,
    *,
    colour: bool = False,
    width: int | None = None,
) -> str:
    """The gap report as text; ANSI colours and lines of some width only where wanted."""
    report = _Text(language, colour=colour).report(validations)
    return "\n".join(wrapped(report.split("\n"), width)) if width else report


class TerminalText(Speaker):
    """What the reports for a terminal share."""

    def __init__(self, language: str, *, colour: bool) -> None:
        self.language = language
        self.colour = colour

    def paint(self, text: str, code: str) -> str:
        """A text in a colour of ANSI's, where colours are wanted."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def counted(self, title: str, count: int) -> str:
        """A title, and how many things are below it."""
        return self.paint(printable(self.say(N_("{text} ({note})"), text=title, note=count)), "1")


class _Text(TerminalText):
    def report(self, validations: Sequence[Validation]) -> str:
        lines = [line for validation in validations for line in self._validation(validation)]
        return "\n".join(lines).rstrip() + "\n"

    def _validation(self, validation: Validation) -> Iterator[str]:
        for score in validation.scores:
            yield from self._header(validation, score)
            found = validation.of_source(score.source)
            if validation.nothing_filled:
                yield from self._nothing_filled(validation, found)
                continue
            if found:
                yield from self._fix_first(validation, score.source)
                yield from self._by_sheet(found)
            yield from self._verdict(found, all_rules=validation.all_rules)
            yield ""

    def _header(self, validation: Validation, score: Score) -> Iterator[str]:
        source = validation.handover.sources[score.source]
        title = text_in(validation.handover.template.title, self.language)
        named = self.say(N_("{head}: {text}"), head=source.file, text=f"{self._who(source)}{title}")
        yield self.paint(printable(named), "1")
        total = score.total
        yield self.say(
            N_("{percent} complete – {filled} of {required} required cells are filled"),
            percent=percent(total.completeness),
            filled=total.filled,
            required=total.required,
        )
        if source.was_split:
            yield self.say(ONLY_A_PART)
        unfinished = [
            (section, score.sections[section.id])
            for section in validation.handover.template.sections
            if score.sections[section.id].missing
        ]
        for section, progress in unfinished:
            filled = int(_BAR * progress.completeness)  # a full bar is a complete sheet
            place = source.places.get(section.id)
            sheet = place.sheet if place else text_in(section.sheet, source.language)
            missing = self.say(N_("{count} missing"), count=progress.missing)
            line = self.say(N_("{sheet}: {missing}"), sheet=printable(sheet), missing=missing)
            yield f"  {'█' * filled}{'░' * (_BAR - filled)}  {line}"
        yield ""

    def _who(self, source: Source) -> str:
        """The leaver; in a team's workbook with the leaver's own file."""
        who = self.say(N_("added to the team")) if source.added else source.leaver
        if source.merged and not source.added and source.name != source.file:
            who = self.say(N_("{text} ({note})"), text=who or "?", note=source.name)
        return f"{who} · " if who else ""

    def _nothing_filled(self, validation: Validation, found: list[Finding]) -> Iterator[str]:
        empty = [f for f in found if f.code == "C101"]
        start = text_in(validation.handover.template.sections[0].sheet, self.language)
        yield self.say(
            N_("Nothing is filled in yet: {count} sheets are waiting. "
               "Begin with “{first}” – ten minutes – and go on from left to right."),
            count=len(empty), first=start,
        )  # fmt: skip
        yield ""
        for finding in empty:
            purpose = text_in(validation.handover.template.by_id[finding.section or ""].purpose,
                              self.language)  # fmt: skip
            line = self.say(
                N_("{sheet}: {missing}"), sheet=printable(finding.sheet), missing=purpose
            )
            yield f"  {line}"
        others = [f for f in found if f.code != "C101"]
        if others:
            yield ""
            yield from self._by_sheet(others)

    def _fix_first(self, validation: Validation, source: int) -> Iterator[str]:
        first = fix_first(validation.of_source(source))
        if first:
            yield self.paint(self.say(N_("Fix these first")), "1")
            for number, group in enumerate(first, 1):
                yield f"{number:3}. {self._line(group)}"
            yield ""

    def _by_sheet(self, found: list[Finding]) -> Iterator[str]:
        sheets = dict.fromkeys(finding.sheet for finding in found)
        for sheet in sheets:
            here = [finding for finding in found if finding.sheet == sheet]
            yield self.counted(sheet or self.say(N_("Workbook")), len(here))
            groups = grouped(here)
            for group in groups[:_SHOWN_A_SHEET]:
                word = self.say(SEVERITY_WORDS[group.first.severity])
                mark = self.paint(f"{word}", _STYLES[group.first.severity])
                yield f"  {mark} {group.first.code}  {self._line(group)}"
            if len(groups) > _SHOWN_A_SHEET:
                rest = len(groups) - _SHOWN_A_SHEET
                yield "  " + self.say(N_("… and {count} more; -f json lists all"), count=rest)
            yield ""

    def _line(self, group: Group) -> str:
        first, others = group.first, len(group.findings) - 1
        message = masked(first.message.text(self.language))
        if others:
            more = plural(others, N_(" – and one more row"), N_(" – and {count} more rows"))
            if group.differs:  # only the first quotes its value
                more = plural(others, N_(" – and similar in one more row"),
                              N_(" – and similar in {count} more rows"))  # fmt: skip
            message += self.say(more, count=others)
        where = f"{first.sheet}!{group.cells}" if others else first.place
        where = where or self.say(N_("Workbook"))
        named = self.say(N_(" ({row})"), row=first.row_name) if first.row_name else ""
        line = self.say(
            N_("{place}{row}: {message} {hint}"),
            place=where, row=named, message=self._sentence(message),
            hint=self._sentence(first.hint.text(self.language)),
        )  # fmt: skip
        return printable(line)

    def _sentence(self, text: str) -> str:
        """The text with a full stop at its end, unless it has one."""
        ends = (".", "。", "?", "？", "!", "！", "…", "。）", ".)")
        return text if not text or text.endswith(ends) else self.say(N_("{text}."), text=text)

    def _verdict(self, found: list[Finding], *, all_rules: bool) -> Iterator[str]:
        counted = counts(found)
        if not counted.errors and not counted.warnings:
            good = N_("Complete: nothing to fix.")
            later = [finding.not_before for finding in found if finding.not_before]
            if later:
                good = N_("Nothing to fix now. Tasks for the last days are not due before {day}.")
            text = good if all_rules else N_("The chosen rules found nothing to fix.")
            yield self.paint(self.say(text, day=min(later, default="")), "32")
            return
        parts = (
            (counted.errors, N_("one error"), N_("{count} errors")),
            (counted.warnings, N_("one warning"), N_("{count} warnings")),
            (counted.infos, N_("one note"), N_("{count} notes")),
        )
        line = self.listed(self.count(count, one, many) for count, one, many in parts if count)
        yield line[:1].upper() + line[1:]
