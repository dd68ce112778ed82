"""How sharp a picture is being drawn, for those that paint through pixmaps.

Inside ``QWidget.render`` a painter's device is the widget, whose pixel ratio is the screen's; only the
painter's transform knows the picture's. An icon engine is not even given a painter.
"""

from contextvars import ContextVar

PICTURE_SCALE: ContextVar[int] = ContextVar("picture_scale", default=1)
