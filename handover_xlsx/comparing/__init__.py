"""Two states of a handover side by side: what was added, removed, changed, fixed."""
