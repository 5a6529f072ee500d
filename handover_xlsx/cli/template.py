"""``handover template``: list, show, check, export and learn templates; the schema of their language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from handover_xlsx.cli.console import complain, inform, put
from handover_xlsx.cli.options import _, check_ending, force_option, language_option, output_option
from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_, Message, locale_language, plural, translate

if TYPE_CHECKING:
    from handover_xlsx.package.package import Container
    from handover_xlsx.template.model import Section, Template


@click.group(help=_(N_("Show templates: what a handover must contain.")))
def command() -> None:
    """The group ``handover template``."""


@command.command("list", help=_(N_("List the templates that come with handover.")))
@language_option(N_("Language of the titles."))
def list_templates(language: str | None) -> None:
    """One line a template: name, title, what it is for."""
    from handover_xlsx.template.catalogue import load_template, template_names
    from handover_xlsx.template.model import text_in

    language = language or locale_language()
    for name in template_names():
        template = load_template(name)
        title, purpose = text_in(template.title, language), text_in(template.description, language)
        line = translate(N_("{name}  –  {title}. {purpose}"), language)
        click.echo(line.format(name=name, title=title, purpose=purpose))


@command.command("show", help=_(N_("Show a template: its sheets and fields.")))
@click.argument("name", metavar="NAME")
@click.option("-f", "--format", "format_name", type=click.Choice(["text", "json"]), default="text",
              show_default=True, help=_(N_("json prints the whole template for programs.")))  # fmt: skip
@language_option(N_("Language of the labels."))
def show(name: str, format_name: str, language: str | None) -> None:
    """The resolved template as text or JSON."""
    from handover_xlsx.template import resolved
    from handover_xlsx.template.catalogue import load_template
    from handover_xlsx.template.model import text_in

    template = load_template(name)
    if format_name == "json":
        click.echo(resolved.to_json(template, indent=2))
        return
    language = language or locale_language()
    click.echo(f"{template.id} {template.version}  –  {text_in(template.title, language)}")
    click.echo(text_in(template.description, language))
    for section in template.sections:
        click.echo(f"\n{text_in(section.sheet, language)}  ({section.id})")
        click.echo(f"  {text_in(section.purpose, language)}")
        for line in _field_lines(section, language):
            click.echo(f"  {line}")
    click.echo("\n" + translate(N_("* required   ? required in some rows"), language))


def _field_lines(section: Section, language: str) -> list[str]:
    from handover_xlsx.template.model import text_in

    lines = []
    for item in section.fields:
        mark = "*" if item.required else "?" if item.required_if else " "
        what = item.type
        if item.choices:
            labels = (text_in(choice.label, language) for choice in item.choices.choices)
            what += f" ({' / '.join(labels)})"
        if item.to:
            what += f" → {item.to}"
        lines.append(f"{mark} {text_in(item.label, language)}  [{item.id}: {what}]")
    return lines


@command.command("check", help=_(N_("Check your own template: list every mistake with its line.")))
@click.argument("name", metavar="FILE")
def check(name: str) -> None:
    """Exit 0 and one line when the template is good; else one line a mistake and exit 2."""
    from handover_xlsx.template.catalogue import load_template

    template = load_template(name)
    inform(N_("{file}: good. {contents}, languages: {languages}."),
           file=name, contents=_counted(template), languages=tuple(template.languages))  # fmt: skip


@command.command("export", help=_(N_("Write a shipped template as a text file, to be edited.\n\n"
                                     "Example: handover template export operations -o ours.yaml")))  # fmt: skip
@click.argument("name", metavar="NAME")
@output_option(N_("Where to write the template (default: print it)."))
@force_option()
def export(name: str, output: Path | None, force: bool) -> None:
    """The template's own text, with its comments."""
    from handover_xlsx.files.output import check_output
    from handover_xlsx.template.catalogue import find_text

    if output:
        check_ending(output, (".yaml", ".yml"))
        check_output(output, force=force, inputs=[Path(name)])
    ready = N_("{file} is ready. Next: edit it, then: handover template check {file}")
    put(find_text(name)[0], output, ready)


@command.command("schema", help=_(N_("Write the rules of the template language as a JSON "
                                     "Schema.\n\n"
                                     "Editors use it to complete and check a template.")))  # fmt: skip
@output_option(N_("Where to write the schema (default: print it)."))
@language_option(N_("Language of the explanations (default: the terminal's)."))
@force_option()
def schema(output: Path | None, language: str | None, force: bool) -> None:
    """One file that editors read; it knows the keys that loading knows."""
    import json

    from handover_xlsx.files.output import check_output
    from handover_xlsx.template.schema import template_schema

    if output:
        check_ending(output, (".json",))
        check_output(output, force=force)
    whole = template_schema(language or locale_language())
    ready = N_("{file} is ready. Next: begin your template with the line: "
               "# yaml-language-server: $schema={file}")  # fmt: skip
    put(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", output, ready)


@command.command("learn", help=_(N_("Draft a template from the spreadsheet that you already use.\n\n"
                                    "Example: handover template learn COMPANY.xlsx -o company.yaml")))  # fmt: skip
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@output_option(N_("Where to write the draft (default: print it)."))
@language_option(N_("Language of the remarks in the draft (default: the terminal's)."))
@force_option()
def learn(path: Path, output: Path | None, language: str | None, force: bool) -> None:
    """Guard, learn, write; then try whether the draft finds everything in the file again."""
    from handover_xlsx.files.output import check_output
    from handover_xlsx.learning.learn import learn as learn_from
    from handover_xlsx.learning.learn import open_book
    from handover_xlsx.learning.write_yaml import to_yaml
    from handover_xlsx.package.package import open_container
    from handover_xlsx.template.loading import load_text

    if output:
        check_ending(output, (".yaml", ".yml"))
        check_output(output, force=force, inputs=[path])
    container = open_container(path)
    parts = {sheet.name: container.part(sheet.path) for sheet in container.sheets}
    book = open_book(container.name, container.data, parts)
    draft = learn_from(book, container.name, parts)
    if not draft.sections:
        raise UnreadableFile(
            container.name,
            N_("contains no table with headings and no form; name a file with the sheets that "
               "people fill in"),
        )  # fmt: skip
    text = to_yaml(draft, language or locale_language())
    template = load_text(text, str(output or container.name))
    ready = N_("{file} is ready: {contents}. Read it through, then: "
               "handover template check {file}")  # fmt: skip
    put(text, output, ready, contents=_counted(template))
    _try_out(container, template)


def _counted(template: Template) -> Message:
    """How many sheets and fields a template has, in words."""
    sheets, fields = (
        len(template.sections),
        sum(len(section.fields) for section in template.sections),
    )
    message = plural(fields, N_("one field"), N_("{count} fields"))
    return Message(
        plural(sheets, N_("one sheet, {fields}"), N_("{count} sheets, {fields}")),
        {"count": sheets, "fields": Message(message, {"count": fields})},
    )


def _try_out(container: Container, template: Template) -> None:
    """Say which headings of the file would not be found again by the draft."""
    from handover_xlsx.reading.read import read_container
    from handover_xlsx.template.model import text_in

    language = locale_language()
    try:
        remarks = read_container(container, container.name, template).remarks
    except UnreadableFile as error:
        complain(error)
        return
    for remark in remarks:
        if remark.kind in ("sheet-missing", "column-missing"):
            section = template.by_id[str(remark.section)]
            labels = section.by_id[remark.field].label if remark.field else section.sheet
            inform(N_("“{label}” would not be found again in {file}: give it a heading of its own"),
                   label=text_in(labels, language), file=container.name)  # fmt: skip
