"""The panel of lessons: a list of them, and the one that is being read."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from vgviz.lessons import Lesson, LessonError, lessons, read_lesson
from vgviz.session.messages import Frame
from vgviz.views.desk import Desk
from vgviz.views.lessons.language import LANGUAGES, language, own_name, translated
from vgviz.views.lessons.tour import Tour
from vgviz.views.panel import Panel
from vgviz.views.scrolling import scrolling
from vgviz.views.theme import SPACING, Theme, font
from vgviz.views.tint import tint

OPEN_OWN = "Open a lesson…"
DONE = "✓ "
TO_DO = "→ "
MARGIN = 3 * SPACING // 2


class LessonsPanel(Panel):
    """Short guided tours that set the stage, point, ask for something, and notice it."""

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._desk = desk
        self.tour: Tour | None = None
        self._pages = QStackedWidget()
        self._list = QVBoxLayout()
        self.entries: list[QPushButton] = []
        self.language_buttons: dict[str, QPushButton] = {}
        self.refusal = QLabel(wordWrap=True)
        self.title, self._count = QLabel(wordWrap=True), QLabel()
        self.text, self.task, self.seen = (QLabel(wordWrap=True) for _ in range(3))
        self.all_lessons, self.back, self.next = (QPushButton() for _ in range(3))
        self._pages.addWidget(scrolling(self._list_page()))
        self._pages.addWidget(self._reading_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self.setAccessibleName("Lessons")
        self.set_theme(theme)

    def open(self, lesson: Lesson) -> None:
        """Begin to read."""
        self.close_lesson()
        self.tour = Tour(lesson, self._desk, self._frame, self)
        self.tour.changed.connect(self._show_step)
        self._pages.setCurrentIndex(1)
        self.tour.go_to(0)

    def close_lesson(self) -> None:
        """Back to the list; the network stays as it is."""
        if self.tour is not None:
            self.tour.deleteLater()
            self.tour = None
            self._desk.bring_to_front("")
            self._desk.point_at("")
        self._pages.setCurrentIndex(0)

    def open_file(self, path: str) -> None:
        """Read somebody's own lesson, or say what is wrong with it."""
        try:
            lesson = read_lesson(Path(path))
        except LessonError as error:
            self.refusal.setText(str(error))
            self.refusal.show()
            return
        self.refusal.hide()
        self.open(lesson)

    def choose_language(self, code: str) -> None:
        """Read in another language."""
        language().choose(code)
        self._write()

    def show_text(self, frame: Frame) -> None:
        """Look whether the reader has done what was asked."""
        self._frame = frame
        if self.tour is not None:
            self.tour.follow(frame)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.title.setFont(font(theme.title, bold=True))
        self._count.setFont(font(theme.small))
        tint(self._count, theme.muted)
        for label in (self.text, self.seen):
            label.setFont(font(theme.body))
        self.task.setFont(font(theme.body, bold=True))
        tint(self.refusal, theme.danger)
        self._write()

    def showEvent(self, event: QShowEvent) -> None:
        """Point again at what the step speaks of."""
        super().showEvent(event)
        if self.tour is not None:
            self._desk.point_at(self.tour.step.point)

    def hideEvent(self, event: QHideEvent) -> None:
        """Point at nothing while the lesson is not on show."""
        self._desk.point_at("")
        super().hideEvent(event)

    def _list_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        column.setSpacing(SPACING // 2)
        self._list.setSpacing(2)
        column.addLayout(self._language_row())
        column.addLayout(self._list)
        self._own = QPushButton()
        self._own.clicked.connect(self._ask_for_file)
        column.addWidget(self._own, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.refusal)
        self.refusal.hide()
        column.addStretch(1)
        return page

    def _language_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        for code in LANGUAGES:
            button = self.language_buttons[code] = QPushButton(own_name(code))
            button.setCheckable(True)
            button.setFlat(True)
            button.setObjectName("language")
            button.clicked.connect(partial(self.choose_language, code))
            row.addWidget(button)
        return row

    def _reading_page(self) -> QWidget:
        """The step between two rows that stay where they are, however long it is."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, SPACING, 0, SPACING)
        column.setSpacing(SPACING)
        column.addLayout(_row(self.all_lessons, self._count))
        column.addWidget(scrolling(self._words()), 1)
        column.addLayout(_row(self.back, self.next))
        self.all_lessons.clicked.connect(self.close_lesson)
        self.back.clicked.connect(partial(self._turn, -1))
        self.next.clicked.connect(partial(self._turn, 1))
        return page

    def _words(self) -> QWidget:
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(MARGIN, 0, MARGIN, 0)
        column.setSpacing(SPACING)
        for label in (self.title, self.text, self.task, self.seen):
            if label is not self.title:
                label.setTextFormat(Qt.TextFormat.MarkdownText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            column.addWidget(label)
        column.addStretch(1)
        return words

    def _turn(self, by: int) -> None:
        if self.tour is None:
            return
        if by > 0 and self.tour.is_last:
            self.close_lesson()
        else:
            self.tour.go_to(self.tour.place + by)

    def _ask_for_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, translated("Open a lesson"), "", "TOML (*.toml)")
        if path:
            self.open_file(path)

    def _write(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.entries = [self._entry(place, lesson) for place, lesson in enumerate(lessons(), 1)]
        self._own.setText(translated(OPEN_OWN))
        for code, button in self.language_buttons.items():
            button.setChecked(code == language().code)
        self.all_lessons.setText("‹ " + translated("All lessons"))
        self._show_step()
        self._keep_titles_in_view()

    def _keep_titles_in_view(self) -> None:
        """Nothing can be scrolled to the side, so the panel is at least as wide as its buttons."""
        widest = max(entry.sizeHint().width() for entry in (*self.entries, self._own))
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        self.setMinimumWidth(widest + 2 * SPACING + bar)

    def _entry(self, place: int, lesson: Lesson) -> QPushButton:
        """A button with place and title, and the summary under it."""
        entry = QPushButton(f"{place}\u2002{translated(lesson.title)}")
        entry.setObjectName("entry")
        entry.setAccessibleDescription(translated(lesson.summary))
        entry.clicked.connect(partial(self.open, lesson))
        summary = QLabel(translated(lesson.summary), wordWrap=True)
        summary.setContentsMargins(2, 0, 0, SPACING)
        summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        summary.setFont(font(self._theme.small))
        for widget in (entry, summary):
            self._list.addWidget(widget)
        return entry

    def _show_step(self) -> None:
        tour = self.tour
        if tour is None:
            return
        step = tour.step
        self.title.setText(translated(tour.lesson.title))
        self._count.setText(f"{tour.place + 1} / {len(tour.lesson.steps)}")
        self.text.setText(translated(step.text))
        done = tour.is_done and bool(step.until)
        color = self._theme.healthy if done else self._theme.accent
        tint(self.task, color)
        self.task.setText((DONE if done else TO_DO) + translated(step.task) if step.task else "")
        self.seen.setText(tour.after(translated(step.after)) if tour.is_done else "")
        for label in (self.task, self.seen):
            label.setVisible(bool(label.text()))
        self.back.setText(translated("Back"))
        self.back.setEnabled(tour.place > 0)
        words = "Finish" if tour.is_last else "Next" if tour.is_done else "Skip"
        self.next.setText(translated(words))
        self.next.setDefault(tour.is_done)


def _row(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(MARGIN, 0, MARGIN, 0)
    row.addWidget(left)
    row.addStretch(1)
    row.addWidget(right)
    return row
