"""The finished file, checked against what spreadsheet programs accept."""
