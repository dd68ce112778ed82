"""Names of the input features and of the output units."""

from dataclasses import dataclass

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.engine.telemetry import Snapshot

_MOST_NAMED = 100
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the input features and of the output units; empty where there are none."""

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


def names_of(snapshot: Snapshot, given: Names) -> Names:
    """The given names where their number is right, else x₁, x₂, ... and class 0, class 1, ...

    One output unit that tells two classes apart speaks for the second.
    """
    features, outputs = snapshot.widths[0], snapshot.widths[-1]
    given_outputs = given.outputs[1:] if outputs == 1 and len(given.outputs) == 2 else given.outputs
    return Names(
        given.inputs if len(given.inputs) == features else _numbered("x", features),
        given_outputs if len(given_outputs) == outputs else _classes(snapshot, outputs),
    )


def _numbered(letter: str, units: int) -> tuple[str, ...]:
    if units > _MOST_NAMED:
        return ()
    return tuple(letter + str(index).translate(_SUBSCRIPT) for index in range(1, units + 1))


def _classes(snapshot: Snapshot, units: int) -> tuple[str, ...]:
    data = snapshot.experiment.data
    if DATA_SOURCES[data.source].task != "classification" or units > _MOST_NAMED:
        return ()
    return ("class 1",) if units == 1 else tuple(f"class {index}" for index in range(units))
