"""``handover new``: a blank workbook for the person who leaves."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handover_xlsx.cli.console import inform
from handover_xlsx.cli.options import (
    Day,
    _,
    check_ending,
    force_option,
    language_option,
    output_option,
    template_option,
)
from handover_xlsx.errors import UsageError
from handover_xlsx.locale import N_, locale_language

if TYPE_CHECKING:
    from handover_xlsx.template.model import Template


@click.command(
    help=_(N_("Make a blank handover workbook.\n\n"
              "Example: handover new -l en --leaver \"Ada Lee\" --last-day 2026-12-18 -o ada.xlsx")),
)  # fmt: skip
@template_option()
@language_option(N_("Language of the workbook (default: the terminal's)."))
@click.option("--leaver", help=_(N_("Who leaves.")))
@click.option("--position", help=_(N_("The leaver's job title.")))
@click.option("--department", help=_(N_("The leaver's department.")))
@click.option("--successor", help=_(N_("Who takes over.")))
@click.option("--supervisor", help=_(N_("Who oversees the handover.")))
@click.option("--last-day", type=Day(), help=_(N_("The last working day, such as 2026-12-18.")))
@click.option("--months", type=click.IntRange(1, 60),
              help=_(N_("How many months of KPI history to prepare.")))  # fmt: skip
@click.option("--with", "add", multiple=True, metavar="SHEET",
              help=_(N_("Add an optional sheet (by id or name; several times).")))  # fmt: skip
@click.option("--without", multiple=True, metavar="SHEET",
              help=_(N_("Leave a sheet out (by id or name; several times).")))  # fmt: skip
@click.option("--all", "everything", is_flag=True, help=_(N_("Add every optional sheet.")))
@output_option(N_("Where to write the workbook (default: handover.xlsx)."))
@force_option()
def command(
    template_name: str,
    language: str | None,
    last_day: date | None,
    months: int | None,
    add: tuple[str, ...],
    without: tuple[str, ...],
    everything: bool,
    output: Path | None,
    force: bool,
    **people: str | None,
) -> None:
    """Write the workbook."""
    from handover_xlsx.template.catalogue import load_template
    from handover_xlsx.template.selecting import select
    from handover_xlsx.workbook.content import Content
    from handover_xlsx.workbook.output import check_output, write_whole
    from handover_xlsx.workbook.writing import workbook_bytes

    whole = load_template(template_name)
    template = select(whole, add=add, without=without, everything=everything)
    language = language or locale_language()
    output = output or Path("handover.xlsx")
    check_output(output, force=force)
    check_ending(output, (".xlsx",))
    values: dict[str, object] = {
        name: value.strip() for name, value in people.items() if value and value.strip()
    }
    if last_day:
        values["last_day"] = last_day
    content = Content(rows=_form_rows(template, values))
    data, _written = workbook_bytes(template, language=language, content=content, months=months)
    write_whole(output, data)
    inform(N_("{file} is ready. Next: fill it in, then: handover validate {file}"), locale_language(),
           file=str(output))  # fmt: skip


def _form_rows(template: Template, values: dict[str, object]) -> dict[str, list[dict[str, object]]]:
    """The person's details as the row of the form that holds them."""
    rows: dict[str, dict[str, object]] = {}
    for role, value in values.items():
        target = template.roles.get(role)
        if target is None:
            raise UsageError(
                N_("the template “{template}” has no place for --{option}; leave it out"),
                template=template.id, option=role.replace("_", "-"),
            )  # fmt: skip
        rows.setdefault(target.section, {})[target.field] = value
    return {section: [row] for section, row in rows.items()}
