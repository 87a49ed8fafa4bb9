"""How chips look on the wire."""

import base64
import binascii

from marshmallow import fields

from citizen_api.fields import BadText, Parsed, Words
from citizen_api.http.api import Schema
from citizen_api.problems import Said
from identity.chip import GROUP_MAX
from identity.chip_sod import SOD_MAX

NO_BASE64 = Said("Phải là base64.", "This must be base64.")
TOO_LONG = Said("Quá dài.", "This is too long.")
CHALLENGE = 43


def read_bytes(text: object) -> bytes:
    """Bytes out of base64; raises BadText."""
    if not isinstance(text, str) or not text.isascii():
        raise BadText(NO_BASE64)
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise BadText(NO_BASE64) from None


def part(most: int, description: str) -> Parsed[bytes]:
    """A file of the chip, as it stands there."""
    longest = -(-most // 3) * 4
    about = {
        "type": "string",
        "contentEncoding": "base64",
        "maxLength": longest,
        "description": description,
    }
    return Parsed(read_bytes, required=True, metadata=about)


class ChallengeSchema(Schema):
    """What must come back with what was read from the chip."""

    challenge = fields.String(required=True)
    expires_at = fields.DateTime(required=True)


class ChipBodySchema(Schema):
    """What a phone read. The face stays in the phone: only its hash is sent."""

    challenge = Words(longest=CHALLENGE, required=True)
    sod = part(SOD_MAX, "EF.SOD")
    dg1 = part(GROUP_MAX, "EF.DG1")
    dg2_digest = part(64, "The hash of EF.DG2, by the algorithm that the SOD names")
    dg13 = part(GROUP_MAX, "EF.DG13")
    dg14 = part(GROUP_MAX, "EF.DG14")


class ChipSchema(Schema):
    """The holder for whom a document signer vouched."""

    assurance = fields.String(required=True, metadata={"enum": ["authenticated"]})
    number = fields.String(required=True, metadata={"description": "Masked"})
    name = fields.String(required=True)
    birth = fields.String(required=True)
    sex = fields.String(required=True)
    issued = fields.Date(required=True)
    valid_to = fields.Date(required=True, allow_none=True)
    yours = fields.Boolean(
        required=True, metadata={"description": "Whether it is the caller's own card"}
    )
