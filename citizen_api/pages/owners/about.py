"""What a venue says of itself: contacts, description, and its name and address."""

from collections.abc import Mapping
from typing import Any, Final

from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.fields import Choice, Words
from citizen_api.http.api import Schema
from citizen_api.listings.about import ADDRESS, CONTACTS, KINDS, LANGUAGES
from citizen_api.listings.edit_resources import changes_of
from citizen_api.listings.edit_schemas import (
    LONGEST_NAME,
    AddressBodySchema,
    ContactsBodySchema,
    DescriptionBodySchema,
    LocationBodySchema,
)
from citizen_api.listings.editing import Change
from citizen_api.pages.forms import Sent
from citizen_api.pages.frames import personal
from citizen_api.pages.owners.keeping import (
    ONE,
    Listing,
    Page,
    Typed,
    by_field,
    kept,
    send,
    shown,
)
from citizen_api.pages.owners.words import FIELDS, told
from citizen_api.pages.staff.code_giving import NO_PLACE
from citizen_api.pages.staff.filling import loaded
from citizen_api.problems import FieldError, InvalidRequest

WORDS: Final = f"{ONE}/contacts"
NAME: Final = f"{ONE}/name"
ADDRESS_BODY, PLACE_BODY = AddressBodySchema(), LocationBodySchema()
CONTACTS_BODY, OWN_WORDS_BODY = ContactsBodySchema(), DescriptionBodySchema()

blueprint = personal("owner_about")


class NameSchema(Schema):
    """The name and kind of a venue, both of which a form has."""

    name = Words(longest=LONGEST_NAME, required=True)
    kind = Choice(*KINDS, required=True)


@blueprint.get(WORDS)
@kept
def ask_words(staff: Staff, slug: str) -> Response:
    """Ask for contacts and a description."""
    return shown(OF_WORDS, slug)


@blueprint.post(WORDS)
@kept
def change_words(staff: Staff, slug: str) -> Response:
    """Change contacts and description at once; an empty field takes one away."""

    def read(sent: Sent) -> Change:
        contacts = loaded(CONTACTS_BODY, filled(sent, CONTACTS))
        own = loaded(OWN_WORDS_BODY, filled(sent, LANGUAGES))
        body = {
            "contacts": {name: contacts.get(name) for name in CONTACTS},
            "description": {name: own.get(name) for name in LANGUAGES},
        }
        return lambda edit: changes_of(edit, body)

    return send(OF_WORDS, staff, slug, read)


@blueprint.get(NAME)
@kept
def ask_name(staff: Staff, slug: str) -> Response:
    """Ask for the right name, kind, address and place."""
    return shown(OF_NAME, slug)


@blueprint.post(NAME)
@kept
def change_name(staff: Staff, slug: str) -> Response:
    """Ask for another name, kind, address or place: a moderator looks first."""

    def read(sent: Sent) -> Change:
        body = loaded(NameSchema(), filled(sent, ("name", "kind")))
        body["address"] = loaded(ADDRESS_BODY, filled(sent, ADDRESS))
        if sent["at"].strip() != sent["at_before"]:
            body["location"] = location(sent["at"])
        return lambda edit: changes_of(edit, body)

    return send(OF_NAME, staff, slug, read)


def filled(sent: Sent, names: Any) -> dict[str, str]:
    """The fields of these names, without the spaces around."""
    return {name: sent[name].strip() for name in names}


def location(typed: str) -> dict[str, Any]:
    """Latitude and longitude as typed. Raises InvalidRequest."""
    try:
        lat, lon = map(float, typed.split(","))
        return loaded(PLACE_BODY, {"lat": lat, "lon": lon})
    except (ValueError, InvalidRequest):
        raise InvalidRequest(errors=[FieldError(NO_PLACE, pointer="#/at")]) from None


def typed_words(listing: Listing) -> Typed:
    """Contacts and description as the fields hold them."""
    said = listing["contacts"] | listing["description"]
    return {name: value or "" for name, value in said.items()}


def typed_name(listing: Listing) -> Typed:
    """Name, kind, address and place as the fields hold them."""
    place = listing["location"]
    at = ", ".join(map(str, reversed(place["coordinates"]))) if place else ""
    address = {name: listing["address"][name] or "" for name in ADDRESS}
    names = {"name": listing["name"], "kind": listing["kind"]}
    return names | address | {"at": at, "at_before": at}


def pending(listing: Listing) -> Mapping[str, Any]:
    """What waits for a second look, by part, in words."""
    return {
        "waiting": [
            {"part": each["part"], "words": told(each["part"], each["after"])}
            for each in listing["waiting"]
        ]
    }


def named(*fields: str) -> dict[str, str]:
    """What these fields are called."""
    return {field: FIELDS[field] for field in fields}


OF_WORDS: Final = Page(
    "contacts.html",
    "/contacts",
    typed_words,
    by_field(named(*CONTACTS, *LANGUAGES), typed_words),
)
OF_NAME: Final = Page(
    "name.html",
    "/name",
    typed_name,
    by_field(named("name", "kind", *ADDRESS, "at"), typed_name),
    pending,
)
