"""A copy of a person's own workbook in which every faulty cell is marked.

The copy is made part by part: what need not change is copied as it is in the file, and what
must – cells' formats, notes, a last sheet – is patched in the file's own XML. No program's
features are lost that way, whichever program they come from.
"""
