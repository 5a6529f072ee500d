"""A new workbook starts from an old one, or from lists that a company already has."""
