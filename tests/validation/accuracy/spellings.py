"""Every accepted way to write a value, with whether reading it is worth a word (V190)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from handover_xlsx.template.model import Field

Spelling = tuple[object, bool]
"""What is written, and whether the way it was read is reported."""

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_SIGNS = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
_WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789.,%"}


def _dates(value: date, item: Field) -> Iterator[Spelling]:
    y, m, d, name = value.year, value.month, value.day, _MONTHS[value.month - 1]
    yield value, False
    for text in (
        f"{y}-{m:02d}-{d:02d}", f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日", f"{y} 年 {m} 月 {d} 日",
        f"{d} {name} {y}", f"{name} {d}, {y}", f"{d}-{name[:3]}-{y}", f"{name[:3]} {d}, {y}", f"{y}{m:02d}{d:02d}",
        f"{y}-{m:02d}-{d:02d} 09:30", f"{y}年{m}月{d}号", f" {y}-{m}-{d} ", f"{d}th of {name} {y}",
        "".join(_SIGNS[c] for c in str(y)) + f"年{m}月{d}日", f"{y}-{m:02d}-{d:02d}T00:00:00",
    ):  # fmt: skip
        yield text, True
    yield int(f"{y}{m:02d}{d:02d}"), True
    yield (value - date(1899, 12, 30)).days, True
    if d > 12:
        yield f"{d:02d}/{m:02d}/{y}", True
        yield f"{m:02d}/{d:02d}/{y}", True


def _numbers(value: float, item: Field) -> Iterator[Spelling]:
    shown = f"{value:,.10g}"
    yield value, False
    for text in (shown, f" {shown} ", shown.translate(_WIDE), f"+{shown}", f"{value:.10g}"):
        yield text, True
    if item.type == "money":
        yield from (
            (text, True)
            for text in (f"¥{shown}", f"USD {shown}", f"{shown}元", f"£ {shown}", f"{shown} EUR")
        )
        yield f"{value / 10000:.10g}万", True
        yield f"{value / 1000:.10g}k", True


def _percents(value: float, item: Field) -> Iterator[Spelling]:
    shown = f"{value * 100:.10g}"
    yield value, False
    for text in (
        f"{shown}%",
        f"{shown} %",
        f"{shown}％",
        f"{shown} percent",
        f"{value:.10g}",
        f"百分之{shown}",
    ):
        yield text, True


def _choices(value: str, item: Field) -> Iterator[Spelling]:
    assert item.choices
    choice = next(one for one in item.choices.choices if one.code == value)
    labels = {text.casefold() for one in item.choices.choices for text in one.label.values()}
    for label in choice.label.values():
        yield from ((text, False) for text in (label, label.upper(), label.lower(), f" {label} "))
    for word in (choice.code, *choice.aliases):
        if word.casefold() not in labels:
            yield word, True


def _yes_or_no(value: bool, item: Field) -> Iterator[Spelling]:
    yield from ((text, False) for text in (("Yes", "是") if value else ("No", "否")))
    words = (
        ("yes", "y", "TRUE", "√", "✓", "有", "1")
        if value
        else ("no", "n", "FALSE", "×", "没有", "0")
    )
    yield from ((text, True) for text in words)


def _months(value: str, item: Field) -> Iterator[Spelling]:
    y, m = value.split("-")
    yield value, False
    name = _MONTHS[int(m) - 1]
    for text in (
        f"{y}/{int(m)}",
        f"{y}年{int(m)}月",
        f"{name} {y}",
        f"{name[:3]} {y}",
        f"{y}{m}",
        f"{m}/{y}",
        f"{y}年{int(m)}月份",
    ):
        yield text, True


def _references(value: str, item: Field) -> Iterator[Spelling]:
    for text in (
        value,
        value,
        f" {value}",
        value.upper(),
        value.lower(),
        value.replace(" ", "\u00a0"),
        f"{value} ",
    ):
        yield text, False


def _as_is(value: object, item: Field) -> Iterator[Spelling]:
    yield value, False


_WAYS: dict[str, Callable[..., Iterator[Spelling]]] = {
    "date": _dates, "number": _numbers, "integer": _numbers, "money": _numbers, "percent": _percents,
    "choice": _choices, "yesno": _yes_or_no, "month": _months, "ref": _references,
}  # fmt: skip


def spelling(value: object, item: Field, rng: Random) -> Spelling:
    """One way to write a value."""
    return rng.choice(list(_WAYS.get(item.type, _as_is)(value, item)))
