"""Writing a template: what may be left out, and how each mistake is reported."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_xlsx.errors import TemplateError, UnreadableFile
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.loading import FindTemplate, load_text
from handover_xlsx.template.model import Condition, Periods, Reference, Template

MINIMAL = """\
template: keys
version: 1
title: {en: Keys}
sections:
  - id: keys
    kind: table
    sheet: {en: Keys}
    purpose: {en: Who holds which key.}
    fields:
      - {id: door, label: {en: Door}, type: text}
"""


def mistakes(text: str, find: FindTemplate | None = None) -> list[str]:
    """The lines that loading a faulty template gives."""
    with pytest.raises(TemplateError) as caught:
        load_text(text, "t.yaml", find)
    assert str(caught.value)
    return str(caught.value).split("\n")


def among(**texts: str) -> FindTemplate:
    """Finds templates among some texts, as files of these names."""
    return lambda name: (texts[name], f"{name}.yaml")


# --- Templates that load ----------------------------------------------------------------------


def test_a_minimal_template_loads() -> None:
    """One section with one field is a template; the rest has sensible values."""
    template = load_text(MINIMAL, "t.yaml")

    assert (template.id, template.version, template.languages) == ("keys", 1, ("en",))
    assert template.description == template.title == {"en": "Keys"}
    assert (template.choices, template.coverage, template.roles) == ({}, (), {})
    (section,) = template.sections
    assert (section.names_row, section.min_rows, section.periods) == ("door", 0, None)
    (field,) = section.fields
    assert (field.id, field.label, field.type) == ("door", {"en": "Door"}, "text")
    assert not field.required


def test_a_history_counts_twelve_months_unless_it_says_otherwise() -> None:
    """A history needs no word about its periods."""
    template = load_text(MINIMAL.replace("kind: table", "kind: history"), "t.yaml")

    assert template.sections[0].periods == Periods("month", 12, 0)


@pytest.mark.parametrize("null", ["", "~", "null"])
def test_a_key_without_a_value_is_as_good_as_absent(null: str) -> None:
    """Keys may be kept and left blank."""
    text = MINIMAL.replace("type: text}", f"type: text, hint: {null}, min: {null}}}")

    assert load_text(text, "t.yaml") == load_text(MINIMAL, "t.yaml")


def test_quoted_words_for_nothing_are_texts() -> None:
    """Quotes mean the word itself."""
    template = load_text(MINIMAL.replace("en: Door", 'en: "null"'), "t.yaml")

    assert template.sections[0].fields[0].label == {"en": "null"}


def test_yes_no_and_numbers_remain_the_texts_that_were_typed() -> None:
    """YAML takes no for false and 1.10 for 1.1; a template does not."""
    text = MINIMAL + (
        "choices:\n"
        "  answer:\n"
        "    no: {en: No, aliases: [off, n]}\n"
        "    yes: {en: Yes, aliases: [on, 1.10, 2025-03-01]}\n"
    )

    answer = load_text(text, "t.yaml").choices["answer"]

    assert answer.codes == ("no", "yes")
    assert [choice.label["en"] for choice in answer.choices] == ["No", "Yes"]
    assert [choice.aliases for choice in answer.choices] == [
        ("off", "n"),
        ("on", "1.10", "2025-03-01"),
    ]


def test_conditions_and_references_are_understood() -> None:
    """One code or several, filled or blank; and a field of another section."""
    text = MINIMAL.replace(
        "      - {id: door, label: {en: Door}, type: text}",
        "      - {id: door, label: {en: Door}, type: yesno}\n"
        "      - {id: holder, label: {en: Holder}, type: ref, to: keys.note,\n"
        "         required_if: {door: yes, note: filled, copy: blank}}\n"
        "      - {id: copy, label: {en: Copy}, type: text, required_if: {door: [yes, no]}}\n"
        "      - {id: note, label: {en: Note}, type: text}",
    )

    holder, copy = load_text(text, "t.yaml").sections[0].fields[1:3]

    assert holder.to == Reference("keys", "note")
    assert holder.required_if == Condition(
        (("door", ("yes",)), ("note", ("filled",)), ("copy", ("blank",)))
    )
    assert copy.required_if == Condition((("door", ("yes", "no")),))


# --- Mistakes ---------------------------------------------------------------------------------

TWENTY = """\
template: Big Template
version: one
title: {en: Doors, zh: 门}
colour: red
roles:
  leaver: doors
  boss: doors.name
