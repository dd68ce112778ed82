"""How high the plots are in a window that becomes lower, and higher again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from tests.views.window.docks import HIGH, WIDE, empty_panels, resize
from vgviz.views.window.arrangement import PLOT_SHARE
from vgviz.views.window.deck import Deck
from vgviz.views.window.panels import Group, PanelKind


@pytest.fixture
def kinds() -> list[PanelKind]:
    return empty_panels({"depth": Group.GRADIENT, "loss": Group.LEARNING})


def _share(window: QMainWindow, deck: Deck) -> float:
    return deck.dock("depth").height() / window.height()


def test_plots_keep_their_share_of_a_window_that_becomes_higher_and_lower(
    qtbot: QtBot, dock_window: QMainWindow, deck: Deck
) -> None:
    for height in (HIGH, 1600, 600, HIGH):
        resize(qtbot, dock_window, WIDE, height)
        assert _share(dock_window, deck) == pytest.approx(PLOT_SHARE, abs=0.01)


def test_the_share_that_a_person_has_chosen_is_kept(
    qtbot: QtBot, dock_window: QMainWindow, deck: Deck
) -> None:
    dock_window.resizeDocks([deck.dock("depth")], [HIGH // 2], Qt.Orientation.Vertical)
    for _ in range(3):
        QApplication.processEvents()
    resize(qtbot, dock_window, WIDE, 2 * HIGH)
    assert _share(dock_window, deck) == pytest.approx(0.5, abs=0.01)


def test_a_window_that_was_too_low_for_it_takes_nothing_of_the_share(
    qtbot: QtBot, dock_window: QMainWindow, deck: Deck
) -> None:
    resize(qtbot, dock_window, WIDE, 300)
    assert _share(dock_window, deck) > PLOT_SHARE + 0.05, "plots have a least height"
    resize(qtbot, dock_window, WIDE, HIGH)
    assert _share(dock_window, deck) == pytest.approx(PLOT_SHARE, abs=0.01)
