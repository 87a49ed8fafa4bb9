"""What a venue says of itself: at once its contacts and its description, and, once a
moderator has looked, its name, kind, address and place.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from citizen_api.areas.actions import measure
from citizen_api.listings import words
from citizen_api.listings.edit_models import (
    ListingChange,
    Part,
    State,
    VenueListing,
)
from citizen_api.listings.edits import OWNER, Edit
from citizen_api.problems import FieldError, InvalidRequest, Problem, Said
from citizen_api.venues.models import Venue
from geo.names import fold

CONTACTS: Final[Mapping[str, Callable[[str], str]]] = {
    "phone": words.phone,
    "website": words.website,
    "facebook": words.facebook,
}
LANGUAGES: Final = ("vi", "en")
ADDRESS: Final = ("text", "house_number", "alley", "street")
KINDS: Final = ("eatery", "market", "cafe", "gift-shop")
SLOW: Final = (Part.NAME, Part.KIND, Part.ADDRESS, Part.LOCATION)
"""What waits for a second look."""
ACCURACY_M = 15
WARD: Final = text(
    """
    SELECT id FROM areas WHERE kind = 'ward'
    AND ST_Covers(shape, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)) LIMIT 1
    """
)
OUTSIDE: Final = Said(
    "Chỗ này không nằm trong Hải Phòng.", "This place is not in Hải Phòng."
)


class EditWaiting(Problem):
    """Another edit of the same part waits for a moderator."""

    name = "edit-waiting"
    status = 409
    title = "An edit of this waits already"
    said = Said(
        "Một sửa đổi của phần này đang chờ kiểm duyệt.",
        "An edit of this part waits for a moderator already.",
    )


class NotForOwners(Problem):
    """Owners take back what owners changed at once; moderators all of it."""

    name = "change-for-moderators"
    status = 409
    title = "Only a moderator takes this change back"
    said = Said(
        "Chỉ người kiểm duyệt mới hoàn tác được thay đổi này.",
        "Only a moderator can undo this change.",
    )


def set_contacts(edit: Edit, given: Mapping[str, str | None]) -> list[ListingChange]:
    """Change the contacts that are given; None for none. Raises InvalidRequest."""
    wanted = {
        name: value and checked(CONTACTS[name], value, f"#/contacts/{name}")
        for name, value in given.items()
    }
    return set_columns(edit, Part.CONTACTS, wanted, "")


def set_description(edit: Edit, given: Mapping[str, str | None]) -> list[ListingChange]:
    """Change the description in the languages given. Raises InvalidRequest."""
    wanted = {
        name: value and checked(words.description, value, f"#/description/{name}")
        for name, value in given.items()
    }
    return set_columns(edit, Part.DESCRIPTION, wanted, "description_")


def checked(check: Callable[[str], str], value: str, pointer: str) -> str:
    """The value as it is kept; raises InvalidRequest."""
    try:
        return check(value)
    except words.NotTaken as bad:
        raise InvalidRequest(errors=[FieldError(bad.said, pointer=pointer)]) from None


def set_columns(
    edit: Edit, part: Part, wanted: Mapping[str, str | None], prefix: str
) -> list[ListingChange]:
    """Change columns of the listing itself."""
    before = {name: getattr(edit.listing, prefix + name) for name in wanted}
    if before == wanted:
        return []
    change = edit.note(part, before, dict(wanted))
    for name, value in wanted.items():
        setattr(edit.listing, prefix + name, value)
    edit.session.flush()
    return [change]


def propose(edit: Edit, part: Part, value: dict[str, Any]) -> list[ListingChange]:
    """Ask for another name, kind, address or place; a moderator must look first.

    Raises InvalidRequest for a place outside the city, EditWaiting.
    """
    if part is Part.LOCATION:
        ensure_inside(edit.session, value)
    before = current(edit.venue, part)
    if {**before, **value} == before:
        return []
    if waiting(edit.session, edit.venue.id, part) is not None:
        raise EditWaiting
    return [edit.note(part, before, {**before, **value}, waits=True)]


def waiting(session: Session, venue_id: int, part: Part) -> ListingChange | None:
    """The change of a part that waits for a moderator."""
    return session.scalar(
        select(ListingChange).where(
            ListingChange.venue_id == venue_id,
            ListingChange.part == part,
            ListingChange.state == State.WAITING,
        )
    )


def current(venue: Venue, part: Part) -> dict[str, Any]:
    """What a venue says of a part now, as changes keep it."""
    if part is Part.NAME:
        return {"name": venue.name}
    if part is Part.KIND:
        return {"kind": venue.kind}
    if part is Part.ADDRESS:
        return {
            "text": venue.address,
            "house_number": venue.house_number,
            "alley": venue.alley,
            "street": venue.street,
        }
    names = ("lon_e6", "lat_e6", "accuracy_m", "basis", "place_source", "place_note")
    return {name: getattr(venue, name) for name in names}


def put(session: Session, venue: Venue, part: Part, value: dict[str, Any]) -> None:
    """Let a venue say this of a part."""
    if part is Part.NAME:
        venue.name = value["name"]
        venue.folded = fold(" ".join([venue.name, *venue.aliases]))
    elif part is Part.KIND:
        venue.kind = value["kind"]
    elif part is Part.ADDRESS:
        venue.address = value["text"]
        for name in ADDRESS[1:]:
            setattr(venue, name, value[name])
    else:
        for name, each in value.items():
            setattr(venue, name, each)
        lie_in_ward(session, venue)
    session.flush()
    if part is Part.LOCATION:
        measure(session)


def place(*, lon: float, lat: float, source: str = OWNER) -> dict[str, Any]:
    """A place that the owner, or another source, pointed at, as changes keep it."""
    return {
        "lon_e6": round(lon * 1_000_000),
        "lat_e6": round(lat * 1_000_000),
        "accuracy_m": ACCURACY_M,
        "basis": source,
        "place_source": source,
        "place_note": None,
    }


def lie_in_ward(session: Session, venue: Venue) -> None:
    """Let the ward be the one of the place; the former ones stay only with it."""
    if venue.lon_e6 is None or venue.lat_e6 is None:
        return
    ward = ward_at(session, venue.lon_e6, venue.lat_e6)
    if ward is None:
        return
    if ward != venue.ward_id:
        venue.former_ward_id = venue.former_district_id = None
    venue.ward_id, venue.ward_certain = ward, True


def ensure_inside(session: Session, value: dict[str, Any]) -> None:
    """Raise InvalidRequest for a place in no ward of the city."""
    if ward_at(session, value["lon_e6"], value["lat_e6"]) is None:
        raise InvalidRequest(errors=[FieldError(OUTSIDE, pointer="#/location")])


def ward_at(session: Session, lon_e6: int, lat_e6: int) -> int | None:
    """The ward of today that a place lies in."""
    where = {"lon": lon_e6 / 1e6, "lat": lat_e6 / 1e6}
    found: int | None = session.scalar(WARD, where)
    return found


def texts(listing: VenueListing | None) -> dict[str, Any]:
    """Contacts and description as they are; all None for no listing."""
    return {
        "contacts": {name: getattr(listing, name, None) for name in CONTACTS},
        "description": {
            name: getattr(listing, f"description_{name}", None) for name in LANGUAGES
        },
    }
