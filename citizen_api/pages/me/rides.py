"""The rides that a rider made, with their bills."""

from typing import Any
from uuid import UUID

from flask import Response, request

from citizen_api.bikes import stations
from citizen_api.bikes.resources import moment, opened
from citizen_api.callers import Rider
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, position
from citizen_api.http.session import database
from citizen_api.pages.frames import personal
from citizen_api.pages.languages import spoken
from citizen_api.pages.riders import riders_page, riding
from citizen_api.rentals import queries
from citizen_api.rentals.answering import looked_at, settled_debts
from citizen_api.rentals.cards import cards
from citizen_api.wallets.models import Owner

HERE = "/me/rides"
MOST = 20

blueprint = personal("rides")


@blueprint.get(HERE)
@riding
def listed(rider: Rider) -> Response:
    """Rides, the newest first. Raises BadCursor."""
    question, owner = ["rides page", *rider], Owner(*rider)
    before = position(question, request.args.get("after"))
    settled_debts(owner)
    with database().sessions() as session:
        found = queries.rentals_of(session, owner, before, MOST + 1)
        some, more = cut(
            question, found, MOST, lambda each: (each.reserved_at, each.id)
        )
        told = cards(session, some, now(), spoken())
    return riders_page("me/rides.html", rides=told, more=more)


@blueprint.get(f"{HERE}/<uuid:rental_id>")
@riding
def one(rider: Rider, rental_id: UUID) -> Response:
    """A ride with its bill."""
    looked_at(rider, rental_id)
    with database().sessions() as session:
        rental = queries.rental_of(session, rental_id, Owner(*rider))
        (card,) = cards(session, [rental], now(), spoken())
        entry = rental.entry_id
    ends = [(slug, name_of(slug)) for slug in ends_of(card)]
    return riders_page("me/bill.html", ride=card, entry=entry, names=dict(ends))


def ends_of(card: dict[str, Any]) -> set[str]:
    """The stations between which somebody rode, as far as they are known."""
    return {card["start_station"], card["end_station"]} - {None}


def name_of(slug: str) -> str:
    """What a station is called; its id when it is gone."""
    at = moment()
    row = stations.station(database(), slug, opened(at), at)
    return row.name["vi"] if row else slug
