"""Faults of single values: blank, of the wrong kind, out of range, damaged by a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from .faults import BLANKS, Fault, Put, draw, fault, free, maker, put, unread
from .patching import ErrorValue, Formula
from .story import Cell, Story

NUMBERS = ("integer", "number", "percent", "money")


@maker("V101")
def required_blank(story: Story, rng: Random) -> Fault | None:
    """A required cell emptied, or left with spaces."""
    cell = rng.choice([c for c in story.cells() if (i := story.item(c)) and i.required])
    if len(story.referring(cell)) > 6:  # it would take too many other rows with it
        return None
    return fault(story, "V101", {cell: put(rng.choice((None, None, *BLANKS)))})


@maker("V102")
def required_here_blank(story: Story, rng: Random) -> Fault | None:
    """A cell emptied that only the row's other values make necessary."""
    cells = [c for c in story.cells() if (i := story.item(c)) and i.required_if]
    return fault(story, "V102", {rng.choice(cells): put(rng.choice((None, None, *BLANKS)))})


@maker("V103")
def only_spaces(story: Story, rng: Random) -> Fault | None:
    """Spaces in a cell that may be blank."""
    cells = [c for c in story.cells(blank=True) if story.item(c)]
    cell = rng.choice(cells)
    return fault(story, "V103", {cell: put(rng.choice(BLANKS))}, [("V103", cell)])


def _wrong(
    code: str, types: Sequence[str], raws: Mapping[str, Sequence[object]] | Sequence[object]
) -> None:
    """A maker that puts one of some unreadable values into any cell of some types."""

    @maker(code)
    def make(story: Story, rng: Random) -> Fault | None:
        cell = draw(rng, free(story, *types) + free(story, *types, unique=True))
        given = raws[story.language] if isinstance(raws, Mapping) else raws
        if cell is None:
            return None
        return fault(story, code, {cell: unread(rng.choice(given))}, [(code, cell)])


_wrong("V110", NUMBERS, {
    "en": ("half a day", "about ten", "see note", "2 or 3", "10-12", "n/a", "?", "twice", "ten%", "≈5"),
    "zh": ("半天", "十来个", "看情况", "2到3", "10～12", "不详", "？", "若干", "约5", "几十"),
})  # fmt: skip
_wrong("V111", NUMBERS, ("1,5", "12,75", "3,14", "1.234,5", "2,50"))
_wrong("V120", ("date",), {
    "en": ("soon", "next month", "before Easter", "2026-13-45", "2026-02-30", "end of March", "KW 14", "asap"),
    "zh": ("近期", "下个月", "春节前", "2026-13-45", "2月30日", "三月底", "年后", "尽快"),
})  # fmt: skip
_wrong(
    "V121",
    ("date",),
    ("03/04/2026", "05.06.2026", "7-8-2026", "1/2/26", "04-03-2026", "11/12/2026"),
)
_wrong("V122", ("date",), ("1899-12-30", "1900-01-01", "1900/2/28", "1776-07-04"))
_wrong("V123", ("month",), {
    "en": ("last summer", "Q3", "2026-13", "spring", "next year"),
    "zh": ("去年夏天", "三季度", "2026-13", "春天", "明年"),
})  # fmt: skip
_wrong("V124", ("yesno",), {
    "en": ("nearly", "maybe", "half", "see note", "not sure"),
    "zh": ("差不多", "也许", "一半", "看备注", "不确定"),
})  # fmt: skip
_wrong(
    "V140",
    ("email",),
    (
        "ada at example.com",
        "ada@",
        "@example.com",
        "ada.example.com",
        "ada@@example.com",
        "ada@example",
    ),
)
_wrong("V141", ("phone",), {
    "en": ("ask Ada", "in the address book", "reception", "+44 20 ABCD", "12"),
    "zh": ("问同事", "通讯录里有", "前台转", "内部电话", "12"),
})  # fmt: skip
_wrong("V142", ("url",), {
    "en": ("the usual page", "in the bookmarks", "http//bi", "intranet", "ask Ada"),
    "zh": ("常用网址", "收藏夹里", "http//bi", "内网首页", "问同事"),
})  # fmt: skip


