"""The hidden marks of the sheets for an overview, which writing and reading share."""

MARK, CHOICE, ABOUT = "_overview:", "_choice", "_value"
MARK_WITHIN = 40  # rows may be inserted above
