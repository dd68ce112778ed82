"""What a fresh process loads: the headless half knows no Qt, the default data no scikit-learn."""

import subprocess
import sys

import pytest

QT = ("PySide6", "shiboken6", "pyqtgraph")
HEAVY = ("sklearn", "pandas", "matplotlib")


def loaded_by(program: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after ``program``."""
    report = "import sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    command = [sys.executable, "-c", f"{program}\n{report}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "program",
    [
        "import vgviz",
        "import vgviz.analysis.verdict, vgviz.analysis.depth_trend",
        "import vgviz; vgviz.Simulation(vgviz.Experiment(), backend='numpy').run(steps=2)",
        "import vgviz; s = vgviz.Simulation(vgviz.Experiment()); s.run(steps=2); s.snapshot()",
    ],
)
def test_the_headless_half_loads_neither_qt_nor_what_only_some_data_need(program: str) -> None:
    assert not loaded_by(program) & {*QT, *HEAVY}


@pytest.mark.parametrize("module", ["session.session", "session.worker", "session.mailbox"])
def test_the_session_loads_no_widgets(module: str) -> None:
    loaded = loaded_by(f"import sys, vgviz.{module}; assert 'PySide6.QtWidgets' not in sys.modules")
    assert not loaded & {"pyqtgraph", *HEAVY}


def test_importing_the_package_loads_no_compiler() -> None:
    assert not loaded_by("import vgviz.experiment") & {"numba", "scipy", *QT, *HEAVY}
