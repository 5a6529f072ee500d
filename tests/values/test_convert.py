"""What a cell means: for every type what is understood, what is ambiguous, and what is refused."""

import math
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover_xlsx.sheets.cell_values import CellError, CellValue, Uncalculated
from handover_xlsx.template.model import TYPES, Choice, ChoiceList, Field
from handover_xlsx.values.convert import (
    FIRST_SAFE_DATE,
    Context,
    Converted,
    clean,
    convert,
    parse_month,
)

IN_2025 = Context(year=2025)
PRIORITY = ChoiceList(
    "priority",
    (
        Choice("critical", {"en": "Critical", "zh": "关键"}, ("Urgent", "紧急")),
        Choice("high", {"en": "High", "zh": "高"}, ("Important", "重要")),
        Choice("when_asked", {"en": "Later, when asked", "zh": "以后"}, ("Q&A",)),
        Choice("percent", {"en": "%", "zh": "百分比"}),
        Choice("2", {"en": "Two", "zh": "二"}),
    ),
)
HARMLESS = ("", {})


def a(kind: str, least: float | None = None, most: float | None = None) -> Field:
    """A field of a type."""
    choices = PRIORITY if kind.startswith("choice") else None
    return Field("x", {"en": "X"}, kind, choices=choices, min=least, max=most)


def understood(raw: CellValue, kind: str, context: Context = IN_2025) -> object:
    """The value of a cell that is no trouble."""
    converted = convert(raw, a(kind), context)
    assert (converted.trouble, converted.detail) == HARMLESS
    return converted.value


def trouble(raw: CellValue, kind: str, context: Context = IN_2025) -> str:
    """The trouble with a cell; the value then is what was typed."""
    converted = convert(raw, a(kind), context)
    assert not converted.changed
    if isinstance(raw, str) and kind not in ("email", "phone", "url"):
        assert converted.value == raw
    return converted.trouble


# --- Whatever the type ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TYPES)
def test_cells_without_a_value_are_distinguished(kind: str) -> None:
    """Errors, formulas without a result, and what only looks filled."""
    assert convert(CellError("#REF!"), a(kind), IN_2025) == Converted("#REF!", "error-value")
    assert convert(Uncalculated("A1+1"), a(kind), IN_2025) == Converted("=A1+1", "no-result")
    for blank in (" ", "\u3164\u2800", "\u3000", "\u200b\ufeff", "\r\n\t", "\u00a0"):
        assert convert(blank, a(kind), IN_2025) == Converted(blank, "only-spaces")


def test_cleaning_takes_what_is_invisible() -> None:
    """Invisible characters anywhere, spaces at the ends; lines remain apart."""
    assert clean("\ufeff a\u200bb \n c\u3000") == "ab \n c"


# --- Text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Weekly report", "Weekly report"),
        (" 两边有空格 ", " 两边有空格 "),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("=SUM(A1)", "=SUM(A1)"),
        (123.0, "123"),
        (-0.0, "0"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (999_999_999_999_999.0, "999999999999999"),
        (True, "TRUE"),
        (time(9, 30), "09:30"),
        (timedelta(hours=36, minutes=5), "36:05"),
    ],
)
def test_a_text_is_what_was_typed(raw: CellValue, text: str) -> None:
    """Numbers and times look as the spreadsheet shows them."""
    for kind in ("text", "long", "ref", "place"):
        assert understood(raw, kind) == text


def test_a_whole_number_in_a_text_is_not_worth_a_remark() -> None:
    """Staff numbers and years are stored as numbers everywhere."""
    assert not convert(123.0, a("text"), IN_2025).changed
    assert convert(1.5, a("text"), IN_2025).changed


@pytest.mark.parametrize("raw", [110_101_199_003_078_888.0, 1e15, 1e22])
def test_a_long_number_has_lost_its_end(raw: float) -> None:
    """An identity or account number typed without formatting the cell as text."""
    converted = convert(raw, a("text"), IN_2025)

    assert converted == Converted(f"{raw:.0f}", "rounded", {"shown": f"{raw:.0f}"})


