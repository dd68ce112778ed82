from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.experiment import Activation, Network
from vgviz.views.controls.activation_palette import ActivationPalette, ActivationTile
from vgviz.views.controls.activation_section import parameter_quantity
from vgviz.views.controls.activation_track import ActivationTrack
from vgviz.views.theme import DARK

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def emitted() -> list[Activation]:
    return []


@pytest.fixture
def track(qtbot: QtBot, emitted: list[Activation]) -> Iterator[ActivationTrack]:
    window = QWidget()
    qtbot.addWidget(window)
    result = ActivationTrack(DARK)
    QVBoxLayout(window).addWidget(result)
    result.activation_changed.connect(emitted.append)
    window.resize(300, 200)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield result
    for popup in result.findChildren(ActivationPalette):
        popup.close()
    window.close()


def _tile(palette: ActivationPalette, name: str) -> ActivationTile:
    return next(tile for tile in palette.tiles if tile.kind.name == name)


def _opened(track: ActivationTrack) -> ActivationPalette:
    QTest.mouseClick(track.all_button, LEFT)
    popup = track.findChildren(ActivationPalette)[-1]
    assert popup.isVisible()
    return popup


def test_the_palette_offers_every_function_of_the_catalogue(track: ActivationTrack) -> None:
    palette = _opened(track)
    assert [tile.kind.name for tile in palette.tiles] == list(ACTIVATIONS)
    places = [tile.geometry() for tile in palette.tiles]
    assert not any(one.intersects(other) for n, one in enumerate(places) for other in places[:n])
    assert all(palette.rect().contains(place) for place in places)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_click_on_a_curve_chooses_it_and_keeps_the_steepness(
    track: ActivationTrack, emitted: list[Activation], name: str
) -> None:
    track.show_activation(Activation("relu" if name == "sigmoid" else "sigmoid", steepness=2.0))
    palette = _opened(track)
    QTest.mouseClick(_tile(palette, name), LEFT)
    assert emitted == [Activation(name, steepness=2.0)]
    assert not palette.isVisible()
    assert track.words.text == ACTIVATIONS[name].label


@pytest.mark.parametrize("name", ["mish", "celu", "tanh"])
def test_any_function_can_be_blended_into_the_one_on_show(
    track: ActivationTrack, emitted: list[Activation], name: str
) -> None:
    track.show_activation(Activation("sigmoid"))
    palette = _opened(track)
    palette.blend.setChecked(True)
    QTest.mouseClick(_tile(palette, name), LEFT)
    assert emitted == [Activation("sigmoid", blend_to=name, blend=0.5)]
    Network.uniform(2, 3, activation=emitted[0])
    assert track.words.text == f"Sigmoid + 50 % {ACTIVATIONS[name].label}"


def test_a_parameter_is_found_again_in_the_palette(track: ActivationTrack, emitted: list[Activation]) -> None:
    track.show_activation(Activation("celu", 2.5))
    QTest.mouseClick(_tile(_opened(track), "gelu"), LEFT)
    QTest.mouseClick(_tile(_opened(track), "celu"), LEFT)
    assert emitted[-1] == Activation("celu", 2.5)


@pytest.mark.parametrize("choose", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_arrow_keys_walk_over_the_curves_and_space_or_return_chooses(
    track: ActivationTrack, emitted: list[Activation], choose: Qt.Key
) -> None:
    track.show_activation(Activation("relu"))
    palette = _opened(track)
    walk = [(Qt.Key.Key_Right, "relu6"), (Qt.Key.Key_Down, "log_sigmoid"), (Qt.Key.Key_Left, "softplus")]
    for key, name in walk:
        QTest.keyClick(palette.focusWidget(), key)
        assert palette.focusWidget() is _tile(palette, name)
    QTest.keyClick(palette.focusWidget(), Qt.Key.Key_Left)
    assert palette.focusWidget() is _tile(palette, "softplus")
    QTest.keyClick(palette.focusWidget(), choose)
    assert emitted == [Activation("softplus")]


def test_every_curve_looks_different(track: ActivationTrack) -> None:
    palette = _opened(track)
    palette.setFocus()
    pictures = {tile.kind.name: tile.grab().toImage() for tile in palette.tiles}
    shown = [pictures[name] for name in ("sigmoid", "relu", "relu6", "selu", "mish", "sine", "gaussian")]
    assert all(one != other for n, one in enumerate(shown) for other in shown[:n])


@pytest.mark.parametrize("name", [name for name, kind in ACTIVATIONS.items() if kind.parameter])
def test_the_slider_of_a_parameter_takes_what_the_catalogue_takes(name: str) -> None:
    parameter = ACTIVATIONS[name].parameter
    assert parameter is not None
    quantity = parameter_quantity(parameter)
    assert quantity.default == parameter.default
    for value in (*parameter.slider, parameter.low, parameter.high, parameter.default):
        assert quantity.takes.accepted(value, "It") == value
        Network.uniform(2, 3, activation=Activation(name, value))
