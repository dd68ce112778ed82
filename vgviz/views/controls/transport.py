"""The toolbar that runs and stops training."""

import math

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton, QWidget

from vgviz.session.messages import (
    Command,
    Pause,
    Play,
    Recover,
    Reset,
    RunEpochs,
    RunSteps,
    SetSpeed,
    TrainUntil,
)
from vgviz.session.states import State
from vgviz.views.controls.goal_popup import GoalPopup
from vgviz.views.controls.number_slider import NumberSlider, Quantity
from vgviz.views.controls.number_text import Range, number_text
from vgviz.views.controls.slider_scale import LogScale
from vgviz.views.controls.space_key import keep_space
from vgviz.views.icons import icon
from vgviz.views.text_width import TextWidth
from vgviz.views.theme import Theme
from vgviz.views.tint import mark

ICON_SIZE = 20
FLAT_OUT = "flat out"
# An epoch of the default data a second. A deep sigmoid network then shows for five minutes how its gradient
# vanishes, and still learns within seconds as soon as it becomes ReLU; after some 8,000 steps its biases have
# drifted so far that ReLU units are born dead.
DEFAULT_SPEED = 25.0
SPEED = Quantity(
    "Speed",
    LogScale(1, 10_000, infinite_stop=True),
    Range(0.01, 1_000_000),
    DEFAULT_SPEED,
    "Training steps a second, at most. Slow enough, and each step can be watched.",
    unit="/s",
    infinity=FLAT_OUT,
)
STARTS_WHEN_READY = "Training starts as soon as the engine is ready; press to take it back"


