"""The doors of the wallet: what is in it, and every entry that made it so."""

from typing import Any
from uuid import UUID

from flask import Response

from citizen_api.callers import NotSignedIn, Rider, ScopeMissing
from citizen_api.callers import rider as a_rider
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.cursors import begins, cut
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import PageQuery, personal_page
from citizen_api.http.personal import personal
from citizen_api.http.session import database
from citizen_api.problems import BadCursor, NotAcceptable, NotFound, Problem
from citizen_api.wallets import queries, samples
from citizen_api.wallets.models import CHARGES, Kind, Owner
from citizen_api.wallets.problems import BalanceTooLow, InDebt
from citizen_api.wallets.queries import Moved, Statement
from citizen_api.wallets.rules import (
    CURRENCY,
    LEAST_TO_START,
    Balance,
    bounds_of,
    ensure_may_start,
)
from citizen_api.wallets.schemas import (
    EntryPageSchema,
    EntrySchema,
    StatementSchema,
    WalletSchema,
)

PROBLEMS: tuple[type[Problem], ...] = (NotSignedIn, ScopeMissing, NotAcceptable)

blueprint = Blueprint("wallets", __name__, description="Riders' money")


@blueprint.route("/v1/me/wallet")
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(200, WalletSchema, example=samples.WALLET)
@blueprint.problems(*PROBLEMS)
@blueprint.doc(operationId="get_my_wallet")
def get_my_wallet(rider: Rider, asked: dict[str, Any]) -> Response:
    """Read what is in the wallet

    A ride may end below zero; then the next one waits until the debt is paid. Money
    cannot be withdrawn.
    """
    negotiate(JSON)
    return personal(shown(queries.balance_of(database(), Owner(*rider))))


@blueprint.route("/v1/me/wallet/entries")
@a_rider
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, EntryPageSchema, example=samples.ENTRIES)
@blueprint.problems(*PROBLEMS, BadCursor)
@blueprint.doc(operationId="list_my_wallet_entries")
def list_my_wallet_entries(rider: Rider, asked: dict[str, Any]) -> Response:
    """List what came into the wallet and went out of it, the newest first

    An entry is never changed: a mistake is put right by another entry.
    """
    negotiate(JSON)
    identity, limit = ["my wallet", *rider], asked["limit"]
    before = begins(identity, asked)
    found = queries.entries_of(
        database(), Owner(*rider), before=before, limit=limit + 1
    )
    page, cursor = cut(identity, found, limit, lambda entry: entry.seq)
    return personal_page({"items": [receipt(each) for each in page]}, cursor)


@blueprint.route("/v1/me/wallet/entries/<uuid:entry_id>")
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(200, EntrySchema, example=samples.RIDDEN)
@blueprint.problems(*PROBLEMS, NotFound)
@blueprint.doc(operationId="get_my_wallet_entry")
def get_my_wallet_entry(
    rider: Rider, asked: dict[str, Any], entry_id: UUID
) -> Response:
    """Read the receipt of an entry

    `refund_of` names the entry that a refund gives back, `refunded` how much of this
    one came back.
    """
    negotiate(JSON)
    found = queries.entry_of(database(), Owner(*rider), entry_id)
    if found is None:
        raise NotFound
    return personal(receipt(found))


@blueprint.route("/v1/me/wallet/statements/<month>")
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(200, StatementSchema, example=samples.STATEMENT)
@blueprint.problems(*PROBLEMS, NotFound)
@blueprint.doc(operationId="get_my_wallet_statement")
def get_my_wallet_statement(
    rider: Rider, asked: dict[str, Any], month: str
) -> Response:
    """Read the statement of a month, such as 2026-11

    From the first moment of the month in Asia/Ho_Chi_Minh; it adds up.
    """
    negotiate(JSON)
    bounds = bounds_of(month)
    if bounds is None:
        raise NotFound
    found = queries.statement_of(database(), Owner(*rider), *bounds)
    return personal(stated(month, found))


def shown(balance: Balance) -> dict[str, Any]:
    """A wallet on the wire."""
    return {
        "balance": balance.amount,
        "available": balance.available,
        "debt": balance.debt,
        "currency": CURRENCY,
        "may_ride": may_ride(balance),
        "least_to_ride": LEAST_TO_START,
    }


def may_ride(balance: Balance) -> bool:
    """Whether a ride may begin."""
    try:
        ensure_may_start(balance)
    except (InDebt, BalanceTooLow):
        return False
    return True


def receipt(entry: Moved) -> dict[str, Any]:
    """An entry on the wire."""
    told = entry._asdict() | {"currency": CURRENCY}
    del told["seq"]
    return told


def stated(month: str, statement: Statement) -> dict[str, Any]:
    """A statement on the wire."""
    amounts = dict.fromkeys(Kind, 0)
    for entry in statement.entries:
        amounts[Kind(entry.kind)] += entry.amount
    return {
        "month": month,
        "currency": CURRENCY,
        "opening": statement.opening,
        "closing": statement.closing,
        "totals": {
            "topped_up": amounts[Kind.TOP_UP] + amounts[Kind.CLAIM],
            "charged": -sum(amounts[kind] for kind in CHARGES),
            "refunded": amounts[Kind.REFUND],
        },
        "entries": [receipt(each) for each in statement.entries],
    }
