"""How far a team's handovers have come, and how that changed since the last snapshot."""
