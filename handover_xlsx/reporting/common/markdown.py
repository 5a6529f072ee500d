"""Gap report and summary as GitHub-flavoured Markdown; what stands in cells is never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handover_xlsx.locale import N_, translate
from handover_xlsx.reporting.common.readiness import Leaver, Readiness
from handover_xlsx.reporting.common.wording import Fact

_ACTIVE = re.compile(r"[\\|<>\[\]*_`#~$]|!(?=\[)|&(?=[#\w])")
# What GitHub makes a link of by itself (addresses, mentions) is shown as code.
_RUN = re.compile(r"[!-_a-{}~]+")
_LINKED = re.compile(r"@|://|www\.", re.IGNORECASE)
_AROUND = "()[]{}.,;:!?\"'*_"
BREAK = "<br>"


def escaped(text: str) -> str:
    """A text that reads the same in Markdown and is nothing but text there."""
    parts, last = [], 0
    for run in _RUN.finditer(text):
        for piece in re.finditer(r"[^|<>]+", run[0]):
            core = piece[0].strip(_AROUND)
            if _LINKED.search(core):
                start = run.start() + piece.start() + piece[0].index(core)
                parts += [_escaped(text[last:start]), f"`{core}`"]
                last = start + len(core)
    parts.append(_escaped(text[last:]))
    return "".join(parts).replace("\n", BREAK)


def _escaped(text: str) -> str:
    return _ACTIVE.sub(lambda match: "&#96;" if match[0] == "`" else f"\\{match[0]}", text)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of texts that are escaped already."""
    yield _line(columns)
    yield _line(["---"] * len(columns))
    for row in rows:
        yield _line([cell or "–" for cell in row])
    yield ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


@dataclass(frozen=True)
class Page:
    """What the Markdown reports share: headings, facts, people."""

    language: str

    def say(self, text: str) -> str:
        """A text of ours in the reader's language."""
        return translate(text, self.language)

    def title(self, text: str, level: int = 2) -> str:
        """A heading of our own, in the reader's language."""
        return f"{'#' * level} {self.say(text)}"

    def fact(self, fact: Fact) -> str:
        """A labelled value."""
        said = self.say(N_("{head}: {text}"))
        return said.format(head=escaped(fact.label), text=escaped(fact.text))

    def value(self, fact: Fact) -> str:
        """A value, with a remark where there is one."""
        text = escaped(fact.text)
        return self.noted(text, escaped(fact.note)) if fact.note else text

    def noted(self, text: str, note: object) -> str:
        """A text with something in brackets."""
        return self.say(N_("{text} ({note})")).format(text=text, note=note)

    def pairs(self, facts: Iterable[Fact]) -> str:
        """Labelled values in a line of their own."""
        shown = self.say(N_("; ")).join(map(self.fact, facts))
        return f"{BREAK}{shown}" if shown else ""

    def readiness(self, readiness: Readiness) -> list[str]:
        """The verdict, and what it means."""
        return [f"**{escaped(readiness.verdict)}**", "", escaped(readiness.explained), ""]

    def facts(self, leaver: Leaver) -> Iterator[str]:
        """A leaver in one table."""
        yield from table(
            [escaped(fact.label) for fact in leaver.facts],
            [[self.value(fact) for fact in leaver.facts]],
        )

    def leavers(self, leavers: Sequence[Leaver]) -> list[str]:
        """Who hands over: one leaver with all roles, or a list of them."""
        if len(leavers) == 1:
            return list(self.facts(leavers[0]))
        return [self.title(N_("Who hands over")), "", *self._people(leavers)]

    def _people(self, leavers: Sequence[Leaver]) -> Iterator[str]:
        labels = [escaped(fact.label) for fact in leavers[0].facts[1:]]
        titles = [self.say(N_("From")), *labels, self.say(N_("Complete")), self.say(N_("In short"))]
        yield from table(titles, (
            [escaped(leaver.name), *(self.value(fact) for fact in leaver.facts[1:]),
             leaver.readiness.percent, escaped(leaver.readiness.verdict)]
            for leaver in leavers
        ))  # fmt: skip


def joined(lines: Iterable[str]) -> str:
    """The lines as one text that ends with a line break."""
    return "\n".join(lines) + "\n"