@pytest.mark.parametrize("kind", ["text", "long", "ref", "place", "phone"])
@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (date(2025, 3, 4), "2025-03-04"),
        (datetime(2025, 3, 4, 9, 5), "2025-03-04 09:05"),
        (date(5, 1, 1), "0005-01-01"),
    ],
)
def test_a_date_in_a_text_was_something_else(raw: date, shown: str, kind: str) -> None:
    """3-4 was a place on a shelf before the spreadsheet saw it."""
    assert convert(raw, a(kind), IN_2025) == Converted(shown, "turned-into-date", {"shown": shown})


# --- Numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (12.5, 12.5),
        ("1,234", 1_234),
        ("1,234,567.89", 1_234_567.89),
        ("12 345", 12_345),
        ("12\u00a0345", 12_345),
        ("1'234", 1_234),
        ("１２３", 123),
        ("１，２３４．５", 1_234.5),
        (".5", 0.5),
        ("0,5", 0.5),
        ("0,500", 0.5),
        ("12%", 0.12),
        ("7 %", 0.07),
        ("1.2万", 12_000),
        ("0.07万", 700),
        ("3亿", 300_000_000),
        ("2千万", 20_000_000),
        ("5百万", 5_000_000),
        ("1.5万亿", 1_500_000_000_000),
        ("3千元", 3_000),
        ("12万元", 120_000),
        ("5k", 5_000),
        ("1.2M", 1_200_000),
        ("¥1,200", 1_200),
        ("￥1,200", 1_200),
        ("$1.5m", 1_500_000),
        ("US$100", 100),
        ("USD 100", 100),
        ("100 usd", 100),
        ("人民币1200元", 1_200),
        ("1200元", 1_200),
        ("1200.00元整", 1_200),
        ("5块钱", 5),
        ("+5", 5),
        ("-5", -5),
        ("−5", -5),
        ("–5", -5),
        ("－5", -5),
        ("-$5", -5),
        ("$-5", -5),
        ("(500)", -500),
        ("（500）", -500),
        ("($1,500)", -1_500),
        ("五", 5),
        ("十二", 12),
        ("两百", 200),
        ("三千五百", 3_500),
        ("一百零五", 105),
        ("三千零五", 3_005),
        ("两万三千", 23_000),
        ("十万", 100_000),
        ("一亿二千万", 120_000_000),
        ("人民币壹仟贰佰元整", 1_200),
        ("3万5千元", 35_000),
        ("2千5百", 2_500),
        ("$1.2bn", 1_200_000_000),
        ("3 million", 3_000_000),
        ("1200 CHF", 1_200),
        ("澳元100", 100),
        ("₩1,200", 1_200),
        ("零", 0),
    ],
)
def test_a_number_is_read_as_people_write_it(raw: CellValue, value: float) -> None:
    """Groups, signs, currencies and the big units of either language."""
    for kind in ("number", "money"):
        assert understood(raw, kind) == value
    assert convert(raw, a("number"), IN_2025).changed == isinstance(raw, str)


@pytest.mark.parametrize(
    ("raw", "one", "other"),
    [
        ("1,5", "15", "1.5"),
        ("-1,5", "-15", "-1.5"),
        ("12,34", "1234", "12.34"),
        ("1,2345", "12345", "1.2345"),
        ("1234,567", "1234567", "1234.567"),
        ("1.234,5", "1.2345", "1234.5"),
        ("1 200,50", "120050", "1200.50"),
        ("¥1,5", "¥15", "¥1.5"),
        ("2,5%", "25%", "2.5%"),
        ("1,2万", "12万", "1.2万"),
    ],
)
def test_a_comma_that_may_be_a_point_is_ambiguous(raw: str, one: str, other: str) -> None:
    """Both readings are named."""
    converted = convert(raw, a("number"), IN_2025)

    assert converted == Converted(raw, "ambiguous-number", {"one": one, "other": other})


