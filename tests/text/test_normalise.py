"""Names as they are compared."""

from handover_xlsx.text.normalise import unused


def test_names_are_unique_also_in_small_letters():
    """Databases do not tell Cost from COST, and file systems of offices do not either."""
    taken = set()
    names = [unused(name, taken) for name in ("cost", "COST", "Cost (2)", "x")]

    assert names == ["cost", "COST (2)", "Cost (2) (2)", "x"]
