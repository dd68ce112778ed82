"""Samples in the kernels' buffers: a row a feature, padded with the last sample."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vgviz import Experiment, Layer, Network
from vgviz.engine.batch import Batch
from vgviz.engine.jit import entry
from vgviz.engine.kernels import arrays, passes
from vgviz.engine.plan import make_plan
from vgviz.engine.workspace import as_samples, make_workspace, read_only


@entry
def gather(
    samples: arrays.Samples, chosen: arrays.Integers, network: arrays.Network, buffers: arrays.Buffers
) -> None:
    passes.gather(samples, chosen, network, buffers)


@pytest.mark.parametrize("precision", ["float64", "float32"])
@given(features=st.integers(1, 35), samples=st.integers(1, 60), seed=st.integers(0, 99))
@settings(max_examples=80, deadline=None)
def test_every_feature_of_every_sample_has_its_place(
    precision: str, features: int, samples: int, seed: int
) -> None:
    plan = make_plan(
        Experiment(network=Network((Layer(3),)), precision=precision), features, "classification", 2
    )
    generator = np.random.default_rng(seed)
    x = generator.standard_normal((samples, features)).astype(precision)
    chosen = generator.permutation(samples)[: generator.integers(1, samples + 1)]
    work = make_workspace(plan, chosen.size)
    work.buffers.activations[:] = np.nan
    gather(as_samples(plan, Batch(x, np.arange(samples) % 2)), read_only(chosen), work.network, work.buffers)
    stride = passes.row_stride(chosen.size)
    rows = work.buffers.activations.reshape(-1, stride)
    assert np.array_equal(rows[:features, : chosen.size], x[chosen].T)
    padding = np.broadcast_to(x[chosen[-1], :, np.newaxis], (features, stride - chosen.size))
    assert np.array_equal(rows[:features, chosen.size :], padding)
    assert np.isnan(rows[features:]).all()
    assert np.array_equal(work.buffers.labels[: chosen.size], chosen % 2)
