"""The doors of passes and group tickets."""

from typing import Any
from uuid import UUID

from flask import Response

from citizen_api.callers import Rider
from citizen_api.callers import rider as a_rider
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import now, today
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER, REQUIRED
from citizen_api.http.personal import personal
from citizen_api.http.session import database, transaction
from citizen_api.problems import BODY_PROBLEMS, NotFound
from citizen_api.rentals import passes, queries, samples
from citizen_api.rentals.cards import plan
from citizen_api.rentals.problems import NotRefundable
from citizen_api.rentals.records import GroupTicket, RidePass
from citizen_api.rentals.repeating import key_of, needed_key, once
from citizen_api.rentals.resources import AGAIN, CALLER
from citizen_api.rentals.schemas import (
    PassBodySchema,
    PassListSchema,
    PassSchema,
    TicketBodySchema,
    TicketSchema,
)
from citizen_api.tariffs.plans import plan_on
from citizen_api.wallets.models import Owner
from citizen_api.wallets.problems import BalanceTooLow

blueprint = Blueprint("passes", __name__, description="Passes and group tickets")


@blueprint.route("/v1/passes", methods=["POST"])
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.arguments(PassBodySchema, example={"plan": "bicycle-day-pass"})
@blueprint.response(201, PassSchema, example=samples.PASS)
@blueprint.problems(*CALLER, *BODY_PROBLEMS, *AGAIN, BalanceTooLow)
@blueprint.header(REQUIRED)
@blueprint.doc(operationId="buy_pass")
@once
def buy_pass(rider: Rider, asked: dict[str, Any], body: dict[str, Any]) -> Response:
    """Buy a pass from the wallet: its minutes are shared by all rides of 24 hours

    Rides that begin in time are covered to their end; what is over the minutes costs
    by the plan, without a new first price.
    """
    negotiate(JSON)
    key, wanted = needed_key(rider), plan_on(body["plan"], today())
    with transaction() as session:
        made = passes.buy(session, Owner(*rider), wanted, key=key, now=now())
        used = queries.used_of(session, made.id)
    return personal(shown(made, used), 201)


@blueprint.route("/v1/me/passes")
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(200, PassListSchema, example={"items": [samples.PASS]})
@blueprint.problems(*CALLER)
@blueprint.doc(operationId="list_my_passes")
def list_my_passes(rider: Rider, asked: dict[str, Any]) -> Response:
    """List the caller's passes, and what is left of them

    The newest first; rentals use one that is good by themselves.
    """
    negotiate(JSON)
    with database().sessions() as session:
        mine = passes.with_use(session, Owner(*rider))
        items = [shown(each, used) for each, used, _ in mine]
    return personal({"items": items})


@blueprint.route("/v1/passes/<uuid:pass_id>/refund", methods=["POST"])
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(200, PassSchema, example=samples.PASS)
@blueprint.problems(*CALLER, *AGAIN, NotFound, NotRefundable)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="give_pass_back")
@once
def give_pass_back(rider: Rider, asked: dict[str, Any], pass_id: UUID) -> Response:
    """Give a pass back that was never used, for its whole price

    Given back again it stays so; the money comes back once.
    """
    negotiate(JSON)
    with transaction() as session:
        found = passes.give_back(session, Owner(*rider), pass_id, now())
        used = queries.used_of(session, found.id)
    return personal(shown(found, used))


@blueprint.route("/v1/group-tickets", methods=["POST"])
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.arguments(TicketBodySchema, example={"bikes": 3})
@blueprint.response(201, TicketSchema, example=samples.TICKET)
@blueprint.problems(*CALLER, *BODY_PROBLEMS, *AGAIN, BalanceTooLow)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="take_group_ticket")
@once
def take_group_ticket(
    rider: Rider, asked: dict[str, Any], body: dict[str, Any]
) -> Response:
    """Rent several bikes at once for twelve hours; each ride is paid for

    The ticket itself costs nothing; the wallet must have 10,000 đ for each bike.
    """
    negotiate(JSON)
    key = key_of(rider)
    with transaction() as session:
        made = passes.group(
            session, Owner(*rider), body["bikes"], key=key and key[0], now=now()
        )
    return personal(ticket(made), 201)


def shown(each: RidePass, used_s: int) -> dict[str, Any]:
    """A pass on the wire."""
    used = -(-used_s // 60)
    return {
        "id": each.id,
        "plan": plan(each.plan),
        "bought_at": each.bought_at,
        "ends_at": each.ends_at,
        "used_minutes": used,
        "left_minutes": max(0, each.plan["minutes"] - used),
        "refunded_at": each.refunded_at,
    }


def ticket(made: GroupTicket) -> dict[str, Any]:
    """A group ticket on the wire."""
    return {
        "id": made.id,
        "bikes": made.bikes,
        "begins_at": made.begins_at,
        "ends_at": made.ends_at,
    }
