"""What a launch takes, for `bench_window`: all that ``vgviz`` does, in its order, in a process of its own.

Prints one line of JSON: when the first picture was painted, when it answered an edit, when it showed live
training. Times are seconds of the monotonic clock, which all processes share.
"""

import gc
import json
import time

import vgviz.cli

gc.disable()

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer  # noqa: E402 - not before the package, as in `vgviz`

from vgviz.app import App, make_application  # noqa: E402 - likewise
from vgviz.experiment import Experiment, Network  # noqa: E402 - likewise
from vgviz.session.messages import Configure, Frame  # noqa: E402 - likewise

EDITED = Experiment(network=Network.uniform(9, 10))


class LaunchWatch(QObject):
    """Notes when the diagram was first painted with what is waited for, then ends the loop."""

    def __init__(self, app: App, loop: QEventLoop) -> None:
        super().__init__()
        self.times: dict[str, float] = {}
        self._app, self._loop = app, loop
        self._fresh: Frame | None = None
        assert app.window.clock is not None
        app.window.clock.frame_taken.connect(self._on_frame_taken)
        app.window.workspace.diagram.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A paint that shows a new frame has ended when the loop goes on."""
        if event.type() == QEvent.Type.Paint and self._fresh is not None:
            frame, self._fresh = self._fresh, None
            QTimer.singleShot(0, lambda: self._note(frame, time.monotonic()))
        return False

    def _on_frame_taken(self, frame: Frame) -> None:
        self._fresh = frame

    def _note(self, frame: Frame, now: float) -> None:
        if "picture" not in self.times:
            self.times["picture"] = now
            self._app.session.send(Configure(EDITED))
        if frame.snapshots[0].experiment == EDITED:
            self.times.setdefault("answered", now)
        if frame.snapshots[0].step > 0:
            self.times.setdefault("training", now)
        if len(self.times) == 3:
            self._loop.quit()


def main() -> None:
    """Launch, watch, close."""
    vgviz.cli.make_parser().parse_args([])
    application = make_application()
    app, loop = App(Experiment()), QEventLoop()
    watch = LaunchWatch(app, loop)
    app.start()
    loop.exec()
    assert app.close()
    print(json.dumps(watch.times), flush=True)
    del application


if __name__ == "__main__":
    main()
