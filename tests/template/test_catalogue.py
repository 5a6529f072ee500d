"""The shipped template keeps its promises, and templates are found by name or path."""

import shutil
from pathlib import Path

import pytest

from handover_xlsx.errors import TemplateError, UnreadableFile, UsageError
from handover_xlsx.template.catalogue import find_text, load_template, template_names
from handover_xlsx.template.compiled import compile_all, load_compiled
from handover_xlsx.template.loading import load_text
from handover_xlsx.template.model import Field, Section

OPERATIONS = load_template("operations")
SECTIONS = pytest.mark.parametrize("section", OPERATIONS.sections, ids=lambda section: section.id)
FIELDS = pytest.mark.parametrize(
    ("section", "field"),
    [(section, field) for section in OPERATIONS.sections for field in section.fields],
    ids=lambda item: item.id,
)
LANGUAGES = ("en", "zh")
EXTENDING = "template: mine\nversion: 1\ntitle: {en: Mine, zh: 我的}\nextends: "


# --- The operations template ------------------------------------------------------------------


def test_the_operations_template_speaks_both_languages() -> None:
    """English and Chinese, from title to coverage rules."""
    assert OPERATIONS.languages == LANGUAGES
    texts = [OPERATIONS.title, OPERATIONS.description]
    texts += [text for rule in OPERATIONS.coverage for text in (rule.says, rule.hint)]
    texts += [c.label for listed in OPERATIONS.choices.values() for c in listed.choices]

    assert [text for text in texts if not all(text.get(language) for language in LANGUAGES)] == []


@FIELDS
def test_a_field_has_label_hint_and_example_in_both_languages(
    section: Section, field: Field
) -> None:
    """A person who fills it in is never left alone."""
    for texts in (field.label, field.hint, field.example):
        assert sorted(text for text in texts if texts[text].strip()) == list(LANGUAGES)


@FIELDS
def test_a_label_fits_a_heading(section: Section, field: Field) -> None:
    """31 characters at most: as long as a sheet's name."""
    assert [label for label in field.label.values() if len(label) > 31] == []


@SECTIONS
def test_a_section_says_its_name_and_purpose_in_both_languages(section: Section) -> None:
    """On the tab and under the title."""
    for texts in (section.sheet, section.purpose):
        assert sorted(text for text in texts if texts[text].strip()) == list(LANGUAGES)


@SECTIONS
def test_sheet_names_are_short_and_plain(section: Section) -> None:
    """Excel takes them, and they fit on a tab."""
    for name in section.sheet.values():
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\'_")


@SECTIONS
def test_required_fields_come_first(section: Section) -> None:
    """A person who stops filling in at the first optional column has given what is needed."""
    optional = [number for number, item in enumerate(section.fields) if not item.may_be_required]
    required = [number for number, item in enumerate(section.fields) if item.required]

    assert max(required) < min(optional, default=99)


@SECTIONS
def test_a_sheet_asks_for_six_to_fourteen_things(section: Section) -> None:
    """Fewer would not be worth a sheet, more would not be filled in."""
    few = {"kpi_history": 2, "signoff": 5}  # the rest are months; and who signs, and when

    assert few.get(section.id, 6) <= len(section.fields) <= 14


@SECTIONS
def test_labels_and_aliases_of_a_section_do_not_collide(section: Section) -> None:
    """A heading names one column, whichever of its names is used."""
    for language in LANGUAGES:
        named = [
            name.casefold()
            for item in section.fields
            for name in (item.label[language], *item.aliases.get(language, ()))
        ]

        assert sorted(named) == sorted(set(named))


def test_the_roles_are_all_given() -> None:
    """Who leaves, who follows, who watches, and when."""
    assert list(OPERATIONS.roles) == [
        "leaver",
        "position",
        "department",
        "successor",
        "supervisor",
        "last_day",
    ]
    assert OPERATIONS.start is OPERATIONS.by_id["start"]


# --- Finding templates ------------------------------------------------------------------------


