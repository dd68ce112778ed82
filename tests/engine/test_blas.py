"""The BLAS of compiled kernels comes in without the package around it."""

import subprocess
import sys

PROGRAM = """
import sys
import numpy as np
from vgviz import Data, Experiment, Network, Simulation, Training
data, network = Data("blobs", features=300), Network.uniform(2, 300)
Simulation(Experiment(data, network, Training(batch_size=256))).run(steps=1)
assert "scipy.linalg" not in sys.modules, "the whole package was imported"
import scipy.linalg
from scipy.linalg import cython_blas, solve
assert cython_blas.__name__ == "scipy.linalg.cython_blas"
np.testing.assert_allclose(solve(np.array([[2.0]]), np.array([3.0])), [1.5])
"""


def test_wide_network_trains_without_importing_scipys_linear_algebra_which_can_come_later() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)
