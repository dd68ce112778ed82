"""Built-in experiments: each file is one, and each shows what its notes say."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from vgviz import Experiment, Simulation
from vgviz.presets import Preset, presets, read_preset
from vgviz.resource_files import resource_path
from vgviz.session.edit_words import edit_words
from vgviz.views.window.panels import PANELS

FILES = sorted(resource_path("presets").glob("*.json"))


def first_layer_change(experiment: Experiment) -> float:
    """norm(change) / norm(before) of the first layer's weights in one epoch."""
    simulation = Simulation(experiment, "numpy")
    before = simulation.parameters["layers.0.weight"]
    simulation.run(epochs=1)
    return float(np.linalg.norm(simulation.parameters["layers.0.weight"] - before) / np.linalg.norm(before))


def speed_factors(experiment: Experiment) -> np.ndarray:
    """How many times slower each hidden layer learns than the next, before the first step."""
    speed = Simulation(experiment, "numpy").snapshot().grad_bias_norm
    return np.asarray(speed[1:-1] / speed[:-2])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_a_preset_with_title_and_notes_that_trains(path: Path) -> None:
    preset = read_preset(path)
    assert presets()[path.stem] == preset
    assert 10 < len(preset.experiment.title) < 60
    assert preset.experiment.notes.endswith(".")
    simulation = Simulation(preset.experiment, "numpy")
    simulation.run(steps=2)
    assert simulation.is_finite


def test_every_preset_leads_to_a_panel_that_exists() -> None:
    panels = {kind.name for kind in PANELS}
    assert {preset.panel for preset in presets().values()} <= panels


@pytest.mark.parametrize("preset", [p for p in presets().values() if p.beside], ids=lambda p: p.panel)
def test_what_lies_beside_differs_in_one_thing(preset: Preset) -> None:
    assert preset.beside is not None
    beside = replace(preset.beside, notes=preset.experiment.notes)
    assert edit_words((preset.experiment,), (beside,)) == "activation sigmoid → ReLU"


def test_the_first_weights_hardly_move_with_sigmoid_and_by_orders_more_with_relu() -> None:
    preset = presets()["two-moons"]
    assert preset.beside is not None
    sigmoid, relu = first_layer_change(preset.experiment), first_layer_change(preset.beside)
    assert sigmoid == pytest.approx(2.4e-6, rel=0.02)
    assert relu == pytest.approx(5.9e-3, rel=0.02)
    assert relu / sigmoid > 2000


def test_each_earlier_layer_learns_about_five_times_slower_in_nielsens_setting() -> None:
    experiment = presets()["learning-speeds"].experiment
    assert speed_factors(experiment) == pytest.approx([4.3, 4.9, 5.7], abs=0.05)
    seeds = np.array([speed_factors(replace(experiment, seed=seed)) for seed in range(20)])
    assert np.exp(np.log(seeds).mean()) == pytest.approx(5.0, abs=0.2)
    assert (seeds.min(), seeds.max()) == pytest.approx((3.2, 7.1), abs=0.05)


def test_the_speeds_stay_apart_while_the_network_trains() -> None:
    simulation = Simulation(presets()["learning-speeds"].experiment, "numpy")
    simulation.run(steps=500)
    speed = simulation.snapshot(batch=simulation.probe).grad_bias_norm
    assert 100 < speed[3] / speed[0] < 150
    factors = speed[1:-1] / speed[:-2]
    assert factors.min() > 4
    assert factors.max() < 6


def test_a_file_that_is_no_preset_is_refused_with_the_fields_name(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('{"experiment": {"seed": "seven"}}', encoding="utf-8")
    with pytest.raises(msgspec.ValidationError, match=r"\$\.experiment"):
        read_preset(path)
