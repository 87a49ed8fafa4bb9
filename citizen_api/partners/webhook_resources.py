"""The doors of webhooks."""

from typing import Any
from uuid import UUID

from flask import Response, current_app

from citizen_api.callers import KeyNeeded, KeyScopeMissing, Partner, partner
from citizen_api.http.api import LIMITS, Blueprint, Query
from citizen_api.http.bodies import no_body
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, position
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER, sent_once
from citizen_api.http.pages import PageQuery, personal_page
from citizen_api.http.personal import nothing, personal
from citizen_api.http.session import key_ring, transaction
from citizen_api.partners import queries, subscribing
from citizen_api.partners.delivering import ensure_callable
from citizen_api.partners.models import Delivery, Webhook
from citizen_api.partners.problems import (
    AddressRefused,
    TooManyWebhooks,
    WebhookOff,
)
from citizen_api.partners.rules import Kind
from citizen_api.partners.schemas import (
    DeliveryPageSchema,
    DeliverySchema,
    GivenWebhookSchema,
    TestEventSchema,
    WebhookBodySchema,
    WebhookChangeSchema,
    WebhookListSchema,
    WebhookSchema,
)
from citizen_api.partners.subscribing import Subscribing
from citizen_api.problems import (
    BODY_PROBLEMS,
    BadCursor,
    BadRequest,
    KeyReused,
    NotAcceptable,
    NotFound,
    TooManyRequests,
)
from citizen_api.throttles.doors import actor, limited

ALL = "/v1/webhooks"
ONE = f"{ALL}/<uuid:webhook_id>"
LOCAL = "LOOPBACK_WEBHOOKS"
BODY = {
    "url": "https://example.org/hai-phong",
    "events": ["price.changed", "venue.closed"],
}
WEBHOOK = {
    "id": "c2a9c7a6-6a53-4b8e-8d3a-0b3f3f5d7e21",
    **BODY,
    "active": True,
    "off": None,
    "created_at": "2026-11-21T12:00:00+07:00",
    "old_secret_until": None,
}
GIVEN = WEBHOOK | {"secret": "whsec_dGhpcyBpcyBhbiBleGFtcGxlLCBub3QgYSBzZWNyZXQ="}
DELIVERY = {
    "id": "f6b3a8e4-1f0e-4c0d-9d65-2f3d1f7a9b10",
    "event": "evt_17_0c7c5a0c2b6f4a1d9e8b7a65",
    "state": "delivered",
    "attempts": 1,
    "status": 204,
    "fault": None,
    "created_at": "2026-11-21T12:00:00+07:00",
    "next_at": None,
    "ended_at": "2026-11-21T12:00:01+07:00",
    "body": {
        "type": "price.changed",
        "timestamp": "2026-11-21T12:00:00+07:00",
        "data": {
            "kind": "venues",
            "id": "banh-da-cua-be-ba-cu",
            "version": 17,
            "url": "https://example.org/v1/venues/banh-da-cua-be-ba-cu",
        },
    },
}
REFUSED = (KeyNeeded, KeyScopeMissing, NotAcceptable)

blueprint = Blueprint(
    "webhooks", __name__, description="Partners are told of what changes"
)


@blueprint.route(ALL)
@partner("webhooks")
@blueprint.arguments(Query, location="query")
@blueprint.response(200, WebhookListSchema, example={"items": [WEBHOOK]})
@blueprint.problems(*REFUSED)
@blueprint.doc(operationId="list_webhooks")
def list_webhooks(caller: Partner, asked: dict[str, Any]) -> Response:
    """List the webhooks of this key, ten at most

    Also those that are off, and why. Secrets are never shown again.
    """
    negotiate(JSON)
    with transaction() as session:
        found = queries.webhooks(session, caller.id)
        return personal({"items": [shown(each) for each in found]})


