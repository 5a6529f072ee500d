"""Handovers as data for other programs: tables, databases, calendars, contacts."""
