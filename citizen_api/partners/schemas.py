"""How keys, webhooks and deliveries look on the wire."""

from marshmallow import fields, validate

from citizen_api.callers.keys import SCOPES
from citizen_api.fields import Choice, Moment, Truth, Words
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageSchema
from citizen_api.partners.models import (
    LONGEST_NAME,
    LONGEST_URL,
    KeyKind,
    Off,
    State,
)
from citizen_api.partners.rules import TEST, Kind
from citizen_api.problems import Said

SOME = validate.Length(
    min=1, max=10, error=Said("Từ một đến mười mục.", "From one to ten of them.")
)
EVENTS = {"description": f"Of {', '.join(Kind)}; open to new ones"}


class KeySchema(Schema):
    """A key, without the key itself."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, metadata={"enum": list(KeyKind)})
    name = fields.String(
        required=True, metadata={"description": "Whose it is; empty for a test key"}
    )
    scopes = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "A test key may do all of it, in the sandbox"},
    )
    ending = fields.String(
        required=True, metadata={"description": "The last letters of the key"}
    )
    created_at = fields.DateTime(required=True)
    expires_at = fields.DateTime(required=True, allow_none=True)
    revoked_at = fields.DateTime(required=True, allow_none=True)


class GivenKeySchema(KeySchema):
    """A key, shown this once."""

    key = fields.String(
        required=True,
        metadata={"description": "Keep it, and send it as Authorization: Bearer"},
    )
    old_until = fields.DateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Until when the key before it is good"},
    )


class KeyBodySchema(Schema):
    """A live key for somebody."""

    name = Words(longest=LONGEST_NAME, required=True)
    scopes = fields.List(Choice(*SCOPES), required=True, validate=SOME)
    expires_at = Moment(
        allow_none=True,
        load_default=None,
        metadata={"description": "Until it is revoked, when it is left out"},
    )


class KeyPageSchema(PageSchema):
    """A page of live keys, the newest first."""

    items = fields.List(fields.Nested(KeySchema), required=True)


class WebhookBodySchema(Schema):
    """Where to be told, and of what."""

    url = Words(
        longest=LONGEST_URL,
        required=True,
        metadata={"description": "https, of a host on the open internet"},
    )
    events = fields.List(Choice(*Kind), required=True, validate=SOME, metadata=EVENTS)


class WebhookChangeSchema(Schema):
    """What is to be different; what is left out stays."""

    events = fields.List(Choice(*Kind), validate=SOME, metadata=EVENTS)
    active = Truth(metadata={"description": "false switches it off"})


class WebhookSchema(Schema):
    """An address that is told of changes."""

    id = fields.UUID(required=True)
    url = fields.String(required=True)
    events = fields.List(fields.String(), required=True, metadata=EVENTS)
    active = fields.Boolean(required=True)
    off = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": f"Why it is told nothing: {', '.join(Off)}; gone: it"
            " answered 410, failing: a delivery was given up and nothing came through"
        },
    )
    created_at = fields.DateTime(required=True)
    old_secret_until = fields.DateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Until when the secret before signs as well"},
    )


class GivenWebhookSchema(WebhookSchema):
    """A webhook and its secret, shown when it is made or changed."""

    secret = fields.String(
        required=True,
        metadata={"description": "whsec_…, as www.standardwebhooks.com takes it"},
    )


class WebhookListSchema(Schema):
    """Every webhook of a key: ten at most."""

    items = fields.List(fields.Nested(WebhookSchema), required=True)


class TestEventSchema(Schema):
    """Which kind of event is made up."""

    type = Choice(*Kind, load_default=None, allow_none=True)


class EventDataSchema(Schema):
    """What changed; ask `url` for what it is now."""

    kind = fields.String(required=True)
    id = fields.String(required=True)
    version = fields.Integer(
        required=True, metadata={"description": "As GET /v1/sync numbers them"}
    )
    url = fields.String(required=True)
    merged_into = fields.String(
        allow_none=True,
        metadata={"description": "The venue that a closed one is part of now"},
    )
    test = fields.Boolean(metadata={"description": "true: nothing happened"})


class EventSchema(Schema):
    """The body of an event as it is sent."""

    type = fields.String(required=True)
    timestamp = fields.DateTime(required=True)
    data = fields.Nested(EventDataSchema, required=True)


class DeliverySchema(Schema):
    """One event for a webhook, and what became of it."""

    id = fields.UUID(required=True)
    event = fields.String(
        required=True,
        metadata={"description": f"The webhook-id that is sent; {TEST}.… for tests"},
    )
    state = fields.String(required=True, metadata={"enum": list(State)})
    attempts = fields.Integer(required=True)
    status = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Answered last"}
    )
    fault = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "Why nothing was: address, connection, tls, timeout, broken"
        },
    )
    created_at = fields.DateTime(required=True)
    next_at = fields.DateTime(required=True, allow_none=True)
    ended_at = fields.DateTime(required=True, allow_none=True)
    body = fields.Nested(EventSchema, required=True)


class DeliveryPageSchema(PageSchema):
    """A page of what a webhook was told in the last thirty days, the newest first."""

    items = fields.List(fields.Nested(DeliverySchema), required=True)
