"""The panel of the chain rule: what it says is what the engine computed."""

from collections.abc import Callable
from dataclasses import replace
from math import log10, prod
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QFontMetricsF
from pytestqt.qtbot import QtBot

from vgviz import Experiment, Network, Simulation
from vgviz.analysis import chain_rule
from vgviz.number_format import MINUS, TIMES, magnitude
from vgviz.session.messages import Frame
from vgviz.session.states import State
from vgviz.views.chain.numbers import FRACTION, RUNNING, TITLE, TOGETHER
from vgviz.views.chain.panel import ChainRulePanel
from vgviz.views.chain.words import tooltip
from vgviz.views.desk import Desk
from vgviz.views.selection import Place
from vgviz.views.theme import DARK, LIGHT, font

Shown = Callable[..., ChainRulePanel]


def frame_of(*simulations: Simulation) -> Frame:
    return Frame(tuple(each.snapshot() for each in simulations), State.PAUSED, 0.0, 0)


def network_of(depth: int = 8, width: int = 6, *, dead: tuple[int, ...] = (), **fields: Any) -> Simulation:
    times = fields.pop("times", 1.0)
    simulation = Simulation(Experiment(network=Network.uniform(depth, width, **fields)), "numpy")
    parameters = {name: times * value for name, value in simulation.parameters.items()}
    for layer in range(depth):
        parameters[f"layers.{layer}.bias"] += 0.1  # else ReLUs that get only zeros would be dead, too
    for layer in dead:
        parameters[f"layers.{layer}.bias"][:] = -50.0
    simulation.load_parameters(parameters)
    return simulation


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def shown(qtbot: QtBot, desk: Desk) -> Shown:
    """Function that shows a panel with a network."""

    def show(*simulations: Simulation, size: tuple[int, int] = (700, 300)) -> ChainRulePanel:
        panel = ChainRulePanel(DARK, desk)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        frame = frame_of(*simulations)
        panel.show_frame(frame)
        panel.show_text(frame)
        return panel

    return show


def texts(panel: ChainRulePanel, caption: str) -> tuple[str, ...]:
    return next(row.texts for row in panel.numbers.rows if row.caption == caption)


def read(text: str) -> float:
    return float(text.removeprefix(TIMES).replace(MINUS, "-"))


@pytest.mark.parametrize(
    ("fields", "captions"),
    [
        ({}, {"weights", "f′"}),
        ({"activation": "relu"}, {"weights", "f′"}),
        ({"normalization": "batch"}, {"weights", "f′", "norm."}),
        ({"activation": "relu", "residual": True}, {"weights", "f′", "skip"}),
    ],
)
def test_the_numbers_shown_multiply_to_the_ratio_shown_and_are_the_engines(
    shown: Shown, fields: dict[str, Any], captions: set[str]
) -> None:
    simulation = network_of(**fields)
    snapshot = simulation.snapshot()
    panel = shown(simulation, size=(1000, 320))
    assert texts(panel, TITLE) == ("error", "8", "7", "6", "5", "4", "3", "2", "1", "inputs")
    rows = {row.caption: row.texts for row in panel.numbers.rows if row.kind}
    assert set(rows) == captions
    arrays = {
        "weights": snapshot.weight_factor,
        "f′": snapshot.derivative_factor,
        "skip": snapshot.skip_factor,
        "norm.": snapshot.normalization_factor,
    }
    together = texts(panel, TOGETHER)
    for place, layer in enumerate(range(7, -1, -1), 1):
        for caption, row in rows.items():
            if row[place]:
                assert read(row[place]) == pytest.approx(float(arrays[caption][layer]), rel=0.05)
        factors = [read(row[place]) for row in rows.values() if row[place]]
        assert read(together[place]) == pytest.approx(float(snapshot.delta_factor[layer]), rel=0.05)
        assert prod(factors) == pytest.approx(read(together[place]), rel=0.2)  # each has two digits
    total = float(snapshot.grad_weight_norm[0])
    assert panel.header.value == f"layer 1: ‖∂L/∂W‖ = {magnitude(total)}"
    assert prod(read(text) for text in together) == pytest.approx(total, rel=0.5)