@pytest.mark.parametrize(
    "raw",
    [
        "abc",
        "-",
        "n/a",
        "一万二",
        "三千五",
        "3万5",
        "2亿5千万",
        "1,234万5千",
        "百",
        "第五",
        "约100",
        "100~200",
        "100+",
        "30天",
        "12 34",
        "1,23,456",
        "1.234.567",
        "5.",
        "1.38E+10",
        "--5",
        "-(5)",
        "(-5)",
        "(500",
        "500)",
        "10²",
        "½",
        "5m",
        "5kg",
        "9" * 400,
        True,
        math.nan,
        math.inf,
        time(1, 30),
        timedelta(hours=30),
    ],
)
def test_what_is_no_number_is_reported(raw: CellValue) -> None:
    """Words, ranges, half-open brackets, powers, metres."""
    assert trouble(raw, "number") == "not-a-number"


def test_a_small_m_is_a_million_of_money_only() -> None:
    """Elsewhere it may be a metre, a minute or a month."""
    assert understood("5m", "money") == 5_000_000
    assert understood("£5m", "number") == 5_000_000
    assert trouble("5m", "integer") == "not-a-number"


def test_a_date_in_a_number_was_something_else() -> None:
    """3-4 again."""
    assert convert(date(2025, 3, 4), a("number"), IN_2025) == Converted(
        "2025-03-04", "turned-into-date", {"shown": "2025-03-04"}
    )


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (0.35, 0.35),
        (1.0, 1.0),
        (1.5, 1.5),
        ("0.35", 0.35),
        ("35%", 0.35),
        ("35 %", 0.35),
        ("35％", 0.35),
        ("３５％", 0.35),
        ("0.5%", 0.005),
        ("120%", 1.2),
        ("-5%", -0.05),
        ("35", 0.35),
        ("-35", -0.35),
        ("100", 1.0),
        ("1", 1.0),
        ("7%", 0.07),
        ("35 percent", 0.35),
        ("35 Pct", 0.35),
        ("百分之三十五", 0.35),
        ("百分之35", 0.35),
        ("千分之五", 0.005),
        ("35‰", 0.035),
        ("3成", 0.3),
        ("七成", 0.7),
    ],
)
def test_a_percentage_is_a_part_of_one(raw: CellValue, value: float) -> None:
    """Typed with a sign, or as text without one."""
    assert understood(raw, "percent") == value


@pytest.mark.parametrize(
    ("raw", "value"), [(3.0, 3), ("3", 3), ("3.0", 3), ("1.2万", 12_000), ("-7", -7)]
)
def test_a_whole_number_is_whole(raw: CellValue, value: int) -> None:
    """However it is written."""
    found = understood(raw, "integer")

    assert (found, type(found)) == (value, int)


@pytest.mark.parametrize("raw", [3.5, "3.5", "35%"])
def test_a_number_that_is_not_whole_is_reported(raw: CellValue) -> None:
    """Half a person, half an order."""
    assert convert(raw, a("integer"), IN_2025).trouble == "not-whole"


@pytest.mark.parametrize(
    ("raw", "field", "expected"),
    [
        ("-1", a("number", 0), ("too-small", "0", "-1")),
        (1_234_567.0, a("number", 0, 200), ("too-large", "200", "1,234,567")),
        ("120%", a("percent", 0, 1), ("too-large", "100%", "120%")),
        (35.0, a("percent", 0, 1), ("too-large", "100%", "3500%")),
        ("-0.5%", a("percent", 0), ("too-small", "0%", "-0.5%")),
        (
            "9" * 20,
            a("integer"),
            ("too-large", "999,999,999,999,999", "1e+20"),
        ),
        (-1e300, a("integer", -5), ("too-small", "-5", "-1e+300")),
    ],
)
def test_a_number_out_of_range_is_reported_with_the_limit(
    raw: CellValue, field: Field, expected: tuple[str, str, str]
) -> None:
    """Both in the words of the field."""
    converted = convert(raw, field, IN_2025)

    assert (converted.trouble, converted.detail["limit"], converted.detail["shown"]) == expected


def test_numbers_at_their_limits_are_fine() -> None:
    """Limits belong to the range."""
    field = a("percent", 0, 1)
    values = [convert(raw, field, IN_2025) for raw in (0.0, 1.0, "0%", "100%")]

    assert [(one.value, one.trouble) for one in values] == [(0, ""), (1, ""), (0, ""), (1, "")]


