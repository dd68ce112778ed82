"""What is chosen in the network outlives changes of the network as far as it can."""

import pytest

from vgviz.session.messages import Moved
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


def test_what_is_chosen_goes_before_the_run_turned_to() -> None:
    selection = Selection()
    told: list[Place | None] = []
    selection.changed.connect(told.append)
    selection.turn_to(1)
    selection.turn_to(1)
    assert told == [None]
    assert (selection.run_of(2), selection.run_of(1)) == (1, 0)
    selection.choose(Place(0, run=2))
    selection.turn_to(0)
    assert told == [None, Place(0, run=2)]
    assert selection.run_of(3) == 2


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


@pytest.mark.parametrize(
    ("chosen", "origin", "followed"),
    [
        (Place(1, 3), (1, 0, 2), Place(0, 3)),
        (Place(0), (1, 0, 2), Place(1)),
        (Place(2), (0, None, 1, 2), Place(3)),
        (Place(1, 3, 9), (0, 2), Place(0)),
        (Place(0, 1), (1, 2), Place(0)),
        (Place(-1, 1), (1, 2), Place(-1, 1)),
        (Place(1, run=1), (1, 0, 2), Place(1, run=1)),
    ],
)
def test_the_same_layer_stays_chosen_where_it_has_become_another_in_number(
    chosen: Place, origin: tuple[int | None, ...], followed: Place
) -> None:
    selection = Selection()
    selection.choose(chosen)
    selection.follow(Moved(origin, run=0))
    after = (2, *(10 for _ in origin[:-1]), 1)
    selection.fit([after, WIDTHS])
    assert selection.place == followed
    selection.fit([after, WIDTHS])
    assert selection.place == followed, "followed once"


@pytest.mark.parametrize(
    ("run", "origin", "followed"), [(2, (0, 2), 1), (1, (0, 2), 0), (1, (0, None, 1), 2), (0, (0, 2), 0)]
)
def test_the_same_network_stays_chosen_where_another_has_gone_or_come_back(
    run: int, origin: tuple[int | None, ...], followed: int
) -> None:
    selection = Selection()
    selection.choose(Place(1, 3, run=run))
    selection.follow(Moved(origin))
    before = sum(old is not None for old in origin) + (None not in origin)
    selection.fit([WIDTHS] * before)
    assert selection.place == Place(1, 3, run=run), "the picture is still the one before"
    selection.fit([WIDTHS] * len(origin))
    assert selection.place == Place(1, 3, run=followed)


@pytest.mark.parametrize(
    ("chosen", "kept"), [(Place(2), Place(4)), (Place(2, 0, 3), Place(4, 0, 3)), (Place(1), Place(1))]
)
def test_the_output_layer_stays_chosen_whatever_the_depth(chosen: Place, kept: Place) -> None:
    selection = Selection()
    selection.fit([WIDTHS])
    selection.choose(chosen)
    for widths, place in (((2, 10, 8, 8, 8, 1), kept), (WIDTHS, chosen)):
        selection.fit([widths])
        assert selection.place == place


def test_a_new_layer_before_the_output_layer_is_not_taken_for_it() -> None:
    selection = Selection()
    selection.fit([WIDTHS])
    selection.choose(Place(2), is_new=True)
    selection.fit([WIDTHS])
    selection.fit([(2, 10, 8, 8, 1)])
    assert selection.place == Place(2)


def test_layers_are_followed_when_the_picture_has_them() -> None:
    selection = Selection()
    selection.choose(Place(2))
    selection.follow(Moved((0, 1, None, 2), run=0))
    selection.fit([WIDTHS])
    assert selection.place == Place(2), "the picture is still the one before"
    selection.fit([(2, 10, 8, 8, 1)])
    assert selection.place == Place(3)


def test_a_new_choice_is_not_taken_for_the_layer_before() -> None:
    selection = Selection()
    selection.follow(Moved((1, 0, 2), run=0))
    selection.choose(Place(0))
    selection.fit([WIDTHS])
    assert selection.place == Place(0)