def test_shipped_templates_are_found_by_name() -> None:
    """And loaded once."""
    assert "operations" in template_names()
    assert load_template() is load_template("operations")
    assert find_text("operations")[1] == "operations.yaml"


def test_a_slip_in_a_name_is_reported_with_the_near_one() -> None:
    """Without a stack of errors."""
    with pytest.raises(UsageError) as caught:
        load_template("operation")

    assert str(caught.value) == (
        "there is no template “operation” (did you mean “operations”?);"
        " or give the path of a .yaml file"
    )


def test_a_template_is_loaded_from_a_path(tmp_path: Path) -> None:
    """It may extend a shipped one by name."""
    path = tmp_path / "mine.yaml"
    path.write_text(EXTENDING + "operations\n", encoding="utf-8")

    template = load_template(str(path))

    assert template.id == "mine"
    assert template.sections == OPERATIONS.sections


def test_a_template_may_extend_a_file_next_to_it(tmp_path: Path) -> None:
    """With or without a chain of them, wherever the program was started."""
    (tmp_path / "base.yaml").write_text(EXTENDING + "operations\n", encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(
        EXTENDING + "base.yaml\nsections: [{id: plan, drop: true}]\n", encoding="utf-8"
    )

    template = load_template(str(tmp_path / "mine.yaml"))

    assert [s.id for s in OPERATIONS.sections if s.id not in template.by_id] == ["plan"]


def test_files_that_extend_each_other_are_reported(tmp_path: Path) -> None:
    """By any spelling of their paths."""
    (tmp_path / "a.yaml").write_text(EXTENDING + "./b.yaml\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(EXTENDING + f"../{tmp_path.name}/a.yaml\n", encoding="utf-8")

    with pytest.raises(TemplateError, match="extend each other in a circle"):
        load_template(str(tmp_path / "a.yaml"))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.yaml", "none.yaml: does not exist"),
        ("operation", "there is no template “"),
        ('"a\\0b.yaml"', "cannot be read"),
    ],
)
def test_a_base_that_cannot_be_read_is_reported(tmp_path: Path, name: str, message: str) -> None:
    """With the line that names it."""
    path = tmp_path / "mine.yaml"
    path.write_text(EXTENDING + name + "\n", encoding="utf-8")

    with pytest.raises(TemplateError) as caught:
        load_template(str(path))

    assert str(caught.value).startswith(f"{path}:4: ")
    assert message in str(caught.value)


@pytest.mark.parametrize("path", ["none.yaml", "."])
def test_a_path_that_is_no_file_is_reported(tmp_path: Path, path: str) -> None:
    """A missing file, or a folder."""
    with pytest.raises(UnreadableFile, match=r"does not exist|cannot be read"):
        load_template(str(tmp_path / path))


# --- Compiled -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped templates in a folder of their own, compiled."""
    folder = tmp_path_factory.mktemp("templates")
    for name in template_names():
        (folder / f"{name}.yaml").write_text(find_text(name)[0], encoding="utf-8")
    compile_all(folder)
    return folder


@pytest.mark.parametrize("name", template_names())
def test_the_compiled_template_is_the_written_one(name: str, compiled: Path) -> None:
    """What loads fast says what the YAML says."""
    assert load_compiled(compiled, name) == load_text(*find_text(name), find_text)


def test_a_template_that_is_not_compiled_is_read_from_its_text(
    compiled: Path, tmp_path: Path
) -> None:
    """As in a checkout that was not installed; nothing but the time differs."""
    shutil.copyfile(compiled / "operations.yaml", tmp_path / "operations.yaml")

    assert load_compiled(tmp_path, "operations") is None
    assert load_template(str(tmp_path / "operations.yaml")) == OPERATIONS


def test_an_edited_template_counts_at_once(compiled: Path, tmp_path: Path) -> None:
    """A compiled template that does not fit its YAML is not used."""
    shutil.copytree(compiled, tmp_path, dirs_exist_ok=True)
    assert load_compiled(tmp_path, "operations") == OPERATIONS

    with (tmp_path / "operations.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")

    assert load_compiled(tmp_path, "operations") is None
    assert load_compiled(tmp_path, "community") is None
