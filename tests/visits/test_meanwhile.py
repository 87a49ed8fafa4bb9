"""What becomes of a rating that is written while the proof of the visit is kept."""

import pytest
from flask import Flask
from sqlalchemy import text

from citizen_api.reviews.claiming import sweep
from citizen_api.tokens import token_hash
from citizen_api.visits.actions import keep
from citizen_api.visits.models import How
from citizen_api.visits.rules import Visitor
from tests.conftest import NOON
from tests.factories import changing, database_of, known_person
from tests.reviews.citizens import Someone
from tests.reviews.phones import Phone
from tests.visits.guests import Guest

DEVICE = "SELECT id FROM devices WHERE token_hash = %(token)s"
VENUE = text("SELECT id FROM venues WHERE slug = :slug")
Somebody = tuple[Phone, Visitor]


@pytest.fixture
def somebody(city: Flask, request: pytest.FixtureRequest) -> Somebody:
    """A phone, or a citizen."""
    if request.param == "citizen":
        who = known_person(city)
        return Someone(city, who.headers), Visitor(None, who.person)
    phone = Phone(city)
    found = database_of(city).find(DEVICE, {"token": token_hash(phone.token)})
    return phone, Visitor(found[0][0], None)


def marked(phone: Phone, venue: str) -> bool:
    """What the rating says of the visit."""
    return bool(phone.read(venue).get_json()["visited"])


@pytest.mark.parametrize("somebody", ["phone", "citizen"], indirect=True)
def test_a_rating_of_the_very_moment_of_the_visit_is_marked_soon(
    city: Flask, guest: Guest, somebody: Somebody
) -> None:
    phone, visitor = somebody
    guest.rate(guest.venue, stars=5)
    with changing(city) as session:
        venue = session.scalars(VENUE, {"slug": guest.venue}).one()
        keep(session, visitor, venue, How.CODE, NOON.date())
        phone.rate(guest.venue, stars=5)
    assert marked(phone, guest.venue) is False

    with changing(city) as session:
        sweep(session, NOON)

    assert marked(phone, guest.venue) is True
    assert marked(guest, guest.venue) is False
