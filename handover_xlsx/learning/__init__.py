"""A company's own spreadsheet becomes a draft template."""
