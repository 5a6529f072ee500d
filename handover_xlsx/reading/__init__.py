"""A workbook becomes a handover."""
