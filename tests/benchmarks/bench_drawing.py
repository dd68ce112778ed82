"""Milliseconds a frame of the diagram: ``python tests/benchmarks/bench_drawing.py``.

Each network is drawn at 1200 x 800 from one snapshot of real gradients, offscreen, on one core. "edges" is
the compiled raster alone (drawing and colouring the edges), "frame" all that a paint event does.
"""

import os
import time
from collections.abc import Callable

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from vgviz.drawing import raster
from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment, Network
from vgviz.views.diagram.colors import magnitude_scale
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.diagram.lanes import opaque_table
from vgviz.views.diagram.names import names_of
from vgviz.views.diagram.scene import scene
from vgviz.views.theme import DARK

WIDTH, HEIGHT = 1200, 800
REPEATS = 40
NETWORKS = ((8, 10), (10, 10), (20, 32), (50, 64), (200, 16), (4, 512))  # depth x width


def median_milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """Median and 95th percentile of the time that ``work`` takes."""
    for _ in range(5):
        work()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
    return float(np.median(times)), float(np.percentile(times, 95))


def edges_work(snapshot: Snapshot) -> Callable[[], object]:
    """What draws the edges of one frame."""
    place = scene(snapshot.widths, WIDTH, HEIGHT, names_of(snapshot), DARK)
    box, colors = place.layout.box, magnitude_scale(DARK)
    image = raster.Raster(round(box.height), round(box.width))
    gradients = [snapshot.gradients[f"layers.{layer}.weight"] for layer in range(snapshot.layers)]

    chosen = place.places.choose(gradients)
    nothing = np.empty((2, 0))
    bands = raster.Bands(np.zeros(image.pixels.shape, dtype=np.uint8), np.zeros((0, 2), dtype=np.int64), 0)
    discs = raster.Discs.of_radius(nothing, 1.0, 1.0)
    image.take(image.traced(chosen.ends, place.edge_width, 1.0, (box.left, box.top), bands, discs))

    def work() -> None:
        image.draw_lines(place.places.segments(gradients, colors, chosen).codes, opaque_table(colors))

    return work


def frame_work(snapshot: Snapshot) -> Callable[[], object]:
    """What paints one frame."""
    view = DiagramView(DARK)
    view.resize(WIDTH, HEIGHT)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)

    def work() -> object:
        view.show_snapshot(snapshot)
        return view.render(image)

    return work


def main() -> None:
    """Print one line a network."""
    application = QApplication([])
    start = time.perf_counter()
    raster.warm_up()
    print(f"kernels ready after {time.perf_counter() - start:.2f} s")
    print(f"{'network':>9} {'drawn edges':>12} {'of':>9}   edges ms (p95)   frame ms (p95)")
    for depth, width in NETWORKS:
        network = Network.uniform(depth, width, activation="tanh")
        snapshot = Simulation(Experiment(network=network), backend="numpy").snapshot()
        detail = scene(snapshot.widths, WIDTH, HEIGHT, names_of(snapshot), DARK).detail
        edges, edges_late = median_milliseconds(edges_work(snapshot))
        frame, frame_late = median_milliseconds(frame_work(snapshot))
        counts = f"{sum(detail.edges):>12,} {sum(detail.weights):>9,}"
        times = f"{edges:6.2f} ({edges_late:5.2f})   {frame:6.2f} ({frame_late:5.2f})"
        print(f"{depth:>4} x {width:<3} {counts}   {times}")
    application.quit()


if __name__ == "__main__":
    main()
