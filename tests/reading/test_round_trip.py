"""Write, read, write again: a value keeps its meaning, whatever it is."""

import io
import re
from collections.abc import Mapping
from datetime import date

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handover_xlsx.format.layout import FROM_FIELD
from handover_xlsx.handover.content import Content
from handover_xlsx.handover.model import Handover
from handover_xlsx.handover.remembered import SourceEntry
from handover_xlsx.reading.read import read_bytes
from handover_xlsx.secrets.find import find_secrets
from handover_xlsx.template.loading import load_text
from handover_xlsx.template.model import TYPES
from handover_xlsx.writing.write import write_workbook

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 2)
TEMPLATE = load_text(
    """
template: every-type
version: 1
title: {en: Every type, zh: 各种类型}
choices:
  level:
    high: {en: High, zh: 高}
    mixed: {en: "Low, or none; at all / ever", zh: 低、无；或从不}
    number: {en: "100", zh: "100"}
    quoted: {en: 'Say "yes"', zh: 说“是”}
    formula: {en: "=1+1", zh: "@x"}
sections:
  - id: things
    kind: table
    sheet: {en: Things, zh: 东西}
    purpose: {en: One field of each type, zh: 每种类型一个字段}
    names_row: text
    fields:
      - {id: text, label: {en: Text, zh: 文本}, type: text}
      - {id: long, label: {en: Long, zh: 长文本}, type: long}
      - {id: integer, label: {en: Integer, zh: 整数}, type: integer}
      - {id: number, label: {en: Number, zh: 数字}, type: number}
      - {id: percent, label: {en: Percent, zh: 百分比}, type: percent}
      - {id: money, label: {en: Money, zh: 金额}, type: money}
      - {id: date, label: {en: Date, zh: 日期}, type: date}
      - {id: month, label: {en: Month, zh: 月份}, type: month}
      - {id: choice, label: {en: Choice, zh: 选项}, type: choice, choices: level}
      - {id: choices, label: {en: Choices, zh: 多选}, type: choices, choices: level}
      - {id: yesno, label: {en: Yes or no, zh: 是否}, type: yesno}
      - {id: ref, label: {en: Reference, zh: 引用}, type: ref, to: things.text}
      - {id: email, label: {en: E-mail, zh: 邮箱}, type: email}
      - {id: phone, label: {en: Phone, zh: 电话}, type: phone}
      - {id: url, label: {en: Address, zh: 网址}, type: url}
      - {id: place, label: {en: Place, zh: 位置}, type: place}
""",
    "every-type.yaml",
)
SETTINGS = settings(deadline=None, derandomize=True, max_examples=40)

# Texts: any character that XML can contain, first some that programs like to change.
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufffe\uffff")
SPECIAL = (
    "周报 📊 Grüße", "=1+1", "+49 30 1", "-1", "@x", "a\tb\nc", "  both ends  ", "\n", "'quoted",
    "_x0041_", "_x005F_", "_x000D_", "\x00\x01\x1f\x7f\x85", "00123", "1e5", "2026-11-02", "TRUE",
    "#REF!", "<a href='x'>&amp;</a>", "]]>", "http://example.com", "{0}", "1/2", "3-4", "‮abc", "e\u0301",
)  # fmt: skip
texts = (st.text(characters, min_size=1, max_size=60) | st.sampled_from(SPECIAL)).filter(
    lambda text: visible(text)
)


def is_no_card(number: float) -> bool:
    """Whether a number is read as it is: one that could be a bank card's is masked."""
    return not find_secrets(f"{number:.0f}")


codes = st.sampled_from(TEMPLATE.choices["level"].codes)
VALUES: Mapping[str, st.SearchStrategy[object]] = {
    "text": texts,
    "long": texts,
    "ref": texts,
    "place": texts,
    "integer": st.integers(-(10**15) + 1, 10**15 - 1).filter(is_no_card),
    "number": st.floats(-1e15, 1e15).map(lambda number: float(f"{number:.15g}")).filter(is_no_card),
    "percent": st.floats(-10, 10).map(lambda number: float(f"{number:.15g}")),
    "money": st.decimals(-(10**12), 10**12, places=2).map(float).filter(is_no_card),
    "date": st.dates(date(1900, 3, 1), date(2099, 12, 31)),
    "month": st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(lambda day: f"{day:%Y-%m}"),
    "choice": codes,
    "choices": st.lists(codes, min_size=1, unique=True).map(tuple),
    "yesno": st.booleans(),
    "email": st.from_regex(r"[a-z]{1,8}\.[a-z0-9]{1,8}@example\.(com|org)", fullmatch=True),
    "phone": st.from_regex(r"\+86 1[3-9][0-9]{9}|0[0-9]{9}|020 7946 0[0-9]{3}", fullmatch=True),
    "url": st.from_regex(r"https://[a-z]{1,9}\.example\.com(/[a-z=?&#]{0,9})?", fullmatch=True),
}
rows = st.fixed_dictionaries({}, optional=dict(VALUES))