choices:
  state: [open, shut]
  size: {big: {en: Big, zh: 大}}
sections:
  - id: doors
    kind: tabel
    sheet: {en: Doors, zh: 门}
    purpose: {en: Which doors., zh: 有哪些门。}
    fields: [{id: name, label: {en: Name, zh: 名称}, type: text}]
  - id: keys
    kind: table
    sheet: {en: "Keys: all", zh: 钥匙}
    purpose: {en: Which keys., zh: 有哪些钥匙。}
    names_row: nmae
    fields:
      - {id: name, label: {en: Name}, type: text}
      - {id: name, label: {en: Again, zh: 再来}, type: text}
      - {id: state, label: {en: State, zh: 状态}, type: choice, choices: sate}
      - {id: size, label: {en: Size, zh: 大小}, type: choice}
      - {id: door, label: {en: Door, zh: 门}, type: ref, to: doors.title}
      - {id: count, label: {en: Count, zh: 数量}, type: integer, min: 5, max: 1}
      - {id: due, label: {en: Due, zh: 期限}, type: date, requird: true}
      - {id: since, label: {en: Since, zh: 起}, type: date, required: yes}
      - {id: until, label: {en: Since, zh: 止}, type: date}
      - {id: note, label: Note, type: text}
      - {id: big, label: {en: B, zh: 大}, type: text, type: long}
