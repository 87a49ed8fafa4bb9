"""Where a role may be held, and from when until when. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from citizen_api.problems import FieldError, InvalidRequest, Said
from citizen_api.roles.models import Role

CITY: Final = ""


class Place(StrEnum):
    """What the scope of a role names."""

    CITY = "city"
    FACILITY = "facility"
    VENUE = "venue"


PLACES: Final = dict.fromkeys(Role, Place.CITY) | {
    Role.HEALTH_STAFF: Place.FACILITY,
    Role.VENUE_OWNER: Place.VENUE,
}
# Reviews one facility or, in the health department, all of them.
ALSO_AT_ONE_FACILITY: Final = {Role.BREAK_GLASS_REVIEWER}

CITY_ONLY = Said(
    "Vai trò này là của cả thành phố: để scope trống.",
    "This role is for the whole city: leave scope empty.",
)
FACILITY_NEEDED = Said(
    "Vai trò này cần mã một cơ sở y tế có trong danh sách.",
    "This role needs the code of a health facility that we know.",
)
VENUE_NEEDED = Said(
    "Vai trò này cần id một quán có trong danh sách.",
    "This role needs the id of a venue that we know.",
)
NO_PERSON = Said(
    "Chưa có ai đăng nhập với id này.", "Nobody has signed in who has this id."
)
ENDS_EARLY = Said(
    "Phải sau lúc bắt đầu và sau lúc này.", "This must be after the start and from now."
)
NEEDED = {Place.FACILITY: FACILITY_NEEDED, Place.VENUE: VENUE_NEEDED}


class Grant(NamedTuple):
    """A role for a person; without an end it lasts until it is revoked."""

    person: UUID
    role: Role
    scope: str
    valid_from: datetime
    valid_to: datetime | None


def place_of(role: Role, scope: str) -> Place:
    """What the scope must name; raises InvalidRequest when it may not be so."""
    place = PLACES[role]
    if role in ALSO_AT_ONE_FACILITY and scope != CITY:
        place = Place.FACILITY
    if place is Place.CITY and scope != CITY:
        raise no_such_place(CITY_ONLY)
    if place is not Place.CITY and scope == CITY:
        raise no_such_place(NEEDED[place])
    return place


def facility_of(role: Role, scope: str) -> str | None:
    """The facility at which a role is held, None for another place."""
    return scope if place_of(role, scope) is Place.FACILITY else None


def no_such_place(said: Said) -> InvalidRequest:
    """What is wrong with the scope."""
    return InvalidRequest(errors=[FieldError(said, pointer="#/scope")])


def ensure_lasts(grant: Grant, now: datetime) -> None:
    """Raise InvalidRequest for a role that would be over before it begins."""
    if grant.valid_to is not None and grant.valid_to <= max(grant.valid_from, now):
        raise InvalidRequest(errors=[FieldError(ENDS_EARLY, pointer="#/valid_to")])


def person_of(actor: str) -> UUID | None:
    """The person behind `person:<uuid>`, None for another kind of actor."""
    kind, _, text = actor.partition(":")
    return UUID(text) if kind == "person" else None
