"""The doors of webhooks."""

from typing import Any
from uuid import UUID

from flask import Response, current_app

from citizen_api.callers import KeyNeeded, KeyScopeMissing, Partner, partner
from citizen_api.http.api import LIMITS, Blueprint, Query
from citizen_api.http.bodies import no_body
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER, sent_once
from citizen_api.http.personal import nothing, personal
from citizen_api.http.session import key_ring, transaction
from citizen_api.http.turns import outside
from citizen_api.partners import queries, subscribing
from citizen_api.partners.delivering import ensure_callable
from citizen_api.partners.problems import (
    AddressRefused,
    TooManyWebhooks,
)
from citizen_api.partners.samples import GIVEN_WEBHOOK, WANTED_WEBHOOK, WEBHOOK
from citizen_api.partners.schemas import (
    GivenWebhookSchema,
    WebhookBodySchema,
    WebhookChangeSchema,
    WebhookListSchema,
    WebhookSchema,
)
from citizen_api.partners.showing import shown_webhook
from citizen_api.partners.subscribing import Subscribing
from citizen_api.problems import (
    BODY_PROBLEMS,
    BadRequest,
    Busy,
    KeyReused,
    NotAcceptable,
    NotFound,
    TooManyRequests,
)
from citizen_api.throttles.doors import actor, limited

ALL = "/v1/webhooks"
ONE = f"{ALL}/<uuid:webhook_id>"
LOCAL = "LOOPBACK_WEBHOOKS"
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
        return personal({"items": [shown_webhook(each) for each in found]})


@blueprint.route(ALL, methods=["POST"])
@partner("webhooks")
@limited("webhooks", actor)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(WebhookBodySchema, example=WANTED_WEBHOOK)
@blueprint.response(201, GivenWebhookSchema, headers=LIMITS, example=GIVEN_WEBHOOK)
@blueprint.alt_response(
    200, schema=GivenWebhookSchema, example=GIVEN_WEBHOOK, success=True
)
@blueprint.problems(
    *REFUSED,
    *BODY_PROBLEMS,
    AddressRefused,
    BadRequest,
    Busy,
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
    with outside():
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
        return personal(shown_webhook(made) | {"secret": secret}, 201 if new else 200)


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
        return personal(shown_webhook(queries.webhook(session, caller.id, webhook_id)))


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
        return personal(shown_webhook(found))


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
@blueprint.response(201, GivenWebhookSchema, headers=LIMITS, example=GIVEN_WEBHOOK)
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
        return personal(shown_webhook(found) | {"secret": made}, 201)


def _local() -> bool:
    local: bool = current_app.config[LOCAL]
    return local
