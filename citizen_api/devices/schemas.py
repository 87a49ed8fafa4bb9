"""How devices look on the wire."""

from marshmallow import fields

from citizen_api.http.api import Schema


class DeviceSchema(Schema):
    """A phone that may rate."""

    token = fields.String(
        required=True,
        metadata={"description": "Shown this once; keep it and send it as Bearer"},
    )
    token_type = fields.Constant("Bearer", required=True)