"""


def test_twenty_mistakes_are_reported_in_one_run() -> None:
    """No one runs the program twenty times: each mistake has its line and says what to do."""
    assert mistakes(TWENTY) == [
        "t.yaml:1: “Big Template” is not a usable template id; use small letters, digits and -",
        "t.yaml:2: “one” should be a whole number",
        "t.yaml:4: “colour” is not a known key here; use one of: template, version, extends,"
        " title, description, roles, choices, sections, coverage, rules",
        "t.yaml:6: “doors” should name a section and a field: contacts.name",
        "t.yaml:7: “boss” is not a role; use one of: leaver, position, department, successor,"
        " supervisor, last_day",
        "t.yaml:9: a choice list is expected, such as {high: {en: High, zh: 高}}",
        "t.yaml:13: “tabel” is not known here; did you mean “table”?",
        "t.yaml:19: the sheet name “Keys: all” may not contain any of []:*?/\\, nor begin with ' "
        "or _",
        "t.yaml:21: there is no field “nmae” in this section; did you mean “name”?",
        "t.yaml:23: the label of “name” is missing in language zh",
        "t.yaml:24: the id “name” is used twice (first on line 23); rename one",
        "t.yaml:25: there is no choice list “sate”; did you mean “state”?",
        "t.yaml:26: a choice field names its list: choices: …",
        "t.yaml:27: there is no field “title” in this section; use one of: name",
        "t.yaml:28: min is larger than max; swap them",
        "t.yaml:29: “requird” is not a known key here; did you mean “required”?",
        "t.yaml:30: “yes” should be true or false",
        "t.yaml:31: “Since” is already the label of “since”; two columns need two labels",
        "t.yaml:32: a text in each language is expected, such as {en: Duties, zh: 工作职责}",
        "t.yaml:33: “type” appears here a second time (first on line 33); keep one of them",
    ]


def test_a_faulty_thing_can_still_be_pointed_at() -> None:
    """A mistake in a field does not make everything that names the field wrong, too."""
    text = MINIMAL.replace("type: text}", "type: txt}").replace(
        "    fields:",
        "    names_row: door\n    report: {columns: [door]}\n    fields:\n"
        "      - {id: to, label: {en: To}, type: ref, to: keys.door}",
    )

    assert mistakes(text) == ["t.yaml:13: “txt” is not known here; did you mean “text”?"]


FIELD = "      - {id: door, label: {en: Door}, type: text}"
ONE_MISTAKE = {
    "unknown key": (
        MINIMAL.replace("purpose:", "purpos:"),
        [
            "t.yaml:5: “purpose” is missing here; add it",
            "t.yaml:8: “purpos” is not a known key here; did you mean “purpose”?",
        ],
    ),
    "missing keys": (
        "template: keys\n",
        [
            "t.yaml:1: “sections” is missing here; add it",
            "t.yaml:1: “title” is missing here; add it",
            "t.yaml:1: “version” is missing here; add it",
        ],
    ),
    "required key without a value": (
        MINIMAL.replace("{id: door, label: {en: Door}", "id: door\n        label:").replace(
            ", type: text}", "\n        type: text"
        ),
        ["t.yaml:11: “label” is missing here; add it"],
    ),
    "key twice": (
        MINIMAL + "title: {en: Again}\n",
        ["t.yaml:11: “title” appears here a second time (first on line 3); keep one of them"],
    ),
    "label of two lines": (
        MINIMAL.replace("{en: Door}", '{en: "Do\\nor"}'),
        ["t.yaml:10: a name is one line of at most 200 characters; shorten this one"],
    ),
    "long label": (
        MINIMAL.replace("{en: Door}", "{en: " + "x" * 201 + "}"),
        ["t.yaml:10: a name is one line of at most 200 characters; shorten this one"],
    ),
    "escaped control character": (
        MINIMAL.replace("Who holds", '"\\x07Who"').replace(" which key.", ""),
        ["t.yaml:8: this text contains an invisible control character; delete it"],
    ),
    "section twice": (
        MINIMAL + MINIMAL[MINIMAL.index("  - id") :],
        ["t.yaml:11: the id “keys” is used twice (first on line 5); rename one"],
    ),
    "no fields": (
        MINIMAL.replace("    fields:\n" + FIELD, "    fields: []"),
        ["t.yaml:5: the section “keys” has no fields; add at least one"],
    ),
    "label in one language only": (
        MINIMAL.replace("{en: Keys}", "{en: Keys, zh: 钥匙}"),
        ["t.yaml:10: the label of “door” is missing in language zh"],
    ),
    "label without a word": (
        MINIMAL.replace("{en: Door}", "{en: }"),
        [
            "t.yaml:10: a text in each language is expected, such as {en: Duties, zh: 工作职责}",
        ],
    ),
    "no text": (
        MINIMAL.replace("{en: Door}", "{en: [Door]}"),
        [
            "t.yaml:10: a text is expected here",
            "t.yaml:10: the label of “door” is missing in language en",
        ],
    ),
    "empty label": (
        MINIMAL.replace("{en: Door}", '{en: ""}'),
        ["t.yaml:10: the label of “door” is missing in language en"],
    ),
    "not a language": (
        MINIMAL.replace("en: Door", "en: Door, English: Door"),
        ["t.yaml:10: “English” is not a language code; use en, zh …"],
    ),
    "no number": (
        MINIMAL.replace("type: text}", "type: number, min: nan}"),
        ["t.yaml:10: “nan” should be a number"],
    ),
    "no list": (
        MINIMAL.replace("  - id", "    id"),
        ["t.yaml:5: a list is expected here, such as [a, b]"],
    ),
    "no mapping": (
        "- a\n",
        ["t.yaml:1: names with values are expected here, such as {template: …}"],
    ),
    "no name": (
        MINIMAL + "[a, b]: c\n",
        ["t.yaml:11: a name is expected before the colon"],
    ),
    "list of an odd name": (
        MINIMAL + "choices: {my list: {a: {en: A}}}\n",
        [
            "t.yaml:11: “my list” is not a usable id; use small letters, digits and _,"
            " a letter first"
        ],
    ),
    "unknown code": (
        MINIMAL.replace("type: text}", "type: yesno}") + "    closed_when: {door: [maybe]}\n",
        ["t.yaml:11: “maybe” is not a code of this choice list; use one of: yes, no"],
    ),
    "code of a text": (
        MINIMAL + "    closed_when: {door: shut}\n",
        ["t.yaml:11: “door” has no codes to choose from; write filled or blank"],
    ),
    "coverage": (
        MINIMAL + "coverage:\n  - {rule: needs, section: keyz, severity: bad,"
        " says: {en: S}, hint: {en: H}}\n",
        [
            "t.yaml:12: a “needs” entry needs “field”; add it",
            "t.yaml:12: there is no section “keyz”; did you mean “keys”?",
            "t.yaml:12: “bad” is not known here; use one of: error, warning, info",
        ],
    ),
    "extends in a workbook": (
        MINIMAL + "extends: operations\n",
        ["t.yaml:11: a template inside a workbook cannot extend another one"],
    ),
    "control character": (
        "template: \x07\n",
        ["t.yaml:1: this is not a text file in UTF-8; save it as UTF-8 text"],
    ),
    "empty": ("", ["t.yaml:1: the file is empty; start with: template: my-template"]),
    "only a comment": (
        "# later\n",
        ["t.yaml:1: the file is empty; start with: template: my-template"],
    ),
    "part used again": (
        "title: &t {en: T}\ndescription: *t\n",
        ["t.yaml:2: parts used again with “*” are not understood here; write them out"],
    ),
    "endless": (
        "title: &t [*t]\n",
        ["t.yaml:1: parts used again with “*” are not understood here; write them out"],
    ),
    "deep": (
        "[" * 100_000,
        ["t.yaml:1: this is nested too deeply for a template; write it flatter"],
    ),
    "deep lists": (
        "\n" + "- " * 2_000,
        ["t.yaml:2: this is nested too deeply for a template; write it flatter"],
    ),
    "deep names": (
        "\n".join(" " * level + "a:" for level in range(2_000)),
        ["t.yaml:51: this is nested too deeply for a template; write it flatter"],
    ),
    "deep and not too deep": (
        "[" * 40 + "keys",
        [
            "t.yaml:1: the bracket “[” that opens here is not closed, or a comma is missing in it; "
            "put a text with a comma, a colon or a # in it in quotation marks"
        ],
    ),
}


@pytest.mark.parametrize("case", ONE_MISTAKE)
def test_a_mistake_is_reported_with_its_line_and_what_to_do(case: str) -> None:
    """One mistake gives one line, two where it also leaves something missing."""
    text, lines = ONE_MISTAKE[case]

    assert mistakes(text) == lines


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("x" * 32, "is too long; Excel allows 31 characters"),
        ("🔑" * 16, "is too long; Excel allows 31 characters"),
        ("A/B", "may not contain any of []:*?/\\, nor begin with ' or _"),
        ("_keys", "may not contain any of []:*?/\\, nor begin with ' or _"),
        ("'keys", "may not contain any of []:*?/\\, nor begin with ' or _"),
        ("keys'", "may not contain any of []:*?/\\, nor begin with ' or _"),
        ("HISTORY", "cannot be a sheet name: Excel reserves it; choose another"),
        ("DOORS", "is used twice; every sheet needs its own"),
    ],
)
def test_a_sheet_name_that_excel_refuses_is_reported(name: str, message: str) -> None:
    """Better now than when the workbook is written."""
    text = MINIMAL.replace("sheet: {en: Keys}", f'sheet: {{en: "{name}"}}')
    doors = MINIMAL[MINIMAL.index("  - id") :].replace("keys", "doors").replace("Keys", "Doors")
    first, second = text.index("  - id"), len(text)
    text = text[:first] + doors + text[first:second]

    (line,) = mistakes(text)

    assert line.startswith(f"t.yaml:13: “{name}” " if "HIST" in name else "t.yaml:13: the sheet")
    assert line.endswith(f"“{name}” {message}")


@pytest.mark.parametrize("name", ["x" * 31, "🔑" * 15, "a'b", "工作 & 职责（一）"])
def test_other_sheet_names_are_fine(name: str) -> None:
    """Names in any script, up to what Excel allows."""
    text = MINIMAL.replace("sheet: {en: Keys}", f'sheet: {{en: "{name}"}}')

    assert load_text(text, "t.yaml").sections[0].sheet == {"en": name}


def test_a_sheet_name_missing_in_one_language_is_reported() -> None:
    """Every sheet has a name in every language of the title."""
    text = MINIMAL.replace("title: {en: Keys}", "title: {en: Keys, zh: 钥匙}")
    text = text.replace("{en: Door}", "{en: Door, zh: 门}")

    assert mistakes(text) == ["t.yaml:7: the sheet name is missing in language zh"]


def loads_or_tells_its_mistakes(text: str) -> None:
    """The only two outcomes there may be."""
    message = "t.yaml:"
    try:
        load_text(text, "t.yaml")
    except TemplateError as error:
        message = str(error)
    assert message.startswith("t.yaml:")


@given(st.text())
def test_any_text_loads_or_reports_its_mistakes(text: str) -> None:
    """No text ends in another exception, or in an error without words."""
    loads_or_tells_its_mistakes(text)


@given(st.data())
def test_a_template_with_any_line_changed_loads_or_reports_its_mistakes(
    data: st.DataObject,
) -> None:
    """The same for texts that are nearly a template."""
    lines = TWENTY.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at : at + 1] = data.draw(
            st.sampled_from(["", lines[at] * 2, "  " + lines[at], lines[at][2:], lines[at][:20]])
        ).splitlines(keepends=True) or ["\n"]
    loads_or_tells_its_mistakes("".join(lines))


# --- Files ------------------------------------------------------------------------------------


def test_a_file_loads_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    """Windows editors put one in front."""
    path = tmp_path / "keys.yaml"
    for start in (b"", b"\xef\xbb\xbf"):
        path.write_bytes(start + MINIMAL.encode())

        assert load_template(str(path)) == load_text(MINIMAL, "t.yaml")


def test_a_file_that_is_not_utf_8_says_so(tmp_path: Path) -> None:
    """Chinese Windows saves GBK by default."""
    path = tmp_path / "keys.yaml"
    path.write_bytes("title: {zh: 钥匙}".encode("gbk"))

    with pytest.raises(UnreadableFile) as caught:
        load_template(str(path))

    assert str(caught.value) == "keys.yaml: is not a text in UTF-8; save it as a UTF-8 text file"


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    """In the same words as a missing workbook."""
    with pytest.raises(UnreadableFile, match=r"none.yaml: does not exist; check the name"):
        load_template(str(tmp_path / "none.yaml"))


# --- One template on another ------------------------------------------------------------------

HOUSE = """\
template: house
version: 3
title: {en: House}
choices:
  state: {open: {en: Open}, shut: {en: Shut}}
