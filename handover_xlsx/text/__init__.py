"""Texts: compared, measured, wrapped."""
