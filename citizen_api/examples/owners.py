"""The answers about venues that somebody claims and keeps; all are invented."""

from typing import Any, Final

from citizen_api.examples.asking import City, Known
from citizen_api.roles.models import Role, RoleHeld

OWNER: Final = "P019"
MODERATOR: Final = "P020"
VENUE: Final = "banh-da-cua-be-ba-cu"
DISH: Final = "banh-da-cua"
ANY: Final = {"If-Match": "*"}


def owner_answers(city: City) -> dict[str, Any]:
    """The answer to each question about listings, by name."""
    city.wait()
    owner, moderator = city.sign_in(OWNER), city.sign_in(MODERATOR)
    with city.database.sessions.begin() as session:
        session.add(
            RoleHeld(
                person_id=moderator.person,
                role=Role.MODERATOR,
                scope="",
                valid_from=city.now,
                granted_by="command",
                granted_at=city.now,
            )
        )
    return {**claims(city, owner, moderator), **listing(city, owner)}


def claims(city: City, owner: Known, moderator: Known) -> dict[str, Any]:
    """A venue is claimed, and proved by a letter."""
    one = f"/v1/venues/{VENUE}"
    claimed = city.ask("POST", f"{one}/claims", owner.headers, {"proof": "code"})
    letter = city.ask("POST", f"{one}/claim-letters", moderator.headers)
    city.wait()
    said = {"code": letter["code"]}
    proof = f"/v1/claims/{claimed['id']}/proof"
    return {
        "claim_venue": claimed,
        "write_claim_letter": letter | {"code": "F4K4-FVP4-22XC"},
        "prove_claim": city.ask("POST", proof, owner.headers, said),
        "list_my_claims": city.get("/v1/me/claims", owner.headers),
    }


def listing(city: City, owner: Known) -> dict[str, Any]:
    """What its owner changes of it."""
    who, one = owner.headers | ANY, f"/v1/venues/{VENUE}/listing"
    city.wait()
    price = {"price": {"min": 45000, "max": None, "unit": "bát"}}
    city.ask("PUT", f"{one}/dishes/{DISH}", who, price)
    city.wait()
    said = {"contacts": {"phone": "0225 3842345"}, "name": "Bánh đa cua Bà Cụ"}
    city.ask("PATCH", one, who, said)
    city.wait()
    city.ask("PUT", f"{one}/days/2026-12-24", who, {"hours": None})
    prices = f"/v1/venues/{VENUE}/dishes/{DISH}/prices"
    return {
        "get_listing": city.get(one, owner.headers),
        "list_listing_changes": city.get(f"{one}/changes", owner.headers),
        "list_my_venues": city.get("/v1/me/venues", owner.headers),
        "list_prices": city.get(prices),
    }
