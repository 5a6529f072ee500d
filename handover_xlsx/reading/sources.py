"""Which workbooks the rows come from, in which language, and what each declared not applicable."""

from __future__ import annotations

from dataclasses import replace

from handover_xlsx.format import layout
from handover_xlsx.format.hidden_sheet import Metadata
from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.package.package import Container
from handover_xlsx.reading.identity import marked_column
from handover_xlsx.reading.records import Reading
from handover_xlsx.template.model import Template
from handover_xlsx.text import normalise
from handover_xlsx.values.convert import clean


def sources_of(
    reading: Reading, container: Container, path: str, metadata: Metadata
) -> list[Source]:
    """The source a workbook is; or the sources that a team's workbook was merged from."""
    language = _language(reading, metadata)
    own = Source(
        name=container.name,
        path=path,
        language=language,
        template_id=reading.template.id,
        template_version=metadata.version or reading.template.version,
        workbook_id=metadata.workbook_id,
        places=reading.located.places,
        modified=container.modified,
        sections=frozenset(reading.template.by_id),
    )
    if not metadata.sources:
        return [own]
    sources = []
    reading.strays = len(metadata.sources)
    for index, entry in enumerate(metadata.sources):
        reading.origins[clean(entry.label)] = index
        sources.append(
            Source(
                name=entry.name,
                path=path,
                language=language,
                template_id=reading.template.id,
                template_version=own.template_version,
                workbook_id=entry.workbook_id,
                leaver=entry.leaver,
                places=own.places,
                not_applicable=entry.not_applicable,
                modified=entry.modified,
                sections=_known_sections(reading.template, entry.sections),
                part=entry.part,
                rows_of_whole=entry.rows_of_whole,
                fingerprint=entry.fingerprint,
                added=entry.added,
            )
        )
    # The last: rows that were added to the team's workbook itself; a part, which needs nothing
    # beyond what it has.
    return [*sources, replace(own, part=True, added=True)]


def _language(reading: Reading, metadata: Metadata) -> str:
    """The workbook's language: as it says, else the one its sheets are named in."""
    if metadata.language in reading.template.languages:
        return metadata.language
    named = {normalise.normalised(name) for name in reading.grids}
    scores = {
        language: sum(
            normalise.normalised(s.sheet.get(language)) in named for s in reading.template.sections
        )
        for language in reading.template.languages
    }
    return max(scores, key=lambda language: scores[language])


def _known_sections(template: Template, given: tuple[str, ...]) -> frozenset[str]:
    """The sections that a source had, by what a team's workbook says of it (untrusted).

    A part may have fewer sheets than the workbook that it is a part of.
    """
    return frozenset(given if set(given) & set(template.by_id) else template.by_id)


def finished_sources(sources: list[Source], reading: Reading) -> tuple[Source, ...]:
    """The sources with their leavers and the sections they declared not applicable."""
    used = {source for table in reading.tables.values() for source in table.source}
    if reading.strays and reading.strays not in used:
        sources = sources[:-1]
    handover = Handover(reading.template, tuple(sources), reading.tables)
    given = _not_applicable(reading)
    done = []
    for index, source in enumerate(sources):
        leaver = handover.role("leaver", index)
        said = clean(str(leaver)) if leaver else source.leaver
        reasons = source.not_applicable or ({} if source.added else given)
        done.append(replace(source, leaver=said, not_applicable=reasons))
    return tuple(done)


def _not_applicable(reading: Reading) -> dict[str, str]:
    """Section → reason, from the last column of the progress list on the Start sheet."""
    reasons: dict[str, str] = {}
    start = reading.template.start
    place = reading.located.places.get(start.id) if start else None
    own = [reading.grids[place.sheet]] if place and place.is_form else []  # no copies
    for grid in own or reading.grids.values():
        column = marked_column(grid, layout.REASON_MARK, layout.REASON_COLUMN)
        for row, mark in grid.first_column():
            if not isinstance(mark, str) or not mark.startswith(layout.PROGRESS_MARK):
                continue
            section = reading.template.by_id.get(mark[len(layout.PROGRESS_MARK) :])
            reason = grid.value(row, column)
            if section and section.may_not_apply and reason is not None:
                reasons[section.id] = str(reason)
    return reasons
