"""The answers about photos and visits: made up, no picture is behind them."""

from hashlib import sha256
from typing import Any, Final

from sqlalchemy import select

from citizen_api.devices.actions import register
from citizen_api.examples.asking import City
from citizen_api.media.actions import keep, reserve
from citizen_api.media.rules import Owner, Stored
from citizen_api.roles.models import Role, RoleHeld
from citizen_api.venues.models import Venue

OWNER: Final = "P005"
VENUE: Final = "banh-mi-cay-ba-gia"
GUEST: Final = "an-example-of-a-guest"
REMOVED: Final = {
    "state": "removed",
    "reason": "personal_data",
    "note": "Ảnh có mặt một em bé.",
}
AT: Final = f"/v1/venues/{VENUE}"


def photo_answers(city: City) -> dict[str, Any]:
    """The answer to each question about photos and visits, by name."""
    _photo(city)
    listed = city.get(f"{AT}/photos")
    fault = {"reason": "personal_data"}
    number, guest = listed["items"][0]["id"], _guest(city)
    (added,) = ({**each} for each in listed["items"])
    del added["by"], added["review_id"]
    shown = city.ask("POST", f"{AT}/visit-codes", _owner(city))
    return {
        "list_venue_photos": listed,
        "add_photo": added,
        "report_photo": city.ask("POST", f"/v1/photos/{number}/reports", guest, fault),
        "list_my_photo_reports": city.get("/v1/devices/mine/photo-reports", guest),
        "list_my_review_photos": {"items": [added | REMOVED]},
        "show_visit_code": shown,
        "prove_visit": city.ask("POST", f"{AT}/visits", guest, {"code": shown["code"]}),
    }


def _photo(city: City) -> None:
    large, thumb = (f"{sha256(each).hexdigest()}.jpg" for each in (b"large", b"thumb"))
    reserve(city.database, [large, thumb])
    with city.database.sessions.begin() as session:
        venue = session.scalars(select(Venue.id).where(Venue.slug == VENUE)).one()
        keep(session, Owner(venue), Stored(large, thumb, 1600, 1200), at=city.now)


def _owner(city: City) -> dict[str, str]:
    known = city.sign_in(OWNER)
    with city.database.sessions.begin() as session:
        session.add(
            RoleHeld(
                person_id=known.person,
                role=Role.VENUE_OWNER,
                scope=VENUE,
                valid_from=city.now,
                granted_by="command",
                granted_at=city.now,
            )
        )
    return known.headers


def _guest(city: City) -> dict[str, str]:
    secret = city.app.config["SIGNING_KEY"]
    with city.database.sessions.begin() as session:
        token = register(session, key=GUEST, secret=secret)
    return {"Authorization": f"Bearer {token}"}
