"""Which edges are in view, and how much of them is drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz.drawing.color_scale import ColorScale
from vgviz.drawing.detail import ALL_EDGES_BUDGET, MATRIX_FROM, NOT_WORTH_SPARING, SPARED, level_of_detail
from vgviz.drawing.edges import EdgePlaces
from vgviz.drawing.in_view import EdgesInView, edges_in_view
from vgviz.drawing.layout import Box, arrange
from vgviz.drawing.matrices import matrix_codes, matrix_place
from vgviz.drawing.view import View, clamped, magnified

ROOM = Box(0.0, 0.0, 1000.0, 400.0)
shares = st.floats(0.0, 1.0)


def ranges(units: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, units), st.integers(0, units)).map(lambda ends: (min(ends), max(ends)))


@given(ranges(7), ranges(5))
def test_edges_with_a_neuron_in_view_are_in_view(sources: tuple[int, int], targets: tuple[int, int]) -> None:
    edges = EdgesInView(sources, targets, 7, 5)
    expected = [
        source * 5 + target
        for source in range(7)
        for target in range(5)
        if source in range(*sources) or target in range(*targets)
    ]
    assert edges.indices().tolist() == expected
    assert edges.count == len(expected)
    assert edges.is_whole == (len(expected) == 35)


@given(st.lists(st.integers(1, 300), min_size=3, max_size=20), st.builds(View, shares, shares, shares))
def test_neurons_in_view_are_those_whose_place_is(widths: list[int], view: View) -> None:
    whole = arrange(widths, ROOM)
    layout = magnified(whole, clamped(whole, view), ROOM)
    for gap in range(len(widths) - 1):
        edges = edges_in_view(layout, gap)
        left, right = layout.columns[gap : gap + 2]
        if not edges.count:
            continue
        for column, seen in ((left, edges.sources), (right, edges.targets)):
            inside = np.flatnonzero((column.heights() > ROOM.top) & (column.heights() < ROOM.bottom))
            assert all(seen[0] <= unit < seen[1] for unit in inside.tolist())


def test_zooming_in_shows_every_edge_of_the_neurons_in_view() -> None:
    whole = arrange((2, *(64,) * 20, 1), ROOM)
    assert not level_of_detail(whole).complete
    detail = level_of_detail(magnified(whole, clamped(whole, View(1.0)), ROOM))
    assert detail.complete
    assert detail.is_part
    assert 0 < sum(detail.weights) <= ALL_EDGES_BUDGET


def test_a_picture_that_takes_too_long_sheds_edges_step_by_step() -> None:
    layout = arrange((2, *(10,) * 8, 1), ROOM)
    counts = [sum(level_of_detail(layout, ease).edges) for ease in range(4)]
    assert counts[0] == 730
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 0


def test_very_many_edges_are_a_matrix_whose_cells_are_the_weights() -> None:
    layout = arrange((2, 512, 512, 1), ROOM)
    detail = level_of_detail(layout)
    assert detail.matrices == (False, True, False)
    assert detail.weights[1] >= MATRIX_FROM
    values = np.zeros((512, 512))
    values[500, 3] = 0.5
    scale = ColorScale()
    place = matrix_place(layout, 1)
    codes = matrix_codes(place, values, scale)
    assert (codes == scale.code(0.5)).sum() == 1
    row, column = np.argwhere(codes == scale.code(0.5))[0].tolist()
    x = place.box.left + (column + 0.5) / codes.shape[1] * place.box.width
    y = place.box.top + (row + 0.5) / codes.shape[0] * place.box.height
    found = place.edge_at(x, y)
    assert found is not None
    assert abs(found[0] - 500) <= 512 / codes.shape[1]
    assert abs(found[1] - 3) <= 512 / codes.shape[0]
    assert abs(y - layout.columns[2].heights()[3]) <= place.box.height / codes.shape[0]


def test_a_matrix_hides_neither_nan_nor_what_is_strongest() -> None:
    layout = arrange((2, 512, 512, 1), ROOM)
    values = np.random.default_rng(0).lognormal(-6, 1, (512, 512))
    values[10, 10], values[400, 400] = np.nan, -1e3
    scale = ColorScale()
    codes = matrix_codes(matrix_place(layout, 1), values, scale)
    assert {scale.code(np.nan), scale.code(1e3)} <= set(codes.ravel().tolist())


@pytest.mark.parametrize(("rows", "columns"), [(512, 512), (300, 517), (1024, 64)])
def test_a_matrix_without_the_kernel_is_the_kernels(rows: int, columns: int) -> None:
    layout = arrange((2, rows, columns, 1), ROOM)
    values = np.random.default_rng(0).standard_normal((rows, columns)) * 1e-3
    values[1, 2], values[3, 4], values[5, 6] = np.nan, -np.inf, 0.0
    place, scale = matrix_place(layout, 1), ColorScale()
    assert np.array_equal(
        matrix_codes(place, values, scale, compiled=False), matrix_codes(place, values, scale)
    )


def test_edges_in_view_are_drawn_between_their_neurons() -> None:
    whole = arrange((2, *(10,) * 8, 1), ROOM)
    layout = magnified(whole, clamped(whole, View(1.0, 0.5, 0.5)), ROOM)
    detail = level_of_detail(layout)
    places = EdgePlaces(layout, detail)
    gradients = [
        np.ones((left.units, right.units))
        for left, right in zip(layout.columns, layout.columns[1:], strict=False)
    ]
    chosen = places.choose(gradients)
    segments, choice = places.segments(gradients, ColorScale(), chosen), chosen.choice
    assert segments.codes.size == sum(detail.weights) > 0
    gap = next(gap for gap, index in enumerate(choice) if index.size)
    source, target = divmod(int(choice[gap][0]), layout.columns[gap + 1].units)
    left, right = layout.columns[gap : gap + 2]
    ends = (left.x, left.heights()[source], right.x, right.heights()[target])
    assert tuple(segments.ends[:, 0]) == ends


def test_few_lines_in_view_are_not_spared() -> None:
    whole = arrange((2, *[8] * 8, 1), ROOM)
    layout = magnified(whole, clamped(whole, View(4.0)), ROOM)
    assert 0 < sum(level_of_detail(layout).weights) <= NOT_WORTH_SPARING
    for ease in range(len(SPARED) + 1):
        assert not ease or not level_of_detail(whole, ease).complete
        assert level_of_detail(layout, ease).complete
