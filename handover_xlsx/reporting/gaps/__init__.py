"""The gap report: what is missing and what to fix first, one file a format."""
