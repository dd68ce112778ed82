"""The independent random streams of an experiment: changing what one draws leaves the others as they were."""

import numpy as np

# Keys of the streams. Samples and their order have one each, so that a split leaves the samples alone; the
# output layer's do not count layers, so that another depth leaves its draws as they were.
SAMPLE_STREAM = (0, 0)
SAMPLE_ORDER_STREAM = (0, 1)
HIDDEN_WEIGHT_STREAM = 1  # followed by the layer's index, as the next one
HIDDEN_BIAS_STREAM = 2
OUTPUT_WEIGHT_STREAM = (3, 0)
OUTPUT_BIAS_STREAM = (3, 1)
BATCH_ORDER_STREAM = (4, 0)


def stream(seed: int, key: tuple[int, ...]) -> np.random.Generator:
    """Generator of the random stream ``key``; streams of different keys are independent."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))
