"""P – whether the workbook contains something that must not be handed on.

Reading has masked it already (``secrets.mask``) and remarked where it was: in a cell, or in a
note on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from handover_xlsx.locale import N_, Message
from handover_xlsx.validation.registry import Hit, View, field_texts, hit_of, rule

_KINDS = {
    "password": {"en": "a password", "zh": "密码"},
    "token": {"en": "an access token", "zh": "访问令牌"},
    "access key": {"en": "an access key", "zh": "访问密钥"},
    "private key": {"en": "a private key", "zh": "私钥"},
    "identity number": {"en": "an identity-card number", "zh": "身份证号"},
    "bank number": {"en": "the number of a bank card or account", "zh": "银行卡号或账号"},
}
_FIELD = N_("“{field}”")
_CELL = N_("This cell")
_PLACES = {"in_note": N_("The note on this cell"), "in_name": N_("The name of this sheet")}


@rule(
    "P101", "secret", "error",
    message=N_("{place} contains what looks like {kind}"),
    hint=N_("Delete it here, and change it in the system itself: anyone who has the file may have "
            "read it. Write instead who looks after it and where it is kept, such as “Company "
            "vault, entry …”."),
    why=N_("A workbook is mailed, copied and kept for years; a secret in it is no secret any more."),
)  # fmt: skip
def secret(view: View) -> Iterator[Hit]:
    """A password, token or key in any cell, also in columns and on sheets of people's own."""
    yield from _found(view, ("password", "token", "access key", "private key"))


@rule(
    "P102", "identity-number", "error",
    message=N_("{place} contains what looks like {kind}"),
    hint=N_("Delete it. Write instead who keeps the number and where, such as “HR, personnel file”."),
    why=N_("Personal numbers may not be passed on; anyone who reads the workbook could misuse them."),
)  # fmt: skip
def identity_number(view: View) -> Iterator[Hit]:
    """A mainland identity-card number, known by its check digit, in any cell."""
    yield from _found(view, ("identity number",))


@rule(
    "P103", "bank-number", "error",
    message=N_("{place} contains what looks like {kind}"),
    hint=N_("Delete it. Write instead who has the number and where it is kept, such as "
            "“Finance, supplier master data”."),
    why=N_("Account and card numbers in a workbook that travels invite fraud."),
)  # fmt: skip
def bank_number(view: View) -> Iterator[Hit]:
    """A card number or an IBAN, known by its check digits, in any cell."""
    yield from _found(view, ("bank number",))


def _found(view: View, kinds: tuple[str, ...]) -> Iterator[Hit]:
    for remark in view.remarks("secret"):
        kind = str(remark.detail.get("kind"))
        if kind not in kinds:
            continue
        hit = hit_of(view, remark)
        name = next((name for name in _PLACES if remark.detail.get(name)), "")
        place = Message(_PLACES.get(name, _CELL))
        if hit.section and hit.field:
            label, _ = field_texts(view.template.by_id[hit.section], hit.field)
            place = Message(_FIELD, {"field": label})
        yield replace(hit, values={**hit.values, "kind": _KINDS[kind], "place": place})
