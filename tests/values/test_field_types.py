"""A field's type is one entry: every table of what types do is complete."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest

from handover_xlsx.sheets.number_formats import kind_of
from handover_xlsx.template.model import NUMERIC_TYPES, TYPES
from handover_xlsx.values.convert import READERS
from handover_xlsx.values.field_types import COLUMN_JSON, COLUMN_SQL, FIELD_TYPES, type_of_format
from handover_xlsx.writing.input_help import CHECKS


def test_every_type_of_a_template_has_its_entry():
    """A type that templates may name and nothing can write or read would fail at a user's desk."""
    assert tuple(FIELD_TYPES) == TYPES


@pytest.mark.parametrize("name", TYPES)
def test_a_type_has_all_that_its_users_need(name):
    """Its reader, its dtype and its kind of column are known to those who use them."""
    one = FIELD_TYPES[name]

    assert one.reader in READERS
    assert one.width >= 10
    assert pd.Series([None, None], dtype=one.dtype).isna().all()
    assert one.column in COLUMN_SQL
    assert one.column in COLUMN_JSON
    assert (one.column in ("number", "integer")) == (name in NUMERIC_TYPES)


def test_no_reader_and_no_check_is_left_over():
    """A reader, or a check of the spreadsheet's, that no type names is dead."""
    assert {one.reader for one in FIELD_TYPES.values()} == set(READERS)
    assert {one.check for one in FIELD_TYPES.values()} == {"", *CHECKS}


def test_the_format_of_a_type_is_recognised_as_the_type():
    """A column that we wrote, learned again from its number format, is of the same type."""
    for name, one in FIELD_TYPES.items():
        if one.number_format not in ("", "@"):
            known = type_of_format(kind_of(one.number_format))
            assert known == {"money": "number"}.get(name, name)


def test_writing_asks_without_pandas_or_lxml():
    """A blank workbook starts fast: the registry brings no library along."""
    code = (
        "import sys, handover_xlsx.writing.write, handover_xlsx.values.field_types\n"
        "print(sorted({'pandas', 'lxml', 'numpy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
