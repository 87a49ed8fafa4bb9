"""The doors of top-ups: for riders, and for the bank that tells what came in."""

import secrets
from typing import Any
from uuid import UUID

from flask import Response, current_app

from citizen_api.callers import (
    ForgedEvent,
    NotSignedIn,
    OldEvent,
    Rider,
    ScopeMissing,
    machine,
)
from citizen_api.callers import rider as a_rider
from citizen_api.http.api import BYTES, LIMITS, Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER, idempotency_key
from citizen_api.http.personal import not_kept, personal
from citizen_api.http.session import database, transaction
from citizen_api.problems import (
    BODY_PROBLEMS,
    BadRequest,
    FieldError,
    InvalidRequest,
    KeyReused,
    NotAcceptable,
    NotFound,
    Problem,
    Said,
    TooManyRequests,
)
from citizen_api.throttles.doors import actor, limited
from citizen_api.wallets import samples, top_ups
from citizen_api.wallets.models import Owner
from citizen_api.wallets.problems import AlreadyBooked, TopUpsClosed
from citizen_api.wallets.queries import Asked, top_up_of
from citizen_api.wallets.rules import CURRENCY, purpose
from citizen_api.wallets.schemas import (
    BankEventBodySchema,
    OutcomeSchema,
    TopUpBodySchema,
    TopUpImageQuery,
    TopUpSchema,
)
from qr.image import Correction, encode, png, svg
from qr.vietqr import Transfer, build

PNG, SVG = "image/png", "image/svg+xml"
TITLE = "VietQR"
FOREIGN = Said("Không phải tài khoản của thành phố.", "This is not our account.")
PROBLEMS: tuple[type[Problem], ...] = (NotSignedIn, ScopeMissing, NotAcceptable)

blueprint = Blueprint("top_ups", __name__, description="Money that comes in")


@blueprint.route("/v1/wallet/top-ups", methods=["POST"])
@a_rider
@limited("topups", actor)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(TopUpBodySchema, example={"amount": 50000})
@blueprint.response(201, TopUpSchema, headers=LIMITS, example=samples.TOP_UP)
@blueprint.alt_response(200, schema=TopUpSchema, example=samples.TOP_UP, success=True)
@blueprint.problems(
    *PROBLEMS, *BODY_PROBLEMS, BadRequest, KeyReused, TooManyRequests, TopUpsClosed
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="top_up_wallet")
def top_up_wallet(
    rider: Rider, asked: dict[str, Any], body: dict[str, Any]
) -> Response:
    """Ask for a top-up: a VietQR code that any Vietnamese bank's app pays

    Nothing is credited before the bank confirms the transfer. For a visitor's device
    the first confirmed top-up is the deposit.
    """
    negotiate(JSON)
    made, new = asked_for(rider, body["amount"], idempotency_key())
    return personal(shown(found(rider, made)), 201 if new else 200)


@blueprint.route("/v1/wallet/top-ups/<uuid:top_up_id>")
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(200, TopUpSchema, example=samples.TOP_UP)
@blueprint.problems(*PROBLEMS, NotFound)
@blueprint.doc(operationId="get_top_up")
def get_top_up(rider: Rider, asked: dict[str, Any], top_up_id: UUID) -> Response:
    """Read whether a top-up has come in

    `status` is `credited` once the bank told of a transfer, with what was `received`;
    after 24 hours without one it is `expired`.
    """
    negotiate(JSON)
    return personal(shown(found(rider, top_up_id)))


@blueprint.route("/v1/wallet/top-ups/<uuid:top_up_id>/qr.png")
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(200, BYTES, content_type=PNG, example="(PNG)")
@blueprint.problems(*PROBLEMS, NotFound)
@blueprint.doc(operationId="get_top_up_png")
def get_top_up_png(rider: Rider, asked: dict[str, Any], top_up_id: UUID) -> Response:
    """Draw the VietQR code of a top-up as PNG

    It holds account, amount and purpose, so that nobody types them into the bank's app.
    """
    negotiate(PNG)
    symbol = encode(payload_of(found(rider, top_up_id)), Correction.MEDIUM)
    return not_kept(png(symbol, title=TITLE), PNG)


