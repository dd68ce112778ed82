"""Lessons: guided tours in plain words, one TOML file each in ``resources/lessons``.

A lesson has a title, a summary, and steps. A step may set the stage (``stage``: settings by name, all others
as usual), say where to look (``panel``, ``point``, ``layer``), and ask for something (``task``, done when all
of ``until`` holds); ``after`` is what there was to see, with live numbers in braces. ``resources/lessons``
holds a README for teachers who write their own.
"""

import math
import re
import stat
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import replace

from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Activation, Data, Experiment, ExperimentError, Init, Network, Training
from vgviz.number_format import number, percent
from vgviz.resource_files import resource_path

MOST_BYTES = 1_000_000
Value = str | float | bool

# What a stage may set, and a task may wait for, apart from what belongs to data and training by its own name.
NETWORK_NAMES = (
    "depth",
    "width",
    "activation",
    "parameter",
    "steepness",
    "normalization",
    "residual",
)
INIT_NAMES = ("init", "gain", "bias_std")


class LessonError(ValueError):
    """A lesson that cannot be read: the file, the place in it, and what is wrong."""


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"equals": "is"}):
    """One thing to wait for: a quantity by name, and what it has to be; see `QUANTITIES`."""

    what: str
    equals: Value | None = None
    at_least: float | None = None
    at_most: float | None = None

    def holds(self, value: Value | None) -> bool:
        """Whether ``value`` is as wished."""
        if value is None:
            return False
        if self.equals is not None:
            return value == self.equals
        if isinstance(value, str):
            return False
        low = -math.inf if self.at_least is None else self.at_least
        return low <= value <= (math.inf if self.at_most is None else self.at_most)


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said, shown and asked for at once.

    Attributes
    ----------
    text : what the reader is told.
    stage : settings of the experiment that begins with this step; None goes on with the one that is.
    play : whether it then trains; None leaves it as it is.
    panel, point : the panel to bring to the front, and the control to point at, by their names.
    layer : the layer to select, 1 for the first hidden one.
    task, until, after : what is asked for, how it is noticed, and what there was to see.
    """

    text: str
    stage: dict[str, Any] | None = None
    play: bool | None = None
    panel: str = ""
    point: str = ""
    layer: int | None = None
    task: str = ""
    until: tuple[Condition, ...] = ()
    after: str = ""


class Lesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A guided tour."""

    title: str
    summary: str
    steps: tuple[Step, ...]
    order: int = 1000


def read_lesson(path: Path) -> Lesson:
    """The lesson in a file, checked as far as it can be without a window.

    Raises
    ------
    LessonError
        If it cannot be read or is no lesson; the message names the file, the place and what is wrong.
    """
    try:
        lesson = msgspec.convert(tomllib.loads(_text(path)), Lesson)
    except OSError as error:
        raise LessonError(f"{path.name} cannot be read: {error.strerror or error}") from error
    except RecursionError as error:
        raise LessonError(f"{path.name} is no lesson: its brackets are nested too deeply") from error
    except ValueError as error:  # of the encoding, of TOML, of a number's length, of what is no lesson
        raise LessonError(f"{path.name} is no lesson: {error}") from error
    if not lesson.steps:
        raise LessonError(f"{path.name}: a lesson takes at least one [[steps]]")
    for place, step in enumerate(lesson.steps, start=1):
        try:
            _check(step)
        except (LessonError, ExperimentError) as error:
            raise LessonError(f"{path.name}, step {place}: {error}") from error
    return lesson


def _text(path: Path) -> str:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise LessonError("it is not a file")
    if status.st_size > MOST_BYTES:
        raise LessonError(f"it is larger than {MOST_BYTES // 1000} kB")
    return path.read_text(encoding="utf-8")


@cache
def lessons() -> tuple[Lesson, ...]:
    """The built-in lessons in their order."""
    found = map(read_lesson, sorted(resource_path("lessons").glob("*.toml")))
    return tuple(sorted(found, key=lambda lesson: lesson.order))


def staged(stage: Mapping[str, Any]) -> Experiment:
    """The experiment with these settings, all others as usual.

    Raises
    ------
    LessonError, ExperimentError
        If there is no such setting, or it takes no such value.
    """
    known = {"data", "seed", *NETWORK_NAMES, *INIT_NAMES, *_fields(Data), *_fields(Training)}
    for name in stage:
        if name not in known:
            raise LessonError(f"stage.{name}: there is no such setting")
    network = Network.uniform(
        stage.get("depth", 8),
        stage.get("width", 10),
        activation=_activation(stage),
        normalization=stage.get("normalization", "none"),
        residual=stage.get("residual", False),
    )
    init = Init(stage.get("init", Init().scheme), stage.get("gain", Init().gain), stage.get("bias_std", 0.0))
    data = Data(stage.get("data", "moons"), **_taken(stage, _fields(Data)))
    training = Training(**_taken(stage, _fields(Training)))
    return Experiment(data, replace(network, init=init), training, stage.get("seed", 0))


