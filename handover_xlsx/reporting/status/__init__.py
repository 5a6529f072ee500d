"""The status of a team's handovers: one line a leaver, one file a format."""