def visible(text: str) -> bool:
    """Whether a text is more than spaces and invisible characters (those are reported instead)."""
    return bool(re.sub(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+", "", text))


TEAM = (SourceEntry("Ada · a.xlsx", "a.xlsx", "Ada", "en"),)


def written(
    records: list[Mapping[str, object]],
    language: str,
    sources: tuple[SourceEntry, ...] = (),
) -> bytes:
    """A workbook with these rows; with sources, a team's."""
    stream = io.BytesIO()
    content = Content(rows={"things": records}, sources=sources)
    write_workbook(TEMPLATE, stream, language=language, content=content, today=TODAY)
    return stream.getvalue()


def read(data: bytes) -> Handover:
    """What a workbook says."""
    return read_bytes("a.xlsx", data)


def values(handover: Handover) -> list[Mapping[str, object]]:
    """The rows."""
    return [dict(record) for record in handover.rows("things")]


def saved_by_openpyxl(data: bytes) -> bytes:
    """The workbook opened and saved by another program."""
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(stream)
    return stream.getvalue()


def test_every_type_takes_part():
    """No field type is left out here."""
    assert set(VALUES) == set(TYPES)
    assert {item.type for item in TEMPLATE.sections[0].fields} == set(TYPES)


@SETTINGS
@given(st.lists(rows.filter(bool), min_size=1, max_size=4), st.sampled_from(["en", "zh"]))
@example(
    [{"choices": TEMPLATE.choices["level"].codes}, {"text": "a", "date": date(1900, 3, 1)}], "zh"
)
@example([{"text": "a", "number": -0.1, "percent": 0.005, "integer": 0, "money": 0.0}], "en")
def test_a_value_keeps_its_meaning(records, language):
    """What was written is read, with its type and without a remark, and can be written again."""
    handover = read(written(records, language))
    again = read(written(values(handover), {"en": "zh", "zh": "en"}[language]))

    assert values(handover) == records == values(again)
    assert [list(map(type, row.values())) for row in values(handover)] == [
        [type(row[item.id]) for item in TEMPLATE.sections[0].fields if item.id in row]
        for row in records
    ]
    assert [r for r in handover.remarks if r.kind != "template-not-installed"] == []


@SETTINGS
@given(st.lists(rows.filter(bool), min_size=1, max_size=4), st.sampled_from(["en", "zh"]))
def test_a_value_in_a_teams_table_keeps_its_meaning(records, language):
    """The rows of a team are written in another way, and say the same in the same types."""
    labelled = [{**row, FROM_FIELD: TEAM[0].label} for row in records]
    alone, team = read(written(records, language)), read(written(labelled, language, TEAM))

    assert values(team) == values(alone) == records
    assert [list(map(type, row.values())) for row in values(team)] == [
        list(map(type, row.values())) for row in values(alone)
    ]


@pytest.mark.parametrize("sources", [(), TEAM], ids=["alone", "team"])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["text", "long", "ref", "place"])
def test_special_texts_remain_as_they_are(kind, language, sources):
    """Texts that programs like to turn into something else are read exactly as written."""
    records = [{kind: text} for text in SPECIAL if visible(text)]

    assert values(read(written(records, language, sources))) == records


@settings(SETTINGS, max_examples=12)
@given(st.lists(rows.filter(bool), min_size=1, max_size=3))
def test_another_program_may_save_it(records):
    """Saved by openpyxl, the workbook still says the same."""
    openpyxl_cannot = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|_x[0-9A-Fa-f]{4}_")
    records = [
        {key: openpyxl_cannot.sub("", value) or "x" if isinstance(value, str) else value
         for key, value in row.items()}
        for row in records
    ]  # fmt: skip
    data = saved_by_openpyxl(written(records, "en"))

    assert [strip(row) for row in values(read(data))] == [
        strip(row) for row in records if strip(row)
    ]


def strip(row: Mapping[str, object]) -> Mapping[str, object]:
    """A row without the texts of spaces alone."""
    return {
        key: value for key, value in row.items() if not isinstance(value, str) or visible(value)
    }


@settings(SETTINGS, max_examples=60)
@given(st.text(st.characters(), min_size=1, max_size=20))
@example("\ud800")
@example("\ufffe\uffff")
@example("\r\n\r")
def test_no_text_at_all_breaks_a_workbook(text):
    """Any text can be written and read; what XML cannot contain becomes a replacement character."""
    read_back = [row["text"] for row in values(read(written([{"text": f"<{text}>"}], "en")))]
    expected = re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", f"<{text}>")

    assert read_back == [re.sub("\r\n?", "\n", expected)]


@pytest.mark.parametrize("character", ["x", "周", "=", "\n", '"'])
def test_the_longest_text_is_kept(character):
    """A text of 32,767 characters, as long as a cell contains, is read complete."""
    text = "a" + character * 32765 + "z"

    assert values(read(written([{"long": text}], "en"))) == [{"long": text}]


@pytest.mark.parametrize(
    "typed", ["1900-02-28", "1850-06-01", date(1900, 1, 31), date(1899, 12, 31)]
)
def test_dates_before_march_1900_are_reported(typed):
    """A date on which programs disagree is kept as typed and reported as too early."""
    handover = read(written([{"date": typed}], "en"))
    (remark,) = (r for r in handover.remarks if r.field == "date")

    assert values(handover) == [{"date": str(typed)}]
    assert (remark.kind, remark.sheet, remark.cell) == ("too-early", "Things", "H7")


@settings(SETTINGS, max_examples=30)
@given(st.sampled_from(sorted(VALUES)), texts)
def test_what_is_not_understood_is_kept_as_typed(kind, text):
    """A text in a field of another type is read as a value of the type, or kept with a remark."""
    handover = read(written([{kind: text, "text": "x"}], "en"))
    record = handover.rows("things")[0]

    if record[kind] == text and kind not in ("text", "long", "ref", "place", "month", "url",
                                                    "email", "phone", "choice"):  # fmt: skip
        assert kind in record.unread
    again = read(written([record], "en")).rows("things")[0]
    assert dict(again) == dict(record)
    assert again.unread == record.unread