@maker("V112")
def not_whole(story: Story, rng: Random) -> Fault | None:
    """A fraction where only whole things are counted."""
    cell = rng.choice(free(story, "integer"))
    raw = rng.choice((1.5, 2.25, 10.1, "3.5", "１２．５"))
    return fault(story, "V112", {cell: unread(raw)}, [("V112", cell)])


@maker("V113")
def too_small(story: Story, rng: Random) -> Fault | None:
    """Below the least possible number."""
    cell = rng.choice(
        [c for c in free(story, *NUMBERS) if (i := story.item(c)) and i.min is not None]
    )
    low = int(story.item(cell).min)
    raw = rng.choice((low - 1, low - 20, f"-{low + 3}", f"({low + 3})", f"−{low + 2}"))
    return fault(story, "V113", {cell: unread(raw)}, [("V113", cell)])


@maker("V114")
def too_large(story: Story, rng: Random) -> Fault | None:
    """Above the greatest possible number."""
    cell = rng.choice(
        [c for c in free(story, *NUMBERS) if (i := story.item(c)) and i.max is not None]
    )
    item = story.item(cell)
    raws: tuple[object, ...] = (int(item.max) + 1, int(item.max) * 12, f"{int(item.max) * 30}")
    if item.type == "percent":  # 85 means 85 %
        raws = (1.2, 8.5, "120%", "150 %", "百分之一百二十")
    return fault(story, "V114", {cell: unread(rng.choice(raws))}, [("V114", cell)])


_OFF_THE_LIST = {
    "en": ("Purple", "It depends", "See note", "Level 7", "n/a", "Both of them", "???"),
    "zh": ("紫色", "看情况而定", "见备注", "第七级", "两者都是", "？？？", "甲乙丙丁"),
}


@maker("V130")
def not_in_list(story: Story, rng: Random) -> Fault | None:
    """A word that the list does not have, or a slip in one that it has."""
    cell = rng.choice(free(story, "choice", unique=True))
    labels = [choice.label[story.language] for choice in story.item(cell).choices.choices]
    label = rng.choice(labels)
    slip = label[:2] + "#" + label[2:]
    raw = rng.choice((*_OFF_THE_LIST[story.language], slip, f"{label} {label}", f"{label} x7"))
    return fault(story, "V130", {cell: unread(raw)}, [("V130", cell)])


_ANY = (
    "text",
    "long",
    "place",
    "choice",
    "yesno",
    "ref",
    "email",
    "phone",
    "url",
    "date",
    "month",
    *NUMBERS,
)


def _any_cell(story: Story, rng: Random, *types: str) -> Cell:
    """A filled cell of some types; a person's name among them."""
    return rng.choice(
        free(story, *types, unique=True) + free(story, *types, unique=True, person=True)
    )


@maker("V150")
def error_value(story: Story, rng: Random) -> Fault | None:
    """A formula lost what it pointed to."""
    cell = _any_cell(story, rng, *_ANY)
    raw = ErrorValue(rng.choice(("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?")))
    return fault(story, "V150", {cell: unread(raw)}, [("V150", cell)])


@maker("V151")
def no_result(story: Story, rng: Random) -> Fault | None:
    """A formula that a program wrote without its result."""
    cell = _any_cell(story, rng, *_ANY)
    raw = Formula(rng.choice(("1+1", "A1", "SUM(B2:B5)", "TODAY()+30")))
    return fault(story, "V151", {cell: unread(raw)}, [("V151", cell)])


