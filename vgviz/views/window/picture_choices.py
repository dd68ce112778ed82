"""How the user likes the diagram: what settings keep of it from one sitting to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from vgviz.drawing.color_modes import COLOR_MODES, GRADIENT
from vgviz.views.window.pulse_actions import SPEEDS, USUAL

if TYPE_CHECKING:
    from vgviz.views.window.main_window import MainWindow


class PictureChoices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The quantity that is coloured, whether its scale is pinned, pictures in neurons, the light of a step.

    ``light`` is None where the user leaves it to the system's wish for less motion.
    """

    color_by: str = GRADIENT.key
    is_pinned: bool = True
    neuron_pictures: bool = True
    light: bool | None = None
    light_speed: str = USUAL

    def __post_init__(self) -> None:
        if self.color_by not in COLOR_MODES or self.light_speed not in SPEEDS:
            raise ValueError(f"no such quantity or speed: {self.color_by}, {self.light_speed}")

    @classmethod
    def of(cls, window: MainWindow) -> PictureChoices:
        """Those in force."""
        coloring, light = window.workspace.coloring, window.pulse_actions
        pictures = window.workspace.neuron_pictures.isChecked()
        return cls(coloring.mode.key, coloring.is_pinned, pictures, light.choice, light.speed)

    def apply(self, window: MainWindow) -> None:
        """Bring the diagram to them."""
        coloring = window.workspace.coloring
        coloring.choose(self.color_by)
        coloring.pin(self.is_pinned)
        window.workspace.neuron_pictures.setChecked(self.neuron_pictures)
        window.pulse_actions.restore(self.light, self.light_speed)