# --- Dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        date(2025, 3, 1),
        datetime(2025, 3, 1),
        datetime(2025, 3, 1, 9, 30),
        45717.0,
        45717.75,
        20250301.0,
        "2025-03-01",
        "2025-3-1",
        "2025/3/1",
        "2025.3.1",
        "20250301",
        "２０２５／３／１",
        " 2025-03-01 ",
        "2025-03-01 10:30",
        "2025-03-01T10:30:00Z",
        "2025/3/1 9:05 AM",
        "2025年3月1日",
        "2025 年 3 月 1 日",
        "2025年3月1号",
        "25年3月1日",
        "2025年3月1日（周六）",
        "2025年3月1日 星期六",
        "2025年3月1日 10:30",
        "2025年3月1日下午3点",
        "2025年3月1日上午9时30分",
        "3月1日",
        "3月1号",
        "３月１日",
        "1 Mar 2025",
        "1-Mar-2025",
        "01MAR2025",
        "1st March 2025",
        "1st of March, 2025",
        "1 March",
        "March 1, 2025",
        "Mar 1st, 2025",
        "Mar. 1 2025",
        "Sat, 1 Mar 2025",
        "Saturday, March 1, 2025",
        "1 Mar 2025 10:30",
    ],
)
def test_a_date_is_read_as_people_write_it(raw: CellValue) -> None:
    """In Chinese, in English, by a spreadsheet or by a program."""
    assert understood(raw, "date") == date(2025, 3, 1)


def test_only_a_real_date_passes_without_a_word() -> None:
    """All others were read in their usual meaning, which is reported."""
    assert not convert(date(2025, 3, 1), a("date"), IN_2025).changed
    assert not convert(datetime(2025, 3, 1), a("date"), IN_2025).changed
    for raw in (datetime(2025, 3, 1, 9), 45717.0, "2025-03-01"):
        assert convert(raw, a("date"), IN_2025).changed


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("25/12/2025", date(2025, 12, 25)),
        ("12/25/2025", date(2025, 12, 25)),
        ("25.12.2025", date(2025, 12, 25)),
        ("12/25/2025 8:00 PM", date(2025, 12, 25)),
        ("04/04/2025", date(2025, 4, 4)),
        ("29/02/2024", date(2024, 2, 29)),
        ("Sept 3, 2025", date(2025, 9, 3)),
        ("May 5, 2025", date(2025, 5, 5)),
        (45351.0, date(2024, 2, 29)),
    ],
)
def test_a_date_with_one_possible_reading_is_read(raw: CellValue, day: date) -> None:
    """No month has the number 25."""
    assert understood(raw, "date") == day


@pytest.mark.parametrize("raw", ["03/04/2025", "3-4-2025", "3.4.2025", "０３/０４/2025"])
def test_day_and_month_that_may_change_places_are_ambiguous(raw: str) -> None:
    """London says 3 April, New York says March 4."""
    converted = convert(raw, a("date"), IN_2025)

    readings = {"one": "2025-04-03", "other": "2025-03-04"}
    assert converted == Converted(raw, "ambiguous-date", readings)


