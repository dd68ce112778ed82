"""The options of ``vgviz render`` and the experiment that they describe."""

import argparse
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vgviz.analysis.variants import VARIANTS_BY_KEY
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.catalogue.losses import LOSSES
from vgviz.catalogue.normalizations import NORMALIZATIONS
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.catalogue.schedules import SCHEDULES
from vgviz.catalogue.training_numbers import TRAINING_NUMBERS
from vgviz.data_options import DATA_OPTIONS, add_data_options, data_of
from vgviz.experiment import (
    PRECISIONS,
    Activation,
    Experiment,
    ExperimentError,
    Init,
    Layer,
    Network,
    Training,
)
from vgviz.export.run_letters import MOST_RUNS

VIEWS = ("window", "diagram", "depth-profile", "depth-time", "loss")
SMALLEST_SIDE = 100
LARGEST_SIDE = 16384
DEPTH = "network.hidden (depth)"
LAYER, INIT = "network.hidden[0].", "network.init."


@dataclass(frozen=True, slots=True)
class Setting:
    """An option that fills one field of the experiment; ``path`` is the field's name in refusals.

    ``takes`` are the names to choose from, or what reads the option's word; bool makes it a flag.
    """

    option: str
    path: str
    takes: tuple[str, ...] | Callable[[str], object]
    text: str

    @property
    def field(self) -> str:
        """The field's own name."""
        return self.path.rpartition(".")[2]


def _training_number(name: str) -> Setting:
    number = TRAINING_NUMBERS[name]
    kind = int if number.whole else float
    first_sentence = number.meaning.partition(". ")[0].removesuffix(".")
    text = first_sentence[0].lower() + first_sentence[1:]
    return Setting("--" + name.replace("_", "-"), f"training.{name}", kind, text)


def _gain(text: str) -> float | None:
    if text == "recommended":
        return None
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"got {text!r}, takes a number or 'recommended'") from None


_NETWORK = (
    Setting("--activation", LAYER + "activation.name", tuple(ACTIVATIONS), "function of the hidden layers"),
    Setting(
        "--blend-to",
        LAYER + "activation.blend_to",
        tuple(ACTIVATIONS),
        "second function, mixed in by --blend",
    ),
    Setting("--blend", LAYER + "activation.blend", float, "share of the second function, 0 to 1"),
    Setting(
        "--parameter",
        LAYER + "activation.parameter",
        float,
        "the function's parameter, such as the leak of leaky_relu",
    ),
    Setting("--steepness", LAYER + "activation.steepness", float, "s in f(s z)"),
    Setting("--depth", DEPTH, int, "number of hidden layers"),
    Setting("--width", LAYER + "width", int, "neurons in each hidden layer"),
    Setting(
        "--normalization",
        LAYER + "normalization",
        tuple(NORMALIZATIONS),
        "normalization of the hidden layers",
    ),
    Setting("--residual", LAYER + "residual", bool, "add each hidden layer's input to its output"),
    Setting("--init", INIT + "scheme", tuple(INITIALIZERS), "initialization"),
    Setting("--gain", INIT + "gain", _gain, "its gain, or 'recommended'"),
    Setting("--bias-std", INIT + "bias_std", float, "standard deviation of the first biases"),
)
_TRAINING = (
    Setting("--loss", "training.loss", ("auto", *LOSSES), "loss function"),
    Setting("--optimizer", "training.optimizer", tuple(OPTIMIZERS), "what turns gradients into steps"),
    *map(_training_number, TRAINING_NUMBERS),
    Setting("--schedule", "training.schedule", tuple(SCHEDULES), "course of the learning rate"),
    Setting("--batch-size", "training.batch_size", int, "samples a step"),
    Setting("--precision", "precision", PRECISIONS, "how numbers are kept"),
    Setting("--seed", "seed", int, "start of all random numbers"),
)


def add_render_options(parser: argparse.ArgumentParser) -> None:
    """Add network, data, training and picture; defaults are those of the records."""
    _add_settings(parser.add_argument_group("network"), _NETWORK)
    add_data_options(parser.add_argument_group("data"))
    training = parser.add_argument_group("training")
    _add_settings(training, _TRAINING)
    _add_length(training)
    _add_picture(parser.add_argument_group("picture"))


def experiment_of(options: argparse.Namespace) -> Experiment:
    """The experiment that the options describe.

    Raises
    ------
    ExperimentError
        If a value is out of range, naming the option and the field.
    """
    try:
        return _experiment(options)
    except ExperimentError as error:
        path, _, rest = str(error).partition(": ")
        options_of = DATA_OPTIONS | {setting.path: setting.option for setting in _settings()}
        if path not in options_of:
            raise
        raise ExperimentError(f"{options_of[path]}: {rest} ({path})") from None


