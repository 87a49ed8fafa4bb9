"""How people and their sessions look on the wire."""

from marshmallow import fields

from citizen_api.accounts.rules import LEVELS
from citizen_api.fields import Choice
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageSchema

LEVEL = {"description": "Level of the VNeID account (Decree 69/2024 art. 9)"}


class MeSchema(Schema):
    """Whoever sent the token."""

    id = fields.UUID(required=True, metadata={"description": "Of this service alone"})
    name = fields.String(required=True, allow_none=True)
    masked_number = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The citizen number; only its ends can be read"},
    )
    level = Choice(*LEVELS, required=True, metadata=LEVEL)
    signed_in_at = fields.AwareDateTime(
        required=True, metadata={"description": "When VNeID saw the person last"}
    )
    other_sessions = fields.Integer(
        required=True,
        metadata={"description": "Other open sessions of the person in this app"},
    )
    invented = fields.Boolean(
        required=True, metadata={"description": "Of the sandbox: no real person"}
    )


class SessionSchema(Schema):
    """One sign-in that has not ended."""

    id = fields.UUID(required=True)
    client = fields.String(
        required=True, metadata={"description": 'Id of the app, or "pages"'}
    )
    client_name = fields.String(required=True, allow_none=True)
    device = fields.String(required=True, allow_none=True)
    level = Choice(*LEVELS, required=True, metadata=LEVEL)
    signed_in_at = fields.AwareDateTime(required=True)
    began_at = fields.AwareDateTime(required=True)
    last_used_at = fields.AwareDateTime(required=True)
    this = fields.Boolean(
        required=True, metadata={"description": "Whether this token is of it"}
    )


class SessionPageSchema(PageSchema):
    """A page of sessions."""

    items = fields.List(fields.Nested(SessionSchema), required=True)
