"""What is missing or wrong in a handover, as data."""
