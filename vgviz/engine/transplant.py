"""Transplant: what of a network's parameters lives on in a changed network."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.engine.initialization import first_slope, fit_to_data, initialize_layer, initialize_learned_parts
from vgviz.engine.plan import LEARNED_PARTS, Plan
from vgviz.engine.setup import Setup
from vgviz.engine.shelf import Shelf
from vgviz.engine.training_state import TrainingState
from vgviz.experiment import Experiment, ExperimentError, Training

FloatArray = NDArray[np.floating[Any]]
Origin = Sequence[int | None]


def transplant(
    old: Setup, new: Setup, state: TrainingState, origin: Origin | None, shelf: Shelf
) -> tuple[TrainingState, tuple[str, ...]]:
    """Carry over every layer whose shape still fits; draw the others as at step 0, at rest.

    What the optimizer remembers goes along, unless it is another one now. Where all parameters stay in their
    places the new state has the arrays of the former one, which must not be trained any more: to copy
    millions of them would keep the picture waiting. Other arrays come from ``shelf``.

    Returns
    -------
    The changed network's state, and the names of the parameters that started anew.

    Raises
    ------
    ExperimentError
        If ``origin`` does not name one old layer or None for each new layer.
    """
    plans, plan = (old.plan, new.plan), new.plan
    sources = _checked_origin(origin, *plans) if origin is not None else default_origin(*plans)
    renewed: list[str] = []
    if sources == [*range(plan.depth)] and keeps_all(*plans):
        result = replace(state, running=plan.first_running())
        for index in range(plan.depth):
            _carry_running(plans, (index, index), state, result)
    else:
        result, renewed = _filled_anew(new, plans, sources, state, shelf)
    _fit_moments(result, old.experiment.training, new.experiment.training, bool(renewed))
    return result.rounded_to(plan.dtype), tuple(renewed)


def _filled_anew(
    new: Setup, plans: tuple[Plan, Plan], sources: Sequence[int | None], state: TrainingState, shelf: Shelf
) -> tuple[TrainingState, list[str]]:
    """Other arrays, with the layers that live on and those that start anew, and the latter's names."""
    plan = new.plan
    result = state.blank(plan.parameter_count, plan.first_running(), shelf)
    renewed: list[str] = []
    for index, source in enumerate(sources):
        renewed += _carry_layer(new.experiment, plans, (source, index), state, result)
    names = set(renewed)
    drawn = {index for index in range(plan.depth) if f"layers.{index}.weight" in names}
    fit_to_data(new.experiment, plan, drawn, result.parameters, new.dataset.x_train)
    for slot in map(plan.slots.__getitem__, renewed):
        result.start[slot.start : slot.stop] = result.parameters[slot.start : slot.stop]
    result.start.flags.writeable = False
    return result, renewed


def _fit_moments(state: TrainingState, old: Training, new: Training, renewed: bool) -> None:
    """Forget what another optimizer remembered, or what new parameters would spoil.

    Adam's correction for a young memory is the same for all parameters; with a memory too old for them, new
    ones would take steps three times as long.
    """
    if new.optimizer != old.optimizer or (renewed and OPTIMIZERS[new.optimizer].bias_corrected):
        state.forget_moments()
    state.fit_moments(new)


def default_origin(old: Plan, new: Plan) -> list[int | None]:
    """Hidden layers keep their place from the front; the output layer stays the output layer."""
    hidden: list[int | None] = [i if i < old.depth - 1 else None for i in range(new.depth - 1)]
    return [*hidden, old.depth - 1]


def inverse(origin: Origin, depth: int) -> list[int | None]:
    """The origin that leads back: for each of ``depth`` old layers the new one that continues it."""
    return [origin.index(layer) if layer in origin else None for layer in range(depth)]


def keeps_all(old: Plan, new: Plan) -> bool:
    """Whether `transplant` carries every parameter over and leaves none behind."""
    return old.slots == new.slots and all(
        _lives_on((old, new), (index, index), "slope")
        for index in range(old.depth)
        if f"layers.{index}.slope" in old.slots
    )


def _checked_origin(origin: Origin, old: Plan, new: Plan) -> list[int | None]:
    sources: list[Any] = list(origin) if isinstance(origin, Iterable) else []
    if len(sources) == new.depth - 1:
        sources.append(old.depth - 1)
    if len(sources) != new.depth or not all(_is_layer(source, old.depth) for source in sources):
        raise ExperimentError(
            f"origin: got {origin!r}, takes for each of the {new.depth} layers the old layer’s index "
            f"(0 to {old.depth - 1}) or None"
        )
    return [None if source is None else int(source) for source in sources]


def _is_layer(source: object, depth: int) -> bool:
    """Whether ``source`` is the index of a layer, or None."""
    if source is None:
        return True
    return isinstance(source, Integral) and not isinstance(source, bool) and 0 <= int(source) < depth


def _carry_layer(
    experiment: Experiment,
    plans: tuple[Plan, Plan],
    places: tuple[int | None, int],
    state: TrainingState,
    into: TrainingState,
) -> list[str]:
    """Fill one new layer; returns the names that started anew."""
    (old, new), (source, index) = plans, places
    names = {part: f"layers.{index}.{part}" for part in ("weight", "bias", *LEARNED_PARTS)}
    names = {part: name for part, name in names.items() if name in new.slots}
    kept: list[str] = []
    if source is not None and new.slots[names["weight"]].shape == old.slots[f"layers.{source}.weight"].shape:
        kept = [part for part in names if _lives_on(plans, (source, index), part)]
    renewed = [name for part, name in names.items() if part not in kept]
    for target in into.vectors:
        for name in renewed:
            new.named(target)[name][...] = 0.0
    if source is None or not kept:
        initialize_layer(experiment, new, index, into.parameters)
        return renewed
    initialize_learned_parts(new, index, into.parameters)
    for vector, target in zip(state.vectors, into.vectors, strict=True):
        for part in kept:
            new.named(target)[names[part]][...] = old.named(vector)[f"layers.{source}.{part}"]
    _carry_running(plans, (source, index), state, into)
    return renewed


def _carry_running(
    plans: tuple[Plan, Plan], places: tuple[int, int], state: TrainingState, into: TrainingState
) -> None:
    """Running statistics go along where the layer had them and has them still."""
    (old, new), (source, index) = plans, places
    before, after = old.running_of(state.running, source), new.running_of(into.running, index)
    if before is not None and after is not None:
        after[...] = before


def _lives_on(plans: tuple[Plan, Plan], places: tuple[int, int], part: str) -> bool:
    """Whether the old layer has this part too; slopes also have to have started from the same value."""
    (old, new), (source, index) = plans, places
    if f"layers.{source}.{part}" not in old.slots:
        return False
    return part != "slope" or first_slope(old.activations[source]) == first_slope(new.activations[index])
