"""``handover template``: list, show and check templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from handover_xlsx.cli.console import inform
from handover_xlsx.cli.options import _, language_option
from handover_xlsx.locale import N_, locale_language, translate

if TYPE_CHECKING:
    from handover_xlsx.template.model import Section


@click.group(help=_(N_("Look at templates: what a handover must contain.")))
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
@click.argument("name")
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


@command.command("check", help=_(N_("Check a template of your own: every mistake with its line.")))
@click.argument("name", metavar="FILE")
def check(name: str) -> None:
    """Exit 0 and one line when the template is good; else one line a mistake and exit 2."""
    from handover_xlsx.template.catalogue import load_template

    template = load_template(name)
    fields = sum(len(section.fields) for section in template.sections)
    inform(N_("{file}: good. {sections} sheets, {fields} fields, languages: {languages}."),
           locale_language(), file=name, sections=len(template.sections), fields=fields,
           languages=", ".join(template.languages))  # fmt: skip
