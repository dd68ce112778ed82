"""The diagram: what is painted is what the snapshot says."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QHelpEvent, QImage, qGray
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from tests.views.pixels import rgb
from vgviz.drawing import detail, raster
from vgviz.drawing.ease import LOOKED_AT
from vgviz.drawing.raster import Traced
from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import UNIT_FIELDS, Snapshot
from vgviz.experiment import Data, Experiment, Network
from vgviz.views.diagram import diagram as diagram_module
from vgviz.views.diagram.colors import magnitude_scale
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.diagram.field import Field
from vgviz.views.diagram.names import Names, names_of
from vgviz.views.diagram.scene import Scene, scene
from vgviz.views.diagram.tooltip import tooltip
from vgviz.views.look import sized
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.theme import DARK, LIGHT, Theme

SIZE = (1000, 560)


def _snapshot(
    depth: int = 8, width: int = 10, activation: str = "sigmoid", data: Data | None = None
) -> Snapshot:
    network = Network.uniform(depth, width, activation=activation)
    experiment = Experiment(network=network, data=data or Data())
    return Simulation(experiment, backend="numpy").snapshot()


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., DiagramView]:
    """Function that makes a diagram of a snapshot."""

    def make(snapshot: Snapshot, theme: Theme = DARK, size: tuple[int, int] = SIZE) -> DiagramView:
        view = DiagramView(theme)
        qtbot.addWidget(view)
        view.resize(*size)
        view.show_snapshot(snapshot)
        return view

    raster.warm_up()
    return make


def _scene(snapshot: Snapshot, theme: Theme = DARK, size: tuple[int, int] = SIZE) -> Scene:
    return scene(snapshot.widths, *size, names_of(snapshot), theme)


def _unit_rms(snapshot: Snapshot, layer: int, unit: int) -> float:
    return float(np.sqrt(np.mean(snapshot.gradients[f"layers.{layer}.weight"][:, unit] ** 2)))


def _color_at(image: QImage, x: float, y: float, scale: int = 1) -> str:
    return QColor(image.pixel(QPoint(int(x * scale), int(y * scale)))).name()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("scale", [1, 2, 4])
def test_every_neuron_has_the_colour_of_its_gradient(
    show: Callable[..., DiagramView], theme: Theme, scale: int
) -> None:
    snapshot = _snapshot()
    image = picture_of(show(snapshot, theme), scale)
    colors = magnitude_scale(theme)
    layout = _scene(snapshot, theme).layout
    for layer, column in enumerate(layout.columns[1:]):
        for unit, y in enumerate(column.heights()):
            expected = colors.hex_color(_unit_rms(snapshot, layer, unit))
            assert _color_at(image, column.x, y, scale) == expected


def test_foot_of_every_band_has_the_colour_of_the_number_under_it(
    show: Callable[..., DiagramView],
) -> None:
    snapshot = _snapshot(activation="relu")
    image = picture_of(show(snapshot))
    layout = _scene(snapshot).layout
    for column, value in zip(layout.columns[1:], snapshot.grad_weight_rms.tolist(), strict=True):
        color = _color_at(image, column.x, layout.box.bottom + 5)
        assert color == magnitude_scale(DARK).hex_color(value)


@pytest.mark.parametrize(("depth", "width"), [(3, 200), (180, 17)])
def test_layers_of_too_many_weights_wear_their_whole_colour(
    show: Callable[..., DiagramView], monkeypatch: pytest.MonkeyPatch, depth: int, width: int
) -> None:
    monkeypatch.setattr(detail, "MOST_WEIGHTS", 1000)
    snapshot, size = _snapshot(depth, width), (901, 611)  # a size of its own: scenes are kept
    image = picture_of(show(snapshot, size=size))
    place = _scene(snapshot, size=size)
    assert not place.detail.units
    last = place.layout.columns[depth]
    y = place.layout.box.top + 0.75 * place.layout.box.height
    expected = magnitude_scale(DARK).hex_color(float(snapshot.grad_weight_rms[depth - 1]))
    assert _color_at(image, last.x, y) == expected


def test_first_layers_of_a_deep_sigmoid_network_are_darker_than_the_last(
    show: Callable[..., DiagramView],
) -> None:
    snapshot = _snapshot()
    image = picture_of(show(snapshot))
    layout = _scene(snapshot).layout
    feet = [qGray(image.pixel(int(column.x), int(layout.box.bottom + 5))) for column in layout.columns[1:]]
    assert feet[0] < feet[4] < feet[-1]


def test_exact_zero_nan_and_overflow_have_colours_of_their_own(show: Callable[..., DiagramView]) -> None:
    snapshot = _snapshot()
    broken_units = ((1, 0, 0.0), (2, 4, np.nan), (3, 5, np.inf))
    units = snapshot.unit_statistics.copy()
    for layer, unit, rms in broken_units:
        units[UNIT_FIELDS.index("grad_weight_rms"), sum(snapshot.widths[1 : layer + 1]) + unit] = rms
    broken = replace(snapshot, unit_statistics=units)
    image = picture_of(show(broken))
    columns = _scene(broken).layout.columns
    colors = [
        _color_at(image, columns[layer + 1].x, columns[layer + 1].heights()[unit])
        for layer, unit, _ in broken_units
    ]
    assert colors == [DARK.zero, DARK.not_a_number, DARK.overflow]


def test_picture_before_the_raster_is_compiled_shows_the_same_neurons(
    show: Callable[..., DiagramView], monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = _snapshot()
    compiled = picture_of(show(snapshot)).convertToFormat(QImage.Format.Format_RGB32)
    monkeypatch.setattr(raster, "is_ready", lambda: False)
    plain = picture_of(show(snapshot)).convertToFormat(QImage.Format.Format_RGB32)
    for column in _scene(snapshot).layout.columns:
        for y in column.heights():
            assert _color_at(plain, column.x, y) == _color_at(compiled, column.x, y)
    difference = np.abs(rgb(plain).astype(int) - rgb(compiled))
    assert difference.mean() < 6


def test_a_matrix_is_there_before_the_raster_is_compiled(
    show: Callable[..., DiagramView], monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = _snapshot(2, 512)
    (matrix,) = _scene(snapshot).matrices
    box = matrix.box
    rows, columns = slice(round(box.top) + 2, round(box.bottom) - 2), slice(round(box.left), round(box.right))
    compiled = rgb(picture_of(show(snapshot)).convertToFormat(QImage.Format.Format_RGB32))[rows, columns]
    monkeypatch.setattr(raster, "is_ready", lambda: False)
    plain = rgb(picture_of(show(snapshot)).convertToFormat(QImage.Format.Format_RGB32))[rows, columns]
    assert plain.std() > 5
    assert np.abs(plain.mean(axis=(0, 1)) - compiled.mean(axis=(0, 1))).max() < 2


def test_in_other_colours_edges_are_not_traced_anew_and_lie_as_if_they_were(
    show: Callable[..., DiagramView], monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot, looks = _snapshot(), [LIGHT, replace(LIGHT, color_map="magma"), DARK]
    larger = sized(DARK, 1.4)
    expected = [picture_of(show(snapshot, theme)) for theme in (*looks, larger)]
    view = show(snapshot)
    picture_of(view)
    traces: list[int] = []
    traced = Field.traced

    def note(self: Field, ends: NDArray[np.float64]) -> Traced:
        traces.append(ends.shape[1])
        return traced(self, ends)

    monkeypatch.setattr(Field, "traced", note)
    for theme, picture in zip((*looks, larger), expected, strict=True):
        assert len(traces) == 0
        view.set_theme(theme)
        assert picture_of(view) == picture
    assert len(traces) == raster.is_ready()  # larger text leaves the network another place


def test_before_the_raster_is_compiled_edges_follow_another_size(
    show: Callable[..., DiagramView], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raster, "is_ready", lambda: False)
    snapshot, size = _snapshot(), (SIZE[0] - 120, SIZE[1] - 60)
    view = show(snapshot)
    picture_of(view)
    view.resize(*size)
    assert picture_of(view) == picture_of(show(snapshot, size=size))


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize(
    ("depth", "width", "activation", "data"),
    [
        (1, 1, "sigmoid", Data()),
        (3, 4, "tanh", Data("blobs", classes=5, features=4)),
        (20, 32, "sigmoid", Data()),
        (2, 32, "relu", Data("digits")),
        (200, 16, "relu", Data()),
        (1000, 2, "relu", Data()),
        (2, 512, "relu", Data()),
    ],
)
@pytest.mark.parametrize("size", [(420, 260), (1900, 1000)])
def test_every_network_is_painted_at_every_size(
    show: Callable[..., DiagramView],
    depth: int,
    width: int,
    activation: str,
    data: Data,
    size: tuple[int, int],
    theme: Theme,
) -> None:
    snapshot = _snapshot(depth, width, activation, data)
    image = picture_of(show(snapshot, theme, size))
    place = _scene(snapshot, theme, size)
    box = place.layout.box
    x, y = int(place.layout.columns[-1].x), int(box.top + box.height / 2)
    last = magnitude_scale(theme).hex_color(_unit_rms(snapshot, depth, 0))
    assert len({image.pixel(column, y) for column in range(image.width())}) > 1
    if snapshot.widths[-1] == 1:
        assert QColor(image.pixel(min(x, image.width() - 1), y)).name() == last


def test_numbers_change_only_when_told(show: Callable[..., DiagramView]) -> None:
    first, last = _snapshot(), _snapshot(activation="relu")
    view = show(first)
    before = view.accessibleDescription()
    view.show_snapshot(last)
    assert view.accessibleDescription() == before
    view.show_text(last)
    assert "ReLU" in view.accessibleDescription()


def test_what_is_painted_again_is_what_a_new_picture_shows(show: Callable[..., DiagramView]) -> None:
    """A field that keeps its lanes must end where one that is painted from nothing ends."""
    view = show(_snapshot())
    picture_of(view)
    last = _snapshot(activation="relu")
    view.show_snapshot(last)
    view.show_text(last)
    assert picture_of(view) == picture_of(show(last))


def test_a_network_of_another_shape_gets_its_texts_at_once(show: Callable[..., DiagramView]) -> None:
    view = show(_snapshot())
    view.show()
    view.show_snapshot(_snapshot(3, 4))
    assert "3 × 4 sigmoid" in view.accessibleDescription()
    picture_of(view)
    view.hide()


@pytest.mark.usefixtures("qtbot")  # fonts need the application
def test_tooltip_says_the_exact_value_of_layer_and_neuron() -> None:
    snapshot = _snapshot()
    place = _scene(snapshot)
    column = place.layout.columns[3]
    text = tooltip(place, snapshot, column.x, _height(place, 3, 6))
    assert text.startswith("Layer 3: 10 neurons, sigmoid\n")
    for value in (float(snapshot.grad_weight_rms[2]), _unit_rms(snapshot, 2, 6)):
        assert f"{value:.3e}".replace("-", "−") in text
    assert "that of layer 4" in text
    assert "Neuron 7" in text
    assert "x₂" in tooltip(place, snapshot, place.layout.columns[0].x, _height(place, 0, 1))
    between = (place.layout.columns[3].x + place.layout.columns[4].x) / 2
    assert tooltip(place, snapshot, between, column.first) == ""


@pytest.mark.usefixtures("qtbot")  # fonts need the application
def test_tooltip_names_a_feature_that_has_no_room_for_its_name_in_the_picture() -> None:
    features = tuple(f"feature of name {number}" for number in range(60))
    place = scene((60, 3, 1), 680.0, 200.0, Names(features, ("malign",)), DARK)
    assert not place.shown_names.inputs
    snapshot = Simulation(
        Experiment(data=Data(source="noise", features=60), network=Network.uniform(1, 3)), "numpy"
    ).snapshot()
    text = tooltip(place, snapshot, place.layout.columns[0].x, _height(place, 0, 41))
    assert text.endswith("Feature feature of name 41")


@pytest.mark.usefixtures("qtbot")  # fonts need the application
def test_tooltip_compares_no_two_layers_without_a_gradient() -> None:
    snapshot = _snapshot(depth=700, width=2)
    place = _scene(snapshot)
    first = tooltip(place, snapshot, place.layout.columns[3].x, place.layout.box.top + 1)
    assert snapshot.grad_weight_rms[2] == 0.0
    assert first.startswith("Layer 3: 2 neurons")
    assert "that of" not in first
    assert "NaN" not in first


def _height(place: Scene, column: int, unit: int) -> float:
    return float(place.layout.columns[column].heights()[unit])


def test_hovering_over_the_title_line_says_all_of_it(show: Callable[..., DiagramView]) -> None:
    view = show(_snapshot(2, 128))
    view.show()
    spot = QPoint(30, 20)
    assert QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, spot, view.mapToGlobal(spot)))
    assert "2 × 128 sigmoid" in QToolTip.text()
    assert "16,384 edges in each gap" in QToolTip.text()
    QToolTip.hideText()
    view.hide()


def test_hovering_shows_the_tooltip(show: Callable[..., DiagramView]) -> None:
    snapshot = _snapshot()
    view = show(snapshot)
    view.show()
    column = _scene(snapshot).layout.columns[-1]
    spot = QPoint(round(column.x), round(column.first))
    event = QHelpEvent(QEvent.Type.ToolTip, spot, view.mapToGlobal(spot))
    assert QApplication.sendEvent(view, event)
    assert QToolTip.text().startswith("Output layer: 1 neuron, linear")
    QToolTip.hideText()
    view.hide()


def test_inputs_and_outputs_carry_the_datas_own_names() -> None:
    snapshot = replace(_snapshot(2, 3), feature_names=("width", "height"), class_names=("cat", "dog"))
    assert names_of(snapshot) == Names(("width", "height"), ("dog",))
    assert names_of(replace(snapshot, feature_names=("one",), class_names=("a", "b", "c"))) == Names()
    assert names_of(_snapshot(2, 3)) == Names(("x₁", "x₂"), ("class 1",))


def test_empty_diagram_is_background(qtbot: QtBot) -> None:
    view = DiagramView(LIGHT)
    qtbot.addWidget(view)
    view.resize(*SIZE)
    image = picture_of(view)
    assert np.unique(rgb(image).reshape(-1, 3), axis=0).shape == (1, 3)
    assert _color_at(image, 5, 5) == LIGHT.background


def test_each_of_two_hundred_layers_is_set_off_from_the_next(
    qtbot: QtBot, make_snapshot: Callable[..., Snapshot]
) -> None:
    view = DiagramView(DARK)
    qtbot.addWidget(view)
    view.resize(1000, 500)
    view.show_snapshot(make_snapshot(np.full(201, 1e-3)))
    image = view.grab().toImage()
    ground = QColor(DARK.background).rgb()
    joints = sum(image.pixel(x, 200) == ground for x in range(20, 980))
    assert 190 <= joints <= 201


def test_pictures_in_motion_that_take_too_long_show_less_and_the_one_at_rest_all(
    show: Callable[..., DiagramView], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(10_000))
    monkeypatch.setattr(diagram_module, "thread_time", lambda: float(next(clock)))
    first, second = _snapshot(), _snapshot()
    view = show(first)
    view.show()
    full = picture_of(view)
    for turn in range(LOOKED_AT):
        view.show_snapshot((first, second)[turn % 2], in_motion=True)
        picture_of(view)
    scene = view.scene
    assert scene is not None
    assert 0 < sum(scene.detail.edges) < sum(scene.detail.weights)
    view.show_snapshot(first)
    assert picture_of(view) == full
    view.hide()


def test_in_motion_the_strongest_edges_are_chosen_anew_beside_the_pictures_and_at_rest_at_once(
    qtbot: QtBot, show: Callable[..., DiagramView]
) -> None:
    first, later = _snapshot(20, 32), _snapshot(20, 32, "relu")
    view = show(first)
    picture_of(view)
    before = view.drawn_edges
    in_motion = replace(later, experiment=first.experiment)
    view.show_snapshot(in_motion, in_motion=True)
    picture = picture_of(view)
    assert view.drawn_edges is before
    view.show_text(in_motion)
    assert view.drawn_edges is before
    qtbot.waitUntil(lambda: view.drawn_edges is not before)
    assert picture_of(view) != picture
    at_last = view.drawn_edges
    assert any(not np.array_equal(*pair) for pair in zip(before, at_last, strict=True))
    view.show_snapshot(in_motion)
    assert picture_of(view) == picture_of(show(in_motion))
    view.show_snapshot(first)
    picture_of(view)
    assert all(np.array_equal(*pair) for pair in zip(before, view.drawn_edges, strict=True))


def test_an_edit_in_motion_brings_its_own_strongest_edges(
    qtbot: QtBot, show: Callable[..., DiagramView]
) -> None:
    view = show(_snapshot(20, 32))
    picture_of(view)
    before = view.drawn_edges
    view.show_snapshot(_snapshot(20, 32, "relu"), in_motion=True)
    qtbot.waitUntil(lambda: view.drawn_edges is not before)


def test_edges_that_were_chosen_for_what_is_no_longer_shown_are_not_drawn(
    qtbot: QtBot, show: Callable[..., DiagramView]
) -> None:
    first, later = _snapshot(20, 32), _snapshot(20, 32, "relu")
    view = show(first)
    picture_of(view)
    view.show_snapshot(later, in_motion=True)
    view.show_snapshot(first)
    picture = picture_of(view)
    drawn = view.drawn_edges
    qtbot.waitUntil(lambda: not view._choosing.is_busy)
    assert view.drawn_edges is drawn
    assert picture_of(view) == picture


def test_layers_without_room_for_edges_leave_none_of_the_former_network_to_be_hovered(
    show: Callable[..., DiagramView],
) -> None:
    view = show(_snapshot())
    picture_of(view)
    assert any(edges.size for edges in view.drawn_edges)
    view.show_snapshot(_snapshot(200, 3))
    picture_of(view)
    assert not any(edges.size for edges in view.drawn_edges)
