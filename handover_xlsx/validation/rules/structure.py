"""S – whether the workbook is still built as its template says."""

from __future__ import annotations

from collections.abc import Iterator

from handover_xlsx.locale import N_, Message
from handover_xlsx.validation.registry import Hit, View, remark_rule, rule
from handover_xlsx.values.vocabulary import says_something

remark_rule(
    "S101", "sheet-missing", "error",
    message=N_("The sheet “{sheet}” is missing"),
    hint=N_("Copy the sheet back from the workbook you first received, or say on the Start sheet "
            "why it does not apply."),
    why=N_("A sheet that was deleted takes everything on it away from the successor."),
)  # fmt: skip


@rule(
    "S102", "column-missing", "error",
    message=N_("The required column “{field}” is missing"),
    hint=N_("Write “{field}” as the heading of a free column of the table and fill it in; "
            "its place does not matter."),
    why=N_("Without this column the missing content goes unnoticed."),
)  # fmt: skip
def column_missing(view: View) -> Iterator[Hit]:
    """A required column was deleted."""
    yield from _columns(view, required=True)


@rule(
    "S103", "optional-column-missing", "info",
    message=N_("The optional column “{field}” was removed"),
    hint=N_("Nothing to do, unless it was removed by mistake."),
    why=N_("Removing a column that is not needed is fine; it is only reported."),
)  # fmt: skip
def optional_column_missing(view: View) -> Iterator[Hit]:
    """An optional column was deleted."""
    yield from _columns(view, required=False)


def _columns(view: View, *, required: bool) -> Iterator[Hit]:
    for remark in view.remarks("column-missing"):
        section = view.template.by_id[remark.section or ""]
        needed = section.by_id[remark.field or ""].may_be_required
        if needed == required and view.applies(section, remark.source):
            yield Hit(remark.source, section.id, remark.field, sheet=remark.sheet)


remark_rule(
    "S104", "sheet-renamed", "info",
    message=N_("The sheet “{found}” was read as “{sheet}”"),
    hint=N_("Nothing to do."),
    why=N_("Sheets may be renamed; they are recognised by their contents."),
)  # fmt: skip
remark_rule(
    "S105", "column-renamed", "info",
    message=N_("The column “{value}” was read as “{field}”"),
    hint=N_("Nothing to do if the column still contains that. If not, restore its heading "
            "“{field}” and put the other content into a column of its own."),
    why=N_("Headings may be changed; a column is recognised by its hidden id."),
)  # fmt: skip
remark_rule(
    "S106", "column-unknown", "info",
    message=N_("“{value}” is a column of your own; it is kept"),
    hint=N_("Nothing to do. It travels along, but is not checked."),
    why=N_("People add columns they need; nothing they wrote is dropped."),
)  # fmt: skip
remark_rule(
    "S107", "sheet-unknown", "info",
    message=N_("“{found}” is a sheet of your own; it is not checked"),
    hint=N_("Nothing to do, unless the successor needs what is on it: then copy that into "
            "the sheets of the template."),
    why=N_("The contents of your own sheets do not appear in the summary report."),
)  # fmt: skip
remark_rule(
    "S108", "sheet-doubled", "warning",
    message=N_("The sheet “{found}” is a copy of “{sheet}”; only one of them is read"),
    hint=N_("Copy the rows that are only on “{found}” to “{sheet}”, then delete “{found}”."),
    why=N_("With two copies it is unclear which one is valid."),
)  # fmt: skip
remark_rule(
    "S109", "column-doubled", "warning",
    message=N_("The heading “{value}” appears twice; only the first column is checked"),
    hint=N_("Give the second column another heading, or delete it."),
    why=N_("With two columns of the same name it is unclear which one is valid."),
)  # fmt: skip
remark_rule(
    "S110", "ids-missing", "info",
    message=N_("The hidden first row was deleted; columns were found by their headings"),
    hint=N_("Nothing to do, but leave the headings as they are."),
    why=N_("The hidden row helps to recognise renamed columns."),
)  # fmt: skip
remark_rule(
    "S111", "merged-cells", "warning",
    message=N_("The cells {value} are merged; only the first of them contains the value"),
    hint=N_("Select {value} and undo the merging (in Excel: Home – Merge & Center), then "
            "fill in each row."),
    why=N_("Merged cells belong to one row only; the others are blank for sorting and checking."),
)  # fmt: skip


@rule(
    "S112", "not-applicable-without-reason", "error",
    message=N_("“{sheet}” is declared not applicable without a reason"),
    hint=N_("Say on the Start sheet in a few words why it does not apply, such as “no own "
            "projects”; or delete the entry there and fill in the sheet."),
    why=N_("The successor must be able to tell “nothing there” from “not filled in”."),
)  # fmt: skip
def not_applicable_without_reason(view: View) -> Iterator[Hit]:
    """A section was ticked off without saying why."""
    for index, source in enumerate(view.handover.sources):
        for section, reason in source.not_applicable.items():
            if not says_something(reason):
                yield Hit(index, section, value=reason)


