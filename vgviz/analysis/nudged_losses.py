"""The loss of a network with one parameter nudged, for many parameters in one pass.

A parameter of layer l leaves the layers below as they are, and of l itself all units but one, unless they are
normalized together. So only that unit is worked out, what it changes in layer l + 1 is added there, and the
layers above are passed for a stack of nudged networks at once: arrays are (networks, batch, units).
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.normalizations import BATCH, NONE
from vgviz.engine.batch import Targets
from vgviz.engine.losses import loss_values
from vgviz.engine.normalization import normalize
from vgviz.engine.plan import LEARNED_PARTS, NORMALIZATION, SKIP, Plan, blended
from vgviz.engine.reference import forward, function_values

FloatArray = NDArray[np.floating[Any]]
STACKED = 2**15  # numbers of a layer that are computed at once: as many as stay in the processor’s cache


class NudgedLosses:
    """Losses of one batch in training mode, in float64, around the parameters of a network.

    Parameters
    ----------
    parameters : by name; they are not changed.
    x, y : the batch, shapes (batch, features) and (batch,) or (batch, outputs).
    """

    def __init__(self, plan: Plan, parameters: Mapping[str, FloatArray], x: FloatArray, y: Targets) -> None:
        self._plan = plan
        self._parameters = {name: value.astype(np.float64) for name, value in parameters.items()}
        self._y = y if y.ndim == 1 else y.astype(np.float64)
        inputs = x.astype(np.float64)
        with np.errstate(all="ignore"):
            passes = forward(plan, self._parameters, inputs)
            self._inputs = [layer.x for layer in passes]
            self._linear = [self._weighted(index, layer.x) for index, layer in enumerate(passes)]
        self._activations = [layer.activation for layer in passes]

    def values(self, name: str) -> FloatArray:
        """One parameter array as a flat one."""
        return self._parameters[name].ravel()

    def portions(self) -> Iterator[tuple[str, slice]]:
        """Parts of flat parameter arrays that are best computed in one pass, the first layer's first."""
        size = self._stackable
        for name, array in self._parameters.items():
            for start in range(0, array.size, size):
                yield name, slice(start, min(start + size, array.size))

    @property
    def _stackable(self) -> int:
        """Pairs of nudged networks that are best computed at once."""
        return max(1, STACKED // (2 * len(self._inputs[0]) * max(self._plan.widths[1:])))

    def differences(
        self, name: str, places: NDArray[np.intp], steps: FloatArray
    ) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Central differences of the loss, and whether f' jumps between the two points.

        Parameters
        ----------
        places : entries of the flat parameter array ``name``.
        steps : by how much each is moved to either side.
        """
        around = self.values(name)[places]
        up, down = around + steps, around - steps
        z, kinks = self._outputs(name, np.tile(places, 2), np.concatenate((up, down)))
        above, below = self._losses(z).reshape(2, -1)
        with np.errstate(all="ignore"):
            # What the two points are really apart, after rounding.
            return np.asarray((above - below) / (up - down)), kinks

    def changes(
        self, name: str, place: int, values: FloatArray
    ) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
        """What one entry does that takes each of ``values`` in turn.

        Returns
        -------
        The change of the loss, (values,), that of the outputs, (values, batch, outputs), and whether f' jumps
        somewhere on the way.
        """
        now = np.full(len(values), self.values(name)[place])
        parts = []
        for start in range(0, len(values), size := self._stackable):
            part = slice(start, start + size)
            stack = np.concatenate((values[part], now[part]))
            z, kinks = self._outputs(name, np.full(len(stack), place), stack)
            moved, still = np.split(z, 2)
            with np.errstate(all="ignore"):
                parts.append((self._losses(moved) - self._losses(still), moved - still, kinks))
        losses, outputs, crossed = zip(*parts, strict=True)
        return np.concatenate(losses), np.concatenate(outputs), np.concatenate(crossed)

    def _losses(self, outputs: FloatArray) -> FloatArray:
        """Loss of each nudged network from its outputs, (networks, batch, outputs)."""
        with np.errstate(all="ignore"):
            return loss_values(self._plan.loss, outputs, self._y)

    def _outputs(
        self, name: str, places: NDArray[np.intp], values: FloatArray
    ) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Outputs with one entry each replaced; whether the two halves of the stack lie apart by a kink."""
        index = int(name.split(".")[1])
        kinks = np.zeros(len(places) // 2, dtype=bool)
        with np.errstate(all="ignore"):
            if self._plan.layers[index, NORMALIZATION] in (NONE, BATCH):
                x, crossed = self._with_nudged_unit(name, places, values)
                kinks |= crossed
                if index + 1 < self._plan.depth:
                    index += 1
                    x, crossed = self._layer(index, self._above(index, name, places, x), x)
            else:
                x, crossed = self._nudged_layer(name, places, values)
            kinks |= crossed
            for following in range(index + 1, self._plan.depth):
                x, crossed = self._layer(following, self._weighted(following, x), x)
                kinks |= crossed
        return x, kinks

    def _with_nudged_unit(
        self, name: str, places: NDArray[np.intp], values: FloatArray
    ) -> tuple[FloatArray, NDArray[np.bool_] | bool]:
        """What a layer hands on whose other units do not feel the nudge."""
        index, units = int(name.split(".")[1]), self._units(name, places)
        u = self._linear[index].T[units] + self._moved(name, places, values)
        own = {part: array[units, np.newaxis, np.newaxis] for part, array in self._own(index).items()}
        if (part := name.split(".")[2]) in own:
            own[part] = values[:, np.newaxis, np.newaxis]
        skipped = self._inputs[index].T[units] if self._plan.layers[index, SKIP] else u
        unit, kinks = self._layer(index, u[:, :, np.newaxis], skipped[:, :, np.newaxis], own)
        stack = np.repeat(self._activations[index][np.newaxis], len(places), axis=0)
        stack[np.arange(len(places)), :, units] = unit[:, :, 0]
        return stack, kinks

    def _above(self, index: int, name: str, places: NDArray[np.intp], x: FloatArray) -> FloatArray:
        """What the weights of a layer make of inputs ``x`` of which one unit has been nudged."""
        units = self._units(name, places)
        change = x[np.arange(len(places)), :, units] - self._activations[index - 1].T[units]
        rows = self._parameters[f"layers.{index}.weight"][units]
        u: FloatArray = change[:, :, np.newaxis] * rows[:, np.newaxis]
        u += self._linear[index]
        return u

    def _nudged_layer(
        self, name: str, places: NDArray[np.intp], values: FloatArray
    ) -> tuple[FloatArray, NDArray[np.bool_] | bool]:
        """What a layer hands on whose units are normalized together."""
        _, index, part = name.split(".")
        layer, units, stack = int(index), self._units(name, places), np.arange(len(places))
        u = np.repeat(self._linear[layer][np.newaxis], len(places), axis=0)
        u[stack, :, units] += self._moved(name, places, values)
        own = self._own(layer)
        if part in own:
            own[part] = np.repeat(own[part][np.newaxis, np.newaxis], len(places), axis=0)
            own[part][stack, 0, units] = values
        return self._layer(layer, u, self._inputs[layer], own)

    def _moved(self, name: str, places: NDArray[np.intp], values: FloatArray) -> FloatArray:
        """By how much W x + b of the nudged unit moves, (networks, batch) or (networks, 1)."""
        _, index, part = name.split(".")
        if part not in ("weight", "bias"):
            return np.zeros((len(places), 1))
        moved = (values - self.values(name)[places])[:, np.newaxis]
        sources = places // self._parameters[name].shape[-1]
        return np.asarray(moved * self._inputs[int(index)].T[sources] if part == "weight" else moved)

    def _units(self, name: str, places: NDArray[np.intp]) -> NDArray[np.intp]:
        units: NDArray[np.intp] = places % self._parameters[name].shape[-1]
        return units

    def _own(self, index: int) -> dict[str, FloatArray]:
        """What a layer's units have besides weights and bias, by the parts' names."""
        names = {part: f"layers.{index}.{part}" for part in LEARNED_PARTS}
        return {part: self._parameters[name] for part, name in names.items() if name in self._parameters}

    def _weighted(self, index: int, x: FloatArray) -> FloatArray:
        name = f"layers.{index}"
        u: FloatArray = x @ self._parameters[f"{name}.weight"]
        u += self._parameters[f"{name}.bias"]
        return u

    def _layer(
        self, index: int, u: FloatArray, x: FloatArray, own: Mapping[str, FloatArray] | None = None
    ) -> tuple[FloatArray, NDArray[np.bool_] | bool]:
        """What a layer hands on for u = W x + b, and whether the stack's halves lie apart by a kink."""
        own, kind = self._own(index) if own is None else own, int(self._plan.layers[index, NORMALIZATION])
        z = u
        if kind != NONE:
            z = normalize(kind, u).values * own["norm_scale"] + own.get("norm_shift", 0.0)
        f = function_values(self._plan.activations[index], z, own.get("slope"))
        return f + x if self._plan.layers[index, SKIP] else f, self._crossed(index, z)

    def _crossed(self, index: int, z: FloatArray) -> NDArray[np.bool_] | bool:
        activation = self._plan.activations[index]
        crossed: NDArray[np.bool_] | bool = False
        for kind in blended(activation):
            for kink in () if kind is None else kind.kinks:
                above, below = np.split(activation.steepness * z > kink, 2)
                crossed |= (above != below).any(axis=(1, 2))
        return crossed