@pytest.mark.parametrize(
    ("raw", "one", "other"),
    [
        ("25/3/1", "2025-03-01", "2001-03-25"),
        ("1.3.25", "2001-03-25", "2025-03-01"),
        ("1-Mar-25", "2025-03-01", "2001-03-25"),
        ("1 Mar '25", "2025-03-01", "2001-03-25"),
        ("3/1", "2025-03-01", "2025-01-03"),
    ],
)
def test_a_short_year_that_may_be_a_day_is_ambiguous(raw: str, one: str, other: str) -> None:
    """Both readings are named, so that one of them can be chosen."""
    converted = convert(raw, a("date"), IN_2025)

    assert converted == Converted(raw, "ambiguous-date", {"one": one, "other": other})


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("12/25/25", date(2025, 12, 25)),
        ("45/12/25", date(2045, 12, 25)),
        ("12/25", date(2025, 12, 25)),
        ("25/12", date(2025, 12, 25)),
        ("31-Mar-99", date(2099, 3, 31)),
        ("2025 3 1", date(2025, 3, 1)),
        ("2025，3，1", date(2025, 3, 1)),
        ("2025、3、1", date(2025, 3, 1)),
        ("2025。3。1", date(2025, 3, 1)),
        ("2025-Mar-01", date(2025, 3, 1)),
        ("2025 March 1", date(2025, 3, 1)),
        ("2025-03-01.", date(2025, 3, 1)),
        ("2025年3月1日。", date(2025, 3, 1)),
        ("'2025-03-01", date(2025, 3, 1)),
        ("2025年3月1日 上午", date(2025, 3, 1)),
        ("二〇二五年三月一日", date(2025, 3, 1)),
        ("二零二五年三月一号", date(2025, 3, 1)),
        ("2025年十二月三十一日", date(2025, 12, 31)),
        ("十二月二十五日", date(2025, 12, 25)),
        ("\u202d2025-03-01\u202c", date(2025, 3, 1)),
    ],
)
def test_a_date_in_a_rarer_spelling_is_read(raw: str, day: date) -> None:
    """Short years that can be nothing else, other separators, Chinese figures, quotes."""
    assert understood(raw, "date") == day
    assert convert(raw, a("date"), IN_2025).changed


@pytest.mark.parametrize(
    "raw",
    [
        "13/13/2025",
        "00/05/2025",
        "31/02/2025",
        "2025-02-30",
        "2025-13-01",
        "20251301",
        "0000-01-01",
        "2025-3",
        "2025-03-01 to 2025-03-05",
        "2025-03-01 or later",
        "2025年3月1日前",
        "1 Marching 2025",
        "1 Mar 2 2025",
        "end of March",
        "Sunday",
        "待定",
        "45351",
        2025.0,
        2025.3,
        5.0,
        99_999_999.0,
        -45351.0,
        1e300,
        math.nan,
        math.inf,
        True,
        time(3, 4),
        timedelta(days=45351),
    ],
)
def test_what_is_no_single_day_is_reported(raw: CellValue) -> None:
    """Days that do not exist, spans, half dates, and numbers that are hardly a date."""
    converted = convert(raw, a("date"), IN_2025)

    assert (trouble(raw, "date"), converted.detail) == ("not-a-date", {})


@pytest.mark.parametrize(
    "raw", ["1900-02-28", "1899年12月31日", date(1900, 1, 5), datetime(1, 1, 1), "19000101"]
)
def test_a_date_before_march_1900_is_too_early(raw: CellValue) -> None:
    """Spreadsheets disagree about these."""
    assert trouble(raw, "date") == "too-early"
    assert understood("1900-03-01", "date") == FIRST_SAFE_DATE


def test_a_date_without_a_year_needs_one_from_elsewhere() -> None:
    """The last working day gives it."""
    for raw in ("3月1日", "1 March"):
        assert understood(raw, "date", Context(year=2026)) == date(2026, 3, 1)
        assert trouble(raw, "date", Context()) == "not-a-date"
    assert trouble("2月29日", "date") == "not-a-date"


def test_day_counts_follow_the_calendar_of_the_workbook() -> None:
    """Old Mac workbooks count from 1904."""
    assert understood(45351.0, "date", Context(date_1904=True)) == date(2028, 3, 1)


# --- Months -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        "2025-03",
        "2025/3",
        "2025.3",
        "2025.03",
        "03/2025",
        "202503",
        "２０２５年３月",
        "2025年3月",
        "2025 年 3 月",
        "2025年3月份",
        "25年3月",
        "Mar 2025",
        "March, 2025",
        "Mar-2025",
        "2025-03-01",
        "1 Mar 2025",
        date(2025, 3, 1),
        datetime(2025, 3, 31, 12),
        202503.0,
        2025.3,
        2025.03,
    ],
)
def test_a_month_is_read_as_people_write_it(raw: CellValue) -> None:
    """Or as any day in it."""
    assert understood(raw, "month") == parse_month(raw) == "2025-03"
    assert convert(raw, a("month"), IN_2025).changed == (raw != "2025-03")


