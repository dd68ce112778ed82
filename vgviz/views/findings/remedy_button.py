"""A button that says what it will change, however many lines that takes."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from vgviz.analysis.remedies import Remedy
from vgviz.experiment import Experiment
from vgviz.export.changes import changes
from vgviz.session.edit_words import change_words
from vgviz.views.controls.space_key import keep_space
from vgviz.views.live_text import LiveText
from vgviz.views.theme import SPACING, Theme, font

STARTS_ANEW = "training starts anew"
DRAWN_ANEW = ("scheme", "gain", "bias_std", "precision", "seed")  # what lets a run begin anew by itself


def remedy_words(remedy: Remedy, experiment: Experiment) -> str:
    """All that a remedy changes: ``normalization none → batch; training starts anew``."""
    found = list(changes(experiment, remedy(experiment)))
    words = list(dict.fromkeys(map(change_words, found)))
    if remedy.restarts or any(change.field in DRAWN_ANEW for change in found):
        words.append(STARTS_ANEW)
    return "; ".join(words)


class RemedyButton(QPushButton):
    """A remedy's name, and below it every setting that it changes."""

    def __init__(self, remedy: Remedy, experiment: Experiment, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self.remedy = remedy
        self._name, self._what = LiveText(), LiveText()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING, SPACING // 2, SPACING, SPACING // 2)
        layout.setSpacing(0)
        for words in (self._name, self._what):
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        keep_space(self)
        self.set_theme(theme)
        self.show_remedy(remedy, experiment)

    @property
    def words(self) -> str:
        """What it changes."""
        return self._what.text

    def show_remedy(self, remedy: Remedy, experiment: Experiment) -> None:
        """Offer this remedy for ``experiment``."""
        self.remedy = remedy
        self._name.set_text(remedy.label)
        self._what.set_text(remedy_words(remedy, experiment))
        self.setToolTip(f"<p>{remedy.prediction.sentence}</p><p>Undo takes it back.</p>")
        self.setAccessibleName(f"{remedy.label}: {self.words}")

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._name.set_look(font(theme.body, bold=True))
        self._what.set_look(font(theme.small), theme.muted)

    def hasHeightForWidth(self) -> bool:
        """Narrower is taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As tall as its lines."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else super().heightForWidth(width)

    def sizeHint(self) -> QSize:
        """As its lines want."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Lines can be broken."""
        return QSize(80, self.heightForWidth(max(self.width(), 80)))
