"""The data's controls: sources with their signs, what every source has, and losses that fit."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from vgviz.catalogue.losses import LOSSES, fitting_losses
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Data, Experiment, Training
from vgviz.views.controls.control_panel import ControlPanel
from vgviz.views.controls.data_section import OFFERED
from vgviz.views.controls.fitting_loss import Samples, samples_of
from vgviz.views.theme import DARK, LIGHT


@pytest.fixture
def emitted() -> list[Experiment]:
    return []


@pytest.fixture
def panel(qtbot: QtBot, emitted: list[Experiment]) -> Iterator[ControlPanel]:
    result = ControlPanel(DARK)
    result.experiment_edited.connect(lambda experiment, _run: emitted.append(experiment))
    qtbot.addWidget(result)
    result.show()
    yield result
    result.close()


def choose(panel: ControlPanel, key: str) -> None:
    row = panel.data.source.list
    row.activated.emit(row.findData(key))


def losses_on_offer(panel: ControlPanel) -> set[str]:
    row = panel.training.loss.list
    view, model = cast(QListView, row.view()), cast(QStandardItemModel, row.model())
    shown = {row.itemData(i) for i in range(row.count()) if not view.isRowHidden(i)}
    assert shown == {row.itemData(i) for i in range(row.count()) if model.item(i).isEnabled()}
    return shown


def snapshot_of(experiment: Experiment, **names: tuple[str, ...]) -> Snapshot:
    fields: dict[str, Any] = {"class_names": (), "target_names": (), **names}
    return cast(Snapshot, SimpleNamespace(experiment=experiment, **fields))


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_every_source_has_a_sign_and_says_what_it_is(panel: ControlPanel, theme: Any) -> None:
    panel.set_theme(theme)
    row = panel.data.source.list
    for entry in OFFERED:
        index = row.findData(entry.name)
        image = row.itemIcon(index).pixmap(QSize(16, 16)).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16)), entry.name
        hint = row.itemData(index, Qt.ItemDataRole.ToolTipRole)
        assert entry.description[1:] in hint
        assert entry.source in hint


@pytest.mark.parametrize("source", [entry.name for entry in OFFERED])
def test_losses_on_offer_are_those_that_fit(panel: ControlPanel, source: str) -> None:
    panel.show_experiments((Experiment(Data(source)),))
    samples = samples_of(Data(source))
    assert samples is not None
    assert losses_on_offer(panel) == {"auto", *fitting_losses(samples.task, samples.targets)}


def test_more_classes_take_the_loss_of_two_off_the_list(panel: ControlPanel) -> None:
    panel.show_experiments((Experiment(Data("blobs", classes=2)),))
    assert "binary_cross_entropy" in losses_on_offer(panel)
    panel.show_experiments((Experiment(Data("blobs", classes=3)),))
    assert "binary_cross_entropy" not in losses_on_offer(panel)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("source", ["wave", "iris", "circles"])
def test_a_loss_that_does_not_fit_another_source_becomes_the_automatic_one(
    panel: ControlPanel, emitted: list[Experiment], loss: str, source: str
) -> None:
    panel.show_experiments((Experiment(training=Training(loss)),))
    choose(panel, source)
    fits = loss in cast(Samples, samples_of(Data(source))).losses
    assert emitted[-1].training.loss == (loss if fits else "auto")


def test_another_number_of_classes_keeps_the_loss_only_if_it_fits(
    panel: ControlPanel, emitted: list[Experiment]
) -> None:
    panel.show_experiments((Experiment(Data("blobs"), training=Training("binary_cross_entropy")),))
    panel.data.numbers["classes"].value_changed.emit(3)
    assert (emitted[-1].data.classes, emitted[-1].training.loss) == (3, "auto")


def test_losses_for_a_file_are_those_that_fit_what_is_in_it(
    panel: ControlPanel, emitted: list[Experiment], tmp_path: Path
) -> None:
    opened = Experiment(Data("csv", path=str(tmp_path / "prices.csv")))
    panel.show_experiments((opened,))
    panel.show_samples(snapshot_of(Experiment(), class_names=("a", "b")))
    panel.show_samples(snapshot_of(opened, target_names=("price",)))
    assert losses_on_offer(panel) == {"auto", *fitting_losses("regression", 1)}
    panel.show_experiments((Experiment(training=Training("cross_entropy")),))
    choose(panel, "file")
    assert emitted[-1] == opened


def test_test_share_and_standardization_are_in_the_fold_of_every_source(
    panel: ControlPanel, emitted: list[Experiment]
) -> None:
    panel.data.more.open(True)
    for source in ("moons", "iris", "wave"):
        start = Experiment(Data(source))
        panel.show_experiments((start,))
        panel.data.test_share.value_changed.emit(0.5)
        assert emitted[-1] == replace(start, data=Data(source, test_fraction=0.5))
        panel.show_experiments((start,))
        panel.data.standardize.switched.emit(False)
        assert emitted[-1] == replace(start, data=Data(source, standardize=False))


def test_the_closed_fold_names_what_is_not_at_its_default(panel: ControlPanel) -> None:
    panel.show_experiments((Experiment(Data(test_fraction=0.5, standardize=False)),))
    assert panel.data.more.button.text() == "More: Test share, Standardize"
    panel.show_experiments((Experiment(),))
    assert panel.data.more.button.text() == "More"