@pytest.mark.parametrize(
    "raw",
    [
        "2025-13",
        "2025-00",
        "1812-03",
        "2025年",
        "3月",
        "Mar-25",
        "Smarch 2025",
        "03/04/2025",
        "mid March",
        45717.0,
        202513.0,
        True,
        math.nan,
        date(1812, 3, 1),
    ],
)
def test_what_is_no_month_is_reported(raw: CellValue) -> None:
    """Months that do not exist, or that no one can be sure of."""
    assert trouble(raw, "month") == "not-a-month"


@pytest.mark.parametrize("raw", ["2025.1", 2025.1])
def test_a_month_that_may_have_lost_its_zero_is_ambiguous(raw: CellValue) -> None:
    """2025.10 is a number to a spreadsheet, which keeps 2025.1."""
    assert trouble(raw, "month") == "not-a-month"
    assert understood("2025.10", "month") == "2025-10"
    assert understood("2025.01", "month") == "2025-01"


# --- Yes or no --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "value", "changed"),
    [
        ("Yes", True, False),
        ("No", False, False),
        ("是", True, False),
        ("否", False, False),
        ("YES", True, True),
        (" no ", False, True),
        ("Ｙ", True, True),
        ("n", False, True),
        ("√", True, True),
        ("×", False, True),
        ("✅", True, True),
        ("❌", False, True),
        ("有", True, True),
        ("没有", False, True),
        ("是的", True, True),
        ("不", False, True),
        ("TRUE", True, True),
        ("V", True, True),
        ("✔️", True, True),
        ("是。", True, True),
        ("Yes.", True, True),
        ("不需要", False, True),
        ("not yet", False, True),
        ("未", False, True),
        ("□", False, True),
        (True, True, True),
        (False, False, True),
        (1.0, True, True),
        (0.0, False, True),
    ],
)
def test_yes_and_no_are_understood(raw: CellValue, value: bool, changed: bool) -> None:
    """In either language, ticked or crossed."""
    assert convert(raw, a("yesno"), IN_2025) == Converted(value, changed=changed)


@pytest.mark.parametrize("raw", ["maybe", "x", "X", "部分", "done", 2.0, date(2025, 3, 1)])
def test_what_is_neither_yes_nor_no_is_reported(raw: CellValue) -> None:
    """An x marks a yes in English forms, and a no in Chinese ones."""
    assert trouble(raw, "yesno") == "not-yes-or-no"


# --- Choices ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "code", "changed"),
    [
        ("Critical", "critical", False),
        ("关键", "critical", False),
        ("high", "high", False),
        (" High ", "high", False),
        ("ＨＩＧＨ", "high", False),
        ("Later,  when asked", "when_asked", False),
        ("％", "percent", False),
        ("Urgent", "critical", True),
        ("紧急", "critical", True),
        ("when_asked", "when_asked", True),
        (2.0, "2", True),
    ],
)
def test_a_choice_is_known_by_label_code_or_alias(raw: CellValue, code: str, changed: bool) -> None:
    """In either language; case, width and spaces do not matter."""
    assert convert(raw, a("choice"), IN_2025) == Converted(code, changed=changed)
    assert convert(raw, a("choices"), IN_2025) == Converted((code,), changed=changed)


@pytest.mark.parametrize(
    ("raw", "near"),
    [
        ("Critcal", "critical"),
        ("Urgnt", "critical"),
        ("高的", "high"),
        ("紧急的", "critical"),
        ("nonsense", ""),
        (3.0, ""),
        (True, ""),
        (date(2025, 3, 1), ""),
    ],
)
def test_a_choice_that_is_not_in_the_list_gets_the_nearest_one_proposed(
    raw: CellValue, near: str
) -> None:
    """If there is one."""
    converted = convert(raw, a("choice"), IN_2025)

    assert (converted.trouble, converted.detail) == ("not-in-list", {"near": near})


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        ("Critical; High", ("critical", "high")),
        ("关键；高", ("critical", "high")),
        ("关键、高", ("critical", "high")),
        ("Critical,High", ("critical", "high")),
        ("高，Critical", ("high", "critical")),
        ("Critical/High", ("critical", "high")),
        ("Critical\nHigh\n", ("critical", "high")),
        ("High; high; 高;", ("high",)),
        ("Later, when asked", ("when_asked",)),
        ("Later, when asked; High", ("when_asked", "high")),
    ],
)
def test_several_choices_are_separated_in_any_usual_way(raw: str, codes: tuple[str, ...]) -> None:
    """Each counts once, in the order given; a label may contain a comma itself."""
    if codes:
        assert understood(raw, "choices") == codes
    else:
        assert trouble(raw, "choices") == "not-in-list"


