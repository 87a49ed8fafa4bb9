"""How cards look on the wire."""

from marshmallow import fields

from citizen_api.fields import Words
from citizen_api.http.api import Schema
from identity.text import BYTES_MAX


class CardTextSchema(Schema):
    """What a scanner read."""

    text = Words(
        longest=BYTES_MAX,
        lines=True,
        required=True,
        metadata={"description": "QR text, or the three lines of the back"},
    )


class CardSchema(Schema):
    """What a card says of its holder, and how far that goes."""

    kind = fields.String(
        required=True, metadata={"enum": ["citizen_qr", "citizen_mrz", "insurance_qr"]}
    )
    assurance = fields.String(
        required=True,
        metadata={
            "enum": ["identified"],
            "description": "Anybody can print this: it never authenticates",
        },
    )
    number = fields.String(required=True, metadata={"description": "Masked"})
    name = fields.String(required=True)
    birth = fields.String(
        required=True, metadata={"description": "yyyy-mm-dd, yyyy-mm or yyyy"}
    )
    sex = fields.String(required=True, allow_none=True)
    issued = fields.Date(required=True, allow_none=True)
    valid_to = fields.Date(required=True, allow_none=True)
    facility = fields.String(
        required=True, allow_none=True, metadata={"description": "Of first care"}
    )
    warnings = fields.List(fields.String(), required=True)
