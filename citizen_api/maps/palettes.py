"""The colours of the base map, by day and by night."""

from dataclasses import dataclass
from typing import Final, Literal

Theme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as CSS has them; a road has a fill and an edge for each class."""

    water: str
    land: str
    city: str
    park: str
    rail: str
    ward: str
    minor: tuple[str, str]
    main: tuple[str, str]
    trunk: tuple[str, str]
    halo: str
    street_name: str
    water_name: str
    ward_name: str
    landmark_name: str


PALETTES: Final[dict[Theme, Palette]] = {
    "light": Palette(
        water="#b3d7e8",
        land="#e9e7df",
        city="#f7f4ec",
        park="#cbe4bb",
        rail="#b3aaa0",
        ward="#c3b2a8",
        minor=("#ffffff", "#e2dccf"),
        main=("#fff3cf", "#e3cd95"),
        trunk=("#ffdd9e", "#dcae62"),
        halo="#fffdf8",
        street_name="#5a5348",
        water_name="#2b6a8c",
        ward_name="#85604f",
        landmark_name="#4c4366",
    ),
    "dark": Palette(
        water="#10303f",
        land="#16191d",
        city="#1d2126",
        park="#1f3327",
        rail="#4c5058",
        ward="#4d4a52",
        minor=("#343a42", "#1a1d21"),
        main=("#474233", "#191a1a"),
        trunk=("#65542f", "#1a1917"),
        halo="#14171a",
        street_name="#c6c9cf",
        water_name="#7db6d1",
        ward_name="#cfa893",
        landmark_name="#bcb4d9",
    ),
}
