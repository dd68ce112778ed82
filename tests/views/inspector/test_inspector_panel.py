"""The inspector: its numbers are the engine's, it follows the choice, and it changes a layer in place."""

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from tests.views.conftest import TextSizer
from tests.views.desk_of_simulations import DeskOfSimulations
from vgviz.analysis.configured_function import ConfiguredFunction
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Activation, Data, Experiment, Layer, Network
from vgviz.number_format import factor, number, percent
from vgviz.session.messages import Measured, MeasureOn
from vgviz.views.diagram.pulse_light import standing_words
from vgviz.views.inspector.breadcrumb import NOTHING
from vgviz.views.inspector.figure_table import FigureRow, FigureTable
from vgviz.views.inspector.figures import figure
from vgviz.views.inspector.function_section import UNMEASURED, zone_words
from vgviz.views.inspector.panel import NAME, InspectorPanel
from vgviz.views.inspector.question import Inspection
from vgviz.views.look import sized
from vgviz.views.selection import INPUT, Place
from vgviz.views.theme import DARK, LIGHT

HIDDEN = (
    Layer(5, Activation("sigmoid", steepness=2.0), "batch"),
    Layer(4, Activation("prelu")),
    Layer(4, Activation("tanh", None, 1.0, "relu", 0.25), residual=True),
)
EXPERIMENT = Experiment(network=Network(HIDDEN))


@pytest.fixture
def desk() -> DeskOfSimulations:
    simulation = Simulation(EXPERIMENT, "numpy")
    simulation.run(steps=30)
    return DeskOfSimulations(simulation)


@pytest.fixture
def panel(qtbot: QtBot, desk: DeskOfSimulations) -> Iterator[InspectorPanel]:
    panel = InspectorPanel(DARK, desk)
    qtbot.addWidget(panel)
    panel.resize(280, 900)
    panel.show()
    desk.show(panel)
    yield panel
    panel.hide()


def _look(panel: InspectorPanel, desk: DeskOfSimulations, place: Place | None) -> None:
    desk.selection.choose(place)
    desk.show(panel)


def test_with_nothing_chosen_a_sentence_says_how_to_choose(panel: InspectorPanel) -> None:
    assert panel.breadcrumb.words == NOTHING
    assert panel.layers.isVisibleTo(panel)
    assert not panel.function.isVisibleTo(panel)


def test_with_nothing_chosen_the_list_follows_data_of_more_classes(
    panel: InspectorPanel, desk: DeskOfSimulations
) -> None:
    outputs = panel.layers.list.count() - 1
    assert panel.layers.list.item(outputs).text() == "out   1 × linear"
    desk.simulations[0].reconfigure(replace(EXPERIMENT, data=Data("blobs", classes=3)))
    desk.show(panel)
    assert panel.layers.list.item(outputs).text() == "out   3 × linear"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(2), "Layer 3"),
        (Place(1, 3), "Layer 2 › neuron 4"),
        (Place(1, 3, 0), "Layer 2 › neuron 4 › from neuron 1"),
        (Place(3), "Output layer"),
        (Place(0, 0, 1), "Layer 1 › neuron 1 › from feature x₂"),
        (Place(INPUT), "Input"),
    ],
)
def test_the_breadcrumb_names_the_place(
    panel: InspectorPanel, desk: DeskOfSimulations, place: Place, words: str
) -> None:
    _look(panel, desk, place)
    assert panel.breadcrumb.words == words


def test_a_button_that_adds_a_layer_stays_under_the_hand(qtbot: QtBot) -> None:
    desk = DeskOfSimulations(Simulation(Experiment(network=Network.uniform(4, 3)), "numpy"))
    panel = InspectorPanel(DARK, desk)
    qtbot.addWidget(panel)
    panel.resize(280, 400)
    panel.show()
    _look(panel, desk, Place(1))
    button, (area,) = panel.layers.after, panel.findChildren(QScrollArea)
    bar, layers = area.verticalScrollBar(), panel.layers.list
    qtbot.waitUntil(lambda: bar.maximum() > 0 and layers.height() == layers.sizeHint().height())
    bar.setValue(bar.maximum())
    hand, height = button.mapTo(panel, button.rect().center()), layers.height()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()  # before the answer about the new layer comes
    desk.obey(panel)
    qtbot.waitUntil(lambda: layers.height() == layers.sizeHint().height() > height)
    assert button.rect().contains(button.mapFrom(panel, hand))


