"""The inspector: the chosen layer, neuron or edge, kept while training, with what can be changed in place."""

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment, ExperimentError, Network
from vgviz.export.run_letters import RUN_LETTERS
from vgviz.number_format import count
from vgviz.session.messages import Frame, MeasureOn
from vgviz.views.controls.layer_moves import Rearranged, with_layer_added, with_layer_moved, without_layer
from vgviz.views.controls.refusal import Refusal
from vgviz.views.controls.wishes import Edit, Wishes
from vgviz.views.desk import Desk
from vgviz.views.headed import Headed
from vgviz.views.inspector.breadcrumb import Breadcrumb
from vgviz.views.inspector.connections_section import ConnectionsSection
from vgviz.views.inspector.function_section import FunctionSection
from vgviz.views.inspector.layer_settings import LayerSettings
from vgviz.views.inspector.layers_section import LayersSection
from vgviz.views.inspector.parameters_section import ParametersSection
from vgviz.views.inspector.question import Inspected, Inspection
from vgviz.views.inspector.way_back_section import WayBackSection
from vgviz.views.live_text import LiveText
from vgviz.views.panel import Panel
from vgviz.views.scrolling import scrolling
from vgviz.views.selection import INPUT, Place
from vgviz.views.theme import DARK, SPACING, Theme, font

NAME = "inspector"
HANDLES, WORDS = 120, 145  # px that a layer's settings take: margins and handles, words at the normal size
PAST = "Layers at step {}. Go back to now to change them."


