"""Every test that uses Qt runs offscreen unless a platform is chosen, and leaves nothing alive behind."""

import gc
import os
import tempfile
import threading
from collections.abc import Iterator

import pytest

if "QT_QPA_PLATFORM" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

# Nobody's own settings are read or written, neither here nor in a process that a test starts.
_SETTINGS = tempfile.TemporaryDirectory(prefix="vgviz-settings-")
os.environ["XDG_CONFIG_HOME"] = _SETTINGS.name


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing is absent, so a skipped test is a failure there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


PATIENCE = 20.0  # s


@pytest.fixture(autouse=True)
def _no_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a GUI test that leaves a window, an active timer or a running thread behind."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    threads_before = set(threading.enumerate())
    gc.freeze()  # what was there before is no leak, and looking through it would take a second
    yield
    from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
    from PySide6.QtWidgets import QApplication

    from vgviz.views.style_sheet import LatePolish

    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
        gc.collect()
    application = QApplication.instance()
    for late in application.findChildren(LatePolish) if application is not None else ():
        while not late.is_over:  # a theme reaches what is hidden a little later
            QCoreApplication.processEvents()
    windows = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert not windows, f"windows left open: {windows}"
    # type(), because isinstance() asks a dead weak proxy for its class.
    objects = [item for item in gc.get_objects() if issubclass(type(item), (QTimer, QThread))]
    active = [item for item in objects if _is_alive(item)]
    assert not active, f"timers or threads left running: {active}"
    started = set(threading.enumerate()) - threads_before
    started = {thread for thread in started if not thread.name.startswith("Dummy")}
    for thread in started:
        thread.join(PATIENCE)  # the import of pyqtgraph, once begun, ends by itself
    left = [thread for thread in started if thread.is_alive()]
    assert not left, f"Python threads left running: {left}"
    gc.unfreeze()


def _is_alive(item: object) -> bool:
    from PySide6.QtCore import QThread, QTimer
    from shiboken6 import isValid

    if not isValid(item):
        return False
    if isinstance(item, QTimer):
        return item.isActive()
    return isinstance(item, QThread) and item.isRunning() and item is not QThread.currentThread()
