"""The command ``handover``: finds the others, and loads them when they are needed."""

from __future__ import annotations

from functools import cache
from gettext import gettext as click_text
from importlib import import_module

import click

from handover_xlsx.cli import COMMANDS, SUMMARIES
from handover_xlsx.cli.help_pages import Context, our_way
from handover_xlsx.cli.options import _, language_option
from handover_xlsx.locale import N_
from handover_xlsx.text.nearest import nearest


@cache
def _loaded(name: str) -> click.Command:
    command: click.Command = import_module(f"handover_xlsx.cli.{name}").command
    return our_way(command)


class _Commands(click.Group):
    """Loads a command's module only when it is needed, so that ``--help`` starts at once."""

    context_class = Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _loaded(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, each with its sentence; none of them is loaded for that."""
        with formatter.section(click_text("Commands")):
            formatter.write_dl([(name, _(text)) for name, text in SUMMARIES.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, or a usage error that names the one that was probably meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = nearest(args[0], COMMANDS)
            message = N_("there is no command “{name}”")
            if near:
                message = N_("there is no command “{name}”; did you mean: handover {near}")
            ctx.fail(_(message).format(name=args[0], near=near))
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_(N_("Handover workbooks: generate one, check it, report on it, merge a team's.\n\n"
              "Start with: handover new, or look around with: handover demo")),
)  # fmt: skip
@click.version_option(package_name="handover-xlsx", prog_name="handover")
@click.option(
    "--debug", is_flag=True, help=_(N_("Show where an error came from (for developers)."))
)
@language_option(N_("Language of help and messages (default: the terminal's)."))
def cli(debug: bool, language: str | None) -> None:
    """The command ``handover``; what -l asks for is heard before it runs (see ``language``)."""


our_way(cli)
