"""A diagram that people move about in."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from vgviz.drawing import raster
from vgviz.engine.telemetry import Snapshot
from vgviz.views.diagram import camera as camera_module
from vgviz.views.diagram.camera import Camera
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.selection import Selection
from vgviz.views.theme import DARK

Maker = Callable[..., Snapshot]


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> Camera:
    """One that is at once where it is sent."""
    monkeypatch.setattr(camera_module, "is_motion_reduced", lambda: True)
    return Camera()


@pytest.fixture
def selection() -> Selection:
    """Nothing chosen yet."""
    return Selection()


@pytest.fixture
def view(qtbot: QtBot, make_snapshot: Maker, camera: Camera, selection: Selection) -> DiagramView:
    """A diagram on screen, painted by the raster."""
    raster.warm_up()
    view = DiagramView(DARK, camera=camera, selection=selection)
    qtbot.addWidget(view)
    view.resize(900, 560)
    view.show_snapshot(make_snapshot())
    view.show()
    view.grab()
    return view
