"""The checks by code."""

from handover_xlsx.validation.registry import Check

CHECKS: dict[str, Check] = {}


def by_rows(code):
    """Keep a check under the code of the rule that it is the oracle of."""

    def keep(check):
        CHECKS[code] = check
        return check

    return keep
