"""Is one person named? Groups and roles, and several names in one cell."""

from __future__ import annotations

from handover_xlsx.handover.progress import is_required
from handover_xlsx.handover.table import Record
from handover_xlsx.template.model import Field, Section
from handover_xlsx.text.normalise import normalised
from handover_xlsx.text.patterns import when_used
from handover_xlsx.validation.registry import View
from handover_xlsx.values.vocabulary import is_phrase

BETWEEN_NAMES = when_used(
    r"\s*(?:[/／、,，;；&＆+\n]|\band\b|\bor\b|(?<=[\u4e00-\u9fff])[和与及或](?=[\u4e00-\u9fff]{2}))\s*"
)
_FULL_NAME = when_used(r"[A-ZÀ-Þ][\w'’.-]+(?: [\w'’.-]+){1,3}|[\u4e00-\u9fff]{2,4}")


def is_listed(view: View, item: Field, record: Record, value: str) -> bool:
    """Whether a reference's target is there: then the fault, if it is one, is reported there."""
    return item.to is not None and normalised(value) in view.names(item.to, record.source)


def is_no_one(view: View, section: Section, item: Field, record: Record, value: str) -> bool:
    """Whether a group, a role or an empty phrase is named instead of one person.

    A help desk may well be among the contacts; it takes nothing over. “None” is a fine answer
    where no one has to be named.
    """
    group = (
        is_phrase(value, "nobody")
        or is_phrase(value, "anywhere")
        or (is_required(item, record) and is_phrase(value, "required"))
    )
    desk = item.id != section.names_row and is_phrase(value, "desk")
    return (group or desk) and not is_listed(view, item, record, value)


def several_named(view: View, item: Field, record: Record, value: str) -> bool:
    """Whether a cell for one person contains two names or more."""
    parts = [part for part in BETWEEN_NAMES.split(value.strip()) if part]
    if len(parts) < 2 or is_listed(view, item, record, value):
        return False
    return all(map(_FULL_NAME.fullmatch, parts)) or (
        item.to is not None and all(is_listed(view, item, record, part) for part in parts)
    )
