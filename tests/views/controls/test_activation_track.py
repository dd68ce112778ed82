from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.views.conftest import TextSizer
from tests.views.pixels import rgb
from vgviz.catalogue.activations import ACTIVATIONS, TRACK
from vgviz.experiment import Activation, Network
from vgviz.views.controls.activation_position import (
    activation_at,
    parameter_owner,
    shares,
    snapped,
    track_position,
)
from vgviz.views.controls.activation_strip import LAST_STOP
from vgviz.views.controls.activation_track import ActivationTrack
from vgviz.views.controls.activation_words import description_html
from vgviz.views.controls.control_panel import ControlPanel
from vgviz.views.elided_label import ElidedLabel
from vgviz.views.look import sized
from vgviz.views.theme import DARK

LEFT = Qt.MouseButton.LeftButton
positions = st.floats(0, LAST_STOP)
parameters = st.dictionaries(st.sampled_from(["leaky_relu", "prelu", "elu"]), st.floats(0, 1))


@pytest.fixture
def emitted() -> list[Activation]:
    return []


@pytest.fixture
def track(qtbot: QtBot, emitted: list[Activation]) -> Iterator[ActivationTrack]:
    window = QWidget()
    qtbot.addWidget(window)
    result = ActivationTrack(DARK)
    layout = QVBoxLayout(window)
    layout.addWidget(result)
    layout.addWidget(QLineEdit())
    result.activation_changed.connect(emitted.append)
    window.resize(300, 200)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield result
    window.close()


