"""Where the columns and neurons of the diagram lie."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz.drawing.detail import ALL_EDGES_BUDGET, MOST_WEIGHTS, level_of_detail
from vgviz.drawing.layout import Box, arrange, thinned
from vgviz.drawing.view import View, clamped, magnified

SIZES = [(500.0, 150.0), (1000.0, 400.0), (3800.0, 1900.0)]
networks = st.lists(st.integers(1, 2048), min_size=3, max_size=40)
boxes = st.builds(Box, st.floats(0, 50), st.floats(0, 50), st.floats(300, 4000), st.floats(60, 2000))


@given(networks, boxes)
def test_everything_lies_inside_the_box(widths: list[int], box: Box) -> None:
    layout = arrange(widths, box)
    for index, column in enumerate(layout.columns):
        lane = layout.lane(index)
        assert lane.left >= box.left - 1e-6
        assert lane.right <= box.right + 1e-6
        assert column.top >= box.top - 1e-6
        assert column.bottom <= box.bottom + 1e-6
        assert column.units == widths[index] == column.heights().size


@given(networks, boxes)
def test_circles_neither_touch_nor_leave_their_lane(widths: list[int], box: Box) -> None:
    layout = arrange(widths, box)
    for column in layout.columns:
        if column.circles:
            assert 2 * layout.radius < column.spacing
            assert 2 * layout.radius < layout.lane_width


@given(networks, boxes)
def test_what_is_drawn_at_a_place_is_found_there(widths: list[int], box: Box) -> None:
    layout = arrange(widths, box)
    for index, column in enumerate(layout.columns):
        assert layout.column_at(column.x) == index
        unit = column.units // 2
        assert layout.unit_at(index, float(column.heights()[unit])) == unit
        assert layout.unit_at(index, column.bottom + 1) is None
    assert layout.column_at(box.right + layout.pitch) is None


def test_hidden_layers_of_ten_are_circles_and_of_512_strips() -> None:
    assert all(column.circles for column in arrange((2, *(10,) * 8, 1), Box(0, 0, 560, 200)).columns)
    wide = arrange((2, *(512,) * 4, 1), Box(0, 0, 1000, 400)).columns
    assert [column.circles for column in wide] == [True, False, False, False, False, True]


def test_a_thousand_layers_touch() -> None:
    layout = arrange((2, *(4,) * 1000, 1), Box(0, 0, 560, 200))
    assert not layout.gapped
    assert layout.lane_width == layout.pitch
    assert level_of_detail(layout).edges == (0,) * 1001


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("depth", "width"), [(1, 1), (8, 10), (20, 32), (50, 64), (4, 512), (200, 16)])
def test_detail_never_draws_more_than_there_is_room_for(
    depth: int, width: int, size: tuple[float, float]
) -> None:
    widths = (2, *(width,) * depth, 1)
    layout = arrange(widths, Box(0, 0, *size))
    detail = level_of_detail(layout)
    assert detail.weights == tuple(left * right for left, right in pairwise(widths))
    assert all(drawn <= weights for drawn, weights in zip(detail.edges, detail.weights, strict=True))
    assert sum(detail.edges) <= max(ALL_EDGES_BUDGET, 32 * len(detail.edges))
    if sum(detail.weights) <= ALL_EDGES_BUDGET and layout.gapped:
        assert detail.complete


def test_over_five_million_weights_only_layers_are_drawn() -> None:
    widths = (2, 2048, 2048, 2048, 1)
    detail = level_of_detail(arrange(widths, Box(0, 0, 1000, 400)))
    assert sum(detail.weights) > MOST_WEIGHTS
    assert not detail.units
    assert not any(detail.edges)


@given(
    st.integers(1, 1500),
    st.floats(0.2, 300),
    st.floats(10, 90),
    st.tuples(st.floats(0, 45), st.floats(0, 45)),
)
def test_labels_never_touch(count: int, pitch: float, width: float, moved: tuple[float, float]) -> None:
    shown = thinned(count, pitch, width, moved)
    assert shown[-1] == count - 1
    assert list(shown) == sorted(set(shown))
    if len(shown) > 1:
        assert shown[0] == 0
        places = np.array(shown) * pitch
        places[0] += moved[0]
        places[-1] -= moved[1]
        assert np.diff(places).min() >= width - 1e-6


@given(st.integers(3, 1500), st.floats(0.2, 300), st.floats(10, 90), st.floats(0, 45))
def test_labels_are_missing_beside_neither_end(count: int, pitch: float, width: float, way: float) -> None:
    shown = thinned(count, pitch, width, (way, way))
    if len(shown) > 3:
        stride = shown[2] - shown[1]
        assert shown[1] - shown[0] <= stride
        assert shown[-1] - shown[-2] < 2 * stride


def test_every_label_shows_where_there_is_room() -> None:
    assert thinned(9, 52.0, 50.0) == tuple(range(9))


def test_thinned_labels_are_round_layer_numbers() -> None:
    assert [index + 1 for index in thinned(51, 20.0, 60.0)] == [1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 51]


@pytest.mark.parametrize("inputs", [30, 64])
def test_many_inputs_become_a_strip_rather_than_make_all_neurons_small(inputs: int) -> None:
    layout = arrange((inputs, 10, 10, 10), Box(0, 0, 1000, 600))
    assert [column.circles for column in layout.columns] == [False, True, True, True]
    assert layout.radius == arrange((2, 10, 10, 10), Box(0, 0, 1000, 600)).radius


def test_a_few_more_inputs_than_neurons_stay_circles() -> None:
    layout = arrange((13, 10, 10, 3), Box(0, 0, 1000, 600))
    assert all(column.circles for column in layout.columns)


def test_few_inputs_stay_circles_beside_a_single_neuron() -> None:
    assert arrange((2, 1, 1), Box(0.0, 0.0, 400.0, 90.0)).columns[0].circles


@pytest.mark.parametrize("height", [1.0, 13.0, 14.0, 15.0])
def test_a_picture_without_room_can_still_be_laid_out_and_zoomed(height: float) -> None:
    layout = arrange((2, 10, 10, 1), Box(0.0, 0.0, 300.0, height))
    assert min(column.spacing for column in layout.columns) > 0.0
    shown = magnified(layout, clamped(layout, View(1.0, 0.5, 0.5)), layout.box)
    assert level_of_detail(shown).in_view


def test_a_network_of_few_neurons_grows_with_a_very_large_screen() -> None:
    widths = (2, *(10,) * 8, 1)
    usual, huge = arrange(widths, Box(0, 0, 1800, 900)), arrange(widths, Box(0, 0, 3600, 1800))
    assert huge.radius == pytest.approx(2 * usual.radius)
    assert huge.columns[1].spacing == pytest.approx(2 * usual.columns[1].spacing)
    near = magnified(huge, View(1e-6), huge.box)
    assert near.radius == pytest.approx(huge.radius, rel=1e-3)
