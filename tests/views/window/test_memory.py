"""What a window remembers, and what damaged settings cost: only themselves."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from pytestqt.qtbot import QtBot

from vgviz import experiment_file
from vgviz.experiment import Activation, Data, Experiment, Init, Network, Training
from vgviz.views.look import Look
from vgviz.views.theme import DARK
from vgviz.views.window import memory
from vgviz.views.window.main_window import LEAST_SIZE, MainWindow
from vgviz.views.window.memory import DAMAGED, Memory, open_settings
from vgviz.views.window.panels import Group

EVERYTHING = Experiment(
    Data("blobs", samples=90, features=3, classes=4),
    Network.uniform(3, 7, activation=Activation("elu", 0.5, 2.0, "relu", 0.25), init=Init(gain=None)),
    Training("huber", "adam", clip_norm=1.0),
    seed=2**63 - 1,
    precision="float32",
    title="Ä “title”, with a comma",
)
Opener = Callable[[], Memory]


@pytest.fixture
def opened(tmp_path: Path) -> Opener:
    """Opens the settings as a new process would."""
    path = str(tmp_path / "vgviz.ini")
    return lambda: Memory(QSettings(path, QSettings.Format.IniFormat))


def _window(qtbot: QtBot, last: Memory | None = None) -> MainWindow:
    window = MainWindow(None, DARK, look=last.look() if last else None)
    qtbot.addWidget(window)
    if last is not None:
        last.recall(window)
    return window


def test_a_first_window_is_as_it_comes(qtbot: QtBot, opened: Opener) -> None:
    first = opened()
    window = _window(qtbot, first)
    assert window.workspace.controls.open_folds == ()
    assert first.experiments() == (Experiment(),)
    assert first.remarks == []


@pytest.mark.parametrize("choice", ["system", "light"])
def test_a_window_opens_as_it_was_left(qtbot: QtBot, opened: Opener, choice: str) -> None:
    window = _window(qtbot)
    window.choose_look(Look(choice, "magma", "large"))
    window.resize(LEAST_SIZE + QSize(0, 60))
    window.show()
    window.workspace.controls.training.more.open(choice == "light")
    window.desk.findings.set_thresholds({"dead": 0.5})
    deck = window.workspace.deck
    sides = (Group.INSPECTOR, Group.FINDINGS)  # they take the room that the controls need
    kinds = [dock.kind for dock in deck.panels]
    closed = ["learning", *(kind.name for kind in kinds if kind.is_open and kind.group in sides)]
    for name in closed:
        deck.dock(name).close()
    deck.dock("depth_time").bring_to_front()
    window.resizeDocks([deck.controls], [400], Qt.Orientation.Horizontal)
    opened().remember(window, (EVERYTHING,))
    last = opened()
    assert last.experiments() == (EVERYTHING,)
    again = _window(qtbot, last)
    again.show()
    assert again.look == Look(choice, "magma", "large")
    assert again.menus.look.themes[choice].isChecked()
    assert again.size() == window.size()
    assert again.workspace.controls.training.more.is_open == (choice == "light")
    assert again.desk.findings.thresholds == {"dead": 0.5}
    found = again.workspace.deck
    opened_at_first = [dock for dock in found.panels if dock.kind.is_open]
    assert [dock.kind.name for dock in opened_at_first if dock.isHidden()] == closed
    assert not found.controls.isHidden()
    assert found.dock("depth_time").is_in_view
    assert found.controls.width() == 400
    assert last.remarks == []


def test_the_picture_comes_back_as_it_was_liked(qtbot: QtBot, opened: Opener) -> None:
    window = _window(qtbot)
    window.color_actions.modes["weight"].trigger()
    window.color_actions.pin.trigger()
    window.workspace.neuron_pictures.trigger()
    window.pulse_actions.runs.trigger()
    window.pulse_actions.speeds["Slow"].trigger()
    opened().remember(window, (EVERYTHING,))
    again = _window(qtbot, opened())
    assert again.workspace.coloring.mode.key == "weight"
    assert not again.workspace.coloring.is_pinned
    assert not again.workspace.neuron_pictures.isChecked()
    assert again.pulse_actions.choice is False
    assert again.pulse_actions.speed == "Slow"


def test_light_that_nobody_chose_keeps_following_the_system(qtbot: QtBot, opened: Opener) -> None:
    opened().remember(_window(qtbot), (EVERYTHING,))
    again = _window(qtbot, opened())
    assert again.pulse_actions.choice is None
    assert again.pulse_actions.runs.isChecked()


def _damaged(folder: Path) -> str:
    return DAMAGED.format(folder / "vgviz.ini")


@pytest.mark.parametrize("value", ['{"color_by": "smell"}', '{"light_speed": "warp"}', '{"is_pinned": 3}'])
def test_a_picture_that_does_not_exist_is_told(
    qtbot: QtBot, opened: Opener, tmp_path: Path, value: str
) -> None:
    opened().remember(_window(qtbot), (EVERYTHING,))
    settings = QSettings(str(tmp_path / "vgviz.ini"), QSettings.Format.IniFormat)
    settings.setValue(memory.PICTURE, value)
    settings.sync()
    last = opened()
    window = _window(qtbot, last)
    assert last.remarks == [_damaged(tmp_path)]
    assert window.workspace.coloring.mode.key == "gradient"


@pytest.mark.parametrize(
    "key",
    [
        "OPEN_FOLDS",
        "LAYOUT",
        "GEOMETRY",
        "THEME",
        "COLOR_MAP",
        "TEXT_SIZE",
        "EXPERIMENT",
        "THRESHOLDS",
        "PICTURE",
    ],
)
@pytest.mark.parametrize(
    "damage", [{"a": 1}, QByteArray(b"\xff\0"), '{"seed": -1}'], ids=["map", "bytes", "json"]
)
def test_one_damaged_setting_costs_only_itself_and_is_told(
    qtbot: QtBot, opened: Opener, tmp_path: Path, key: str, damage: object
) -> None:
    opened().remember(_window(qtbot), (EVERYTHING,))
    settings = QSettings(str(tmp_path / "vgviz.ini"), QSettings.Format.IniFormat)
    settings.setValue(getattr(memory, key), damage)
    settings.sync()
    last = opened()
    (experiment,) = last.experiments()
    window = _window(qtbot, last)
    assert experiment == (Experiment() if key == "EXPERIMENT" else EVERYTHING)
    a_name_is_no_damage = isinstance(damage, str) and key == "OPEN_FOLDS"
    assert last.remarks == ([] if a_name_is_no_damage else [_damaged(tmp_path)])
    assert (_damaged(tmp_path) in window.workspace.notice.text) == bool(last.remarks)


@pytest.mark.parametrize("text", [b"\0\xff\xfe garbage \x01", b"[window\nno equals sign here\n", b""])
def test_a_damaged_file_is_told_and_replaced(
    qtbot: QtBot, opened: Opener, tmp_path: Path, text: bytes
) -> None:
    (tmp_path / "vgviz.ini").write_bytes(text)
    last = opened()
    assert last.experiments() == (Experiment(),)
    window = _window(qtbot, last)
    assert last.remarks == ([_damaged(tmp_path)] if text else [])
    last.remember(window, (EVERYTHING,))
    assert opened().experiments() == (EVERYTHING,)


def test_a_table_that_has_vanished_costs_only_the_data(opened: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n")
    table = replace(
        EVERYTHING, data=Data("csv", path=str(path), test_fraction=0.5), training=Training("cross_entropy")
    )
    opened().remember(_window(qtbot), (table,))
    assert opened().experiments() == (table,)
    path.unlink()
    last = opened()
    usual = replace(table, data=Data(test_fraction=0.5), training=Training("auto"))
    assert last.experiments() == (usual,)
    assert len(last.remarks) == 1
    assert str(path) in last.remarks[0]


def test_a_table_that_the_system_refuses_to_look_up_is_gone_too(opened: Opener) -> None:
    opened().keep((Experiment(Data("csv", path="x" * 5000)),))
    last = opened()
    assert last.experiments() == (Experiment(),)
    assert len(last.remarks) == 1


def test_a_fresh_start_ignores_what_was_kept(opened: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    opened().remember(_window(qtbot), (EVERYTHING,))
    fresh = Memory(QSettings(str(tmp_path / "vgviz.ini"), QSettings.Format.IniFormat), fresh=True)
    assert fresh.experiments() == (Experiment(),)
    assert fresh.look() == Look()


def test_tests_have_settings_of_their_own() -> None:
    assert "vgviz-settings-" in open_settings().fileName()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes lie among files on POSIX only")
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_pipe_or_a_device_in_place_of_the_settings_is_not_read(kind: str, tmp_path: Path) -> None:
    place = tmp_path / "vgviz" / "vgviz.ini"
    place.parent.mkdir()
    if kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to("/dev/null")
    opens = "from vgviz.views.window.memory import *; memory = Memory(open_settings());"
    tells = "assert not memory.keep((Experiment(),)) and not memory.remarks, memory.remarks"
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", opens + tells], env=environment, timeout=60, check=True)


def test_experiments_too_long_to_be_any_are_not_looked_through(opened: Opener, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "vgviz.ini"), QSettings.Format.IniFormat)
    longest = (Experiment(network=Network.uniform(1000, 2048, activation=Activation("hard_sigmoid"))),) * 4
    for blank, read in ((0, longest), (experiment_file.LONGEST, (Experiment(),))):
        settings.setValue(memory.EXPERIMENT, msgspec.json.encode(longest).decode() + " " * blank)
        settings.sync()
        assert opened().experiments() == read


def test_what_was_compared_is_compared_again(opened: Opener, qtbot: QtBot) -> None:
    compared = (EVERYTHING, Experiment(), Experiment(seed=4))
    opened().remember(_window(qtbot), compared)
    assert opened().experiments() == compared


def test_settings_of_a_single_experiment_without_a_list_are_read(opened: Opener, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "vgviz.ini"), QSettings.Format.IniFormat)
    settings.setValue(memory.EXPERIMENT, msgspec.json.encode(EVERYTHING).decode())
    settings.sync()
    assert opened().experiments() == (EVERYTHING,)


def test_a_panel_that_floats_when_the_window_is_closed_floats_again(qtbot: QtBot, opened: Opener) -> None:
    window = _window(qtbot)
    window.show()
    window.workspace.deck.dock("learning").toggle_floating()
    window.close()
    window.workspace.deck.dock("learning").close()  # as Qt does when the program ends
    opened().remember(window, (EVERYTHING,))
    again = _window(qtbot, opened())
    again.show()
    dock = again.workspace.deck.dock("learning")
    assert dock.isFloating()
    assert dock.isVisible()
    again.close()
    dock.close()
