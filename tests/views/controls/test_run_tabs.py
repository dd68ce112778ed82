"""The controls concern one of the compared runs, or all of them."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from tests.views.conftest import TextSizer
from vgviz.experiment import Activation, Experiment, Network
from vgviz.views.controls.control_panel import ControlPanel
from vgviz.views.controls.run_tabs import ALL_WORDS
from vgviz.views.look import sized
from vgviz.views.theme import DARK

A = Experiment()
B = replace(A, network=Network.uniform(8, 10, activation="relu"))
Edited = list[tuple[Experiment, int]]


@pytest.fixture
def edited() -> Edited:
    return []


@pytest.fixture
def panel(qtbot: QtBot, edited: Edited) -> Iterator[ControlPanel]:
    result = ControlPanel(DARK)
    result.experiment_edited.connect(lambda experiment, run: edited.append((experiment, run)))
    qtbot.addWidget(result)
    result.resize(336, 700)
    result.show()
    yield result
    result.close()


def test_a_single_run_has_no_tabs(panel: ControlPanel) -> None:
    panel.show_experiments((A,))
    assert not panel.tabs.isVisible()
    assert panel.run == 0


def test_the_tabs_say_what_each_run_is(panel: ControlPanel) -> None:
    panel.show_experiments((A, B))
    assert panel.tabs.isVisible()
    assert [button.text() for button in panel.tabs.buttons] == ["A", "B", "All"]
    assert panel.tabs.words.text == "8 × 10 sigmoid"
    panel.tabs.buttons[1].click()
    assert panel.tabs.words.text == "ReLU instead of sigmoid"
    panel.tabs.buttons[2].click()
    assert panel.tabs.words.text == ALL_WORDS


def test_the_controls_show_and_edit_the_chosen_run(panel: ControlPanel, edited: Edited) -> None:
    panel.show_experiments((A, B))
    panel.tabs.buttons[1].click()
    assert panel.run == 1
    panel.network.depth_row.value_changed.emit(5.0)
    ((wish, run),) = edited
    assert run == 1
    assert len(wish.network.hidden) == 5
    assert wish.network.hidden[0].activation == Activation("relu")


def test_all_are_edited_alike_and_keep_what_differs(panel: ControlPanel, edited: Edited) -> None:
    panel.show_experiments((A, B))
    panel.tabs.buttons[2].click()
    panel.network.depth_row.value_changed.emit(5.0)
    assert [run for _, run in edited] == [0, 1]
    assert [len(wish.network.hidden) for wish, _ in edited] == [5, 5]
    assert [wish.network.hidden[0].activation.name for wish, _ in edited] == ["sigmoid", "relu"]


def test_data_are_shared(panel: ControlPanel, edited: Edited) -> None:
    panel.show_experiments((A, B))
    row = panel.data.source.list
    row.activated.emit(row.findData("circles"))
    assert [(wish.data.source, run) for wish, run in edited] == [("circles", 0), ("circles", 1)]


def test_quick_edits_of_all_build_upon_one_another(panel: ControlPanel, edited: Edited) -> None:
    panel.show_experiments((A, B))
    panel.tabs.buttons[2].click()
    panel.network.depth_row.value_changed.emit(5.0)
    first_wish = edited[0][0]
    panel.show_experiments((first_wish, B))  # A's is confirmed, B's is still under way
    panel.network.width_row.value_changed.emit(7.0)
    shapes = [(len(wish.network.hidden), wish.network.hidden[0].width) for wish, _ in edited[2:]]
    assert shapes == [(5, 7), (5, 7)]


def test_a_run_that_goes_leaves_the_controls_to_the_first(panel: ControlPanel) -> None:
    panel.show_experiments((A, B))
    panel.tabs.buttons[1].click()
    panel.show_experiments((A,))
    assert panel.run == 0
    assert not panel.tabs.isVisible()


@pytest.mark.parametrize("factor", [1.0, 1.4])
def test_the_words_under_the_runs_are_not_cut_in_large_text(
    qtbot: QtBot, write_all: TextSizer, factor: float
) -> None:
    write_all(factor)
    panel = ControlPanel(DARK)
    qtbot.addWidget(panel)
    panel.set_theme(sized(DARK, factor))
    panel.show_experiments((Experiment(), Experiment(seed=1)))
    panel.resize(panel.minimumWidth(), 600)
    panel.show()
    tabs, words = panel.tabs, panel.tabs.words
    assert words.height() >= words.fontMetrics().height()
    assert tabs.rect().contains(words.geometry())
    assert panel.viewport().y() >= tabs.height()
