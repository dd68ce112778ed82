"""Neurons laid over the edges."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from vgviz.drawing import raster
from vgviz.drawing.raster import Raster
from vgviz.drawing.shape_kernels import stamp

ROWS, COLUMNS, SIDE, GUARD = 12, 15, 5, 16


def _random_premultiplied(shape: tuple[int, ...], seed: int) -> NDArray[np.uint32]:
    generator = np.random.default_rng(seed)
    alpha = generator.choice([0, 1, 128, 254, 255], shape)
    channels = [(generator.integers(0, 256, shape) * alpha) // 255 for _ in range(3)]
    packed = alpha << 24 | channels[0] << 16 | channels[1] << 8 | channels[2]
    return np.asarray(packed, dtype=np.uint32)


def _naive(below: NDArray[np.uint32], sprite: NDArray[np.uint32], left: int, top: int) -> NDArray[np.uint32]:
    """Source over destination, channel by channel."""
    out = below.copy()
    for row in range(SIDE):
        for column in range(SIDE):
            y, x = top + row, left + column
            if not (0 <= y < ROWS and 0 <= x < COLUMNS):
                continue
            above, under = int(sprite[row, column]), int(below[y, x])
            kept = 255 - (above >> 24)
            channels = [(under >> shift & 255) * kept for shift in (24, 16, 8, 0)]
            rounded = [(value + 127) // 255 for value in channels]
            out[y, x] = above + sum(
                value << shift for value, shift in zip(rounded, (24, 16, 8, 0), strict=True)
            )
    return out


@settings(max_examples=80, deadline=None)
@given(st.integers(-8, 20), st.integers(-8, 20), st.integers(0, 2**31))
def test_stamping_is_source_over_destination(left: int, top: int, seed: int) -> None:
    below = _random_premultiplied((ROWS, COLUMNS), seed)
    sprites = _random_premultiplied((1, SIDE, SIDE), seed + 1)
    sprites.flags.writeable = False
    out = below.copy()
    stamp(out, sprites, np.array([[left + SIDE / 2], [top + SIDE / 2]]))
    assert np.array_equal(out, _naive(below, sprites[0], left, top))


@settings(max_examples=100, deadline=None)
@given(st.floats(width=64), st.floats(width=64))
def test_nothing_is_ever_stamped_outside(x: float, y: float) -> None:
    canvas = np.zeros((ROWS + 2 * GUARD, COLUMNS), dtype=np.uint32)
    sprites = np.full((2, SIDE, SIDE), 0xFFFFFFFF, dtype=np.uint32)
    sprites.flags.writeable = False
    centers = np.array([[x, COLUMNS / 2], [y, ROWS / 2]])
    stamp(canvas[GUARD : GUARD + ROWS], sprites, centers)
    assert not canvas[:GUARD].any()
    assert not canvas[GUARD + ROWS :].any()
    assert canvas[GUARD + ROWS // 2, COLUMNS // 2] == 0xFFFFFFFF


def test_however_centres_lie_in_memory_nothing_is_compiled_while_drawing() -> None:
    raster.warm_up()
    known = set(getattr(stamp, "overloads", ()))  # none where Numba is off
    sprites = np.full((2, SIDE, SIDE), 0xFFFFFFFF, dtype=np.uint32)
    sprites.flags.writeable = False
    image = Raster(ROWS, COLUMNS)
    for order in ("C", "F"):
        image.stamp(sprites, np.array([[4.0, 9.0], [5.0, 6.0]], order=order))
    assert set(getattr(stamp, "overloads", ())) == known
    assert image.pixels[5, 4] == image.pixels[6, 9] == 0xFFFFFFFF
