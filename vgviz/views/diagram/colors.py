"""A theme's colours for magnitudes."""

from dataclasses import replace
from functools import cache

from PySide6.QtGui import QColor

from vgviz.drawing.color_maps import color_map_for, diverging_map_for_background
from vgviz.drawing.color_modes import ColorMode
from vgviz.drawing.color_scale import ColorScale
from vgviz.views.theme import Theme


@cache
def magnitude_scale(theme: Theme) -> ColorScale:
    """The fixed scale of gradients in a theme: weak is faint on its background."""
    return ColorScale(
        color_map=color_map_for(theme.color_map, theme.background),
        zero=theme.zero,
        overflow=theme.overflow,
        not_a_number=theme.not_a_number,
        neutral=theme.border,
    )


@cache
def mode_scale(mode: ColorMode, theme: Theme) -> ColorScale:
    """The scale of a quantity in a theme, on its first range."""
    plain = magnitude_scale(theme)
    diverges = mode.kind == "diverging"
    return replace(
        plain,
        low=mode.low,
        high=mode.high,
        kind=mode.kind,
        marks_zero=mode.marks_zero,
        color_map=diverging_map_for_background(theme.background) if diverges else plain.color_map,
    )


def code_colors(scale: ColorScale) -> tuple[QColor, ...]:
    """The colour of each code."""
    return _code_colors(scale.palette)


@cache
def _code_colors(palette: ColorScale) -> tuple[QColor, ...]:
    return tuple(QColor(*color) for color in palette.table().tolist())
