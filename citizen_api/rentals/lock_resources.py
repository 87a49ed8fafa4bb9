"""The door for the locks: what they tell, signed."""

from typing import Any

from flask import Response

from citizen_api.callers import ForgedEvent, OldEvent, machine
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import personal
from citizen_api.http.places import NEEDS_BOTH
from citizen_api.http.session import transaction
from citizen_api.problems import (
    BODY_PROBLEMS,
    FieldError,
    InvalidRequest,
    NotAcceptable,
)
from citizen_api.rentals import samples
from citizen_api.rentals.locking import take
from citizen_api.rentals.problems import EventTooOld, UnknownLock
from citizen_api.rentals.records import Outcome, Told
from citizen_api.rentals.schemas import LockEventSchema, LockOutcomeSchema
from citizen_api.rentals.standing import Event
from geo.points import Point

blueprint = Blueprint("locks", __name__, description="What the locks of bikes tell")


@blueprint.route("/v1/locks/events", methods=["POST"])
@machine("lock", "LOCK_KEY")
@blueprint.arguments(Query, location="query")
@blueprint.arguments(LockEventSchema, example=samples.LOCK_EVENT)
@blueprint.response(200, LockOutcomeSchema, example={"outcome": "applied"})
@blueprint.problems(
    NotAcceptable, *BODY_PROBLEMS, ForgedEvent, OldEvent, UnknownLock, EventTooOld
)
@blueprint.doc(operationId="take_lock_event")
def take_lock_event(
    event: str, asked: dict[str, Any], body: dict[str, Any]
) -> Response:
    """Take what a lock tells: opened, closed, refused, or seen

    Signed as www.standardwebhooks.com writes it. The same `event` of a lock is taken
    once; late, twice and out of order are no errors. What is from before the rental
    is kept and refused.
    """
    negotiate(JSON)
    told = event_of(body)
    with transaction() as session:
        outcome = take(session, told, now())
    if outcome is Outcome.TOO_OLD:
        raise EventTooOld
    return personal({"outcome": outcome})


def event_of(body: dict[str, Any]) -> Event:
    """What a lock tells, read. Raises InvalidRequest for half a place."""
    data = body["data"]
    lon, lat = data["lon"], data["lat"]
    if (lon is None) != (lat is None):
        raise InvalidRequest(errors=[FieldError(NEEDS_BOTH, pointer="#/data/lon")])
    raw = {
        name: str(value) if name in {"at", "command"} and value else value
        for name, value in data.items()
    }
    return Event(
        lock=data["lock"],
        event=data["event"],
        kind=Told(body["type"]),
        at=data["at"],
        command=data["command"],
        point=Point(lon, lat) if lon is not None else None,
        accuracy_m=data["accuracy_m"],
        battery=data["battery"],
        raw=raw,
    )
