"""Frames of snapshots, as a session would hand them over."""

from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import Frame
from vgviz.session.states import State


def frame_of(*snapshots: Snapshot, state: State = State.PAUSED) -> Frame:
    """Frame of one moment of each run."""
    return Frame(snapshots, state, 1000.0, 0)
