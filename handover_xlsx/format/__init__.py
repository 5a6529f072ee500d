"""What writing and reading agree on: layout, the hidden sheet, marks."""
