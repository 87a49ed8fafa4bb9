"""From the parameters of a request to a question that can be answered."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from citizen_api.areas.queries import Areas
from citizen_api.db import Database
from citizen_api.fields import BadText
from citizen_api.http.places import NEEDS_CENTRE, half_a_place
from citizen_api.problems import FieldError, InvalidRequest, Said
from citizen_api.schedules.evaluating import HO_CHI_MINH
from citizen_api.venues.models import ANY_DISH
from citizen_api.venues.queries.known import Known
from citizen_api.venues.queries.meaning import Meaning, in_areas, understand
from citizen_api.venues.questions import Question, Sort
from geo.points import Point
from geo.wards import AreaMatch

NEEDS_DISH = Said(
    "Cần có dish, hoặc q là một món.", "This needs a dish, or a q of one."
)
NO_DISH = Said("Không có món nào có id này.", "No dish has this id.")
OTHER_DISH = Said("q nói về món khác với dish.", "q means another dish than dish.")
NO_AREA = Said(
    "Không có phường, quận hay phố nào tên như vậy.",
    "No ward, district or street has this name.",
)
NOT_A_TIME = Said(
    "Phải là now, HH:MM hoặc thời điểm RFC 3339 từ 2025 đến 2030.",
    "This must be now, HH:MM or an RFC 3339 time from 2025 to 2030.",
)
CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
MOMENT = (
    f"now|{CLOCK}|20[0-9]{{2}}-[01][0-9]-[0-3][0-9]T{CLOCK}"
    r"(?::[0-5][0-9](?:\.[0-9]{1,6})?)?(?:Z|[+ -][0-2][0-9]:[0-5][0-9])?"
)
YEARS = range(2025, 2031)


def read_moment(text: str) -> datetime | time | None:
    """None for `now`, a time of today for HH:MM, else a moment; raises BadText.

    Without an offset it is the city's time. A `+` that a client forgot to encode
    arrives as a space.
    """
    if text == "now":
        return None
    if not re.fullmatch(MOMENT, text):
        raise BadText(NOT_A_TIME)
    if len(text) == len("HH:MM"):
        return time.fromisoformat(text).replace(tzinfo=HO_CHI_MINH)
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=HO_CHI_MINH)
        moment = moment.astimezone(HO_CHI_MINH)
    except (ValueError, OverflowError):
        raise BadText(NOT_A_TIME) from None
    if moment.year not in YEARS:
        raise BadText(NOT_A_TIME)
    return moment


def question(
    database: Database, known: Known, asked: dict[str, Any], *, now: datetime
) -> tuple[Question, Meaning]:
    """What is asked, and what the words were taken to mean.

    Raises InvalidRequest for parameters that contradict one another or name a dish
    or an area that is not known.
    """
    meaning, matches = Meaning(), _ward(known.areas, asked)
    place = _place(known.areas, asked, matches)
    if "q" in asked:
        meaning = understand(database, known, asked["q"], place)
    dishes = _dishes(known, asked, meaning)
    errors = list(_contradictions(asked, dishes))
    if errors:
        raise InvalidRequest(errors=errors)
    return replace(
        place,
        dishes=dishes,
        venues=meaning.venues,
        areas=(*place.areas, *([meaning.areas] if meaning.areas else [])),
        open_at=_moment(asked, now),
        max_price=asked.get("max_price"),
        min_score=asked.get("min_score"),
        sort=_sort(asked["sort"], meaning, place.centre),
        limit=asked["limit"],
    ), replace(meaning, matched=(*matches, *meaning.matched))


def _place(
    areas: Areas, asked: dict[str, Any], matches: tuple[AreaMatch, ...]
) -> Question:
    """Where it is asked about."""
    whole = asked.keys() >= {"lat", "lon"}
    return Question(
        areas=(in_areas(areas, matches),) if matches else (),
        centre=Point(asked["lon"], asked["lat"]) if whole else None,
        radius=asked.get("radius"),
        bbox=asked.get("bbox"),
    )


def _dishes(known: Known, asked: dict[str, Any], meaning: Meaning) -> tuple[int, ...]:
    if "dish" not in asked:
        return meaning.dishes or (ANY_DISH,)
    dish = known.dishes.by_slug.get(asked["dish"])
    if dish is None:
        raise InvalidRequest(errors=[FieldError(NO_DISH, parameter="dish")])
    if meaning.dishes and dish.id not in meaning.dishes:
        raise InvalidRequest(errors=[FieldError(OTHER_DISH, parameter="q")])
    return (dish.id,)


def _contradictions(
    asked: dict[str, Any], dishes: tuple[int, ...]
) -> Iterator[FieldError]:
    yield from half_a_place(asked)
    if asked["sort"] == Sort.DISTANCE and not asked.keys() & {"lat", "lon"}:
        yield FieldError(NEEDS_CENTRE, parameter="sort")
    if dishes == (ANY_DISH,):
        if "max_price" in asked:
            yield FieldError(NEEDS_DISH, parameter="max_price")
        if asked["sort"] == Sort.PRICE:
            yield FieldError(NEEDS_DISH, parameter="sort")


def _ward(areas: Areas, asked: dict[str, Any]) -> tuple[AreaMatch, ...]:
    if "ward" not in asked:
        return ()
    matches = areas.find(asked["ward"])
    if not matches:
        raise InvalidRequest(errors=[FieldError(NO_AREA, parameter="ward")])
    return tuple(matches)


def _moment(asked: dict[str, Any], now: datetime) -> datetime | None:
    if "open_at" not in asked:
        return None
    given = asked["open_at"]
    if isinstance(given, time):
        return datetime.combine(now.date(), given)
    return now if given is None else given


def _sort(asked: str, meaning: Meaning, centre: Point | None) -> Sort:
    if asked != Sort.RELEVANCE:
        return Sort(asked)
    if meaning.venues is not None:
        return Sort.RELEVANCE
    return Sort.DISTANCE if centre is not None else Sort.SCORE
