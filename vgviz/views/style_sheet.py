"""The few rules where Fusion's own look is not enough; sizes in multiples of 4 px."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from vgviz.resource_files import resource_path

A_TURN = 30  # widgets that are hidden are polished at a time
_RULES = """
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {border}; padding: 4px 8px; }}
QScrollArea {{ background: transparent; border: 0; }}
QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 0; }}
QScrollBar::handle {{ background: {border}; border-radius: 2px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolBar {{ background: {surface}; border: 0; spacing: 4px; padding: 4px 8px; }}
QToolBar::separator {{ background: transparent; border-left: 1px solid {border}; width: 8px; margin: 8px 0; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 4px; }}
QToolButton:hover {{ background: {raised}; border-color: {border}; }}
QToolButton:pressed, QToolButton:checked {{ background: {raised}; border-color: {border}; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton#fit {{ background: {background}; }}
QToolButton#fold {{ padding: 2px 6px 2px 0; margin-left: -6px; }}
QToolButton#fold:checked {{ background: transparent; border-color: transparent; }}
QToolButton#fold:hover {{ background: {raised}; }}
QToolButton#fold:focus {{ border-color: {accent}; }}
QToolButton#primary {{ background: {accent}; border-color: {accent}; }}
QToolButton#primary:hover, QToolButton#primary:focus {{ border-color: {text}; }}
QToolButton#primary[armed="true"] {{ background: {raised}; }}
QToolButton#segment {{ border-color: {border}; font-weight: 600; }}
QToolButton#segment:checked {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QToolButton#segment:focus {{ border-color: {text}; }}
QToolButton#bare, QToolButton#qt_toolbar_ext_button {{ padding: 0; }}
QToolButton#low {{ padding: 0 4px; }}
QToolButton[muted="true"] {{ color: {muted}; }}
QToolButton:disabled {{ color: {disabled}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QPushButton {{ background: {raised}; border: 1px solid {border}; border-radius: 4px; padding: 4px 12px; }}
QPushButton:hover {{ border-color: {muted}; }}
QPushButton:pressed {{ background: {border}; }}
QPushButton:focus {{ border-color: {accent}; }}
QPushButton:default {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QPushButton:default:hover, QPushButton:default:focus {{ border-color: {text}; }}
QPushButton#narrow {{ padding: 4px 6px; }}
QPushButton#entry {{ text-align: left; font-weight: 600; }}
QPushButton#language {{ color: {muted}; }}
QPushButton#language:checked {{ color: {accent}; }}
QPushButton:disabled {{ background: transparent; border-color: {border}; color: {disabled}; }}
QLineEdit, QSpinBox, QPlainTextEdit {{
    background: {raised}; border: 1px solid {border}; border-radius: 4px; padding: 1px 4px;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:hover, QSpinBox:hover {{ border-color: {muted}; }}
QLineEdit:focus, QSpinBox:focus, QPlainTextEdit:focus {{
    border-color: {accent}; }}
QLineEdit[refused="true"] {{ border-color: {danger}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QFrame#card {{ background: {surface}; border: 1px solid {border}; border-radius: 6px; }}
QFrame#popup {{ background: {surface}; border: 1px solid {border}; }}
QComboBox {{ combobox-popup: 0; background: {raised}; border: 1px solid {border}; border-radius: 4px;
    padding: 2px 0 2px 8px; }}
QComboBox:hover {{ border-color: {muted}; }}
QComboBox:focus, QComboBox:on {{ border-color: {accent}; }}
QComboBox:disabled {{ color: {disabled}; }}
QComboBox::drop-down {{ border: 0; width: 20px; }}
QComboBox::down-arrow {{ image: url("{chevron}"); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {raised}; border: 1px solid {border}; outline: 0;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QComboBox QAbstractItemView::item {{ padding: 2px 4px; border: 0; }}
QComboBox QAbstractItemView::item:selected {{ background: {border}; color: {text}; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox::indicator {{ width: 12px; height: 12px; background: {raised}; border: 1px solid {muted};
    border-radius: 3px; }}
QCheckBox::indicator:hover, QCheckBox::indicator:focus {{ border-color: {accent}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{check}"); }}
QCheckBox::indicator:disabled {{ border-color: {border}; }}
QCheckBox::indicator:checked:focus {{ border-color: {text}; }}
QFileDialog {{ backward-icon: url("{back}"); forward-icon: url("{forward}");
    filedialog-parent-directory-icon: url("{parent}"); filedialog-new-directory-icon: url("{new_folder}");
    filedialog-listview-icon: url("{list}"); filedialog-detailedview-icon: url("{details}"); }}
QListWidget#layers {{ background: {raised}; border: 1px solid {border}; border-radius: 4px; }}
QListWidget#layers::item {{ padding: 1px 2px; }}
QMenuBar {{ background: {surface}; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {raised}; }}
QMenu {{ background: {raised}; border: 1px solid {border}; padding: 4px; }}
QMenu::item {{ padding: 4px 24px 4px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
QMenu::icon:checked {{ border: 2px solid {text}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::separator {{ background: {border}; height: 1px; margin: 4px 8px; }}
QStatusBar {{ background: {surface}; }}
QStatusBar::item {{ border: 0; }}
QMainWindow::separator {{ background: {background}; width: 5px; height: 5px; }}
QMainWindow::separator:vertical {{ border-left: 1px solid {border}; }}
QMainWindow::separator:horizontal {{ border-top: 1px solid {border}; }}
QMainWindow::separator:hover {{ border-color: {accent}; }}
QTabBar {{ font-weight: 600; }}
QTabBar::scroller {{ width: 40px; }}
QTabBar QToolButton {{ background: {background}; border: 0; border-radius: 0; padding: 0; }}
QTabBar::tab {{ background: transparent; color: {muted}; padding: 3px 9px 4px 9px;
    border: 1px solid transparent; border-bottom-width: 2px; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar::tab:focus {{ color: {accent}; border-color: {accent}; }}
QTabWidget::pane {{ border: 0; }}
"""


# The theme's colours by the palette's names. Colours themselves would make another theme another sheet, with
# which Qt polishes every widget as often as it has ancestors: a second of freeze.
_NAMES = {
    "background": "midlight",
    "surface": "window",
    "raised": "button",
    "border": "mid",
    "text": "window-text",
    "muted": "shadow",
    "accent": "highlight",
    "on_accent": "highlighted-text",
    "danger": "bright-text",
    "disabled": "link-visited",
}
_PICTURES = ("check", "chevron", "back", "forward", "parent", "new_folder", "list", "details")


def style_sheet() -> str:
    """Qt style sheet for every theme: its colours are the palette's."""
    colors = {name: f"palette({role})" for name, role in _NAMES.items()}
    pictures = {name: resource_path("theme", f"{name}.svg").as_posix() for name in _PICTURES}
    return _RULES.format(**colors, **pictures)


def refresh_rules(application: QApplication) -> None:
    """Let the rules take the application's palette of now; Qt keeps what they gave with the former one."""
    style = application.style()
    style.unpolish(application)  # forgets it for all widgets
    style.polish(application)
    hidden = []
    for widget in application.allWidgets():
        if not widget.testAttribute(Qt.WidgetAttribute.WA_StyleSheetTarget):  # no rule is about it
            continue
        if widget.isVisible():
            style.polish(widget)
        else:
            hidden.append(widget)
    late = application.findChild(LatePolish) or LatePolish(application)
    late.begin(hidden)


class LatePolish(QObject):
    """Polishes widgets that are hidden when the window has time for it, a few in each turn."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._waiting: list[QWidget] = []
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_over(self) -> bool:
        """Whether nothing waits."""
        return not self._timer.isActive()

    def begin(self, widgets: list[QWidget]) -> None:
        """Polish these, and no longer what was to be polished before."""
        self._waiting = widgets
        self._timer.start()

    def _go_on(self) -> None:
        style = self._application.style()
        self._waiting = [widget for widget in self._waiting if isValid(widget)]
        turn, self._waiting = self._waiting[:A_TURN], self._waiting[A_TURN:]
        for widget in turn:
            style.polish(widget)
        if not self._waiting:
            self._timer.stop()
