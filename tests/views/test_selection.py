"""What is chosen in the network outlives changes of the network as far as it can."""

import pytest

from vgviz.views.selection import Place, Selection

WIDTHS = (2, 10, 8, 1)


def test_a_change_is_told_once() -> None:
    selection = Selection()
    told: list[Place | None] = []
    selection.changed.connect(told.append)
    selection.choose(Place(1, 3))
    selection.choose(Place(1, 3))
    selection.choose(None)
    assert told == [Place(1, 3), None]


@pytest.mark.parametrize("place", [Place(-1, 1), Place(0), Place(0, 9, 1), Place(2, 0, 7)])
def test_what_the_network_has_fits(place: Place) -> None:
    assert place.fits(WIDTHS)


@pytest.mark.parametrize(
    "place",
    [Place(-2), Place(3), Place(0, 10), Place(1, 0, 10), Place(-1, 0, 0), Place(0, None, 0), Place(0, -1)],
)
def test_what_the_network_lacks_does_not_fit(place: Place) -> None:
    assert not place.fits(WIDTHS)


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        (Place(1, 3, 9), Place(1, 3, 9)),
        (Place(1, 3, 10), Place(1, 3)),
        (Place(1, 8), Place(1)),
        (Place(3), None),
        (Place(0, 2, run=1), Place(0, 2)),
    ],
)
def test_a_network_that_shrinks_keeps_what_is_left(chosen: Place, kept: Place | None) -> None:
    selection = Selection()
    selection.choose(chosen)
    selection.fit([WIDTHS])
    assert selection.place == kept