def test_lines_wait_for_the_figures_of_another_layer(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(1))
    lines = [row.name for row in panel.parameters.spreads.rows]
    assert panel.parameters.spreads.figure("Weights", "mean") != "–"
    desk.selection.choose(Place(2))
    assert [row.name for row in panel.parameters.spreads.rows] == lines[:2] == ["Weights", "Biases"]
    assert panel.parameters.spreads.figure("Weights", "mean") == "–"
    desk.show(panel)
    assert panel.parameters.spreads.figure("Weights", "mean") != "–"


def test_a_function_is_that_of_its_layer_before_its_inputs_are_measured(
    panel: InspectorPanel, desk: DeskOfSimulations
) -> None:
    for layer, named in ((1, "PReLU, slope"), (2, "Tanh"), (3, "Identity")):
        desk.selection.choose(Place(layer))
        picture = panel.function.picture
        shown, words = picture.function, panel.function.name.text
        assert picture.histogram is None
        assert panel.function.share.text.startswith(UNMEASURED)
        assert panel.function.inputs.text.count(UNMEASURED) == 2
        assert words.startswith(named)
        desk.show(panel)
        assert picture.histogram is not None
        assert (picture.function, panel.function.name.text) == (shown, words)


def test_a_breadcrumb_leads_up(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(1, 3, 0))
    panel.breadcrumb.linkActivated.emit("1")
    assert desk.selection.place == Place(1, 3)
    desk.show(panel)
    panel.breadcrumb.linkActivated.emit("0")
    assert desk.selection.place == Place(1)


@pytest.mark.parametrize("layer", range(4))
def test_a_layers_activation_is_shown_with_the_engines_numbers(
    panel: InspectorPanel, desk: DeskOfSimulations, layer: int
) -> None:
    _look(panel, desk, Place(layer))
    snapshot = desk.frame().snapshots[0]
    assert panel.function.share.text == (
        f"{percent(1 - snapshot.saturated_fraction[layer])} of z in the healthy zone"
    )
    assert number(float(snapshot.derivative_mean[layer])) in panel.function.slopes.text
    assert f"spread by {number(float(snapshot.pre_activation_std[layer]))}." in panel.function.inputs.text
    exact = snapshot.histograms[layer].pre_activations
    shown = panel.function.picture.histogram
    assert shown is not None
    np.testing.assert_array_equal(shown.counts, exact.counts)


def test_a_neuron_has_its_own_inputs(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(2, 1))
    telemetry = desk.frame().snapshots[0].units[2]
    assert panel.function.share.text.startswith(percent(1 - telemetry.saturated_fraction[1]))
    assert number(float(telemetry.derivative_mean[1])) in panel.function.slopes.text
    assert panel.parameters.activity.figure("Mean activation") == figure(float(telemetry.activation_mean[1]))
    shown = panel.function.picture.histogram
    assert shown is not None
    assert shown.total == len(desk.simulations[0].probe[0])


def test_where_the_zone_lies_is_said(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(0))
    assert panel.function.name.text == "Sigmoid, steepness 2"
    assert "z from −1.82 to 1.82" in panel.function.zone.text


@pytest.mark.parametrize(
    ("activation", "words"),
    [
        ("identity", "everywhere"),
        ("log_sigmoid", "z below 2.20"),
        ("relu", "z above 0"),
        ("gelu", "z from −1.73 to −1.16 and above −0.532"),
        ("sine", "z in several parts"),
    ],
)
def test_a_zone_of_two_parts_is_said_with_both(activation: str, words: str) -> None:
    assert zone_words(ConfiguredFunction(Activation(activation))) == words


@pytest.mark.parametrize("layer", range(4))
def test_a_layers_parameters_are_the_engines(
    panel: InspectorPanel, desk: DeskOfSimulations, layer: int
) -> None:
    _look(panel, desk, Place(layer))
    snapshot, table = desk.frame().snapshots[0], panel.parameters.changes
    parts = {"Weights": "weight", "Biases": "bias"}
    parts |= {"Scales": "norm_scale", "Shifts": "norm_shift"} if layer == 0 else {}
    parts |= {"Slopes": "slope"} if layer == 1 else {}
    assert [row.name for row in table.rows] == sorted(parts, key=[row.name for row in table.rows].index)
    assert len(table.rows) == len(parts)
    for name, part in parts.items():
        key = f"layers.{layer}.{part}"
        now, start = snapshot.parameters[key], snapshot.start[key]
        norms = [float(np.linalg.norm(v)) for v in (now, start, now - start, snapshot.gradients[key])]
        row = next(row for row in table.rows if row.name == name)
        np.testing.assert_allclose(row.exact, norms, rtol=1e-12, atol=0)
        assert row.figures == tuple(map(figure, row.exact))
        spread = next(row for row in panel.parameters.spreads.rows if row.name == name)
        np.testing.assert_allclose(
            spread.exact, [now.mean(), now.std(), now.min(), now.max()], rtol=1e-12, atol=1e-18
        )


