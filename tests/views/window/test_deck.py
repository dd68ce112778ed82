"""Docks around the diagram: panels come late, take turns, and cost nothing where nobody looks."""

import gc
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import cast
from weakref import ref

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment
from vgviz.session.messages import Frame
from vgviz.session.states import State
from vgviz.views.desk import Desk
from vgviz.views.panel import Panel
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.theme import DARK, LIGHT, Theme
from vgviz.views.window.deck import Deck
from vgviz.views.window.dock import TORN_OFF, PanelDock
from vgviz.views.window.dock_title import PUT_BACK, TEAR_OFF
from vgviz.views.window.panels import PANELS, Group, PanelKind

Maker = Callable[..., Snapshot]
Calls = list[tuple[str, int]]


class NotingPanel(Panel):
    """Notes which steps it was given."""

    def __init__(self, name: str, theme: Theme, calls: Calls) -> None:
        super().__init__()
        self.name, self.theme, self.calls = name, theme, calls

    def show_frame(self, frame: Frame) -> None:
        """Note it."""
        self.calls.append((self.name, frame.snapshots[0].step))

    def set_theme(self, theme: Theme) -> None:
        """Note it."""
        self.theme = theme


def _kinds(calls: Calls) -> tuple[PanelKind, ...]:
    def kind(name: str, group: Group, *, is_open: bool = True) -> PanelKind:
        return PanelKind(name, name, group, lambda theme, _desk: NotingPanel(name, theme, calls), is_open)

    return (
        kind("profile", Group.GRADIENT),
        kind("time", Group.GRADIENT),
        kind("loss", Group.LEARNING),
        kind("table", Group.LEARNING, is_open=False),
        kind("inspector", Group.INSPECTOR),
    )


@pytest.fixture
def calls() -> Calls:
    return []


@pytest.fixture
def window(dock_window: QMainWindow) -> QMainWindow:
    dock_window.resize(1200, 800)
    return dock_window


@pytest.fixture
def deck(window: QMainWindow, calls: Calls) -> Deck:
    """A deck whose panels are there with the first frame."""
    deck = Deck(window, QWidget(), DARK, Desk(), still=True, kinds=_kinds(calls))
    window.show()
    QApplication.processEvents()
    return deck


def _built(deck: Deck) -> list[str]:
    return [dock.kind.name for dock in deck.panels if dock.panel is not None]


def test_only_panels_in_view_are_built_and_the_others_when_they_come_into_view(
    deck: Deck, calls: Calls, make_snapshot: Maker
) -> None:
    deck.show_frame(frame_of(make_snapshot(step=3)))
    assert _built(deck) == ["profile", "loss", "inspector"]
    assert calls == [("profile", 3), ("loss", 3), ("inspector", 3)]
    deck.dock("time").bring_to_front()
    deck.dock("table").bring_to_front()
    assert _built(deck) == ["profile", "time", "loss", "table", "inspector"]
    assert calls[3:] == [("time", 3), ("table", 3)]


def test_what_nobody_sees_gets_no_frames_and_is_hidden(
    deck: Deck, calls: Calls, make_snapshot: Maker
) -> None:
    deck.show_frame(frame_of(make_snapshot(step=1)))
    deck.dock("time").bring_to_front()
    deck.dock("loss").close()
    calls.clear()
    frame = frame_of(make_snapshot(step=2))
    deck.show_frame(frame)
    for write in deck.text_writers():
        write(frame)
    assert calls == [("time", 2), ("inspector", 2)]
    assert deck.panel("profile").isHidden()
    assert deck.panel("loss").isHidden()
    assert not deck.panel("time").isHidden()
    deck.dock("profile").bring_to_front()
    assert calls[-1] == ("profile", 2)


