"""``handover explain``: what a finding's code means."""

from __future__ import annotations

import click

from handover_xlsx.cli.options import _, language_option
from handover_xlsx.locale import N_, locale_language


@click.command(
    help=_(N_("Explain a rule: what it finds, why it matters, how to fix it.\n\n"
              "Without a code, all rules are listed.\n\n"
              "Example: handover explain V101")),
)  # fmt: skip
@click.argument("code", required=False, metavar="[CODE]")
@language_option(N_("Language of the explanation."))
def command(code: str | None, language: str | None) -> None:
    """Print one explanation, or one line a rule."""
    from handover_xlsx.validation.explain import explanation, one_line
    from handover_xlsx.validation.registry import all_rules, find_rule

    language = language or locale_language()
    if code:
        click.echo(explanation(find_rule(code), language))
        return
    for rule in all_rules().values():
        click.echo(one_line(rule, language))
