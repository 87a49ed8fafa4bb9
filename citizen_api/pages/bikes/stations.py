"""The page of stations: nearest first, with bikes or with room, as a list and a map."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, Response

from citizen_api.bikes import stations
from citizen_api.bikes.resources import MAX_AGE, moment, opened
from citizen_api.bikes.stations import Question, Row
from citizen_api.callers import public as anyone
from citizen_api.fields import Choice, Words
from citizen_api.http.cursors import begins, cut
from citizen_api.http.session import database
from citizen_api.pages.asking import PlaceQuery, read, same_list
from citizen_api.pages.bikes.words import pins, told
from citizen_api.pages.home import OPERA_HOUSE, is_far, place
from citizen_api.pages.html import page
from geo.points import Point

HERE = "/bikes"
PER_PAGE = 30
KEPT = ("lat", "lon", "need", "type", "lang")
address = partial(same_list, KEPT)

blueprint = Blueprint("bikes_page", __name__, template_folder="templates")


class StationsQuery(PlaceQuery):
    """The parameters of the page."""

    need = Choice("bikes", "room")
    type = Choice("bicycle", "electric")
    cursor = Words(longest=400)


STATIONS = StationsQuery()


@blueprint.get(HERE)
@anyone
def listed() -> Response:
    """Stations; nobody keeps a page that tells where its reader stands."""
    asked = read(STATIONS)
    stood, at = place(asked), moment()
    stands = stood if stood and not is_far(stood) else None
    rows, cursor = found(asked, stands or OPERA_HOUSE, at)
    items = [told(row, at) for row in rows]
    return page(
        "bikes/list.html",
        max_age=None if stood else MAX_AGE,
        asked=asked,
        stands=stands,
        is_far=stood != stands,
        stations=items,
        simulated=any(item["simulated"] for item in items),
        places=pins(items, asked.get("need")),
        address=address,
        following=cursor and address(cursor=cursor),
    )


def found(
    asked: dict[str, Any], centre: Point, at: datetime
) -> tuple[Sequence[Row], str | None]:
    """Some stations, and the cursor of those after them. Raises BadCursor."""
    said = {name: str(value) for name, value in asked.items() if name != "cursor"}
    identity = ["stations page", said]
    after = begins(identity, asked)
    kind, need = asked.get("type"), asked.get("need")
    wanted = Question(
        centre=centre,
        bikes=1 if need == "bikes" else None,
        kind=kind,
        room=1 if need == "room" else None,
        limit=PER_PAGE + 1,
        after=(after[0], after[1]) if after else None,
    )
    rows = stations.stations(database(), wanted, opened(at), at)
    return cut(identity, rows, PER_PAGE, lambda each: (each.metres, each.id))
