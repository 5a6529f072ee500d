"""``handover new``: a blank workbook for the person who leaves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from click.core import ParameterSource

from handover_xlsx.cli import options
from handover_xlsx.cli.console import complain, inform
from handover_xlsx.cli.options import _
from handover_xlsx.errors import UnreadableFile, UsageError
from handover_xlsx.locale import N_, Message, locale_language

if TYPE_CHECKING:
    from handover_xlsx.handover.content import Content
    from handover_xlsx.template.model import Template


@click.command(
    help=_(N_("Make a blank handover workbook.\n\n"
              "Example: handover new -l en --leaver \"Ada Lee\" --last-day 2026-12-18 -o ada.xlsx")),
)  # fmt: skip
@options.template_option()
@options.language_option(N_("Language of the workbook (default: the terminal's)."))
@click.option("--leaver", help=_(N_("Who leaves.")))
@click.option("--position", help=_(N_("The leaver's job title.")))
@click.option("--department", help=_(N_("The leaver's department.")))
@click.option("--successor", help=_(N_("Who takes over.")))
@click.option("--supervisor", help=_(N_("Who oversees the handover.")))
@click.option(
    "--last-day", type=options.Day(), help=_(N_("The last working day, such as 2026-12-18."))
)
@click.option("--months", type=click.IntRange(1, 60),
              help=_(N_("How many months of KPI history to prepare.")))  # fmt: skip
@click.option("--with", "add", multiple=True, metavar="SHEET",
              help=_(N_("Add an optional sheet (by id or name; several times).")))  # fmt: skip
@click.option("--without", multiple=True, metavar="SHEET",
              help=_(N_("Leave a sheet out (by id or name; several times).")))  # fmt: skip
@click.option("--all", "everything", is_flag=True, help=_(N_("Add every optional sheet.")))
@click.option("--from", "old", type=click.Path(path_type=Path), metavar="OLD.xlsx",
              help=_(N_("Start with the contents of an older workbook.")))  # fmt: skip
@click.option("--from-csv", "folder", type=click.Path(path_type=Path), metavar="FOLDER",
              help=_(N_("Start with tables: CSV files named after the sheets.")))  # fmt: skip
@options.output_option(N_("Where to write the workbook (default: handover.xlsx)."))
@options.force_option()
def command(
    template_name: str,
    language: str | None,
    last_day: date | None,
    months: int | None,
    add: tuple[str, ...],
    without: tuple[str, ...],
    everything: bool,
    old: Path | None,
    folder: Path | None,
    output: Path | None,
    force: bool,
    **people: str | None,
) -> None:
    """Write the workbook."""
    from handover_xlsx.files.output import check_output, write_whole
    from handover_xlsx.writing.write import workbook_bytes

    if old and folder:
        raise UsageError(N_("--from and --from-csv cannot be used together; choose one"))
    output = output or Path("handover.xlsx")
    check_output(output, force=force, inputs=[old] if old else [], replaces=_is_blank)
    options.check_ending(output, (".xlsx",))
    source = click.get_current_context().get_parameter_source("template_name")
    sheets = _Sheets(add, without, everything)
    if old:
        begun = _from_workbook(
            old, None if source is ParameterSource.DEFAULT else template_name, language, sheets
        )
    elif folder:
        begun = _from_tables(folder, template_name, language or locale_language(), sheets)
    else:
        begun = _blank(template_name, language or locale_language(), sheets)
    template = begun.template
    values: dict[str, object] = {
        name: value.strip() for name, value in people.items() if value and value.strip()
    }
    if last_day:
        values["last_day"] = last_day
    content = _with_values(begun.content, _form_rows(template, values))
    data, written = workbook_bytes(
        template, language=begun.language, content=content, months=months
    )
    write_whole(output, data)
    _report(output, begun.notes, written.cut)


def _report(output: Path, notes: Iterable[Message], cut: Iterable[str]) -> None:
    """Say what became of the old contents, what did not fit, and what to do next."""
    for note in notes:
        complain(note)
    for cell in cut:
        inform(N_("{file}: {cell}: the text was cut at Excel's limit; the original has all of it"),
               file=output.name, cell=cell)  # fmt: skip
    inform(N_("{file} is ready. Next: fill it in, then: handover validate {file}"),
           file=str(output))  # fmt: skip


class _Sheets(NamedTuple):
    """Which sheets are wanted."""

    add: tuple[str, ...]
    without: tuple[str, ...]
    everything: bool


class _Begun(NamedTuple):
    """What the workbook starts from, and what there is to say about it."""

    template: Template
    language: str
    content: Content
    notes: tuple[Message, ...] = ()


def _is_blank(path: Path) -> bool:
    """Whether a workbook is as it was made; what reads it is loaded only for one that is there."""
    from handover_xlsx.reading.workbook_kind import is_blank_workbook

    return is_blank_workbook(path)


def _blank(template_name: str, language: str, sheets: _Sheets) -> _Begun:
    from handover_xlsx.handover.content import Content
    from handover_xlsx.template.catalogue import load_template
    from handover_xlsx.template.selecting import select

    template = select(load_template(template_name), **sheets._asdict())
    return _Begun(template, language, Content())


def _from_workbook(
    path: Path, template_name: str | None, language: str | None, sheets: _Sheets
) -> _Begun:
    """What an older workbook contains, in the newest version of its template or in another one."""
    from handover_xlsx.package.package import open_container
    from handover_xlsx.prefilling.from_workbook import carry
    from handover_xlsx.prefilling.match_fields import chosen_sections, newest
    from handover_xlsx.prefilling.stray_cells import stray_cells
    from handover_xlsx.reading.read import read_container
    from handover_xlsx.reading.workbook_kind import is_team_workbook
    from handover_xlsx.template.catalogue import load_template

    container = open_container(path)
    if is_team_workbook(path):
        raise UnreadableFile(
            path.name,
            N_("is a team's workbook; --from needs the workbook of one person"),
        )
    old = read_container(container, str(path))
    whole = load_template(template_name) if template_name else newest(old.template)
    template = chosen_sections(old.template, whole, **sheets._asdict())
    language = language or old.sources[0].language
    carried = carry(old, template, language=language, strays=stray_cells(container, old))
    message = N_("{file}: {count} rows carried over.")
    if carried.rows == 1:
        message = N_("{file}: 1 row carried over.")
    first = Message(message, {"file": path.name, "count": carried.rows})
    return _Begun(template, language, carried.content, (first, *carried.notes))


def _from_tables(folder: Path, template_name: str, language: str, sheets: _Sheets) -> _Begun:
    """Tables exported from elsewhere; an optional sheet that one is named after is added."""
    from handover_xlsx.prefilling.csv_folder import read_tables
    from handover_xlsx.prefilling.from_tables import from_tables, headings_known
    from handover_xlsx.template.catalogue import load_template
    from handover_xlsx.template.selecting import section_named, select

    whole = load_template(template_name)
    tables = read_tables(folder, partial(headings_known, whole))
    named = [section.id for table in tables if (section := section_named(whole, table.name))]
    template = select(whole, **sheets._replace(add=(*named, *sheets.add))._asdict())
    taken = from_tables(tables, template, language)
    return _Begun(template, language, taken.content, taken.notes)


def _with_values(content: Content, given: dict[str, list[dict[str, object]]]) -> Content:
    """The content with the person's details, which win over what was carried over."""
    rows = {**content.rows}
    for section, (details,) in given.items():
        first = next(iter(rows.get(section, ())), {})
        rows[section] = [{**first, **details}]
    return replace(content, rows=rows)


def _form_rows(template: Template, values: dict[str, object]) -> dict[str, list[dict[str, object]]]:
    """The person's details as the row of the form that has them."""
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
