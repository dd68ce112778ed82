"""All controls in their panel."""

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from vgviz.experiment import Experiment
from vgviz.views.controls.control_panel import WIDTH, ControlPanel
from vgviz.views.theme import DARK


@pytest.fixture
def emitted() -> list[Experiment]:
    """What the panel has sent."""
    return []


@pytest.fixture
def panel(qtbot: QtBot, emitted: list[Experiment]) -> Iterator[ControlPanel]:
    """The panel on screen, with the keyboard."""
    result = ControlPanel(DARK, generator=np.random.default_rng(5))
    result.experiment_edited.connect(lambda experiment, _run: emitted.append(experiment))
    qtbot.addWidget(result)
    result.resize(WIDTH, 600)
    with qtbot.waitActive(result):
        result.show()
        result.activateWindow()
    yield result
    result.close()
