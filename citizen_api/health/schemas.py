"""How health looks on the wire."""

from marshmallow import fields

from citizen_api.http.api import Schema


class AliveSchema(Schema):
    """A process that answers."""

    status = fields.Constant("alive", required=True)


class ReadySchema(Schema):
    """A process that can do its work."""

    status = fields.Constant("ready", required=True)
