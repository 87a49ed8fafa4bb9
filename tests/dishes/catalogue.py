"""The real catalogue, as the seeds have it."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from citizen_api.dishes.search import DishNames, Entry, FormKind

DATA = Path(__file__).parents[2] / "seeds" / "data"


def catalogue() -> Iterator[Entry[str]]:
    more = json.loads((DATA / "dish_aliases.json").read_text())
    for dish in json.loads((DATA / "dishes.json").read_text())["dishes"]:
        yield Entry(dish["id"], dish["name_vi"], FormKind.NAME_VI)
        yield Entry(dish["id"], dish["name_en"], FormKind.NAME_EN)
        aliases = dish["aliases"] + [form["text"] for form in more.get(dish["id"], [])]
        for alias in aliases:
            yield Entry(dish["id"], alias, FormKind.ALIAS)


@cache
def names() -> DishNames[str]:
    return DishNames(catalogue())


def found(query: str, limit: int = 10) -> list[str]:
    """The dishes that a query finds, best first."""
    return [match.dish for match in names().search(query, limit)]