def test_a_neurons_and_an_edges_numbers_are_the_engines(
    panel: InspectorPanel, desk: DeskOfSimulations
) -> None:
    snapshot = desk.frame().snapshots[0]
    bias, weight = "layers.1.bias", "layers.1.weight"
    _look(panel, desk, Place(1, 2))
    row = next(row for row in panel.parameters.changes.rows if row.name == "Bias")
    now, start = float(snapshot.parameters[bias][2]), float(snapshot.start[bias][2])
    assert row.exact == (now, start, now - start, float(snapshot.gradients[bias][2]))
    _look(panel, desk, Place(1, 2, 4))
    (row,) = panel.parameters.changes.rows
    now, start = float(snapshot.parameters[weight][4, 2]), float(snapshot.start[weight][4, 2])
    assert row.exact == (now, start, now - start, float(snapshot.gradients[weight][4, 2]))
    assert start != now


def test_weights_come_and_go_as_sorted_bars(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(1, 2))
    snapshot = desk.frame().snapshots[0]
    incoming, outgoing = panel.connections.incoming.bars, panel.connections.outgoing.bars
    assert {bar.unit: bar.weight for bar in incoming} == dict(
        enumerate(snapshot.parameters["layers.1.weight"][:, 2].tolist())
    )
    assert {bar.unit: bar.gradient for bar in outgoing} == dict(
        enumerate(snapshot.gradients["layers.2.weight"][2].tolist())
    )
    sizes = [abs(bar.weight) for bar in incoming]
    assert sizes == sorted(sizes, reverse=True)


def test_a_click_on_a_bar_chooses_the_edge(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(1, 2))
    first = panel.connections.outgoing.bars[0].unit
    panel.connections.outgoing.setFocus()
    QTest.keyClick(panel.connections.outgoing, Qt.Key.Key_Down)
    QTest.keyClick(panel.connections.outgoing, Qt.Key.Key_Return)
    assert desk.selection.place == Place(2, first, 2)


@pytest.mark.parametrize("layer", range(3))
def test_the_way_back_has_the_snapshots_factors(
    panel: InspectorPanel, desk: DeskOfSimulations, layer: int
) -> None:
    _look(panel, desk, Place(layer))
    snapshot, table = desk.frame().snapshots[0], panel.way_back.table
    assert table.figure("f′") == factor(float(snapshot.derivative_factor[layer]))
    assert table.figure("Weights") == factor(float(snapshot.weight_factor[layer]))
    assert table.figure("Normalization") == factor(float(snapshot.normalization_factor[layer]))
    assert table.figure("Skip") == factor(float(snapshot.skip_factor[layer]))
    product = float(np.prod([row.exact[0] for row in table.rows[:4]]))
    assert table.rows[4].exact[0] == pytest.approx(product, rel=1e-12)


def test_the_way_back_has_the_ratio_that_stands_beside_the_light_too(
    panel: InspectorPanel, desk: DeskOfSimulations
) -> None:
    snapshot, table = desk.frame().snapshots[0], panel.way_back.table
    assert snapshot.widths[1:] == (5, 4, 4, 1)
    for layer in range(3):
        _look(panel, desk, Place(layer))
        row = table.rows[-1]
        assert row.name == ("Product" if layer == 1 else "RMS of δ")
        assert standing_words(desk.frame().snapshots[0], layer + 1)[0].endswith(
            f", {row.figures[0]} of next layer"
        )