class InspectorPanel(Panel):
    """Shows one place of one of the networks, and sends what a person wishes of its layer.

    While a person looks back its layers are those of that moment, which cannot be changed.
    """

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._experiments: tuple[Experiment, ...] = ()
        self._wishes = Wishes()
        self._wished_run = 0
        self._listed: tuple[int, ...] = ()  # widths in the list of layers
        self.breadcrumb = Breadcrumb(theme)
        self.refusal = Refusal(theme)
        self.past_note = LiveText()
        self.past_note.set_look(font(theme.small), theme.muted)
        self.past_note.hide()
        self.function = FunctionSection(theme)
        self.parameters = ParametersSection(theme)
        self.connections = ConnectionsSection(theme)
        self.way_back = WayBackSection(theme)
        self.settings = LayerSettings(theme)
        self.layers = LayersSection(theme)
        self._lay_out()
        self._connect()
        self._follow_place()
        self._keep_settings_in_view(theme)

    def show_frame(self, frame: Frame) -> None:
        """Draw what enters the activation."""
        past = self._past
        self._frame = frame
        if self._past is not past:
            self._follow_moment()
        inspected = self._inspected
        if inspected is not None:
            self.function.show_picture(inspected.squashing)

    def show_text(self, frame: Frame) -> None:
        """Write the numbers."""
        self.show_frame(frame)
        self._ask()  # on the samples that the picture is measured on now
        place, snapshot, inspected = self._place, self._snapshot, self._inspected
        self.breadcrumb.show_place(place, snapshot, len(frame.snapshots))
        if snapshot is not None:
            self._show_layers()
        if place is None or snapshot is None:
            return
        if place.layer != INPUT:
            if inspected is None:
                self.function.show_unmeasured(snapshot, place)
            self.parameters.show_numbers(snapshot, place, inspected)
            self.way_back.setVisible(place.layer < snapshot.layers - 1)
            self.way_back.show_factors(snapshot, place.layer)
        if place.unit is not None and place.source is None:
            self.connections.show_weights(snapshot, place)
        if inspected is not None:
            self.function.show_words(inspected.squashing)

    def show_experiments(self, experiments: tuple[Experiment, ...]) -> None:
        """Show the layers that are in force."""
        self._experiments = experiments
        self._follow_run()
        self._confirm()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.breadcrumb.set_theme(theme)
        self.refusal.set_theme(theme)
        self.past_note.set_look(font(theme.small), theme.muted)
        for section in self._sections:
            section.set_theme(theme)
        self._keep_settings_in_view(theme)

    def _keep_settings_in_view(self, theme: Theme) -> None:
        """Always, that the panel does not become wider when a layer is chosen."""
        growth = max(1.0, theme.body / DARK.body)
        self.setMinimumWidth(HANDLES + round(WORDS * growth))

    def showEvent(self, event: QShowEvent) -> None:
        """Ask the networks again."""
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask nothing that nobody sees."""
        super().hideEvent(event)
        self._ask()

    @property
    def _sections(self) -> tuple[Headed, ...]:
        """From top to bottom."""
        return (
            self.function,
            self.parameters,
            self.connections,
            self.way_back,
            self.settings,
            self.layers,
        )

    @property
    def _place(self) -> Place | None:
        return self._desk.selection.place

    @property
    def _run(self) -> int:
        place = self._place
        return self._desk.selection.run_of(len(self._experiments)) if place is None else place.run

    @property
    def _snapshot(self) -> Snapshot | None:
        """The chosen run's, where the place is still there."""
        place, frame = self._place, self._frame
        if frame is None or self._run >= len(frame.snapshots):
            return None
        snapshot = frame.snapshots[self._run]
        return snapshot if place is None or place.fits(snapshot.widths) else None

    @property
    def _past(self) -> Snapshot | None:
        """The moment that is looked back on; None while the present is shown."""
        return self._snapshot if self._frame and self._frame.moment is not None else None

    @property
    def _shown_experiment(self) -> Experiment:
        return self._past.experiment if self._past else self._wishes.current

    @property
    def _inspected(self) -> Inspected | None:
        """The answer for the chosen place; None while it is still of another."""
        answer = None if self._frame is None else self._frame.answer(NAME, self._run)
        place = self._place
        if place is None or not isinstance(answer, Inspected):
            return None
        measured = answer.squashing
        return answer if (measured.layer, measured.unit) == (place.layer, place.unit) else None

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(SPACING + SPACING // 2, SPACING, SPACING, SPACING)
        column.setSpacing(2 * SPACING)
        pictures, changes = self._sections[:-2], self._sections[-2:]
        for widget in (self.breadcrumb, self.refusal, *pictures, self.past_note, *changes):
            column.addWidget(widget)
        column.addStretch(1)
        area = scrolling(content)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.setAccessibleName("Inspector")

    def _connect(self) -> None:
        self._desk.selection.changed.connect(self._follow_place)
        self.breadcrumb.chosen.connect(self._desk.selection.choose)
        self.connections.chosen.connect(self._desk.selection.choose)
        self.settings.edited.connect(self._on_edited)
        self.layers.chosen.connect(self._on_layer_chosen)
        self.layers.moved.connect(self._on_layer_moved)
        self.layers.added.connect(self._on_layer_added)
        self.layers.removed.connect(self._on_layer_removed)

    def _follow_place(self) -> None:
        """Show what the newly chosen place has, and ask the networks about it."""
        place = self._place
        is_layer = place is not None and place.layer != INPUT
        is_neuron = place is not None and place.unit is not None and place.source is None
        self.function.setVisible(is_layer)
        self.parameters.setVisible(is_layer)
        self.connections.setVisible(is_neuron)
        self.way_back.setVisible(is_layer)
        self.settings.setVisible(is_layer)
        if self._follow_run():
            self._confirm()
        self._show_wish()
        self._ask()
        if self._frame is not None and self.isVisible():
            self.show_text(self._frame)

    def _ask(self) -> None:
        place, question = self._place, None
        if place is not None and place.layer != INPUT and self.isVisible():
            on = MeasureOn() if self._frame is None else self._frame.measured.on
            question = Inspection(place.layer, place.unit, on)
        self._desk.watch(NAME, question)

    def _follow_run(self) -> bool:
        """Wishes are one run's; whether it is another one now."""
        if self._run == self._wished_run:
            return False
        self._wished_run, self._wishes = self._run, Wishes()
        return True

    def _confirm(self) -> None:
        if self._run < len(self._experiments) and self._wishes.confirm(self._experiments[self._run]):
            self._show_settings()
            if self._listed != _widths(self._network):
                self._show_layers()  # else with the next texts, for which the picture does not wait

    def _follow_moment(self) -> None:
        """Show the layers of the moment on screen, and let them be changed only now."""
        past = self._past
        if past is not None:
            self.past_note.set_text(PAST.format(count(past.step)))
        self.past_note.setVisible(past is not None)
        self.settings.setEnabled(past is None)
        self.layers.allow_changes(past is None)
        self._show_wish()

    def _show_wish(self) -> None:
        self._show_settings()
        self._show_layers()

    def _show_settings(self) -> None:
        place = self._place
        if place is not None and place.layer != INPUT:
            self.settings.show_layer(self._shown_experiment, place.layer)

    def _show_layers(self) -> None:
        place, snapshot = self._place, self._snapshot
        data = self._shown_experiment.data
        ends = (data.features, 1) if snapshot is None else (snapshot.widths[0], snapshot.widths[-1])
        chosen = None if place is None else place.layer
        letter = RUN_LETTERS[self._run] if len(self._experiments) > 1 else ""
        self._listed = _widths(self._shown_experiment.network)
        self.layers.show_layers(self._shown_experiment, ends, chosen, letter)

    def _on_edited(self, edit: Edit) -> None:
        try:
            is_new = self._wishes.take(edit)
        except ExperimentError as error:
            self.refusal.say(f"{error}.")
            self._show_wish()
            return
        self.refusal.say("")
        if is_new:
            self._show_wish()
            self._desk.configure(self._wishes.current, run=self._run)

    def _rearrange(self, rearranged: Rearranged, chosen: int) -> None:
        """Send the layers' new order; the layer of this number is the one to look at then."""
        network = rearranged.network
        self._wishes.take(lambda experiment: replace(experiment, network=network))
        self._show_wish()
        self._desk.rearrange(self._wishes.current, rearranged.origin, Place(chosen, run=self._run))

    def _on_layer_chosen(self, layer: int) -> None:
        self._desk.selection.choose(Place(layer, run=self._run))

    def _on_layer_moved(self, layer: int, place: int) -> None:
        self._rearrange(with_layer_moved(self._network, layer, place), place)

    def _on_layer_added(self, place: int, like: int) -> None:
        self._rearrange(with_layer_added(self._network, place, like), place)

    def _on_layer_removed(self, layer: int) -> None:
        self._rearrange(without_layer(self._network, layer), max(layer - 1, 0))

    @property
    def _network(self) -> Network:
        return self._wishes.current.network


def _widths(network: Network) -> tuple[int, ...]:
    return tuple(layer.width for layer in network.hidden)
