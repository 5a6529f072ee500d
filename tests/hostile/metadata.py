"""Workbooks that lie about themselves: the hidden sheet, defined names, the id row."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import openpyxl

from hostile.building import (
    BOOK,
    DUTIES,
    Case,
    altered,
    found,
    parts,
    plain,
    refused,
    replaced,
    same,
)


def _hidden(change: Callable[[dict[str, str]], dict[str, str]]) -> bytes:
    """The workbook with other entries on its hidden sheet."""
    book = openpyxl.load_workbook(io.BytesIO(plain()))
    sheet = book["_handover"]
    entries = {row[0].value: row[1].value for row in sheet.iter_rows()}
    sheet.delete_rows(1, sheet.max_row)
    for entry in change(entries).items():
        sheet.append(entry)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _with(**changed: str) -> bytes:
    return _hidden(lambda entries: entries | changed)


def _body(text: str) -> bytes:
    """Another template inside, in as many pieces as it takes."""
    pieces = {f"template_body_{n}": text[at : at + 30_000] for n, at in
              enumerate(range(0, len(text), 30_000))}  # fmt: skip
    return _hidden(
        lambda entries: {k: v for k, v in entries.items() if not k.startswith("template_body")}
        | {"template_digest": "0"} | pieces
    )  # fmt: skip


def _without_sheet(name: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(plain()))
    del book[name]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _names(extra: str) -> bytes:
    """More defined names."""
    return replaced(BOOK, ("</definedNames>", extra + "</definedNames>"))


def _other_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Invoice", "Customer", "Total"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _ids_gone() -> bytes:
    return altered(DUTIES, r'<row r="1" .*?</row>', "")


def _ids_lie() -> bytes:
    """The hidden row of the duties says that it is the contacts'."""
    strings = parts()["xl/sharedStrings.xml"].decode()
    assert "_ids:duties" in strings
    return replaced("xl/sharedStrings.xml", ("_ids:duties", "_ids:contacts"))


_BODIES = {
    "nothing": "",
    "no template": "hello",
    "brackets without end": "[" * 200_000,
    "braces without end": '{"a":' * 100_000,
    "aliases": "a: &a [x,x,x]\n" + "\n".join(
        f"{new}: &{new} [{','.join(['*' + old] * 9)}]" for old, new in zip("abcdefg", "bcdefgh", strict=True)
    ),
    "a python object": "!!python/object/apply:os.system ['true']",
    "another file": "template: operations\nextends: /etc/passwd\n",
    "two hundred thousand keys": json.dumps({f"k{n}": n for n in range(200_000)}),
    "a huge number": '{"template": "x", "version": ' + "9" * 5_000 + "}",
    "zeros": "\\0" * 10,
}  # fmt: skip
_SOURCES = {
    "brackets without end": "[" * 30_000,
    "a number": "7",
    "names only": '["a", "b"]',
    "nothing usable": '[{"label": null, "not_applicable": [1], "sections": {"a": 1}}]',
}

METADATA: dict[str, Case] = {
    **{f"template inside is {k}": found(lambda t=text: _body(t), "S124")
       for k, text in _BODIES.items()},
    **{f"sources are {k}": same(lambda t=text: _with(sources_0=t))
       for k, text in _SOURCES.items() if k != "nothing usable"},
    "sources are nothing usable": found(lambda: _with(sources_0=_SOURCES["nothing usable"]), ""),
    "an unknown language": same(lambda: _with(language="tlh")),
    "a language of five thousand letters": same(lambda: _with(language="x" * 5_000)),
    "a version of a thousand digits": found(lambda: _with(template_version="9" * 1_000), "S126"),
    "a workbook id of a megabyte": same(lambda: _with(workbook_id="x" * 32_000)),
    "sections that do not exist": found(lambda: _with(sections="a b c"), "S12"),
    "a template that does not exist": found(lambda: _with(template="nothing"), "S126"),
    "a template that climbs": found(lambda: _with(template="../../etc/passwd"), "S126"),
    "a format of the year three thousand": found(lambda: _with(format="handover-workbook/3000"), "S127"),
    "a format of a thousand digits": found(lambda: _with(format="handover-workbook/" + "9" * 1_000), "S126"),
    "no entries": found(lambda: _hidden(lambda _: {"a": "b"}), "S12"),
    "no hidden sheet": found(lambda: _without_sheet("_handover"), "S125"),
    "no list sheet": same(lambda: _without_sheet("_lists")),
    "no duties": found(lambda: _without_sheet("Duties"), "S101"),
    "names to nowhere": same(lambda: altered(BOOK, r"(<definedName name=\"fld_[^>]*>)[^<]*",
                                             lambda m: m[1] + "#REF!")),
    "names to other files": same(
        lambda: _names("<definedName name=\"fld_duties_evil\">'[http://x/a.xlsx]S'!$A$1</definedName>")
    ),
    "names to the end of the world": same(
        lambda: _names('<definedName name="fld_duties_x">Duties!$XFD$1048576</definedName>')
    ),
    "twenty thousand names": same(
        lambda: _names("".join(f'<definedName name="n{n}">Duties!$B$7</definedName>'
                               for n in range(20_000)))
    ),
    "a name that calls a program": same(
        lambda: _names("<definedName name=\"x\">cmd|'/c calc'!A1</definedName>")
    ),
    "a name without an end": same(
        lambda: _names(f'<definedName name="{"n" * 9_999}">{"A" * 99_999}</definedName>')
    ),
    "no names at all": same(lambda: altered(BOOK, "<definedNames>.*</definedNames>", "")),
    "hidden ids deleted": same(_ids_gone, "ids-missing"),
    "hidden ids of another sheet": same(
        _ids_lie, "sheet-renamed,column-renamed,column-missing,sheet-doubled,ids-missing,"
    ),
    "another kind of workbook": refused(_other_workbook, "is a workbook, but not a handover"),
}  # fmt: skip
