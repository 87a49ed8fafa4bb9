"""The ride: open, pause, ride on, end; its price so far, and what went wrong."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import current_app, redirect, request
from marshmallow import ValidationError
from werkzeug import Response

from citizen_api.bikes import stations
from citizen_api.bikes.problems import BikeNotFree
from citizen_api.bikes.resources import moment, opened
from citizen_api.callers import Rider
from citizen_api.http.clock import now
from citizen_api.http.session import database
from citizen_api.pages.forms import Sent, read_form
from citizen_api.pages.frames import personal
from citizen_api.pages.languages import marked, spoken
from citizen_api.pages.riders import riders_page, riding, sent_late
from citizen_api.problems import Busy, NotFound, Problem
from citizen_api.rentals import doing, ending, problems, starting
from citizen_api.rentals import riding as on_the_way
from citizen_api.rentals.cards import last_event
from citizen_api.rentals.schemas import FaultSchema, WrongBikeSchema
from citizen_api.rentals.streaming import resumed
from citizen_api.wallets.models import Owner

HERE = "/me/ride"
WORDS = "words"
MOST = 100
SOON_S = 2
LATER_S = 5
UNSETTLED = frozenset({"unlocking", "paused", "ending"})
REFUSED: Final[Mapping[type[Problem], str]] = {
    problems.UnlockFailed: marked(
        "The lock did not open. Nothing is charged; take another bike."
    ),
    problems.StillLocked: marked(
        "The lock did not open again. The ride goes on and so does its time: try again,"
        " end it at a station, or report a problem."
    ),
    problems.WrongState: marked("The ride has gone on meanwhile. See below."),
    problems.TooLate: marked(
        "It is more than two minutes since it opened. Return it, or report a fault."
    ),
    problems.TooManyWrongBikes: marked(
        "You said so twice in 24 hours. Return it as usual, or report a fault."
    ),
    problems.UnknownBike: marked("No bike has this number."),
    problems.LocksUnavailable: marked("The locks cannot be reached now."),
    Busy: marked("Too many ask at this moment. Try again in a few seconds."),
    BikeNotFree: marked("Somebody else has this bike, or it is out of use."),
}
TOLD: Final[Mapping[str, str]] = {
    WORDS: marked("Please say what is wrong, in 300 characters at most."),
    "reported": marked("Thank you! Nobody gets this bike before it was looked at."),
    "cancelled": marked("You let the bike go. Nothing is charged."),
    **{problem.name: said for problem, said in REFUSED.items()},
}
Verb = Callable[[Rider, UUID, Sent], str | None]

blueprint = personal("ride")


@blueprint.get(HERE)
@riding
def ride(rider: Rider) -> Response:
    """What the rider has now; without a ride the last one, and how to begin."""
    with database().sessions() as session:
        heard = last_event(session, Owner(*rider))
    found = doing.mine(rider, spoken())
    unsettled = any(each["state"] in UNSETTLED for each in found.open)
    return riders_page(
        "me/ride.html",
        rides=found.open,
        last=found.last,
        told=TOLD.get(request.args.get("done", "")),
        is_good=request.args.get("done") in {"reported", "cancelled"},
        look_s=SOON_S if unsettled else LATER_S,
        heard=heard,
        places=places() if found.open and current_app.config["SIMULATED"] else [],
    )


@blueprint.get(f"{HERE}/events")
@riding
def events(rider: Rider) -> Response:
    """What the rider's locks do, as it happens; `after`: what the page shows already.

    Raises BadRequest, and Busy when too many listen: then the page looks again.
    """
    heard = request.headers.get("Last-Event-ID") or request.args.get("after")
    return resumed(Owner(*rider), heard)


def places() -> list[dict[str, str]]:
    """Where a simulated lock may be closed, for who has no bike at hand."""
    at = moment()
    asked = stations.Question(ours=True, limit=MOST)
    rows = stations.stations(database(), asked, opened(at), at)
    return [
        {
            "slug": row.slug,
            "name": row.name["vi"],
            "at": f"{row.lat_e6 / 1e6},{row.lon_e6 / 1e6}",
        }
        for row in rows
    ]


@blueprint.post(f"{HERE}/<uuid:rental_id>/<verb>")
@riding
def act(rider: Rider, rental_id: UUID, verb: str) -> Response:
    """Do what a button says; pressed twice it is done once."""
    chosen, sent = VERBS.get(verb), read_form()
    if chosen is None:
        raise NotFound
    if not sent.fresh:
        return sent_late(HERE)
    try:
        done = chosen(rider, rental_id, sent)
    except tuple(REFUSED) as problem:
        done = problem.name
    except ValidationError:
        done = WORDS
    return redirect(f"{HERE}?done={done}" if done else HERE, 303)


def unlock(rider: Rider, rental_id: UUID, sent: Sent) -> None:
    """Open the lock."""
    doing.unlock(rider, rental_id)


def cancel(rider: Rider, rental_id: UUID, sent: Sent) -> str:
    """Let the bike go that was not opened."""
    doing.act(rider, rental_id, partial(starting.cancel, now=now()))
    return "cancelled"


def pause(rider: Rider, rental_id: UUID, sent: Sent) -> None:
    """The next closing of the lock is a pause."""
    doing.act(rider, rental_id, partial(on_the_way.pause, now=now()))


def resume(rider: Rider, rental_id: UUID, sent: Sent) -> None:
    """Open the lock again."""
    doing.resume(rider, rental_id)


def end(rider: Rider, rental_id: UUID, sent: Sent) -> None:
    """Say that the ride is over; where the bike cannot stay, the card tells so."""
    doing.act(rider, rental_id, partial(ending.confirm, now=now()))


def wrong_bike(rider: Rider, rental_id: UUID, sent: Sent) -> None:
    """Another bike opened than the one that was scanned."""
    told: dict[str, Any] = {"number": sent["number"].strip().upper() or None}
    number = WrongBikeSchema().load(told)["number"]
    say = partial(on_the_way.wrong_bike, number=number, now=now())
    doing.act(rider, rental_id, say)


def report(rider: Rider, rental_id: UUID, sent: Sent) -> str:
    """Something is broken; `stuck`: the ride cannot go on."""
    told = FaultSchema().load({"what": sent["what"], "stuck": bool(sent["stuck"])})
    say = partial(on_the_way.report, what=told["what"], now=now(), review=told["stuck"])
    doing.act(rider, rental_id, say)
    return "reported"


VERBS: Final[Mapping[str, Verb]] = {
    "unlock": unlock,
    "cancel": cancel,
    "pause": pause,
    "resume": resume,
    "end": end,
    "wrong-bike": wrong_bike,
    "report": report,
}
