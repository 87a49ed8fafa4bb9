"""How visits look on the wire."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError, fields, validates_schema

from citizen_api.fields import Number, Whole, Words, between
from citizen_api.http.api import Schema
from citizen_api.problems import Said
from citizen_api.visits.models import How

LONGEST_CODE: Final = 64
FARTHEST_M: Final = 100_000
ONE_PROOF: Final = Said(
    "Gửi code (mã quán đang hiện) hoặc scan (mã đã quét và vị trí), một trong hai.",
    "Send either code (what the venue shows) or scan (the code and the position).",
)


class VisitCodeSchema(Schema):
    """What the screen of a venue shows to its guests."""

    code = fields.String(required=True)
    expires_at = fields.AwareDateTime(
        required=True,
        metadata={"description": "Show another one long before: ask each minute"},
    )


class ScannedHereSchema(Schema):
    """A printed code that was scanned, and where the phone is; that is not kept."""

    code = Words(longest=LONGEST_CODE, required=True)
    lat = Number(required=True, validate=between(-90, 90))
    lon = Number(required=True, validate=between(-180, 180))
    accuracy_m = Whole(
        required=True,
        validate=between(0, FARTHEST_M),
        metadata={"description": "As the phone tells it; 200 at most is good enough"},
    )


class VisitBodySchema(Schema):
    """One of two proofs."""

    code = Words(
        longest=LONGEST_CODE, metadata={"description": "What the venue shows now"}
    )
    scan = fields.Nested(ScannedHereSchema)

    @validates_schema
    def ensure_one_proof(self, body: Mapping[str, Any], **_: Any) -> None:
        """Refuse none and both."""
        if len(body) != 1:
            raise ValidationError(ONE_PROOF)


class VenueVisitSchema(Schema):
    """A visit of today."""

    venue_id = fields.String(required=True)
    how = fields.String(required=True, metadata={"enum": [how.value for how in How]})
    day = fields.Date(required=True)
    counts_until = fields.Date(
        required=True,
        metadata={"description": "A rating up to this day is marked as visited"},
    )
