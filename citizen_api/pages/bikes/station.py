"""The page of a station: what it counts, its last day, and what it has on arrival."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from babel.dates import get_day_names
from flask import Blueprint, Response, current_app

from citizen_api.bikes import history, stations
from citizen_api.bikes.codes import station_url
from citizen_api.bikes.resources import MAX_AGE, moment, opened, predicted
from citizen_api.bikes.schemas import WEEK_MIN
from citizen_api.bikes.stations import Row
from citizen_api.callers import public as anyone
from citizen_api.fields import Whole, between
from citizen_api.http.api import Schema
from citizen_api.http.session import database
from citizen_api.pages.asking import read
from citizen_api.pages.bikes.day import drawn
from citizen_api.pages.bikes.near import nearest
from citizen_api.pages.bikes.words import pins, told
from citizen_api.pages.formats import due, locale
from citizen_api.pages.html import page
from citizen_api.pages.languages import _, marked, ngettext
from citizen_api.problems import NotFound
from geo.points import Point

USUAL_MIN = 10
MINUTES = (5, 10, 20, 30, 60)
OTHERS = 3
CHANCES = (
    (0.9, marked("almost certainly")),
    (0.7, marked("likely")),
    (0.4, marked("perhaps")),
    (0.15, marked("unlikely")),
    (0.0, marked("hardly")),
)

blueprint = Blueprint("station_page", __name__, template_folder="templates")


class StationQuery(Schema):
    """In how many minutes the reader will be there."""

    minutes = Whole(load_default=USUAL_MIN, validate=between(0, WEEK_MIN))


STATION = StationQuery()


@blueprint.get("/bikes/stations/<slug:slug>")
@anyone
def station(slug: str) -> Response:
    """Everything about a station."""
    minutes, at = read(STATION)["minutes"], moment()
    row = stations.station(database(), slug, opened(at), at)
    if row is None:
        raise NotFound
    shown = told(row, at)
    heading, others = elsewhere(row)
    return page(
        "bikes/station.html",
        max_age=MAX_AGE,
        station=shown,
        place_is=stations.place_note(database(), row.id),
        url=station_url(current_app.config["PUBLIC_URL"], slug),
        places=pins([shown], None) | {"centre": shown["location"]["coordinates"]},
        day=drawn(history.last_day(database(), row.id, at)),
        minutes=minutes,
        choices=MINUTES,
        arrival=foreseen(row, at, minutes),
        heading=heading,
        others=others,
    )


def foreseen(row: Row, at: datetime, minutes: int) -> dict[str, Any]:
    """What may be there on arrival, and what that rests on, in words."""
    arrival = at + timedelta(minutes=minutes)
    made = predicted(row, arrival, at)
    days = max(made["bike"]["days"], made["room"]["days"])
    return {
        "at": due(arrival),
        "bike": chance(made["bike"]),
        "room": chance(made["room"]),
        "known": made["enough_history"],
        "basis": basis(made["basis"], days, arrival),
    }


def chance(told: Mapping[str, Any]) -> tuple[str, float] | None:
    """How likely something is, in a word and as a number; None when nobody knows."""
    probability = told["probability"]
    if probability is None:
        return None
    word = next(word for least, word in CHANCES if probability >= least)
    return _(word), probability


def basis(rests: Mapping[str, Any], days: int, arrival: datetime) -> str:
    """What the prediction stands on."""
    weekday = get_day_names("wide", locale=locale())[arrival.weekday()]
    if rests["method"] == "count-now-moved-as-then":
        return ngettext(
            "What is there now, changed as it changed at this hour on %(num)d earlier"
            " day (%(weekday)s).",
            "What is there now, changed as it changed at this hour on %(num)d earlier"
            " days (%(weekday)s).",
            days,
            weekday=weekday,
        )
    return ngettext(
        "What was there at that hour on %(num)d earlier day (%(weekday)s).",
        "What was there at that hour on %(num)d earlier days (%(weekday)s).",
        days,
        weekday=weekday,
    )


def elsewhere(row: Row) -> tuple[str, list[dict[str, Any]]]:
    """Where else to go: with what is missing here, else what is near."""
    here = Point.from_micro(row.lon_e6, row.lat_e6)
    if not (row.renting and row.available):
        heading, others = _("Nearest with bikes"), nearest(here, most=OTHERS, bikes=1)
    elif not row.returning or row.docks_available == 0:
        heading, others = _("Nearest with room"), nearest(here, most=OTHERS, room=1)
    else:
        heading, others = _("Other stations nearby"), nearest(here, most=OTHERS + 1)
    return heading, [each for each in others if each["id"] != row.slug]
