"""How roles look on the wire."""

from typing import Any

from marshmallow import fields

from citizen_api.fields import Choice, Moment, Truth, Uuid, Words
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageQuery, PageSchema
from citizen_api.roles.models import Role

LONGEST_SCOPE = 80
SCOPE = "Code of a health facility, id of a venue; empty for the whole city"


class Scope(Words):
    """A place, or nothing for the whole city."""

    def __init__(self, **kwargs: Any) -> None:
        about = {"description": SCOPE, "minLength": 0}
        super().__init__(longest=LONGEST_SCOPE, metadata=about, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        if value == "":
            return ""
        return super()._deserialize(value, *args, **kwargs)


class RoleQuery(PageQuery):
    """Which roles."""

    person_id = Uuid(metadata={"description": "Only those of this person"})
    role = Choice(*Role)
    scope = Scope()
    current = Truth(
        load_default=True,
        metadata={"description": "false: those revoked or over, too"},
    )


class RoleBodySchema(Schema):
    """A role for a person."""

    person_id = Uuid(
        required=True, metadata={"description": "As GET /v1/me tells the person"}
    )
    role = Choice(*Role, required=True)
    scope = Scope(load_default="")
    valid_from = Moment(
        allow_none=True,
        load_default=None,
        metadata={"description": "Now, when it is left out"},
    )
    valid_to = Moment(
        allow_none=True,
        load_default=None,
        metadata={"description": "Until it is revoked, when it is left out"},
    )


class RoleSchema(Schema):
    """A role that somebody holds or held."""

    id = fields.Integer(required=True)
    person_id = fields.UUID(required=True)
    name = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What the person is called, for administrators"},
    )
    role = fields.String(required=True, metadata={"enum": list(Role)})
    scope = fields.String(required=True, metadata={"description": SCOPE})
    valid_from = fields.DateTime(required=True)
    valid_to = fields.DateTime(required=True, allow_none=True)
    granted_by = fields.String(
        required=True, metadata={"description": "person:<id> or command"}
    )
    granted_at = fields.DateTime(required=True)
    revoked_at = fields.DateTime(required=True, allow_none=True)


class RolePageSchema(PageSchema):
    """A page of roles, the newest grant first."""

    items = fields.List(fields.Nested(RoleSchema), required=True)