class TransportBar(QToolBar):
    """Reset, play, step, epoch, a goal, the speed.

    Signals
    -------
    command : Command
        For the session.
    """

    command = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Transport", parent)
        self.setObjectName("transport")
        self._theme = theme
        self._state = State.IDLE
        self._is_armed = False
        self._goal: TrainUntil | None = None
        self._any_stopped = False
        self._finite_speed = DEFAULT_SPEED
        self.setMovable(False)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.reset = self._add("rotate-ccw", "&Reset", "Ctrl+R", "Back to step 0 of the same run")
        self.play_pause = self._add("play", "&Play", "Space", "Train")
        self.step = self._add("step-forward", "&Step", "S", "Train one step, then pause")
        self.epoch = self._add("skip-forward", "&Epoch", "E", "Train to the end of the epoch, then pause")
        self.until = self._add("target", "Train &until…", "U", "Train until an epoch or an accuracy")
        self.addSeparator()
        self.speed = NumberSlider(SPEED, theme)
        self.popup = GoalPopup(theme, self)
        self.addWidget(self.speed)
        self.flat_out = self._add("fast-forward", "&Flat out", "F", "Train as fast as this machine can")
        self.flat_out.setCheckable(True)
        # Last, so that no other button moves under the hand when it comes and goes.
        self.recover = self._add(
            "undo-2", "Last &good state", "Ctrl+B", "Back to before the numbers ran away, paused"
        )
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.show_state(State.IDLE)

    def add_menu(self, menu: QMenu, hint: str) -> QToolButton:
        """Append a button that opens ``menu``; whoever owns it writes on it."""
        button = QToolButton()
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(f"<p>{hint}</p>")
        keep_space(button)
        self.addWidget(button)
        return button

    def play(self) -> None:
        """Train at the speed on show; before the engine is ready, as soon as it is."""
        self._on_speed(self.speed.value)
        self._send(Play())

    def show_state(self, state: State) -> None:
        """Offer what can be done in this state."""
        if state not in (State.IDLE, State.COMPILING):
            self._is_armed = False
        if state in (State.PAUSED, State.FAILED):
            self._goal = None
        self._state = state
        failed = state is State.FAILED
        for action in (self.play_pause, self.step, self.epoch, self.until):
            action.setEnabled(not failed)
        self._show_recover()
        self._show_play()
        self._show_goal()

    def show_stopped(self, any_stopped: bool) -> None:
        """Offer the way back where a run has stopped although others go on."""
        if any_stopped != self._any_stopped:
            self._any_stopped = any_stopped
            self._show_recover()

    def _show_recover(self) -> None:
        self.recover.setVisible(self._any_stopped or self._state is State.FAILED)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._theme = theme
        self.speed.set_theme(theme)
        self.popup.set_theme(theme)
        for action in (self.reset, self.step, self.epoch, self.until, self.flat_out, self.recover):
            action.setIcon(icon(action.data(), theme))
        for rest in self.findChildren(QToolButton, "qt_toolbar_ext_button"):
            rest.setIcon(icon("chevron-right", theme))  # the style's own is dark in the dark
            rest.setToolTip("The rest of the toolbar")
        self._show_play()

    def _add(self, icon_name: str, text: str, key: str, hint: str) -> QAction:
        action = QAction(text, self)
        action.setData(icon_name)
        action.setShortcut(QKeySequence(key))
        self._explain(action, hint)
        self.addAction(action)
        return action

    def _explain(self, action: QAction, hint: str) -> None:
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{hint} ({key})")

    def _lay_out(self) -> None:
        TextWidth(self.speed.label, 44)
        TextWidth(self.speed, 264)
        self.speed.setContentsMargins(4, 0, 4, 0)
        for action in self.actions():
            button = self.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                keep_space(button)
        primary = self.widgetForAction(self.play_pause)
        if primary is not None:
            primary.setObjectName("primary")
        for action in (self.until, self.recover):
            button = self.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def _connect(self) -> None:
        self.reset.triggered.connect(lambda: self._send(Reset()))
        self.play_pause.triggered.connect(self._on_play_pause)
        self.play_pause.changed.connect(self._fill_primary)  # with each change the button takes its icon
        self.step.triggered.connect(lambda: self._send(RunSteps()))
        self.epoch.triggered.connect(lambda: self._send(RunEpochs()))
        self.until.triggered.connect(self._on_until)
        self.recover.triggered.connect(lambda: self._send(Recover()))
        self.speed.value_changed.connect(self._on_speed)
        self.flat_out.triggered.connect(self._on_flat_out)
        self.popup.chosen.connect(self._send)

    def _send(self, command: Command) -> None:
        waits = self._state in (State.IDLE, State.COMPILING)
        self._is_armed = waits and isinstance(command, Play | RunSteps | RunEpochs | TrainUntil)
        self._goal = command if isinstance(command, TrainUntil) else None
        self._show_play()
        self._show_goal()
        self.command.emit(command)

    def _on_play_pause(self) -> None:
        self._send(Pause() if self._state is State.RUNNING or self._is_armed else Play())

    def _on_until(self) -> None:
        button = self.widgetForAction(self.until)
        self.popup.open_under(button if button is not None else self)

    def _on_flat_out(self, flat_out: bool) -> None:
        speed = math.inf if flat_out else self._finite_speed
        self.speed.show_value(speed)
        self._on_speed(speed)

    def _on_speed(self, speed: float) -> None:
        if math.isfinite(speed):
            self._finite_speed = speed
        self.flat_out.setChecked(math.isinf(speed))
        self.command.emit(SetSpeed(None if math.isinf(speed) else speed))

    def _show_play(self) -> None:
        action = self.play_pause
        if self._is_armed:
            name, text, hint = "hourglass", "Starts when ready", STARTS_WHEN_READY
        elif self._state is State.RUNNING:
            name, text, hint = "pause", "&Pause", "Pause; the picture keeps answering the sliders"
        else:
            name, text, hint = "play", "&Play", "Train"
        action.setData(name)
        action.setIcon(icon(name, self._theme))
        action.setText(text)
        self._explain(action, hint)

    def _fill_primary(self) -> None:
        """Full colour for what can be done at once, an outline for what waits; in menus none."""
        button = self.widgetForAction(self.play_pause)
        if isinstance(button, QToolButton):
            mark(button, "armed", self._is_armed)
            color = self._theme.accent if self._is_armed else self._theme.on_accent
            button.setIcon(icon(self.play_pause.data(), self._theme, color=color))

    def _show_goal(self) -> None:
        goal = self._goal
        if goal is None:
            words = "Train &until…"
        elif goal.epoch is not None:
            words = f"Until epoch {goal.epoch}"
        else:
            words = f"Until {number_text(round(100 * (goal.accuracy or 0), 6))} %"
        self.until.setText(words)
        self.until.setIconText(words.replace("&", ""))
