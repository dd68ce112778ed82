"""Bundles of hairlines against the painter's own lines."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QPolygonF

from vgviz.views.plots.hairlines import stroke
from vgviz.views.plots.style import line_pen


def _picture(draw_with_hairlines: bool, pen: QPen, scale: float) -> np.ndarray:
    image = QImage(round(120 * scale), round(80 * scale), QImage.Format.Format_Grayscale8)
    image.fill(0)
    path = QPainterPath()
    zigzag = [QPointF(x, y) for x, y in ((5, 10), (40, 14), (55, 70), (80, 25), (100, 25), (100, 60))]
    path.addPolygon(QPolygonF(zigzag))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    if draw_with_hairlines:
        stroke(painter, path, pen)
    else:
        painter.strokePath(path, pen)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1).astype(float)


pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("width", [1.5, 1.75])
def test_a_bundle_covers_what_the_line_covers(width: float, scale: float) -> None:
    line, bundle = (_picture(hairlines, line_pen("#ffffff", width), scale) for hairlines in (False, True))
    assert bundle.sum() == pytest.approx(line.sum(), rel=0.15)
    assert np.abs(bundle - line).sum() < 0.3 * line.sum()


def test_dashes_leave_as_much_free() -> None:
    pen = line_pen("#ffffff", 1.5, dashed=True)
    line, bundle = _picture(False, pen, 1.0), _picture(True, pen, 1.0)
    assert bundle.sum() == pytest.approx(line.sum(), rel=0.2)


def test_a_wide_line_is_the_painters_own() -> None:
    pen = line_pen("#ffffff", 1.75)
    assert np.array_equal(_picture(False, pen, 4.0), _picture(True, pen, 4.0))