class Painted(QObject):
    """Adds up what a widget was asked to repaint."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False


def _place(track: ActivationTrack, position: float) -> QPoint:
    return QPointF(track.strip._x(position / LAST_STOP), track.strip._middle()).toPoint()


def _type(track: ActivationTrack, text: str) -> None:
    track.share_field.setFocus()
    track.share_field.selectAll()
    QTest.keyClicks(track.share_field, text + "\r")


@given(position=positions, steepness=st.floats(1e-3, 100), kept=parameters)
def test_every_place_on_the_track_is_an_activation_that_a_network_takes(
    position: float, steepness: float, kept: dict[str, float]
) -> None:
    activation = activation_at(position, steepness, kept)
    Network.uniform(2, 3, activation=activation)
    assert activation.steepness == steepness
    assert track_position(activation) == pytest.approx(position, abs=1e-6)


@given(position=positions)
def test_the_shares_add_up_to_one_and_name_the_neighbours(position: float) -> None:
    parts = shares(activation_at(position, 1.0, {}))
    assert sum(parts.values()) == pytest.approx(1.0)
    assert len(parts) <= 2
    stops = [entry.track for entry in TRACK if entry.name in parts]
    assert max(s for s in stops if s is not None) - min(s for s in stops if s is not None) < 2


def test_a_blend_in_the_other_order_stands_at_the_same_place() -> None:
    assert track_position(Activation("tanh", blend_to="sigmoid", blend=0.3)) == pytest.approx(0.7)
    assert track_position(Activation("sigmoid", blend_to="relu", blend=0.3)) is None


def test_the_parameter_belongs_to_the_first_function_that_takes_one() -> None:
    assert parameter_owner(Activation("relu", blend_to="leaky_relu", blend=0.5)) == "leaky_relu"
    assert parameter_owner(Activation("leaky_relu", blend_to="prelu", blend=0.5)) == "leaky_relu"
    assert parameter_owner(Activation("sigmoid")) is None


def test_snapping_is_near_the_stops_only() -> None:
    assert snapped(2.05) == 2.0
    assert snapped(1.95) == 2.0
    assert snapped(2.3) == 2.3


def test_dragging_from_sigmoid_to_relu_blends_on_the_way_and_ends_on_the_stop(
    track: ActivationTrack, emitted: list[Activation]
) -> None:
    QTest.mousePress(track.strip, LEFT, pos=_place(track, 0))
    for tenth in range(1, 31):
        QTest.mouseMove(track.strip, _place(track, tenth / 10))
    QTest.mouseRelease(track.strip, LEFT, pos=_place(track, 3))
    places = [track_position(activation) for activation in emitted[:-1]]  # the last one snaps
    assert places == sorted(p for p in places if p is not None)
    assert len(places) >= 15
    assert any(activation.blend_to == "tanh" for activation in emitted)
    assert emitted[-1] == Activation("relu")


def test_letting_go_between_stops_keeps_the_blend(track: ActivationTrack, emitted: list[Activation]) -> None:
    QTest.mousePress(track.strip, LEFT, pos=_place(track, 0))
    QTest.mouseMove(track.strip, _place(track, 0.4))
    QTest.mouseRelease(track.strip, LEFT, pos=_place(track, 0.4))
    assert emitted[-1].name == "sigmoid"
    assert emitted[-1].blend_to == "tanh"
    assert emitted[-1].blend == pytest.approx(0.4, abs=0.02)


@pytest.mark.parametrize("stop", range(len(TRACK)))
def test_a_click_on_a_curve_jumps_there(track: ActivationTrack, emitted: list[Activation], stop: int) -> None:
    track.show_activation(Activation("sigmoid", blend_to="tanh", blend=0.5))
    QTest.mouseClick(track.strip, LEFT, pos=track.strip.tile(stop).center().toPoint())
    assert emitted[-1] == Activation(TRACK[stop].name)


def test_a_double_click_returns_to_the_default_and_keeps_the_steepness(
    track: ActivationTrack, emitted: list[Activation]
) -> None:
    track.show_activation(Activation("relu", steepness=3.0))
    QTest.mouseDClick(track.strip, LEFT, pos=_place(track, 4.5))
    assert emitted[-1] == Activation("sigmoid", steepness=3.0)


def test_showing_an_activation_sends_nothing(track: ActivationTrack, emitted: list[Activation]) -> None:
    for activation in (Activation("tanh"), Activation("relu", blend_to="sigmoid", blend=0.2)):
        track.show_activation(activation)
        track.show_activation(activation, mixed=True)
    assert emitted == []


def test_an_activation_shown_while_dragging_leaves_the_hand_alone(track: ActivationTrack) -> None:
    QTest.mousePress(track.strip, LEFT, pos=_place(track, 3.5))
    held_at = track.strip.sliderPosition()
    track.show_activation(Activation("sigmoid"))
    assert track.strip.sliderPosition() == held_at
    QTest.mouseRelease(track.strip, LEFT, pos=_place(track, 3.5))


def test_arrows_blend_and_page_keys_go_from_stop_to_stop(
    track: ActivationTrack, emitted: list[Activation]
) -> None:
    QTest.keyClick(track.strip, Qt.Key.Key_Right)
    assert emitted[-1] == Activation("sigmoid", blend_to="tanh", blend=0.05)
    QTest.keyClick(track.strip, Qt.Key.Key_PageUp)
    assert emitted[-1] == Activation("tanh")
    QTest.keyClick(track.strip, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert emitted[-1] == Activation("gelu")
    QTest.keyClick(track.strip, Qt.Key.Key_Left)
    assert emitted[-1] == Activation("tanh", blend_to="gelu", blend=0.95)
    QTest.keyClick(track.strip, Qt.Key.Key_PageDown)
    assert emitted[-1] == Activation("tanh")
    QTest.keyClick(track.strip, Qt.Key.Key_End)
    assert emitted[-1] == Activation("identity")
    QTest.keyClick(track.strip, Qt.Key.Key_Home)
    assert emitted[-1] == Activation("sigmoid")


def test_arrows_walk_the_whole_track(track: ActivationTrack, emitted: list[Activation]) -> None:
    for _ in range(20 * LAST_STOP):
        QTest.keyClick(track.strip, Qt.Key.Key_Right)
    assert emitted[-1] == Activation("identity")
    assert [a.name for a in emitted if a.blend == 0] == [entry.name for entry in TRACK[1:]]


def test_a_parameter_survives_a_walk_over_other_functions(
    track: ActivationTrack, emitted: list[Activation]
) -> None:
    track.show_activation(Activation("leaky_relu", 0.3))
    QTest.keyClick(track.strip, Qt.Key.Key_PageDown)
    assert emitted[-1] == Activation("relu")
    QTest.keyClick(track.strip, Qt.Key.Key_PageUp)
    assert emitted[-1] == Activation("leaky_relu", 0.3)


def test_the_blend_is_stated_in_words_with_an_exact_number(track: ActivationTrack) -> None:
    track.show_activation(Activation("sigmoid", blend_to="tanh", blend=0.38))
    assert track.share_field.text() == "62 %"
    assert track.words.text == "Sigmoid + 38 % Tanh"
    track.show_activation(Activation("relu"))
    assert (track.share_field.text(), track.words.text) == ("100 %", "ReLU")


@pytest.mark.parametrize(
    ("start", "text", "wanted"),
    [
        (Activation("sigmoid"), "62", Activation("sigmoid", blend_to="tanh", blend=0.38)),
        (Activation("sigmoid"), "0 %", Activation("tanh")),
        (Activation("identity"), "75", Activation("elu", blend_to="identity", blend=0.75)),
        (Activation("sigmoid", blend_to="tanh", blend=0.5), "100", Activation("sigmoid")),
        (
            Activation("sigmoid", blend_to="tanh", blend=0.5),
            "12,5",
            Activation("sigmoid", None, 1.0, "tanh", 0.875),
        ),
        (
            Activation("sigmoid", blend_to="relu", blend=0.5),
            "20",
            Activation("sigmoid", blend_to="relu", blend=0.8),
        ),
    ],
)
def test_a_share_can_be_typed(
    track: ActivationTrack, emitted: list[Activation], start: Activation, text: str, wanted: Activation
) -> None:
    track.show_activation(start)
    _type(track, text)
    assert emitted == [wanted]


@pytest.mark.parametrize("factor", [0.9, 1.0, 1.2, 1.4])
def test_every_blend_on_the_track_can_be_read_where_there_is_little_room(
    qtbot: QtBot, write_all: TextSizer, factor: float
) -> None:
    write_all(factor)  # the room there is depends on the theme's font, which other tests may have set or not
    panel = ControlPanel(sized(DARK, factor))
    qtbot.addWidget(panel)
    panel.resize(panel.minimumWidth(), 600)
    panel.show()
    track = panel.activation.track
    assert isinstance(track.words, ElidedLabel)
    qtbot.waitUntil(lambda: track.all_button.geometry().right() + 1 == track.width(), timeout=1000)
    for stop in range(LAST_STOP):
        track.show_activation(activation_at(stop + 0.37, 1.0, {}))
        assert "…" not in track.words.shown_text
        assert TRACK[stop + 1].label in track.words.shown_text


@pytest.mark.parametrize("text", ["101", "-1", "much"])
def test_an_impossible_share_is_refused_in_words(
    track: ActivationTrack, emitted: list[Activation], text: str
) -> None:
    _type(track, text)
    assert emitted == []
    assert track.refusal.isVisible()


def test_differing_layers_are_said_and_a_choice_makes_them_alike(
    track: ActivationTrack, emitted: list[Activation]
) -> None:
    track.show_activation(Activation("sigmoid"), mixed=True)
    assert track.words.text == "The layers differ"
    assert track.share_field.placeholderText() == "mixed"
    QTest.keyClick(track.strip, Qt.Key.Key_Home)
    assert emitted == [Activation("sigmoid")]


def test_every_function_explains_itself() -> None:
    text = description_html(ACTIVATIONS["sigmoid"], Activation("sigmoid", steepness=2.0))
    assert "f(z) = 1 / (1 + e<sup>−z</sup>)" in text
    assert ACTIVATIONS["sigmoid"].source in text
    assert "Largest slope 0.5" in text
    assert "shrinks" in text


@pytest.mark.parametrize("width", [200, 240, 296, 420])
def test_the_curves_and_names_fit_at_every_width(qtbot: QtBot, width: int) -> None:
    track = ActivationTrack(DARK)
    qtbot.addWidget(track)
    track.resize(width, track.sizeHint().height())
    track.show()
    needed = round(track.strip._height_at(track.strip.width()))
    qtbot.waitUntil(lambda: track.strip.height() == needed, timeout=1000)  # the layout's second round
    tiles = [track.strip.tile(stop) for stop in range(len(TRACK))]
    assert tiles[0].left() >= 0
    assert tiles[-1].right() <= track.strip.width()
    assert all(left.right() < right.left() for left, right in pairwise(tiles))
    names = [track.strip.name_place(stop) for stop in range(len(TRACK))]
    assert all(name.left() >= -1e-9 and name.right() <= track.strip.width() + 1e-9 for name in names)
    assert all(name.bottom() <= track.strip.height() + 1 for name in names)
    assert not any(one.adjusted(0.01, 0, -0.01, 0).intersects(other) for one, other in pairwise(names))


def test_a_curve_is_drawn_for_every_stop(track: ActivationTrack) -> None:
    picture = track.strip.grab().toImage()
    seen = {picture.copy(track.strip.tile(stop).toAlignedRect()).cacheKey() for stop in range(len(TRACK))}
    assert len(seen) == len(TRACK)
    pictures = [picture.copy(track.strip.tile(stop).toAlignedRect()) for stop in (0, 1, 2, 4)]
    assert all(one != other for index, one in enumerate(pictures) for other in pictures[:index])


@pytest.mark.parametrize("factor", [0.9, 1.2, 1.4])
def test_names_under_the_curves_are_whole_at_every_size_of_text(
    track: ActivationTrack, factor: float
) -> None:
    track.set_theme(sized(DARK, factor))
    assert all(track.strip.name_place(stop).bottom() <= track.strip.height() for stop in range(LAST_STOP + 1))


@pytest.mark.parametrize(
    "after",
    [
        Activation("sigmoid", blend_to="tanh", blend=0.25),
        Activation("sigmoid", steepness=4.0),
        Activation("relu"),
        Activation("leaky_relu", 0.5),
        Activation("sine"),
    ],
)
@pytest.mark.parametrize("width", [252, 268, 290, 420])
def test_a_move_repaints_what_has_changed_and_no_more_than_that_has_to(
    qtbot: QtBot, track: ActivationTrack, after: Activation, width: int
) -> None:
    strip = track.strip
    track.window().resize(width + track.window().width() - strip.width(), 200)
    qtbot.waitUntil(lambda: strip.width() == width)
    strip.clearFocus()
    before = rgb(strip.grab().toImage())
    qtbot.wait(20)
    painted = Painted(strip)
    track.show_activation(after)
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    qtbot.wait(20)
    region = QRegion(painted.region)
    changed = np.argwhere((rgb(strip.grab().toImage()) != before).any(axis=2))
    assert len(changed)
    assert all(region.contains(QPoint(x, y)) for y, x in changed.tolist())
    if after.steepness == 1 and after.name == "sigmoid":
        assert not region.contains(strip.tile(LAST_STOP).center().toPoint())


@pytest.mark.parametrize("mixed", [True, False])
def test_the_handle_comes_and_goes_with_a_place_on_the_track(
    qtbot: QtBot, track: ActivationTrack, mixed: bool
) -> None:
    relu, elsewhere = Activation("relu"), Activation("hard_sigmoid")
    track.show_activation(relu if mixed else elsewhere, mixed=mixed)
    before = rgb(track.strip.grab().toImage())
    qtbot.wait(20)
    painted = Painted(track.strip)
    track.show_activation(elsewhere if mixed else relu, mixed=not mixed)
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    qtbot.wait(20)
    region = QRegion(painted.region)
    changed = np.argwhere((rgb(track.strip.grab().toImage()) != before).any(axis=2))
    assert all(region.contains(QPoint(x, y)) for y, x in changed.tolist())
