"""A template and its content become a workbook."""
