"""A group of controls under a heading."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from vgviz.experiment import Experiment
from vgviz.views.controls.choice_row import ChoiceRow
from vgviz.views.controls.fold import Fold, Row
from vgviz.views.controls.number_slider import NumberSlider, Quantity
from vgviz.views.controls.switch_row import SwitchRow
from vgviz.views.headed import Headed
from vgviz.views.theme import Theme


class Section(Headed):
    """Shows one part of an experiment; ``fold``, where there is one, holds what is seldom needed of it.

    Signals
    -------
    edited : Edit
        A function that makes the experiment which a person wishes from the one in force.
    """

    edited = Signal(object)

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(title, theme, parent)
        self.fold: Fold | None = None

    def show_experiment(self, experiment: Experiment) -> None:
        """Show this experiment's part and send nothing."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        super().set_theme(theme)
        for part in (*self.findChildren(Fold), *_rows(self)):
            part.set_theme(theme)

    def add_number(
        self,
        quantity: Quantity,
        edit: Callable[[Experiment, Any], Experiment],
        *,
        fold: Fold | None = None,
    ) -> NumberSlider:
        """Append a slider, to ``fold`` or to the section; ``edit`` puts its number into an experiment.

        The number is an int where only whole ones are taken.
        """
        row = NumberSlider(quantity, self._theme)
        row.value_changed.connect(
            lambda value: self._tell(edit, int(value) if row.quantity.takes.whole else value)
        )
        self._add(row, fold)
        return row

    def add_choice(
        self, row: ChoiceRow, edit: Callable[[Experiment, str], Experiment], *, fold: Fold | None = None
    ) -> ChoiceRow:
        """Append a list; ``edit`` puts its choice into an experiment."""
        row.chosen.connect(partial(self._tell, edit))
        self._add(row, fold)
        return row

    def add_switch(
        self, row: SwitchRow, edit: Callable[[Experiment, bool], Experiment], *, fold: Fold | None = None
    ) -> SwitchRow:
        """Append a switch; ``edit`` puts its state into an experiment."""
        row.switched.connect(partial(self._tell, edit))
        self._add(row, fold)
        return row

    def add_fold(self, what: str) -> Fold:
        """Append a fold for what is seldom needed; ``what`` tells what that is."""
        self.fold = Fold(what, self._theme)
        self.rows.addWidget(self.fold)
        return self.fold

    def _tell(self, edit: Callable[[Experiment, Any], Experiment], value: object) -> None:
        self.edited.emit(lambda experiment: edit(experiment, value))

    def _add(self, row: Row, fold: Fold | None) -> None:
        if fold is None:
            self.rows.addWidget(row)
        else:
            fold.add(row)


def _rows(section: QWidget) -> list[Row]:
    return [
        *section.findChildren(NumberSlider),
        *section.findChildren(ChoiceRow),
        *section.findChildren(SwitchRow),
    ]
