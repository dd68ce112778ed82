"""Theme, colour map and size of text."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from vgviz.drawing.color_maps import COLOR_MAPS
from vgviz.engine.telemetry import Snapshot
from vgviz.views.controls.name_label import NameLabel
from vgviz.views.diagram.colors import magnitude_scale
from vgviz.views.look import COLOR_MAP_CHOICES, TEXT_SIZES, Look
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.plots.depth_time import DepthTimePlot
from vgviz.views.theme import DARK, LIGHT, apply_theme
from vgviz.views.window.main_window import MainWindow

Maker = Callable[..., Snapshot]


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    """The application in the usual look, which is put back afterwards."""
    apply_theme(qapp, DARK)
    yield qapp
    apply_theme(qapp, DARK)


@pytest.mark.usefixtures("qapp")
def test_the_usual_look_is_the_plain_theme() -> None:
    assert Look("dark").made() == DARK
    assert Look("light").made() == LIGHT


@pytest.mark.parametrize("field", ["theme", "color_map", "text_size"])
def test_a_name_that_is_none_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match="takes one of"):
        replace(Look(), **{field: "nonsense"})


@pytest.mark.parametrize("choice", COLOR_MAP_CHOICES)
@pytest.mark.usefixtures("application")
def test_a_chosen_map_colours_the_network_and_its_plots(
    qtbot: QtBot, make_snapshot: Maker, choice: str
) -> None:
    window = MainWindow(None, DARK, look=Look("dark"))
    qtbot.addWidget(window)
    window.show()
    window.menus.look.color_maps[choice].trigger()
    assert window.look.color_map == choice
    window.show_frame(frame_of(make_snapshot([1e-3, 0.1])))
    color = magnitude_scale(window.theme).hex_color(1e-3)
    plain = magnitude_scale(DARK).hex_color(1e-3)
    assert (color == plain) == (choice in ("automatic", "viridis"))
    panel = window.workspace.deck.panel("depth_time")
    panel.show_text(frame_of(make_snapshot([1e-3, 0.1])))
    plot = panel.findChild(DepthTimePlot)
    assert plot is not None
    assert plot.image.pixelColor(0, 1).name() == color


@pytest.mark.usefixtures("application")
def test_the_menu_shows_what_each_map_looks_like(qtbot: QtBot) -> None:
    window = MainWindow(None, DARK, look=Look("dark"))
    qtbot.addWidget(window)
    strips = {}
    for name in COLOR_MAPS:
        image = window.menus.look.color_maps[name].icon().pixmap(32, 32).toImage()
        strips[name] = tuple(image.pixelColor(x, image.height() // 2).name() for x in (0, 16, 31))
    assert len(set(strips.values())) == len(COLOR_MAPS)


@pytest.mark.parametrize("size", TEXT_SIZES)
@pytest.mark.parametrize("width", [1024, 1440])
@pytest.mark.usefixtures("application")
def test_names_beside_controls_are_never_cut(
    qtbot: QtBot, make_snapshot: Maker, size: str, width: int
) -> None:
    window = MainWindow(None, DARK, look=Look("dark"))
    qtbot.addWidget(window)
    window.resize(width, 900)
    window.show()
    window.menus.look.text_sizes[size].trigger()
    window.show_frame(frame_of(make_snapshot()))
    QApplication.processEvents()
    labels = [label for label in window.findChildren(QLabel) if label.isVisible() and not label.wordWrap()]
    names = [label for label in labels if isinstance(label, NameLabel)]
    assert len(names) > 5
    for label in names:
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.contentsRect().width(), (
            label.text()
        )
    assert window.width() == width
    assert not picture_of(window).isNull()


@pytest.mark.usefixtures("application")
def test_text_becomes_as_much_larger_as_its_choice_says(qtbot: QtBot) -> None:
    window = MainWindow(None, DARK, look=Look("dark"))
    qtbot.addWidget(window)
    window.show()
    label = window.workspace.controls.network.width_row.label
    for size, factor in TEXT_SIZES.items():
        window.menus.look.text_sizes[size].trigger()
        assert label.font().pointSizeF() == pytest.approx(DARK.body * factor, rel=0.02)
        assert window.theme.small == pytest.approx(DARK.small * factor)
