"""An activation over its inputs, with how much of them falls where f' is small."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vgviz.analysis.squashing import Density, Squashing
from vgviz.number_format import number, percent
from vgviz.views.elided_label import ElidedLabel
from vgviz.views.function_picture import FunctionPicture
from vgviz.views.live_text import LiveText
from vgviz.views.theme import SPACING, Theme, font

# Up to which share of inputs with a small f' it is called so.
WORDS = ((0.02, "Hardly any"), (0.2, "Some"), (0.5, "Many"), (1.0, "Most"))


class DensityBlock(QWidget):
    """One of the two densities that are compared."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading, self.share, self.slope = LiveText(), LiveText(), ElidedLabel()
        self.picture = FunctionPicture(theme)
        self.picture.setMinimumSize(140, 96)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING // 4)
        for widget in (self.heading, self.share):
            column.addWidget(widget)
        column.addWidget(self.picture, 1)
        column.addWidget(self.slope)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.picture.set_theme(theme)
        self.heading.set_look(font(theme.small, bold=True))
        self.share.set_look(font(theme.small))
        self.slope.setFont(font(theme.small))

    def show_picture(self, measured: Squashing, density: Density, beside: Density) -> None:
        """Draw ``density`` on an axis that has room for the one beside it."""
        self.picture.show_function(measured.function, density.histogram, beside.histogram)

    def show_words(self, heading: str, measured: Squashing, density: Density) -> None:
        """Write how much falls where f' is small."""
        self.heading.set_text(heading)
        self.share.set_text(small_slope_words(density, measured.function.small_derivative))
        slope, spread = number(density.derivative_mean), number(density.std)
        self.slope.set_text(f"f′ {slope} on average, z spread {spread}", short=f"f′ {slope}, z ± {spread}")


def small_slope_words(density: Density, small: float) -> str:
    """``Most inputs, 63.1 %, fall where f′ is small, below 0.025.``."""
    share, where = 1.0 - density.healthy_fraction, f"where f′ is small, below {number(small, 2)}."
    if share == 0.0:
        return f"No input falls {where}"
    amount = next((word for most, word in WORDS if share <= most), "An unknown share of")
    verb = "falls" if amount == "Hardly any" else "fall"
    inputs = "input" if amount == "Hardly any" else "inputs"
    return f"{amount} {inputs}, {percent(share)}, {verb} {where}"
