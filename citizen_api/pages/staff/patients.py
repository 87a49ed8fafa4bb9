"""What staff type or scan of a patient, read as the API reads it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema, ValidationError

from citizen_api.callers import Staff
from citizen_api.http.bodies import field_errors
from citizen_api.http.session import database
from citizen_api.insurance.desks import HEALTH_STAFF
from citizen_api.insurance.models import Presented, Purpose
from citizen_api.insurance.queries import facility_names
from citizen_api.pages.forms import Sent
from citizen_api.pages.languages import _, marked, spoken
from citizen_api.problems import FieldError, InvalidRequest

BIRTH = re.compile(r"([0-9]{1,2})[ /.-]([0-9]{1,2})[ /.-]([0-9]{4})")
BIRTH_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
# No number has it, and every code on a card does.
BETWEEN_FIELDS = "|"
CARD_FIELDS = {"number", "scan"}
SAID = {
    "number": marked(
        "This is no citizen number of 12 digits and no insurance number. Look again."
    ),
    "scan": marked("This code is not of a citizen card or an insurance card."),
    "name": marked("Type the full name as it stands on the card."),
    "birth": marked("Type the birth date, such as 31/01/1990, or the year alone."),
}
PURPOSES = {
    Purpose.RECEPTION: marked("Reception"),
    Purpose.TREATMENT: marked("Treatment"),
    Purpose.DISCHARGE: marked("Discharge"),
    Purpose.PAYMENT: marked("Payment"),
    Purpose.EMERGENCY: marked("Emergency"),
}
PRESENTED = {
    Presented.CITIZEN_CARD: marked("Citizen card"),
    Presented.CHIP_CARD: marked("Citizen card, its chip read"),
    Presented.VNEID: marked("VNeID on the phone"),
    Presented.INSURANCE_CARD: marked("Insurance card"),
    Presented.BIRTH_CERTIFICATE: marked("Birth certificate"),
    Presented.NOTHING: marked("Nothing"),
}


def read(schema: Schema, sent: Sent, *others: str) -> dict[str, Any]:
    """The body that the API would be sent; raises InvalidRequest.

    `others`: further fields of the form, named as those of the body.
    """
    card = sent["card"].strip()
    typed = {
        "scan" if BETWEEN_FIELDS in card else "number": card,
        "name": sent["name"].strip(),
        "birth": birth(sent["birth"].strip()),
        **{name: sent[name] for name in ("facility", "presented", *others)},
    }
    filled = {
        name: value
        for name, value in typed.items()
        if value and name in schema.load_fields
    }
    if not card:
        raise InvalidRequest(errors=[FieldError(InvalidRequest.said, "#/number")])
    try:
        loaded: dict[str, Any] = schema.load(filled)
    except ValidationError as error:
        errors = list(field_errors({"json": error.messages}))
        raise InvalidRequest(errors=errors) from None
    return loaded


def birth(typed: str) -> str:
    """A birth date as the API writes it: `31/1/1990` and `31011990` alike."""
    match = BIRTH.fullmatch(typed) or BIRTH_DIGITS.fullmatch(typed)
    if match is None:
        return typed
    day, month, year = match.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def wrong(errors: Sequence[FieldError]) -> dict[str, str]:
    """What is wrong, by the field of the form."""
    found = {}
    for error in errors:
        if error.pointer is None:
            continue
        name = error.pointer.removeprefix("#/")
        said = _(SAID[name]) if name in SAID else error.said.to(spoken())
        found["card" if name in CARD_FIELDS else name] = said
    return found


def desks(staff: Staff) -> Mapping[str, str]:
    """The facilities that somebody works at, with their names."""
    held = [role.scope for role in staff.roles if role.role == HEALTH_STAFF]
    return facility_names(database(), held)


def choices(words: Mapping[Any, str]) -> dict[str, str]:
    """What may be chosen, in words."""
    return {str(value): _(said) for value, said in words.items()}
