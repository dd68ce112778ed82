"""The words of the diagram: titles, captions, numbers under the layers, the colour bar."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from vgviz.drawing.color_modes import GRADIENT
from vgviz.drawing.detail import level_of_detail
from vgviz.drawing.layout import Box, arrange
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Activation, Layer, Network
from vgviz.export.network_title import network_title
from vgviz.views.diagram.color_bar import HEIGHT, paint_color_bar
from vgviz.views.diagram.color_bar import height as color_bar_height
from vgviz.views.diagram.coloring import Coloring
from vgviz.views.diagram.colors import magnitude_scale
from vgviz.views.diagram.header import edge_caption, short_edge_caption
from vgviz.views.diagram.heading import title_font
from vgviz.views.diagram.labels import labels_rect, layer_texts, name_width, paint_layer_labels, paint_names
from vgviz.views.diagram.names import Names
from vgviz.views.diagram.scene import scene
from vgviz.views.diagram.zones import zone_words
from vgviz.views.look import sized
from vgviz.views.theme import DARK, LIGHT, Theme, font

MIXED = Activation("sigmoid", blend_to="relu", blend=0.4)


@pytest.mark.parametrize(
    ("network", "title"),
    [
        (Network.uniform(8, 10), "8 × 10 sigmoid"),
        (Network.uniform(8, 10, activation="relu"), "8 × 10 ReLU"),
        (Network.uniform(3, 4, activation="leaky_relu"), "3 × 4 leaky ReLU"),
        (Network.uniform(2, 5, activation=MIXED), "2 × 5 sigmoid → ReLU 40 %"),
        (Network.uniform(2, 5, activation=Activation("tanh", steepness=2.5)), "2 × 5 tanh, steepness 2.5"),
        (Network((Layer(8), Layer(4), Layer(2))), "8–4–2 sigmoid"),
        (Network((Layer(8), Layer(4, Activation("tanh")))), "8–4 mixed activations"),
        (Network(tuple(Layer(width) for width in range(3, 10))), "7 × 3 to 9 sigmoid"),
    ],
)
def test_title_says_depth_width_and_activation(network: Network, title: str) -> None:
    assert network_title(network) == title


@pytest.mark.parametrize(
    ("widths", "caption", "short"),
    [
        ((2, *(10,) * 8, 1), "", ""),
        (
            (2, *(512,) * 4, 1),
            "up to 262,144 edges of a gap as a matrix, strongest 512 of up to 1,024 in the others",
            "strongest 512 edges a gap or edges as a matrix",
        ),
        ((256, *(512,) * 4), "up to 262,144 edges of a gap as a matrix", "edges as a matrix"),
        ((128, 128, 128), "strongest 512 of 16,384 edges in each gap", "strongest 512 edges a gap"),
        ((2, *(16,) * 200, 1), "201 layers: too close together for edges", "no edges"),
        ((2, *(2048,) * 3, 1), "over 5 million weights: layers only", "layers only"),
    ],
)
def test_caption_says_what_is_left_out(widths: tuple[int, ...], caption: str, short: str) -> None:
    detail = level_of_detail(arrange(widths, Box(0, 0, 1000, 400)))
    assert edge_caption(detail) == caption
    assert short_edge_caption(detail) == short


def test_numbers_under_a_layer_are_the_snapshots(make_snapshot: Callable[..., Snapshot]) -> None:
    texts = layer_texts(make_snapshot([1.2e-7, 6e-7, 0.0, 3e-2]), GRADIENT)
    assert texts.names == ("1", "2", "3", "out")
    assert texts.values == ("1.2e−07", "6.0e−07", "0", "3.0e−02")
    assert texts.seconds == ("×0.20", "×∞", "×0", "")
    assert layer_texts(make_snapshot([0.0, 0.0, float("nan"), 1.0]), GRADIENT).seconds == (
        "–",
        "×NaN",
        "×NaN",
        "",
    )


def test_a_zone_of_one_special_colour_says_what_it_means() -> None:
    colors = magnitude_scale(DARK)
    codes = colors.codes(np.array([0.0, 0.0, 1e-20, 1e-9, 1e-3, 1e-3, np.inf, np.nan, np.nan]))
    assert zone_words(codes, colors) == [
        (0, 1, "layers 1 to 2: exactly 0"),
        (2, 3, "layers 3 to 4: under 1e−07"),
        (7, 8, "layers 8 to out: not a number"),
    ]
    nothing = colors.codes(np.zeros(201))
    assert zone_words(nothing, colors) == [(0, 200, "all layers: exactly 0")]


@pytest.mark.usefixtures("qtbot")  # fonts need the application
@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("width", [380, 1800])
def test_colour_bar_holds_the_scale_and_the_special_colours(
    theme: Theme,
    width: int,
) -> None:
    image = QImage(width, int(HEIGHT), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.background))
    painter = QPainter(image)
    paint_color_bar(painter, QRectF(0, 0, width, HEIGHT), Coloring().key(theme), theme)
    painter.end()
    shown = {QColor(image.pixel(x, y)).name() for x in range(width) for y in range(image.height())}
    assert {theme.zero, theme.overflow, theme.not_a_number} <= shown
    middle = QColor(magnitude_scale(theme).hex_color(10**-3.5))
    assert any(_close(QColor(color), middle) for color in shown)


def _close(one: QColor, other: QColor) -> bool:
    distances = (one.red() - other.red(), one.green() - other.green(), one.blue() - other.blue())
    return max(map(abs, distances)) <= 3


def test_words_under_a_map_of_touching_layers_begin_and_end_with_it(
    make_snapshot: Callable[..., Snapshot],
) -> None:
    snapshot = make_snapshot(10.0 ** np.linspace(-128, -101, 201), width=3)
    layout = arrange(snapshot.widths, Box(16, 20, 768, 100))
    assert not layout.gapped
    image = QImage(800, 200, QImage.Format.Format_RGB32)
    image.fill(QColor(DARK.background))
    painter = QPainter(image)
    paint_layer_labels(painter, layout, layer_texts(snapshot, GRADIENT), 130.0, 794.0, DARK)
    painter.end()
    ground = QColor(DARK.background).rgb()
    rows = range(132, 190)
    written = [x for x in range(800) if any(image.pixel(x, y) != ground for y in rows)]
    assert 16 <= written[0] <= 24
    assert 776 <= written[-1] <= 784


@pytest.mark.usefixtures("qtbot")  # fonts need the application
@pytest.mark.parametrize(("width", "factor"), [(318, 1.4), (240, 1.0), (900, 2.24)])
def test_the_bar_keeps_its_share_of_little_room(width: int, factor: float) -> None:
    theme = sized(DARK, factor)
    room = QRectF(0, 0, width, color_bar_height(theme))
    image = QImage(width, int(room.height()), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.background))
    key = Coloring().key(theme)
    painter = QPainter(image)
    paint_color_bar(painter, room, key, theme)
    painter.end()
    middle = QColor(key.scale.hex_color(10 ** (sum(key.scale.exponents) / 2)))
    places = [
        x for x in range(width) for y in range(image.height()) if _close(image.pixelColor(x, y), middle)
    ]
    assert 0.2 * width < sum(places) / len(places)  # the middle of a bar that begins at 0


@pytest.mark.usefixtures("qtbot")  # fonts need the application
def test_what_the_special_colours_are_called_does_not_touch_the_words_above() -> None:
    theme = sized(DARK, 2.24)
    line = QFontMetricsF(font(theme.small)).height()
    room = QRectF(0, 0, 900, color_bar_height(theme))
    image = QImage(900, int(room.height()), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.background))
    painter = QPainter(image)
    paint_color_bar(painter, room, Coloring().key(theme), theme)
    painter.end()
    ground = QColor(theme.background).rgb()
    names = range(760, 900)  # right of the bar
    empty = [y for y in range(image.height()) if all(image.pixel(x, y) == ground for x in names)]
    assert [y for y in empty if 0.5 * line < y < 1.5 * line]


@pytest.mark.usefixtures("qtbot")  # fonts need the application
@pytest.mark.parametrize("factor", [1.0, 1.4, 3.2])
def test_words_above_the_network_and_names_beside_it_have_room_in_every_size_of_text(factor: float) -> None:
    theme = sized(DARK, factor)
    metrics = QFontMetricsF(font(theme.small))
    names = Names(("x1", "x2"), tuple("0123456789"))
    for height in (500.0, 900.0, 2000.0):
        shown = scene((2, 10, 10), 2.2 * height, height, names, theme)
        assert shown.arrow.height() >= metrics.height()
        named = [unit for unit, name in enumerate(shown.shown_names.outputs) if name]
        for above, below in pairwise(named):
            room = (below - above) * shown.layout.columns[-1].spacing
            assert room >= metrics.capHeight() * 1.4
    assert name_width(("class 1",), theme, 300.0) >= metrics.horizontalAdvance("class 1")


@pytest.mark.parametrize(("height", "rows"), [(320, 3), (150, 3), (140, 2), (122, 1)])
def test_numbers_give_way_where_the_network_would_have_no_height(height: int, rows: int) -> None:
    place = scene((2, 8, 8, 1), 300, height, Names((), ()), sized(DARK, 1.4), with_bar=False)
    assert place.label_rows == rows
    assert place.layout.box.height >= 30
    lowest = place.layout.box.bottom
    assert labels_rect(place.labels_top, rows, 300, sized(DARK, 1.4)).top() >= lowest


@pytest.mark.parametrize(("height", "has_marks"), [(118, False), (126, True), (320, True)])
def test_marks_give_way_where_the_network_would_have_no_height(height: int, has_marks: bool) -> None:
    place = scene((2, 8, 8, 1), 300, height, Names((), ()), sized(DARK, 1.4), with_bar=False, marked=True)
    assert place.has_marks == has_marks
    assert place.layout.box.height >= 32


def test_a_title_is_written_smaller_before_it_is_cut() -> None:
    title = "Sigmoid → tanh 37 % instead of ReLU"
    widths = [
        QFontMetricsF(font(size, bold=True)).horizontalAdvance(title)
        for size in (DARK.title, DARK.body, DARK.small)
    ]
    assert sorted(widths, reverse=True) == widths
    for room, size in zip(
        [*widths, widths[-1] / 2], (DARK.title, DARK.body, DARK.small, DARK.small), strict=True
    ):
        assert title_font(title, room, DARK) == font(size, bold=True)


@pytest.mark.parametrize("missing", [0, 2])
@pytest.mark.parametrize(("column", "name"), [(0, "x1"), (2, "class 1")])
def test_a_name_that_would_be_cut_at_the_edge_is_left_out(column: int, name: str, missing: int) -> None:
    length = name_width((name,), DARK, 200.0)
    lane = arrange((2, 3, 1), Box(0.0, 0.0, 200.0, 100.0)).lane(0)
    start = length + 6 - lane.left + 1 - missing * (column == 0)  # of the box, for a name left of it
    layout = arrange((2, 3, 1), Box(start, 0.0, 200.0, 100.0))
    width = layout.lane(2).right + 6 + length + 1 - missing
    image = QImage(400, 100, QImage.Format.Format_RGB32)
    image.fill(QColor(DARK.background))
    blank, painter = image.copy(), QPainter(image)
    paint_names(painter, layout, column, (name,), DARK, width)
    painter.end()
    assert (image == blank) == bool(missing)


WINE = tuple(f"feature {number}" for number in range(13))


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize(("height", "stride"), [(700.0, 1), (300.0, 2), (240.0, 3)])
def test_names_thin_out_where_neurons_are_close_together(height: float, stride: int) -> None:
    shown = scene((13, 12, 3), 680.0, height, Names(WINE, ("a", "b", "c")), DARK).shown_names
    assert shown.inputs == tuple(name if i % stride == 0 else "" for i, name in enumerate(WINE))
    assert shown.outputs == ("a", "b", "c")


@pytest.mark.usefixtures("qtbot")
def test_pixels_are_named_all_or_not_at_all() -> None:
    pixels = tuple(f"pixel {row},{column}" for row in range(4) for column in range(4))
    assert scene((16, 12, 1), 680.0, 700.0, Names(pixels), DARK).shown_names.inputs == pixels
    assert not scene((16, 12, 1), 680.0, 300.0, Names(pixels), DARK).shown_names.inputs


@pytest.mark.usefixtures("qtbot")
def test_a_long_name_is_written_whole_in_a_large_picture() -> None:
    name = "nonflavanoid phenols, measured"
    length = QFontMetricsF(font(DARK.small)).horizontalAdvance(name)
    assert name_width((name,), DARK, 600.0) < length
    assert name_width((name,), DARK, 3000.0) == length
