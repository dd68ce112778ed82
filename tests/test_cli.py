"""The command line: help, clear refusals, and `vgviz render` from options to a picture."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

import vgviz
from vgviz.cli import main, make_parser
from vgviz.experiment import Activation, Data, Experiment, Init, Layer, Network, Training
from vgviz.render_options import _settings, experiment_of

QUICK = ["render", "--steps", "20", "--depth", "2", "--width", "3"]


def _vgviz(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process without a display."""
    clean = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    clean.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        [sys.executable, "-m", "vgviz", *arguments],
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", [["--help"], ["render", "--help"]])
def test_help_names_what_there_is(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 0
    assert "render" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"vgviz {vgviz.__version__}\n"


def test_without_options_the_default_experiment_is_rendered() -> None:
    assert experiment_of(make_parser().parse_args(["render", "--out", "a.png"])) == Experiment()


def test_every_option_reaches_its_field() -> None:
    words = (
        "render --out a.png --activation sigmoid --blend-to leaky_relu --blend 0.25 --parameter 0.2 "
        "--steepness 2 --depth 4 --width 6 --init he_normal --gain 0.5 --data blobs --samples 300 "
        "--noise 0.05 --classes 3 --loss mse --learning-rate 0.3 --momentum 0.9 --batch-size 16 --seed 7 "
        "--normalization rms --residual --bias-std 0.1 --features 3 --test-fraction 0.5 --optimizer adam "
        "--beta1 0.8 --beta2 0.9 --epsilon 1e-6 --weight-decay 0.01 --l1 0.001 --schedule cosine "
        "--schedule-steps 50 --clip-norm 2 --clip-value 3 --label-smoothing 0.1 --precision float32"
    )
    activation = Activation("sigmoid", 0.2, 2.0, "leaky_relu", 0.25)
    assert experiment_of(make_parser().parse_args(words.split())) == Experiment(
        Data("blobs", 300, features=3, classes=3, noise=0.05, test_fraction=0.5),
        Network.uniform(
            4,
            6,
            init=Init("he_normal", 0.5, 0.1),
            activation=activation,
            normalization="rms",
            residual=True,
        ),
        Training(
            loss="mse",
            optimizer="adam",
            learning_rate=0.3,
            momentum=0.9,
            beta1=0.8,
            beta2=0.9,
            epsilon=1e-6,
            batch_size=16,
            weight_decay=0.01,
            l1=0.001,
            label_smoothing=0.1,
            schedule="cosine",
            schedule_steps=50,
            clip_norm=2.0,
            clip_value=3.0,
        ),
        seed=7,
        precision="float32",
    )


def test_every_field_of_a_run_has_an_option() -> None:
    paths = {setting.path for setting in _settings()}
    for field in Training.__struct_fields__:
        assert f"training.{field}" in paths
    for field in Layer.__struct_fields__:
        assert f"network.hidden[0].{field}" in paths or field == "activation"


@pytest.mark.parametrize(
    ("words", "target", "header"),
    [
        ("--csv t.csv", None, None),
        ("--csv t.csv --target 2 --header no", 2, False),
        ("--csv t.csv --target kind --header yes", "kind", True),
    ],
)
def test_a_table_and_its_target_column(words: str, target: str | int | None, header: bool | None) -> None:
    options = make_parser().parse_args(["render", "--out", "a.png", *words.split()])
    assert experiment_of(options).data == Data("csv", path="t.csv", target=target, header=header)


@pytest.mark.parametrize(
    ("words", "data"),
    [
        ("--npz a.npz", Data("npz", path="a.npz")),
        (
            "--npz a.npz --task regression --raw",
            Data("npz", standardize=False, path="a.npz", task="regression"),
        ),
        ("--parquet a.pq --target price", Data("parquet", path="a.pq", target="price")),
        ("--data parity --features 5 --noise 0", Data("parity", features=5, noise=0.0)),
        ("--data iris --test-fraction 0.5", Data("iris", test_fraction=0.5)),
    ],
)
def test_every_kind_of_data_can_be_chosen(words: str, data: Data) -> None:
    options = make_parser().parse_args(["render", "--out", "a.png", *words.split()])
    assert experiment_of(options).data == data


def test_a_recommended_gain_is_none() -> None:
    options = make_parser().parse_args(["render", "--out", "a.png", "--gain", "recommended"])
    assert experiment_of(options).network.init.gain is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--depth 0", "--depth: got 0, takes a whole number from 1 to 1000 (network.hidden (depth))"),
        ("--width 5000", "--width: got 5000"),
        ("--width 5000", "(network.hidden[0].width)"),
        ("--steepness 0", "--steepness: got 0.0"),
        ("--bias-std -1", "--bias-std: got -1.0"),
        ("--noise -1", "--noise: got -1.0"),
        ("--seed -1", "--seed: got -1, takes"),
        ("--learning-rate -1", "--learning-rate: got -1.0"),
        ("--learning-rate -1", "(training.learning_rate)"),
        ("--learning-rate fast", "--learning-rate"),
        ("--activation swoosh", "sigmoid"),
        ("--blend 0.5", "blend"),
        ("--size big", "1600x1000"),
        ("--size 9x9", "100"),
        ("--steps -5", "--steps"),
        ("--steps 5 --epochs 5", "not allowed with"),
        ("--gain much", "recommended"),
        ("--out a.jpg", ".png"),
        ("--size 500x400", "960x640"),
        ("--seed 1.5", "--seed"),
        ("--header yes", "--header: Two moons has no use for it; it is for --csv"),
        ("--target kind", "it is for --csv, --parquet"),
        ("--npz a.npz --target kind", "--target: NPZ file has no use for it"),
        ("--classes 3", "--classes: Two moons has no use for it; it is for spirals, blobs, noise"),
        ("--data iris --samples 10", "--samples: Iris has no use for it"),
        ("--csv a.csv --data moons", "not allowed with"),
        ("--csv a.csv --task ranking", "data.task"),
        ("--csv a.csv --header maybe", "takes yes or no"),
        ("--compare sigmoid", "takes what the network does not have already"),
        ("--compare relu --compare tanh --compare batch --compare he", "takes at most 3"),
        ("--compare elu", "invalid choice"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused_in_a_line(
    words: str, told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "a.png"
    try:
        code: object = main(["render", "--out", str(target), *words.split()])
    except SystemExit as end:
        code = end.code
    error = capsys.readouterr().err
    assert code == 2
    assert told in error.splitlines()[-1]
    assert error.count("\n") <= 2, "one for the usage"
    assert "Traceback" not in error
    assert not target.exists()


@pytest.mark.parametrize(
    ("words", "told"), [(("--csv", "nowhere.csv"), "nowhere.csv"), (("--out", "/nowhere/a.png"), "/nowhere")]
)
def test_a_failure_is_one_line_and_nothing_is_written(
    words: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    target = tmp_path / "a.png"
    ended = _vgviz(*QUICK, "--quiet", "--out", str(target), *words)
    assert ended.returncode == 1
    assert told in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert not target.exists()


@pytest.mark.parametrize("view", ["window", "diagram", "depth-profile", "depth-time", "loss"])
def test_every_view_is_rendered_without_a_display(view: str, tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    ended = _vgviz(*QUICK, "--view", view, "--size", "1100x700", "--out", str(target))
    assert ended.returncode == 0, ended.stderr
    assert "step" in ended.stderr
    image = QImage(str(target))
    assert (image.width(), image.height()) == (1100, 700)
    assert image.text("Step") == "20"
    colors = {image.pixel(x, y) for x in range(0, 1100, 5) for y in range(0, 700, 5)}
    assert len(colors) > 5


def test_scale_and_caption_enlarge_the_picture(tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    words = ("--view", "diagram", "--size", "600x400", "--scale", "2", "--caption", "--theme", "light")
    ended = _vgviz(*QUICK, "--quiet", *words, "--out", str(target))
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    image = QImage(str(target))
    assert image.width() == 1200
    assert image.height() > 800


def test_networks_are_compared_in_one_picture_that_says_what_differs(tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    words = ("--compare", "relu", "--compare", "batch", "--view", "diagram", "--caption", "--size", "900x500")
    ended = _vgviz(*QUICK, "--quiet", *words, "--out", str(target))
    assert ended.returncode == 0, ended.stderr
    image = QImage(str(target))
    assert image.height() > 500
    assert "B: ReLU instead of sigmoid C: with batch normalization" in image.text("Description")
    assert '"relu"' in image.text("ExperimentB")


def test_an_explosion_is_said_and_drawn(tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    words = ("--activation", "relu", "--learning-rate", "1e9", "--loss", "mse", "--view", "diagram")
    ended = _vgviz(*QUICK, "--quiet", *words, "--out", str(target))
    assert ended.returncode == 0
    assert "not a number" in ended.stderr
    assert target.exists()


def test_the_same_command_gives_the_same_pixels(tmp_path: Path) -> None:
    images = []
    for name in ("a.png", "b.png"):
        assert _vgviz(*QUICK, "--quiet", "--size", "1100x700", "--out", str(tmp_path / name)).returncode == 0
        images.append(QImage(str(tmp_path / name)))
    assert images[0] == images[1]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_the_app_without_a_display_names_render() -> None:
    ended = _vgviz()
    assert ended.returncode == 1
    assert "vgviz render" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("package", ["msgspec", "pyqtgraph"])
def test_a_package_that_is_missing_is_named(tmp_path: Path, package: str) -> None:
    program = (
        f"import sys; sys.modules[{package!r}] = None; from vgviz.__main__ import main; sys.exit(main())"
    )
    wanted = [*QUICK, "--out", str(tmp_path / "a.png"), "--quiet"]
    ended = subprocess.run(
        [sys.executable, "-c", program, *wanted], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr == (
        f"vgviz: the package {package} is not installed; "
        f"install it with: {sys.executable} -m pip install {package}\n"
    )