@pytest.mark.parametrize(("raw", "near"), [("High; Critcal", "critical"), (";", ""), ("、", "")])
def test_several_choices_are_refused_for_one_that_is_wrong(raw: str, near: str) -> None:
    """The near one of that is proposed."""
    assert convert(raw, a("choices"), IN_2025) == Converted(raw, "not-in-list", {"near": near})


# --- Ways to reach someone, places -----------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        "ann@company.com",
        "ann.lee+work@mail.company.co.uk",
        "ann@example.com",
        "ann@team.test",
        "ann@company.local",
        "张三@公司.cn",
        "ann@a.com; bob@b.com",
        "ann@a.com，bob@b.com",
        "ann@a.com、bob@b.com",
        "ann@a.com\nbob@b.com",
        "Ann Lee <ann@a.com>",
        "Ann Lee <ann@a.com>; 张三 <zhang@b.cn>",
    ],
)
def test_an_e_mail_address_is_recognised(raw: str) -> None:
    """One or several, with or without names, and those that only work inside a company."""
    assert understood(f" {raw}\u200b", "email") == raw


@pytest.mark.parametrize(
    "raw",
    [
        "张三",
        "ann",
        "ann@",
        "@a.com",
        "ann@company",
        "ann@localhost",
        "ann @a.com",
        "ann＠a.com",
        "ann@a..com",
        "ann@a.com, bob",
        "see contacts",
        ";",
        "<>",
        12.0,
        date(2025, 3, 1),
    ],
)
def test_what_is_no_e_mail_address_is_reported(raw: CellValue) -> None:
    """Better now than on the day it is needed."""
    assert trouble(raw, "email") == "not-an-email"


@pytest.mark.parametrize(
    "raw",
    [
        "13900001234",
        "139 0000 1234",
        "139-0000-1234",
        "+86 139 0000 1234",
        "+86-139-0000-1234",
        "0086 13900001234",
        "１３９００００１２３４",
        "0571-88888888",
        "0571-8888 8888",
        "(0571) 8888 8888",
        "（0571）88888888",
        "0571-88888888-801",
        "0571-88888888转801",
        "0571-88888888 分机 801",
        "0571-88888888 ext. 801",
        "400-800-1234",
        "+44 20 7946 0123",
        "020 7946 0123",
        "(415) 555-2671",
        "+1 415 555 2671 x12",
        "80012",
        "分机8001",
        "ext. 8001",
        "内线：8001",
        "13900001234（微信同号）",
        "139 0000 1234 (mobile)",
        "13900001234 / 13900001235",
        "13900001234；0571-88888888",
        "13900001234、80012",
    ],
)
def test_a_phone_number_is_recognised(raw: str) -> None:
    """From anywhere, from inside the country, from inside the company; one or several."""
    assert understood(raw, "phone") == raw


def test_a_phone_number_may_be_stored_as_a_number() -> None:
    """Nothing is lost: eleven digits fit."""
    assert understood(13900001234.0, "phone") == "13900001234"
    assert understood(80012.0, "phone") == "80012"


@pytest.mark.parametrize("raw", ["1.38E+10", "1.39e+10"])
def test_a_phone_number_in_powers_of_ten_has_lost_its_end(raw: str) -> None:
    """The spreadsheet's short form, pasted as text."""
    assert convert(raw, a("phone"), IN_2025) == Converted(raw, "rounded", {"shown": raw})


