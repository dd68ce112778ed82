from hypothesis import given
from hypothesis import strategies as st

from vgviz.catalogue.normalizations import NORMALIZATIONS
from vgviz.experiment import Activation, Layer, Network
from vgviz.views.controls.layer_edits import (
    with_activation,
    with_depth,
    with_normalization,
    with_parameter,
    with_residual,
    with_steepness,
    with_width,
)

activations = st.sampled_from(
    [
        Activation("relu"),
        Activation("leaky_relu", 0.2, 2.0),
        Activation("prelu"),
        Activation("sigmoid", None, 3.0, "tanh", 0.4),
    ]
)
normalizations = st.sampled_from(sorted(NORMALIZATIONS))
layers = st.builds(Layer, st.integers(1, 64), activations, normalizations, st.booleans())
networks = st.builds(Network, st.lists(layers, min_size=1, max_size=12).map(tuple))


@given(network=networks, depth=st.integers(1, 30))
def test_depth_keeps_the_first_layers_and_repeats_the_last(network: Network, depth: int) -> None:
    edited = with_depth(network, depth)
    assert len(edited.hidden) == depth
    kept = min(depth, len(network.hidden))
    assert edited.hidden[:kept] == network.hidden[:kept]
    assert set(edited.hidden[kept:]) <= {network.hidden[-1]}


@given(network=networks, width=st.integers(1, 2048))
def test_width_keeps_every_layers_activation(network: Network, width: int) -> None:
    edited = with_width(network, width)
    assert {layer.width for layer in edited.hidden} == {width}
    assert [a.activation for a in edited.hidden] == [b.activation for b in network.hidden]


@given(network=networks, activation=activations)
def test_an_activation_keeps_every_width_and_differing_steepness(
    network: Network, activation: Activation
) -> None:
    edited = with_activation(network, activation)
    assert [layer.width for layer in edited.hidden] == [layer.width for layer in network.hidden]
    assert {layer.activation.name for layer in edited.hidden} == {activation.name}
    before = [layer.activation.steepness for layer in network.hidden]
    if len(set(before)) > 1:
        assert [layer.activation.steepness for layer in edited.hidden] == before


@given(network=networks, steepness=st.floats(1e-3, 100))
def test_steepness_keeps_every_function(network: Network, steepness: float) -> None:
    edited = with_steepness(network, steepness)
    assert {layer.activation.steepness for layer in edited.hidden} == {steepness}
    assert [a.activation.name for a in edited.hidden] == [b.activation.name for b in network.hidden]


@given(network=networks, parameter=st.floats(-1, 1))
def test_a_parameter_goes_only_where_it_belongs(network: Network, parameter: float) -> None:
    first = network.hidden[0].activation.name
    if first not in ("leaky_relu", "prelu"):
        return
    edited = with_parameter(network, parameter)
    for before, after in zip(network.hidden, edited.hidden, strict=True):
        wanted = parameter if before.activation.name == first else before.activation.parameter
        assert after.activation.parameter == wanted


@given(network=networks, normalization=normalizations, residual=st.booleans())
def test_normalization_and_residual_change_nothing_else(
    network: Network, normalization: str, residual: bool
) -> None:
    edited = with_residual(with_normalization(network, normalization), residual)
    for before, after in zip(network.hidden, edited.hidden, strict=True):
        assert after == Layer(before.width, before.activation, normalization, residual)


def test_a_thousand_equal_layers_stay_one_record() -> None:
    edited = with_width(Network.uniform(1000, 10), 12)
    assert len({id(layer) for layer in edited.hidden}) == 1
