"""The catalogue's labels as they stand within a line."""

_NAMES = ("Adam", "Glorot", "He", "Huber", "Iris", "Lion", "Nesterov", "Parquet")


def lowered(label: str) -> str:
    """``Weight decay`` begins with a small letter; ``L1``, ``ReLU6``, ``XOR`` and proper names stay."""
    first = label.split(" ", 1)[0]
    return label[0].lower() + label[1:] if first[1:].islower() and first not in _NAMES else label
