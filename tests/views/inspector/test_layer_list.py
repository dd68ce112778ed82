"""Layers dragged within the list: where they are dropped is where they are wanted."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget
from pytestqt.qtbot import QtBot

from vgviz.experiment import Activation, Layer, Network
from vgviz.views.inspector.layer_list import LayerList

NETWORK = Network((Layer(2), Layer(3, Activation("relu"), "batch"), Layer(4, residual=True), Layer(5)))


@pytest.fixture
def layers(qtbot: QtBot) -> LayerList:
    layers = LayerList()
    qtbot.addWidget(layers)
    layers.show_network(NETWORK, 2, 1)
    layers.resize(240, 200)
    layers.show()
    return layers


def _drop(layers: LayerList, source: int, row: int, share: float) -> list[tuple[int, int]]:
    """Drop line ``source`` at this share of the height of line ``row``."""
    told: list[tuple[int, int]] = []
    layers.moved.connect(lambda *move: told.append(move))
    layers.setCurrentRow(source)
    place = layers.visualItemRect(layers.item(row))
    point = QPointF(place.center().x(), place.top() + share * place.height())
    action, buttons = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    layers.dropEvent(QDropEvent(point, action, QMimeData(), buttons, Qt.KeyboardModifier.NoModifier))
    return told


def test_a_skip_is_named_where_it_adds_something(layers: LayerList) -> None:
    skips = tuple(Layer(width, residual=True) for width in (2, 2, 5))
    layers.show_network(Network(skips), 2, 1)
    texts = [layers.item(row).text() for row in range(3)]
    assert texts == [
        "1   2 × sigmoid, residual",
        "2   2 × sigmoid, residual",
        "3   5 × sigmoid, no skip (2 → 5)",
    ]
    layers.show_network(Network(skips), 7, 1)
    assert layers.item(0).text() == "1   2 × sigmoid, no skip (7 → 2)"


@pytest.mark.parametrize(
    ("source", "row", "share", "moved"),
    [
        (0, 2, 0.1, [(0, 1)]),
        (0, 2, 0.9, [(0, 2)]),
        (3, 0, 0.1, [(3, 0)]),
        (3, 1, 0.9, [(3, 2)]),
        (0, 4, 0.9, [(0, 3)]),  # not behind the output layer
        (1, 1, 0.1, []),
        (1, 1, 0.9, []),
        (1, 0, 0.9, []),
        (4, 0, 0.1, []),  # the output layer stays
    ],
)
def test_a_drop_says_which_number_the_layer_is_to_have(
    layers: LayerList, source: int, row: int, share: float, moved: list[tuple[int, int]]
) -> None:
    assert _drop(layers, source, row, share) == moved
    assert layers.count() == 5


def test_qt_takes_no_dragged_line_out_by_itself(layers: LayerList, monkeypatch: pytest.MonkeyPatch) -> None:
    carried: list[Qt.DropAction] = []
    monkeypatch.setattr(QListWidget, "startDrag", lambda _list, actions: carried.append(actions))
    layers.startDrag(Qt.DropAction.MoveAction)
    assert carried == [Qt.DropAction.CopyAction]


def test_every_line_says_what_the_layer_has(layers: LayerList) -> None:
    texts = [layers.item(row).text() for row in range(layers.count())]
    assert texts == [
        "1   2 × sigmoid",
        "2   3 × ReLU, batch norm",
        "3   4 × sigmoid, no skip (3 → 4)",
        "4   5 × sigmoid",
        "out   1 × linear",
    ]


def test_keys_add_and_take_out(layers: LayerList) -> None:
    told: list[tuple[str, int]] = []
    layers.added.connect(lambda row: told.append(("added", row)))
    layers.removed.connect(lambda row: told.append(("removed", row)))
    layers.setCurrentRow(2)
    QTest.keyClick(layers, Qt.Key.Key_Insert)
    QTest.keyClick(layers, Qt.Key.Key_Delete)
    layers.setCurrentRow(4)
    QTest.keyClick(layers, Qt.Key.Key_Delete)
    assert told == [("added", 2), ("removed", 2)]


def test_the_last_hidden_layer_stays(layers: LayerList) -> None:
    told: list[int] = []
    layers.removed.connect(told.append)
    layers.show_network(Network((Layer(),)), 2, 1)
    layers.setCurrentRow(0)
    QTest.keyClick(layers, Qt.Key.Key_Delete)
    assert told == []


def test_keys_that_pass_by_choose_no_layer_and_an_arrow_does(layers: LayerList) -> None:
    chosen: list[int] = []
    layers.chosen.connect(chosen.append)
    QApplication.sendEvent(layers, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert (layers.currentRow(), layers.selectedItems(), chosen) == (-1, [], [])
    QTest.keyClick(layers, Qt.Key.Key_Down)
    assert chosen == [0]


def _press(layers: LayerList, row: int) -> QPoint:
    place = layers.visualItemRect(layers.item(row)).center()
    QTest.mousePress(layers.viewport(), Qt.MouseButton.LeftButton, pos=place)
    return place


def test_a_click_chooses_when_the_hand_lets_go(layers: LayerList) -> None:
    chosen: list[int] = []
    layers.chosen.connect(chosen.append)
    place = _press(layers, 2)
    layers.show_chosen(None)
    assert (layers.currentRow(), chosen) == (2, []), "it may be the beginning of a drag"
    QTest.mouseRelease(layers.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [2]
    layers.show_chosen(1)
    assert layers.currentRow() == 1


@pytest.mark.parametrize(("row", "moved", "chosen"), [(0, [(2, 0)], []), (None, [], [2])])
def test_a_layer_that_is_dragged_is_chosen_only_where_it_goes_nowhere(
    layers: LayerList,
    monkeypatch: pytest.MonkeyPatch,
    row: int | None,
    moved: list[tuple[int, int]],
    chosen: list[int],
) -> None:
    told: list[tuple[int, int]] = []
    picked: list[int] = []
    layers.chosen.connect(picked.append)

    def dragged(carrying: LayerList, _actions: Qt.DropAction) -> None:
        if row is not None:
            told.extend(_drop(carrying, 2, row, 0.1))

    monkeypatch.setattr(QListWidget, "startDrag", dragged)
    _press(layers, 2)
    layers.startDrag(Qt.DropAction.CopyAction)
    assert (told, picked) == (moved, chosen)
    QTest.mouseRelease(layers.viewport(), Qt.MouseButton.LeftButton)
    assert picked == chosen
