"""Names of the input features and of the output units."""

from dataclasses import dataclass

from vgviz.engine.telemetry import Snapshot

_MOST_NAMED = 100


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the input features and of the output units; empty where there are none or too many."""

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


def names_of(snapshot: Snapshot) -> Names:
    """The data's own names; one output unit that tells two classes apart speaks for the second."""
    features, outputs = snapshot.widths[0], snapshot.widths[-1]
    names = snapshot.class_names or snapshot.target_names
    if outputs == 1 and len(snapshot.class_names) == 2:
        names = names[1:]
    return Names(_fitting(snapshot.feature_names, features), _fitting(names, outputs))


def _fitting(names: tuple[str, ...], units: int) -> tuple[str, ...]:
    return names if len(names) == units <= _MOST_NAMED else ()