sections:
  - id: doors
    kind: table
    sheet: {en: Doors}
    purpose: {en: Which doors.}
    fields:
      - {id: name, label: {en: Name}, type: text, required: true}
      - {id: colour, label: {en: Colour}, type: text}
      - {id: state, label: {en: State}, type: choice, choices: state}
  - id: keys
    kind: table
    sheet: {en: Keys}
    purpose: {en: Which keys.}
    fields:
      - {id: name, label: {en: Name}, type: text}
  - id: lamps
    kind: table
    sheet: {en: Lamps}
    purpose: {en: Which lamps.}
    fields:
      - {id: name, label: {en: Name}, type: text}
"""
CASTLE = """\
template: castle
version: 1
extends: house
title: {en: Castle}
"""


def castle(*lines: str) -> Template:
    """The house, changed by some lines."""
    return load_text(CASTLE + "\n".join(lines), "castle.yaml", among(house=HOUSE))


def test_a_template_that_changes_nothing_is_its_base_under_a_new_name() -> None:
    """What is not given is taken over."""
    house, changed = load_text(HOUSE, "house.yaml"), castle()

    assert (changed.id, changed.version, changed.title) == ("castle", 1, {"en": "Castle"})
    assert (changed.sections, changed.choices) == (house.sections, house.choices)


def test_fields_are_added_changed_dropped_and_placed() -> None:
    """By their ids; what is not named remains as it was."""
    template = castle(
        "sections:",
        "  - id: doors",
        "    purpose: {en: Which gates.}",
        "    fields:",
        "      - {id: width, label: {en: Width}, type: number}",
        "      - {id: material, label: {en: Material}, type: text, after: name}",
        "      - {id: colour, drop: true}",
        "      - {id: state, required: true, after: name}",
    )

    doors = template.by_id["doors"]
    assert list(doors.by_id) == ["name", "state", "material", "width"]
    assert doors.purpose == {"en": "Which gates."}
    assert doors.sheet == {"en": "Doors"}
    assert doors.by_id["state"].required
    assert doors.by_id["state"].choices is not None
    assert doors.by_id["state"].choices.codes == ("open", "shut")
    assert list(template.by_id) == ["doors", "keys", "lamps"]


def test_sections_are_added_dropped_and_placed() -> None:
    """The same for whole sheets."""
    moat = "kind: table, sheet: {en: Moat}, purpose: {en: P}"
    fields = "fields: [{id: depth, label: {en: Depth}, type: number}]"
    template = castle(
        "sections:",
        "  - {id: keys, drop: true}",
        f"  - {{id: moat, {moat}, {fields}, after: doors}}",
        "  - {id: doors, after: lamps}",
    )

    assert list(template.by_id) == ["moat", "lamps", "doors"]


def test_what_speaks_of_a_dropped_thing_goes_with_it() -> None:
    """No one has to write all roles and coverage rules again to do without a sheet."""
    entry = "severity: info, says: {en: S}, hint: {en: H}}\n"
    house = HOUSE + (
        "roles: {leaver: keys.name, position: doors.name, department: doors.colour}\n"
        "coverage:\n"
        f"  - {{rule: has-row, section: keys, {entry}"
        f"  - {{rule: has-row, section: doors, {entry}"
        f"  - {{rule: needs, section: doors, field: colour, {entry}"
        f"  - {{rule: needs, section: doors, field: name, when: {{colour: filled}}, {entry}"
        f"  - {{rule: referred-to, section: lamps, by: keys.name, {entry}"
        f"  - {{rule: needs, section: lamps, field: name, {entry}"
    )
    changes = (
        "sections:\n  - {id: keys, drop: true}\n"
        "  - {id: doors, fields: [{id: colour, drop: true}]}\n"
    )

    template = load_text(CASTLE + changes, "castle.yaml", among(house=house))

    assert [(rule.rule, rule.section) for rule in template.coverage] == [
        ("has-row", "doors"),
        ("needs", "lamps"),
    ]
    assert template.roles == {"position": Reference("doors", "name")}


def test_choices_are_added_and_reworded() -> None:
    """Codes remain; labels of one language may be replaced alone."""
    template = castle(
        "choices: {state: {open: {zh: 开}, ajar: {en: Ajar}}, size: {big: {en: Big}}}"
    )

    assert [(c.code, c.label) for c in template.choices["state"].choices] == [
        ("open", {"en": "Open", "zh": "开"}),
        ("shut", {"en": "Shut"}),
        ("ajar", {"en": "Ajar"}),
    ]
    assert template.choices["size"].codes == ("big",)


def test_a_base_may_have_a_base() -> None:
    """Changes pile up."""
    texts = {
        "house": HOUSE,
        "castle": CASTLE + "sections: [{id: keys, drop: true}]\n",
    }
    ruin = CASTLE.replace("house", "castle").replace("template: castle", "template: ruin")

    template = load_text(ruin + "sections: [{id: lamps, drop: true}]\n", "r.yaml", among(**texts))

    assert list(template.by_id) == ["doors"]


def test_mistakes_are_reported_where_they_were_written() -> None:
    """In the base, or in the template on top of it."""
    house = HOUSE.replace("type: text, required", "type: txt, required")
    changes = "sections:\n  - id: doors\n    fields: [{id: state, choices: sate}]\n"

    with pytest.raises(TemplateError) as caught:
        load_text(CASTLE + changes, "castle.yaml", among(house=house))

    assert str(caught.value).split("\n") == [
        "castle.yaml:7: there is no choice list “sate”; did you mean “state”?",
        "house.yaml:12: “txt” is not known here; did you mean “text”?",
    ]


def test_dropping_and_placing_by_an_unknown_id_is_reported() -> None:
    """A slip in an id must not pass for a wish fulfilled."""
    changes = (
        "sections:\n  - {id: lamp, drop: true}\n  - {id: doors, after: keyz}\n"
        "  - {id: keys, drop: yes}\n"
    )

    assert mistakes(CASTLE + changes, among(house=HOUSE)) == [
        "t.yaml:6: there is no “lamp” in this list; did you mean “lamps”?",
        "t.yaml:7: there is no “keyz” in this list; did you mean “keys”?",
        "t.yaml:8: “yes” should be true or false",
    ]


def test_drop_and_after_are_only_known_where_something_is_extended() -> None:
    """A template of its own says what it has, in its own order."""
    (line,) = mistakes(MINIMAL.replace("type: text}", "type: text, after: door}"))

    assert line.startswith("t.yaml:10: “after” is not a known key here;")


def test_templates_that_extend_each_other_in_a_circle_are_reported() -> None:
    """However long the circle is."""
    texts = {
        "a": CASTLE.replace("house", "b"),
        "b": CASTLE.replace("house", "c"),
        "c": CASTLE.replace("house", "a"),
    }
    for name, where in (("a", "c"), ("b", "a"), ("c", "b")):
        with pytest.raises(TemplateError) as caught:
            load_text(texts[name], f"{name}.yaml", among(**texts))

        assert str(caught.value) == (
            f"{where}.yaml:3: the templates extend each other in a circle; remove one extends"
        )
