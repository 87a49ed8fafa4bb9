"""The doors through which staff look after bikes and stations."""

from datetime import timedelta
from typing import Any, Final

from flask import Response

from citizen_api.bikes.queries import at_work, waiting
from citizen_api.callers import Staff
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import personal
from citizen_api.http.session import database, transaction
from citizen_api.problems import (
    BODY_PROBLEMS,
    FieldError,
    InvalidRequest,
    NotFound,
    Said,
)
from citizen_api.rentals import samples, upkeep
from citizen_api.rentals.problems import BikeState as WrongState
from citizen_api.rentals.staff_resources import CALLER, operator
from citizen_api.rentals.staff_schemas import StaffReasonSchema
from citizen_api.rentals.upkeep_schemas import (
    BikeAtWorkSchema,
    BikesAtWorkSchema,
    CarriedSchema,
    ClosedStationSchema,
    ClosureSchema,
)
from citizen_api.roles.models import Role

LONGEST: Final = timedelta(days=366)
NOT_SOON: Final = Said(
    "Phải ở sau thời điểm này, trong vòng một năm.",
    "This must be after this moment, within a year.",
)

blueprint = Blueprint("bike_upkeep", __name__, description="Bikes and stations at work")


@blueprint.route("/v1/bikes/out-of-use")
@operator
@blueprint.arguments(Query, location="query")
@blueprint.response(200, BikesAtWorkSchema, example={"items": [samples.BROKEN]})
@blueprint.problems(*CALLER)
@blueprint.doc(operationId="list_bikes_out_of_use")
def list_bikes_out_of_use(staff: Staff, asked: dict[str, Any]) -> Response:
    """List the bikes that wait for staff: broken, empty, silent, missing

    The longest waiting first, a hundred at most; not those that were removed.
    """
    negotiate(JSON)
    staff.scope_for(Role.BIKE_OPERATOR)
    with database().sessions() as session:
        return personal({"items": [each._asdict() for each in waiting(session)]})


@blueprint.route("/v1/bikes/<number>/mend", methods=["POST"])
@operator
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    CarriedSchema, example={"station": "hp-005", "reason": "A new chain."}
)
@blueprint.response(200, BikeAtWorkSchema, example=samples.MENDED)
@blueprint.problems(*CALLER, *BODY_PROBLEMS, NotFound, WrongState)
@blueprint.doc(operationId="mend_bike")
def mend_bike(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], number: str
) -> Response:
    """Put a bike back into service, whole, at a station

    Also one that was missing or in the workshop.
    """
    negotiate(JSON)
    with transaction() as session:
        upkeep.mend(session, number, body["station"], why(staff, body), now())
        return personal(at_work(session, number)._asdict())


@blueprint.route("/v1/bikes/<number>/move", methods=["POST"])
@operator
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    CarriedSchema, example={"station": "hp-005", "reason": "Too many stood there."}
)
@blueprint.response(200, BikeAtWorkSchema, example=samples.MENDED)
@blueprint.problems(*CALLER, *BODY_PROBLEMS, NotFound, WrongState)
@blueprint.doc(operationId="move_bike")
def move_bike(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], number: str
) -> Response:
    """Say to which station a bike was carried

    It stays as broken or as whole as it was.
    """
    negotiate(JSON)
    with transaction() as session:
        upkeep.move(session, number, body["station"], why(staff, body), now())
        return personal(at_work(session, number)._asdict())


@blueprint.route("/v1/bikes/<number>/remove", methods=["POST"])
@operator
@blueprint.arguments(Query, location="query")
@blueprint.arguments(StaffReasonSchema, example={"reason": "To the workshop."})
@blueprint.response(200, BikeAtWorkSchema, example=samples.REMOVED)
@blueprint.problems(*CALLER, *BODY_PROBLEMS, NotFound, WrongState)
@blueprint.doc(operationId="remove_bike")
def remove_bike(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], number: str
) -> Response:
    """Take a bike away, to the workshop or for good

    It is counted elsewhere until it is mended.
    """
    negotiate(JSON)
    with transaction() as session:
        upkeep.remove(session, number, why(staff, body), now())
        return personal(at_work(session, number)._asdict())


@blueprint.route("/v1/stations/<slug:slug>/close", methods=["POST"])
@operator
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    ClosureSchema,
    example={"until": "2026-11-22T18:00:00+07:00", "reason": "A street fair."},
)
@blueprint.response(200, ClosedStationSchema, example=samples.CLOSED_STATION)
@blueprint.problems(*CALLER, *BODY_PROBLEMS, NotFound)
@blueprint.doc(operationId="close_station")
def close_station(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], slug: str
) -> Response:
    """Close a station for a while: nothing is rented or taken back there

    The feeds tell it as an alert. Closed again, the newest moment counts.
    """
    negotiate(JSON)
    at, until = now(), body["until"]
    if until is not None and not at < until <= at + LONGEST:
        raise InvalidRequest(errors=[FieldError(NOT_SOON, pointer="#/until")])
    with transaction() as session:
        upkeep.close(session, slug, until, why(staff, body), at)
    return personal({"id": slug, "closed": True, "until": until})


@blueprint.route("/v1/stations/<slug:slug>/reopen", methods=["POST"])
@operator
@blueprint.arguments(Query, location="query")
@blueprint.arguments(StaffReasonSchema, example={"reason": "The fair is over."})
@blueprint.response(
    200,
    ClosedStationSchema,
    example=samples.CLOSED_STATION | {"closed": False, "until": None},
)
@blueprint.problems(*CALLER, *BODY_PROBLEMS, NotFound)
@blueprint.doc(operationId="reopen_station")
def reopen_station(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], slug: str
) -> Response:
    """Open a station again that staff closed

    Its alert ends, and bikes are rented and taken back there from now on.
    """
    negotiate(JSON)
    with transaction() as session:
        upkeep.reopen(session, slug, why(staff, body), now())
    return personal({"id": slug, "closed": False, "until": None})


def why(staff: Staff, body: dict[str, Any]) -> upkeep.Why:
    """Who does it and why. Raises RoleMissing."""
    staff.scope_for(Role.BIKE_OPERATOR)
    return upkeep.Why(staff.actor, body["reason"])
