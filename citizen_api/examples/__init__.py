"""The real answers that are the examples of the OpenAPI file.

A room that wants some adds a module whose function takes the City and gives answers by
name, and a line to ROOMS.
"""

import random
import re
from typing import Any, Final
from uuid import UUID

import orjson
from flask import Flask

from citizen_api.db import Database
from citizen_api.examples.asking import City
from citizen_api.examples.bikes import bike_answers
from citizen_api.examples.food import food_answers
from citizen_api.examples.insurance import connect, insurance_answers
from citizen_api.examples.open_data import open_data_answers
from citizen_api.examples.opinions import opinion_answers
from citizen_api.examples.owners import owner_answers
from citizen_api.examples.people import people_answers
from citizen_api.examples.photos import photo_answers

LONGEST_LIST: Final = 2
ROOMS: Final = (
    food_answers,
    open_data_answers,
    bike_answers,
    insurance_answers,
    people_answers,
    photo_answers,
    opinion_answers,
    # Last: it changes what the others show.
    owner_answers,
)
# What is drawn anew each time: ids, and the names that patients know staff by.
DRAWN: Final = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
    r"|\bNV-[A-Z2-7]{8}\b"
)
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def answers(app: Flask, database: Database) -> dict[str, Any]:
    """The answer to each question, by name, with short lists; the same every time.

    `database` holds the real city and nothing else; people come to it and do things.
    """
    city = City(app, database)
    connect(city)
    found: dict[str, Any] = {}
    for room in ROOMS:
        found |= room(city)
    return steady({name: short(answer) for name, answer in found.items()})


def short(value: Any) -> Any:
    """The same with at most two things in each list; coordinates stay whole."""
    if isinstance(value, dict):
        return {key: short(each) for key, each in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict | str):
        return [short(each) for each in value[:LONGEST_LIST]]
    return value


def steady(found: dict[str, Any]) -> dict[str, Any]:
    """The same, under ids that are the same every time; what was one stays one."""
    draw = random.Random("the ids of the examples")  # noqa: S311 - no secret
    known: dict[str, str] = {}

    def another(drawn: re.Match[str]) -> str:
        old = drawn[0]
        if old not in known:
            known[old] = (
                "NV-" + "".join(draw.choices(LETTERS, k=8))
                if old.startswith("NV-")
                else str(UUID(int=draw.getrandbits(128), version=4))
            )
        return known[old]

    renamed: dict[str, Any] = orjson.loads(
        DRAWN.sub(another, orjson.dumps(found).decode())
    )
    return renamed
