"""The diagram: every layer a column of neurons in a band, coloured by the gradient that reaches it."""

from collections.abc import Callable
from functools import partial
from time import perf_counter, thread_time

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.drawing.color_modes import ColorMode
from vgviz.drawing.ease import Ease
from vgviz.drawing.edges import Choice
from vgviz.drawing.neuron_pictures import NeuronPictures
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment
from vgviz.export.network_title import experiment_title
from vgviz.views.background import Background
from vgviz.views.diagram.answers import cells, has_room
from vgviz.views.diagram.camera import Camera
from vgviz.views.diagram.coloring import Coloring
from vgviz.views.diagram.edge_words import edge_words
from vgviz.views.diagram.field import field_rect
from vgviz.views.diagram.hand import Hand
from vgviz.views.diagram.header import header_rect, header_tip
from vgviz.views.diagram.heading import Heading
from vgviz.views.diagram.labels import LayerTexts, labels_rect, layer_texts
from vgviz.views.diagram.marks import layer_marks
from vgviz.views.diagram.names import names_of
from vgviz.views.diagram.picking import edge_at
from vgviz.views.diagram.picture import DiagramPainter
from vgviz.views.diagram.pulse import Pulse
from vgviz.views.diagram.pulse_light import paint_pulse, words_line
from vgviz.views.diagram.scene import Scene, scene
from vgviz.views.diagram.tooltip import tooltip
from vgviz.views.diagram.trails import TrailPainter
from vgviz.views.diagram.waiting import Waiting
from vgviz.views.picture_scale import device_scale
from vgviz.views.selection import Selection
from vgviz.views.spot_tooltip import tells_of_spot
from vgviz.views.theme import Theme

DRAG_HINT = "Drag this label to move the layer."


