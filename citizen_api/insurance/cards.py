"""The door that reads cards, for whoever scans them; it keeps nothing."""

from collections.abc import Callable
from typing import Any

from flask import Response

from citizen_api.callers import Citizen, NotSignedIn, citizen
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import personal
from citizen_api.http.telling import Example
from citizen_api.insurance.card_schemas import CardSchema, CardTextSchema
from citizen_api.insurance.desks import ensure_not_too_often, ensure_real
from citizen_api.insurance.rules import hidden, wrong
from citizen_api.problems import (
    BODY_PROBLEMS,
    NotAcceptable,
    Said,
    TooManyRequests,
)
from identity import IdentityError
from identity.card_qr import CardQr
from identity.insurance_qr import InsuranceQr
from identity.mrz import CardMrz, read_card_mrz
from identity.scans import read_qr

NO_CARD = Said(
    "Không phải mã QR hay dòng máy đọc (MRZ) của thẻ căn cước hoặc thẻ BHYT.",
    "This is neither the QR code nor the machine-readable lines of a citizen card or"
    " an insurance card.",
)
MRZ_BEGINS = ("ID", "I<")

blueprint = Blueprint("cards", __name__, description="Reading cards")


@blueprint.route("/v1/identity/cards/parse", methods=["POST"])
@citizen()
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    CardTextSchema,
    example={
        "text": "IDVNM0901234562099090123456<<8\n9001011M3001019VNM<<<<<<<<<<<4\n"
        "NGUYEN<<VAN<A<<<<<<<<<<<<<<<<<"
    },
)
@blueprint.response(200, CardSchema, example=Example("parse_card"))
@blueprint.problems(*BODY_PROBLEMS, NotSignedIn, NotAcceptable, TooManyRequests)
@blueprint.doc(operationId="parse_card")
def parse_card(me: Citizen, asked: dict[str, Any], body: dict[str, Any]) -> Response:
    """Read the QR code or the machine-readable lines of a card

    Nothing is kept. `warnings` tells what does not fit together; the card may be right
    all the same. What is read identifies somebody and proves nothing.
    """
    negotiate(JSON)
    headers = ensure_not_too_often(me.id)
    return personal(card(body["text"]), headers=headers)


def card(text: str) -> dict[str, Any]:
    """What a scanned text says; raises InvalidRequest."""
    is_mrz = text.startswith(MRZ_BEGINS) and "|" not in text
    read: Callable[[str], CardQr | CardMrz | InsuranceQr]
    read = read_card_mrz if is_mrz else read_qr
    try:
        found = read(text)
    except IdentityError:
        raise wrong(NO_CARD, "text") from None
    ensure_real(found.number, "text")
    return {
        "assurance": found.assurance,
        "number": hidden(found.number),
        "birth": found.birth.iso,
        "sex": found.sex,
        **more(found),
    }


def more(found: CardQr | CardMrz | InsuranceQr) -> dict[str, Any]:
    """What this kind of card tells besides."""
    told: dict[str, Any] = {"issued": None, "valid_to": None, "facility": None}
    match found:
        case CardQr():
            own = {"kind": "citizen_qr", "name": found.full_name}
            return {**told, **own, "issued": found.issued, "warnings": found.warnings}
        case CardMrz():
            own = {"kind": "citizen_mrz", "name": found.name}
            return {
                **told,
                **own,
                "valid_to": found.expires,
                "warnings": found.warnings,
            }
    return {
        **told,
        "kind": "insurance_qr",
        "name": found.full_name,
        "valid_to": found.valid_to,
        "facility": found.facility,
        "warnings": (),
    }