def test_with_nothing_chosen_the_list_is_that_of_the_network_turned_to(
    panel: InspectorPanel, desk: DeskOfSimulations
) -> None:
    other = Simulation(replace(EXPERIMENT, network=Network.uniform(2, 3, activation="relu")), "numpy")
    desk.selection.turn_to(1)  # before the second network is there
    assert panel.layers.heading.text() == "LAYERS"
    desk.simulations = (*desk.simulations, other)
    _look(panel, desk, None)
    assert panel.layers.heading.text() == "LAYERS OF B"
    assert panel.layers.list.count() == 3
    panel.layers.added.emit(1, 0)
    assert desk.edits[-1].run == 1
    assert [layer.width for layer in desk.edits[-1].experiment.network.hidden] == [3, 3, 3]
    desk.selection.turn_to(0)
    desk.selection.choose(None)
    assert panel.layers.heading.text() == "LAYERS OF A"
    assert panel.layers.list.count() == 4


def test_the_output_layer_has_no_way_back_and_says_what_cannot_be_changed(
    panel: InspectorPanel, desk: DeskOfSimulations
) -> None:
    _look(panel, desk, Place(3))
    assert not panel.way_back.isVisibleTo(panel)
    assert panel.settings.output.isVisibleTo(panel)
    assert not panel.settings.track.isVisibleTo(panel)


def test_settings_show_the_layers_own(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(0))
    assert panel.settings.normalization.list.currentData() == "batch"
    assert panel.settings.steepness.value == 2.0
    assert panel.settings.width_row.value == 5
    _look(panel, desk, Place(2))
    assert panel.settings.residual._state is True
    assert panel.settings.track.activation == HIDDEN[2].activation


def test_a_setting_changes_this_layer_only_and_keeps_the_weights(
    panel: InspectorPanel, desk: DeskOfSimulations
) -> None:
    _look(panel, desk, Place(1))
    before = desk.simulations[0].parameters
    panel.settings.track.activation_changed.emit(Activation("relu"))
    expected = (HIDDEN[0], replace(HIDDEN[1], activation=Activation("relu")), HIDDEN[2])
    assert desk.edits[-1].experiment.network.hidden == expected
    desk.obey(panel)
    np.testing.assert_array_equal(
        desk.simulations[0].parameters["layers.1.weight"], before["layers.1.weight"]
    )
    assert panel.function.name.text == "ReLU"


def test_quick_edits_build_on_one_another(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(0))
    panel.settings.steepness.value_changed.emit(3.0)
    panel.settings.residual.switched.emit(True)
    panel.settings.width_row.value_changed.emit(7.0)
    layer = desk.edits[-1].experiment.network.hidden[0]
    assert layer == Layer(7, Activation("sigmoid", steepness=3.0), "batch", residual=True)


def test_a_refused_setting_is_taken_back(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(0))
    panel.settings.width_row.value_changed.emit(2048.0)
    assert panel.settings.width_row.value == 2048
    panel.show_experiments((EXPERIMENT,))  # what the session says after a refusal
    assert panel.settings.width_row.value == 5


def test_a_layer_is_added_like_its_neighbour_and_the_others_keep_their_weights(
    panel: InspectorPanel, desk: DeskOfSimulations
) -> None:
    _look(panel, desk, Place(1))
    before = desk.simulations[0].parameters
    panel.layers.after.click()
    assert list(desk.edits[-1].origin or ()) == [0, 1, None, 2]
    desk.obey(panel)
    after = desk.simulations[0].parameters
    assert desk.simulations[0].experiment.network.hidden == (*HIDDEN[:2], HIDDEN[1], HIDDEN[2])
    assert desk.selection.place == Place(2)
    for new, old in ((0, 0), (1, 1), (3, 2), (4, 3)):
        np.testing.assert_array_equal(after[f"layers.{new}.weight"], before[f"layers.{old}.weight"])
    panel.layers.before.click()
    assert list(desk.edits[-1].origin or ()) == [0, 1, None, 2, 3]


def test_a_layer_is_taken_out(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(2))
    panel.layers.remove.click()
    desk.obey(panel)
    assert desk.simulations[0].experiment.network.hidden == HIDDEN[:2]
    assert desk.edits[-1].origin == (0, 1)
    assert panel.breadcrumb.words == "Layer 2"


