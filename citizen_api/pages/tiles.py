"""Dishes as the pages show them: the Vietnamese name first, the reader's as a gloss."""

from typing import NamedTuple

from citizen_api.dishes.queries import Catalogue, KnownDish
from citizen_api.pages.formats import english
from citizen_api.pages.languages import spoken

MOTIFS = {
    "bread": "bread",
    "cake": "cake",
    "dessert": "dessert",
    "drink": "drink",
    "fried": "roll",
    "gift": "cake",
    "hotpot": "pot",
    "noodle": "noodle",
    "porridge": "porridge",
    "seafood": "snail",
}


class Tile(NamedTuple):
    """A dish to tap on; `open`: how many venues serve it at the time that is shown."""

    name: str
    gloss: str | None
    motif: str
    venue_count: int
    open: int | None = None


def tile(catalogue: Catalogue, dish: KnownDish, served: int | None = None) -> Tile:
    """The tile of a dish."""
    return Tile(
        name=dish.name_vi,
        gloss=gloss(catalogue, dish),
        motif=MOTIFS.get(dish.category, "plate"),
        venue_count=dish.venue_count,
        open=served,
    )


def gloss(catalogue: Catalogue, dish: KnownDish) -> str | None:
    """The name in the reader's language, else in English; none in Vietnamese."""
    if spoken() == "vi":
        return None
    translated = catalogue.translations.get((dish.id, spoken()))
    if translated is None and dish.name_en != dish.name_vi:
        return english(dish.name_en)
    return translated
