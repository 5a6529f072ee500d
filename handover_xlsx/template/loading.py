"""YAML → Template. Every mistake is found in one go, each with its file and line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from handover_xlsx.errors import TemplateError, UnreadableFile
from handover_xlsx.locale import N_
from handover_xlsx.template import parsing as p
from handover_xlsx.template.checking import check
from handover_xlsx.template.checking_coverage import COVERAGE_KEYS
from handover_xlsx.template.model import (
    KINDS,
    PERIOD_UNITS,
    SEVERITIES,
    TYPES,
    Choice,
    ChoiceList,
    CoverageRule,
    Field,
    Periods,
    ReportView,
    Section,
    Template,
)
from handover_xlsx.template.overlay import overlay
from handover_xlsx.template.switching import rule_choices
from handover_xlsx.template.tree import Node, Problems, parse

FindTemplate = Callable[[str], tuple[str, str]]
"""Gives the text and the file name of another template, for ``extends``."""


def choice_list(node: Node, problems: Problems) -> tuple[Choice, ...] | None:
    """The choices of a list: code → label in each language, and other spellings."""
    if not isinstance(node.content, dict):
        problems.add(node, N_("a choice list is expected, such as {example}"),
                     example="{high: {en: High, zh: 高}}")  # fmt: skip
        return None
    return tuple(_choice(code, child, problems) for code, child in node.items())


def _choice(code: str, node: Node, problems: Problems) -> Choice:
    aliases = node.get("aliases")
    languages = {name: child for name, child in node.items() if name != "aliases"}
    label = p.line(Node(languages or None, node.file, node.line, node.key_lines), problems)
    spellings = p.words(aliases, problems) if aliases else ()
    return Choice(code, label or {"en": code}, spellings or ())


_FIELD = p.Record(
    dict,
    {
        "id": (p.identifier,
               N_("A short name for the program: small letters, digits and _. Never change it.")),
        "label": (p.line, N_("The heading that people see, in each language.")),
        "type": (p.OneOf(TYPES), N_("What is written here: text, long (several lines), date, "
                                    "choice, ref (a row of another sheet) …")),
        "required": (p.boolean, N_("true: it must be filled in every row that is begun.")),
        "required_if": (p.condition, N_("When it must be filled: {shift: [night]}, {end: filled}, "
                                        "{end: blank}.")),
        "unique": (p.boolean, N_("true: no two rows may have the same value here.")),
        "hint": (p.texts, N_("A few words above the heading: what to write.")),
        "example": (p.texts, N_("An example of a good entry.")),
        "choices": (p.text, N_("The list to choose from, for the types choice and choices.")),
        "to": (p.reference, N_("Which rows a ref names: contacts.name.")),
        "person": (p.boolean, N_("true: one named person is expected, not “the team”.")),
        "min": (p.number, N_("The smallest number that makes sense.")),
        "max": (p.number, N_("The largest number that makes sense.")),
        "max_length": (p.integer, N_("How many characters are enough.")),
        "not_before": (p.text, N_("The date field that this date may not come before.")),
        "by_last_day": (p.boolean, N_("true: this date may not be after the last working day.")),
        "deadline": (p.boolean, N_("true: something has to be done by this date.")),
        "width": (p.integer, N_("The column's width in characters.")),
        "aliases": (p.Named(p.words),
                    N_("Other headings that mean the same: {en: [Task], zh: [任务]}.")),
    },
    required=("id", "label", "type"),
)  # fmt: skip
_PERIODS = p.Record(
    Periods,
    {
        "unit": (p.OneOf(PERIOD_UNITS), N_("One column per month, week or quarter.")),
        "count": (p.integer, N_("How many periods before the last working day are prepared.")),
        "at_least": (p.integer, N_("How many figures each row needs.")),
    },
)  # fmt: skip
_SECTION = p.Record(
    dict,
    {
        "id": (p.identifier,
               N_("A short name for the program: small letters, digits and _. Never change it.")),
        "kind": (p.OneOf(KINDS), N_("table: one row per thing. form: one line per question. "
                                    "history: one row per figure, one column per period.")),
        "core": (p.boolean, N_("false: the sheet is in a workbook only on request (--with).")),
        "sheet": (p.line,
                  N_("The name on the sheet's tab, in each language; at most 31 characters.")),
        "purpose": (p.texts,
                    N_("One or two sentences under the title: what belongs on this sheet.")),
        "names_row": (p.text,
                      N_("The field that names a row in messages (default: the first one).")),
        "min_rows": (p.integer, N_("How many rows are needed at least.")),
        "may_not_apply": (p.boolean, N_("true: a reason may replace the rows.")),
        "at_end": (p.boolean,
                   N_("true: filled in during the last days; before, an empty sheet is no error.")),
        "priority": (p.text, N_("The field that says how important a row is.")),
        "closed_when": (p.condition,
                        N_("When a row is done and no longer checked: {status: [done]}.")),
        "shared": (p.words, N_("Fields that describe the thing itself; if two leavers list it, "
                               "these fields are compared.")),
        "taken_over_by": (p.text, N_("The field that says who takes a row over.")),
        "hours": (p.text,
                  N_("The field that says how many hours a row takes each time. With a list of "
                     "daily, weekly, monthly … next to it, they are counted by the month.")),
        "prepared": (p.Listing(p.Named(p.text)),
                     N_("Rows that a blank workbook already contains.")),
        "periods": (_PERIODS, N_("The period columns of a history.")),
        "report": (p.Record(ReportView, {
            "columns": (p.words, N_("The fields that the summary shows as columns.")),
            "details": (p.words, N_("The fields that the summary shows below a row.")),
        }), N_("What the summary shows of this sheet.")),
        "fields": (p.Listing(_FIELD), N_("The columns of a table, or the lines of a form.")),
    },
    required=("id", "kind", "sheet", "purpose", "fields"),
    needed=("id",),
)  # fmt: skip
_COVERAGE = p.Record(
    CoverageRule,
    {
        "id": (p.identifier,
               N_("A short name by which an extending template changes or drops this entry.")),
        "rule": (p.OneOf(tuple(COVERAGE_KEYS)),
                 N_("What is checked: referred-to, needs, due-within, has-row, periods, unbroken, "
                    "not-yet, not-leaver, differs or in-order.")),
        "section": (p.text, N_("The sheet whose rows are checked: its id.")),
        "severity": (p.OneOf(SEVERITIES),
                     N_("error: must be fixed. warning: should be. info: worth knowing.")),
        "says": (p.texts, N_("The message, with {name} for the row's name.")),
        "hint": (p.texts, N_("How to fix it.")),
        "when": (p.condition, N_("Only rows like these: {priority: [critical, high]}.")),
        "by": (p.reference, N_("Where each row has to be named: workflows.duty.")),
        "of": (p.reference, N_("Where the rows come from that need figures: kpis.name.")),
        "field": (p.text, N_("The field that has to be filled.")),
        "date": (p.text, N_("The date field that is checked.")),
        "days": (p.integer, N_("How many days ahead count as soon.")),
        "needs": (p.text, N_("The field that has to be filled then.")),
        "by_last_day": (p.boolean, N_("true: only dates up to the last working day.")),
        "at_end": (p.boolean, N_("true: done in the last days; before, it is only reported.")),
        "at_least": (p.integer, N_("How many figures each row needs.")),
        "stale_after": (p.integer,
                        N_("After how many periods without a figure a row counts as stale.")),
        "than": (p.text, N_("The field that must say something different.")),
        "order": (p.words, N_("The codes in the order in which their dates come.")),
        "says_past": (p.texts,
                      N_("The sentence for when the date has passed; {date} and {ago} say when.")),
        "hint_past": (p.texts, N_("How to fix it when the date has passed.")),
    },
    required=("rule", "section", "severity", "says", "hint"),
)  # fmt: skip
TEMPLATE = p.Record(
    dict,
    {
        "template": (p.template_id, N_("The id of this template, such as store-handover: small "
                                       "letters, digits and -.")),
        "version": (p.integer, N_("Raise it by one when a template that is in use changes.")),
        "extends": (p.text, N_("The template this one changes: operations, or a file next to this "
                               "one. Write only what is different.")),
        "title": (p.texts,
                  N_("The template's title, in each language: {en: Store handover, zh: 门店工作交接}.")),
        "description": (p.texts, N_("One sentence: what it is for.")),
        "roles": (p.Named(p.reference),
                  N_("Which field says who leaves, who takes over …: leaver: start.leaver.")),
        "choices": (p.Named(choice_list, ids=True), N_("Lists to choose from: list: {code: {en: "
                                                       "Label, zh: 名称}}. Codes never change.")),
        "sections": (p.Listing(_SECTION), N_("The sheets of the workbook, from left to right.")),
        "coverage": (p.Listing(_COVERAGE),
                     N_("What makes the handover complete across its sheets.")),
        "rules": (rule_choices, N_("Rules that are off, or have another severity or limit: {V161: "
                                   "off, C203: error}.")),
    },
    required=("template", "version", "title", "sections"),
    needed=(),
)  # fmt: skip


def load_text(text: str, file: str, find: FindTemplate | None = None) -> Template:
    """The template written in a YAML (or JSON) text.

    ``file`` names the text in messages; ``find`` finds the template named by ``extends``.
    Raises TemplateError with every mistake.
    """
    problems = Problems()
    tree = _with_base(text, file, find, problems, seen=(file,))
    template = _build(tree, problems) if tree else None
    if problems.found or template is None:
        raise TemplateError(problems.messages())
    return template


def _with_base(
    text: str, file: str, find: FindTemplate | None, problems: Problems, seen: tuple[str, ...]
) -> Node | None:
    tree = parse(text, file, problems)
    extends = tree.get("extends") if tree else None
    if tree is None or extends is None or extends.text() is None:
        return tree
    if find is None:
        problems.add(extends, N_("a template inside a workbook cannot extend another one"))
        return None
    try:
        base_text, base_file = find(str(extends.text()))
    except UnreadableFile as error:
        problems.add(extends, "{why}", why=error.message)
        return None
    if base_file in seen:
        problems.add(extends, N_("the templates extend each other in a circle; remove one extends"))
        return None
    base = _with_base(base_text, base_file, find, problems, (*seen, base_file))
    return overlay(base, tree, problems) if base else None


def _build(tree: Node, problems: Problems) -> Template | None:
    """The template as far as it can be understood: one mistake must not hide the others."""
    values = TEMPLATE(tree, problems)
    if values is None:
        return None
    values = {"template": "", "version": 0, "title": {}, "sections": (), **values}
    lists = {name: ChoiceList(name, choices) for name, choices in values.get("choices", {}).items()}
    draft = Template(
        id=values["template"],
        version=values["version"],
        title=values["title"],
        description=values.get("description", values["title"]),
        choices=lists,
        sections=tuple(_section(item, lists) for item in values["sections"]),
        coverage=values.get("coverage", ()),
        roles=values.get("roles", {}),
        rules=values.get("rules", {}),
    )
    check(draft, tree, problems)
    return draft


def _section(values: dict[str, Any], lists: dict[str, ChoiceList]) -> Section:
    fields = tuple(_field(item, lists) for item in values.get("fields", ()))
    first = fields[0].id if fields else ""
    unless_given = {"kind": "table", "sheet": {}, "purpose": {}, "names_row": first}
    section = Section(**{**unless_given, **values, "fields": fields})
    if section.kind == "history" and section.periods is None:
        return replace(section, periods=Periods())
    return section


def _field(values: dict[str, Any], lists: dict[str, ChoiceList]) -> Field:
    name = values.get("choices")
    # An unknown list becomes an empty one; checking.py reports it where it is named.
    choices = lists.get(name) or ChoiceList(name, ()) if name else None
    return Field(**{**values, "choices": choices})
