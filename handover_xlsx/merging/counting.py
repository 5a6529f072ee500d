"""What counts of a pile of workbooks: parts put together, and of everyone the newest.

One rule for everything that takes many workbooks as a team: merge, export, status.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from handover_xlsx.handover.combine import rearranged
from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.handover.origin import Origin
from handover_xlsx.locale import N_, Message
from handover_xlsx.merging.reunite_parts import united
from handover_xlsx.merging.versions import Versions, newest


@dataclass(frozen=True)
class Counted:
    """The workbooks that count, as one handover, and everything that was there.

    ``notes`` say what was left out, and for what.
    """

    handover: Handover
    everything: Handover
    versions: Versions
    notes: tuple[Message, ...] = ()

    def instead_of(self, index: int) -> tuple[Source, ...]:
        """The sources that one of the handover's stands for."""
        kept = self.versions.kept[index]
        pairs = (*self.versions.replaced, *self.versions.repeated)
        return tuple(self.everything.sources[old] for old, new in sorted(pairs) if new == kept)


def counted(pile: Handover) -> Counted:
    """The newest workbook of everyone, each row with the place that it was first typed into."""
    everything, notes = united(_placed(pile))
    versions = newest(everything)
    whole = rearranged(everything, versions.kept)
    whole.sources = tuple(
        replace(source, edited=index in versions.edited)
        for index, source in zip(versions.kept, whole.sources, strict=True)
    )
    return Counted(whole, everything, versions, (*notes, *_left_out(everything, versions)))


def _placed(whole: Handover) -> Handover:
    """Every row knows its place in the file that it was first typed into."""
    for section, table in whole.tables.items():
        places = [source.places.get(section) for source in whole.sources]
        of_rows = zip(table.origin, table.source, table.row, strict=True)
        table.origin = [
            Origin(place.sheet, row + 1) if known is None and (place := places[source]) else known
            for known, source, row in of_rows
        ]
    return whole


def _left_out(everything: Handover, versions: Versions) -> Iterator[Message]:
    """Which workbooks were left out, and for which."""
    sources = everything.sources
    for old, new in versions.replaced:
        message = N_("{older}: {leaver} sent a newer workbook ({newer}); only that one counts")
        if new in versions.edited and sources[old].modified == sources[new].modified:
            message = N_(
                "{older}: what {leaver} wrote was changed in {file}; the changed rows count"
            )
        yield Message(
            message,
            {"older": _where(sources[old]), "newer": _where(sources[new]),
             "leaver": sources[old].leaver or "?", "file": sources[new].file},
        )  # fmt: skip
    of_file: dict[str, list[Source]] = defaultdict(list)
    for old, _ in versions.repeated:
        of_file[sources[old].path].append(sources[old])
    for alike in of_file.values():
        message = N_("{file}: the same workbook appears twice; it counts once")
        if len(alike) > 1:
            message = N_("{file}: {count} of the workbooks it was merged from are here, too; each counts "
                      "once")  # fmt: skip
        file = _where(alike[0]) if len(alike) == 1 else alike[0].file
        yield Message(message, {"file": file, "count": len(alike)})


def _where(source: Source) -> str:
    """The source's name, and the team's workbook it was found in."""
    return f"{source.name} ({source.file})" if source.merged else source.name
