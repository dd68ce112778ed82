"""Lists in sentences: the first few, and how many more there are."""

from collections.abc import Sequence

SHOWN = 3


def listed(names: Sequence[object], total: int | None = None, shown: int = SHOWN) -> str:
    """Write ``names`` in a row, as "2, 5, 9 and 12 more"; ``total`` counts those not in ``names`` too."""
    more = (len(names) if total is None else total) - min(len(names), shown)
    row = ", ".join(map(str, names[:shown]))
    return f"{row} and {more:,} more" if more else row


def quoted(names: Sequence[str]) -> list[str]:
    """Put each name between quotation marks."""
    return [f"“{name}”" for name in names]