def experiments_of(options: argparse.Namespace) -> tuple[Experiment, ...]:
    """That experiment, then those that ``--compare`` names.

    Raises
    ------
    ExperimentError
        As `experiment_of`, and where there is nothing to compare.
    """
    first = experiment_of(options)
    others = [VARIANTS_BY_KEY[key](first) for key in options.compare]
    for key, other in zip(options.compare, others, strict=True):
        if other == first:
            raise ExperimentError(f"--compare: got {key!r}, takes what the network does not have already")
    if len(others) >= MOST_RUNS:
        raise ExperimentError(f"--compare: got {len(others)} networks, takes at most {MOST_RUNS - 1}")
    return (first, *others)


def _experiment(options: argparse.Namespace) -> Experiment:
    layer = Layer(activation=Activation(**_fields(options, LAYER + "activation.")), **_fields(options, LAYER))
    network = Network.uniform(
        options.depth,
        init=Init(**_fields(options, INIT)),
        **{field: getattr(layer, field) for field in Layer.__struct_fields__},
    )
    training = Training(**_fields(options, "training."))
    return Experiment(data_of(options), network, training, **_fields(options, ""))


def _settings() -> Iterator[Setting]:
    yield from (*_NETWORK, *_TRAINING)


def _fields(options: argparse.Namespace, record: str) -> dict[str, Any]:
    """The fields of one record, whose path is ``record``."""
    return {
        setting.field: getattr(options, setting.option[2:].replace("-", "_"))
        for setting in _settings()
        if setting.path == record + setting.field and setting.path != DEPTH
    }


def _default(path: str) -> object:
    """The field's value in the default experiment."""
    experiment = Experiment()
    if path == DEPTH:
        return len(experiment.network.hidden)
    value: Any = experiment
    for name in path.replace("hidden[0].", "hidden.").split("."):
        value = value[0] if isinstance(value, tuple) else value
        value = getattr(value, name)
    return value


def _add_settings(group: argparse._ArgumentGroup, settings: tuple[Setting, ...]) -> None:
    for setting in settings:
        _add_setting(group, setting)


def _add_setting(group: argparse._ArgumentGroup, setting: Setting) -> None:
    default = _default(setting.path)
    if setting.takes is bool:
        group.add_argument(setting.option, action="store_true", help=setting.text)
    elif isinstance(setting.takes, tuple):
        _choice(group, setting.option, setting.takes, default, setting.text)
    else:
        metavar = "N" if setting.takes is int else "X"
        text = setting.text.replace("%", "%%") + _in_brackets(default)
        group.add_argument(setting.option, type=setting.takes, default=default, metavar=metavar, help=text)


def _add_length(group: argparse._ArgumentGroup) -> None:
    length = group.add_mutually_exclusive_group()
    length.add_argument("--steps", type=_count, default=500, metavar="N", help="train N steps (default 500)")
    length.add_argument("--epochs", type=_count, default=None, metavar="N", help="train N epochs")


def _add_picture(group: argparse._ArgumentGroup) -> None:
    _choice(group, "--view", VIEWS, "window", "what to draw")
    group.add_argument(
        "--compare",
        choices=tuple(VARIANTS_BY_KEY),
        action="append",
        default=[],
        metavar="NAME",
        help=f"beside it the same network with this changed: {', '.join(VARIANTS_BY_KEY)}; up to three times",
    )
    group.add_argument(
        "--size", type=_size, default=(1440, 900), metavar="WxH", help="size in pixels (default 1440x900)"
    )
    group.add_argument(
        "--scale", type=int, choices=(1, 2, 4), default=1, help="draw so many times finer (default 1)"
    )
    group.add_argument("--theme", choices=("dark", "light"), default="dark", help="colours (default dark)")
    group.add_argument("--caption", action="store_true", help="write settings, step and seed under it")
    group.add_argument("--out", type=_png, required=True, metavar="FILE", help="the PNG file to write")
    group.add_argument("--quiet", action="store_true", help="say nothing while training")


def _choice(
    group: argparse._ArgumentGroup, name: str, names: Iterable[str], default: object, text: str
) -> None:
    names = tuple(names)
    help_text = f"{text}: {', '.join(names)}{_in_brackets(default)}"
    group.add_argument(name, choices=names, default=default, metavar="NAME", help=help_text)


def _in_brackets(default: object) -> str:
    return "" if default is None else f" (default {default})"


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"got {text!r}, takes a whole number of at least 0")
    return int(text)


def _size(text: str) -> tuple[int, int]:
    width, times, height = text.lower().replace("×", "x").partition("x")
    if not (times and width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"got {text!r}, takes width x height, such as 1600x1000")
    if not (SMALLEST_SIDE <= int(width) <= LARGEST_SIDE and SMALLEST_SIDE <= int(height) <= LARGEST_SIDE):
        raise argparse.ArgumentTypeError(
            f"got {text!r}, takes sides from {SMALLEST_SIDE} to {LARGEST_SIDE} pixels"
        )
    return int(width), int(height)


def _png(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() != ".png":
        raise argparse.ArgumentTypeError(f"got {text!r}, takes a name that ends in .png")
    return path
