"""P – whether something stands in the workbook that must not be handed on."""

from __future__ import annotations

from collections.abc import Iterator

from handover_xlsx.locale import N_
from handover_xlsx.validation.registry import Hit, View, rule
from handover_xlsx.validation.secrets import find_secrets

_KINDS = {
    "password": {"en": "a password", "zh": "密码"},
    "token": {"en": "an access token", "zh": "访问令牌"},
    "access key": {"en": "an access key", "zh": "访问密钥"},
    "private key": {"en": "a private key", "zh": "私钥"},
}


@rule(
    "P101", "secret", "error",
    message=N_("“{field}” holds what looks like {kind}"),
    hint=N_("Delete it, change it in the system, and write where it is kept and who looks after it."),
    why=N_("A workbook is mailed, copied and kept for years; a secret in it is no secret any more."),
)  # fmt: skip
def secret(view: View) -> Iterator[Hit]:
    """A password, token or key in any cell, also in columns of people's own."""
    for section in view.template.sections:
        for index, record in enumerate(view.handover.rows(section)):
            for name, value in record.values.items():
                if not isinstance(value, str) or len(value) < 6:
                    continue
                found = next(find_secrets(value), None)
                if found:
                    yield Hit(record.source, section.id, name, index,
                              {"kind": _KINDS[found.kind]}, value=value)  # fmt: skip
