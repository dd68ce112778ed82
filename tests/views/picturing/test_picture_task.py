"""Pictures that are made while the window answers."""

import weakref
from collections.abc import Callable
from threading import Event, get_ident
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from vgviz.drawing import raster
from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment, Network
from vgviz.session.messages import Frame
from vgviz.session.states import State
from vgviz.views.diagram.field import Field
from vgviz.views.diagram.picture import DiagramPainter
from vgviz.views.picturing.picture_task import PictureTask
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.selection import Place
from vgviz.views.theme import DARK
from vgviz.views.window.main_window import MainWindow

Maker = Callable[..., Snapshot]


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., MainWindow]:
    """A window with these networks, one neuron chosen."""

    def make(*snapshots: Snapshot) -> MainWindow:
        window = MainWindow(None, DARK)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        window.show_experiments(tuple(snapshot.experiment for snapshot in snapshots))
        frame = Frame(snapshots, State.PAUSED, 0.0, 0)
        window.show_frame(frame)
        window.show_text(frame)
        window.desk.selection.choose(Place(1, 0, 0))
        window.workspace.diagram.setFocus()
        qtbot.wait(50)
        return window

    return make


def _keep(image: QImage, _unwanted: Event) -> QImage:
    return image


def _made(qtbot: QtBot, task: PictureTask) -> Any:
    with qtbot.waitSignal(task.done, timeout=30_000) as told:
        task.start()
    return told.args[0] if told.args else None


@pytest.mark.parametrize("scale", [1, 2, 4])
@pytest.mark.parametrize("depth_and_width", [(8, 10), (6, 48), (70, 4)])
@pytest.mark.parametrize("networks", [1, 2])
def test_it_is_the_picture_that_would_be_painted_at_once(
    qtbot: QtBot, show: Callable[..., MainWindow], scale: int, depth_and_width: tuple[int, int], networks: int
) -> None:
    snapshot = Simulation(Experiment(network=Network.uniform(*depth_and_width))).snapshot()
    window = show(*[snapshot] * networks)
    for view in window.export_actions.views().values():
        before = picture_of(view, scale)
        made = _made(qtbot, PictureTask(view, scale, _keep, window))
        assert made in (before, picture_of(view, scale))  # a window that was just opened may still settle


def test_the_window_draws_no_network_itself_and_keeps_its_own(
    qtbot: QtBot, show: Callable[..., MainWindow], make_snapshot: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = show(make_snapshot(step=5))
    window.grab()
    drawing: list[int] = []
    draw = Field.draw

    def note(self: Field, *arguments: Any) -> None:
        drawing.append(get_ident())
        draw(self, *arguments)

    monkeypatch.setattr(Field, "draw", note)
    _made(qtbot, PictureTask(window, 4, _keep, window))
    window.grab()
    assert len(drawing) == raster.is_ready()
    assert get_ident() not in drawing


@pytest.mark.parametrize("is_wanted", [True, False])
def test_the_memory_of_a_picture_is_given_back(
    qtbot: QtBot,
    show: Callable[..., MainWindow],
    make_snapshot: Maker,
    monkeypatch: pytest.MonkeyPatch,
    is_wanted: bool,
) -> None:
    window = show(make_snapshot(step=5))
    twins: list[weakref.ref[DiagramPainter]] = []
    twin = DiagramPainter.twin

    def note(self: DiagramPainter) -> DiagramPainter:
        made = twin(self)
        twins.append(weakref.ref(made))
        return made

    monkeypatch.setattr(DiagramPainter, "twin", note)
    task = PictureTask(window, 4, _keep, window)
    if is_wanted:
        _made(qtbot, task)
    else:
        task.start()
        task.cancel()
    assert len(twins) == 1
    qtbot.waitUntil(lambda: twins[0]() is None)


def test_waiting_makes_it_at_once(show: Callable[..., MainWindow], make_snapshot: Maker) -> None:
    window = show(make_snapshot(step=5))
    told: list[QImage] = []
    task = PictureTask(window, 2, _keep, window)
    task.done.connect(told.append)
    task.start()
    task.wait()
    assert [image.size() for image in told] == [window.size() * 2]
    assert np.unique(np.frombuffer(told[0].constBits(), np.uint32)).size > 20
