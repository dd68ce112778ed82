"""The colour of a magnitude."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz.drawing.color_maps import (
    AUTOMATIC,
    COLOR_MAPS,
    TIDE_ON_DARK,
    TIDE_ON_LIGHT,
    ColorMap,
    color_map_for,
)
from vgviz.drawing.color_scale import (
    HIGHEST_CODE,
    LOWEST_CODE,
    NEUTRAL_CODE,
    NOT_A_NUMBER_CODE,
    OVERFLOW_CODE,
    ZERO_CODE,
    ColorScale,
    Kind,
)

# Machado, Oliveira and Fernandes 2009, severity 1: what a dichromat sees, on linear sRGB.
PROTANOPIA = np.array(
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
)
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)


def _lightness(rgb: np.ndarray, vision: np.ndarray | None = None) -> np.ndarray:
    """CIE L* of sRGB colours, as seen by ``vision``."""
    share = rgb / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    if vision is not None:
        linear = np.clip(linear @ vision.T, 0.0, 1.0)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    return np.asarray(np.where(luminance > 0.008856, 116 * np.cbrt(luminance) - 16, 903.3 * luminance))


@pytest.mark.parametrize("name", [AUTOMATIC, *COLOR_MAPS])
@pytest.mark.parametrize("background", ["#12151a", "#fbfbfc"])
@pytest.mark.parametrize("vision", [None, PROTANOPIA, DEUTERANOPIA])
def test_lightness_alone_orders_the_map_for_every_eye(
    name: str, background: str, vision: np.ndarray | None
) -> None:
    color_map = color_map_for(name, background)
    steps = np.diff(_lightness(color_map.colors(np.linspace(0.1, 1.0, 32)), vision))
    steps *= np.sign(steps.sum())
    assert steps.min() > 0.3
    assert steps.max() < 5.0


@pytest.mark.parametrize("name", [AUTOMATIC, *COLOR_MAPS])
@pytest.mark.parametrize("background", ["#12151a", "#fbfbfc"])
def test_what_vanished_is_faint_but_not_invisible(name: str, background: str) -> None:
    scale = ColorScale(color_map=color_map_for(name, background))
    behind = _lightness(np.array([list(bytes.fromhex(background[1:]))]))[0]
    weak, strong = _lightness(scale.table()[[LOWEST_CODE, HIGHEST_CODE]])
    assert 8 < abs(weak - behind) < 25
    assert abs(strong - behind) > 60


def test_special_values_have_their_own_codes() -> None:
    codes = ColorScale().codes(np.array([0.0, -0.0, np.nan, np.inf, -np.inf, 5e-324, 1.7e308]))
    expected = [ZERO_CODE, ZERO_CODE, NOT_A_NUMBER_CODE, OVERFLOW_CODE, OVERFLOW_CODE]
    assert codes.tolist() == [*expected, LOWEST_CODE, HIGHEST_CODE]


def test_special_colours_are_those_that_were_asked_for() -> None:
    scale = ColorScale(zero="#010203", overflow="#040506", not_a_number="#070809", neutral="#0a0b0c")
    assert [scale.hex_color(value) for value in (0.0, np.inf, np.nan)] == ["#010203", "#040506", "#070809"]
    assert scale.table()[NEUTRAL_CODE].tolist() == [10, 11, 12]


@pytest.mark.parametrize("kind", ["log", "linear"])
def test_colours_are_those_of_the_map_but_for_its_weakest_part(kind: Kind) -> None:
    scale = ColorScale(1e-3, 1.0, kind=kind)
    step = np.arange(HIGHEST_CODE - LOWEST_CODE + 1)
    shown = scale.table()[scale.codes_at(step / step[-1])]
    assert np.array_equal(shown, scale.color_map.colors((LOWEST_CODE + step) / 255.0))


def test_colours_of_a_diverging_scale_are_those_of_its_map() -> None:
    scale = ColorScale(-3.0, 3.0, color_map=TIDE_ON_DARK, kind="diverging")
    place = np.linspace(0.0, 1.0, HIGHEST_CODE - LOWEST_CODE - 1)
    assert np.array_equal(scale.table()[scale.codes_at(place)], scale.color_map.colors(place))


@pytest.mark.parametrize("kind", ["log", "linear"])
def test_one_table_which_nobody_can_change_serves_every_range(kind: Kind) -> None:
    table = ColorScale(0.1, 0.5, kind=kind).table()
    assert table is ColorScale(0.2, 0.9, kind=kind).table()
    with pytest.raises(ValueError, match="read-only"):
        table[0] = 0


def test_range_is_logarithmic() -> None:
    scale = ColorScale(1e-8, 1.0)
    values = 10.0 ** np.arange(-8, 1)
    assert np.allclose(scale.position(values), np.arange(9) / 8)
    assert scale.code(1e-8) == LOWEST_CODE
    assert scale.code(1.0) == HIGHEST_CODE


DIVERGING = [(TIDE_ON_DARK, "#12151a"), (TIDE_ON_LIGHT, "#fbfbfc")]


@pytest.mark.parametrize(("color_map", "background"), DIVERGING)
@pytest.mark.parametrize("vision", [None, PROTANOPIA, DEUTERANOPIA])
def test_a_diverging_map_leaves_the_background_evenly_on_both_sides(
    color_map: ColorMap, background: str, vision: np.ndarray | None
) -> None:
    lightness = _lightness(color_map.colors(np.linspace(0.0, 1.0, 33)), vision)
    ground = _lightness(np.array([list(bytes.fromhex(background[1:]))]), vision)[0]
    distance = np.abs(lightness - ground)
    assert distance[16] < 25
    assert (np.diff(distance[16:]) > 0.2).all()
    assert (np.diff(distance[16::-1]) > 0.2).all()
    assert np.abs(lightness[16:] - lightness[16::-1]).max() < 22


@pytest.mark.parametrize(("color_map", "background"), DIVERGING)
@pytest.mark.parametrize("vision", [None, PROTANOPIA, DEUTERANOPIA])
def test_every_eye_tells_below_from_above(
    color_map: ColorMap, background: str, vision: np.ndarray | None
) -> None:
    below, above = color_map.colors(np.array([0.25, 0.75])).astype(float)
    if vision is not None:
        below, above = below @ vision.T, above @ vision.T
    assert below[2] - below[0] > 40
    assert above[0] - above[2] > 40, background


def test_a_diverging_scale_keeps_the_sign_and_ranks_by_strength() -> None:
    scale = ColorScale(-2.0, 2.0, color_map=TIDE_ON_DARK, kind="diverging")
    codes = scale.codes(np.array([-2.0, -1.0, -0.0, 0.0, 1.0, 2.0])).tolist()
    assert codes[2] == codes[3] == LOWEST_CODE
    assert codes[0] > codes[1] > codes[2]
    assert codes[5] > codes[4] > codes[3]
    assert len(set(codes)) == 5
    assert scale.codes(np.array([-9.0, 9.0, np.nan, -np.inf])).tolist() == [
        codes[0],
        codes[5],
        NOT_A_NUMBER_CODE,
        OVERFLOW_CODE,
    ]
    ends = [scale.hex_color(value) for value in (-2.0, 2.0)]
    assert ends == ["#7dcffe", "#ffb348"]


def test_a_linear_scale_is_linear_and_zero_is_special_only_where_it_means_something() -> None:
    scale = ColorScale(0.0, 0.5, kind="linear")
    assert np.allclose(scale.position(np.array([0.0, 0.125, 0.25, 0.5, 3.0])), [0.0, 0.25, 0.5, 1.0, 1.0])
    assert scale.code(0.0) == ZERO_CODE
    assert ColorScale(0.0, 0.5, kind="linear", marks_zero=False).code(0.0) == LOWEST_CODE


@given(st.floats(min_value=1e-300, max_value=1e300), st.floats(min_value=1.0, max_value=1e10))
def test_larger_magnitude_never_gets_a_lower_code(value: float, ratio: float) -> None:
    scale = ColorScale()
    larger = min(value * ratio, 1e308)
    assert LOWEST_CODE <= scale.code(value) <= scale.code(-larger) <= HIGHEST_CODE


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (1.0, 1.0), (1.0, np.inf), (2.0, 1.0)])
def test_impossible_range_is_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="low < high"):
        ColorScale(low, high)


@pytest.mark.parametrize("kind", ["linear", "diverging"])
def test_a_range_wider_than_any_number_is_refused(kind: Kind) -> None:
    with pytest.raises(ValueError, match="low < high"):
        ColorScale(-1e308, 1e308, kind=kind)


def test_a_diverging_range_without_0_in_its_middle_is_refused() -> None:
    with pytest.raises(ValueError, match="low = -high"):
        ColorScale(-1.0, 2.0, kind="diverging")
