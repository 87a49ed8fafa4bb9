"""How money looks on the wire: whole đồng."""

from typing import Any, Final

from marshmallow import fields

from citizen_api.fields import Choice, Moment, Parsed, Whole, Words, between
from citizen_api.http.api import Query, Schema
from citizen_api.http.pages import PageSchema
from citizen_api.wallets.models import Kind
from citizen_api.wallets.rules import LEAST_TO_START, LEAST_TOP_UP, MOST_TOP_UP
from citizen_api.wallets.told import LONGEST_CONTENT, read_content

LARGEST_TRANSFER: Final = 10**12
LARGEST_QR_MM: Final = 200
TOLD: Final = tuple(each.value for each in Kind if each is not Kind.UNCLAIMED)
AMOUNT: Final[dict[str, Any]] = {"description": "In whole đồng"}


class TopUpBodySchema(Schema):
    """How much to top up."""

    amount = Whole(
        required=True,
        strict=True,
        validate=between(LEAST_TOP_UP, MOST_TOP_UP),
        metadata=AMOUNT,
    )


class TransferTargetSchema(Schema):
    """Where a transfer goes; a bank's app reads the same from the QR code."""

    bank = fields.String(required=True, metadata={"description": "BIN, six digits"})
    account = fields.String(required=True)
    purpose = fields.String(
        required=True, metadata={"description": "Must stand in the transfer"}
    )


class TopUpSchema(Schema):
    """A transfer that is awaited, or has come in."""

    id = fields.UUID(required=True)
    amount = fields.Integer(required=True, metadata=AMOUNT)
    currency = fields.Constant("VND", required=True)
    status = fields.String(
        required=True,
        metadata={
            "description": "awaiting; credited once money has come in; expired when"
            " none has in time. Money that comes later is credited all the same"
        },
    )
    received = fields.Integer(
        required=True, metadata={"description": "What has come in, in whole đồng"}
    )
    transfer = fields.Nested(TransferTargetSchema, required=True)
    payload = fields.String(
        required=True, metadata={"description": "VietQR: the text of the QR code"}
    )
    png = fields.String(required=True)
    svg = fields.String(required=True)
    created_at = fields.DateTime(required=True)
    expires_at = fields.DateTime(required=True)


class TopUpImageQuery(Query):
    """How the QR code is drawn."""

    size_mm = Whole(
        load_default=40,
        validate=between(30, LARGEST_QR_MM),
        metadata={"description": "Width of the SVG"},
    )


class WalletSchema(Schema):
    """What an owner has, and whether a ride may begin."""

    balance = fields.Integer(
        required=True, metadata={"description": "The sum of all entries"}
    )
    available = fields.Integer(required=True)
    debt = fields.Integer(
        required=True, metadata={"description": "What the next top-up pays first"}
    )
    currency = fields.Constant("VND", required=True)
    may_ride = fields.Boolean(required=True)
    least_to_ride = fields.Constant(LEAST_TO_START, required=True)


class EntrySchema(Schema):
    """An entry of the ledger, which is its receipt."""

    id = fields.UUID(required=True)
    kind = fields.String(
        required=True, metadata={"enum": list(TOLD), "description": "More may come"}
    )
    amount = fields.Integer(
        required=True, metadata={"description": "By how much the balance rose"}
    )
    balance = fields.Integer(
        required=True, metadata={"description": "The balance after it"}
    )
    currency = fields.Constant("VND", required=True)
    at = fields.DateTime(required=True)
    reference = fields.String(
        required=True, metadata={"description": "What it was for: a rental, a transfer"}
    )
    refunded = fields.Integer(
        required=True, metadata={"description": "Of a charge: what was given back"}
    )
    refund_of = fields.UUID(required=True, allow_none=True)
    detail = fields.Dict(
        required=True, metadata={"description": "What else the receipt says"}
    )


class EntryPageSchema(PageSchema):
    """A page of entries, the newest first."""

    items = fields.List(fields.Nested(EntrySchema), required=True)


class TotalsSchema(Schema):
    """What came in and went out in a month."""

    topped_up = fields.Integer(required=True)
    charged = fields.Integer(required=True)
    refunded = fields.Integer(required=True)


class StatementSchema(Schema):
    """A month: opening + topped_up − charged + refunded = closing."""

    month = fields.String(required=True)
    currency = fields.Constant("VND", required=True)
    opening = fields.Integer(required=True)
    closing = fields.Integer(required=True)
    totals = fields.Nested(TotalsSchema, required=True)
    entries = fields.List(fields.Nested(EntrySchema), required=True)


class BankTransferSchema(Schema):
    """A transfer that the bank tells of."""

    transaction = Words(longest=64, required=True)
    account = Words(longest=19, required=True)
    amount = Whole(
        required=True,
        strict=True,
        validate=between(1, LARGEST_TRANSFER),
        metadata=AMOUNT,
    )
    content = Parsed(
        read_content,
        load_default="",
        metadata={"type": "string", "maxLength": LONGEST_CONTENT},
    )
    made_at = Moment(required=True)


class BankEventBodySchema(Schema):
    """An event of the bank."""

    type = Choice("transfer.received", required=True)
    data = fields.Nested(BankTransferSchema, required=True)


class OutcomeSchema(Schema):
    """What became of a transfer."""

    outcome = fields.String(
        required=True,
        metadata={"description": "credited, late, other_amount or unclaimed"},
    )
