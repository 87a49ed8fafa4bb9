"""The doors of a rental: scan, unlock, pause, ride on, end."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Response

from citizen_api.bikes.problems import BikeNotFree
from citizen_api.callers import NotSignedIn, Rider, ScopeMissing
from citizen_api.callers import rider as a_rider
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER
from citizen_api.problems import (
    BODY_PROBLEMS,
    BadRequest,
    Busy,
    InProgress,
    KeyReused,
    MistypedCode,
    NotAcceptable,
    NotFound,
    Problem,
    TooManyRequests,
)
from citizen_api.rentals import doing, ending, problems, riding, samples, starting
from citizen_api.rentals.answering import (
    ensure_taken_back,
    looked_at,
    shown,
)
from citizen_api.rentals.repeating import key_of, once
from citizen_api.rentals.schemas import (
    FaultSchema,
    RentalSchema,
    ScanSchema,
    WrongBikeSchema,
)
from citizen_api.wallets.problems import BalanceTooLow, InDebt
from geo.points import Point

CALLER: tuple[type[Problem], ...] = (NotSignedIn, ScopeMissing, NotAcceptable)
AGAIN: tuple[type[Problem], ...] = (BadRequest, KeyReused, InProgress)
VERB: tuple[type[Problem], ...] = (*CALLER, *AGAIN, NotFound, problems.WrongState)

blueprint = Blueprint("rentals", __name__, description="Rent a bike, and return it")


@blueprint.route("/v1/rentals", methods=["POST"])
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.arguments(ScanSchema, example=samples.SCAN)
@blueprint.response(201, RentalSchema, example=samples.OFFERED)
@blueprint.alt_response(200, schema=RentalSchema, example=samples.OFFERED, success=True)
@blueprint.problems(
    *(*CALLER, *BODY_PROBLEMS, *AGAIN, InDebt, BalanceTooLow, BikeNotFree),
    MistypedCode,
    *(problems.UnknownBike, problems.StationScanned, problems.ForeignCode),
    *(problems.StationClosed, problems.TooFar, problems.RentalOpen),
    *(problems.TooManyOffers, problems.LocksUnavailable, TooManyRequests),
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="start_rental")
@once
def start_rental(rider: Rider, asked: dict[str, Any], body: dict[str, Any]) -> Response:
    """Scan a bike: see its number and its price before anything opens

    Keeps the bike for some minutes. Nothing is charged before its lock has opened.
    Scanned again it is the same rental.
    """
    negotiate(JSON)
    phone, key = phone_of(body["position"]), key_of(rider)
    rental_id, new = doing.offer(rider, body["code"], phone, key and key[0])
    return shown(rider, rental_id, 201 if new else 200)


@blueprint.route("/v1/rentals/<uuid:rental_id>")
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(200, RentalSchema, example=samples.RIDING)
@blueprint.problems(*CALLER, NotFound)
@blueprint.doc(operationId="get_rental")
def get_rental(rider: Rider, asked: dict[str, Any], rental_id: UUID) -> Response:
    """Read a rental: its state, its price so far, and what can be done next

    What is due of it by now, such as the end of an offer, is done first.
    """
    negotiate(JSON)
    looked_at(rider, rental_id)
    return shown(rider, rental_id)


@blueprint.route("/v1/rentals/<uuid:rental_id>/unlock", methods=["POST"])
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(200, RentalSchema, example=samples.UNLOCKING)
@blueprint.problems(
    *(*VERB, BikeNotFree, problems.UnlockFailed, problems.LocksUnavailable, Busy)
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="unlock_rental")
@once
def unlock_rental(rider: Rider, asked: dict[str, Any], rental_id: UUID) -> Response:
    """Open the lock; the time runs from when the lock says that it is open

    When it has not opened after 30 seconds the rider is free and nothing is charged.
    Asked again, the lock hears the same command again.
    """
    negotiate(JSON)
    doing.unlock(rider, rental_id)
    return shown(rider, rental_id)


@blueprint.route("/v1/rentals/<uuid:rental_id>/cancel", methods=["POST"])
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(200, RentalSchema, example=samples.OFFERED)
@blueprint.problems(*VERB)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="cancel_rental")
@once
def cancel_rental(rider: Rider, asked: dict[str, Any], rental_id: UUID) -> Response:
    """Let a bike go that was not unlocked; it costs nothing

    Who keeps bikes and lets them go again and again must wait.
    """
    negotiate(JSON)
    doing.act(rider, rental_id, partial(starting.cancel, now=now()))
    return shown(rider, rental_id)


@blueprint.route("/v1/rentals/<uuid:rental_id>/pause", methods=["POST"])
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(200, RentalSchema, example=samples.RIDING)
@blueprint.problems(*VERB)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="pause_rental")
@once
def pause_rental(rider: Rider, asked: dict[str, Any], rental_id: UUID) -> Response:
    """Say that the lock is closed for a pause, before closing it or just after

    The time runs on, and nobody else gets the bike.
    """
    negotiate(JSON)
    doing.act(rider, rental_id, partial(riding.pause, now=now()))
    return shown(rider, rental_id)


@blueprint.route("/v1/rentals/<uuid:rental_id>/resume", methods=["POST"])
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(200, RentalSchema, example=samples.PAUSED)
@blueprint.problems(*VERB, problems.LocksUnavailable, problems.StillLocked, Busy)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="resume_rental")
@once
def resume_rental(rider: Rider, asked: dict[str, Any], rental_id: UUID) -> Response:
    """Open the lock again and ride on

    The ride is active again when the lock says that it is open.
    """
    negotiate(JSON)
    doing.resume(rider, rental_id)
    return shown(rider, rental_id)


@blueprint.route("/v1/rentals/<uuid:rental_id>/end", methods=["POST"])
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(200, RentalSchema, example=samples.SETTLED)
@blueprint.problems(*VERB, problems.NotTakenBack)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="end_rental")
@once
def end_rental(rider: Rider, asked: dict[str, Any], rental_id: UUID) -> Response:
    """Confirm that the ride is over; it ended when the lock closed

    Both are needed, in either order. Ended again it is the same bill. Away from a
    station, or where bikes are not taken back, it says where to go.
    """
    negotiate(JSON)
    doing.act(rider, rental_id, partial(ending.confirm, now=now()))
    ensure_taken_back(rider, rental_id)
    return shown(rider, rental_id)


@blueprint.route("/v1/rentals/<uuid:rental_id>/wrong-bike", methods=["POST"])
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.arguments(WrongBikeSchema, example={"number": "HP00502"})
@blueprint.response(200, RentalSchema, example=samples.SETTLED)
@blueprint.problems(
    *(*VERB, *BODY_PROBLEMS, problems.TooLate, problems.UnknownBike),
    problems.TooManyWrongBikes,
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="say_wrong_bike")
@once
def say_wrong_bike(
    rider: Rider, asked: dict[str, Any], body: dict[str, Any], rental_id: UUID
) -> Response:
    """Say within two minutes that another bike opened: the ride is free

    Both bikes are looked at: somebody may have swapped their stickers. Twice a day.
    """
    negotiate(JSON)
    say = partial(riding.wrong_bike, number=body["number"], now=now())
    doing.act(rider, rental_id, say)
    return shown(rider, rental_id)


@blueprint.route("/v1/rentals/<uuid:rental_id>/report", methods=["POST"])
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.arguments(FaultSchema, example={"what": "The brake is loose."})
@blueprint.response(200, RentalSchema, example=samples.RIDING)
@blueprint.problems(*VERB, *BODY_PROBLEMS, problems.TooLate)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="report_bike")
@once
def report_bike(
    rider: Rider, asked: dict[str, Any], body: dict[str, Any], rental_id: UUID
) -> Response:
    """Report a fault: nobody gets the bike after this ride

    Until 24 hours after the ride. `stuck` asks staff to end the ride, which then
    costs no more than the cap.
    """
    negotiate(JSON)
    say = partial(riding.report, what=body["what"], now=now(), review=body["stuck"])
    doing.act(rider, rental_id, say)
    return shown(rider, rental_id)


def phone_of(position: dict[str, Any] | None) -> starting.Phone | None:
    """Where the phone believes it is."""
    if position is None:
        return None
    point = Point(position["lon"], position["lat"])
    return starting.Phone(point, position["accuracy_m"])
