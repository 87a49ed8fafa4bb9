"""Passes and group tickets: bought or taken, what is left of them, and given back."""

import re
import secrets
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug import Response

from citizen_api.callers import Rider
from citizen_api.http.clock import now, today
from citizen_api.http.session import database, transaction
from citizen_api.pages.forms import Sent, read_form
from citizen_api.pages.frames import personal
from citizen_api.pages.languages import marked
from citizen_api.pages.riders import riders_page, riding, sent_late
from citizen_api.problems import NotFound
from citizen_api.rentals import passes
from citizen_api.rentals.pass_resources import shown
from citizen_api.rentals.problems import NotRefundable
from citizen_api.rentals.records import RidePass
from citizen_api.rentals.rules import MOST_BIKES
from citizen_api.tariffs.plans import DAY_PASS, plan_on
from citizen_api.wallets.models import Owner
from citizen_api.wallets.problems import BalanceTooLow
from citizen_api.wallets.rules import LEAST_TO_START

HERE: Final = "/me/passes"
POOR, USED = BalanceTooLow.name, NotRefundable.name
TOLD: Final = {
    "bought": marked("The pass is yours. Your rides use it by themselves."),
    "taken": marked("You can rent several bikes at once now."),
    "refunded": marked("The pass is given back, and its price is in your wallet."),
    POOR: marked("There is not enough money in the wallet. Top up first."),
    USED: marked("The pass was used already, so it cannot be given back."),
    "bikes": marked("Choose for how many bikes."),
}
GOOD: Final = frozenset({"bought", "taken", "refunded"})

blueprint = personal("passes_page")


@blueprint.get(HERE)
@riding
def listed(rider: Rider) -> Response:
    """What the rider has, and what there is to have."""
    return passes_page(rider, request.args.get("done", ""))


@blueprint.post(HERE)
@riding
def buy(rider: Rider) -> Response:
    """Buy a pass or take a group ticket; the same form sent twice does it once."""
    sent = read_form()
    if not sent.fresh:
        return sent_late(HERE)
    key = sha256(f"{rider} {sent['once'][:40]} pass page".encode()).digest()
    try:
        with transaction() as session:
            done = chosen(session, Owner(*rider), sent, key)
    except BalanceTooLow as problem:
        return passes_page(rider, POOR, status=problem.status)
    if done not in GOOD:
        return passes_page(rider, done, status=422)
    return redirect(f"{HERE}?done={done}", 303)


@blueprint.post(f"{HERE}/<uuid:pass_id>/refund")
@riding
def give_back(rider: Rider, pass_id: UUID) -> Response:
    """Give a pass back that was never used."""
    if not read_form().fresh:
        return sent_late(HERE)
    try:
        with transaction() as session:
            passes.give_back(session, Owner(*rider), pass_id, now())
    except NotRefundable as problem:
        return passes_page(rider, USED, status=problem.status)
    return redirect(f"{HERE}?done=refunded", 303)


def chosen(session: Session, owner: Owner, sent: Sent, key: bytes) -> str:
    """Do what a form wants; the word for what was done. Raises BalanceTooLow."""
    if sent["action"] == "pass":
        plan = plan_on(DAY_PASS, today())
        passes.buy(session, owner, plan, key=key, now=now())
        return "bought"
    if sent["action"] != "group":
        raise NotFound
    if not re.fullmatch(f"[2-{MOST_BIKES}]", sent["bikes"]):
        return "bikes"
    passes.group(session, owner, int(sent["bikes"]), key=key, now=now())
    return "taken"


def passes_page(rider: Rider, done: str, *, status: int = 200) -> Response:
    """The page; `done`: what happened just now, good or not."""
    owner = Owner(*rider)
    with database().sessions() as session:
        mine = [card(*each) for each in passes.with_use(session, owner)]
        ticket = passes.ticket_in_force(session, owner, now())
    return riders_page(
        "me/passes.html",
        status=status,
        passes=mine,
        ticket=ticket,
        plan=plan_on(DAY_PASS, today()),
        least=LEAST_TO_START,
        most=MOST_BIKES,
        once=secrets.token_urlsafe(16),
        told=TOLD.get(done),
        done=done,
        is_good=done in GOOD,
        pays=done == POOR,
    )


def card(each: RidePass, used_s: int, begun: bool) -> dict[str, Any]:
    """A pass, whether it is good now, and whether it may be given back."""
    there = each.refunded_at is None
    return {
        **shown(each, used_s),
        "good": there and each.bought_at <= now() < each.ends_at,
        "refundable": there and not begun,
    }
