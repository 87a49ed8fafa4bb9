"""The wallet: what is in it, what went in and out, receipts and months."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, request

from citizen_api.callers import Rider
from citizen_api.http.clock import now, today
from citizen_api.http.cursors import cut, unseal
from citizen_api.http.session import database
from citizen_api.pages.frames import personal
from citizen_api.pages.languages import marked, spoken
from citizen_api.pages.riders import riders_page, riding
from citizen_api.problems import NotFound
from citizen_api.tariffs.plans import NoPlan, plan_on
from citizen_api.wallets import queries
from citizen_api.wallets.models import Kind, Owner
from citizen_api.wallets.queries import Moved
from citizen_api.wallets.resources import may_ride, stated
from citizen_api.wallets.rules import LEAST_TO_START, bounds_of

HERE = "/me/wallet"
MOST = 10
AMOUNTS = (20_000, 50_000, 100_000, 200_000)
KINDS = {
    Kind.TOP_UP: marked("Top-up"),
    Kind.RIDE: marked("Ride"),
    Kind.PASS: marked("Pass"),
    Kind.FEE: marked("Fee"),
    Kind.REFUND: marked("Given back"),
    Kind.CLAIM: marked("Top-up that named no wallet"),
}

blueprint = personal("wallet_pages")


@blueprint.get(HERE)
@riding
def wallet(rider: Rider) -> Response:
    """What is in the wallet, and its newest entries."""
    return wallet_page(rider)


def wallet_page(rider: Rider, wrong: str | None = None, typed: str = "") -> Response:
    """The page; `wrong`: why the amount that was `typed` cannot be topped up."""
    balance = queries.balance_of(database(), Owner(*rider))
    entries, more = newest(rider, request.args.get("after"))
    return riders_page(
        "me/wallet.html",
        status=422 if wrong else 200,
        balance=balance,
        may_ride=may_ride(balance),
        least=LEAST_TO_START,
        amounts=AMOUNTS,
        entries=entries,
        more=more,
        month=today().isoformat()[:7],
        once=secrets.token_urlsafe(16),
        back=request.args.get("back", ""),
        done=request.args.get("done"),
        wrong=wrong,
        typed=typed,
    )


def newest(rider: Rider, cursor: str | None) -> tuple[list[dict[str, Any]], str | None]:
    """Some entries, and the cursor of older ones. Raises BadCursor."""
    identity = ["wallet page", *rider]
    before = None if cursor is None else unseal(identity, cursor)
    owner = Owner(*rider)
    found = queries.entries_of(database(), owner, before=before, limit=MOST + 1)
    some, more = cut(identity, found, MOST, lambda each: each.seq)
    return [shown(each) for each in some], more


@blueprint.get(f"{HERE}/entries/<uuid:entry_id>")
@riding
def entry(rider: Rider, entry_id: UUID) -> Response:
    """The receipt of an entry."""
    found = queries.entry_of(database(), Owner(*rider), entry_id)
    if found is None:
        raise NotFound
    seconds = found.detail.get("seconds")
    return riders_page(
        "me/receipt.html",
        entry=shown(found),
        plan=plan_name(found),
        lasted=None if seconds is None else str(timedelta(seconds=seconds)),
    )


@blueprint.get(f"{HERE}/statements/<month>")
@riding
def statement(rider: Rider, month: str) -> Response:
    """What happened in a month; it adds up."""
    bounds = bounds_of(month)
    if bounds is None:
        raise NotFound
    found = queries.statement_of(database(), Owner(*rider), *bounds)
    before = bounds[0] - timedelta(days=1)
    return riders_page(
        "me/statement.html",
        statement=stated(month, found),
        entries=[shown(each) for each in found.entries],
        first_day=bounds[0].date(),
        before=before.isoformat()[:7],
        after=bounds[1].isoformat()[:7] if bounds[1] <= now() else None,
    )


def shown(moved: Moved) -> dict[str, Any]:
    """An entry as the templates show it."""
    return {**moved._asdict(), "kind": KINDS[Kind(moved.kind)]}


def plan_name(moved: Moved) -> str | None:
    """By which price a ride was charged."""
    try:
        plan = plan_on(str(moved.detail.get("plan")), moved.at.date())
    except NoPlan:
        return None
    return plan.name["vi" if spoken() == "vi" else "en"]
