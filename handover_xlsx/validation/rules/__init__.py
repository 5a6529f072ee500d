"""One file per family of rules."""
