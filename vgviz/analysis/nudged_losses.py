"""The loss of a network with one parameter nudged, for many parameters in one pass.

A parameter of layer l leaves the layers below as they are, so that only l and those above are passed, for a
stack of nudged networks at once: arrays are (networks, batch, units).
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.batch import Targets
from vgviz.engine.losses import loss_value
from vgviz.engine.plan import Plan, blended
from vgviz.engine.reference import LayerPass, forward, layer_forward

FloatArray = NDArray[np.floating[Any]]
STACKED = 2**17  # numbers of a layer that are computed at once: as many as stay in the processor's cache


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
        self._inputs = [inputs, *(layer.activation for layer in passes[:-1])]

    def values(self, name: str) -> FloatArray:
        """One parameter array as a flat one."""
        return self._parameters[name].ravel()

    def portions(self) -> Iterator[tuple[str, slice]]:
        """Parts of flat parameter arrays that are best computed in one pass, the first layer's first."""
        for name, array in self._parameters.items():
            size = self._stackable(name)
            for start in range(0, array.size, size):
                yield name, slice(start, min(start + size, array.size))

    def _stackable(self, name: str) -> int:
        """Pairs of networks with an entry of ``name`` nudged that are best computed at once."""
        widest = len(self._inputs[0]) * max(self._plan.widths[1:])
        return max(1, STACKED // max(2 * widest, 2 * self._parameters[name].size))

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
        for start in range(0, len(values), size := self._stackable(name)):
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
            return np.array([loss_value(self._plan.loss, z, self._y) for z in outputs])

    def _outputs(
        self, name: str, places: NDArray[np.intp], values: FloatArray
    ) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Outputs with one entry each replaced; whether the two halves of the stack lie apart by a kink."""
        first = int(name.split(".")[1])
        parameters = {**self._parameters, name: self._stacked(name, places, values)}
        kinks = np.zeros(len(places) // 2, dtype=bool)
        x = np.broadcast_to(self._inputs[first], (len(places), *self._inputs[first].shape))
        with np.errstate(all="ignore"):
            for index in range(first, self._plan.depth):
                layer = layer_forward(self._plan, parameters, index, x)
                kinks |= self._crossed(index, layer)
                x = layer.activation
        return x, kinks

    def _stacked(self, name: str, places: NDArray[np.intp], values: FloatArray) -> FloatArray:
        """One array a nudged network, (networks, fan_in, fan_out) or (networks, 1, fan_out)."""
        array = self._parameters[name]
        stack = np.repeat(array.reshape(1, -1), len(places), axis=0)
        stack[np.arange(len(places)), places] = values
        return stack.reshape(len(places), *(array.shape if array.ndim == 2 else (1, -1)))

    def _crossed(self, index: int, layer: LayerPass) -> NDArray[np.bool_] | bool:
        activation = self._plan.activations[index]
        crossed: NDArray[np.bool_] | bool = False
        for kind in blended(activation):
            for kink in () if kind is None else kind.kinks:
                above, below = np.split(activation.steepness * layer.z > kink, 2)
                crossed |= (above != below).any(axis=(1, 2))
        return crossed
