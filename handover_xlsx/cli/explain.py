"""``handover explain``: what a finding's code means."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

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
    _put_off("numpy", "pandas")
    from handover_xlsx.validation.explain import explanation, one_line
    from handover_xlsx.validation.registry import all_rules, find_rule

    language = language or locale_language()
    if code:
        click.echo(explanation(find_rule(code), language))
        return
    for rule in all_rules().values():
        click.echo(one_line(rule, language))


class _Later(ModuleType):
    """Stands for a module until something is asked of it: rules do so when they check rows."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the module has
        sys.modules.pop(self.__name__, None)
        self.__dict__.update(vars(import_module(self.__name__)))
        return self.__dict__[name]


def _put_off(*names: str) -> None:
    for name in names:
        sys.modules.setdefault(name, _Later(name))
