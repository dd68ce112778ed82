"""The Compare menu: one click each, only what differs from the first network."""

from collections.abc import Callable
from typing import cast

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.views.window.fake_session import FakeSession
from vgviz.analysis.variants import VARIANTS_BY_KEY
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment, Network
from vgviz.session.messages import AddRun, Configure, Frame, Moved, RemoveRun
from vgviz.session.states import State
from vgviz.views.window.main_window import MainWindow

Maker = Callable[..., Snapshot]
A = Experiment()
B = VARIANTS_BY_KEY["relu"](A)


@pytest.fixture
def window(wired_window: MainWindow, session: FakeSession) -> MainWindow:
    session.sent.clear()
    return wired_window


def _show(window: MainWindow, session: FakeSession, *snapshots: Snapshot) -> None:
    session.experiments_changed.emit(tuple(snapshot.experiment for snapshot in snapshots))
    session.answer(Frame(snapshots, State.PAUSED, 0.0, 0))
    window.compare_actions.fill()


def _offer(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if not action.isSeparator()}


def test_each_offer_adds_a_network_with_one_thing_changed(
    window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    _show(window, session, make_snapshot(experiment=A))
    session.sent.clear()
    _offer(window.compare_actions.menu)["Compare with ReLU"].trigger()
    assert session.sent == [AddRun(B)]


def test_what_the_network_has_already_is_not_offered(
    window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    relu = replace(A, network=Network.uniform(8, 10, activation="relu"))
    _show(window, session, make_snapshot(experiment=relu))
    assert "Compare with ReLU" not in _offer(window.compare_actions.menu)
    assert "Compare with sigmoid" in _offer(window.compare_actions.menu)


def test_a_branch_is_offered_once_there_is_something_to_branch_off(
    window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    menu = window.compare_actions.menu
    _show(window, session, make_snapshot(experiment=A))
    assert not any("Branch" in text for text in _offer(menu))
    _show(window, session, make_snapshot(experiment=A, step=40))
    # Until 6.11 PySide forgets a menu with its action, so that has to be held.
    (branch,) = [action for text, action in _offer(menu).items() if "Branch" in text]
    ways = _offer(cast(QMenu, branch.menu()))
    assert "Go on with He initialization" not in ways
    session.sent.clear()
    ways["Go on with batch normalization"].trigger()
    assert session.sent == [AddRun(VARIANTS_BY_KEY["batch"](A), branch=True)]


def test_a_copy_is_turned_to_as_soon_as_it_is_there(
    window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    _show(window, session, make_snapshot(experiment=A))
    window.compare_actions.copy.trigger()
    assert session.sent[-1] == AddRun(A)
    assert window.workspace.controls.run == 0
    _show(window, session, make_snapshot(experiment=A), make_snapshot(experiment=A))
    assert window.workspace.controls.run == 1
    assert [heading.is_chosen for heading in window.workspace.diagrams.headings] == [False, True]


def test_the_end_of_a_comparison_takes_all_others_away_at_once(
    window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    _show(window, session, *[make_snapshot(experiment=each) for each in (A, B, replace(A, seed=3))])
    assert window.compare_actions.button.text() == "A–C"
    session.sent.clear()
    window.compare_actions.stop.trigger()
    commands = [command for command in session.sent if isinstance(command, RemoveRun)]
    assert commands == [RemoveRun(2), RemoveRun(1)]
    assert commands[0].gesture == commands[1].gesture is not None


def test_a_single_network_is_removed_by_its_letter_and_difference(
    window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    _show(window, session, *[make_snapshot(experiment=each) for each in (A, B, replace(A, seed=3))])
    session.sent.clear()
    _offer(window.compare_actions.menu)["Remove B: ReLU instead of sigmoid"].trigger()
    assert session.sent == [RemoveRun(1)]


def test_four_are_enough(window: MainWindow, session: FakeSession, make_snapshot: Maker) -> None:
    _show(window, session, *[make_snapshot(experiment=replace(A, seed=seed)) for seed in range(4)])
    offer = _offer(window.compare_actions.menu)
    assert not any(text.startswith("Compare with") for text in offer)
    assert not window.compare_actions.copy.isEnabled()
    assert window.compare_actions.stop.isEnabled()


def test_an_edit_goes_to_the_run_whose_diagram_was_clicked(
    window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    _show(window, session, make_snapshot(experiment=A), make_snapshot(experiment=B))
    window.workspace.diagrams.run_chosen.emit(1)
    assert window.workspace.controls.tabs.words.text == "ReLU instead of sigmoid"
    assert window.desk.selection.run_of(2) == 1  # what the panels show while nothing is chosen
    session.sent.clear()
    window.workspace.controls.network.depth_row.value_changed.emit(4.0)
    (command,) = session.sent
    assert isinstance(command, Configure)
    assert command.run == 1
    assert command.experiment.network.hidden[0].activation.name == "relu"


@pytest.mark.parametrize(
    ("run", "origin", "now"), [(2, (0, 2), 1), (1, (0, 2), 0), (1, (0, None, 1), 2), (None, (0, 2), None)]
)
def test_the_controls_stay_with_their_network_where_another_goes_or_comes_back(
    window: MainWindow,
    session: FakeSession,
    make_snapshot: Maker,
    run: int | None,
    origin: tuple[int | None, ...],
    now: int | None,
) -> None:
    runs = 3 if None not in origin else 2
    _show(window, session, *(make_snapshot(experiment=each) for each in (A, B, A)[:runs]))
    window.workspace.choose_run(run)
    session.moved.emit(Moved(origin))
    _show(window, session, *(make_snapshot(experiment=A) for _ in origin))
    assert window.workspace.controls.run == now


def test_the_status_has_a_verdict_for_each_and_a_sentence_for_the_chosen(
    qtbot: QtBot, window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    _show(window, session, make_snapshot(experiment=A), make_snapshot([1e-2] * 9, experiment=B))
    verdicts = window.workspace.status.verdicts
    qtbot.waitUntil(lambda: verdicts.pills[1].text != "")
    assert [pill.text for pill in verdicts.pills if not pill.isHidden()] == ["VANISHING", "HEALTHY"]
    assert verdicts.sentence.text.startswith("A: layer 1 gets")
    window.workspace.choose_run(1)
    assert verdicts.sentence.text.startswith("B: layer 1 gets")
    _show(window, session, make_snapshot(experiment=A))
    window.show_text(Frame((make_snapshot(experiment=A),), State.PAUSED, 0.0, 0))
    assert [pill.text for pill in verdicts.pills if not pill.isHidden()] == ["VANISHING"]


def test_the_way_back_is_offered_while_a_run_has_stopped(
    window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    snapshots = make_snapshot(experiment=A, step=9), make_snapshot(experiment=B, step=5)
    session.state_changed.emit(State.RUNNING)
    session.answer(Frame(snapshots, State.RUNNING, 1.0, 0, stopped=frozenset({1})))
    assert window.transport.recover.isVisible()
    session.answer(Frame(snapshots, State.RUNNING, 1.0, 0))
    assert not window.transport.recover.isVisible()


def test_both_are_in_the_title(window: MainWindow, session: FakeSession, make_snapshot: Maker) -> None:
    _show(window, session, make_snapshot(experiment=A), make_snapshot(experiment=B))
    assert window.windowTitle() == "8 × 10 sigmoid | 8 × 10 ReLU, two moons – vgviz"


def test_opening_the_menu_again_and_again_leaves_nothing_behind(
    qtbot: QtBot, window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    _show(window, session, make_snapshot(experiment=A, step=5))
    menu = window.compare_actions.menu
    for _ in range(5):
        window.compare_actions.fill()
    qtbot.waitUntil(lambda: len(menu.findChildren(QMenu)) == 1)
    assert _offer(menu)["Branch off A’s weights of &now"].isEnabled()
