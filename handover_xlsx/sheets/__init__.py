"""The cells of any spreadsheet, as they are stored."""