@blueprint.route("/v1/wallet/top-ups/<uuid:top_up_id>/qr.svg")
@a_rider
@blueprint.arguments(TopUpImageQuery, location="query")
@blueprint.response(200, BYTES, content_type=SVG, example="<svg …/>")
@blueprint.problems(*PROBLEMS, NotFound)
@blueprint.doc(operationId="get_top_up_svg")
def get_top_up_svg(rider: Rider, asked: dict[str, Any], top_up_id: UUID) -> Response:
    """Draw the VietQR code of a top-up as SVG

    The same code as the PNG; `size_mm` is how wide it is drawn.
    """
    negotiate(SVG)
    symbol = encode(payload_of(found(rider, top_up_id)), Correction.MEDIUM)
    return not_kept(svg(symbol, asked["size_mm"], title=TITLE), SVG)


@blueprint.route("/v1/bank/events", methods=["POST"])
@machine("bank", "BANK_KEY")
@blueprint.arguments(Query, location="query")
@blueprint.arguments(BankEventBodySchema, example=samples.BANK_EVENT)
@blueprint.response(200, OutcomeSchema, example={"outcome": "credited"})
@blueprint.problems(NotAcceptable, *BODY_PROBLEMS, ForgedEvent, OldEvent, AlreadyBooked)
@blueprint.doc(operationId="take_bank_event")
def take_bank_event(
    event: str, asked: dict[str, Any], body: dict[str, Any]
) -> Response:
    """Take what the bank tells: a transfer that arrived

    Signed as www.standardwebhooks.com writes it. A transaction is booked once, however
    often it is told; another answer than 200 asks the bank to tell it again.
    """
    negotiate(JSON)
    told = dict(body["data"])
    if told.pop("account") != bank_account()[1]:
        raise InvalidRequest(errors=[FieldError(FOREIGN, pointer="#/data/account")])
    with transaction() as session:
        transfer = top_ups.Transfer(**told)
        outcome = top_ups.receive(session, event, transfer, now=now())
    return personal({"outcome": outcome})


def asked_for(rider: Rider, amount: int, key: str | None) -> tuple[UUID, bool]:
    """A top-up, and whether it is new.

    Raises TopUpsClosed, InvalidRequest, KeyReused.
    """
    if not current_app.config["BANK_KEY"]:
        raise TopUpsClosed
    with transaction() as session:
        return top_ups.ask(
            session,
            Owner(*rider),
            amount,
            key=key,
            random=secrets.token_bytes,
            now=now(),
        )


def found(rider: Rider, top_up: UUID) -> Asked:
    """A top-up of the caller's. Raises NotFound."""
    known = top_up_of(database(), Owner(*rider), top_up)
    if known is None:
        raise NotFound
    return known


def bank_account() -> tuple[str, str]:
    """The BIN of the city's bank, and the account."""
    bank, _, account = current_app.config["BANK_ACCOUNT"].partition(":")
    return bank, account


def payload_of(top_up: Asked) -> str:
    """What a bank's app reads from the QR code."""
    bank, account = bank_account()
    transfer = Transfer(
        bank=bank, account=account, amount=top_up.amount, purpose=purpose(top_up.code)
    )
    return build(transfer)


def status_of(top_up: Asked) -> str:
    """Whether money is awaited, has come in, or did not come in time."""
    if top_up.received:
        return "credited"
    return "expired" if now() >= top_up.expires_at else "awaiting"


def shown(top_up: Asked) -> dict[str, Any]:
    """A top-up on the wire."""
    bank, account = bank_account()
    image = f"/v1/wallet/top-ups/{top_up.id}/qr"
    return {
        "id": top_up.id,
        "amount": top_up.amount,
        "currency": CURRENCY,
        "status": status_of(top_up),
        "received": top_up.received,
        "transfer": {
            "bank": bank,
            "account": account,
            "purpose": purpose(top_up.code),
        },
        "payload": payload_of(top_up),
        "png": f"{image}.png",
        "svg": f"{image}.svg",
        "created_at": top_up.created_at,
        "expires_at": top_up.expires_at,
    }
