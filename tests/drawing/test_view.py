"""Zooming and panning as geometry."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vgviz.drawing.layout import Box, NetworkLayout, arrange
from vgviz.drawing.view import (
    DEEPEST_PITCH,
    DEEPEST_SPACING,
    WHOLE,
    View,
    between,
    clamped,
    factors,
    looking_at,
    magnified,
    panned,
    part_in_view,
    zoomed,
)

ROOM = Box(50.0, 60.0, 1000.0, 400.0)
networks = st.lists(st.integers(1, 600), min_size=3, max_size=60)
shares = st.floats(0.0, 1.0)
views = st.builds(View, shares, shares, shares)
places = st.tuples(st.floats(60.0, 1040.0), st.floats(70.0, 450.0))


def world(layout: NetworkLayout, view: View, place: tuple[float, float]) -> tuple[float, float]:
    """What share of the whole picture lies at a place."""
    (across, along), box = factors(layout, view.zoom), layout.box
    right = (place[0] - box.left - box.width / 2) / (box.width * across)
    return view.x + right, view.y + (place[1] - box.top - box.height / 2) / (box.height * along)


@given(networks, views, st.floats(0.5, 3.0), places)
def test_what_lies_under_the_pointer_stays_there_while_zooming(
    widths: list[int], view: View, by: float, at: tuple[float, float]
) -> None:
    layout = arrange(widths, ROOM)
    before = clamped(layout, view)
    after = zoomed(layout, before, by, at)
    free_x = after.x not in (0.5 / factors(layout, after.zoom)[0], 1 - 0.5 / factors(layout, after.zoom)[0])
    free_y = after.y not in (0.5 / factors(layout, after.zoom)[1], 1 - 0.5 / factors(layout, after.zoom)[1])
    pairs = zip(world(layout, before, at), world(layout, after, at), (free_x, free_y), strict=True)
    for here, there, is_free in pairs:
        assert not is_free or here == pytest.approx(there, abs=1e-9)


@given(networks, views)
def test_no_view_shows_anything_beside_the_network(widths: list[int], view: View) -> None:
    layout = arrange(widths, ROOM)
    part = part_in_view(layout, clamped(layout, view))
    assert part.left >= -1e-9
    assert part.right <= 1 + 1e-9
    assert part.top >= -1e-9
    assert part.bottom <= 1 + 1e-9


@given(networks)
def test_the_whole_view_is_the_layout_itself_and_zooming_leaves_it_smoothly(widths: list[int]) -> None:
    layout = arrange(widths, ROOM)
    assert magnified(layout, WHOLE, ROOM) is layout
    near = magnified(layout, View(1e-9), ROOM)
    assert np.allclose([column.x for column in near.columns], [column.x for column in layout.columns])
    assert near.radius == pytest.approx(layout.radius)
    assert [column.circles for column in near.columns] == [column.circles for column in layout.columns]


@given(networks, shares, shares)
def test_the_deepest_zoom_has_neurons_of_full_size(widths: list[int], x: float, y: float) -> None:
    layout = arrange(widths, ROOM)
    deep = magnified(layout, clamped(layout, View(1.0, x, y)), ROOM)
    assert deep.pitch >= DEEPEST_PITCH - 1e-6
    assert min(column.spacing for column in deep.columns) >= DEEPEST_SPACING - 1e-6
    assert any(column.circles for column in deep.columns)


@given(networks, views, st.data())
def test_looking_at_a_neuron_brings_it_as_near_to_the_middle_as_may_be(
    widths: list[int], view: View, data: st.DataObject
) -> None:
    layout = arrange(widths, ROOM)
    index = data.draw(st.integers(0, len(widths) - 1))
    column = layout.columns[index]
    seen = looking_at(layout, column.x, column.first, view.zoom)
    shown = magnified(layout, seen, ROOM).columns[index]
    assert ROOM.left - 1e-6 <= shown.x <= ROOM.right + 1e-6
    assert ROOM.top - 1e-6 <= shown.first <= ROOM.bottom + 1e-6


@given(networks, st.floats(0.3, 1.0), st.floats(-300, 300), st.floats(-300, 300))
def test_panning_moves_the_picture_with_the_hand(
    widths: list[int], zoom: float, right: float, down: float
) -> None:
    layout = arrange(widths, ROOM)
    before = clamped(layout, View(zoom))
    after = panned(layout, before, right, down)
    across, along = factors(layout, zoom)
    assume(abs(after.x - 0.5) < 0.499 - 0.5 / across and abs(after.y - 0.5) < 0.499 - 0.5 / along)
    moved = [magnified(layout, view, ROOM).columns[0] for view in (before, after)]
    assert moved[1].x - moved[0].x == pytest.approx(right, abs=1e-6)
    assert moved[1].first - moved[0].first == pytest.approx(down, abs=1e-6)


@given(networks, views, st.floats(1.1, 4.0), places, shares)
def test_on_the_way_of_a_zoom_the_pointer_stays_at_its_place(
    widths: list[int], view: View, by: float, at: tuple[float, float], share: float
) -> None:
    layout = arrange(widths, ROOM)
    start = clamped(layout, view)
    end = zoomed(layout, start, by, at)
    here, there = world(layout, start, at), world(layout, end, at)
    assume(here == pytest.approx(there, abs=1e-9))
    assert world(layout, between(layout, start, end, share), at) == pytest.approx(here, abs=1e-7)
    assert between(layout, start, end, 0.0).zoom == start.zoom
    assert between(layout, start, end, 1.0).x == pytest.approx(end.x)
