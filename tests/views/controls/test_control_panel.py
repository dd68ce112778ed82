from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.catalogue.losses import LOSSES, fitting_losses
from vgviz.catalogue.normalizations import NORMALIZATIONS
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.catalogue.schedules import SCHEDULES
from vgviz.experiment import PRECISIONS, Activation, Data, Experiment, Init, Layer, Network, Training
from vgviz.views.controls.choice_row import ChoiceRow
from vgviz.views.controls.control_panel import ControlPanel
from vgviz.views.controls.data_section import OFFERED
from vgviz.views.controls.number_slider import NumberSlider
from vgviz.views.controls.slider import MARGIN

LEFT = Qt.MouseButton.LeftButton
SOURCES = tuple(entry.name for entry in OFFERED)
MIXED = Network(
    (Layer(4, Activation("tanh")), Layer(16, Activation("relu", None, 2.0)), Layer(8, Activation("tanh")))
)


def _drag(row: NumberSlider, start: float, end: float) -> None:
    width = row.slider.width() - 2 * MARGIN
    places = [
        QPoint(round(MARGIN + (start + (end - start) * part / 4) * width), row.slider.height() // 2)
        for part in range(5)
    ]
    QTest.mousePress(row.slider, LEFT, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(row.slider, place)
    QTest.mouseRelease(row.slider, LEFT, pos=places[-1])


def _field(experiment: Experiment, path: str) -> Any:
    value: Any = experiment
    for name in path.split("."):
        value = value[int(name)] if name.isdigit() else getattr(value, name)
    return value


def _choose(row: ChoiceRow, key: str) -> None:
    index = row.list.findData(key)
    assert index >= 0
    row.list.setCurrentIndex(index)
    row.list.activated.emit(index)


def _rows(panel: ControlPanel) -> dict[str, tuple[NumberSlider, str]]:
    return {
        "width": (panel.network.width_row, "network.hidden.0.width"),
        "steepness": (panel.activation.steepness, "network.hidden.0.activation.steepness"),
        "gain": (panel.initialization.gain, "network.init.gain"),
        "bias": (panel.initialization.bias, "network.init.bias_std"),
        "weight decay": (panel.training.numbers["weight_decay"], "training.weight_decay"),
        "learning rate": (panel.training.numbers["learning_rate"], "training.learning_rate"),
        "momentum": (panel.training.numbers["momentum"], "training.momentum"),
        "batch size": (panel.training.batch_size, "training.batch_size"),
        "noise": (panel.data.numbers["noise"], "data.noise"),
        "samples": (panel.data.numbers["samples"], "data.samples"),
        "classes": (panel.data.numbers["classes"], "data.classes"),
        "features": (panel.data.numbers["features"], "data.features"),
    }


ROWS = (
    "width",
    "steepness",
    "gain",
    "bias",
    "weight decay",
    "learning rate",
    "momentum",
    "batch size",
    "noise",
    "samples",
    "classes",
    "features",
)


@pytest.mark.parametrize("name", ROWS)
def test_dragging_a_slider_sends_experiments_that_change_just_that(
    panel: ControlPanel, emitted: list[Experiment], name: str
) -> None:
    start = Experiment(data=Data("blobs"))
    panel.show_experiments((start,))
    panel.training.more.open(True)
    row, path = _rows(panel)[name]
    panel.ensureWidgetVisible(row)
    _drag(row, 0.1, 0.9)
    assert emitted
    assert _field(emitted[-1], path) == row.value
    for experiment in emitted:
        assert type(_field(experiment, path)) is type(_field(start, path))
    _drag(row, 0.9, 0.1)
    row.return_to_default()
    assert emitted[-1] == start


def test_dragging_the_depth_keeps_what_the_layers_are(panel: ControlPanel, emitted: list[Experiment]) -> None:
    panel.show_experiments((Experiment(network=MIXED),))
    _drag(panel.network.depth_row, 0.5, 1.1)
    assert len(emitted[-1].network.hidden) == 200
    assert emitted[-1].network.hidden[:3] == MIXED.hidden


def test_the_track_sets_every_layers_function_and_keeps_their_widths(
    panel: ControlPanel, emitted: list[Experiment]
) -> None:
    panel.show_experiments((Experiment(network=MIXED),))
    assert panel.activation.track.words.text == "The layers differ"
    strip = panel.activation.track.strip
    QTest.mouseClick(strip, LEFT, pos=strip.tile(4).center().toPoint())
    hidden = emitted[-1].network.hidden
    assert [layer.width for layer in hidden] == [4, 16, 8]
    assert {layer.activation.name for layer in hidden} == {"leaky_relu"}
    assert [layer.activation.steepness for layer in hidden] == [1.0, 2.0, 1.0]


def test_differing_layers_are_shown_as_mixed_and_an_edit_makes_them_alike(
    panel: ControlPanel, emitted: list[Experiment]
) -> None:
    panel.show_experiments((Experiment(network=MIXED),))
    assert panel.network.width_row.field.placeholderText() == "mixed"
    assert panel.activation.steepness.field.placeholderText() == "mixed"
    _drag(panel.network.width_row, 0.2, 0.5)
    assert len({layer.width for layer in emitted[-1].network.hidden}) == 1
    assert panel.network.width_row.field.text() == str(emitted[-1].network.hidden[0].width)


def test_the_parameters_slider_is_there_only_where_there_is_a_parameter(
    panel: ControlPanel, emitted: list[Experiment]
) -> None:
    row = panel.activation.parameter
    assert not row.isVisibleTo(panel)
    panel.show_experiments((Experiment(network=Network.uniform(3, 4, activation="leaky_relu")),))
    assert row.isVisibleTo(panel)
    assert (row.label.text(), row.value) == ("Slope", 0.01)
    panel.show_experiments((Experiment(network=Network.uniform(3, 4, activation=Activation("prelu", 0.5))),))
    assert (row.label.text(), row.value, row.quantity.default) == ("First slope", 0.5, 0.25)
    _drag(row, 0.5, 0.9)
    assert emitted[-1].network.hidden[2].activation.parameter == row.value
    panel.show_experiments((Experiment(),))
    assert not row.isVisibleTo(panel)


@pytest.mark.parametrize("scheme", INITIALIZERS)
def test_a_scheme_is_chosen(panel: ControlPanel, emitted: list[Experiment], scheme: str) -> None:
    panel.show_experiments(
        (Experiment(network=Network(init=Init("normal" if scheme != "normal" else "he_normal"))),)
    )
    _choose(panel.initialization.scheme, scheme)
    assert emitted[-1].network.init.scheme == scheme
    assert INITIALIZERS[scheme].source in panel.initialization.scheme.list.toolTip()


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_a_normalization_is_chosen_for_every_layer(
    panel: ControlPanel, emitted: list[Experiment], normalization: str
) -> None:
    other = "rms" if normalization != "rms" else "none"
    panel.show_experiments((Experiment(network=Network((Layer(normalization=other), Layer(4)))),))
    _choose(panel.network.normalization, normalization)
    assert {layer.normalization for layer in emitted[-1].network.hidden} == {normalization}
    assert [layer.width for layer in emitted[-1].network.hidden] == [10, 4]


def test_skip_paths_are_switched_on_for_every_layer(panel: ControlPanel, emitted: list[Experiment]) -> None:
    QTest.mouseClick(panel.network.residual.switch, LEFT)
    assert all(layer.residual for layer in emitted[-1].network.hidden)


def test_differing_normalizations_and_skip_paths_are_shown_as_mixed(panel: ControlPanel) -> None:
    panel.show_experiments(
        (Experiment(network=Network((Layer(normalization="batch", residual=True), Layer()))),)
    )
    assert panel.network.normalization.list.currentIndex() == -1
    assert panel.network.normalization.list.placeholderText() == "mixed"
    assert panel.network.residual.switch.text() == "mixed"


def test_the_recommended_gain_is_switched_on_and_a_slider_leaves_it(
    panel: ControlPanel, emitted: list[Experiment]
) -> None:
    QTest.mouseClick(panel.initialization.auto_gain.switch, LEFT)
    assert emitted[-1].network.init.gain is None
    assert panel.initialization.gain.field.placeholderText() == "auto"
    _drag(panel.initialization.gain, 0.3, 0.8)
    assert emitted[-1].network.init.gain == panel.initialization.gain.value
    assert not panel.initialization.auto_gain.switch.isChecked()
    QTest.mouseClick(panel.initialization.auto_gain.switch, LEFT)
    QTest.mouseClick(panel.initialization.auto_gain.switch, LEFT)
    assert emitted[-1].network.init.gain == 1.0


@pytest.mark.parametrize("loss", ["auto", *LOSSES])
def test_a_loss_is_chosen(panel: ControlPanel, emitted: list[Experiment], loss: str) -> None:
    panel.show_experiments((Experiment(training=Training(loss="mse" if loss != "mse" else "auto")),))
    _choose(panel.training.loss, loss)
    assert emitted[-1].training.loss == loss


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_optimizer_is_chosen_and_shows_only_the_numbers_it_uses(
    panel: ControlPanel, emitted: list[Experiment], optimizer: str
) -> None:
    panel.training.more.open(True)
    panel.show_experiments(
        (Experiment(training=Training(optimizer="adam" if optimizer != "adam" else "sgd")),)
    )
    _choose(panel.training.optimizer, optimizer)
    assert emitted[-1].training.optimizer == optimizer
    assert OPTIMIZERS[optimizer].source in panel.training.optimizer.list.toolTip()
    rows = panel.training.numbers
    asked = ("momentum", "beta1", "beta2", "epsilon")
    assert {name for name in asked if rows[name].isVisibleTo(panel)} == set(OPTIMIZERS[optimizer].numbers)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_schedule_is_chosen_and_has_steps_where_it_uses_them(
    panel: ControlPanel, emitted: list[Experiment], schedule: str
) -> None:
    panel.show_experiments(
        (Experiment(training=Training(schedule="step" if schedule != "step" else "cosine")),)
    )
    _choose(panel.training.schedule, schedule)
    assert emitted[-1].training.schedule == schedule
    shown = panel.training.numbers["schedule_steps"].isVisibleTo(panel)
    assert shown == (schedule != "constant")


@pytest.mark.parametrize("loss", ["auto", *fitting_losses("classification", 2)])
def test_labels_can_be_smoothed_where_the_loss_knows_labels(panel: ControlPanel, loss: str) -> None:
    panel.training.more.open(True)
    panel.show_experiments((Experiment(training=Training(loss=loss)),))
    shown = panel.training.numbers["label_smoothing"].isVisibleTo(panel)
    assert shown == (loss in ("auto", "binary_cross_entropy", "cross_entropy"))


def test_targets_that_are_numbers_have_no_labels_to_smooth(panel: ControlPanel) -> None:
    panel.training.more.open(True)
    panel.show_experiments((Experiment(data=Data("wave")),))
    assert not panel.training.numbers["label_smoothing"].isVisibleTo(panel)


@pytest.mark.parametrize("field", ["clip_norm", "clip_value"])
def test_clipping_is_off_until_it_is_given_a_number(
    panel: ControlPanel, emitted: list[Experiment], field: str
) -> None:
    panel.training.more.open(True)
    row = panel.training.numbers[field]
    assert row.field.text() == "off"
    panel.ensureWidgetVisible(row)
    _drag(row, 1.0, 0.4)
    assert _field(emitted[-1], f"training.{field}") == row.value < 1e3
    row.field.setFocus()
    row.field.selectAll()
    QTest.keyClicks(row.field, "off\r")
    assert _field(emitted[-1], f"training.{field}") is None
    row.field.selectAll()
    QTest.keyClicks(row.field, "0\r")
    assert "above 0" in row.refusal.text()


@pytest.mark.parametrize("precision", PRECISIONS)
def test_a_precision_is_chosen(panel: ControlPanel, emitted: list[Experiment], precision: str) -> None:
    panel.show_experiments((Experiment(precision="float32" if precision == "float64" else "float64"),))
    _choose(panel.training.precision, precision)
    assert emitted[-1].precision == precision


def test_what_acts_behind_the_closed_fold_is_named(panel: ControlPanel) -> None:
    panel.show_experiments((Experiment(training=Training(optimizer="adam", beta2=0.9, weight_decay=0.1)),))
    assert panel.training.more.button.text() == "More: β₂, Weight decay"
    panel.show_experiments((Experiment(training=Training(beta2=0.9)),))  # gradient descent has no β₂
    assert panel.training.more.button.text() == "More"


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_is_chosen_and_shows_only_what_it_uses(
    panel: ControlPanel, emitted: list[Experiment], source: str
) -> None:
    panel.show_experiments((Experiment(data=Data("moons" if source != "moons" else "xor")),))
    _choose(panel.data.source, source)
    assert emitted[-1].data.source == source
    shown = {field for field, row in panel.data.numbers.items() if row.isVisibleTo(panel)}
    assert shown == DATA_SOURCES[source].uses & set(panel.data.numbers)


def test_a_table_shows_its_files_name_and_can_be_left_and_taken_again(
    panel: ControlPanel, emitted: list[Experiment], tmp_path: Path
) -> None:
    table = Data("csv", path=str(tmp_path / "my <flowers>.csv"), target="kind")
    panel.show_experiments((Experiment(data=table),))
    assert panel.data.source.list.currentText() == "my <flowers>.csv"
    assert not any(row.isVisibleTo(panel) for row in panel.data.numbers.values())
    _choose(panel.data.source, "xor")
    assert emitted[-1].data == Data("xor")
    _choose(panel.data.source, "file")
    assert emitted[-1].data == table


def test_open_csv_asks_for_a_file(qtbot: QtBot, panel: ControlPanel) -> None:
    with qtbot.waitSignal(panel.open_file_requested, timeout=1000):
        QTest.mouseClick(panel.data.open_button, LEFT)


def test_the_die_throws_another_seed_every_time(panel: ControlPanel, emitted: list[Experiment]) -> None:
    for _ in range(20):
        QTest.mouseClick(panel.seed.die, LEFT)
    seeds = [0, *(experiment.seed for experiment in emitted)]
    assert len(seeds) == 21
    assert all(one != other for one, other in pairwise(seeds))


@pytest.mark.parametrize("seed", [7, 2**53 + 1, 2**63 - 1])
def test_a_seed_is_read_exactly(panel: ControlPanel, emitted: list[Experiment], seed: int) -> None:
    panel.seed.field.setFocus()
    panel.seed.field.selectAll()
    QTest.keyClicks(panel.seed.field, f"{seed}\r")
    assert [experiment.seed for experiment in emitted] == [seed]


@pytest.mark.parametrize("text", ["-1", "1.5", "seven", str(2**63), ""])
def test_an_impossible_seed_is_refused_in_words(
    panel: ControlPanel, emitted: list[Experiment], text: str
) -> None:
    panel.seed.field.setFocus()
    panel.seed.field.selectAll()
    QTest.keyClick(panel.seed.field, Qt.Key.Key_Delete)
    QTest.keyClicks(panel.seed.field, text + "\r")
    assert emitted == []
    assert "whole numbers from 0" in panel.seed.refusal.text()


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    activation = draw(
        st.sampled_from(
            [
                Activation(),
                Activation("leaky_relu", -0.5, 3.0),
                Activation("relu", None, 0.01, "prelu", 0.5),
                Activation("prelu", 0.1, 1.0, "sigmoid", 0.25),
            ]
        )
    )
    layer = st.builds(Layer, st.integers(1, 2048), st.sampled_from([activation, Activation("tanh")]))
    hidden = tuple(draw(st.lists(layer, min_size=1, max_size=5)))
    gain = draw(st.none() | st.floats(0, 1000))
    init = Init(draw(st.sampled_from(sorted(INITIALIZERS))), gain, draw(st.floats(0, 1000)))
    training = Training(
        loss=draw(st.sampled_from(["auto", *LOSSES])),
        learning_rate=draw(st.floats(0, 1e300)),
        optimizer=draw(st.sampled_from(sorted(OPTIMIZERS))),
        schedule=draw(st.sampled_from(sorted(SCHEDULES))),
        clip_norm=draw(st.none() | st.floats(0, 1e300, exclude_min=True)),
        weight_decay=draw(st.floats(0, 1e300)),
        momentum=draw(st.floats(0, 1, exclude_max=True)),
        batch_size=draw(st.integers(1, 10_000_000)),
    )
    data = Data(draw(st.sampled_from(SOURCES)), draw(st.integers(2, 10**7)), noise=draw(st.floats(0, 100)))
    return Experiment(data, Network(hidden, init), training, draw(st.integers(0, 2**63 - 1)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(experiment=experiments())
def test_any_experiment_is_shown_without_sending_anything(
    panel: ControlPanel, emitted: list[Experiment], experiment: Experiment
) -> None:
    emitted.clear()
    panel.show_experiments((experiment,))
    assert emitted == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(
    experiment=experiments(),
    keys=st.lists(
        st.sampled_from(
            [
                Qt.Key.Key_Right,
                Qt.Key.Key_Left,
                Qt.Key.Key_PageUp,
                Qt.Key.Key_PageDown,
                Qt.Key.Key_Home,
                Qt.Key.Key_End,
                Qt.Key.Key_Delete,
            ]
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_every_slider_answers_every_key_with_a_valid_experiment(
    panel: ControlPanel, emitted: list[Experiment], experiment: Experiment, keys: list[Qt.Key]
) -> None:
    panel.show_experiments((experiment,))
    for section in panel.sections:
        for row in section.findChildren(NumberSlider):
            for key in keys:
                QTest.keyClick(row.slider, key)
    for key in keys:
        QTest.keyClick(panel.activation.track.strip, key)
    assert all(isinstance(item, Experiment) for item in emitted)
    assert not panel.refusal.text()


def test_two_quick_edits_both_count_before_either_is_confirmed(
    panel: ControlPanel, emitted: list[Experiment]
) -> None:
    QTest.keyClick(panel.network.width_row.slider, Qt.Key.Key_Right)
    QTest.keyClick(panel.training.numbers["momentum"].slider, Qt.Key.Key_Right)
    first, second = emitted
    assert (second.network.hidden[0].width, second.training.momentum) == (11, 0.01)
    panel.show_experiments((first,))  # late: the controls stay where the hand has put them
    assert panel.training.numbers["momentum"].value == 0.01
    panel.show_experiments((second,))
    QTest.keyClick(panel.training.numbers["momentum"].slider, Qt.Key.Key_Right)
    assert emitted[-1].network == second.network


def test_a_refused_edit_returns_to_the_experiment_in_force(
    panel: ControlPanel, emitted: list[Experiment]
) -> None:
    panel.show_experiments((Experiment(seed=3),))
    QTest.keyClick(panel.network.width_row.slider, Qt.Key.Key_End)
    panel.show_experiments((Experiment(seed=3),))
    assert panel.network.width_row.value == 10
    QTest.keyClick(panel.network.depth_row.slider, Qt.Key.Key_Right)
    assert emitted[-1] == Experiment(network=Network.uniform(9), seed=3)


def test_the_space_bar_belongs_to_a_focused_button(qtbot: QtBot, panel: ControlPanel) -> None:
    from PySide6.QtGui import QAction

    played: list[bool] = []
    action = QAction(panel)
    action.setShortcut("Space")
    action.triggered.connect(lambda: played.append(True))
    panel.addAction(action)
    panel.data.open_button.setFocus()
    with qtbot.waitSignal(panel.open_file_requested, timeout=1000):
        QTest.keyClick(panel.data.open_button, Qt.Key.Key_Space)
    assert played == []
    panel.network.width_row.slider.setFocus()
    QTest.keyClick(panel.network.width_row.slider, Qt.Key.Key_Space)
    assert len(played) == 1


def test_a_run_that_has_just_gone_cannot_be_chosen(panel: ControlPanel) -> None:
    panel.show_experiments((Experiment(seed=1), Experiment(seed=2)))
    panel.show_experiments((Experiment(seed=1),))
    panel.choose_run(1)  # a click on its picture, which is painted until the next frame
    assert panel.run == 0
    assert panel.seed.field.text() == "1"