def test_a_layer_moves_by_keys(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(1))
    before = desk.simulations[0].parameters
    QTest.keyClick(panel.layers.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    desk.obey(panel)
    assert desk.edits[-1].origin == (0, 2, 1)
    assert desk.selection.place == Place(2)
    assert panel.settings.track.activation == HIDDEN[1].activation
    after = desk.simulations[0].parameters
    for kept in ("layers.0.weight", "layers.3.weight"):
        np.testing.assert_array_equal(after[kept], before[kept])


def test_choosing_in_the_list_chooses_the_layer(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    panel.layers.list.setCurrentRow(1)
    assert desk.selection.place == Place(1)
    desk.show(panel)
    assert panel.breadcrumb.words == "Layer 2"


def test_nothing_is_asked_while_nobody_looks(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(1))
    assert NAME in desk.questions
    panel.hide()
    assert NAME not in desk.questions
    panel.show()
    assert NAME in desk.questions


def test_the_second_networks_place_shows_and_changes_the_second_network(
    panel: InspectorPanel, desk: DeskOfSimulations
) -> None:
    other = Simulation(replace(EXPERIMENT, network=Network.uniform(2, 3, activation="relu")), "numpy")
    desk.simulations = (*desk.simulations, other)
    assert panel.layers.heading.text() == "LAYERS"
    _look(panel, desk, None)
    assert panel.layers.heading.text() == "LAYERS OF A"
    _look(panel, desk, Place(1, run=1))
    assert panel.layers.heading.text() == "LAYERS OF B"
    assert panel.breadcrumb.words == "B: Layer 2"
    assert panel.function.name.text == "ReLU"
    panel.settings.width_row.value_changed.emit(6.0)
    edit = desk.edits[-1]
    assert edit.run == 1
    assert [layer.width for layer in edit.experiment.network.hidden] == [3, 6]


def test_an_answer_for_another_place_is_not_shown(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(0))
    stale = desk.frame()
    desk.selection.choose(Place(2))
    words = panel.function.name.text
    panel.show_frame(stale)
    panel.show_text(stale)
    assert panel.function.name.text == words
    desk.show(panel)
    assert panel.function.name.text == "Tanh → ReLU 25 %"


def test_the_theme_can_change(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(0, 1))
    dark = panel.grab().toImage()
    panel.set_theme(LIGHT)
    assert panel.grab().toImage() != dark


def test_layers_can_be_added_and_moved_before_the_first_is_confirmed(
    panel: InspectorPanel, desk: DeskOfSimulations
) -> None:
    _look(panel, desk, Place(0))
    panel.layers.after.click()
    panel.layers.after.click()
    assert [list(edit.origin or ()) for edit in desk.edits] == [[0, None, 1, 2], [0, 1, None, 2, 3]]
    assert len(desk.edits[-1].experiment.network.hidden) == 5
    for edit in desk.edits:
        desk.simulations[0].reconfigure(edit.experiment, edit.origin)
    desk.show(panel)
    assert panel.breadcrumb.words == "Layer 3"
    assert panel.layers.list.count() == 6


def test_the_samples_of_the_picture_are_measured(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    _look(panel, desk, Place(2))
    (simulation,) = desk.simulations
    on = MeasureOn("batch")
    snapshot = simulation.snapshot(batch=simulation.batch)
    frame = dataclasses.replace(desk.frame(), snapshots=(snapshot,), measured=Measured(on))
    panel.show_text(frame)
    assert desk.questions[NAME] == Inspection(2, None, on)
    panel.show_text(dataclasses.replace(frame, answers=desk.frame().answers))
    assert panel.function.share.text.startswith(percent(1 - snapshot.saturated_fraction[2]))
    shown = panel.function.picture.histogram
    assert shown is not None
    assert shown.total == len(simulation.batch[0]) * 4


def test_while_looking_back_the_layers_are_those_of_that_moment_and_cannot_be_changed(
    panel: InspectorPanel, desk: DeskOfSimulations
) -> None:
    _look(panel, desk, Place(1))
    past = Simulation(Experiment(network=Network.uniform(6, 3, activation="relu")), "numpy").snapshot()
    back = dataclasses.replace(desk.frame(), snapshots=(past,), moment=3, answers={})
    panel.show_frame(back)
    panel.show_text(back)
    assert panel.layers.list.hidden_layers == 6
    assert panel.settings.width_row.value == 3
    assert not panel.settings.isEnabled()
    assert panel.past_note.isVisibleTo(panel)
    assert not panel.layers.remove.isEnabled()
    QTest.keyClick(panel.layers.list, Qt.Key.Key_Delete)
    QTest.keyClick(panel.layers.list, Qt.Key.Key_Insert)
    assert not desk.edits
    panel.layers.list.setCurrentRow(4)
    assert desk.selection.place == Place(4)
    desk.selection.choose(Place(1))
    desk.show(panel)
    assert panel.layers.list.hidden_layers == 3
    assert panel.settings.isEnabled()
    assert panel.layers.remove.isEnabled()
    assert not panel.past_note.isVisibleTo(panel)


@pytest.mark.parametrize("network", [Network.uniform(2, 4), Network.uniform(3, 9)])
def test_other_layers_are_listed_with_the_confirmation(
    panel: InspectorPanel, desk: DeskOfSimulations, network: Network
) -> None:
    desk.show(panel)
    panel.show_experiments((Experiment(network=network),))
    assert panel.layers.list.hidden_layers == len(network.hidden)
    assert f"{network.hidden[0].width} × sigmoid" in panel.layers.list.item(0).text()


def test_names_of_the_data_are_written_as_they_are(panel: InspectorPanel, desk: DeskOfSimulations) -> None:
    snapshot = dataclasses.replace(desk.frame().snapshots[0], feature_names=("<b>x</b>", "a&b"))
    panel.breadcrumb.show_place(Place(INPUT, 1), snapshot)
    assert panel.breadcrumb.words.endswith("feature a&b")
    assert panel.breadcrumb.text().endswith("feature a&amp;b")
    panel.breadcrumb.show_place(Place(0, 0, 0), snapshot)
    assert panel.breadcrumb.text().endswith("from feature &lt;b&gt;x&lt;/b&gt;")


def test_the_tab_key_stops_at_the_place_only_where_it_has_a_way_up(
    panel: InspectorPanel, desk: DeskOfSimulations
) -> None:
    for place, stops in ((None, False), (Place(1), False), (Place(1, 2), True), (None, False)):
        _look(panel, desk, place)
        assert bool(panel.breadcrumb.focusPolicy() & Qt.FocusPolicy.TabFocus) == stops


@pytest.mark.parametrize("width", [200, 320])
def test_no_button_of_the_layers_is_cut_where_the_panel_is_narrow_and_the_text_large(
    write_all: TextSizer, panel: InspectorPanel, width: int
) -> None:
    write_all(1.4)
    panel.set_theme(sized(DARK, 1.4))
    panel.resize(width, 900)
    QApplication.processEvents()
    buttons = panel.layers.findChildren(QPushButton)
    assert len(buttons) == 5
    for button in buttons:
        assert button.width() >= button.sizeHint().width(), button.text()


def test_the_buttons_of_the_layers_stand_in_one_line_where_there_is_room(panel: InspectorPanel) -> None:
    panel.resize(600, 900)
    QApplication.processEvents()
    assert len({button.y() for button in panel.layers.findChildren(QPushButton)}) == 1


@pytest.mark.parametrize("factor", [1.0, 1.2, 1.4])
def test_the_panel_is_as_wide_as_what_can_be_chosen_needs(
    write_all: TextSizer, panel: InspectorPanel, desk: DeskOfSimulations, factor: float
) -> None:
    write_all(factor)
    panel.set_theme(sized(DARK, factor))
    panel.resize(panel.minimumWidth(), 700)
    (area,) = (each for each in panel.findChildren(QScrollArea) if each.widget() is not None)
    for place in (None, Place(2), Place(2, 3), Place(2, 3, 1), Place(INPUT, 0), Place(3, 0)):
        _look(panel, desk, place)
        QApplication.processEvents()
        assert area.horizontalScrollBar().maximum() == 0, place


def test_numbers_that_would_meet_in_large_text_are_written_smaller_though_never_under_normal(
    qtbot: QtBot,
) -> None:
    large = sized(DARK, 1.4)
    table = FigureTable(large, ("now", "start", "change", "gradient"))
    qtbot.addWidget(table)
    table.show_rows([FigureRow("Weight", ("0.363", "0.363", "−1.2e−05", "5.0e−07"))])
    table.resize(500, 60)
    assert table.letters.pointSizeF() == pytest.approx(large.small)
    sizes = []
    for width in (330, 300, 260, 120):
        table.resize(width, 60)
        sizes.append(table.letters.pointSizeF())
    assert sizes == sorted(sizes, reverse=True)
    assert DARK.small < sizes[2] < large.small
    assert sizes[-1] == pytest.approx(DARK.small)
