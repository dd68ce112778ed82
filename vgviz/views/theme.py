"""One palette, one type scale, one spacing unit."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from vgviz.drawing.color_maps import AUTOMATIC
from vgviz.resource_files import resource_path

FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")
SPACING = 8  # px; gaps and margins are multiples or halves of it


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #rrggbb, sizes in points at 96 dpi."""

    name: str
    background: str  # behind everything, and the diagram's canvas
    surface: str  # panels
    raised: str  # fields, buttons, hover
    border: str
    text: str
    muted: str  # secondary text, axes
    disabled: str  # text of what cannot be used now
    accent: str  # what the hand moves, focus
    on_accent: str  # text on the accent
    healthy: str
    warning: str  # vanishing, exploding
    danger: str  # failure, not a number
    curve: str  # first curve in a plot
    second_curve: str  # second curve, told apart by dash too
    zero: str  # a gradient that is exactly 0
    overflow: str  # infinity
    not_a_number: str
    color_map: str = AUTOMATIC  # of magnitudes, a name in `COLOR_MAPS`
    small: float = 8.5
    body: float = 9.5
    title: float = 11.0


DARK = Theme(
    name="dark",
    background="#12151a",
    surface="#1a1e25",
    raised="#252b35",
    border="#343c48",
    text="#e8ebf0",
    muted="#9ba6b5",
    disabled="#667080",
    accent="#5aa9ff",
    on_accent="#0b1420",
    healthy="#5ec98a",
    warning="#ffb454",
    danger="#ff6b6b",
    curve="#5aa9ff",
    second_curve="#ffb454",
    zero="#4b525e",
    overflow="#ff3df2",
    not_a_number="#ff3b30",
)

LIGHT = Theme(
    name="light",
    background="#fbfbfc",
    surface="#f1f3f6",
    raised="#ffffff",
    border="#cfd5dd",
    text="#1b2027",
    muted="#566170",
    disabled="#98a1ad",
    accent="#1667d9",
    on_accent="#ffffff",
    healthy="#1a7f4b",
    warning="#a85a00",
    danger="#c42b2b",
    curve="#1667d9",
    second_curve="#b85c00",
    zero="#b9bfc8",
    overflow="#d000c4",
    not_a_number="#d11a10",
)

THEME_CHOICES = ("system", "dark", "light")
THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


_HAS_STYLE = "vgviz has set its style"


@cache
def font_family() -> str:
    """The bundled family, or the system's where the files are missing."""
    families = []
    for name in FONT_FILES:
        identifier = QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))
        families += QFontDatabase.applicationFontFamilies(identifier) if identifier >= 0 else []
    return (
        families[0] if families else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    )


def font(size: float, *, bold: bool = False) -> QFont:
    """The bundled font with tabular figures, so that live numbers do not jitter."""
    return QFont(_made_font(size, bold))  # a copy, which may be changed


@cache
def _made_font(size: float, bold: bool) -> QFont:
    result = QFont(font_family())
    result.setPointSizeF(size)
    result.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    if hasattr(result, "setFeature"):
        result.setFeature(QFont.Tag("tnum"), 1)
    return result


def palette(theme: Theme) -> QPalette:
    """Fusion's palette in the theme's colours."""
    result = QPalette()
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.surface,
        role.WindowText: theme.text,
        role.Base: theme.raised,
        role.AlternateBase: theme.surface,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
        role.Mid: theme.border,
        role.Dark: theme.border,
        role.Light: theme.raised,
        # Fusion paints with none of these: here the style sheet finds the colours that have no role.
        role.Midlight: theme.background,
        role.Shadow: theme.muted,
        role.BrightText: theme.danger,
        role.LinkVisited: theme.disabled,
    }
    for color_role, color in colors.items():
        result.setColor(color_role, QColor(color))
    for color_role in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, color_role, QColor(theme.disabled))
    return result


def mixed(first: str | QColor, second: str | QColor, share: float) -> QColor:
    """Colour between two: ``first`` at share 0, ``second`` at share 1."""
    one, other = QColor(first), QColor(second)
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def chosen_theme(choice: str) -> Theme:
    """Theme of a choice; ``system`` and unknown names follow the desktop, dark where it has no wish.

    The desktop's wish can change: connect ``QGuiApplication.styleHints().colorSchemeChanged``.
    """
    if choice in THEMES:
        return THEMES[choice]
    scheme = QGuiApplication.styleHints().colorScheme()
    return LIGHT if scheme == Qt.ColorScheme.Light else DARK


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Set style, palette, font and style sheet for the whole application."""
    from vgviz.views.style_sheet import refresh_rules, style_sheet

    if not application.property(
        _HAS_STYLE
    ):  # another style each time would be destroyed twice, here and in Qt
        # Palettes and fonts that widgets are given outlive the style sheet's rules, and reach their children.
        application.setAttribute(Qt.ApplicationAttribute.AA_UseStyleSheetPropagationInWidgetStyles)
        application.setStyle("Fusion")
        application.setProperty(_HAS_STYLE, True)
    if not application.styleSheet():
        application.setStyleSheet(style_sheet())
    body, worn, wanted = font(theme.body), application.palette(), palette(theme)
    if application.font() != body:
        application.setFont(body)
        application.sendPostedEvents(None, QEvent.Type.ApplicationFontChange.value)
    if wanted.resolve(worn) != worn:
        application.setPalette(wanted)
        application.sendPostedEvents(None, QEvent.Type.ApplicationPaletteChange.value)
        refresh_rules(application)
