"""The checks by code."""

from handover_xlsx.validation.registry import Check

CHECKS: dict[str, Check] = {}


def by_rows(code):
    """Keep a check under the code of the rule that it is the oracle of."""

    def keep(check):
        CHECKS[code] = check
        return check

    return keep


def texts(view, section, item):
    """Index, record and value of every text in a field, where its section applies."""
    return [
        (index, record, record[item.id])
        for index, record in enumerate(view.handover.rows(section))
        if isinstance(record.get(item.id), str) and view.applies(section, record.source)
    ]
