"""The dishes of the seeds: what they are, how people write them, what they cost."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from citizen_api.dishes.models import CityPrice, Dish, DishForm
from citizen_api.dishes.search_forms import FormKind
from geo.names import fold
from seeds.files import Record
from seeds.keeping import Row, keep, numbered
from seeds.sources import Days


def load_dishes(session: Session, record: Record, aliases: Record, days: Days) -> int:
    """Keep every dish, its forms and its prices in the city; how many rows changed.

    `aliases` is `dish_aliases.json`: more forms, with their languages.
    """
    dishes = record["dishes"]
    ids = numbered(session, Dish, [(dish["id"],) for dish in dishes], ["slug"])
    known: list[Row] = []
    forms: list[Row] = []
    prices: list[Row] = []
    for dish in dishes:
        id_ = ids[dish["id"],]
        known.append(_dish(id_, dish))
        forms.extend(_forms(id_, dish, aliases.get(dish["id"], [])))
        prices.extend(_prices(id_, dish, days))
    return (
        keep(session, Dish, known, key=["id"])
        + keep(session, DishForm, forms, key=["dish_id", "text"], whole=True)
        + keep(session, CityPrice, prices, key=list(prices[0]), whole=True)
    )


def _dish(id_: int, dish: Record) -> Row:
    return {
        "id": id_,
        "slug": dish["id"],
        "name_vi": dish["name_vi"],
        "name_en": dish["name_en"],
        "description_vi": dish["description_vi"],
        "description_en": dish["description_en"],
        "description_basis": dish["description_basis"],
        "category": dish["category"],
        "signature": dish["signature"],
        "source_ids": dish["sources"],
    }


def _forms(id_: int, dish: Record, aliases: Sequence[Record]) -> Iterator[Row]:
    """Every way to write the dish, each once; what only drops the marks is left out.

    "Nem chua / nem chạo" names two, so each part is a form too.
    """
    told = [
        (FormKind.NAME_VI, "vi", dish["name_vi"]),
        (FormKind.NAME_EN, "en", dish["name_en"]),
        *((FormKind.ALIAS, "vi", part) for part in dish["name_vi"].split(" / ")),
        *((FormKind.ALIAS, alias["lang"], alias["text"]) for alias in aliases),
        *((FormKind.ALIAS, _language(text), text) for text in dish["aliases"]),
    ]
    bare = {fold(text) for _, _, text in told if fold(text) != text}
    seen: set[str] = set()
    for kind, language, text in told:
        if text not in bare | seen:
            seen.add(text)
            yield {"dish_id": id_, "text": text, "kind": kind, "language": language}


def _language(alias: str) -> str | None:
    """Vietnamese when marks say so; the list does not say of others."""
    return None if alias.isascii() else "vi"


def _prices(id_: int, dish: Record, days: Days) -> Iterator[Row]:
    for price in dish["city_prices"]:
        checked_on, precision = days[price["source"]]
        yield {
            "dish_id": id_,
            "price_min": price["price_min"],
            "price_max": price["price_max"],
            "unit": price["unit"],
            "source_id": price["source"],
            "checked_on": checked_on,
            "precision": precision,
            "note": price["note"],
        }
