"""A theme's colours for magnitudes."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from vgviz.drawing.color_maps import color_map_for_background
from vgviz.drawing.color_scale import ColorScale
from vgviz.drawing.raster import premultiplied_table
from vgviz.views.theme import Theme


@cache
def magnitude_scale(theme: Theme) -> ColorScale:
    """The fixed scale of gradients in a theme: weak is faint on its background."""
    return ColorScale(
        color_map=color_map_for_background(theme.background),
        zero=theme.zero,
        overflow=theme.overflow,
        not_a_number=theme.not_a_number,
    )


@cache
def code_colors(scale: ColorScale) -> tuple[QColor, ...]:
    """The colour of each code."""
    return tuple(QColor(*color) for color in scale.table().tolist())


@cache
def raster_table(scale: ColorScale) -> NDArray[np.uint32]:
    """The raster's table for a scale."""
    return premultiplied_table(scale.table())


def mixed(below: QColor, above: QColor, share: float) -> QColor:
    """``share`` of ``above`` over ``below``, opaque."""
    kept = 1.0 - share
    return QColor.fromRgbF(
        kept * below.redF() + share * above.redF(),
        kept * below.greenF() + share * above.greenF(),
        kept * below.blueF() + share * above.blueF(),
    )
