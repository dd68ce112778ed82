"""Diagrams side by side: one a run, under one colour bar, each saying what differs."""

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment, Init, Network
from vgviz.session.messages import Frame
from vgviz.session.states import State
from vgviz.views.diagram.coloring import Coloring
from vgviz.views.diagram.diagrams import Diagrams, cells
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.selection import Selection
from vgviz.views.theme import DARK, LIGHT

Maker = Callable[..., Snapshot]
A = Experiment()
B = replace(A, network=Network.uniform(8, 10, activation="relu", init=Init("he_normal")))
C = replace(A, network=Network.uniform(8, 10, normalization="batch"))


@pytest.fixture
def diagrams(qtbot: QtBot) -> Iterator[Diagrams]:
    result = Diagrams(DARK, Coloring(), Selection())
    qtbot.addWidget(result)
    result.resize(1000, 500)
    result.show()
    yield result
    result.close()


def _show(diagrams: Diagrams, *snapshots: Snapshot, stopped: frozenset[int] = frozenset()) -> None:
    frame = Frame(snapshots, State.PAUSED, 0.0, 0, stopped=stopped)
    diagrams.show_frame(frame)
    diagrams.show_text(frame)


def test_a_single_network_fills_the_place_with_its_own_bar(diagrams: Diagrams, make_snapshot: Maker) -> None:
    _show(diagrams, make_snapshot())
    (view,) = diagrams.views
    assert view.size() == diagrams.size()
    assert view.heading is None
    assert view.scene is not None
    assert not view.scene.color_bar.isEmpty()


def test_compared_networks_say_what_differs_and_share_a_bar(diagrams: Diagrams, make_snapshot: Maker) -> None:
    _show(diagrams, *(make_snapshot(experiment=experiment) for experiment in (A, B, C)))
    assert [heading.letter for heading in diagrams.headings] == ["A", "B", "C"]
    assert [heading.title for heading in diagrams.headings] == [
        "8 × 10 sigmoid",
        "ReLU instead of sigmoid, He normal instead of Glorot uniform",
        "With batch normalization",
    ]
    for view in diagrams.views:
        assert view.scene is not None
        assert view.scene.color_bar.isEmpty()
        assert diagrams.rect().contains(view.geometry())
    places = [view.geometry() for view in diagrams.views]
    assert not any(one.intersects(other) for one in places for other in places if one is not other)
    _show(diagrams, make_snapshot())
    assert len(diagrams.views) == 1
    assert diagrams.views[0].heading is None


def test_when_the_chosen_diagram_goes_no_other_is_chosen_by_the_focus(
    diagrams: Diagrams, make_snapshot: Maker, qtbot: QtBot
) -> None:
    _show(diagrams, *(make_snapshot(experiment=experiment) for experiment in (A, B, C)))
    diagrams.run_chosen.connect(diagrams.choose_run)
    diagrams.activateWindow()
    diagrams.views[2].setFocus()
    qtbot.waitUntil(diagrams.views[2].hasFocus)
    with qtbot.assertNotEmitted(diagrams.run_chosen):
        _show(diagrams, make_snapshot(experiment=A))
    assert len(diagrams.views) == 1


def test_a_network_that_has_stopped_says_so(diagrams: Diagrams, make_snapshot: Maker) -> None:
    shown = make_snapshot(experiment=A, step=50), make_snapshot(experiment=B, step=37)
    _show(diagrams, *shown, stopped=frozenset({1}))
    assert [heading.alarm for heading in diagrams.headings] == ["", "stopped at step 37"]


def test_a_click_on_a_diagram_chooses_its_run(diagrams: Diagrams, make_snapshot: Maker, qtbot: QtBot) -> None:
    _show(diagrams, make_snapshot(experiment=A), make_snapshot(experiment=B))
    with qtbot.waitSignal(diagrams.run_chosen, check_params_cb=lambda run: run == 1):
        QTest.mouseClick(diagrams.views[1], Qt.MouseButton.LeftButton)
    diagrams.choose_run(1)
    assert [heading.is_chosen for heading in diagrams.headings] == [False, True]
    diagrams.choose_run(None)
    assert [heading.is_chosen for heading in diagrams.headings] == [True, True]


def test_diagrams_share_the_place_where_it_suits_them() -> None:
    wide, tall = QSize(1600, 500), QSize(500, 1600)
    assert len({cell.top() for cell in cells(2, wide)}) == 1
    assert len({cell.left() for cell in cells(2, tall)}) == 1
    assert len({(cell.left(), cell.top()) for cell in cells(4, QSize(1200, 800))}) == 4
    for number in range(1, 5):
        for room in (wide, tall, QSize(1001, 699)):
            last = cells(number, room)[-1]
            assert (last.right() + 1, last.bottom() + 2) == (room.width(), room.height())


def test_a_picture_of_all_has_both_themes_and_sharpness(diagrams: Diagrams, make_snapshot: Maker) -> None:
    _show(diagrams, make_snapshot(experiment=A), make_snapshot(experiment=B))
    dark = picture_of(diagrams, 2)
    assert dark.size() == diagrams.size() * 2
    diagrams.set_theme(LIGHT)
    assert picture_of(diagrams, 2).pixelColor(5, 5) != dark.pixelColor(5, 5)


def test_four_networks_are_laid_out_and_painted_in_any_height(
    diagrams: Diagrams, make_snapshot: Maker
) -> None:
    _show(diagrams, *(make_snapshot() for _ in range(4)))
    for height in range(150, 350):
        diagrams.resize(420, height)
        assert picture_of(diagrams).height() == height
        assert all(view.scene is not None for view in diagrams.views)
