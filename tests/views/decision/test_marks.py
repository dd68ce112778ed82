"""Samples on a map as marks that are painted once and laid many times."""

from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from vgviz.drawing.input_plane import InputPlane
from vgviz.views.decision.marks import CrossMark, Mark, PointMark, laid
from vgviz.views.decision.plane_frame import PlaneFrame

FRAME = PlaneFrame(InputPlane(0.0, 3.0, 0.0, 2.0), QRectF(20, 4, 300, 200))
BLUE, DARK, WHITE = 0xFF56B4E9, 0xFF15181F, 0xFFFFFFFF
POINTS = [PointMark(shape, 3.4, BLUE, DARK, hollow) for shape in range(4) for hollow in (False, True)]
laid_at = partial(laid, frame=FRAME, scale=1.0)


def _painted(mark: Mark, place: tuple[float, float], scale: float) -> QImage:
    """One mark as QPainter draws it exactly there."""
    image = QImage(round(300 * scale), round(200 * scale), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    x, y = FRAME.to_pixels(np.array([place]))[0]
    painter.translate(QPointF(x, y) - FRAME.box.topLeft())
    mark.paint(painter)
    painter.end()
    return image


def _channels(image: QImage) -> NDArray[np.int64]:
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8)
    return pixels.reshape(image.height(), image.width(), 4).astype(np.int64)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("mark", [*POINTS, CrossMark(5.0, WHITE, 1.5)])
def test_a_mark_is_laid_where_it_would_be_painted(mark: Mark, scale: float) -> None:
    generator = np.random.default_rng(1)
    for place in generator.uniform((0.2, 0.2), (2.8, 1.8), (8, 2)).tolist():
        image = laid([mark], np.zeros(1, dtype=np.int64), np.array([place]), FRAME, scale)
        both = [_channels(each)[..., 3] for each in (image, _painted(mark, place, scale))]
        assert image.devicePixelRatio() == scale
        assert both[0].sum() == pytest.approx(both[1].sum(), rel=0.03), "nothing may be cut off"
        middles = [np.average(np.argwhere(cover), axis=0, weights=cover[cover > 0]) for cover in both]
        assert abs(middles[0] - middles[1]).max() < 0.2, "no eye sees a sixth of a pixel"


def test_a_later_mark_lies_over_an_earlier_one() -> None:
    over = [PointMark(1, 3.4, color, color, False) for color in (BLUE, WHITE)]
    spot = np.array([[1.0, 1.0]] * 2)
    for looks, expected in (([0, 1], WHITE), ([1, 0], BLUE)):
        image = laid_at(over, np.array(looks), spot)
        assert image.pixel(100, 100) == expected


def test_marks_at_the_edge_are_cut_and_those_outside_left_out() -> None:
    inside = laid_at(POINTS[:1], np.zeros(1, dtype=np.int64), np.array([[0.0, 2.0]]))
    outside = laid_at(POINTS[:1], np.zeros(2, dtype=np.int64), np.array([[-0.2, 1.0], [np.nan, 1.0]]))
    assert inside.pixel(0, 0) == BLUE
    assert not _channels(outside).any()
