"""Images made of arrays."""

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from vgviz.views.images import clear_image, image_of, image_over

PIXELS = np.array([[0x112233, 0x445566, 0x778899]], dtype=np.uint32)


def test_an_image_of_an_array_keeps_its_colours_when_the_array_changes() -> None:
    pixels = PIXELS.copy()
    image = image_of(pixels)
    pixels[:] = 0
    assert [image.pixelColor(x, 0).name() for x in range(3)] == ["#112233", "#445566", "#778899"]


def test_an_image_of_a_part_of_an_array_has_its_rows_and_columns() -> None:
    image = image_of(np.repeat(PIXELS, 4, axis=0)[1:3, ::2])
    assert image.size() == QSize(2, 2)
    assert image.pixelColor(1, 1) == QColor("#778899")


def test_an_image_over_an_array_follows_it() -> None:
    pixels = PIXELS.copy()
    image = image_over(pixels)
    pixels[0, 0] = 0xFFFFFF
    assert image.pixelColor(0, 0) == QColor("white")


def test_a_clear_image_is_transparent_and_knows_its_sharpness() -> None:
    image = clear_image(QSize(6, 4), 2.0)
    assert (image.pixelColor(5, 3).alpha(), image.deviceIndependentSize().toSize()) == (0, QSize(3, 2))
