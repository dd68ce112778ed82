"""The panels of paths and of verification over a session of their own, from the question to the answer."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.session.conftest import SMALL, FakePreparation
from vgviz.analysis import gradient_check, strongest_paths
from vgviz.engine.simulation import Simulation
from vgviz.number_format import magnitude
from vgviz.session import loop
from vgviz.session.messages import Frame
from vgviz.session.session import Session
from vgviz.views.chain.path_panel import PathPanel
from vgviz.views.desk import Desk
from vgviz.views.panel import Panel
from vgviz.views.selection import Place
from vgviz.views.theme import DARK
from vgviz.views.verification.panel import VerificationPanel


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Session]:  # noqa: ARG001 - signals
    """A session that answers on the reference backend."""
    monkeypatch.setattr(loop, "KernelPreparation", lambda *_: FakePreparation())
    session = Session(SMALL)
    session.start()
    yield session
    assert session.close()


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session.send, session.investigate)


def pump(qtbot: QtBot, session: Session, panel: Panel, is_done: Callable[[], bool]) -> None:
    """Hand every frame to the panel, as the window does, until ``is_done``."""

    def done() -> bool:
        frame: Frame | None = session.mailbox.take()
        if frame is not None:
            panel.show_text(frame)
        return is_done()

    qtbot.waitUntil(done, timeout=20_000)


def test_the_paths_of_a_chosen_weight_arrive(qtbot: QtBot, session: Session, desk: Desk) -> None:
    panel = PathPanel(DARK, desk, np.random.default_rng(0))
    qtbot.addWidget(panel)
    panel.show()
    desk.selection.choose(Place(1, 0, 1))
    pump(qtbot, session, panel, lambda: bool(panel.list.texts))
    expected = strongest_paths(Simulation(SMALL, "numpy"), (1, 1, 0), 0, 12)
    assert panel.header.value.endswith(magnitude(expected.total))
    assert [trail.units[1:] for trail in desk.selection.trails] == [path.units for path in expected]


def test_nudge_and_check_come_back_from_copies(qtbot: QtBot, session: Session, desk: Desk) -> None:
    panel = VerificationPanel(DARK, desk)
    qtbot.addWidget(panel)
    panel.show()
    pump(qtbot, session, panel, lambda: panel.table.moment.text == "step 0")
    panel.verify()
    pump(qtbot, session, panel, lambda: bool(panel.check.badge.text))
    expected = gradient_check(Simulation(SMALL, "numpy"))
    assert panel.check.badge.text == f"AGREES {magnitude(expected.relative_error)}"
