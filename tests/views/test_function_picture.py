"""The picture of an activation: its axis has room for what matters, and does not twitch."""

import numpy as np
import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from tests.views.pixels import places_of
from vgviz.analysis.configured_function import ConfiguredFunction
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.engine.histograms import histogram
from vgviz.experiment import Activation
from vgviz.views.function_picture import FunctionPicture
from vgviz.views.look import TEXT_SIZES, Look
from vgviz.views.theme import DARK, LIGHT, mixed

SIGMOID = ConfiguredFunction(Activation("sigmoid"))
NORMAL = np.random.default_rng(0).standard_normal(4000)


@pytest.fixture
def picture(qtbot: QtBot) -> FunctionPicture:
    picture = FunctionPicture(DARK)
    qtbot.addWidget(picture)
    picture.resize(300, 200)
    picture.show()
    return picture


@pytest.mark.parametrize(
    ("function", "values", "reach"),
    [
        (SIGMOID, 0.1 * NORMAL, 8.0),  # room for the edges of the zone at 3.64
        (SIGMOID, 10 * NORMAL, 64.0),
        (ConfiguredFunction(Activation("relu")), 0.01 * NORMAL, 0.0625),  # nothing but its inputs to be seen
        (ConfiguredFunction(Activation("sigmoid", steepness=10.0)), 0.01 * NORMAL, 0.5),
    ],
)
def test_the_axis_has_room_for_zone_and_inputs(
    picture: FunctionPicture, function: ConfiguredFunction, values: np.ndarray, reach: float
) -> None:
    picture.show_function(function, histogram(values))
    assert picture.reach == reach


def test_inputs_that_shrink_a_little_leave_the_axis_as_it_is(picture: FunctionPicture) -> None:
    reaches = set()
    for scale in (10.0, 8.0, 9.0, 6.0, 10.0):
        picture.show_function(SIGMOID, histogram(scale * NORMAL))
        reaches.add(picture.reach)
    assert reaches == {64.0}


def test_two_pictures_side_by_side_have_one_axis(picture: FunctionPicture) -> None:
    near, far = histogram(NORMAL), histogram(30 * NORMAL)
    picture.show_function(SIGMOID, near, far)
    assert picture.reach == 128.0


def test_inputs_in_the_zone_have_its_colour_and_the_others_not(picture: FunctionPicture) -> None:
    healthy, dull = (mixed(DARK.background, color, 0.5) for color in (DARK.healthy, DARK.muted))
    picture.show_function(SIGMOID, histogram(NORMAL.clip(-3, 3)))
    image = picture.grab().toImage()
    assert len(places_of(image, healthy)) > 200
    assert len(places_of(image, dull)) < 40  # edges of words and lines
    picture.show_function(SIGMOID, histogram(5 + NORMAL.clip(-1, 1)))
    image = picture.grab().toImage()
    assert len(places_of(image, healthy)) < 40
    assert len(places_of(image, dull)) > 200


def test_the_mouse_reads_out_exact_numbers(picture: FunctionPicture) -> None:
    picture.show_function(SIGMOID, histogram(np.array([0.5, 0.5, 0.75, -7.0])))
    middle = picture.field.center().x()
    z, value, slope, bar = picture.words_at(middle).split("\n")
    assert (z, value, slope) == ("z = 0", "f(z) = 0.5000", "f′(z) = 0.2500")
    assert bar == "0 of 4 inputs in this bar"
    at_half = middle + 0.5 / 8.0 * picture.field.width() / 2
    assert picture.words_at(at_half).endswith("2 of 4 inputs in this bar")
    assert picture.words_at(2.0) == ""


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_every_function_is_drawn(picture: FunctionPicture, name: str) -> None:
    picture.show_function(ConfiguredFunction(Activation(name)), histogram(NORMAL))
    image = picture.grab().toImage()
    assert len(places_of(image, DARK.curve, 40)) > 50
    assert len(places_of(image, DARK.second_curve, 40)) > 50


@pytest.mark.parametrize(
    "values", [np.array([np.nan, np.inf]), np.array([1e300, -1e300]), np.zeros(9), np.array([1e-300])]
)
def test_whatever_enters_it_is_drawn_without_a_warning(picture: FunctionPicture, values: np.ndarray) -> None:
    for name in ("sigmoid", "relu", "sine"):
        picture.show_function(ConfiguredFunction(Activation(name)), histogram(values))
        assert not picture.grab().toImage().isNull()


@pytest.mark.parametrize("size", TEXT_SIZES)
@pytest.mark.parametrize(("reach", "slope"), [(1.0, 0.00781), (4.0, 0.0039), (0.125, 0.006)])
def test_a_mark_keeps_its_sign(picture: FunctionPicture, size: str, reach: float, slope: float) -> None:
    picture.set_theme(Look(text_size=size).made())
    picture.show_function(
        ConfiguredFunction(Activation("leaky_relu", slope)), histogram(0.9 * reach * NORMAL.clip(-1, 1))
    )
    assert picture.reach == reach
    image = picture.grab(QRect(0, 0, 2, int(picture.field.bottom()))).toImage()
    assert len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}) == 1


def test_the_theme_can_change(picture: FunctionPicture) -> None:
    picture.show_function(SIGMOID, histogram(NORMAL))
    picture.set_theme(LIGHT)
    assert len(places_of(picture.grab().toImage(), LIGHT.background)) > 500