def _activation(stage: Mapping[str, Any]) -> Activation:
    return Activation(stage.get("activation", "sigmoid"), stage.get("parameter"), stage.get("steepness", 1.0))


def _fields(record: type[msgspec.Struct]) -> set[str]:
    return set(record.__struct_fields__) - {"source"}


def _taken(stage: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: stage[name] for name in names & stage.keys()}


def _activation_name(experiment: Experiment) -> str:
    """The function of all hidden layers; "" where they differ or are between two."""
    first = experiment.network.hidden[0].activation
    if any(layer.activation != first for layer in experiment.network.hidden):
        return ""
    if first.blend_to is None or first.blend == 0.0:
        return first.name
    return first.blend_to if first.blend == 1.0 else ""


def _common(experiment: Experiment, name: str) -> Value | None:
    values = {getattr(layer, name) for layer in experiment.network.hidden}
    return values.pop() if len(values) == 1 else None


# What can be waited for and written, by name: from a snapshot, and what was selected (1 is the first layer).
QUANTITIES: dict[str, Callable[[Snapshot], Value | None]] = {
    "activation": lambda s: _activation_name(s.experiment),
    "parameter": lambda s: s.experiment.network.hidden[0].activation.parameter,
    "steepness": lambda s: s.experiment.network.hidden[0].activation.steepness,
    "depth": lambda s: len(s.experiment.network.hidden),
    "width": lambda s: _common(s.experiment, "width"),
    "normalization": lambda s: _common(s.experiment, "normalization"),
    "residual": lambda s: _common(s.experiment, "residual"),
    "init": lambda s: s.experiment.network.init.scheme,
    "gain": lambda s: s.experiment.network.init.gain,
    "data": lambda s: s.experiment.data.source,
    "optimizer": lambda s: s.experiment.training.optimizer,
    "learning_rate": lambda s: s.experiment.training.learning_rate,
    "batch_size": lambda s: s.experiment.training.batch_size,
    "clip_norm": lambda s: s.experiment.training.clip_norm,
    "step": lambda s: s.step,
    "epoch": lambda s: s.epoch,
    "loss": lambda s: s.loss,
    "accuracy": lambda s: s.accuracy,
    "ratio": lambda s: s.vanishing_ratio,
    "first_gradient": lambda s: float(s.grad_weight_rms[0]),
    "last_gradient": lambda s: float(s.grad_weight_rms[-1]),
    "first_slope": lambda s: float(s.derivative_mean[0]),
    "dead": lambda s: float(np.max(s.dead_fraction[:-1])),
    "saturated": lambda s: float(np.max(s.saturated_fraction[:-1])),
    "update": lambda s: float(s.update_ratio[0]),
}
SHARES = ("accuracy", "dead", "saturated")
SMALL_RATIO = 0.01  # below it a fraction says more than a decimal number
SELECTED = "selected"  # the layer that is selected, known to the window only
_BRACES = re.compile(r"\{(before\.)?(\w+)\}")


def written(text: str, now: Snapshot, before: Snapshot) -> str:
    """``text`` with the numbers of two moments in place of ``{loss}`` and ``{before.loss}``."""

    def value(match: re.Match[str]) -> str:
        name = match[2]
        return _in_words(name, QUANTITIES[name](before if match[1] else now))

    return _BRACES.sub(value, text)


def _in_words(name: str, value: Value | None) -> str:
    if not isinstance(value, float):
        return str(value)
    if name in SHARES:
        return percent(value)
    if name == "ratio" and 0.0 < value < SMALL_RATIO and math.isfinite(1.0 / value):
        return f"1/{_rounded(1.0 / value):,}"
    return number(value)


def _rounded(value: float) -> int:
    """With two digits that count."""
    return int(round(value, 1 - int(math.log10(value))))


def _check(step: Step) -> None:
    if step.stage is not None:
        staged(step.stage)
    for condition in step.until:
        if condition.what not in (*QUANTITIES, SELECTED):
            raise LessonError(f"until: there is no {condition.what!r} to wait for")
    for match in _BRACES.finditer(step.after):
        if match[2] not in QUANTITIES:
            raise LessonError(f"after: there is no {{{match[2]}}} to write")
    if step.until and not step.task:
        raise LessonError("until: a step that waits takes a task that says for what")
