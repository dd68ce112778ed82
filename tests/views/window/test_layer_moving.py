"""Layers that a hand in a diagram takes to other places."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.views.window.fake_session import FakeSession
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Activation, Experiment, Layer, Network
from vgviz.session.messages import Configure, Frame, Moved
from vgviz.session.states import State
from vgviz.views.selection import Place
from vgviz.views.window.main_window import MainWindow

Maker = Callable[..., Snapshot]
MOVE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def _of(*names: str) -> Experiment:
    return Experiment(network=Network(tuple(Layer(10, Activation(name)) for name in names)))


A = _of("sigmoid", "tanh", "relu", "gelu")
B = _of("relu", "elu", "tanh", "sigmoid")


@pytest.fixture
def session(session: FakeSession) -> FakeSession:
    session.experiments = (A,)
    return session


@pytest.fixture
def window(wired_window: MainWindow) -> MainWindow:
    wired_window.resize(1200, 800)
    return wired_window


@pytest.fixture
def show(session: FakeSession, make_snapshot: Maker) -> Callable[..., None]:
    """Function that shows these experiments' networks, and forgets what was sent before."""

    def shown(*experiments: Experiment, moment: int | None = None) -> None:
        snapshots = tuple(make_snapshot([0.1] * 5, experiment=experiment) for experiment in experiments)
        session.experiments_changed.emit(experiments)
        session.answer(Frame(snapshots, State.PAUSED, 0.0, 0, moment=moment))
        session.sent.clear()

    return shown


def _drag(window: MainWindow, run: int, layer: int, beyond: int) -> None:
    view = window.workspace.diagrams.views[run]
    scene = view.scene
    assert scene is not None
    start, end = (
        QPoint(round(scene.layout.columns[each + 1].x), round(scene.labels_top) + 12)
        for each in (layer, beyond)
    )
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(view, left, pos=start)
    for place in (start + QPoint(12, 0), end + QPoint(12 if beyond > layer else -12, 0)):
        QTest.mouseMove(view, place)
    QTest.mouseRelease(view, left, pos=end)


def _moves(session: FakeSession) -> list[tuple[int, tuple[str, ...], tuple[int | None, ...] | None]]:
    """Run, functions and origin of each edit."""
    return [
        (
            command.run,
            tuple(layer.activation.name for layer in command.experiment.network.hidden),
            None if command.origin is None else tuple(command.origin),
        )
        for command in session.sent
        if isinstance(command, Configure)
    ]


def test_a_drag_sends_one_edit_that_says_where_each_layer_came_from(
    window: MainWindow, session: FakeSession, show: Callable[..., None]
) -> None:
    show(A)
    _drag(window, 0, 0, 2)
    assert _moves(session) == [(0, ("tanh", "relu", "sigmoid", "gelu"), (1, 2, 0, 3))]
    assert window.desk.selection.place == Place(2)


def test_compared_networks_are_rearranged_one_by_one(
    window: MainWindow, session: FakeSession, show: Callable[..., None]
) -> None:
    show(A, B)
    _drag(window, 1, 3, 1)
    assert _moves(session) == [(1, ("relu", "sigmoid", "elu", "tanh"), (0, 3, 1, 2))]
    assert window.desk.selection.place == Place(1, run=1)


def test_a_held_key_carries_the_layer_on_before_the_session_has_answered(
    window: MainWindow, session: FakeSession, show: Callable[..., None]
) -> None:
    show(A)
    diagram = window.workspace.diagram
    window.desk.selection.choose(Place(0))
    QTest.keyClick(diagram, Qt.Key.Key_Right, MOVE)
    QTest.keyClick(diagram, Qt.Key.Key_Right, MOVE)
    session.experiments_changed.emit((_of("tanh", "sigmoid", "relu", "gelu"),))  # the answer to the first
    QTest.keyClick(diagram, Qt.Key.Key_Right, MOVE)
    assert _moves(session)[-1] == (0, ("tanh", "relu", "gelu", "sigmoid"), (0, 1, 3, 2))
    assert window.desk.selection.place == Place(3)


def test_layers_that_are_alike_change_places_too_for_their_weights_differ(
    window: MainWindow, session: FakeSession, show: Callable[..., None]
) -> None:
    show(_of("relu", "relu", "relu", "relu"))
    _drag(window, 0, 3, 0)
    assert _moves(session) == [(0, ("relu",) * 4, (3, 0, 1, 2))]


def test_the_past_stays_as_it_was(
    window: MainWindow, session: FakeSession, show: Callable[..., None]
) -> None:
    show(A, moment=0)
    _drag(window, 0, 0, 2)
    assert _moves(session) == []


def test_the_same_layer_stays_chosen_where_undo_moves_it(
    window: MainWindow, session: FakeSession, show: Callable[..., None]
) -> None:
    show(A)
    window.desk.selection.choose(Place(3, 2))
    session.moved.emit(Moved((1, 2, 3, 0, 4), run=0))
    show(_of("tanh", "relu", "gelu", "sigmoid"))
    assert window.desk.selection.place == Place(2, 2)
