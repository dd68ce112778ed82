"""What an image shows, as numbers."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage


def rgb(image: QImage) -> NDArray[np.uint8]:
    """The image's colours, shape (height, width, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def places_of(image: QImage, color: QColor | str, tolerance: int = 3) -> NDArray[np.int64]:
    """Where pixels of about this colour are, as rows of (y, x)."""
    wanted = QColor(color)
    away = np.abs(rgb(image).astype(int) - [wanted.red(), wanted.green(), wanted.blue()])
    return np.argwhere(away.max(axis=2) < tolerance)
