"""Merges handovers of one template: every row is kept and says where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handover_xlsx.errors import UsageError
from handover_xlsx.locale import N_, Message
from handover_xlsx.workbook.content import Content
from handover_xlsx.workbook.handover import Handover, Source, combine
from handover_xlsx.workbook.joining import common_template
from handover_xlsx.workbook.layout import FROM_FIELD
from handover_xlsx.workbook.masking import masked_notes


@dataclass(frozen=True)
class Merged:
    """A team's handover, ready to be written as a workbook; ``notes`` say what to look at."""

    handover: Handover
    content: Content
    notes: tuple[Message, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows there are in all sections together."""
        return sum(len(rows) for rows in self.content.rows.values())


def merge(handovers: Sequence[Handover]) -> Merged:
    """All rows of all handovers, each with its source. Raises UsageError for mixed templates."""
    if not handovers:
        raise UsageError(N_("there is nothing to merge; name at least one workbook"))
    template = common_template(handovers)
    if template is None:
        names = ", ".join(sorted({f"{h.template.id} {h.template.version}" for h in handovers}))
        raise UsageError(
            N_(
                "these workbooks are made from different templates ({names}); merge each kind alone"
            ),
            names=names,
        )
    whole = combine(handovers, template)
    labels = source_labels(whole.sources)
    rows: dict[str, list[dict[str, object]]] = {}
    for section in whole.template.sections:
        rows[section.id] = [
            {FROM_FIELD: labels[record.source], **record.values} for record in whole.rows(section)
        ]
    content = Content(
        rows=rows,
        not_applicable=_nowhere_applicable(whole),
        own_columns={s.id: whole.own_columns(s.id) for s in whole.template.sections},
        sources=tuple(
            _entry(source, label) for source, label in zip(whole.sources, labels, strict=True)
        ),
        unplaced=whole.unplaced,
    )
    return Merged(whole, content, (*_notes(whole.sources), *masked_notes(whole)))


def source_labels(sources: Sequence[Source]) -> list[str]:
    """What the *From* column says: the leaver and the file, each label only once."""
    labels: list[str] = []
    for source in sources:
        label = " · ".join(part for part in (source.leaver, source.name) if part)
        again = sum(1 for other in labels if other == label or other.startswith(f"{label} ("))
        labels.append(f"{label} ({again + 1})" if again else label)
    return labels


def _entry(source: Source, label: str) -> dict[str, object]:
    """What a team's workbook remembers of a source."""
    return {
        "label": label,
        "name": source.name,
        "leaver": source.leaver,
        "language": source.language,
        "template_version": source.template_version,
        "workbook_id": source.workbook_id,
        "modified": source.modified,
        "not_applicable": dict(source.not_applicable),
        "sections": sorted(source.sections),
    }


def _nowhere_applicable(whole: Handover) -> dict[str, str]:
    """Sections that every source declared not applicable, with all their reasons."""
    declared = [source.not_applicable for source in whole.sources]
    everywhere = set(declared[0]).intersection(*declared[1:]) if declared else set()
    return {
        section: "; ".join(dict.fromkeys(reasons[section] for reasons in declared))
        for section in everywhere
        if not whole.rows(section)
    }


def _where(source: Source) -> str:
    """The source's name, and the workbook it was found in when that is another one."""
    file = Path(source.path).name
    return source.name if file == source.name else f"{source.name} ({file})"


def _notes(sources: Sequence[Source]) -> list[Message]:
    """Workbooks that are most likely two states of one: both are kept, and named."""
    ids = Counter(source.workbook_id for source in sources if source.workbook_id)
    return [
        Message(
            N_("the same workbook is there {count} times ({names}); all its rows are kept"),
            {
                "count": count,
                "names": ", ".join(_where(s) for s in sources if s.workbook_id == identity),
            },
        )
        for identity, count in ids.items()
        if count > 1
    ]