@maker("V152")
def turned_into_date(story: Story, rng: Random) -> Fault | None:
    """2023-001 was typed, and the spreadsheet made a day of it."""
    cell = _any_cell(story, rng, "text", "long", "place", "phone", "number", "percent", "integer")
    day = date(rng.randint(1995, 2025), rng.randint(1, 12), 1)
    return fault(story, "V152", {cell: unread(day)}, [("V152", cell)])


@maker("V153")
def rounded(story: Story, rng: Random) -> Fault | None:
    """More digits than a spreadsheet keeps."""
    cell = _any_cell(story, rng, "text", "phone")
    raws: list[object] = [f"1.{rng.randint(10, 99)}E+{rng.randint(10, 17)}"]
    if story.item(cell).type == "text":
        raws.append(float(20260104 * 10**10 + rng.randint(1, 999) * 10**5))
    return fault(story, "V153", {cell: unread(rng.choice(raws))}, [("V153", cell)])


_FILLER = {
    "en": "Check the list once more and tell the store. ",
    "zh": "再核对一遍清单并告诉门店。",
}


@maker("V160")
def too_long(story: Story, rng: Random) -> Fault | None:
    """A text that was cut where cells end."""
    cell = rng.choice(free(story, "text", "long"))
    text = f"{rng.randint(1000, 9999)} " + _FILLER[story.language] * 4000
    return fault(story, "V160", {cell: put(text[:32_767])}, [("V160", cell)])


@maker("V161")
def duplicate(story: Story, rng: Random) -> Fault | None:
    """Two rows of one name, in whatever letters."""
    cells = free(story, "text", unique=True) + free(story, "text", unique=True, person=True)
    cells = [c for c in cells if story.item(c).unique and len(story.rows[c.section]) > 1]
    cell = rng.choice(cells)
    others = [Cell(cell.section, i, cell.field) for i in range(len(story.rows[cell.section]))]
    other = rng.choice([one for one in others if one != cell])
    name = str(story.value(other))
    raw = rng.choice((name, name.upper(), f" {name} ", name.replace(" ", "\u00a0")))
    later = max(cell, other)
    return fault(
        story,
        "V161",
        {cell: put(raw)},
        [("V161", later)],
        claims=[(c.section, c.row) for c in (cell, other)],
    )


def _as_typed(story: Story, cell: Cell, rng: Random) -> Put | None:
    """The cell's own value, written as people write it."""
    item, value = story.item(cell), story.value(cell)
    kind = item.type if item else "number"
    if kind == "date" and isinstance(value, date):
        y, m, d = value.year, value.month, value.day
        month = f"{value:%B}"
        raws: Sequence[object] = (
            f"{y}/{m}/{d}",
            f"{y}年{m}月{d}日",
            f"{d} {month} {y}",
            f"{y}.{m}.{d}",
            y * 10000 + m * 100 + d,
        )
    elif kind in NUMBERS and isinstance(value, int | float):
        shown = f"{value * 100:.10g}%" if kind == "percent" else f"{value:,.10g}"
        wide = shown.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.%"})
        raws = (shown, wide, f" {shown}")
    elif kind == "choice" and item and item.choices:
        entry = next(c for c in item.choices.choices if c.code == value)
        taken = [c.label.values() for c in item.choices.choices]
        raws = [a for a in entry.aliases if not any(a in labels for labels in taken)]
    elif kind == "yesno":
        raws = ("√", "TRUE", True) if value else ("×", "FALSE", False)
    else:
        return None
    return Put(rng.choice(raws), value) if raws else None


@maker("V190")
def read_as(story: Story, rng: Random) -> Fault | None:
    """Something written in another way, and understood; reported once a column."""
    cell = rng.choice(free(story, "date", "choice", "yesno", *NUMBERS))
    typed = _as_typed(story, cell, rng)
    if typed is None:
        return None
    mark = ("read as", cell.section, cell.field)
    return fault(story, "V190", {cell: typed}, [("V190", cell)], claims=[mark])


def days(rng: Random, first: int, last: int) -> timedelta:
    """A random number of days."""
    return timedelta(days=rng.randint(first, last))
