"""Little pictures as discs."""

import numpy as np
import pytest

from vgviz.drawing.color_maps import TIDE_ON_DARK
from vgviz.drawing.sprites import disc_sprites, sprite_table

TABLE = sprite_table(TIDE_ON_DARK, "#ff0000")


def _color(pixel: np.uint32) -> str:
    return f"#{int(pixel) & 0xFFFFFF:06x}"


@pytest.mark.parametrize(("value", "color"), [(-1.0, "#7dcffe"), (1.0, "#ffb348"), (np.nan, "#ff0000")])
def test_a_picture_of_one_value_is_a_disc_of_its_colour(value: float, color: str) -> None:
    (sprite,) = disc_sprites(np.full((1, 8, 8), value), 10.0, TABLE)
    middle = len(sprite) // 2
    assert _color(sprite[middle, middle]) == color
    assert _color(sprite[middle, 2]) == color
    assert sprite[0, 0] == 0
    assert abs((sprite >> 24).sum() / 255 - np.pi * 10.0**2) < 5


def test_up_is_up_and_right_is_right() -> None:
    picture = np.zeros((1, 6, 6))
    picture[0, :3, 3:] = 1.0
    (sprite,) = disc_sprites(picture, 9.0, TABLE)
    red = (sprite >> 16 & 0xFF).astype(int)
    middle = len(sprite) // 2
    assert red[middle - 4, middle + 4] > red[middle + 4, middle + 4]
    assert red[middle - 4, middle + 4] > red[middle - 4, middle - 4]


def test_neighbours_melt_into_each_other() -> None:
    picture = np.tile(np.linspace(-1.0, 1.0, 4), (1, 4, 1))
    (sprite,) = disc_sprites(picture, 20.0, TABLE)
    row = sprite[len(sprite) // 2]
    assert len(np.unique(row)) > 20