def test_the_bars_add_up_to_the_total_on_the_log_axis(shown: Shown) -> None:
    simulation = network_of()
    panel = shown(simulation)
    bars = [bar for column in panel.bars.columns for bar in column.bars]
    total = float(simulation.snapshot().grad_weight_norm[0])
    assert sum(log10(bar.value) for bar in bars) == pytest.approx(log10(total))
    assert panel.bars.level(bars[-1].end) == pytest.approx(panel.bars.level(log10(total)))
    low, high = panel.bars.vertical_range
    assert all(low <= bar.end <= high for bar in bars)


def test_fractions_run_on_as_on_the_board(shown: Shown) -> None:
    simulation = network_of()
    panel = shown(simulation, size=(1000, 320))
    expected = chain_rule(simulation.snapshot(), 0).fractions
    assert texts(panel, FRACTION)[1:3] == tuple(f"×{each.fraction}" for each in expected[:2])
    assert texts(panel, RUNNING)[:3] == ("1", *(str(each.running) for each in expected[:2]))


def test_in_the_narrow_first_window_each_of_eight_layers_has_its_own_column(shown: Shown) -> None:
    panel = shown(network_of(), size=(350, 190))
    assert texts(panel, TITLE)[1:-1] == ("8", "7", "6", "5", "4", "3", "2", "1")
    wide = shown(network_of(), size=(1000, 320))
    for narrow_text, wide_text in zip(texts(panel, "f′")[1:-1], texts(wide, "f′")[1:-1], strict=True):
        assert read(narrow_text) == read(wide_text)
    assert texts(panel, RUNNING) == texts(wide, RUNNING)


@pytest.mark.parametrize("width", range(220, 420, 40))
def test_numbers_keep_out_of_each_others_columns(shown: Shown, width: int) -> None:
    numbers = shown(network_of(), size=(width, 320)).numbers
    metrics = QFontMetricsF(font(DARK.small, bold=True))
    for row in numbers.rows:
        if row.caption == RUNNING:  # may take turns in two lines
            continue
        for text, (left, right) in list(zip(row.texts, numbers._sides(), strict=True))[1:-1]:
            assert metrics.horizontalAdvance(text) < right - left


def test_fractions_that_would_meet_are_left_out(shown: Shown) -> None:
    narrow = shown(network_of(), size=(300, 320))
    captions = [row.caption for row in narrow.numbers.rows]
    assert FRACTION not in captions
    assert RUNNING in captions


def test_two_hundred_layers_are_grouped_and_still_multiply_to_the_total(shown: Shown) -> None:
    simulation = network_of(200, 4, activation="tanh")
    panel = shown(simulation)
    titles = texts(panel, TITLE)
    assert 5 < len(titles) < 20
    assert titles[-2].startswith("1–")
    assert titles[1].endswith("–200")
    snapshot = simulation.snapshot()
    product = prod(column.product for column in panel.numbers.columns)
    assert product == pytest.approx(float(snapshot.grad_weight_norm[0]))
    assert panel.header.value.endswith(magnitude(product))
    assert len(panel.bars.columns) > len(panel.numbers.columns)


def test_the_selected_layer_is_the_one_that_is_written(shown: Shown, desk: Desk) -> None:
    simulation = network_of()
    panel = shown(simulation)
    gradients = simulation.snapshot().grad_weight_norm
    for layer, name in ((4, "layer 5"), (8, "output layer"), (0, "layer 1"), (-1, "layer 1")):
        desk.selection.choose(Place(layer))
        expected = magnitude(float(gradients[max(layer, 0)]))
        assert panel.header.value == f"{name}: ‖∂L/∂W‖ = {expected}"
    desk.selection.choose(Place(8))
    assert texts(panel, TITLE) == ("error", "inputs")


def test_of_two_networks_it_is_that_of_the_selected_place(shown: Shown, desk: Desk) -> None:
    first, second = network_of(), network_of(activation="relu")
    panel = shown(first, second)
    desk.selection.choose(Place(0, run=1))
    assert panel.header.value.endswith(magnitude(float(second.snapshot().grad_weight_norm[0])))