@blueprint.route(ALL, methods=["POST"])
@partner("webhooks")
@limited("webhooks", actor)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(WebhookBodySchema, example=BODY)
@blueprint.response(201, GivenWebhookSchema, headers=LIMITS, example=GIVEN)
@blueprint.alt_response(200, schema=GivenWebhookSchema, example=GIVEN, success=True)
@blueprint.problems(
    *REFUSED,
    *BODY_PROBLEMS,
    AddressRefused,
    BadRequest,
    KeyReused,
    TooManyRequests,
    TooManyWebhooks,
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="make_webhook")
def make_webhook(
    caller: Partner, asked: dict[str, Any], body: dict[str, Any]
) -> Response:
    """Be told of changes at an address, signed as www.standardwebhooks.com has it

    Events are thin: what changed, and where to read it. One that is not answered by
    2xx in five seconds is sent again eight times in a day and a half. Webhooks of test
    keys are told of test events only.
    """
    negotiate(JSON)
    ensure_callable(body["url"], local=_local())
    asked_for = Subscribing(
        owner=caller.id,
        url=body["url"],
        events=body["events"],
        once=sent_once(),
        at=now(),
    )
    with transaction() as session:
        made, new = subscribing.subscribe(session, key_ring(), asked_for)
        secret = subscribing.secret_of(key_ring(), made)
        return personal(shown(made) | {"secret": secret}, 201 if new else 200)


@blueprint.route(ONE)
@partner("webhooks")
@blueprint.arguments(Query, location="query")
@blueprint.response(200, WebhookSchema, example=WEBHOOK)
@blueprint.problems(*REFUSED, NotFound)
@blueprint.doc(operationId="get_webhook")
def get_webhook(caller: Partner, asked: dict[str, Any], webhook_id: UUID) -> Response:
    """Read a webhook, and whether it is on

    `off` says why one is told nothing; PATCH with `active` switches it on again.
    """
    negotiate(JSON)
    with transaction() as session:
        return personal(shown(queries.webhook(session, caller.id, webhook_id)))


@blueprint.route(ONE, methods=["PATCH"])
@partner("webhooks")
@blueprint.arguments(Query, location="query")
@blueprint.arguments(WebhookChangeSchema, example={"active": True})
@blueprint.response(200, WebhookSchema, example=WEBHOOK)
@blueprint.problems(*REFUSED, *BODY_PROBLEMS, NotFound)
@blueprint.doc(operationId="change_webhook")
def change_webhook(
    caller: Partner, asked: dict[str, Any], body: dict[str, Any], webhook_id: UUID
) -> Response:
    """Be told of other things, or switch a webhook off or on again

    The address stays: for another one make another webhook.
    """
    negotiate(JSON)
    with transaction() as session:
        found = queries.webhook(session, caller.id, webhook_id, lock=True)
        subscribing.change(found, body.get("events"), body.get("active"))
        return personal(shown(found))


@blueprint.route(ONE, methods=["DELETE"])
@partner("webhooks")
@blueprint.arguments(Query, location="query")
@blueprint.response(204)
@blueprint.problems(*REFUSED, NotFound)
@blueprint.doc(operationId="delete_webhook")
def delete_webhook(
    caller: Partner, asked: dict[str, Any], webhook_id: UUID
) -> Response:
    """Delete a webhook and all that it was told

    What is being sent at this moment may still arrive.
    """
    negotiate(JSON)
    with transaction() as session:
        session.delete(queries.webhook(session, caller.id, webhook_id, lock=True))
    return nothing()


@blueprint.route(f"{ONE}/secret", methods=["POST"])
@partner("webhooks")
@limited("webhooks", actor)
@blueprint.arguments(Query, location="query")
@blueprint.response(201, GivenWebhookSchema, headers=LIMITS, example=GIVEN)
@blueprint.problems(*REFUSED, *BODY_PROBLEMS, BadRequest, NotFound, TooManyRequests)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="rotate_webhook_secret")
def rotate_webhook_secret(
    caller: Partner, asked: dict[str, Any], webhook_id: UUID
) -> Response:
    """Get another secret; for 24 hours both sign, so that no event is lost

    The new secret is in this answer, and never shown again.
    """
    negotiate(JSON)
    no_body()
    once, secret = sent_once(), current_app.config["SIGNING_KEY"]
    with transaction() as session:
        found = queries.webhook(session, caller.id, webhook_id, lock=True)
        made = subscribing.change_secret(
            key_ring(), found, once=once, secret=secret, at=now()
        )
        return personal(shown(found) | {"secret": made}, 201)