def test_panels_that_come_into_view_together_are_built_one_by_one(
    qtbot: QtBot, deck: Deck, calls: Calls, make_snapshot: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for dock in deck.panels:
        dock.close()
    deck.show_frame(frame_of(make_snapshot(step=3)))
    assert not _built(deck)
    monkeypatch.setattr(deck, "_is_still", False)
    others = QTimer(interval=0)
    others.timeout.connect(lambda: calls.append(("something else", 0)))
    others.start()
    deck.reset()
    qtbot.waitUntil(lambda: _built(deck) == ["profile", "loss", "inspector"])
    others.stop()
    first, second, third = (calls.index((name, 3)) for name in ("profile", "loss", "inspector"))
    assert ("something else", 0) in calls[first:second]
    assert ("something else", 0) in calls[second:third]
    assert not any(dock.panel.isHidden() for dock in deck.in_view if dock.panel)


def test_while_training_panels_take_turns_and_catch_up_with_the_text(
    deck: Deck, calls: Calls, make_snapshot: Maker
) -> None:
    same = Experiment()
    deck.show_frame(frame_of(make_snapshot(step=0, experiment=same)))
    calls.clear()
    for step in range(1, 8):
        frame = frame_of(make_snapshot(step=step, experiment=same), state=State.RUNNING)
        deck.show_frame(frame)
    assert len(calls) == 7
    assert {name for name, _step in calls[:3]} == {"profile", "loss", "inspector"}
    assert [name for name, _step in calls[3:6]] == [name for name, _step in calls[:3]]
    calls.clear()
    for write in deck.text_writers():
        write(frame)
    assert len(calls) == 2  # one had its turn already
    assert {step for _name, step in calls} == {7}


def test_in_motion_a_panel_makes_way_for_the_texts(deck: Deck, calls: Calls, make_snapshot: Maker) -> None:
    deck.show_frame(frame_of(make_snapshot(step=1)))
    calls.clear()
    deck.show_frame(frame_of(make_snapshot(step=2), state=State.RUNNING), writes=True)
    assert not calls
    deck.show_frame(frame_of(make_snapshot(step=3), state=State.RUNNING))
    assert [step for _name, step in calls] == [3]
    calls.clear()
    deck.show_frame(frame_of(make_snapshot(step=4)), writes=True)
    assert len(calls) == 3, "at rest there is time for all"


def test_what_goes_wrong_in_one_panel_does_not_keep_the_others(
    qtbot: QtBot, deck: Deck, calls: Calls, make_snapshot: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck.show_frame(frame_of(make_snapshot(step=1)))
    calls.clear()

    def fail(_frame: Frame) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(deck.panel("loss"), "show_frame", fail)
    monkeypatch.setattr(deck, "_is_still", False)
    with qtbot.captureExceptions() as exceptions:
        deck.show_frame(frame_of(make_snapshot(step=2)))
        qtbot.waitUntil(lambda: len(calls) == 2)
    assert calls == [("profile", 2), ("inspector", 2)]
    assert [kind for kind, *_ in exceptions] == [ZeroDivisionError]


def test_in_motion_all_panels_take_a_large_frame(deck: Deck, calls: Calls, make_snapshot: Maker) -> None:
    large = (2, 1500, 1500, 1500, 1)  # so many units in its layers
    deck.show_frame(frame_of(make_snapshot(step=1)))
    calls.clear()
    frame = frame_of(replace(make_snapshot(step=2), widths=large), state=State.RUNNING)
    deck.show_frame(frame, writes=True)
    assert calls == [("profile", 2), ("loss", 2), ("inspector", 2)]


def test_a_panel_whose_turn_to_write_comes_when_it_is_hidden_gets_no_frame(
    deck: Deck, calls: Calls, make_snapshot: Maker
) -> None:
    deck.show_frame(frame_of(make_snapshot(step=1)))
    writers = deck.text_writers()
    deck.dock("loss").close()
    calls.clear()
    for write in writers:
        write(frame_of(make_snapshot(step=2)))
    assert [name for name, _step in calls] == ["profile", "inspector"]


def test_in_motion_a_panel_comes_after_the_picture_and_before_the_next_one_at_the_latest(
    qtbot: QtBot, deck: Deck, calls: Calls, make_snapshot: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = [frame_of(make_snapshot(step=step), state=State.RUNNING) for step in range(1, 5)]
    deck.show_frame(frames[0])
    monkeypatch.setattr(deck, "_is_still", False)
    calls.clear()
    deck.show_frame(frames[1])
    assert not calls
    deck.show_frame(frames[2])
    assert [step for _name, step in calls] == [3]
    qtbot.waitUntil(lambda: len(calls) == 2)
    assert calls[0][0] != calls[1][0]


def test_at_rest_the_panels_of_a_live_window_follow_the_diagram_one_by_one(
    qtbot: QtBot, deck: Deck, calls: Calls, make_snapshot: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck.show_frame(frame_of(make_snapshot(step=1)))
    monkeypatch.setattr(deck, "_is_still", False)
    calls.clear()
    for step in (2, 3):
        deck.show_frame(frame_of(make_snapshot(step=step)))
        assert calls == []
    qtbot.waitUntil(lambda: len(calls) == 3)
    assert sorted(calls) == [("inspector", 3), ("loss", 3), ("profile", 3)]


def test_a_panel_can_be_torn_off_and_put_back(deck: Deck, calls: Calls, make_snapshot: Maker) -> None:
    deck.show_frame(frame_of(make_snapshot(step=1)))
    dock = deck.dock("time")
    dock.line.float_button.click()
    assert dock.isFloating()
    assert dock.is_in_view
    assert dock.size() == dock.size().expandedTo(TORN_OFF)
    assert calls[-1] == ("time", 1)
    assert "Put back" in dock.line.float_button.accessibleName()
    dock.line.float_button.click()
    assert not dock.isFloating()
    dock.line.hide_button.click()
    assert dock.isHidden()


def test_a_title_is_written_once(qtbot: QtBot, deck: Deck, window: QMainWindow) -> None:
    qtbot.waitUntil(lambda: not deck.dock("profile").line.shows_title)
    assert [dock.line.shows_title for dock in deck.panels] == [False, False, True, True, True]
    (tabs,) = [bar for bar in window.findChildren(QTabBar) if bar.count() > 1]
    assert [tabs.tabText(index) for index in range(tabs.count())] == ["profile", "time"]
    deck.dock("time").close()
    qtbot.waitUntil(lambda: deck.dock("profile").line.shows_title)
    deck.dock("table").bring_to_front()
    qtbot.waitUntil(lambda: not deck.dock("loss").line.shows_title)


def test_the_layout_can_be_reset(deck: Deck, window: QMainWindow) -> None:
    QApplication.processEvents()
    before = [(dock.geometry(), dock.isHidden()) for dock in deck.docks]
    deck.controls.close()
    deck.dock("profile").setFloating(True)
    deck.dock("table").show()
    window.removeDockWidget(deck.dock("inspector"))
    deck.reset()
    QApplication.processEvents()
    assert [dock.isHidden() for dock in deck.docks] == [hidden for _, hidden in before]
    assert [dock.is_in_view for dock in deck.panels] == [True, False, True, False, True]
    assert [dock.geometry() for dock in deck.docks if dock.is_in_view] == [
        geometry for dock, (geometry, _) in zip(deck.docks, before, strict=True) if dock.is_in_view
    ]


def test_a_new_panel_finds_its_place_in_an_old_layout(
    qtbot: QtBot, window: QMainWindow, calls: Calls
) -> None:
    old = Deck(window, QWidget(), DARK, Desk(), still=True, kinds=_kinds(calls)[:3])
    window.show()
    old.dock("loss").close()
    state = window.saveState()
    later = QMainWindow()
    qtbot.addWidget(later)
    later.setCentralWidget(QWidget())
    later.resize(1200, 800)
    deck = Deck(later, QWidget(), DARK, Desk(), still=True, kinds=_kinds(calls))
    assert deck.restore(state)
    later.show()
    assert [dock.isHidden() for dock in deck.panels] == [False, False, True, True, False]
    assert deck.dock("inspector").is_in_view


def test_a_state_that_cannot_be_read_leaves_the_first_layout(deck: Deck, window: QMainWindow) -> None:
    deck.dock("loss").close()
    assert not deck.restore(window.saveState().chopped(40))
    assert not deck.dock("loss").isHidden()


def test_docks_that_float_come_back_without_a_layout_for_each(deck: Deck, window: QMainWindow) -> None:
    resizes: list[int] = []

    class Resizes(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            resizes.extend([1] * (event.type() == QEvent.Type.Resize))
            return False

    def reset() -> int:
        resizes.clear()
        deck.reset()
        QApplication.processEvents()
        return len(resizes)

    seen = Resizes(window)
    for dock in deck.docks:
        dock.installEventFilter(seen)
    deck.dock("table").show()
    usual = reset()
    for dock in deck.panels:
        dock.setFloating(True)
        QApplication.processEvents()
    assert reset() <= usual
    assert not any(dock.isFloating() for dock in deck.panels)


def test_another_theme_reaches_built_and_unbuilt_panels(deck: Deck, make_snapshot: Maker) -> None:
    deck.show_frame(frame_of(make_snapshot(step=1)))
    deck.set_theme(LIGHT)
    panels = [deck.panel(name) for name in ("profile", "time")]
    assert [panel.theme for panel in panels if isinstance(panel, NotingPanel)] == [LIGHT, LIGHT]
    place = deck.dock("loss")
    assert picture_of(place).pixelColor(place.width() // 2, place.height() - 5).name() == LIGHT.background


def _themes(deck: Deck) -> list[Theme]:
    return [panel.theme for dock in deck.panels if isinstance(panel := dock.panel, NotingPanel)]


@pytest.fixture
def live_deck(qtbot: QtBot, window: QMainWindow, calls: Calls, make_snapshot: Maker) -> Deck:
    """A deck whose panels take turns, three of them in view."""
    deck = Deck(window, QWidget(), DARK, Desk(), kinds=_kinds(calls))
    window.show()
    deck.show_frame(frame_of(make_snapshot(step=1)))
    qtbot.waitUntil(lambda: _themes(deck) == [DARK] * 3)
    return deck


def test_panels_take_another_theme_one_by_one_and_are_not_painted_before(live_deck: Deck) -> None:
    live_deck.set_theme(LIGHT)
    seen = [_themes(live_deck)]
    panels = [dock.panel for dock in live_deck.panels if dock.panel is not None]
    assert not any(panel.updatesEnabled() for panel in panels)
    while seen[-1] != [LIGHT] * 3:
        QApplication.processEvents()
        seen.append(_themes(live_deck))
        assert [theme == LIGHT for theme in seen[-1]] == [panel.updatesEnabled() for panel in panels]
    assert [DARK, DARK, DARK] in seen
    assert [LIGHT, DARK, DARK] in seen
    assert [LIGHT, LIGHT, DARK] in seen


def test_a_theme_that_is_taken_back_at_once_leaves_every_panel_painted(live_deck: Deck) -> None:
    live_deck.set_theme(LIGHT)
    live_deck.set_theme(DARK)
    assert _themes(live_deck) == [DARK] * 3
    assert all(dock.panel.updatesEnabled() for dock in live_deck.panels if dock.panel is not None)


def test_a_panel_that_goes_while_it_waits_for_its_theme_comes_back_in_it(live_deck: Deck) -> None:
    live_deck.set_theme(LIGHT)
    dock = live_deck.dock("loss")
    dock.close()
    live_deck.dress()
    dock.bring_to_front()
    assert _themes(live_deck) == [LIGHT] * 3
    assert all(dock.panel.updatesEnabled() for dock in live_deck.panels if dock.panel is not None)


def test_a_panel_that_is_hidden_takes_another_theme_when_it_comes_into_view(
    qtbot: QtBot, deck: Deck, make_snapshot: Maker
) -> None:
    deck.show_frame(frame_of(make_snapshot(step=1)))
    panel = cast(NotingPanel, deck.panel("time"))
    qtbot.waitUntil(lambda: panel.isHidden())
    deck.set_theme(LIGHT)
    assert panel.theme == DARK
    deck.dock("time").bring_to_front()
    qtbot.waitUntil(lambda: panel.isVisible())
    assert panel.theme == LIGHT


def test_a_docks_menu_makes_no_new_actions_each_time(deck: Deck) -> None:
    dock = deck.dock("loss")
    first = dock.ways()
    dock.toggle_floating()
    assert dock.ways() == first
    assert first[0].text() == PUT_BACK
    dock.toggle_floating()
    assert dock.ways()[0].text() == TEAR_OFF


def test_docks_lie_in_their_first_places_with_their_panels_on_show_after_a_reset(
    qtbot: QtBot, deck: Deck, make_snapshot: Maker
) -> None:
    deck.show_frame(frame_of(make_snapshot(step=1)))
    deck.dock("time").bring_to_front()
    deck.dock("loss").toggle_floating()
    qtbot.waitUntil(lambda: deck.panel("time").isVisible())
    deck.reset()
    qtbot.waitUntil(lambda: deck.panel("profile").isVisible() and not deck.panel("time").isVisible())
    assert not any(dock.isFloating() for dock in deck.panels)


# With the real panels.


@pytest.fixture
def late(window: QMainWindow) -> Deck:
    deck = Deck(window, QWidget(), DARK, Desk())
    window.show()
    return deck


def test_panels_come_by_themselves_once_training_is_shown(
    qtbot: QtBot, late: Deck, make_snapshot: Maker
) -> None:
    late.show_frame(frame_of(make_snapshot(step=0), state=State.RUNNING))
    assert _built(late) == []
    late.show_frame(frame_of(make_snapshot(step=1), state=State.RUNNING))
    # pyqtgraph is imported first, which takes long where the machine is busy.
    qtbot.waitUntil(lambda: _built(late) == ["depth_profile", "learning"], timeout=60_000)


def test_before_training_panels_wait(qtbot: QtBot, late: Deck, make_snapshot: Maker) -> None:
    late.show_frame(frame_of(make_snapshot(step=0)))
    qtbot.wait(50)
    assert _built(late) == []


def test_a_picture_of_one_panel_has_its_title_and_no_buttons(
    qtbot: QtBot, late: Deck, make_snapshot: Maker
) -> None:
    late.panel("depth_profile")
    dock = late.dock("depth_profile")
    late.show_frame(frame_of(make_snapshot(step=0)))
    qtbot.waitUntil(lambda: not dock.line.shows_title)
    on_screen, alone = dock.grab().toImage(), picture_of(dock)
    button = dock.line.hide_button
    corner = button.mapTo(dock, button.rect().topLeft())
    part = (corner.x(), corner.y(), button.width(), button.height())
    colors = {alone.copy(*part).pixel(x, y) for x in range(button.width()) for y in range(button.height())}
    assert len(colors) == 1
    assert on_screen.copy(*part) != alone.copy(*part)
    title = (0, 0, 130, dock.line.height())
    assert on_screen.copy(*title) != alone.copy(*title)


def test_every_name_and_key_in_the_table_is_there_once() -> None:
    assert len({kind.name for kind in PANELS}) == len(PANELS)
    keys = [kind.key for kind in PANELS if kind.key]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("kind", PANELS, ids=lambda kind: kind.name)
def test_every_panel_of_the_table_can_be_built_and_shown(
    qtbot: QtBot, make_snapshot: Maker, kind: PanelKind
) -> None:
    desk = Desk()
    dock = PanelDock(kind, DARK, desk)
    qtbot.addWidget(dock)
    dock.resize(500, 260)
    dock.show()
    panel = dock.build()
    snapshot = make_snapshot(step=30)
    desk.history.append((snapshot,))
    panel.show_experiments((snapshot.experiment,))
    dock.show_text(frame_of(snapshot))
    dock.set_theme(LIGHT)
    dock.dress()
    assert panel.accessibleName()
    assert not picture_of(dock).isNull()


@pytest.mark.parametrize("kind", PANELS, ids=lambda kind: kind.name)
def test_a_panel_that_nobody_sees_holds_no_networks_memory(qtbot: QtBot, kind: PanelKind) -> None:
    simulation, dock = Simulation(Experiment(), backend="numpy"), PanelDock(kind, DARK, Desk())
    qtbot.addWidget(dock)
    dock.resize(500, 260)
    dock.show()
    panel = dock.build()
    snapshot = simulation.snapshot()
    held = [ref(arrays["layers.1.weight"].base) for arrays in (snapshot.parameters, snapshot.gradients)]
    panel.show_experiments((snapshot.experiment,))
    dock.show_panel(True)
    dock.show_text(frame_of(snapshot))
    del snapshot, simulation
    dock.show_panel(False)
    gc.collect()
    assert [weak() is None for weak in held] == [True, True]


def test_the_app_opens_without_what_is_slow_to_import() -> None:
    program = "import sys, vgviz.app; print({'numba', 'pyqtgraph', 'scipy'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