def test_a_dead_layer_ends_the_product_at_exactly_0(shown: Shown) -> None:
    panel = shown(network_of(activation="relu", dead=(3,)), size=(1000, 320))
    assert panel.header.value == "layer 1: ‖∂L/∂W‖ = exactly 0"
    assert texts(panel, "f′")[5] == "×0"
    assert texts(panel, TOGETHER)[6:] == ("–", "–", "–", "–")
    assert panel.bars.columns[5].bars[-1].end == -np.inf
    assert panel.header.entries[0].text == "exactly 0"
    assert pixels(panel, DARK.zero) > 100


def test_a_skip_that_rescues_a_dead_branch_gives_only_the_ratio(shown: Shown) -> None:
    simulation = network_of(activation="relu", residual=True, dead=(3,))
    panel = shown(simulation, size=(1000, 320))
    snapshot = simulation.snapshot()
    assert texts(panel, "all in one") == ("", "", "", "", "", "", texts(panel, TOGETHER)[6], "", "", "")
    around = snapshot.delta_rms[2] / snapshot.delta_rms[4]
    assert read(texts(panel, TOGETHER)[6]) == pytest.approx(float(around), rel=0.05)
    assert texts(panel, RUNNING)[5] == texts(panel, RUNNING)[4]
    assert panel.header.value.endswith(magnitude(float(snapshot.grad_weight_norm[0])))


def pixels(panel: ChainRulePanel, color: str) -> int:
    image = panel.bars.grab().toImage()
    wanted = QColor(color)
    return sum(
        image.pixelColor(x, y) == wanted
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_what_is_not_finite_is_named_and_drawn(shown: Shown, theme: Any) -> None:
    panel = shown(network_of(3, 4, activation="identity", times=1e200))
    panel.set_theme(theme)
    total = panel.header.value.split(" = ")[1]
    assert total in ("NaN", "∞")
    name, color = ("not a number", theme.not_a_number) if total == "NaN" else ("infinite", theme.overflow)
    assert name in [entry.text for entry in panel.header.entries]
    assert pixels(panel, color) > 100


@pytest.mark.parametrize(
    ("value", "name", "color"),
    [(np.inf, "infinite", DARK.overflow), (np.nan, "not a number", DARK.not_a_number)],
)
def test_a_factor_without_a_logarithm_has_a_colour_of_its_own(
    shown: Shown, value: float, name: str, color: str
) -> None:
    simulation = network_of()
    panel = shown(simulation)
    assert pixels(panel, color) == 0
    snapshot = simulation.snapshot()
    deltas = snapshot.delta_rms.copy()
    deltas[4] = value
    broken = replace(snapshot, delta_rms=deltas, derivative_factor=deltas * np.nan)
    frame = Frame((broken,), State.PAUSED, 0.0, 0)
    panel.show_frame(frame)
    panel.show_text(frame)
    assert name in [entry.text for entry in panel.header.entries]
    assert pixels(panel, color) > 100


@pytest.mark.parametrize(("depth", "width"), [(1, 1), (2, 3), (40, 2)])
@pytest.mark.parametrize("size", [(220, 120), (330, 180), (1900, 500)])
def test_every_network_fits_every_size(shown: Shown, depth: int, width: int, size: tuple[int, int]) -> None:
    panel = shown(network_of(depth, width), size=size)
    assert panel.bars.height() >= 30
    product = prod(column.product for column in panel.numbers.columns)
    assert panel.header.value.endswith(magnitude(product))
    assert not panel.grab().isNull()


def test_the_tooltip_of_a_column_has_its_exact_factors(shown: Shown) -> None:
    panel = shown(network_of())
    column = panel.numbers.columns[2]
    x = next(x for x in range(panel.width()) if panel.numbers.column_at(x) is column)
    assert panel.childAt(QPoint(x, 100)) is panel.bars
    words = tooltip(column, 9)
    assert "layer 7" in words
    for bar in column.bars:
        assert f"{bar.value:.6f}"[:6] in words
