"""Where the arrow keys lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from vgviz.views.diagram.walking import place_after
from vgviz.views.selection import Place

WIDTHS = (2, 10, 5, 1)
Key = Qt.Key


@pytest.mark.parametrize(
    ("place", "key", "after"),
    [
        (None, Key.Key_Right, Place(0)),
        (Place(0), Key.Key_Right, Place(1)),
        (Place(0), Key.Key_Left, Place(-1)),
        (Place(-1), Key.Key_Left, Place(-1)),
        (Place(2), Key.Key_Right, Place(2)),
        (Place(0, 3), Key.Key_Down, Place(0, 4)),
        (Place(0, 9), Key.Key_Down, Place(0, 9)),
        (Place(0), Key.Key_Down, Place(0, 0)),
        (Place(0), Key.Key_Up, Place(0, 9)),
        (Place(0, 8), Key.Key_Right, Place(1, 4)),
        (Place(1, 2, 4), Key.Key_Down, Place(1, 2, 5)),
        (Place(0), Key.Key_Return, Place(0, 4)),
        (Place(1, 2), Key.Key_Return, Place(1, 2, 5)),
        (Place(-1, 0), Key.Key_Return, Place(-1, 0)),
        (Place(1, 2, 5), Key.Key_Escape, Place(1, 2)),
        (Place(1, 2), Key.Key_Escape, Place(1)),
        (Place(1), Key.Key_Escape, None),
    ],
)
def test_keys_lead_through_the_network(place: Place | None, key: Key, after: Place | None) -> None:
    assert place_after(key, place, WIDTHS) == after


@given(
    st.lists(st.integers(1, 9), min_size=2, max_size=6),
    st.lists(
        st.sampled_from(
            [Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Enter, Key.Key_Escape]
        ),
        max_size=40,
    ),
)
def test_no_walk_leaves_the_network(widths: list[int], keys: list[Key]) -> None:
    place: Place | None = None
    for key in keys:
        place = place_after(key, place, widths, run=1)
        assert place is None or (place.fits(widths) and place.run == 1)
