"""Backpropagation as motion: where the light goes and what it shows."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from tests.views.pixels import rgb
from vgviz.drawing import raster
from vgviz.drawing.backprop_light import layer_light
from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment, Network
from vgviz.number_format import factor
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.diagram.names import Names
from vgviz.views.diagram.pulse import Pulse
from vgviz.views.diagram.pulse_light import ON_DARK, ON_LIGHT, standing_words, words_line
from vgviz.views.diagram.scene import scene
from vgviz.views.look import sized
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.theme import DARK, LIGHT, Theme


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """A small network, whose light does not take long."""
    return Simulation(Experiment(network=Network.uniform(4, 5)), backend="numpy").snapshot()


@pytest.fixture
def pulse() -> Iterator[Pulse]:
    """One whose animation ends with the test."""
    pulse = Pulse()
    yield pulse
    pulse.stop()


def _view(qtbot: QtBot, snapshot: Snapshot, theme: Theme = DARK) -> DiagramView:
    raster.warm_up()
    view = DiagramView(theme)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show_snapshot(snapshot)
    return view


def test_light_runs_from_the_output_to_the_first_layer_and_goes_out(
    pulse: Pulse, snapshot: Snapshot, qtbot: QtBot
) -> None:
    places: list[float] = []
    pulse.moved.connect(lambda: places.append(pulse.position))
    pulse.start(snapshot, speed=4.0)
    assert pulse.position == snapshot.layers
    assert not pulse.stands
    qtbot.waitUntil(lambda: not pulse.is_lit, timeout=5000)
    assert (np.diff(places) <= 0).all()
    assert places[-1] < 1.0
    places.clear()
    pulse.moved.disconnect()


def test_half_the_speed_takes_twice_as_long(pulse: Pulse, snapshot: Snapshot) -> None:
    times = []
    for speed in (1.0, 0.5, 0.2):
        pulse.start(snapshot, speed)
        times.append(pulse._way.duration())
    assert times[1] == pytest.approx(2 * times[0])
    assert times[2] == pytest.approx(5 * times[0])


def test_steps_go_back_one_layer_at_a_time_and_out(pulse: Pulse, snapshot: Snapshot) -> None:
    places = []
    for _ in range(snapshot.layers):
        pulse.step(snapshot)
        assert pulse.stands
        places.append(pulse.position)
    assert places == [5, 4, 3, 2, 1]
    pulse.step(snapshot)
    assert not pulse.is_lit
    pulse.start(snapshot)
    pulse.step(snapshot)
    assert pulse.stands
    assert pulse.position == snapshot.layers


def _light(lit: QImage, dark: QImage, x: float, y: float, theme: Theme) -> float:
    """How much of the light's colour lies over a pixel."""
    over, under = (QColor(image.pixel(round(x), round(y))) for image in (lit, dark))
    color = QColor(ON_DARK if theme is DARK else ON_LIGHT)
    parts = [(one.redF(), one.greenF(), one.blueF()) for one in (over, under, color)]
    gained = sum(abs(one - other) for one, other in zip(parts[0], parts[1], strict=True))
    return gained / sum(abs(one - other) for one, other in zip(parts[2], parts[1], strict=True))


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_layer_is_lit_as_brightly_as_its_gradient_is_large(
    theme: Theme, snapshot: Snapshot, qtbot: QtBot
) -> None:
    view = _view(qtbot, snapshot, theme)
    dark = picture_of(view)
    current = view.scene
    assert current is not None
    layout = current.layout
    changes = []
    for column in range(snapshot.layers, 0, -1):
        view.pulse.step(snapshot)
        lit = picture_of(view)
        lane = layout.lane(column)
        changes.append(_light(lit, dark, lane.left + 3, layout.box.bottom - 4, theme))
        other = layout.lane(column % snapshot.layers + 1)
        assert _light(lit, dark, other.left + 3, layout.box.bottom - 4, theme) == 0
    expected = 0.3 * layer_light(snapshot)[::-1]
    assert changes == pytest.approx(expected.tolist(), abs=0.02)
    assert sorted(changes, reverse=True) == changes
    view.pulse.step(snapshot)
    assert picture_of(view) == dark


def test_words_say_the_delta_and_its_factor(snapshot: Snapshot) -> None:
    words, short, shortest = standing_words(snapshot, 2)
    assert words.startswith(f"layer 2: RMS δ {snapshot.delta_rms[1]:.1e}".replace("-", "−"))
    ratio = float(snapshot.delta_rms[1] / snapshot.delta_rms[2])
    assert words.endswith(f", {factor(ratio)} of next layer")
    assert short == words.removesuffix(" of next layer") == f"{shortest}, {factor(ratio)}"
    (output,) = standing_words(snapshot, snapshot.layers)
    assert "×" not in output


@pytest.mark.parametrize(("depth", "width"), [(1, 1), (200, 16), (2, 512), (60, 60)])
def test_light_is_painted_in_networks_of_every_size(depth: int, width: int, qtbot: QtBot) -> None:
    shown = Simulation(Experiment(network=Network.uniform(depth, width)), backend="numpy").snapshot()
    view = _view(qtbot, shown)
    view.pulse.start(shown)
    for position in (shown.layers, shown.layers - 0.4, 1.0, 0.5):
        view.pulse.position = position
        picture_of(view)
    view.pulse.stop()


def test_light_of_a_network_with_other_widths_is_not_painted(snapshot: Snapshot, qtbot: QtBot) -> None:
    widths = snapshot.widths
    wider = Network.uniform(len(widths) - 2, widths[1] + 3)
    view = _view(qtbot, Simulation(Experiment(network=wider), backend="numpy").snapshot())
    dark = picture_of(view)
    view.pulse.step(snapshot)
    assert picture_of(view) == dark
    view.pulse.stop()


def test_a_diagram_that_is_cleared_is_dark(snapshot: Snapshot, qtbot: QtBot) -> None:
    view = _view(qtbot, snapshot)
    view.pulse.step(snapshot)
    view.clear()
    assert not view.pulse.is_lit


@pytest.mark.parametrize("size", [(1400, 900), (280, 110)])
@pytest.mark.parametrize("factor", [1.0, 3.2])
def test_light_that_goes_leaves_nothing_of_its_words_in_any_size_of_text(
    factor: float, size: tuple[int, int], snapshot: Snapshot, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = _view(qtbot, snapshot, sized(DARK, factor))
    view.resize(*size)
    view.pulse.step(snapshot)
    lit, anew = rgb(picture_of(view)), list[QRect]()
    with monkeypatch.context() as patched:
        patched.setattr(view, "update", anew.append)
        view.pulse.stop()
    changed = np.argwhere((lit != rgb(picture_of(view))).any(axis=2))
    assert min(rect.top() for rect in anew) <= changed[:, 0].min()
    assert max(rect.bottom() for rect in anew) >= changed[:, 0].max()


@pytest.mark.parametrize("factor", [1.0, 1.4, 3.2])
@pytest.mark.parametrize("height", [110, 160, 239, 240, 900])
@pytest.mark.parametrize("marked", [False, True])
def test_words_beside_the_light_cover_neither_the_title_nor_the_lanes(
    factor: float, height: int, marked: bool, snapshot: Snapshot
) -> None:
    theme = sized(DARK, factor)
    current = scene(snapshot.widths, 280.0, float(height), Names(), theme, marked=marked, with_bar=False)
    line, box = words_line(current, theme), current.layout.box
    assert line.top() >= current.title.bottom()
    assert line.bottom() <= box.top or line.top() >= box.bottom
