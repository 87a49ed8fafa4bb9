"""Cases of every kind, made as they come about."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from flask import Flask
from sqlalchemy import text

from citizen_api.listings import proposing
from citizen_api.media.models import Photo
from citizen_api.reviews import photo_cases
from citizen_api.roles.models import Role
from tests.conftest import NOON
from tests.factories import changing, known_person, on_staff
from tests.listings.reporting import Reporter
from tests.media.sending import Sender
from tests.reviews.addresses import VENUE
from tests.reviews.attacks import strike
from tests.reviews.citizens import Someone, ask, decide, moderator
from tests.reviews.phones import Phone

COLLEAGUE: Final = "P005"
OWNER: Final = "P003"
OTHER: Final = "banh-mi-cay-ba-gia"
STRUCK: Final = text(
    """
    WITH phones AS (
        INSERT INTO devices (token_hash)
        SELECT sha256(('burst ' || :surge || n)::bytea) FROM generate_series(1, 12) n
        RETURNING id
    )
    INSERT INTO reviews (venue_id, device_id, stars, text, state, held_for, surge_id)
    SELECT v.id, phones.id, 1, 'Dở quá, đừng đến', 'held', 'surge', :surge
    FROM phones, venues v WHERE v.slug = :slug
    """
)


def held(app: Flask) -> str:
    """A review with a phone number."""
    Phone(app).rate(stars=4, text="Ngon, gọi 0912 345 678 đặt bàn")
    return newest(app, "review_held")


def reported(app: Flask) -> str:
    """A review that somebody reported."""
    number = Phone(app).rate(stars=1, text="<b>Dở</b>").get_json()["id"]
    body = {"reason": "insult", "text": "Chửi người bán"}
    ask(Phone(app), "POST", f"/v1/reviews/{number}/reports", body)
    return newest(app, "review_report")


def surge(app: Flask) -> str:
    """A burst of twelve ratings."""
    with changing(app) as session:
        number = strike(session, OTHER, by="person:somebody", at=NOON)
        session.execute(STRUCK, {"slug": OTHER, "surge": number})
    return newest(app, "surge")


def edit(app: Flask, name: str = "Bánh đa cua Bà Cụ mới") -> str:
    """An owner who asks for another name."""
    who = Someone(app, on_staff(app, Role.VENUE_OWNER, VENUE, persona=OWNER))
    path = f"/v1/venues/{VENUE}/listing"
    ask(who, "PATCH", path, {"name": name}, if_match="*")
    return newest(app, "listing_edit")


def claim(app: Flask, persona: str = "P004") -> str:
    """Somebody who says that a venue is theirs."""
    who = Someone(app, known_person(app, persona).headers)
    body = {"proof": "moderator", "words": "Quán của mẹ tôi, tôi phụ trách."}
    ask(who, "POST", f"/v1/venues/{OTHER}/claims", body)
    return newest(app, "claim")


def merge(app: Flask, venue: str = "banh-da-cua-ky-dong") -> str:
    """A duplicate that a colleague proposed."""
    by = f"person:{known_person(app, COLLEAGUE).person}"
    with changing(app) as session:
        case = proposing.propose(session, venue, VENUE, by=by, at=NOON)
        return str(case.id)


def report(app: Flask, kind: str = "price", **body: str) -> str:
    """A visitor who says that something is wrong."""
    dish = {"dish_id": "banh-da-cua"} if kind == "price" else {}
    said = {"text": "Giá đã tăng"} | dish | body
    Reporter(app).report(VENUE, kind=kind, **said)
    return newest(app, "report")


def photo(app: Flask) -> str:
    """A photo that somebody reported."""
    sender = Sender(app)
    sender.send_photo()
    with changing(app) as session:
        number = session.scalar(text("SELECT max(id) FROM photos"))
        assert session.get(Photo, number)
        by = "device:1"
        return str(photo_cases.report(session, number, "wrong_place", by=by, at=NOON))


def appeal(app: Flask) -> str:
    """The writer of a review that a colleague removed."""
    phone = Phone(app)
    number = phone.rate(stars=2, text="Cua không tươi").get_json()["id"]
    body = {"reason": "not_a_visit"}
    ask(Phone(app), "POST", f"/v1/reviews/{number}/reports", body)
    decide(moderator(app, COLLEAGUE), newest(app, "review_report"), "drop", "Không rõ")
    words = {"text": "Tôi đã ăn ở đây hôm qua."}
    ask(phone, "POST", f"/v1/reviews/{number}/appeals", words)
    return newest(app, "appeal")


def newest(app: Flask, kind: str) -> str:
    """The id of the case of a kind that was opened last."""
    last = text(
        "SELECT case_id FROM case_entries WHERE kind = :kind ORDER BY id DESC LIMIT 1"
    )
    with changing(app) as session:
        found: UUID = session.execute(last, {"kind": kind}).scalar_one()
    return str(found)


def every(app: Flask) -> Iterator[tuple[str, str]]:
    """One case of each kind."""
    makers = (held, reported, surge, edit, claim, merge, report, photo, appeal)
    return ((make.__name__, make(app)) for make in makers)