@pytest.mark.parametrize(
    "raw",
    [
        "call me",
        "微信",
        "N/A",
        "12",
        "138001380001234567",
        "13900001234x",
        "tel: see list",
        "13900001234; 无",
        ";",
        "(mobile)",
        True,
        math.nan,
    ],
)
def test_what_is_no_phone_number_is_reported(raw: CellValue) -> None:
    """Letters, too few digits, too many."""
    assert trouble(raw, "phone") == "not-a-phone"


@pytest.mark.parametrize(
    "raw",
    [
        "https://company.com",
        "HTTP://Company.com/a?b=c#d",
        "http://wiki/page",
        "http://192.168.1.1:8080/login",
        "https://公司.cn/文档",
        "ftp://files.company.com/a",
        "www.company.com",
        "company.com/page",
        "crm.company.com:8443",
        "192.168.1.1:8080",
    ],
)
def test_a_web_address_is_recognised(raw: str) -> None:
    """On the internet or inside the company."""
    assert understood(f"{raw} ", "url") == raw


@pytest.mark.parametrize(
    "raw",
    [
        "wiki",
        "the usual page",
        "登录系统.然后点击",
        "请看company.com",
        "https://",
        "https://a b",
        "ann@company.com",
        "12.50",
        "2025.03.01",
        r"\\server\share",
        r"C:\files",
        12.5,
        date(2025, 3, 1),
    ],
)
def test_what_is_no_web_address_is_reported(raw: CellValue) -> None:
    """A successor cannot open “the usual page”."""
    assert trouble(raw, "url") == "not-a-url"


# --- Any cell ---------------------------------------------------------------------------------

TOKENS = [
    *"0123456789-/.:,;()%¥$ xX年月日号时万亿千@<>#转、；\n",
    "2025",
    "Mar",
    "AM",
    "ext",
    "http://",
]
texts = st.text(st.characters()) | st.lists(st.sampled_from(TOKENS)).map("".join)
cells = (
    texts
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
    | st.builds(CellError, st.sampled_from(["#REF!", "#N/A"]))
    | st.builds(Uncalculated, texts)
)
contexts = st.builds(Context, st.none() | st.integers(1, 9999), st.booleans())
VALUES: dict[str, type | tuple[type, ...]] = {
    "integer": int,
    "number": float,
    "percent": float,
    "money": float,
    "date": date,
    "yesno": bool,
    "choices": tuple,
}


@settings(deadline=None)  # the first e-mail address and phone number load their libraries
@given(cells, st.sampled_from(TYPES), contexts)
def test_any_cell_becomes_a_value_of_its_type_or_a_trouble(
    raw: CellValue, kind: str, context: Context
) -> None:
    """No cell ends in an exception, and what comes without trouble is what tables can contain."""
    converted = convert(raw, a(kind), context)

    assert converted.trouble or isinstance(converted.value, VALUES.get(kind, str))
    assert not (converted.trouble and converted.changed)


@given(texts.filter(clean), st.sampled_from(["text", "long", "ref", "place"]))
def test_any_text_remains_as_it_is(raw: str, kind: str) -> None:
    """Except that all line ends become the same."""
    lines = raw.replace("\r\n", "\n").replace("\r", "\n")

    assert convert(raw, a(kind), IN_2025) == Converted(lines)


@given(st.dates(min_value=FIRST_SAFE_DATE))
def test_any_date_is_understood_in_its_unambiguous_spellings(day: date) -> None:
    """ISO, Chinese, and English with the month's name."""
    for raw in (
        day,
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%b} {day.day}, {day.year}",
    ):
        assert understood(raw, "date") == day


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_any_whole_number_is_understood_with_and_without_groups(number: int) -> None:
    """As spreadsheets show numbers."""
    assert understood(str(number), "integer") == number
    assert understood(f"{number:,}", "integer") == number


@given(st.dates(min_value=date(1900, 1, 1)))
def test_any_month_is_understood(day: date) -> None:
    """As it is shown, it is read."""
    assert parse_month(f"{day:%Y-%m}") == parse_month(day) == f"{day:%Y-%m}"
