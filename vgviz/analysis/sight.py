"""What a rule has seen."""

from typing import NamedTuple

from vgviz.analysis.remedies import Remedy


class Sight(NamedTuple):
    """The fields of a finding without its rule."""

    layer: int
    number: float
    seen: str
    why: str
    remedies: tuple[Remedy, ...]
