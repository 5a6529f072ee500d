"""Passwords, keys and personal numbers: found and masked; knows texts and grids, no handover."""
