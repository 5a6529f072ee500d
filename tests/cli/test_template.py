"""``handover template``: list, show, check."""

from __future__ import annotations

import json


def test_list_names_the_shipped_templates(handover):
    """One line a template, in either language."""
    assert "operations  –  Operations handover." in handover("template", "list").out
    assert "运营工作交接" in handover("template", "list", "-l", "zh").out


def test_show_as_json_is_the_contract_for_programs(handover):
    """Sections, fields, types, requirements, choices and labels; it loads as a template again."""
    from handover_xlsx.template.catalogue import load_template
    from handover_xlsx.template.loading import load_text

    shown = handover("template", "show", "operations", "-f", "json").out
    data = json.loads(shown)
    duties = next(section for section in data["sections"] if section["id"] == "duties")

    assert duties["fields"][0]["label"]["zh"]
    assert data["choices"]["frequency"]["daily"]["en"] == "Daily"
    assert load_text(shown, "shown") == load_template("operations")


def test_show_as_text_lists_sheets_and_fields(handover):
    """For people: what a person will have to fill in."""
    shown = handover("template", "show", "operations", "-l", "zh").out

    assert "工作职责  (duties)" in shown
    assert "* 交接人  [leaver: text]" in shown


def test_check_names_every_mistake_with_its_line(handover, tmp_path):
    """Two mistakes, two lines, exit 2; a good template exits 0."""
    (tmp_path / "mine.yaml").write_text(
        "template: mine\nversion: 1\ntitle: {en: Mine}\nsections:\n"
        "  - id: tasks\n    kind: tabel\n    sheet: {en: Tasks}\n    purpose: {en: What}\n"
        "    fields:\n      - {id: name, label: {en: Task}, type: text, requird: true}\n",
        encoding="utf-8",
    )
    wrong = handover("template", "check", "mine.yaml")
    text = (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(
        text.replace("tabel", "table").replace("requird", "required"), encoding="utf-8"
    )
    good = handover("template", "check", "mine.yaml")

    assert wrong.code == 2
    assert wrong.err.splitlines() == [
        "mine.yaml:6: “tabel” is not known here; did you mean “table”?",
        "mine.yaml:10: “requird” is not a known key here; did you mean “required”?",
    ]
    assert good.code == 0
    assert good.err == "mine.yaml: good. one sheet, one field, languages: en.\n"


def test_a_template_of_ones_own_makes_a_workbook_that_is_checked_anywhere(handover, tmp_path):
    """The workbook carries its template: it can be validated without the .yaml file."""
    (tmp_path / "mine.yaml").write_text(
        "template: mine\nversion: 1\ntitle: {en: Mine}\nsections:\n"
        "  - id: tasks\n    kind: table\n    sheet: {en: Tasks}\n    purpose: {en: What}\n"
        "    min_rows: 1\n"
        "    fields:\n      - {id: name, label: {en: Task}, type: text, required: true}\n",
        encoding="utf-8",
    )
    handover("new", "-t", "mine.yaml", "-o", "mine.xlsx")
    (tmp_path / "mine.yaml").unlink()
    outcome = handover("validate", "mine.xlsx", "-f", "json")

    assert outcome.code == 1
    codes = [finding["code"] for finding in json.loads(outcome.out)["findings"]]
    assert codes == ["S120", "C101"]
