"""The doors of what webhooks are told."""

from typing import Any
from uuid import UUID

from flask import Response

from citizen_api.callers import Partner, partner
from citizen_api.http.api import LIMITS, Blueprint, Query
from citizen_api.http.bodies import no_body
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, position
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER, sent_once
from citizen_api.http.pages import PageQuery, personal_page
from citizen_api.http.personal import personal
from citizen_api.http.session import transaction
from citizen_api.partners import queries, subscribing
from citizen_api.partners.problems import WebhookOff
from citizen_api.partners.rules import Kind
from citizen_api.partners.samples import DELIVERY
from citizen_api.partners.schemas import (
    DeliveryPageSchema,
    DeliverySchema,
    TestEventSchema,
)
from citizen_api.partners.showing import shown_delivery
from citizen_api.partners.webhook_resources import ONE, REFUSED
from citizen_api.problems import (
    BODY_PROBLEMS,
    BadCursor,
    BadRequest,
    NotFound,
    TooManyRequests,
)
from citizen_api.throttles.doors import actor, limited

blueprint = Blueprint("deliveries", __name__, description="What webhooks are told")


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
