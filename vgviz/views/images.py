"""Images made of arrays, and images to paint on."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage


def image_over(pixels: NDArray[np.uint32]) -> QImage:
    """The array's own memory, 0xRRGGBB in rows without gaps, as an image, which does not keep it."""
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)


def image_of(pixels: NDArray[np.uint32]) -> QImage:
    """An image with its own copy of the array's values, 0xRRGGBB."""
    return image_over(np.ascontiguousarray(pixels)).copy()


def clear_image(size: QSize, scale: float) -> QImage:
    """A transparent image of ``size`` device pixels, ``scale`` of which make a pixel."""
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    return image