class DiagramView(QWidget):
    """Picture of one snapshot: `show_snapshot` changes its colours, `show_text` its numbers.

    ``coloring`` says by which quantity; diagrams side by side share one.

    Signals
    -------
    scale_menu_requested : QPoint on the screen
        A click on the colour bar.
    room_changed
        Neurons have become large enough for pictures, or for finer ones, or too small.
    layer_moved : int, int
        A person wants this hidden layer to be number so and so, both counted from 0.

    Attributes
    ----------
    lets_layers_move : whether what is shown can be changed so.
    """

    scale_menu_requested = Signal(object)
    room_changed = Signal()
    layer_moved = Signal(int, int)

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        coloring: Coloring | None = None,
        selection: Selection | None = None,
        camera: Camera | None = None,
        ease: Ease | None = None,
        run: int = 0,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.coloring = coloring or Coloring()
        self.coloring.changed.connect(self._on_coloring_changed)
        self._snapshot: Snapshot | None = None
        self._scene: Scene | None = None
        self._scene_of: tuple[object, ...] = ()
        self._texts: LayerTexts | None = None
        self._text_mode = self.coloring.mode
        self._had_cells = 0
        self._no_pictures = ""
        self._heading: Heading | None = None
        self._titled: Experiment | None = None  # what `_title` is of
        self._title = ""
        self._painter = DiagramPainter()
        self._ahead: tuple[float, DiagramPainter] | None = None  # a picture's sharpness, and its painter
        self._choosing = Background(self)
        self._choosing.done.connect(self._painter.take)
        self._is_in_motion = False
        self._waiting = Waiting(self)
        self._ease = ease or Ease()
        self._eased = 0  # the level that is on screen
        self._is_timed = False  # whether the next paint shows a picture in motion for the first time
        self.pulse = Pulse()
        self.pulse.moved.connect(self._on_lights_changed)
        self._run = run
        self._selection = selection or Selection(self)
        self._trails = TrailPainter()
        self._selection.trails_changed.connect(self._on_lights_changed)
        self._camera = camera or Camera(self)
        self._camera.changed.connect(self.update)
        self.lets_layers_move = True
        self._hand = Hand(self, self._selection, self._camera, run)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Network diagram")

    @property
    def snapshot(self) -> Snapshot | None:
        """The network on screen."""
        return self._snapshot

    @property
    def scene(self) -> Scene | None:
        """Where its parts lie."""
        snapshot = self._snapshot
        if snapshot is None:
            return None
        size, with_bar = (self.width(), self.height()), self._heading is None
        names = snapshot.feature_names, snapshot.class_names, snapshot.target_names
        of = (
            snapshot.experiment,
            snapshot.widths,
            *names,
            size,
            self._theme,
            with_bar,
            self._camera.view,
            self._ease.level,
        )
        if of != self._scene_of:  # what is the same object is not compared: asked many times a picture
            self._scene_of = of
            self._scene = scene(
                snapshot.widths,
                *size,
                names_of(snapshot),
                self._theme,
                marked=bool(layer_marks(snapshot)),
                with_bar=with_bar,
                view=self._camera.view,
                ease=self._ease.level,
            )
        return self._scene

    @property
    def drawn_edges(self) -> Choice:
        """Of each gap the flat indices of the edges that are drawn."""
        return self._painter.drawn_edges

    def show_snapshot(self, snapshot: Snapshot, *, in_motion: bool = False) -> None:
        """Show ``snapshot``; a network of another shape with its numbers.

        ``in_motion`` changes the colours of edges, and which are drawn only after a text or an edit; where
        such pictures take too long they show less. A picture at rest shows all.
        """
        former, before, self._snapshot = self.scene, self._snapshot, snapshot
        self._is_timed = self._is_in_motion = in_motion
        if not in_motion:
            self._choosing.forget()
            self._painter.choose_anew()
            self._ease.rest()
        elif before is not None and before.experiment is not snapshot.experiment:
            self._choose_beside()
        if self._ease.level != self._eased:  # it may be another's doing, where diagrams share it
            self._eased = self._ease.level
            self.update()
        if before is None:
            self._waiting.end()
        if before is None or before.widths != snapshot.widths:
            self.show_text(snapshot)
        current = self.scene
        if before is None or current is None or current is not former:
            self.update()
        elif before.experiment is snapshot.experiment:
            self.update(field_rect(current).toAlignedRect())
        elif layer_marks(before) == layer_marks(snapshot):
            self.update(header_rect(current).toAlignedRect())
            self.update(field_rect(current).toAlignedRect())
        else:
            self.update()

    @property
    def picture_cells(self) -> int:
        """How fine a picture of what they answer the neurons have room for; 0 is none."""
        current = self.scene
        return cells(current.layout) if current is not None and has_room(current.layout) else 0

    def show_pictures(
        self, pictures: NeuronPictures | None, *, in_motion: bool = False, reason: str = ""
    ) -> None:
        """Show in each neuron what it answers; in motion not more often than the eye can follow.

        ``reason`` says why there are none, where there might be some.
        """
        current, self._no_pictures = self.scene, reason
        if self._painter.answers.show(pictures, in_motion=in_motion) and current is not None:
            self.update(field_rect(current).toAlignedRect())

    def show_text(self, snapshot: Snapshot) -> None:
        """Write the numbers; called less often, so that they can be read."""
        self._choose_beside()
        self._text_mode = self.coloring.mode
        texts = layer_texts(snapshot, self.coloring.mode)
        current = self.scene
        if texts == self._texts or current is None:
            return
        self._texts = texts
        self.setAccessibleDescription(_description(snapshot, texts, self.coloring.mode))
        self.update(labels_rect(current.labels_top, current.label_rows, current.width, self._theme))

    @property
    def heading(self) -> Heading | None:
        """What stands above one of several; None where it is alone and says what it is itself."""
        return self._heading

    def set_heading(self, heading: Heading | None) -> None:
        """Make it one of several that share a colour bar, under this heading; None makes it stand alone."""
        if heading == self._heading:
            return
        had_heading, self._heading = self._heading is not None, heading
        self.setAccessibleName(f"Network diagram {heading.letter if heading else ''}".strip())
        current = self.scene
        if current is not None and had_heading and heading is not None:
            self.update(header_rect(current).toAlignedRect())
        else:
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def draw_ahead(self, scale: float) -> Callable[[], None] | None:
        """Work for any thread, after which a picture of now, so sharp, is painted at once.

        It keeps the picture's memory until `forget_picture`. None where there is nothing to do first.
        """
        current = self.scene
        if self._snapshot is None or current is None or scale == self.devicePixelRatioF():
            return None
        painter, key = self._painter.twin(), self.coloring.key(self._theme)
        self._ahead = scale, painter
        return partial(painter.draw_ahead, current, self._snapshot, key, self._theme, scale)

    def forget_picture(self) -> None:
        """No picture is to be painted any more."""
        self._ahead = None

    def wait_no_longer(self) -> None:
        """Promise no first picture: there will be none for now."""
        self._waiting.end()
        self.update()

    def clear(self) -> None:
        """Show no network."""
        self._snapshot = self._texts = None
        self.show_pictures(None)
        self.pulse.stop()
        self.setAccessibleDescription("")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the default network with all its numbers."""
        return QSize(960, 560)

    def minimumSizeHint(self) -> QSize:
        """Below this the words would not fit."""
        return QSize(280, 260)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the snapshot at the device's own sharpness."""
        started = thread_time()  # of the processor: less detail helps only where painting is what takes long
        self._paint(event)
        if self._is_timed and self._ease.painted(thread_time() - started, perf_counter()):
            self.update()
        self._is_timed = False

    def _paint(self, event: QPaintEvent) -> None:
        current = self.scene
        painter = QPainter(self)
        try:
            if current is None or self._snapshot is None or self._texts is None:
                self._waiting.paint(painter, self._theme)
            else:
                region = event.region()
                key = self.coloring.key(self._theme)
                heading = self._shown_heading(self._snapshot)
                self._painter_on(painter).paint(
                    painter, current, self._snapshot, heading, self._texts, key, self._theme, region
                )
                self._paint_trails(painter, current)
                paint_pulse(painter, current, self.pulse, self._theme)
                self._hand.paint(painter, current, self._theme)
        finally:  # a painter that outlives its widget's paint event ends the process
            painter.end()
        if self.picture_cells != self._had_cells:
            self._had_cells = self.picture_cells
            self.room_changed.emit()

    def _paint_trails(self, painter: QPainter, current: Scene) -> None:
        painter.save()
        if not current.view.is_whole:
            box = current.layout.box
            painter.setClipRect(
                QRectF(box.left, box.top, box.width, box.height), Qt.ClipOperation.IntersectClip
            )
        trails = tuple(trail for trail in self._selection.trails if trail.run == self._run)
        self._trails.paint(painter, current, trails, self._theme)
        painter.restore()

    def _painter_on(self, painter: QPainter) -> DiagramPainter:
        """The one that has drawn for this sharpness."""
        if self._ahead is not None and self._ahead[0] == device_scale(painter):
            return self._ahead[1]
        return self._painter

    def _shown_heading(self, snapshot: Snapshot) -> Heading:
        """What stands above it, its own where it is alone."""
        if self._heading is not None:
            return self._heading
        if snapshot.experiment is not self._titled:
            self._titled, self._title = snapshot.experiment, experiment_title(snapshot.experiment)
        return Heading(self._title, self.coloring.mode.summary)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the colour bar opens its menu."""
        current = self.scene
        on_bar = current is not None and current.color_bar.contains(event.position())
        if on_bar and event.button() == Qt.MouseButton.LeftButton:
            self.scale_menu_requested.emit(event.globalPosition().toPoint())
            return
        super().mousePressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Show what is under the mouse, with its exact value."""
        return tells_of_spot(self, event, self._words_at) or super().event(event)

    def _words_at(self, place: QPoint) -> str:
        current, snapshot = self.scene, self._snapshot
        if current is None or snapshot is None:
            return ""
        if current.title.contains(place.toPointF()):
            return header_tip(current, self._shown_heading(snapshot))
        pictures, mode = self._painter.answers.pictures, self.coloring.mode
        text = tooltip(current, snapshot, place.x(), place.y(), mode, pictures, self._no_pictures)
        edge = edge_at(current, self.drawn_edges, place.x(), place.y())
        if not text and edge is not None:
            text = edge_words(snapshot, current.names, edge)
        return text if self._hand.layer_at(place.toPointF()) is None else f"{text}\n\n{DRAG_HINT}"

    def _on_coloring_changed(self) -> None:
        if self._snapshot is not None and self._text_mode is not self.coloring.mode:
            self.show_text(self._snapshot)
        self.update()

    def _on_lights_changed(self) -> None:
        current = self.scene
        if current is not None:
            words = words_line(current, self._theme).adjusted(-1, -1, 1, 1)
            self.update(field_rect(current).united(words).toAlignedRect())

    def _choose_beside(self) -> None:
        """In motion find the strongest edges beside this thread: a picture that did it would come late."""
        current = self.scene
        if self._is_in_motion and self._snapshot is not None and current is not None:
            work = self._painter.choosing(self._snapshot, current, self.coloring.mode)
            if work is not None:
                self._choosing.start(work)


def _description(snapshot: Snapshot, texts: LayerTexts, mode: ColorMode) -> str:
    """The picture in words."""
    return (
        f"{experiment_title(snapshot.experiment)} network, coloured by: {mode.name}. "
        f"{mode.layer} {texts.values[0]} in layer 1, {texts.values[-1]} in the output layer."
    )
