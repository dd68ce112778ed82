"""Pictures of widgets, drawn anew at any sharpness."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from tests.views.pixels import rgb
from vgviz.engine.telemetry import Snapshot
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.history import History
from vgviz.views.picturing.pictures import captioned, picture_of, picture_texts
from vgviz.views.plots.depth_profile import DepthProfilePlot
from vgviz.views.plots.loss_plot import LossPlot
from vgviz.views.theme import DARK
from vgviz.whole_file import ExportError

Maker = Callable[..., Snapshot]


def _grey(image: QImage) -> NDArray[np.float64]:
    return np.asarray(rgb(image).mean(axis=2))


def _sharpness(image: QImage) -> int:
    """Number of steps between neighbouring pixels that span most of the contrast; scaling up smooths them."""
    grey = _grey(image)
    return int((np.abs(np.diff(grey, axis=1)) > 0.55 * np.ptp(grey)).sum())


def _widgets(qtbot: QtBot, make_snapshot: Maker) -> dict[str, QWidget]:
    snapshot = make_snapshot(step=50)
    diagram, profile, loss = DiagramView(DARK), DepthProfilePlot(DARK, History()), LossPlot(DARK, History())
    diagram.show_snapshot(snapshot)
    profile.show_snapshot(snapshot)
    profile.show_text(frame_of(snapshot))
    for step in range(50):
        loss.history.append(make_snapshot(step=step, loss=0.7 - 0.01 * step))
    loss.redraw()
    loss.show_text(frame_of(snapshot))
    label = QLabel("Gradient by depth ×0.21")
    widgets = {"diagram": diagram, "profile": profile, "loss": loss, "label": label}
    for widget in widgets.values():
        qtbot.addWidget(widget)  # none is left to the collector, which may take a plot's parts in any order
    return widgets


@pytest.mark.parametrize("name", ["diagram", "profile", "loss", "label"])
@pytest.mark.parametrize("scale", [2, 4])
def test_a_large_picture_is_drawn_anew_not_scaled(
    qtbot: QtBot, make_snapshot: Maker, name: str, scale: int
) -> None:
    widget = _widgets(qtbot, make_snapshot)[name]
    qtbot.addWidget(widget)
    widget.resize(480, 260)
    small, large = picture_of(widget, 1), picture_of(widget, scale)
    assert large.size() == small.size() * scale
    enlarged = small.scaled(
        large.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    # The same picture ...
    average = scale * 6
    height, width = (side // average * average for side in (large.height(), large.width()))
    blocks = [
        _grey(image)[:height, :width].reshape(height // average, average, -1, average).mean(axis=(1, 3))
        for image in (enlarged, large)
    ]
    assert np.abs(blocks[0] - blocks[1]).mean() < 4
    # ... with edges that an enlarged one does not have.
    assert _sharpness(large) > 3 * _sharpness(enlarged) + 20


@pytest.mark.parametrize("name", ["profile", "loss"])
def test_axis_numbers_and_curves_of_a_large_picture_are_drawn_anew(
    qtbot: QtBot, make_snapshot: Maker, name: str
) -> None:
    widget = _widgets(qtbot, make_snapshot)[name]
    qtbot.addWidget(widget)
    widget.resize(480, 260)
    widget.show()
    widget.repaint()  # now the axes are in the screen's pixmaps
    small, large = _grey(picture_of(widget, 1)), _grey(picture_of(widget, 4))
    numbers = slice(30, 60)
    strokes = np.abs(np.diff(large[:, numbers.start * 4 : numbers.stop * 4], axis=1))
    assert (strokes > 0.55 * np.ptp(large)).sum() > 20
    # A line keeps its share of the area: a hairline would lose three quarters of it.
    inner = np.s_[40:210, 80:400], np.s_[160:840, 320:1600]
    shares = [
        (picture[part] - np.median(picture)).mean()
        for picture, part in zip((small, large), inner, strict=True)
    ]
    assert shares[1] == pytest.approx(shares[0], rel=0.12)


def test_drawing_a_large_picture_leaves_the_screen_as_it_was(qtbot: QtBot, make_snapshot: Maker) -> None:
    widget = _widgets(qtbot, make_snapshot)["profile"]
    qtbot.addWidget(widget)
    widget.resize(480, 260)
    before = picture_of(widget, 1)
    picture_of(widget, 4)
    assert picture_of(widget, 1) == before


def test_a_picture_beyond_all_measure_is_refused(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(9000, 20)
    with pytest.raises(ExportError, match=r"36,000 × 80 pixels is too large"):
        picture_of(widget, 4)


def test_a_caption_makes_the_picture_higher_only(qtbot: QtBot, make_snapshot: Maker) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(600, 100)
    image = picture_of(widget, 2)
    result = captioned(image, (make_snapshot(),), DARK)
    assert result.width() == image.width()
    assert result.height() > image.height() + 40
    assert result.devicePixelRatio() == 2


def test_a_picture_says_what_made_it(make_snapshot: Maker) -> None:
    import msgspec

    from vgviz.experiment import Experiment

    snapshot = make_snapshot(step=1240)
    texts = picture_texts((snapshot,))
    assert texts["Software"].startswith("vgviz ")
    assert texts["Step"] == "1240"
    assert msgspec.json.decode(texts["Experiment"], type=Experiment) == snapshot.experiment
