"""What our commands are measured against, each a script that runs as a whole process."""

from __future__ import annotations

from importlib.util import find_spec

WRITE_AS_MANY_CELLS = """
import sys, xlsxwriter
target, sheets, texts, formulas = sys.argv[1], *map(int, sys.argv[2:])
book = xlsxwriter.Workbook(target)
for number in range(sheets):
    sheet = book.add_worksheet()
    for cell in range(texts // sheets):
        sheet.write_string(cell // 14, cell % 14, f"text {number} {cell}")
    for cell in range(formulas // sheets):
        sheet.write_formula(100 + cell // 14, cell % 14, "=SUM(A1:A9)", None, 0)
book.close()
"""
READ_WITH_CALAMINE = """
import sys, python_calamine
for path in sys.argv[1:]:
    book = python_calamine.CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)
"""
PANDAS_AND_CALAMINE = "import pandas\n" + READ_WITH_CALAMINE
FOLDER_WITH_CALAMINE = READ_WITH_CALAMINE.replace(
    "sys.argv[1:]", "__import__('glob').glob(sys.argv[1])"
)
READ_EXCEL = """
import glob, sys, pandas
books = [pandas.read_excel(path, sheet_name=None, engine=sys.argv[2]) for path in glob.glob(sys.argv[1])]
tables = {name: pandas.concat([book[name] for book in books if name in book]) for name in books[0]}
"""
FASTEXCEL = """
import sys, fastexcel
book = fastexcel.read_excel(sys.argv[1])
for name in book.sheet_names:
    book.load_sheet(name, header_row=None).to_arrow()
"""
POLARS = """
import sys, polars
polars.read_excel(sys.argv[1], sheet_id=0, has_header=False)
"""
FRICTIONLESS = """
import sys
from frictionless import Checklist, Dialect, Resource, Schema, fields, formats
book = __import__("openpyxl").load_workbook(sys.argv[1], read_only=True)
for sheet in book.sheetnames[1:12]:
    control = formats.ExcelControl(sheet=sheet)
    resource = Resource(path=sys.argv[1], dialect=Dialect(header_rows=[6], controls=[control]))
    resource.infer()
    for field in resource.schema.fields[1:4]:
        field.constraints["required"] = True
    resource.validate()
"""
PANDERA = """
import sys, pandas, pandera.pandas as pa
for name, table in pandas.read_excel(sys.argv[1], sheet_name=None, header=5, engine="calamine").items():
    columns = {key: pa.Column(nullable=place > 4) for place, key in enumerate(table.columns) if place}
    try:
        pa.DataFrameSchema(columns).validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        errors.failure_cases
"""


def is_installed(library: str) -> bool:
    """Whether an optional library of the group ``bench`` is there."""
    return find_spec(library) is not None
