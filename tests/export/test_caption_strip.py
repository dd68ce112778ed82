"""The caption under a picture."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFont, QImage

from vgviz.export.caption import Caption
from vgviz.export.caption_strip import StripStyle, with_caption

pytestmark = pytest.mark.usefixtures("qapp")

CAPTION = Caption("8 × 10 sigmoid · Glorot uniform, gain 1 · two moons", "step 12 · epoch 0 · seed 0")


def _image(width: int, scale: int) -> QImage:
    image = QImage(width * scale, 40 * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor("#ff0000"))
    return image


def _strip(width: int, scale: int) -> np.ndarray:
    style = StripStyle("#000000", "#333333", "#ffffff", "#ffffff", QFont("Sans", 10))
    result = with_caption(_image(width, scale), CAPTION, style, "vgviz")
    assert result.width() == width * scale
    assert result.pixelColor(1, 40 * scale - 1).name() == "#ff0000"
    array = np.frombuffer(result.constBits(), np.uint8).reshape(result.height(), -1, 4)
    return array[40 * scale + 2 * scale :, :, 1].astype(float)


def test_the_strip_lies_under_the_picture_and_has_words() -> None:
    assert (_strip(600, 1) > 128).sum() > 200


@pytest.mark.parametrize("scale", [2, 4])
def test_letters_are_drawn_not_scaled(scale: int) -> None:
    small, large = _strip(600, 1), _strip(600, scale)
    assert abs(len(large) - scale * len(small)) <= 2 * scale
    enlarged = np.kron(small, np.ones((scale, scale)))
    rows = min(len(enlarged), len(large))
    assert np.abs(np.diff(large[:rows], axis=1)).max() > 100
    # Letters that were only enlarged would be constant in every block of scale x scale pixels.
    blocks = large[: rows // scale * scale].reshape(rows // scale, scale, -1, scale)
    varied = (blocks.max(axis=(1, 3)) - blocks.min(axis=(1, 3)) > 60).mean()
    assert varied > 0.01


def test_a_narrow_picture_breaks_lines_instead_of_cutting_them() -> None:
    wide, narrow = _strip(700, 1), _strip(220, 1)
    assert len(narrow) > len(wide)
    assert (narrow[:, -6:] < 40).all()
    assert (narrow > 128).sum() > 0.8 * (wide > 128).sum()
