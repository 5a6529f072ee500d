"""The workbook: writing it, guarding against bad files, and reading it back as a handover."""
