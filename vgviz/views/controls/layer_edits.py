"""Edits of all hidden layers at once. Layers may differ; each edit changes one thing and keeps the rest."""

from collections.abc import Callable
from typing import TypeVar

from msgspec.structs import replace

from vgviz.experiment import Activation, Experiment, Layer, Network
from vgviz.views.controls.activation_position import parameter_owner

Value = TypeVar("Value")


def in_experiment(edit: Callable[[Network, Value], Network]) -> Callable[[Experiment, Value], Experiment]:
    """The edit of a network as one of the experiment that it is part of."""
    return lambda experiment, value: replace(experiment, network=edit(experiment.network, value))


def with_depth(network: Network, depth: int) -> Network:
    """Layers go or come before the output layer; new ones are like the last hidden layer."""
    kept = network.hidden[:depth]
    return replace(network, hidden=kept + (kept[-1],) * (depth - len(kept)))


def with_width(network: Network, width: int) -> Network:
    """Give every hidden layer this width."""
    return _each(network, lambda layer: replace(layer, width=width))


def with_normalization(network: Network, normalization: str) -> Network:
    """Normalize every hidden layer this way."""
    return _each(network, lambda layer: replace(layer, normalization=normalization))


def with_residual(network: Network, residual: bool) -> Network:
    """Give every hidden layer a skip path, or none."""
    return _each(network, lambda layer: replace(layer, residual=residual))


def with_activation(network: Network, activation: Activation) -> Network:
    """Give every hidden layer this function; where steepness differs among the layers, it goes on to."""
    steepness = {layer.activation.steepness for layer in network.hidden}
    if len(steepness) == 1:
        return _each(network, lambda layer: replace(layer, activation=activation))
    return _each(
        network,
        lambda layer: replace(layer, activation=replace(activation, steepness=layer.activation.steepness)),
    )


def with_steepness(network: Network, steepness: float) -> Network:
    """Give every hidden layer's activation this steepness."""
    return _each(
        network, lambda layer: replace(layer, activation=replace(layer.activation, steepness=steepness))
    )


def with_parameter(network: Network, parameter: float) -> Network:
    """Give this parameter to every layer whose activation is of the first layer's kind."""
    owner = parameter_owner(network.hidden[0].activation)

    def edited(layer: Layer) -> Layer:
        if parameter_owner(layer.activation) != owner:
            return layer
        return replace(layer, activation=replace(layer.activation, parameter=parameter))

    return _each(network, edited)


def _each(network: Network, edit: Callable[[Layer], Layer]) -> Network:
    edited = {layer: edit(layer) for layer in set(network.hidden)}
    return replace(network, hidden=tuple(edited[layer] for layer in network.hidden))
