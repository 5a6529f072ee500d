"""Works in LibreOffice as a person would. Run by the system's Python (package python3-uno).

    /usr/bin/python3 libreoffice_driver.py PIPE

Reads one command a line from stdin, ``["method", argument, ...]`` as JSON, and answers each with
one line: ``{"result": ...}`` or ``{"error": "..."}``. One workbook is open at a time. Rows and
columns count from 0; cells are named as people name them, ``D7``.
"""

import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.sheet import TableFilterField
from com.sun.star.sheet.FilterOperator import EQUAL
from com.sun.star.table import CellAddress, CellRangeAddress, TableSortField

XLSX, PDF = "Calc MS Excel 2007 XML", "calc_pdf_Export"


def option(name, value):
    """A named option of a LibreOffice call."""
    return PropertyValue(name, 0, value, 0)


def connect(pipe):
    """The desktop of the LibreOffice that listens on the pipe, once it is up."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
    raise SystemExit("LibreOffice did not start")


class Driver:
    """The commands."""

    def __init__(self, context):
        manager = context.ServiceManager
        self.desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.dispatcher = manager.createInstanceWithContext(
            "com.sun.star.frame.DispatchHelper", context
        )
        self.book = None

    # --- files ---

    def open(self, path):
        """Open a workbook (closing the one before)."""
        self.close()
        url = uno.systemPathToFileUrl(path)
        self.book = self.desktop.loadComponentFromURL(url, "_blank", 0, ())
        if self.book is None:
            raise OSError(f"{path} cannot be opened; is it open elsewhere?")

    def close(self):
        """Close the workbook without saving."""
        if self.book is not None:
            self.book.close(True)
            self.book = None

    def save(self, path):
        """Save as .xlsx under a new name."""
        self.book.storeToURL(uno.systemPathToFileUrl(path), (option("FilterName", XLSX),))

    def save_as(self, path, kind):
        """Save in another format: ``calc8`` is .ods, ``MS Excel 97`` is .xls."""
        self.book.storeToURL(uno.systemPathToFileUrl(path), (option("FilterName", kind),))

    def pdf(self, path):
        """Print into a PDF file."""
        self.book.storeToURL(uno.systemPathToFileUrl(path), (option("FilterName", PDF),))

    def recalculate(self):
        """Calculate every formula again."""
        self.book.calculateAll()

    # --- reading ---

    def sheets(self):
        """The sheets' names in order."""
        return list(self.book.Sheets.ElementNames)

    def values(self, sheet, cells):
        """What cells show: numbers as numbers, everything else as the text seen."""
        return [self._value(self._cell(sheet, cell)) for cell in cells]

    def block(self, sheet, cells):
        """What the cells of a range contain, row by row: numbers, and texts ("" where blank)."""
        return [list(row) for row in self._cell(sheet, cells).getDataArray()]

    def _value(self, cell):
        kind = cell.FormulaResultType2 if cell.Type.value == "FORMULA" else None
        is_number = cell.Type.value == "VALUE" or kind == 1
        return cell.Value if is_number and not cell.getError() else cell.String

    def validation(self, sheet, cell):
        """A cell's check: its kind and its two formulas."""
        check = self._cell(sheet, cell).Validation
        return [check.Type.value, check.Formula1, check.Formula2]

    def name_cells(self, name):
        """Sheet and range that a defined name stands for, and what its cells show."""
        cells = self.book.NamedRanges.getByName(name).ReferredCells
        if cells is None:
            return None
        return [
            cells.AbsoluteName,
            [
                self._value(cells.getCellByPosition(0, row))
                for row in range(min(cells.Rows.Count, 20))
            ],
        ]

    # --- typing ---

    def enter(self, sheet, entries):
        """Type texts into cells, one key stroke after the other: ``{"D7": "2026-11-02"}``."""
        controller = self.book.CurrentController
        controller.setActiveSheet(self._sheet(sheet))
        for cell, text in entries.items():
            self._dispatch(".uno:GoToCell", option("ToPoint", cell))
            self._dispatch(".uno:EnterString", option("StringName", text))

    def paste(self, sheet, cell, text):
        """Put a text into a cell past every check, as pasting does."""
        self._cell(sheet, cell).String = text

    def enter_date(self, sheet, cell, text):
        """Put a date such as 2026-11-02 into a cell, whatever the cell's format."""
        found = self._cell(sheet, cell)
        found.NumberFormat = 36  # a date, as a program sets it that turns a text into one
        found.Formula = text

    # --- changing the workbook ---

    def insert_rows(self, sheet, row, number):
        """Insert blank rows above a row."""
        self._sheet(sheet).Rows.insertByIndex(row, number)

    def delete_rows(self, sheet, row, number):
        """Delete rows."""
        self._sheet(sheet).Rows.removeByIndex(row, number)

    def insert_column(self, sheet, column):
        """Insert a blank column before a column."""
        self._sheet(sheet).Columns.insertByIndex(column, 1)

    def delete_column(self, sheet, column):
        """Delete a column."""
        self._sheet(sheet).Columns.removeByIndex(column, 1)

    def move_column(self, sheet, column, before):
        """Cut a column, insert it before another one on its left, delete the gap."""
        columns, number = self._sheet(sheet).Columns, self._number(sheet)
        columns.insertByIndex(before, 1)
        source = CellRangeAddress(number, column + 1, 0, column + 1, 1200)
        self._sheet(sheet).moveRange(CellAddress(number, before, 0), source)
        columns.removeByIndex(column + 1, 1)

    def hide_column(self, sheet, column):
        """Hide a column."""
        self._sheet(sheet).Columns.getByIndex(column).IsVisible = False

    def sort(self, sheet, cells, field, ascending):
        """Sort a range that begins with its headings by its n-th column."""
        key = TableSortField()
        key.Field, key.IsAscending = field, ascending
        keys = uno.Any("[]com.sun.star.table.TableSortField", (key,))
        self._cell(sheet, cells).sort((option("SortFields", keys), option("ContainsHeader", True)))

    def filter(self, sheet, cells, field, text):
        """Show only the rows of a range whose n-th column says a text."""
        found = self._cell(sheet, cells)
        one = TableFilterField()
        one.Field, one.Operator, one.StringValue = field, EQUAL, text
        descriptor = found.createFilterDescriptor(True)
        descriptor.ContainsHeader = True
        descriptor.setFilterFields((one,))
        found.filter(descriptor)

    def hidden_rows(self, sheet, first, last):
        """Which rows are hidden."""
        rows = self._sheet(sheet).Rows
        return [row for row in range(first, last + 1) if not rows.getByIndex(row).IsVisible]

    def clipped_rows(self, sheet, last):
        """Rows up to the last one whose texts need a millimetre more than they have.

        Asks by letting the program choose the height, so the open workbook is changed by it.
        """
        rows = self._sheet(sheet).getCellRangeByPosition(0, 0, 0, last).Rows
        visible = [row for row in map(rows.getByIndex, range(last + 1)) if row.IsVisible]
        had = [row.Height for row in visible]
        rows.OptimalHeight = True
        return {
            row.RangeAddress.StartRow + 1: [height / 100, row.Height / 100]
            for row, height in zip(visible, had, strict=True)
            if row.Height > height + 100
        }

    def rename_sheet(self, sheet, name):
        """Rename a sheet."""
        self._sheet(sheet).Name = name

    def copy_sheet(self, sheet, name, place):
        """Copy a sheet to a place among the sheets."""
        self.book.Sheets.copyByName(sheet, name, place)

    # --- small helpers ---

    def _sheet(self, name):
        return self.book.Sheets.getByName(name)

    def _number(self, name):
        return self._sheet(name).RangeAddress.Sheet

    def _cell(self, sheet, cells):
        return self._sheet(sheet).getCellRangeByName(cells)

    def _dispatch(self, command, *options):
        frame = self.book.CurrentController.Frame
        self.dispatcher.executeDispatch(frame, command, "", 0, options)


def main():
    """Answer one command after the other."""
    driver = Driver(connect(sys.argv[1]))
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        try:
            answer = {"result": getattr(driver, name)(*arguments)}
        except Exception as error:  # noqa: BLE001 - whatever is refused is the answer
            answer = {"error": f"{name}: {type(error).__name__} {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    driver.close()
    driver.desktop.terminate()


if __name__ == "__main__":
    main()
