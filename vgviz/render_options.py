"""The options of ``vgviz render`` and the experiment that they describe."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.catalogue.losses import LOSSES
from vgviz.experiment import Activation, Data, Experiment, Init, Layer, Network, Training

VIEWS = ("window", "diagram", "depth-profile", "loss")
SMALLEST_SIDE = 100
LARGEST_SIDE = 16384


def add_render_options(parser: argparse.ArgumentParser) -> None:
    """Add network, data, training and picture; defaults are those of the records."""
    _add_network(parser.add_argument_group("network"))
    _add_data(parser.add_argument_group("data"))
    _add_training(parser.add_argument_group("training"))
    _add_picture(parser.add_argument_group("picture"))


def experiment_of(options: argparse.Namespace) -> Experiment:
    """The experiment that the options describe.

    Raises
    ------
    ExperimentError
        If a value is out of range.
    """
    activation = Activation(
        options.activation, options.parameter, options.steepness, options.blend_to, options.blend
    )
    network = Network.uniform(
        options.depth, options.width, init=Init(options.init, options.gain), activation=activation
    )
    training = Training(
        loss=options.loss,
        learning_rate=options.learning_rate,
        momentum=options.momentum,
        batch_size=options.batch_size,
    )
    return Experiment(_data(options), network, training, options.seed)


def _data(options: argparse.Namespace) -> Data:
    if options.csv is not None:
        target = int(options.target) if _is_index(options.target) else options.target
        header = None if options.header is None else options.header == "yes"
        return Data(source="csv", path=options.csv, target=target, header=header)
    return Data(options.data, options.samples, classes=options.classes, noise=options.noise)


def _is_index(target: str | None) -> bool:
    return target is not None and target.isdecimal()


def _add_network(group: argparse._ArgumentGroup) -> None:
    layer, init = Layer(), Init()
    _choice(group, "--activation", ACTIVATIONS, layer.activation.name, "function of the hidden layers")
    _choice(group, "--blend-to", ACTIVATIONS, None, "second function, mixed in by --blend")
    _number(group, "--blend", float, 0.0, "share of the second function, 0 to 1")
    _number(group, "--parameter", float, None, "the function's parameter, such as the leak of leaky_relu")
    _number(group, "--steepness", float, layer.activation.steepness, "s in f(s z)")
    _number(group, "--depth", int, len(Experiment().network.hidden), "number of hidden layers")
    _number(group, "--width", int, layer.width, "neurons in each hidden layer")
    _choice(group, "--init", INITIALIZERS, init.scheme, "initialization")
    group.add_argument(
        "--gain", type=_gain, default=init.gain, metavar="X", help="its gain (default 1.0), or 'recommended'"
    )


def _add_data(group: argparse._ArgumentGroup) -> None:
    data = Data()
    generated = [name for name, source in DATA_SOURCES.items() if "path" not in source.uses]
    _choice(group, "--data", generated, data.source, "data set")
    _number(group, "--samples", int, data.samples, "number of samples")
    _number(group, "--noise", float, data.noise, "their noise")
    _number(group, "--classes", int, data.classes, "number of classes, for spirals and blobs")
    group.add_argument("--csv", metavar="FILE", help="train on this table instead")
    group.add_argument("--header", choices=("yes", "no"), help="whether its first row names the columns")
    group.add_argument(
        "--target", metavar="COLUMN", help="its label column, by name or number from 0 (default: the last)"
    )


def _add_training(group: argparse._ArgumentGroup) -> None:
    training = Training()
    _choice(group, "--loss", ("auto", *LOSSES), training.loss, "loss function")
    _number(group, "--learning-rate", float, training.learning_rate, "step size of gradient descent")
    _number(group, "--momentum", float, training.momentum, "share of the last step that is kept")
    _number(group, "--batch-size", int, training.batch_size, "samples a step")
    _number(group, "--seed", int, 0, "start of all random numbers")
    length = group.add_mutually_exclusive_group()
    length.add_argument("--steps", type=_count, default=500, metavar="N", help="train N steps (default 500)")
    length.add_argument("--epochs", type=_count, default=None, metavar="N", help="train N epochs")


def _add_picture(group: argparse._ArgumentGroup) -> None:
    _choice(group, "--view", VIEWS, "window", "what to draw")
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
    group: argparse._ArgumentGroup, name: str, choices: Iterable[str], default: str | None, text: str
) -> None:
    names = tuple(choices)
    help_text = f"{text}: {', '.join(names)}{_default(default)}"
    group.add_argument(name, choices=names, default=default, metavar="NAME", help=help_text)


def _number(
    group: argparse._ArgumentGroup,
    name: str,
    kind: type[int] | type[float],
    default: float | None,
    text: str,
) -> None:
    metavar = "N" if kind is int else "X"
    group.add_argument(name, type=kind, default=default, metavar=metavar, help=f"{text}{_default(default)}")


def _default(value: object) -> str:
    return "" if value is None else f" (default {value})"


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"got {text!r}, takes a whole number of at least 0")
    return int(text)


def _gain(text: str) -> float | None:
    if text == "recommended":
        return None
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"got {text!r}, takes a number or 'recommended'") from None


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
