"""Edges, neurons and strips as colours."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vgviz.drawing.color_scale import NOT_A_NUMBER_CODE, OVERFLOW_CODE, ZERO_CODE, Codes, ColorScale
from vgviz.drawing.detail import Detail, level_of_detail
from vgviz.drawing.edges import EdgePlaces
from vgviz.drawing.layout import Box, NetworkLayout, arrange
from vgviz.drawing.strips import shown_layers, strip_codes

SCALE = ColorScale()


def _gradients(widths: tuple[int, ...]) -> list[np.ndarray]:
    generator = np.random.default_rng(1)
    return [generator.lognormal(-8, 4, shape) for shape in pairwise(widths)]


def _places(widths: tuple[int, ...]) -> tuple[NetworkLayout, Detail, EdgePlaces]:
    layout = arrange(widths, Box(0, 0, 900, 400))
    detail = level_of_detail(layout)
    return layout, detail, EdgePlaces(layout, detail)


def test_every_edge_joins_its_two_neurons_in_its_colour() -> None:
    widths = (2, 3, 1)
    layout, _, places = _places(widths)
    gradients = _gradients(widths)
    segments = places.segments(gradients, SCALE, places.choose(gradients))
    assert segments.codes.size == 9
    lines = {tuple(line): int(code) for line, code in zip(segments.ends.T, segments.codes, strict=True)}
    for gap, gradient in enumerate(gradients):
        left, right = layout.columns[gap : gap + 2]
        for (source, target), value in np.ndenumerate(gradient):
            ends = (left.x, left.heights()[source], right.x, right.heights()[target])
            assert lines[ends] == SCALE.code(value)


def test_strongest_edges_of_every_gap_are_drawn_where_all_are_too_many() -> None:
    _, detail, places = _places((2, 128, 128, 1))
    widths = (2, 128, 128, 1)
    gradients = _gradients(widths)
    segments = places.segments(gradients, SCALE, places.choose(gradients))
    assert not detail.complete
    assert segments.codes.size == sum(detail.edges)
    middle = segments.codes[detail.edges[0] : detail.edges[0] + detail.edges[1]]
    weakest_drawn = np.sort(gradients[1].ravel())[-detail.edges[1]]
    assert middle.min() == SCALE.code(weakest_drawn)
    quick, plain = places.choose(gradients), places.choose(gradients, compiled=False)
    assert all(np.array_equal(*pair) for pair in zip(quick.choice, plain.choice, strict=True))


def test_chosen_edges_keep_their_places_while_their_colours_change() -> None:
    widths = (2, 128, 128, 1)
    layout, _, places = _places(widths)
    gradients = _gradients(widths)
    chosen = places.choose(gradients)
    choice = chosen.choice
    later = [gradient[::-1] for gradient in gradients]
    segments = places.segments(later, SCALE, chosen)
    assert segments.ends is chosen.ends
    assert np.array_equal(
        segments.codes,
        SCALE.codes(
            np.concatenate([gradient.ravel()[index] for gradient, index in zip(later, choice, strict=True)])
        ),
    )
    last = layout.columns[2].heights()[choice[2]]
    assert np.array_equal(segments.ends[1, -choice[2].size :], last)


def test_no_edges_where_layers_touch() -> None:
    widths = (2, *(4,) * 300, 1)
    _, _, places = _places(widths)
    gradients = _gradients(widths)
    assert places.segments(gradients, SCALE, places.choose(gradients)).codes.size == 0


@given(
    st.lists(st.sampled_from([ZERO_CODE, 40, 90, OVERFLOW_CODE, NOT_A_NUMBER_CODE]), min_size=1),
    st.integers(1, 40),
)
def test_strip_loses_no_stronger_unit(codes: list[int], rows: int) -> None:
    units: Codes = np.array(codes, dtype=np.uint8)
    strip = strip_codes(units, rows)
    assert strip.size == rows
    assert strip.max() == units.max()
    if units.size <= rows:
        assert [int(code) for code in dict.fromkeys(strip)] == [int(code) for code in dict.fromkeys(units)]


def test_map_of_many_layers_shows_the_strongest_in_each_pixel() -> None:
    layers = np.array([30, 200, 40, 50, 255, 60], dtype=np.uint8)
    assert shown_layers(layers, 3).tolist() == [1, 3, 4]
    assert shown_layers(layers, 6).tolist() == list(range(6))
    assert shown_layers(layers, 60).tolist() == list(range(6))
