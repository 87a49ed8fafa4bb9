"""The doors for the chip of the card: a challenge, and what was read."""

from typing import Any, Final

from flask import Response, current_app

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.callers import Citizen, NotSignedIn, citizen
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import personal
from citizen_api.http.session import key_ring, transaction
from citizen_api.http.telling import Example
from citizen_api.insurance.challenging import challenge, claim
from citizen_api.insurance.chip_schemas import (
    ChallengeSchema,
    ChipBodySchema,
    ChipSchema,
)
from citizen_api.insurance.desks import ensure_not_too_often, ensure_real
from citizen_api.insurance.problems import (
    ChallengeOver,
    ChipNotBelieved,
    NumberNotShared,
)
from citizen_api.insurance.queries import holder
from citizen_api.insurance.rules import hidden
from citizen_api.problems import (
    BODY_PROBLEMS,
    AuditUnavailable,
    FieldError,
    NotAcceptable,
    Said,
    TooManyRequests,
)
from identity.chip import ChipFault, ChipRead, ChipRefused, VerifiedChip, verify_chip
from identity.vault import blind_index

FAULTS: Final = {
    ChipFault.MALFORMED: Said("Dữ liệu không đúng dạng.", "It is not of its form."),
    ChipFault.MISSING_GROUP: Said("Thiếu nhóm dữ liệu.", "It is missing."),
    ChipFault.UNKNOWN_SIGNER: Said(
        "Không rõ cơ quan ký.", "Who signed it is not on the trust list."
    ),
    ChipFault.NOT_YET_VALID: Said("Chưa có hiệu lực.", "It is not valid yet."),
    ChipFault.EXPIRED: Said("Đã hết hạn.", "It has expired."),
    ChipFault.REVOKED: Said("Đã bị thu hồi.", "It was withdrawn."),
    ChipFault.BAD_SIGNATURE: Said("Chữ ký sai.", "Its signature is wrong."),
    ChipFault.WRONG_HASH: Said(
        "Dữ liệu không khớp chữ ký.", "It is not what was signed."
    ),
}
FIELDS: Final = {"dg1": "dg1", "dg2": "dg2_digest", "dg13": "dg13", "dg14": "dg14"}

blueprint = Blueprint("chips", __name__, description="The chip of the citizen card")


@blueprint.route("/v1/identity/nfc/challenge", methods=["POST"])
@citizen()
@blueprint.arguments(Query, location="query")
@blueprint.response(201, ChallengeSchema, example=Example("challenge_chip"))
@blueprint.problems(NotSignedIn, NotAcceptable, TooManyRequests)
@blueprint.doc(operationId="challenge_chip")
def challenge_chip(me: Citizen, asked: dict[str, Any]) -> Response:
    """Begin to read the chip of a card

    The challenge must come back with what was read: once, within two minutes.
    """
    negotiate(JSON)
    headers = ensure_not_too_often(me.id)
    with transaction() as session:
        made, until = challenge(session, me.id, now=now())
    return personal({"challenge": made, "expires_at": until}, 201, headers=headers)


@blueprint.route("/v1/identity/nfc/verify", methods=["POST"])
@citizen()
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    ChipBodySchema,
    example={
        "challenge": "A" * 43,
        "sod": "d4IFsDCCBaw=",
        "dg1": "YV1fH1pJRA==",
        "dg2_digest": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "dg13": "bYIBkDCCAYw=",
        "dg14": "bgQxAA==",
    },
)
@blueprint.response(200, ChipSchema, example=Example("verify_card_chip"))
@blueprint.problems(
    *BODY_PROBLEMS,
    NotSignedIn,
    AuditUnavailable,
    ChallengeOver,
    ChipNotBelieved,
    NotAcceptable,
    TooManyRequests,
)
@blueprint.doc(operationId="verify_card_chip")
def verify_card_chip(
    me: Citizen, asked: dict[str, Any], body: dict[str, Any]
) -> Response:
    """Verify what was read from the chip of a card

    Passive authentication (ICAO 9303-11) against the trust list: the state signed this
    data. That the chip is no copy is for the phone to find out. Nothing is kept but
    that it was verified.
    """
    negotiate(JSON)
    headers = ensure_not_too_often(me.id)
    with transaction() as session:
        claim(session, me.id, body.pop("challenge"), now=now())
    chip = verified(me, ChipRead(**body))
    return personal(shown(me, chip), headers=headers)


def verified(me: Citizen, read: ChipRead) -> VerifiedChip:
    """The chip; raises ChipNotBelieved. Either is in the audit log.

    Raises InvalidRequest for somebody invented where only real people may come.
    """
    try:
        chip = verify_chip(read, current_app.config["CHIP_TRUST"], at=now())
    except ChipRefused as refused:
        note(me, "refused", None, {"fault": refused.fault, "part": refused.part})
        pointer = f"#/{FIELDS.get(refused.part, 'sod')}"
        error = FieldError(FAULTS[refused.fault], pointer=pointer)
        raise ChipNotBelieved(errors=[error]) from None
    ensure_real(chip.holder.number, "dg13")
    index = blind_index(key_ring(), "citizen_number", chip.holder.number.digits)
    note(me, "verified", index, {"signer": chip.signer})
    return chip


def note(
    me: Citizen, outcome: str, subject: bytes | None, detail: dict[str, str]
) -> None:
    """Record what became of a chip."""
    event = Event(
        action="identity.chip",
        actor=f"person:{me.id}",
        outcome=outcome,
        subject=subject,
        detail=detail,
    )
    with transaction() as session:
        record(session, event)


def shown(me: Citizen, chip: VerifiedChip) -> dict[str, Any]:
    """A verified chip on the wire."""
    found = chip.holder
    return {
        "assurance": chip.assurance,
        "number": hidden(found.number),
        "name": found.full_name,
        "birth": found.birth.iso,
        "sex": found.sex,
        "issued": found.issued,
        "valid_to": found.expires,
        "yours": is_own(me, found.number.digits),
    }


def is_own(me: Citizen, number: str) -> bool:
    """Whether it is the number of whoever is signed in."""
    try:
        with transaction() as session:
            return holder(session, key_ring(), me.id).number == number
    except NumberNotShared:
        return False
