"""The menu of built-in experiments."""

from pathlib import Path

import pytest

from vgviz.engine.simulation import Simulation
from vgviz.experiment import Experiment
from vgviz.presets import presets
from vgviz.session.messages import AddRun, Command, Configure, RemoveRun
from vgviz.views.window.main_window import MainWindow


def test_the_menu_names_every_preset_and_tells_its_notes(window: MainWindow) -> None:
    actions = window.preset_actions.menu.actions()
    assert [action.text() for action in actions] == [each.experiment.title for each in presets().values()]
    for action, preset in zip(actions, presets().values(), strict=True):
        assert preset.experiment.notes in action.toolTip()


def test_a_preset_brings_what_to_compare_with_and_the_place_to_look(
    window: MainWindow, sent: list[Command]
) -> None:
    preset = presets()["two-moons"]
    window.show_experiments((Experiment(), Experiment(seed=1), Experiment(seed=2)))
    window.preset_actions.menu.actions()[list(presets()).index("two-moons")].trigger()
    removed, restarted = sent[:2], sent[2]
    assert [each.run for each in removed if isinstance(each, RemoveRun)] == [2, 1]
    assert restarted == Configure(preset.experiment, restart=True)
    assert preset.beside is not None
    assert sent[3:] == [AddRun(preset.beside)]
    assert window.workspace.deck.dock("weights").isVisible()
    assert window.workspace.notice.text == preset.experiment.notes
    window.workspace.notice.dismiss()


def test_the_speeds_of_learning_stand_alone(window: MainWindow, sent: list[Command]) -> None:
    preset = presets()["learning-speeds"]
    window.preset_actions.open(preset)
    assert sent == [Configure(preset.experiment, restart=True)]
    assert Simulation(preset.experiment, "numpy").plan.widths == (64, 30, 30, 30, 30, 10)
    window.workspace.notice.dismiss()


def test_the_notes_are_those_of_the_newest_example(window: MainWindow) -> None:
    for preset in presets().values():
        window.preset_actions.open(preset)
        assert window.workspace.notice.text == preset.experiment.notes
    window.workspace.notice.dismiss()


def test_a_damaged_preset_file_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    (tmp_path / "good.json").write_text('{"experiment": {"seed": 3}}', encoding="utf-8")
    monkeypatch.setattr("vgviz.presets.resource_path", lambda *_: tmp_path)
    assert list(presets.__wrapped__()) == ["good"]
