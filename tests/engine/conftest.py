"""Networks and comparisons that the engine's tests share."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from vgviz import Activation, Data, Experiment, Layer, Network, Simulation, Training

Floats = NDArray[np.float64]
MakeExperiment = Callable[..., Experiment]


@pytest.fixture(params=["numpy", "numba"])
def backend(request: pytest.FixtureRequest) -> str:
    """Both backends, one after the other."""
    return str(request.param)


def _blobs(
    widths: tuple[int, ...] = (5, 4),
    activation: Activation | str = "sigmoid",
    *,
    classes: int = 3,
    features: int = 3,
    samples: int = 48,
    seed: int = 0,
    init: Any = None,
    **training: Any,
) -> Experiment:
    data = Data("blobs", samples=samples, features=features, classes=classes, noise=1.0)
    kind = Activation(activation) if isinstance(activation, str) else activation
    network = Network(tuple(Layer(width, kind) for width in widths), *([init] if init else []))
    return Experiment(data, network, Training(**training), seed=seed)


@pytest.fixture(scope="session")
def blobs() -> MakeExperiment:
    """Maker of small experiments on clouds of points."""
    return _blobs


def _scatter(simulation: Simulation, seed: int = 1) -> None:
    generator = np.random.default_rng(seed)
    simulation.load_parameters(
        {
            name: value + 0.3 * generator.standard_normal(value.shape)
            for name, value in simulation.parameters.items()
        }
    )


@pytest.fixture(scope="session")
def scatter() -> Callable[[Simulation], None]:
    """Gives every parameter, slopes and biases included, a value of its own."""
    return _scatter


def _difference(first: Mapping[str, Floats], second: Mapping[str, Floats]) -> float:
    a, b = (np.concatenate([np.ravel(side[name]) for name in sorted(first)]) for side in (first, second))
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return 0.0 if size == 0.0 else float(np.linalg.norm(a - b) / size)


@pytest.fixture(scope="session")
def difference() -> Callable[[Mapping[str, Floats], Mapping[str, Floats]], float]:
    """norm(a - b) / (norm(a) + norm(b)) over all arrays of two mappings; 0 where all are 0."""
    return _difference


@pytest.fixture(scope="session")
def torch_twin() -> Any:
    """The class `tests.engine.torch_twin.TorchTwin`; skips where PyTorch is not installed."""
    pytest.importorskip("torch", reason="PyTorch is the yardstick of this test")
    from tests.engine.torch_twin import TorchTwin

    return TorchTwin
