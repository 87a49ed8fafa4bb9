"""The stations that are nearest to a place."""

from typing import Any

from citizen_api.bikes import stations
from citizen_api.bikes.resources import moment, opened
from citizen_api.bikes.stations import Question
from citizen_api.http.session import database
from citizen_api.pages.bikes.words import told
from geo.points import Point


def nearest(
    centre: Point,
    *,
    most: int,
    radius: float | None = None,
    bikes: int | None = None,
    room: int | None = None,
) -> list[dict[str, Any]]:
    """The nearest stations with so many `bikes` to rent and so much `room`."""
    at = moment()
    question = Question(
        centre=centre, radius=radius, bikes=bikes, room=room, limit=most
    )
    rows = stations.stations(database(), question, opened(at), at)
    return [told(row, at) for row in rows]
