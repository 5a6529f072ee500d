"""Handover workbooks: generate, read, validate, report, merge.

The public names are loaded on first use, so that importing the package (and starting the
command line) does not import pandas.
"""

from __future__ import annotations

import importlib

__version__ = "0.2.0"

_HOMES = {
    "HandoverError": "errors",
    "Template": "template.model",
    "load_template": "template.catalogue",
    "Content": "handover.content",
    "write_workbook": "writing.write",
    "Handover": "handover.model",
    "read_workbook": "reading.read",
    "read_workbooks": "reading.read",
    "Finding": "validation.finding",
    "validate": "validation.run",
    "merge": "merging.merge",
    "compare": "comparing.comparison",
    "summarise": "reporting.summary.model",
}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
