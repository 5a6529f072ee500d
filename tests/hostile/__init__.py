"""Hostile, broken and odd workbooks, all made by code: ``CASES`` by name."""

from __future__ import annotations

from hostile.archives import ARCHIVES
from hostile.building import Case
from hostile.cells import CELLS
from hostile.files import FILES
from hostile.geometry import GEOMETRY
from hostile.markup import MARKUP
from hostile.metadata import METADATA
from hostile.odd import ODD

CASES: dict[str, Case] = {}
for _family in (FILES, ARCHIVES, MARKUP, GEOMETRY, CELLS, METADATA, ODD):
    for _name, _case in _family.items():
        assert _name not in CASES, _name
        CASES[_name] = _case
