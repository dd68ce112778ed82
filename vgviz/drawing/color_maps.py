"""Colour maps as data: perceptually uniform, safe for colour-blind eyes, lightness strictly monotone."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

# Every eighth entry of viridis, by Stéfan van der Walt, Nathaniel Smith and Eric Firing (2015), CC0.
_VIRIDIS = (
    "440154 470d60 48186a 482374 472d7b 453781 424086 3e4989 3b528b 375b8d 33638d "
    "2f6b8e 2c728e 297a8e 26828e 23898e 21918c 1f978b 1f9f88 21a685 27ad81 31b57b "
    "3dbc74 4cc26c 5cc863 6ece58 81d34d 95d840 aadc32 c0df25 d5e21a eae51a fde725"
)
# Every eighth entry of cividis, by Jamie Nuñez, Christopher Anderton and Ryan Renslow (2018), CC0.
_CIVIDIS = (
    "00204d 00265a 002c69 00306f 06366e 1f3c6d 2d426c 38486b 414d6b 4a536b 52596c "
    "595f6d 61646f 686a71 6f7073 767676 7d7c78 848179 8b8779 938e78 9b9477 a39a76 "
    "aca174 b4a872 bcaf6f c5b56c cebc68 d7c463 e0cb5e e9d358 f2da50 fbe248 ffea46"
)
# Every eighth entry of magma, inferno and plasma, by Nathaniel Smith and Stéfan van der Walt (2015), CC0.
_MAGMA = (
    "000004 030312 0a0822 130d34 1d1147 29115a 36106b 440f76 51127c 5d177f 6a1c81 "
    "762181 832681 902a81 9c2e7f aa337d b73779 c23b75 cf4070 db476a e55064 ee5b5e "
    "f4695c f9785d fb8761 fd9668 fea571 feb47b fec287 fed194 fde0a1 fceeb0 fcfdbf"
)
_INFERNO = (
    "000004 040312 0b0724 150b37 210c4a 2f0a5b 3d0965 4a0c6b 57106e 64156e 71196e "
    "7d1e6d 8a226a 972766 a32c61 b0315b bc3754 c63d4d d04545 da4e3c e35933 eb6429 "
    "f1711f f67e14 f98c0a fb9b06 fcaa0f fbba1f f9c932 f5d949 f2e865 f3f586 fcffa4"
)
_PLASMA = (
    "0d0887 220690 310597 3f049c 4c02a1 5901a5 6600a7 7201a8 7e03a8 8a09a5 9511a1 "
    "a01a9c aa2395 b32c8e bc3587 c43e7f cc4778 d24f71 d9586a df6263 e56b5d eb7556 "
    "f07f4f f48948 f89441 fb9f3a fdab33 feb72d fdc328 fcd025 f9dd25 f5eb27 f0f921"
)
# Own: in Oklab (Björn Ottosson 2020) lightness falls linearly from 0.93 to 0.25 while the hue turns from mint
# (168°) to indigo (285°) with as much chroma as sRGB holds. For light backgrounds: strong means deep.
_LAGOON = (
    "cef1e2 c2ecdc b6e6d7 aae0d2 9edbce 91d5ca 85cfc6 78c9c3 6cc2c0 5fbcbd 53b5bb "
    "48aeb8 3ca7b6 32a0b3 2999b0 2192ad 1b8aa9 1883a5 187ba1 1a739c 1c6c97 1f6491 "
    "225d8a 255684 264f7c 284875 28416d 283a64 27345c 262e53 24284a 222342 1f1d39"
)

# Own, for what has a sign: in Oklab lightness goes linearly from a centre near the background to both ends,
# equally far; below the centre is blue, above orange (hues 255° to 235° and 45° to 72°): every eye tells them
# apart.
_TIDE_ON_DARK = (
    "7dcffe 64c6fe 47bcfe 1bb3fe 0ba8f5 019dea 0793de 2089cd 2b7fbc 3175ac 356b9b "
    "37628a 38597a 385069 384758 363e47 31363b 473a34 563f34 664532 754a30 84502c "
    "935627 a25c1f b06211 bd6a07 c87301 d37c06 de8601 e89005 f39a0b fea404 ffb348"
)
_TIDE_ON_LIGHT = (
    "1043a8 114eb2 1259bc 1464c6 166fd1 197adb 2986e0 3c91e2 4e9ce3 60a7e5 72b1e6 "
    "84bbe7 97c5e8 aacee9 bdd7e9 d1e0e9 e6e8ea e6dbd0 e4cfbb e1c3a7 deb693 dba97f "
    "d79c6c d48f59 d08145 cc732f c76410 bd5a05 b25002 a64700 9a3f02 8f3600 822e01"
)


@dataclass(frozen=True, slots=True)
class ColorMap:
    """A named map; anchors are equally spaced, shape (n, 3), sRGB from 0 to 255.

    A sequential map goes from weak to strong, a diverging one from far below its centre to far above it.
    """

    name: str
    anchors: tuple[tuple[int, int, int], ...]

    def colors(self, position: NDArray[np.float64]) -> NDArray[np.uint8]:
        """Colours at ``position`` (any shape, 0 to 1), shape ``(*position.shape, 3)``."""
        table = np.asarray(self.anchors, dtype=np.float64)
        where = np.linspace(0.0, 1.0, len(table))
        channels = [np.interp(position, where, table[:, channel]) for channel in range(3)]
        return np.rint(np.stack(channels, axis=-1)).astype(np.uint8)

    def part(self, start: float, end: float) -> "ColorMap":
        """The map from ``start`` to ``end``; the other way round where the end comes first."""
        colors = self.colors(np.linspace(start, end, len(self.anchors))).tolist()
        return ColorMap(self.name, tuple((red, green, blue) for red, green, blue in colors))


def _from_hex(name: str, anchors: str) -> ColorMap:
    values = (bytes.fromhex(anchor) for anchor in anchors.split())
    return ColorMap(name, tuple((red, green, blue) for red, green, blue in values))


VIRIDIS = _from_hex("viridis", _VIRIDIS)
LAGOON = _from_hex("lagoon", _LAGOON)
GREY = ColorMap("grey", ((20, 20, 20), (250, 250, 250)))
TIDE_ON_DARK = _from_hex("tide on dark", _TIDE_ON_DARK)
TIDE_ON_LIGHT = _from_hex("tide on light", _TIDE_ON_LIGHT)


AUTOMATIC = "automatic"  # the map that suits the background best
COLOR_MAPS = {
    map_.name: map_
    for map_ in (
        VIRIDIS,
        _from_hex("cividis", _CIVIDIS),
        _from_hex("magma", _MAGMA),
        _from_hex("inferno", _INFERNO),
        _from_hex("plasma", _PLASMA),
        GREY,
    )
}
_FROM_ON_DARK = {"magma": 0.1, "inferno": 0.1}  # their first colours would vanish on a dark ground


@cache
def color_map_for(name: str, background: str) -> ColorMap:
    """The map of this name with its weak end nearest to ``background`` (#rrggbb): weak looks faint on it."""
    if name == AUTOMATIC:
        return VIRIDIS if is_dark(background) else LAGOON
    color_map = COLOR_MAPS[name]
    if is_dark(background):
        return color_map.part(_FROM_ON_DARK.get(name, 0.0), 1.0)
    return color_map.part(1.0, 0.0)


@cache
def diverging_map_for_background(background: str) -> ColorMap:
    """The map for what has a sign whose centre is nearest to ``background`` (#rrggbb)."""
    return TIDE_ON_DARK if is_dark(background) else TIDE_ON_LIGHT


def is_dark(color: str) -> bool:
    """Whether a background (#rrggbb) is nearer to black than to white."""
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 128