@blueprint.route(f"{ONE}/test", methods=["POST"])
@partner("webhooks")
@limited("webhooks", actor)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(TestEventSchema, example={"type": "price.changed"})
@blueprint.response(202, DeliverySchema, headers=LIMITS, example=DELIVERY)
@blueprint.problems(
    *REFUSED, *BODY_PROBLEMS, BadRequest, NotFound, TooManyRequests, WebhookOff
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="send_test_event")
def send_test_event(
    caller: Partner, asked: dict[str, Any], body: dict[str, Any], webhook_id: UUID
) -> Response:
    """Have a made-up event sent, of any type

    Its data have `test: true`; it is signed and tried again as every event is.
    """
    negotiate(JSON)
    kind = body["type"] or Kind.VENUE_CHANGED
    with transaction() as session:
        found = queries.webhook(session, caller.id, webhook_id, lock=True)
        made = subscribing.send_test(session, found, kind, once=sent_once(), at=now())
        return personal(shown_delivery(made), 202)


@blueprint.route(f"{ONE}/deliveries")
@partner("webhooks")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(
    200, DeliveryPageSchema, example={"items": [DELIVERY], "next": None}
)
@blueprint.problems(*REFUSED, BadCursor, NotFound)
@blueprint.doc(operationId="list_deliveries")
def list_deliveries(
    caller: Partner, asked: dict[str, Any], webhook_id: UUID
) -> Response:
    """List what a webhook was told in the last thirty days, the newest first

    Each with its body, how often it was tried and what was answered last.
    """
    negotiate(JSON)
    question, limit = ["deliveries", str(webhook_id)], asked["limit"]
    before = position(question, asked.get("cursor"))
    with transaction() as session:
        found = queries.webhook(session, caller.id, webhook_id)
        told = queries.deliveries(session, found.id, before=before, limit=limit + 1)
        page, cursor = cut(
            question, told, limit, lambda each: (each.created_at, each.id)
        )
        items = [shown_delivery(each) for each in page]
    return personal_page({"items": items}, cursor)


@blueprint.route(f"{ONE}/deliveries/<uuid:delivery_id>/replay", methods=["POST"])
@partner("webhooks")
@limited("webhooks", actor)
@blueprint.arguments(Query, location="query")
@blueprint.response(202, DeliverySchema, headers=LIMITS, example=DELIVERY)
@blueprint.problems(*REFUSED, *BODY_PROBLEMS, NotFound, TooManyRequests, WebhookOff)
@blueprint.doc(operationId="replay_delivery")
def replay_delivery(
    caller: Partner, asked: dict[str, Any], webhook_id: UUID, delivery_id: UUID
) -> Response:
    """Have an event sent again, under its own id

    Who has seen the id already may leave it aside. One that is still on its way goes
    out at once.
    """
    negotiate(JSON)
    no_body()
    with transaction() as session:
        found = queries.webhook(session, caller.id, webhook_id, lock=True)
        told = queries.delivery(session, found.id, delivery_id, lock=True)
        subscribing.replay(session, found, told, now())
        return personal(shown_delivery(told), 202)


def shown(webhook: Webhook) -> dict[str, Any]:
    """A webhook on the wire."""
    return {
        "id": webhook.id,
        "url": webhook.url,
        "events": webhook.events,
        "active": webhook.off is None,
        "off": webhook.off,
        "created_at": webhook.created_at,
        "old_secret_until": webhook.old_until,
    }


def shown_delivery(delivery: Delivery) -> dict[str, Any]:
    """A delivery on the wire."""
    return {
        "id": delivery.id,
        "event": delivery.event,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "status": delivery.status,
        "fault": delivery.fault,
        "created_at": delivery.created_at,
        "next_at": delivery.next_at,
        "ended_at": delivery.ended_at,
        "body": delivery.body,
    }


def _local() -> bool:
    local: bool = current_app.config[LOCAL]
    return local