_ONE_ROW_FILLED = N_("“{sheet}” is declared not applicable, but one row is filled in")


@rule(
    "S113", "not-applicable-but-filled", "warning",
    message=N_("“{sheet}” is declared not applicable, but {count} rows are filled in"),
    hint=N_("If the rows count, delete the reason on the Start sheet; if not, delete the rows."),
    why=N_("A section that does not apply is not checked: errors in these rows stay hidden."),
)  # fmt: skip
def not_applicable_but_filled(view: View) -> Iterator[Hit]:
    """A section was declared not applicable and filled in all the same."""
    for index, source in enumerate(view.handover.sources):
        for name in source.not_applicable:
            section = view.template.by_id.get(name)
            if section is None:
                continue
            columns = view.columns(section)
            started = int((columns.started & (columns.source == index)).sum())
            if started:
                one = Message(_ONE_ROW_FILLED, {"sheet": section.sheet}) if started == 1 else None
                yield Hit(index, name, values={"count": started}, message=one)


remark_rule(
    "S120", "template-not-installed", "info",
    message=N_("The template “{template}” is not known here; the one inside the workbook was used"),
    hint=N_("Nothing to do."),
    why=N_("A workbook carries its template, so that it can be checked anywhere."),
)  # fmt: skip
remark_rule(
    "S121", "template-altered", "info",
    message=N_("The template “{template}” inside the workbook differs from the one known here; "
               "the one inside was used"),
    hint=N_("Nothing to do if your organisation has its own version; if not, ask the person who "
            "gave you the workbook which one is valid."),
    why=N_("Two versions with one number are easily mixed up."),
)  # fmt: skip
remark_rule(
    "S122", "template-older", "info",
    message=N_("The workbook was made with version {version} of “{template}”, which is older"),
    hint=N_("Nothing to do. It was checked by its own version."),
    why=N_("Older workbooks remain valid; no one has to copy anything by hand."),
)  # fmt: skip
remark_rule(
    "S123", "template-newer", "info",
    message=N_("The workbook was made with version {version} of “{template}”, which is newer"),
    hint=N_("Nothing to do. It was checked by its own version."),
    why=N_("A workbook carries its template, so newer ones can be checked too."),
)  # fmt: skip
remark_rule(
    "S124", "template-damaged", "warning",
    message=N_("The hidden sheet “_handover” is damaged; “{template}” was assumed"),
    hint=N_("Nothing to do if the workbook was made from this template. If from another "
            "one, name it: handover validate FILE -t TEMPLATE"),
    why=N_("Without it the workbook can only be recognised by its headings."),
)  # fmt: skip
remark_rule(
    "S125", "template-guessed", "warning",
    message=N_("The hidden sheet “_handover” is missing; judging by its headings, this is "
               "“{template}”"),
    hint=N_("Nothing to do if the workbook was made from this template. If from another "
            "one, name it: handover validate FILE -t TEMPLATE"),
    why=N_("Without it the workbook can only be recognised by its headings."),
)  # fmt: skip
remark_rule(
    "S126", "metadata-altered", "warning",
    message=N_("The hidden sheet “_handover” was altered: “{entry}” is “{value}” instead of "
               "“{expected}”"),
    hint=N_("Nothing to do if you know who changed it: the workbook was checked by the template "
            "inside it. If not, ask for the workbook again."),
    why=N_("No one needs to change this sheet; a change there can make a workbook look like "
           "another one."),
)  # fmt: skip
remark_rule(
    "S127", "format-newer", "warning",
    message=N_("The workbook is of a newer format ({value}) than this version of handover-xlsx "
               "knows; what is new in it was not checked"),
    hint=N_("Check it again with a newer version of handover-xlsx."),
    why=N_("What an older program does not know, it cannot find."),
)  # fmt: skip
remark_rule(
    "S130", "active-content", "info",
    message=N_("The workbook contains {kind}; they were not run or followed"),
    hint=N_("Nothing to do if you expected them; if not, ask who put them in before you "
            "open the file."),
    why=N_("Nothing inside a workbook is ever run, followed or fetched."),
)  # fmt: skip
remark_rule(
    "S131", "cell-doubled", "warning",
    message=N_("The file contains this cell twice; “{value}” was ignored"),
    hint=N_("Check that the cell shows the right value; if not, enter it again. Then save the "
            "workbook again in Excel."),
    why=N_("Some programs that assemble workbooks make this mistake; each reader then shows a "
           "different value."),
)  # fmt: skip
remark_rule(
    "S132", "values-only", "info",
    message=N_("This is {kind}: only its values were read"),
    hint=N_("Save it as .xlsx (File – Save as) and check that: then error values, formulas "
            "without a result and notes are checked, too."),
    why=N_("In these formats error values are read as blank, and other contents cannot be checked."),
)  # fmt: skip
