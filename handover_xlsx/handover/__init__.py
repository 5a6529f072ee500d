"""The model: what one workbook, or many together, say."""
