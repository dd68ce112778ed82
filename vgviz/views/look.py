"""How the window looks, as a person has chosen it."""

from dataclasses import dataclass, replace

from vgviz.drawing.color_maps import AUTOMATIC, COLOR_MAPS
from vgviz.views.theme import THEME_CHOICES, Theme, chosen_theme

TEXT_SIZES = {"small": 0.9, "normal": 1.0, "large": 1.2, "very large": 1.4}  # times the theme's type scale
COLOR_MAP_CHOICES = (AUTOMATIC, *COLOR_MAPS)


@dataclass(frozen=True, slots=True)
class Look:
    """Choices by name.

    Attributes
    ----------
    theme : one of `THEME_CHOICES`.
    color_map : one of `COLOR_MAP_CHOICES`.
    text_size : a name in `TEXT_SIZES`.
    """

    theme: str = "system"
    color_map: str = AUTOMATIC
    text_size: str = "normal"

    def __post_init__(self) -> None:
        for name, choices in (
            (self.theme, THEME_CHOICES),
            (self.color_map, COLOR_MAP_CHOICES),
            (self.text_size, TEXT_SIZES),
        ):
            if name not in choices:
                raise ValueError(f"got {name!r}, takes one of {', '.join(choices)}")

    def made(self) -> Theme:
        """The theme that these choices give now."""
        return sized(replace(chosen_theme(self.theme), color_map=self.color_map), TEXT_SIZES[self.text_size])


def sized(theme: Theme, factor: float) -> Theme:
    """A theme whose text is ``factor`` times as large."""
    return replace(theme, small=theme.small * factor, body=theme.body * factor, title=theme.title * factor)
