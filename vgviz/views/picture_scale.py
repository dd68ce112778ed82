"""What picture is being drawn and how sharp, for those that paint otherwise than on screen.

Inside ``QWidget.render`` a painter's device is the widget, whose pixel ratio is the screen's; only the
painter's transform knows the picture's. An icon engine is not even given a painter.
"""

from contextvars import ContextVar

from PySide6.QtGui import QPainter

PICTURE_SCALE: ContextVar[int] = ContextVar("picture_scale", default=1)
# Whether it is a picture of one panel without the window around.
ALONE: ContextVar[bool] = ContextVar("alone", default=False)


def device_scale(painter: QPainter) -> float:
    """Device pixels that ``painter`` has for a pixel, on screen or in a picture."""
    return abs(painter.deviceTransform().m11())
